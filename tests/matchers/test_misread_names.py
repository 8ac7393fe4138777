"""A name that OCR misread on one of two papers is doubted: never a sure 0 (a silent error), never a sure join."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from extractors.evidence import Evidence
from matchers.cases import dossier, evidence
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")


def scanned(type_: str, **values: Any) -> Evidence:
    return replace(evidence(type_, **values), via="ocr")


def draft(*papers: Evidence) -> Draft:
    return draft_dossier(dossier(papers), RUBRIC, dt.date(2022, 6, 10))


def line(made: Draft, wanted: str) -> Line:
    return next(row for row in made.lines if row.id == wanted)


@pytest.mark.parametrize("insured", ["宣承宇", "承宇"])
def test_a_near_name_on_the_social_security_sheet_is_a_question(insured: str) -> None:
    titles = [scanned("credential", person=name) for name in ("笪承宇", "蒯雨眠")]
    made = draft(*titles, scanned("social_security", persons=[insured, "蒯雨眠"]))
    assert line(made, "10.1").draft_score == 0
    assert line(made, "10.1").highest == 4
    assert line(made, "10.1").confidence != "high"


def test_the_same_number_joins_a_misread_name_at_medium() -> None:
    titles = [
        scanned("credential", person="笪承宇", identity="4407********0011"),
        scanned("credential", person="蒯雨眠", identity="4407********0022"),
    ]
    sheet = scanned(
        "social_security", persons=["宣承宇", "蒯雨眠"], identities=["4407********0011", "4407********0022"]
    )
    made = draft(*titles, sheet)
    assert line(made, "10.1").draft_score == 4
    assert line(made, "10.1").lowest == 0
    assert line(made, "10.1").confidence == "medium"


def test_a_misread_name_on_the_appointment_is_a_question() -> None:
    made = draft(scanned("cqo_certificate", person="仉知微"), scanned("appointment", person="亿知微"))
    assert line(made, "10.2").draft_score == 0
    assert line(made, "10.2").highest == 2
    assert line(made, "10.2").confidence != "high"


def test_names_of_text_layers_are_taken_as_they_stand() -> None:
    titles = [evidence("credential", person=name) for name in ("笪承宇", "蒯雨眠")]
    made = draft(*titles, evidence("social_security", persons=["宣承宇", "蒯雨眠"]))
    assert line(made, "10.1").highest == 0
