"""Copies, renewals, changes of name, transfers: several papers about one thing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extractors.evidence import Evidence
from matchers.cases import APPLICANT, dossier, evidence
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)
OLD = "江门市恒晟光电有限公司"


def draft(*papers: Evidence) -> Draft:
    return draft_dossier(dossier(papers), RUBRIC, AS_OF)


def line(made: Draft, name: str) -> Line:
    return next(one for one in made.lines if one.id == name)


def mark(**values: Any) -> Evidence:
    """A mark of 2010 whose certificate shows its first ten years."""
    return evidence("trademark", **{"registration_date": "2010-05-14", "expiry_date": "2020-05-13", **values})


def renewal(**values: Any) -> Evidence:
    made: dict[str, Any] = {
        "registration_date": None,
        "expiry_date": "2030-05-13",
        "marks": ["renewal"],
        "file": "续展.pdf",
        **values,
    }
    return evidence("trademark", **made)


def test_a_renewal_extends_the_certificate_and_is_no_copy() -> None:
    assert line(draft(mark()), "5").draft_score == 0
    made = draft(mark(), renewal())
    assert line(made, "5").draft_score == 2
    assert line(made, "5").confidence == "high"
    assert [(i.status, i.reasons) for i in made.items] == [("accepted", ())] * 2
    assert not {m.code for m in made.mismatches if m.code in {"DUPLICATE_EVIDENCE", "PAPERS_CONFLICT"}}


def test_a_renewal_of_another_mark_extends_nothing() -> None:
    assert line(draft(mark(), renewal(registration_no="87654321")), "5").draft_score == 0


def test_the_last_of_two_renewals_decides() -> None:
    first = renewal(expiry_date="2020-05-13", file="续展1.pdf")
    old = mark(registration_date="2000-05-14", expiry_date="2010-05-13")
    assert line(draft(old, first), "5").draft_score == 0
    assert line(draft(old, first, renewal()), "5").draft_score == 2
    assert line(draft(old, renewal(), first), "5").draft_score == 2


def test_a_poorly_read_renewal_does_not_make_the_line_high() -> None:
    assert line(draft(mark(), renewal(confidence=0.8)), "5").confidence == "medium"


def test_a_renewal_alone_prints_no_first_registration() -> None:
    made = line(draft(renewal()), "5")
    assert made.draft_score == 0
    assert made.highest == 2


def test_an_old_mark_whose_end_of_validity_was_not_read_is_no_sure_refusal() -> None:
    made = line(draft(mark(expiry_date=None)), "5")
    assert made.draft_score == 0
    assert made.highest == 2
    assert made.confidence == "low"


def test_the_registrys_change_of_name_proves_the_former_name() -> None:
    changed = evidence(
        "trademark", registration_date=None, expiry_date=None, former_name=OLD, marks=["name_change"], file="变更.pdf"
    )
    certificate = evidence("trademark", holder=OLD)
    assert line(draft(certificate), "5").draft_score == 0
    made = draft(certificate, changed)
    assert line(made, "5").draft_score == 2
    assert {i.status for i in made.items} == {"accepted"}
    quality = evidence("management_certificate", holder=OLD)
    assert line(draft(certificate, changed, quality), "9.1").draft_score == 8


def test_a_mark_sold_or_bought_is_a_question() -> None:
    certificate = evidence("trademark")
    sold = evidence(
        "trademark", holder="中山市别家电器有限公司", registration_date=None, marks=["transfer"], file="转让.pdf"
    )
    made = line(draft(certificate, sold), "5")
    assert made.draft_score == 0
    assert made.highest == 2
    bought = evidence("trademark", registration_date=None, marks=["transfer"], file="转让.pdf")
    assert line(draft(certificate, bought), "5").draft_score == 0


def test_a_printed_query_page_that_says_withdrawn_stands_against_the_certificate() -> None:
    query = evidence("management_certificate", status="撤销", confidence=0.8, issuer=None, file="查询.png")
    made = line(draft(evidence("management_certificate"), query), "9.1")
    assert made.draft_score == 0
    assert line(draft(evidence("management_certificate"), evidence(
        "management_certificate", marks=["withdrawn"], confidence=0.8, issuer=None, file="查询.png"
    )), "9.1").draft_score == 0  # fmt: skip


def test_two_ends_of_validity_contradict_each_other_where_one_side_shows_no_issue_date() -> None:
    one = evidence("management_certificate", file="a.pdf")
    other = evidence("management_certificate", file="b.pdf", issue_date=None, expiry_date="2022-01-01")
    assert line(draft(one, other), "9.1").confidence == "low"


@given(st.permutations(["5-3 实用新型（复印）.pdf", "5-3 实用新型.pdf", "5-10 实用新型.pdf", "a/1.pdf"]))
def test_of_equal_copies_the_first_file_is_accepted(files: list[str]) -> None:
    made = draft(*[evidence("patent", file=file, patentees=[APPLICANT]) for file in files])
    accepted = [i.evidence.pages[0].file for i in made.items if i.status == "accepted"]
    assert accepted == ["5-3 实用新型.pdf"]


def test_the_copy_read_best_is_accepted_wherever_it_stands() -> None:
    made = draft(evidence("patent", file="1.pdf", confidence=0.92), evidence("patent", file="2.pdf"))
    assert [i.evidence.pages[0].file for i in made.items if i.status == "accepted"] == ["2.pdf"]
