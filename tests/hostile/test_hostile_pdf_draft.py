"""Hostile PDFs through to the draft: a patent that is damaged, disguised, covered or hidden makes no wrong line."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import hostile_pdf_draft as made
import pytest
from hostile_dossier import UNREAD
from hostile_draft import Drafts, check_draft, drafts_of, is_unread, line, states
from hostile_pdf_disguise import mapped

from pipeline.readers.context import ReadContext
from pipeline.readers.pdf import read_pdf

NAME = "9补充.pdf"
HIDDEN, WHOLE = "看不见", "完好"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    """One run: a dossier for each damaged paper, one with all hidden ones, one with all that are whole."""
    cases = {name: {NAME: build()} for name, build in made.TOLD.items()}
    cases[HIDDEN] = {f"{name}.pdf": build() for name, build in made.UNSEEN.items()}
    cases[WHOLE] = {f"{name}.pdf": build() for name, build in made.SHOWN.items()}
    return drafts_of(cases, tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("case", made.TOLD)
def test_damaged_and_disguised_papers_are_told(case: str, drafts: Drafts) -> None:
    draft = drafts.by_case[case]
    check_draft(case, drafts.plain, draft, [NAME])
    assert is_unread(draft, [NAME]), states(draft)[NAME]
    assert line(draft, "4")["confidence"] != "high"


def test_what_nobody_sees_counts_for_nothing(drafts: Drafts) -> None:
    draft = drafts.by_case[HIDDEN]
    hidden = [f"{name}.pdf" for name in made.UNSEEN]
    check_draft(HIDDEN, drafts.plain, draft, hidden)
    assert line(draft, "4")["draft_score"] == line(drafts.plain, "4")["draft_score"]
    assert not {item["source"]["file"] for item in draft["evidence"]} & set(hidden)


@pytest.mark.parametrize("case", made.SHOWN)
def test_what_is_whole_and_seen_is_read(case: str, drafts: Drafts) -> None:
    """All of them are copies of one patent: each is read for certain, one counts."""
    draft = drafts.by_case[WHOLE]
    name = f"{case}.pdf"
    assert states(draft)[name] not in UNREAD
    (item,) = [item for item in draft["evidence"] if item["source"]["file"] == name]
    assert (item["fields"]["patent_no"], item["fields"]["grant_date"]) == ("ZL201710991011.4", "2019-07-12")
    assert item["confidence"] >= 0.9


def test_a_whole_paper_counts(drafts: Drafts) -> None:
    draft = drafts.by_case[WHOLE]
    check_draft(WHOLE, drafts.plain, draft, [f"{name}.pdf" for name in made.SHOWN], changes=["4"])
    assert (line(draft, "4")["draft_score"], line(draft, "4")["confidence"]) == (5, "high")


def test_any_two_digits_that_a_map_swaps_are_seen(tmp_path: Path) -> None:
    honest = mapped({}, "0123456789 0123456789")
    for name, said in {"honest": {}, **{a + b: {a: b, b: a} for a, b in combinations("0123456789", 2)}}.items():
        data = mapped(said, "0123456789 0123456789") if said else honest
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        (page,) = read_pdf(path, path.name, hashlib.sha256(data).hexdigest(), ReadContext(ocr=False)).pages
        assert (page.legibility == "good") == (name == "honest"), (name, page.text)
