"""Days, months and years as the rubrics count them: 以上 includes the number, periods end on the same day.

民法典 201, 202 and 1259: the first day does not count, the period ends on the corresponding day (the last day of the
month where there is none).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

LONG_TERM = "long-term"


class Days(NamedTuple):
    """The first and the last day that a printed date may mean: `2010-05` is the whole of May."""

    first: dt.date
    last: dt.date

    @property
    def exact(self) -> bool:
        return self.first == self.last


def days_of(value: object) -> Days | None:
    """The days that an ISO date, month or year means; None where it is none.

    >>> days_of("2010-05").last
    datetime.date(2010, 5, 31)
    """
    if not isinstance(value, str):
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", value.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day is None:
            return Days(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
        return Days(dt.date(year, month, day), dt.date(year, month, day))
    except ValueError:
        return None


def shift_years(day: dt.date, years: int) -> dt.date:
    """The same day `years` later (earlier if negative); 29 February becomes the 28th.

    >>> shift_years(dt.date(2024, 2, 29), -1)
    datetime.date(2023, 2, 28)
    """
    year = day.year + years
    if not 1 <= year <= 9999:
        return dt.date.min if years < 0 else dt.date.max
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (earlier if negative), the last of the month where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def printed(day: dt.date) -> str:
    """The day in a Chinese sentence.

    >>> printed(dt.date(2022, 6, 10))
    '2022年6月10日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
