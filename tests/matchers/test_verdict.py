"""Limits, tiers, trends, all of and any of: met, not met or unknown by the numbers that count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matchers.award import evaluate
from matchers.rule_forms import Rule
from matchers.scenario import Scenario
from matchers.unit import Unit
from matchers.verdict import judge

RULE: TypeAdapter[Any] = TypeAdapter(Rule)
EVERYTHING = Scenario(dt.date(2019, 12, 31), lambda unit: True, lambda unit: False)


def rule(**written: Any) -> Any:
    return RULE.validate_python(written)


def number(value: str, unit: str = "%", period: str = "2019") -> Unit:
    key = f"{value}{unit}{period}"
    return Unit(key, (key,), key, amount=Decimal(value), unit=unit, period=period)


def status(written: Any, **units: tuple[Unit, ...]) -> str:
    return judge(written, units, EVERYTHING).status


@pytest.mark.parametrize(
    ("limit", "at", "below", "above"),
    [
        ("at_least", "met", "not_met", "met"),
        ("more_than", "not_met", "not_met", "met"),
        ("at_most", "met", "met", "not_met"),
        ("less_than", "not_met", "met", "not_met"),
    ],
)
def test_the_limit_itself_is_kept_by_at_least_and_at_most_only(limit: str, at: str, below: str, above: str) -> None:
    written = rule(form="threshold", of=["x"], unit="%", **{limit: "80"})
    assert status(written, x=(number("80"),)) == at
    assert status(written, x=(number("79.99"),)) == below
    assert status(written, x=(number("80.01"),)) == above
    assert status(written, x=()) == "unknown"


def test_a_value_in_another_unit_of_the_same_kind_is_converted() -> None:
    written = rule(form="threshold", of=["x"], unit="‰", at_least="1")
    assert status(written, x=(number("0.1", "%"),)) == "met"
    assert status(written, x=(number("0.099", "%"),)) == "not_met"


def test_a_value_that_the_unit_cannot_tell_is_no_value() -> None:
    written = rule(form="threshold", of=["x"], unit="%", at_least="1")
    assert status(written, x=(number("50", "家"),)) == "unknown"


TIERS = [{"at_least": "0.3", "points": "10"}, {"at_least": "0.6", "points": "20"}, {"at_least": "1", "points": "30"}]


@pytest.mark.parametrize(
    ("value", "points"), [("0.29", 0), ("0.3", 10), ("0.59", 10), ("0.6", 20), ("0.99", 20), ("1", 30), ("1.36", 30)]
)
def test_tiers_by_value_give_the_highest_reached(value: str, points: int) -> None:
    written = rule(form="threshold", of=["x"], unit="‰", tiers=TIERS)
    assert evaluate(written, {"x": (number(value, "‰"),)}, EVERYTHING).points == points


def test_a_limit_that_another_number_sets() -> None:
    written = rule(form="threshold", of=["ours"], than=["national"], compare="less_than")
    assert status(written, ours=(number("0.1", ""),), national=(number("0.3", ""),)) == "met"
    assert status(written, ours=(number("0.3", ""),), national=(number("0.3", ""),)) == "not_met"
    assert status(written, ours=(number("0.1", ""),), national=()) == "unknown"


def test_every_month_must_keep_the_limit() -> None:
    written = rule(form="threshold", of=["x"], unit="名", at_most="45", each_month=True)
    year = tuple(number("45", "名", f"2019-{month:02d}") for month in range(1, 13))
    assert status(written, x=year) == "met"
    assert status(written, x=year[1:]) == "unknown"
    assert status(written, x=(*year[1:], number("46", "名", "2019-01"))) == "not_met"
    assert status(written, x=(number("45", "名", "2019"),)) == "met"  # the worst of all months


def trend(values: list[str], direction: str = "rising", periods: int = 3) -> str:
    written = rule(form="trend", of=["x"], direction=direction, periods=str(periods), ending="2019")
    years = range(2019 - len(values) + 1, 2020)
    return status(written, x=tuple(number(v, "%", str(y)) for v, y in zip(values, years, strict=True)))


def test_a_trend_needs_every_year_and_strict_steps() -> None:
    assert trend(["1", "2", "3"]) == "met"
    assert trend(["1", "2", "2"]) == "not_met"
    assert trend(["3", "2", "1"], "falling") == "met"
    assert trend(["2", "3"]) == "unknown"
    assert trend(["3", "2"]) == "not_met"  # the missing year cannot mend it
    assert trend(["9", "1", "2", "3"]) == "met"
    assert trend(["9", "1", "2", "3"], periods=4) == "not_met"


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_a_trend_rises_exactly_where_the_turned_one_falls(values: list[int]) -> None:
    up = trend([str(v) for v in values])
    down = trend([str(100 - v) for v in values], "falling")
    assert up == down == ("met" if values[0] < values[1] < values[2] else "not_met")


PARTS = [
    {"form": "threshold", "of": ["a"], "unit": "%", "at_least": "50"},
    {"form": "threshold", "of": ["b"], "unit": "%", "at_least": "50"},
]
GOOD, BAD = (number("60"),), (number("40"),)


@pytest.mark.parametrize(
    ("a", "b", "both", "either", "first"),
    [
        (GOOD, GOOD, "met", "met", "met"),
        (GOOD, BAD, "not_met", "met", "met"),
        (GOOD, (), "unknown", "met", "met"),
        (BAD, (), "not_met", "unknown", "not_met"),
        ((), GOOD, "unknown", "met", "met"),
        (BAD, GOOD, "not_met", "met", "not_met"),
        ((), (), "unknown", "unknown", "unknown"),
    ],
)
def test_all_of_and_any_of(a: tuple[Unit, ...], b: tuple[Unit, ...], both: str, either: str, first: str) -> None:
    assert status(rule(form="all_of", parts=PARTS), a=a, b=b) == both
    assert status(rule(form="any_of", parts=PARTS), a=a, b=b) == either
    assert status(rule(form="any_of", by="first", parts=PARTS), a=a, b=b) == first


def test_points_of_all_of_are_given_only_where_all_is_met() -> None:
    written = rule(form="all_of", parts=PARTS, points="5")
    assert evaluate(written, {"a": GOOD, "b": GOOD}, EVERYTHING).points == 5
    assert evaluate(written, {"a": GOOD, "b": BAD}, EVERYTHING).points == 0
