"""What a reviewer is told of a paper whose level was read with little certainty: one true sentence, not one a line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from extractors.evidence import Reading
from matchers.cases import dossier, evidence
from matchers.draft import Mismatch
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

WEAK = Reading(via="ocr", score=0.8)


def doubts(paper_type: str, **values: Any) -> list[Mismatch]:
    """The level doubts about one paper whose kind the engine read badly."""
    paper = evidence(paper_type, readings={"kind": WEAK}, confidence=0.7, **values)
    draft = draft_dossier(dossier([paper]), load_rubric("jiangmen-qic-2022"), dt.date(2022, 6, 10))
    return [m for m in draft.mismatches if m.code == "LEVEL_UNKNOWN"]


def test_a_doubt_about_food_safety_is_not_told_of_an_environment_certificate() -> None:
    told = doubts("management_certificate", kind="ems")
    assert told
    assert not any("食品安全" in mismatch.message for mismatch in told)


def test_one_paper_kept_out_of_many_lines_is_told_once() -> None:
    told = doubts("organisation_document", kind="traceability")
    assert len(told) == 1
