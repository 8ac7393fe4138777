"""Working days follow the State Council's notices; a year that nobody gave is not guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.working_days import is_working_day, working_days

DAY = dt.date


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (DAY(2025, 9, 15), DAY(2025, 9, 19), 5),
        (DAY(2025, 9, 18), DAY(2025, 9, 22), 3),  # a weekend within
        (DAY(2025, 9, 26), DAY(2025, 10, 8), 4),  # national day: 26, 28 (make-up Sunday), 29, 30 September
        (DAY(2025, 9, 26), DAY(2025, 10, 9), 5),
        (DAY(2025, 10, 1), DAY(2025, 10, 8), 0),
        (DAY(2025, 10, 11), DAY(2025, 10, 11), 1),  # a make-up Saturday
        (DAY(2024, 12, 31), DAY(2025, 1, 2), 2),  # over the year's end
        (DAY(2022, 1, 29), DAY(2022, 2, 7), 3),
    ],
)
def test_counted_with_both_ends(first: dt.date, last: dt.date, days: int) -> None:
    assert working_days(first, last) == days


def test_a_year_without_a_notice_is_unknown() -> None:
    assert is_working_day(DAY(2035, 3, 1)) is None
    assert working_days(DAY(2026, 12, 30), DAY(2027, 1, 5)) is None


def test_a_stretch_turned_round_has_no_days_and_one_of_years_is_not_counted() -> None:
    assert working_days(DAY(2025, 9, 19), DAY(2025, 9, 15)) == 0
    assert working_days(DAY(2018, 1, 1), DAY(2025, 1, 1)) is None


@given(st.dates(DAY(2018, 1, 1), DAY(2026, 11, 1)), st.integers(0, 40))
def test_a_longer_stretch_never_has_fewer_working_days(first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    shorter, longer = working_days(first, last), working_days(first, last + dt.timedelta(days=1))
    assert shorter is not None
    assert longer is not None
    assert longer - shorter in {0, 1}
    assert shorter <= more + 1
