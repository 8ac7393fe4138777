"""What a line gives under decisions on papers is what the engine would give for those papers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import cases
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.what_if import points_of

RUBRIC = load_rubric("jiangmen-qic-2022")
DAY = dt.date(2022, 6, 10)


def papers() -> list[Any]:
    kinds = ["invention", "invention", "utility_model", "design", "invention", "invention", "invention"]
    return [
        *(
            cases.evidence(
                "patent", kind=kind, patent_no=f"ZL2020{1 + n % 3}043{n:04}.0", file=f"p{n}.pdf", title=f"一种电器{n}"
            )
            for n, kind in enumerate(kinds)
        ),
        cases.evidence("metrology_confirmation", file="m.pdf"),
        cases.evidence("management_certificate", file="q.pdf"),
        cases.evidence("management_certificate", certificate_no="00121Q30299R2M", file="q2.pdf"),
        cases.evidence("excellence_model", file="x.pdf", holder=cases.APPLICANT),
        *(
            cases.evidence("inspection_report", report_no=f"R{year}", date=f"{year}-05-01", file=f"r{year}.pdf")
            for year in (2019, 2020, 2021)
        ),
        *(
            cases.evidence("standard", standard_no=f"GB/T {n}-2020", file=f"s{n}.pdf", level=level)
            for n, level in enumerate(["national", "industry", "group"], 1)
        ),
    ]


def drafted(found: list[Any]) -> Draft:
    return draft_dossier(cases.dossier(found, [cases.form({})]), RUBRIC, DAY)


WHOLE = drafted(papers())
PLACES = {item.evidence.pages[0].file: item.id for item in WHOLE.items}


def line(draft: Draft, indicator: str) -> Line:
    return next(found for found in draft.lines if found.id == indicator)


def points(draft: Draft, indicator: str, decisions: dict[str, bool]) -> Decimal:
    found = line(draft, indicator)
    assert found.choices is not None
    return points_of(found.choices, decisions, found.max_score)


def test_without_decisions_every_line_has_its_drafted_points() -> None:
    for found in WHOLE.lines:
        if found.choices is not None:
            assert points_of(found.choices, {}, found.max_score) == found.draft_score, found.id


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(name for name in PLACES if name != "申报表.docx"))))
def test_refused_papers_give_what_a_dossier_without_them_gives(refused: set[str]) -> None:
    without = drafted([paper for paper in papers() if paper.pages[0].file not in refused])
    decisions = {PLACES[name]: False for name in refused}
    for found in WHOLE.lines:
        if found.choices is not None:
            assert points(WHOLE, found.id, decisions) == line(without, found.id).draft_score, found.id


@pytest.mark.parametrize(("decision", "expected"), [(None, 0), (True, 1), (False, 0)])
def test_a_questioned_paper_counts_when_a_person_takes_it(decision: bool | None, expected: int) -> None:
    paper = cases.evidence("management_certificate", kind="ems", standard="GB/T 24001-2016", holder="恒晟集团有限公司")
    draft = drafted([cases.evidence("business_licence"), paper])
    item = next(i for i in draft.items if i.evidence.type == "management_certificate")
    assert item.status == "questioned"
    assert points(draft, "9.2", {} if decision is None else {item.id: decision}) == expected


def test_a_failing_report_stops_working_against_the_line_when_refused() -> None:
    bad = cases.evidence("inspection_report", report_no="X", date="2021-08-01", conclusion="fail", file="bad.pdf")
    draft = drafted([*papers(), bad])
    item = next(i for i in draft.items if i.evidence.pages[0].file == "bad.pdf")
    assert line(draft, "7").draft_score == 0
    assert points(draft, "7", {item.id: False}) == 10
    assert points(draft, "7", {item.id: True}) == 0
