"""Working days in China: Monday to Friday, less the holidays of the State Council's notice, plus its make-up days.

The notices are data (`matchers/data/working_days.yaml`). A year that is not in it is not guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "working_days.yaml"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """One year's notice: days off and weekend days on which people work."""

    off: frozenset[dt.date]
    working: frozenset[dt.date]


def _days(text: str) -> Iterator[dt.date]:
    first, _, last = text.partition("/")
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += dt.timedelta(days=1)


@cache
def _years() -> dict[int, Year]:
    return {
        int(year): Year(
            frozenset(day for text in told["off"] for day in _days(text)),
            frozenset(day for text in told["working"] for day in _days(text)),
        )
        for year, told in yaml.load(_FILE.read_text("utf-8"), yaml.BaseLoader)["years"].items()
    }


def is_working_day(day: dt.date) -> bool | None:
    """Do people work on that day? None where the year's notice is not in the data.

    >>> is_working_day(dt.date(2025, 9, 28)), is_working_day(dt.date(2025, 10, 8)), is_working_day(dt.date(2031, 1, 2))
    (True, False, None)
    """
    year = _years().get(day.year)
    if year is None:
        return None
    return day in year.working or (day.weekday() < _SATURDAY and day not in year.off)


def working_days(first: dt.date, last: dt.date) -> int | None:
    """How many working days lie in the stretch, both ends included; None where a year of it is not in the data.

    >>> working_days(dt.date(2025, 9, 26), dt.date(2025, 10, 9))
    5
    """
    if (last - first).days > 366:
        return None
    told = [is_working_day(first + dt.timedelta(days=n)) for n in range((last - first).days + 1)]
    return None if None in told else sum(bool(day) for day in told)
