"""`yushen watch` killed at random moments, and beside people who work in its inbox; small here, large as scripts.

The full size: `python -m evaluation.crash` (100 kills, 30 dossiers) and `make soak` (an hour).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from evaluation.crash import crash
from evaluation.invented_inbox import invented
from evaluation.soak import soak
from evaluation.watched import Place, differences, leftovers, tree

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


def test_killed_again_and_again_it_makes_what_an_undisturbed_run_makes(tmp_path: Path) -> None:
    seen = crash(tmp_path, kills=6, dossiers=4, seed=11)
    assert seen.wrong == []
    assert seen.kills >= 6
    assert seen.hit["starting"] < seen.kills


@pytest.mark.slow
def test_killed_a_hundred_times_over_thirty_dossiers(tmp_path: Path) -> None:
    seen = crash(tmp_path, kills=100, dossiers=30, seed=7)
    assert seen.wrong == []
    assert seen.kills >= 100
    assert seen.hit["writing"] >= 5


@pytest.mark.slow
def test_killed_while_it_puts_away_what_is_done(tmp_path: Path) -> None:
    seen = crash(tmp_path, kills=30, dossiers=15, seed=8, move=True)
    assert seen.wrong == []


def test_nothing_is_lost_while_people_work_in_the_inbox(tmp_path: Path) -> None:
    seen = soak(tmp_path, seconds=25, pace=0.7, seed=5)
    assert seen.wrong == []
    assert sum(seen.happened.values()) >= 20
    assert seen.dossiers


def test_what_is_not_as_undisturbed_would_be_told(tmp_path: Path) -> None:
    """The comparison itself can fail: a byte, a file too few or too many, a half-written one."""
    ours, theirs = Place(tmp_path / "inbox", tmp_path / "a"), Place(tmp_path / "inbox", tmp_path / "b")
    for place in (ours, theirs):
        (place.base / "tmp").mkdir(parents=True)
        for dossier in invented(2, 1):
            (place.out / dossier.name).mkdir(parents=True)
            (place.out / dossier.name / "draft.json").write_text("{}")
    assert differences(tree(ours.out), tree(theirs.out)) == leftovers(ours) == []
    first, second = (one.name for one in invented(2, 1))
    (ours.out / first / "draft.json").write_text("{ ")
    (ours.out / first / ".draft.77.part.json").write_text("{")
    shutil.rmtree(ours.out / second)
    assert [one.split(":")[0] for one in differences(tree(ours.out), tree(theirs.out))] == [
        "missing",
        "missing",
        "other bytes",
        "too much",
    ]
    assert len(leftovers(ours)) == 1


def test_invented_dossiers_are_alike_for_a_seed_and_each_of_its_own() -> None:
    once, again = invented(12, 3), invented(12, 3)
    assert [one.name for one in once] == [one.name for one in again]
    assert len({one.entry for one in invented(30, 3)}) == 30
    assert {one.form for one in once} == {"folder", "zip", "file"}
