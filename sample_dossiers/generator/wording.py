"""How dates, months and lists of names are put on paper."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from .mupdf import Book

Data = dict[str, Any]
Layout = Callable[[Book, Data, random.Random], None]

_NUMERALS = "〇一二三四五六七八九"


def zh(date: str) -> str:
    """`2021-05-20` as 2021年05月20日."""
    return "".join(f"{part}{mark}" for part, mark in zip(date.split("-"), "年月日", strict=False))


def zh_short(date: str) -> str:
    """`2021-05-09` as 2021年5月9日."""
    return "".join(f"{int(part)}{mark}" for part, mark in zip(date.split("-"), "年月日", strict=False))


def dotted(date: str) -> str:
    """`2021-05-20` as 2021.05.20."""
    return date.replace("-", ".")


def numerals(date: str) -> str:
    """`2021-05-20` as 二〇二一年五月二十日."""
    year, month, day = date.split("-")
    return "".join(_NUMERALS[int(c)] for c in year) + f"年{_count(int(month))}月{_count(int(day))}日"


def english(date: str) -> str:
    """`2021-05-20` as May 20, 2021."""
    year, month, day = date.split("-")
    names = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")
    return f"{names[int(month) - 1]} {int(day)}, {year}"


def _count(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十") + (_NUMERALS[ones] if ones else "")


def add_years(date: str, years: int, less_a_day: bool = False) -> str:
    """The same day some years later (or the day before it)."""
    day = dt.date.fromisoformat(date)
    day = day.replace(year=day.year + years)
    return (day - dt.timedelta(days=1) if less_a_day else day).isoformat()
