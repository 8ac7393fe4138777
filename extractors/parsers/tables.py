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


@cache
def province_names() -> tuple[str, ...]:
    """Provinces without 省, 市, 自治区: 北京, 广东, 内蒙古, …"""
    return tuple(row["core_name"] for row in rows("provinces.csv"))


@cache
def jiangmen_names() -> tuple[str, ...]:
    """Names of Jiangmen and its districts of today, full and short: 江门市, 江门, 蓬江区, 蓬江, …"""
    today = [row for row in rows("admin_jiangmen.csv") if row["is_jiangmen_today"] == "yes" and not row["to_year"]]
    names = [name for row in today for name in (row["name_zh"], *row["aliases"].split("|")) if len(name) > 1]
    return tuple(dict.fromkeys(name for name in names if name != "市辖区"))
