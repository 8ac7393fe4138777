"""Dates, months and ranges of dates on papers (GB/T 7408 for the ISO form; the printed forms of handbook 13).

The value of a day is `2021-09-30`, of a month `2010-05`, of a range `2021-09-30/2024-09-29`, of an open validity
`long-term`. What cannot be a date, or can be two, has the value None and says why: it is never completed or moved.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers import date_forms
from extractors.parsers.found import Found, InvalidNumber
from extractors.text import View

LONG_TERM: Final = "long-term"

_LONG: Final = re.compile(
    r"长期有效|永久有效|永久存续|无固定期限|不约定期限|(?<!中)长期(?=$|[\s),.;。，；至])|(?:^|(?<=[:至\s]))永久(?=$|[\s)。])|"
    r"(?i:(?<![a-z])long[- ]term(?![a-z])|no expiry date|without expiry)"
)
_MONTH_NAMES: Final = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.I)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_BETWEEN: Final = re.compile(
    r"(?:起[,，]?)?[ \n\t]{0,3}(?:至|到|-{1,2}|~|—{1,2}|――?|一|to|until|till|through|thru)[ \n\t]{0,3}(?:公元)?", re.I
)
_SHORT_END: Final = re.compile(r"(?:起[,，]?)?[ \n]?(?:至|到|-|~|—)[ \n]?(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})日")
_LABEL: Final = re.compile(r"[^\d\n]{0,40}")


def find(text: str) -> list[Found]:
    """Every date, month, range and open validity in a view, in order; overlapping readings resolved to the longest.

    >>> [f.value for f in find("有效期:2021年9月30日至2024年9月29日，发证日期 Sep. 30, 2021")]
    ['2021-09-30/2024-09-29', '2021-09-30']
    >>> [(f.value, f.problem) for f in find("2021年2月30日")]
    [(None, '历法中没有这一天：2021年2月30日')]
    >>> find("GB/T 19001-2016") + find("单位: 2021.5 万元")
    []
    """
    singles = _singles(text)
    return _joined(text, singles)


def find_days(text: str) -> list[Found]:
    """As `find`, but the two ends of a range stay apart."""
    return _singles(text)


def find_months(text: str) -> list[Found]:
    """Months and ranges of months as social-security papers print them: 202112, 2021-12, 2021年12月, 202112-202205.

    >>> [f.value for f in find_months("参保 202112-202205 正常; 2021.12; 2021年12月至2022年5月")]
    ['2021-12/2022-05', '2021-12', '2021-12/2022-05']
    """
    found = _without_overlaps([*_singles(text), *date_forms.six_digits(text)])
    return _joined(text, found)


def _singles(text: str) -> list[Found]:
    found: list[Found] = []
    if "年" in text or "牟" in text:
        found += date_forms.chinese(text)
        if "和" in text or "成" in text or "民" in text:
            found += date_forms.eras(text)
    if _YEAR.search(text) or "O" in text or "l" in text:
        found += date_forms.numeric(text)
        if "년" in text:
            found += date_forms.korean(text)
        found += date_forms.eight_digits(text)
        if _MONTH_NAMES.search(text):
            found += date_forms.english(text)
    found += [Found(LONG_TERM, *m.span(), hint=LONG_TERM) for m in _LONG.finditer(text)]
    return [f for f in _without_overlaps(found) if not _inside_code(text, f)]


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif kept[-1].start == one.start and kept[-1].end == one.end:
            continue
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def _inside_code(text: str, found: Found) -> bool:
    """A stretch like QM-2021-09-30 or GB 2010-05 is part of a code, not a date."""
    before = text[max(found.start - 4, 0) : found.start]
    if re.search(r"[A-Za-z0-9][-./]$", before) and not re.search(r"\d[-/.]$", before):
        return True
    return found.hint == "month" and re.search(r"[A-Z/T] ?$", before) is not None


def _joined(text: str, singles: list[Found]) -> list[Found]:
    result: list[Found] = []
    for one in singles:
        last = result[-1] if result else None
        if last is not None and last.hint != "range" and _BETWEEN.fullmatch(text, last.end, one.start):
            result[-1] = _range(text, last, one)
        else:
            result.append(one)
    return [_short_range(text, one) for one in result]


def _range(text: str, first: Found, last: Found) -> Found:
    end = last.end + 1 if text[last.end : last.end + 1] == "止" else last.end
    repaired = "、".join(note for note in (first.repaired, last.repaired) if note) or None
    problem = first.problem or last.problem
    if first.value is None or last.value is None or first.value == LONG_TERM:
        return Found(None, first.start, end, repaired=repaired, problem=problem or "起止日期读不出", hint="range")
    if last.value != LONG_TERM and last.value < first.value:
        problem = f"止日早于起日：{first.value}至{last.value}"
        return Found(None, first.start, end, repaired=repaired, problem=problem, hint="range")
    return Found(f"{first.value}/{last.value}", first.start, end, repaired=repaired, problem=problem, hint="range")


def _short_range(text: str, one: Found) -> Found:
    """2021年5月10日至12日: year (and month) of the end stand in the beginning."""
    if one.hint != "day" or one.value is None or not (m := _SHORT_END.match(text, one.end)):
        return one
    year, month, _ = one.value.split("-")
    last = date_forms.make(int(year), int(m["m"] or month), int(m["d"]), m.start("d"), m.end())
    return _range(text, one, last)


def ends(value: str) -> tuple[str, str | None]:
    """The two ends of a range; a single date has no second.

    >>> ends("2021-09-30/2024-09-29"), ends("2021-09-30")
    (('2021-09-30', '2024-09-29'), ('2021-09-30', None))
    """
    first, _, last = value.partition("/")
    return first, last or None


def compact(text: str) -> str:
    """The text folded and without 止 behind."""
    return View.of(text).text.strip(" \n\t。").removesuffix("止")


def read(text: str) -> Found:
    """What a whole text says as a date: the cell of a column, the value of a label.

    >>> read("二○二一年十二月廿一日").value, read("20210930").value, read("自2011年3月7日起至2031年3月6日止").value
    ('2021-12-21', '2021-09-30', '2011-03-07/2031-03-06')
    >>> read("09/10/2021").problem
    '日月次序不明：09/10/2021可读作2021-09-10或2021-10-09'
    """
    tight = compact(text)
    found = find(tight) or list(date_forms.eight_digits(tight, anywhere=True))
    if len(found) == 1 and found[0].end == len(tight) and _LABEL.fullmatch(tight, 0, found[0].start):
        return found[0]
    problem = "不止一个日期" if len(found) > 1 else f"不是日期：{text.strip()[:20]}"
    return Found(None, 0, len(text), problem=problem)


def validate(text: str) -> str:
    """The ISO form of a date that stands clean in the text."""
    found = read(text)
    if found.value is None or found.problem or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(text: str) -> bool:
    """True where the text is a clean date."""
    try:
        validate(text)
    except InvalidNumber:
        return False
    return True


def format(value: str) -> str:
    """The value for a Chinese reader.

    >>> format("2021-09-30"), format("2010-05"), format("2021-09-30/long-term")
    ('2021年9月30日', '2010年5月', '2021年9月30日至长期')
    """
    return "至".join(_spoken(part) for part in value.split("/"))


def _spoken(part: str) -> str:
    if part == LONG_TERM:
        return "长期"
    return "".join(f"{int(n)}{unit}" for n, unit in zip(part.split("-"), "年月日", strict=False))
