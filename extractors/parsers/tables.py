"""The domain tables of `extractors/data`, read once: provinces, industry codes of standards."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

PROVINCE_CODES: Final = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for code in range(first, last + 1)
)
"""First two digits of administrative codes (GB/T 2260) of provinces that issue local standards and certificates."""


def rows(name: str) -> list[dict[str, str]]:
    """All rows of one table of `extractors/data`."""
    text = (files("extractors") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def industry_codes() -> dict[str, str]:
    """Letters of an industry standard -> the industry in Chinese.

    >>> industry_codes()["JB"], "XX" in industry_codes()
    ('机械', False)
    """
    return {row["code"]: row["name_zh"] for row in rows("industry_codes.csv")}


@cache
def province_letters() -> str:
    """The one-character names of provinces: 京津冀…"""
    return "".join(dict.fromkeys("".join(row["abbreviations"] for row in rows("provinces.csv")).replace("|", "")))
