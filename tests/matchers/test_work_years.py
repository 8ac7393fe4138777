"""Stretches of work add up without counting a day twice; what a proof cannot know does not count for certain."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.cases import evidence
from matchers.work_years import Stretch, months_said, reaches, stretch_of

FIELDS = ("person", "holder", "work", "from_date", "to_date", "years", "date")
AS_OF = dt.date(2025, 10, 25)


def proof(**values: object) -> Stretch | None:
    return stretch_of(evidence("employment_proof", field_names=FIELDS, **values), AS_OF, kindly=False)


def test_a_proof_knows_only_up_to_its_own_date() -> None:
    made = proof(from_date="2018-03-01", date="2025-09-20", marks=["ongoing"])
    assert made == Stretch(dt.date(2018, 3, 1), dt.date(2025, 9, 20))


def test_kindly_it_goes_on_to_the_as_of_day() -> None:
    paper = evidence("employment_proof", field_names=FIELDS, from_date="2018-03", date="2025-09-20", marks=["ongoing"])
    assert stretch_of(paper, AS_OF, kindly=True) == Stretch(dt.date(2018, 3, 1), AS_OF)
    assert stretch_of(paper, AS_OF, kindly=False) == Stretch(dt.date(2018, 3, 31), dt.date(2025, 9, 20))


def test_until_now_under_one_label_is_a_beginning() -> None:
    made = proof(to_date="2018-03", date="2025-09-20", marks=["ongoing"])
    assert made is not None
    assert made.first == dt.date(2018, 3, 31)


def test_years_alone_count_back_from_the_proof() -> None:
    assert proof(years="8", date="2025-10-09") == Stretch(dt.date(2017, 10, 9), dt.date(2025, 10, 9))


def test_neither_beginning_nor_years_gives_nothing() -> None:
    assert proof(date="2025-10-09") is None


def test_a_beginning_after_the_end_gives_nothing() -> None:
    assert proof(from_date="2025-12-01", date="2025-10-09") is None


@pytest.mark.parametrize(
    ("stretches", "reached"),
    [
        ([("2020-10-25", "2025-10-25")], True),
        ([("2020-10-26", "2025-10-25")], False),
        ([("2016-07-01", "2019-06-30"), ("2022-01-01", "2024-01-03")], True),
        ([("2016-07-01", "2019-06-30"), ("2022-01-01", "2023-11-30")], False),
        ([("2021-01-01", "2024-12-31"), ("2022-01-01", "2025-06-30")], False),
        ([], False),
    ],
)
def test_five_years(stretches: list[tuple[str, str]], reached: bool) -> None:
    made = [Stretch(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in stretches]
    assert reaches(made, 5) is reached


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 1500)), min_size=1, max_size=6), st.integers(1, 8))
def test_order_and_repeated_proofs_change_nothing(pairs: list[tuple[int, int]], years: int) -> None:
    start = dt.date(2010, 1, 1)
    made = [Stretch(start + dt.timedelta(a), start + dt.timedelta(a + n)) for a, n in pairs]
    assert reaches(made, years) == reaches([*reversed(made), *made], years)


@given(st.integers(0, 4000))
def test_two_proofs_side_by_side_are_one_stretch(cut: int) -> None:
    first, last = dt.date(2010, 1, 1), dt.date(2010, 1, 1) + dt.timedelta(4001)
    middle = first + dt.timedelta(cut)
    parts = [Stretch(first, middle), Stretch(middle + dt.timedelta(1), last)]
    for years in (5, 10, 11):
        assert reaches(parts, years) == reaches([Stretch(first, last)], years)


@pytest.mark.parametrize(
    ("words", "months"),
    [("12年", 144), ("13", 156), ("二十一年", 252), ("满5年", 60), ("5年多", 60), ("", None), ("多年", None)],
)
def test_years_as_people_write_them(words: str, months: int | None) -> None:
    assert months_said(words) == months
