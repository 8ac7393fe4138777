"""The sample dossiers' drafts are what their plans expect: every score, range, confidence, code and file status.

Scans are taken from committed OCR results (`tests/samples/pages`, made by `python -m evaluation.samples --cache`), so
that the fast tests need no engine; `test_one_dossier_is_read_afresh` (marked `ocr`) reads one of them anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.real_scores import is_silent
from evaluation.samples import SAMPLES, evidence_differences, expectations, line_differences, mismatch_differences
from evaluation.samples import main as evaluate
from pipeline.run import RunRequest, run

PAGES = Path(__file__).parent / "pages"
EXPECTED = expectations([])
Json = dict[str, Any]


def inbox(*names: str) -> tuple[Path, ...]:
    return tuple(p for p in sorted((SAMPLES / "inbox").iterdir()) if not names or p.name.startswith(names))


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    folder = tmp_path_factory.mktemp("golden")
    request = RunRequest(
        inbox(), "jiangmen-qic-2022", folder / "out", single=True, cache=folder / "cache", cache_sources=(PAGES,)
    )
    result = run(request)
    assert not result.failures
    return {d.dossier.name: json.loads((f / "draft.json").read_text("utf-8")) for d, f in result.drafts}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_line_is_as_its_plan_says(name: str, drafts: dict[str, Json]) -> None:
    assert line_differences(EXPECTED[name], drafts[name]) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_planted_fault_is_told(name: str, drafts: dict[str, Json]) -> None:
    assert mismatch_differences(EXPECTED[name], drafts[name]) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_paper_is_found_and_nothing_else(name: str, drafts: dict[str, Json]) -> None:
    assert evidence_differences(EXPECTED[name], drafts[name]) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_no_score_is_silently_wrong(name: str, drafts: dict[str, Json]) -> None:
    lines = drafts[name]["indicators"]
    wrong = [x for x in lines if x["draft_score"] != EXPECTED[name]["indicators"][x["id"]]["draft_score"]]
    assert [x["id"] for x in wrong if is_silent(drafts[name], x)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_file_states_and_conditions(name: str, drafts: dict[str, Json]) -> None:
    files = {f["path"]: f["status"] for f in drafts[name]["dossier"]["files"]}
    assert {p: files.get(p) for p in EXPECTED[name]["file_status"]} == EXPECTED[name]["file_status"]
    for condition in drafts[name]["eligibility"]:
        assert condition["status"] in EXPECTED[name]["eligibility"][condition["id"]]


@pytest.mark.slow
@pytest.mark.ocr
def test_one_dossier_is_read_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sys.argv", ["samples", "04", "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "out")]
    )
    assert evaluate() == 0
