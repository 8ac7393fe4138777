"""The stretch of time that a figure is about: a year, a half, a quarter, a month, or from month to month.

`2019`, `2019-H1`, `2019-Q3`, `2019-06`, `2019-01/2019-09`, `2017/2019`. A day stands for its month; 截至2019年12月底
for the year.
Words without a year (今年, 上半年, 9月) need the year that the paper is about; without one they have the value None.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers import numerals
from extractors.parsers.found import Found

_Y: Final = r"(?P<year>(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})"
_ORD: Final = "[一二三四1-4]"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_INSIDE: Final = (
    rf"(?:(?P<first>{_MONTH})月?(?:份)?(?:-|~|—|至|到)(?P<last>{_MONTH})月(?:份)?"
    rf"|第?(?P<quarter>{_ORD})季度|前(?P<quarters>[二两三])个?季度|(?P<half>[上下])半年"
    rf"|(?P<month>{_MONTH})月(?:(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日|份|底|末)?)"
)
_WITH_YEAR: Final = re.compile(
    rf"{_Y}(?:年?(?:-|~|—|至)(?P<to>(?:19|20)\d\d))?(?:年度?|(?=[上下]半年|第?{_ORD}季度))(?:全年|[底末终])?(?:{_INSIDE})?"
)
_NUMERIC: Final = re.compile(r"(?<![\d.-])(?P<year>20\d\d)[./-](?P<month>1[0-2]|0?[1-9])(?:[./-]\d{1,2})?(?![\d.-])")
_RELATIVE: Final = (
    re.compile(rf"(?P<word>今年|本年度?|当年|去年|上一?年度?|前年|明年|全年)(?:以来|全年|[底末])?(?:{_INSIDE})?"),
    re.compile(rf"(?<![\d年个第])(?P<word>){_INSIDE}(?!活动|工程|行动|宣传)"),
)
_AS_OF: Final = re.compile(r"(?:截至|截止到?|截止至)$")
_YEAR_END: Final = re.compile(r"(?:12|十二)月(?:底|末|31日|三十一日)$")
_QUARTERS: Final = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 6): "H1", (7, 12): "H2"}
_SHIFT: Final = {"去": -1, "上": -1, "前": -2, "明": 1}


def find(text: str, year: int | None = None) -> list[Found]:
    """Every period in a view, in order. `year`: the one that the paper is about. hint: what the words were.

    >>> [f.value for f in find("2019年,全市…;2019年1-9月;2019年上半年;二〇一九年第三季度;2017-2019年")]
    ['2019', '2019-01/2019-09', '2019-H1', '2019-Q3', '2017/2019']
    >>> [f.value for f in find("截至2019年11月30日;截至2019年12月底")]
    ['2019-11', '2019']
    >>> [f.value for f in find("今年上半年比去年同期,9月,1-6月", 2019)], [f.value for f in find("今年以来")]
    (['2019-H1', '2018', '2019-09', '2019-H1'], [None])
    """
    found: list[Found] = []
    for m in _WITH_YEAR.finditer(text):
        own = _year(m["year"])
        if own is None:
            continue
        value = f"{own}/{m['to']}" if m["to"] else _value(own, m)
        if value == f"{own}-12" and _YEAR_END.search(m[0]) and _AS_OF.search(text[: m.start()]):
            value = str(own)  # what has come together by the year's end is the year's
        found.append(Found(value, *m.span(), hint="named"))
    found += [Found(f"{m['year']}-{int(m['month']):02d}", *m.span(), hint="named") for m in _NUMERIC.finditer(text)]
    for m in (m for pattern in _RELATIVE for m in pattern.finditer(text)):
        if any(f.start < m.end() and m.start() < f.end for f in found):
            continue
        shift = _SHIFT.get((m["word"] or "今")[0], 0)
        value = None if year is None else _value(year + shift, m)
        found.append(Found(value, *m.span(), hint="relative"))
    return sorted(found, key=lambda f: f.start)


def _year(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else numerals.number(printed)


def _value(year: int, m: re.Match[str]) -> str | None:
    if m["first"]:
        first, last = numerals.number(m["first"]), numerals.number(m["last"])
        if first is None or last is None or first > last:
            return None
        if (first, last) == (1, 12):
            return str(year)
        part = _QUARTERS.get((first, last))
        return f"{year}-{part}" if part else f"{year}-{first:02d}/{year}-{last:02d}"
    if m["quarter"]:
        return f"{year}-Q{numerals.number(m['quarter'])}"
    if m["quarters"]:
        return f"{year}-H1" if m["quarters"] in "二两" else f"{year}-01/{year}-09"
    if m["half"]:
        return f"{year}-H{1 if m['half'] == '上' else 2}"
    if m["month"]:
        month = numerals.number(m["month"])
        return f"{year}-{month:02d}" if month else None
    return str(year)


def year_of(value: str) -> int:
    """The year in which a period ends.

    >>> year_of("2019-Q3"), year_of("2018/2019")
    (2019, 2019)
    """
    return int(value.rpartition("/")[2][:4])
