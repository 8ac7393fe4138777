"""A confidence table fitted to reviews: what turned out wrong too often is no longer called certain."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from extractors.fitted_confidence import FittedStep, FittedTable
from matchers.borne_out import as_borne_out
from matchers.cases import dossier, evidence, form
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")


def confidence_of_line(table: FittedTable | None) -> tuple[str, float]:
    made = dossier([evidence("high_tech_enterprise", confidence=0.95)], [form({"8.2": 5})])
    made = made if table is None else as_borne_out(made, table)
    line = next(one for one in draft_dossier(made, RUBRIC, dt.date(2022, 6, 10)).lines if one.id == "8.2")
    return line.confidence, float(line.draft_score)


def test_papers_that_reviews_often_corrected_no_longer_make_a_line_high() -> None:
    assert confidence_of_line(None) == ("high", 5)
    assert confidence_of_line(FittedTable((FittedStep(0.9, 0.82, 40),))) == ("medium", 5)


def test_papers_that_reviews_confirmed_stay_as_they_are() -> None:
    assert confidence_of_line(FittedTable((FittedStep(0.9, 0.98, 400),))) == ("high", 5)


@given(own=st.floats(0, 1), steps=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=5))
def test_a_table_never_raises(own: float, steps: list[tuple[float, float]]) -> None:
    starts, values = sorted({a for a, _ in steps}), sorted(b for _, b in steps)
    table = FittedTable(tuple(FittedStep(a, b, 20) for a, b in zip(starts, values, strict=False)))
    paper = evidence("high_tech_enterprise", confidence=own)
    (lowered,) = as_borne_out(dossier([paper]), table).evidence
    assert lowered.confidence <= paper.confidence
