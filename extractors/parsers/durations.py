"""Durations of validity: 有效期三年, 有效期: 5年, valid for 3 years, 任期5年, as ISO 8601 (`P3Y`, `P18M`, `P90D`).

Counting after 民法典 200-202: the first day does not count, and the period ends on the same day of its last month (the
last day of the month where there is no such day).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.numerals import number
from extractors.text import View

_WORD: Final = (
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十壹贰叁肆伍]{1,3})(?:\((?P<again>[\d一二三四五六七八九十]{1,3})\))?"
)
_UNIT: Final = r"(?P<unit>周?年(?!度|\d|月)|个月|个工作日|日(?!期)|天)"
_DURATION: Final = re.compile(
    rf"(?:有效期限?|有效期间|期限|任期|为期|自(?:发证|颁证|签发|批准|获证)之日起)[^\d\n。;至]{{0,12}}?{_WORD} ?{_UNIT}"
    r"|(?i:valid(?:ity)?[a-z :]{0,20}?)(?P<en>\d{1,3}|one|two|three|four|five|six|ten) ?(?i:\(\w+\) ?)?"
    r"(?P<enunit>years?|months?|days?)",
)
_BARE: Final = re.compile(rf"{_WORD} ?{_UNIT}")
_ENGLISH: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_UNITS: Final = {"年": "Y", "周年": "Y", "个月": "M", "日": "D", "天": "D", "year": "Y", "month": "M", "day": "D"}


def find(text: str) -> list[Found]:
    """Every labelled duration in a view.

    >>> [f.value for f in find("有效期:三年。自发证之日起5年有效; valid for 3 years")]
    ['P3Y', 'P5Y', 'P3Y']
    >>> find("五年以上 有效期至2024年9月29日")
    []
    """
    if "年" not in text and "月" not in text and "alid" not in text:
        return []
    return [f for m in _DURATION.finditer(text) if (f := _found(m)) is not None]


def _found(m: re.Match[str]) -> Found | None:
    word = m.groupdict()
    if word.get("en"):
        count = _ENGLISH.get(word["en"]) or int(word["en"])
        return Found(f"P{count}{_UNITS[word['enunit'].lower().rstrip('s')]}", *m.span(), hint="duration")
    value, unit = number(word["n"]), _UNITS.get(word["unit"])
    if not value or unit is None:
        return None
    if word["again"] and number(word["again"]) != value:
        return Found(None, *m.span(), problem=f"期限前后不一：{m.group()}", hint="duration")
    return Found(f"P{value}{unit}", *m.span(), hint="duration")


def read(text: str) -> Found:
    """A whole cell or value as a duration.

    >>> read("三年").value, read("叁年").value, read("36个月").value, read("2021年").value
    ('P3Y', 'P3Y', 'P36M', None)
    """
    tight = View.of(text).text.strip()
    m = _BARE.fullmatch(tight) or _DURATION.fullmatch(tight)
    found = _found(m) if m else None
    return found or Found(None, 0, len(text), problem=f"不是期限：{tight[:20]}")


def validate(text: str) -> str:
    """The ISO form of a duration."""
    found = read(text)
    if found.value is None:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(text: str) -> bool:
    """True where the text is a duration."""
    return read(text).value is not None


def end_of(start: date, duration: str) -> date:
    """The last day of a period that begins with `start` (民法典 202: the same day, or the month's last).

    >>> end_of(date(2021, 12, 20), "P3Y"), end_of(date(2020, 2, 29), "P1Y"), end_of(date(2021, 8, 31), "P6M")
    (datetime.date(2024, 12, 20), datetime.date(2021, 2, 28), datetime.date(2022, 2, 28))
    """
    count, unit = int(duration[1:-1]), duration[-1]
    if unit == "D":
        return start + timedelta(days=count)
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
