"""What is due after the award: articles 8, 11 and 12 of 江监市规字〔2022〕1号."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.award_calendar import Awarded, dues, valid_until
from matchers.calls import CallProblem, resolve
from matchers.cases import dossier, evidence
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")
AFTER = RUBRIC.after_award
assert AFTER is not None
DAY = dt.date.fromisoformat


def days(awarded: str, duty: str, state: str = "in_force") -> list[str]:
    unit = Awarded("甲公司", DAY(awarded), state=state)  # type: ignore[arg-type]
    assert AFTER is not None
    return [due.day.isoformat() for due in dues([unit], AFTER, DAY("2022-01-01")) if due.duty.id == duty]


def test_the_award_lasts_three_years_to_the_same_day() -> None:
    assert AFTER is not None
    assert valid_until(Awarded("甲公司", DAY("2022-09-15")), AFTER) == DAY("2025-09-15")
    assert days("2022-09-15", "review") == ["2025-09-15"]


def test_the_report_is_due_each_31_january_within_the_validity() -> None:
    assert days("2022-09-15", "annual-report") == ["2023-01-31", "2024-01-31", "2025-01-31"]
    assert days("2022-09-15", "use-of-funds") == days("2022-09-15", "annual-report")


@pytest.mark.parametrize(
    ("awarded", "expected"),
    [
        ("2022-01-10", ["2023-01-31", "2024-01-31"]),  # 2025-01-31 lies behind the end, 2022-01-31 is about no centre
        ("2022-01-31", ["2023-01-31", "2024-01-31", "2025-01-31"]),  # the last day is within the validity
        ("2022-12-31", ["2023-01-31", "2024-01-31", "2025-01-31"]),
        ("2024-02-29", ["2025-01-31", "2026-01-31", "2027-01-31"]),
    ],
)
def test_reports_at_the_edges_of_the_validity(awarded: str, expected: list[str]) -> None:
    assert days(awarded, "annual-report") == expected


def test_the_report_names_the_year_that_it_is_about() -> None:
    assert AFTER is not None
    found = dues([Awarded("甲公司", DAY("2022-09-15"))], AFTER, DAY("2022-10-01"))
    assert found[0].title == "提交2022年度中心工作总结报告"


def test_an_ended_or_cancelled_award_owes_nothing_more() -> None:
    assert days("2022-09-15", "annual-report", "ended") == []
    assert days("2022-09-15", "review", "cancelled") == []


def test_what_is_late_what_comes_soon() -> None:
    assert AFTER is not None
    found = dues([Awarded("甲公司", DAY("2022-09-15"))], AFTER, DAY("2024-01-01"))
    stages = {due.day.isoformat(): due.stage for due in found}
    assert stages == {"2023-01-31": "overdue", "2024-01-31": "soon", "2025-01-31": "open", "2025-09-15": "open"}
    assert {due.stage for due in dues([Awarded("甲", DAY("2021-01-31"))], AFTER, DAY("2024-01-31"))} >= {"soon"}


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_every_duty_lies_within_the_validity_and_is_there_three_times_at_most(awarded: dt.date, as_of: dt.date) -> None:
    assert AFTER is not None
    unit = Awarded("甲公司", awarded)
    found = dues([unit], AFTER, as_of)
    assert all(awarded < due.day <= valid_until(unit, AFTER) for due in found)
    assert sum(due.duty.id == "annual-report" for due in found) in {2, 3}
    assert sum(due.duty.id == "review" for due in found) == 1


def test_the_grounds_are_those_of_article_12() -> None:
    assert AFTER is not None
    assert [g.effect for g in AFTER.grounds] == ["ended"] * 3 + ["cancelled"] * 3
    assert all(g.follows == "三年内不得重新申请" for g in AFTER.grounds if g.effect == "cancelled")


def test_a_call_sets_the_day_and_an_unknown_one_names_the_known_ones() -> None:
    assert resolve(RUBRIC, "2024", None) == DAY("2024-06-07")
    assert resolve(RUBRIC, "2022", None) == resolve(RUBRIC, None, None) == DAY("2022-06-10")
    assert resolve(RUBRIC, None, DAY("2023-01-01")) == DAY("2023-01-01")
    with pytest.raises(CallProblem, match=r"没有“2023”这一届申报；可用：2022（申报截止2022-06-10）、2024"):
        resolve(RUBRIC, "2023", None)
    with pytest.raises(CallProblem, match="请只写一个"):
        resolve(RUBRIC, "2024", DAY("2024-06-01"))


def test_calls_as_the_notices_print_them() -> None:
    calls = {c.id: (str(c.applicants_until), str(c.counties_until), c.at_most) for c in RUBRIC.calls}
    assert calls == {"2022": ("2022-06-10", "2022-06-20", 5), "2024": ("2024-06-07", "2024-06-14", 5)}


@pytest.mark.parametrize(("day", "warned"), [("2025-02-28", False), ("2025-03-01", True), ("2024-06-07", False)])
def test_a_day_after_the_measures_ended_is_warned_of_on_every_draft(day: str, warned: bool) -> None:
    for papers in ([], [evidence("business_licence")]):
        draft = draft_dossier(dossier(papers), RUBRIC, DAY(day))
        told = [m for m in draft.mismatches if m.code == "RUBRIC_EXPIRED"]
        assert bool(told) is warned
        assert all(m.severity == "warning" and "2025-02-28" in m.message for m in told)
