"""Archives that lead outside, blow up, lie or are cut, through to the draft: the patent in them counts or is missed
aloud, never in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import hostile_archive as made
import pytest
from hostile_draft import Drafts, belongs, check_draft, drafts_of, is_unread, line, states

ALL = {**made.CASES, **made.SLOW_CASES}
LINE = "4"
"""The line of the patent: 3 points without it, 5 with it, far from its cap of 10."""


def name_of(case: str) -> str:
    return f"附件.{ALL[case][0]}"


def drafted(cases: Iterable[str], root: Path) -> Drafts:
    return drafts_of({case: {name_of(case): ALL[case][1]()} for case in cases}, root)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return drafted(made.CASES, tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return drafted(made.SLOW_CASES, tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("case", made.CASES)
def test_an_archive_is_read_or_named_in_the_draft(case: str, drafts: Drafts) -> None:
    hold(case, drafts)


@pytest.mark.slow
@pytest.mark.parametrize("case", made.SLOW_CASES)
def test_an_archive_of_very_many_files_is_named_in_the_draft(case: str, crowded: Drafts) -> None:
    hold(case, crowded)


def hold(case: str, drafts: Drafts) -> None:
    assert not drafts.failures
    draft, hostile = drafts.by_case[case], [name_of(case)]
    check_draft(case, drafts.plain, draft, hostile, changes={LINE})
    row, ending = line(draft, LINE), ALL[case][2]
    seen = row["draft_score"] == 5
    assert row["draft_score"] in {3, 5}
    assert seen or row["confidence"] != "high", "a patent was lost in silence"
    told = states(draft), [m["message"] for m in draft["mismatches"] if m["file"] and belongs(m["file"], hostile)]
    if ending == "read":
        assert seen, told
    if ending == "named":
        assert is_unread(draft, hostile), told
    assert seen or is_unread(draft, hostile), told
    assert not any(".." in path.split("/") or path.startswith("/") for path in states(draft))
