"""A paper that is refused for certain says nothing more about its line: other fields of it may be unread."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from extractors.evidence import Evidence, Reading
from matchers.cases import dossier, evidence
from matchers.draft import Item, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)
READ = Reading()
SCANNED = Reading(via="ocr", score=0.98)
POOR = Reading(via="ocr", score=0.5)


def told(*values: object) -> tuple[object, ...]:
    """Facts side by side, compared by value."""
    return values


def judged(line: str, *papers: Evidence) -> tuple[Line, tuple[Item, ...]]:
    made = draft_dossier(dossier(papers), RUBRIC, AS_OF)
    return next(one for one in made.lines if one.id == line), made.items


def letter(**values: Any) -> Evidence:
    """A drafting certificate: it has no list of drafting units."""
    return evidence("standard", level="group", drafting_units=[], confidence=0.4, file="letter.pdf", **values)


@pytest.mark.parametrize("reading", [READ, SCANNED])
def test_an_associations_letter_is_refused_whatever_it_does_not_print(reading: Reading) -> None:
    paper = letter(marks=["drafting_certificate"], readings={"standard_no": reading})
    line, items = judged("2.1", paper)
    assert told(items[0].status, line.draft_score, line.confidence) == ("rejected", 0, "high")
    assert "WRONG_PROOF" in items[0].reasons


def test_a_letter_on_a_page_that_nobody_could_read_well_is_no_sure_refusal() -> None:
    line, items = judged("2.1", letter(marks=["drafting_certificate"], readings={"standard_no": POOR}))
    assert items[0].status == "questioned"
    assert line.confidence != "high"


def test_an_application_in_a_list_has_no_grant_date_and_is_refused() -> None:
    readings = {"patent_no": READ, "status": READ}
    row = evidence(
        "patent", patent_no="202111990588.6", grant_date=None, status="实审", marks=["list_row", "application"],
        confidence=0.4, readings=readings,
    )  # fmt: skip
    line, items = judged("4", row)
    assert told(items[0].status, line.confidence) == ("rejected", "high")


@pytest.mark.parametrize(("number", "via"), [("ZL202111990588.6", "text"), ("202111990588.6", "ocr")])
def test_a_row_whose_date_may_only_be_lost_is_a_question(number: str, via: str) -> None:
    row = evidence("patent", patent_no=number, grant_date=None, marks=["list_row"], via=via)
    line, items = judged("4", row)
    assert told(items[0].status, line.draft_score, line.highest) == ("questioned", 0, 2)
    assert line.confidence != "high"


def test_an_expired_certificate_with_an_unread_number_is_not_low() -> None:
    paper = evidence(
        "management_certificate", certificate_no=None, expiry_date="2020-01-01", confidence=0.4,
        readings={"expiry_date": READ, "holder": READ},
    )  # fmt: skip
    line, _ = judged("9.1", paper)
    assert told(line.draft_score, line.lowest, line.highest, line.confidence) == (0, 0, 8, "medium")


def test_a_foreign_holder_with_an_unread_expiry_is_not_low() -> None:
    paper = evidence(
        "management_certificate", holder="中山市别家电器有限公司", expiry_date=None, confidence=0.4,
        readings={"holder": READ},
    )  # fmt: skip
    line, _ = judged("9.1", paper)
    assert told(line.draft_score, line.confidence) == (0, "high")


def test_a_foreign_holder_that_was_misread_is_not_high() -> None:
    reading = Reading(via="ocr", score=0.8)
    paper = evidence(
        "management_certificate", holder="中山市别家电器有限公司", confidence=0.73, readings={"holder": reading}
    )
    assert judged("9.1", paper)[0].confidence == "medium"


def test_an_expiry_that_the_rule_does_not_ask_for_may_be_unread() -> None:
    readings = {"certificate_no": READ, "holder": READ, "level": READ, "issue_date": READ}
    paper = evidence("metrology_confirmation", level="3", expiry_date=None, confidence=0.4, readings=readings)
    line, _ = judged("1", paper)
    assert told(line.draft_score, line.confidence) == (1, "medium")
    second = evidence("metrology_confirmation", level="2", expiry_date=None, confidence=0.4, readings=readings)
    assert judged("1", second)[0].confidence == "low"


def test_a_weak_reading_is_medium_a_disputed_one_low() -> None:
    def line(reading: Reading) -> str:
        paper = evidence("secretariat", confidence=0.5, readings={"level": reading, "holder": READ, "committee": READ})
        return judged("2.2", paper)[0].confidence

    assert line(Reading(via="ocr", score=0.51, labelled=False)) == "medium"
    disputed = evidence(
        "secretariat", confidence=0.4,
        readings={"level": Reading(disputed=True), "holder": READ, "committee": READ},
    )  # fmt: skip
    assert judged("2.2", disputed)[0].confidence == "low"


def test_a_withdrawn_certificate_is_refused_though_its_expiry_is_unread() -> None:
    paper = evidence(
        "high_tech_enterprise", expiry_date=None, issue_date=None, marks=["withdrawn"], confidence=0.4,
        readings={"certificate_no": READ, "holder": READ},
    )  # fmt: skip
    line, items = judged("8.2", paper)
    assert told(items[0].status, line.confidence) == ("rejected", "high")


def test_an_expiry_computed_from_a_poorly_read_date_refuses_nothing_for_certain() -> None:
    paper = evidence(
        "high_tech_enterprise", expiry_date=None, issue_date="2018-11-28", confidence=0.4,
        readings={"certificate_no": READ, "holder": READ, "issue_date": Reading(via="ocr", score=0.8)},
    )  # fmt: skip
    assert judged("8.2", paper)[0].confidence != "high"
