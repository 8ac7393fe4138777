"""Numbers with units: exact conversion, no mixing of what is not alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.quantities import convert, number_of, shown, unit_of

NUMBERS = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_per_mille_and_per_cent_convert_back_exactly(value: Decimal) -> None:
    there = convert(value, "%", "‰")
    assert there is not None
    assert there == value * 10
    assert convert(there, "‰", "%") == value


@given(NUMBERS, st.sampled_from(["%", "‰", "家", "人", "名", "分", ""]))
def test_a_number_in_its_own_unit_stays_what_it_is(value: Decimal, unit: str) -> None:
    assert convert(value, unit, unit) == value


@pytest.mark.parametrize(
    ("unit", "wanted"), [("个百分点", "%"), ("家", "人"), ("%", "分"), ("", "%"), ("件", "个"), ("万元", "%")]
)
def test_units_that_do_not_measure_the_same_are_not_converted(unit: str, wanted: str) -> None:
    assert convert(Decimal(5), unit, wanted) is None


def test_money_is_converted() -> None:
    assert convert(Decimal("1.2"), "亿元", "万元") == 12000


@pytest.mark.parametrize(
    ("printed", "value"),
    [("0．6", "0.6"), ("９７．８", "97.8"), ("1,200", "1200"), ("约50", None), (None, None), ("", None)],
)
def test_numbers_as_printed(printed: str | None, value: str | None) -> None:
    assert number_of(printed) == (None if value is None else Decimal(value))


def test_one_spelling_of_each_unit() -> None:
    assert unit_of("％") == unit_of("百分之") == "%"
    assert unit_of("位") == unit_of("名")


def test_a_number_is_shown_without_powers_of_ten() -> None:
    assert shown(Decimal("1E+2"), "%") == "100%"
    assert shown(Decimal("0.0600"), "‰") == "0.06‰"
