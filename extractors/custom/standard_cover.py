"""The cover of a standard (GB/T 1.1, clause on covers; handbook 6.2): class line, number, title, day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.custom.flow import Flow
from extractors.papers import Paper
from extractors.parsers import dates, standard_number
from extractors.parsers.found import Found
from extractors.text import View

_CLASS = (
    (
        "industry",
        re.compile(
            r"中华人民共和国国家(?:环境保护|职业卫生|生态环境|军用|污染物|计量)\w{0,8}标准|行业标准|中华人民共和国[^国\s]{2,16}标准"
        ),
    ),
    ("national", re.compile(r"国家标准(?!化|委|管理|信息|全文|样品|物质|技术审评)|国家标准化指导性技术文件")),
    ("local", re.compile(r"地方标准(?!化|信息)")),
    ("group", re.compile(r"团体标准(?!化|信息|管理)|协会标准|联盟标准|学会标准|商会标准")),
    ("enterprise", re.compile(r"企业(?:产品)?标准(?!化|信息|自我)")),
)
_DRAFT = re.compile(r"[(（\[【]?(报批稿|送审稿|送审讨论稿|征求意见稿|讨论稿|公示稿|草案稿?|工作组稿)[)）\]】]?")
_REPLACED = re.compile(r"(?:部分)?(?:代替|替代|取代|废止|supersed\w*|replac\w*)[:：]?[^一-龥]{0,60}$", re.I)
_ADOPTED = re.compile(r"\b(?:ISO|IEC|EN|IDT|MOD|NEQ)\b[^()（）]*$", re.I)
_ISSUED = re.compile(r"\s{0,6}(?:发\s*布|发\s*行|批\s*准|颁\s*布)(?!日期|时间|:)")
_IN_FORCE = re.compile(r"\s{0,6}(?:实\s*施|施\s*行|生\s*效|试\s*行)(?!日期|时间|:)")
_ISSUED_BEFORE = re.compile(r"(?:发布|批准|颁布)(?:日期|时间)?[:：]?\s*$")
_IN_FORCE_BEFORE = re.compile(r"(?:实施|施行)(?:日期|时间)?[:：]?\s*$")
_NO_TITLE = re.compile(
    r"ICS|CCS|备案号|UDC|代替|替代|发布|实施|\d{4}\s?-\s?\d{1,2}\s?-\s?\d{1,2}|[(（]?(?:报批|送审|征求意见|讨论|公示)稿|中国标准出版社|"
    r"(?:国家|行业|地方|团体|企业|协会|联盟)(?:产品)?标准$|^[A-Z]\s?\d{2}$|[(（]\s?(?:ISO|IEC|EN)|学习|下载|www|http|局$|部$|委员会$|协会$|有限公司$|\d{4}年"
)
MAX_COVER = 1500
"""A cover holds few characters; a page of text with the same words is none."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value and its place in the paper's text."""

    value: str
    start: int
    end: int
    sure: bool = True
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; `class_level` is the level by the class line, which settles CB against GB."""

    number: Located | None = None
    others: tuple[Located, ...] = ()
    class_level: Located | None = None
    title: Located | None = None
    published: Located | None = None
    draft: Located | None = None


def find_numbers(text: str) -> list[Found]:
    """Standard numbers in a view's text, also where two blanks stand inside one (T/GDRTA  002-2020).

    >>> [(f.value, f.start, f.end) for f in find_numbers("T/GDRTA  002-2020")]
    [('T/GDRTA 002-2020', 0, 17)]
    """
    found = standard_number.find(text)
    if "  " in text:
        tight = View(text).replaced((m.start(), m.end(), " ") for m in re.finditer(" {2,}", text))
        known = {(f.start, f.end) for f in found}
        for one in standard_number.find(tight.text):
            start, end = tight.raw(one.start, one.end)
            if (start, end) not in known:
                found.append(replace(one, start=start, end=end))
        found.sort(key=lambda f: f.start)
    return found


def is_cover(flow: Flow, text: str) -> bool:
    """Cheap test for one page: class line or ICS, a number or two dates with 发布 and 实施, little text."""
    if len(flow.text) > MAX_COVER:
        return False
    head = flow.text
    classed = any(p.search(head) for _, p in _CLASS)
    coded = "ICS" in head[:80] or "CCS" in head[:120] or "备案号" in head[:160]
    dated = bool(re.search(r"\d{4}[-.年]\d{1,2}[-.月]\d{1,2}日?发布", head)) or ("发布" in head and "实施" in head)
    numbered = bool(find_numbers(text))
    return (
        (classed and numbered and (dated or coded)) or (coded and numbered and dated) or (classed and coded and dated)
    )


def read_cover(paper: Paper, index: int, flow: Flow) -> Cover:
    """The cover on part `index` of the paper; `flow` is that part's flow."""
    text, base = paper.parts[index].text, paper.starts[index]
    numbers = _numbers(text, base)
    level = _class_level(flow)
    number = _main(numbers, level)
    return Cover(
        number=number,
        others=tuple(n for n in numbers if number is not None and n.value != number.value),
        class_level=level,
        title=_title(text, base, number),
        published=_published(text, base),
        draft=_first(_DRAFT, flow),
    )


def _numbers(text: str, base: int) -> list[Located]:
    result = []
    for found in find_numbers(text):
        before = text[max(found.start - 70, 0) : found.start]
        if found.value is None or _REPLACED.search(before) or _ADOPTED.search(before) or found.hint == "plan":
            continue
        if found.problem is not None and found.problem.startswith("年份"):
            continue  # JB/T 13601-20: the rest of the year is cut off or unread
        sure = found.problem is None
        result.append(Located(found.value, base + found.start, base + found.end, sure, found.repaired))
    return result


def _main(numbers: list[Located], level: Located | None) -> Located | None:
    """The first number of the level that the class line names; else the first."""
    if level is not None:
        for number in numbers:
            if standard_number.level(number.value) == level.value:
                return number
        if level.value == "national":
            for number in numbers:
                if number.value.startswith("CB"):
                    mended = "GB" + number.value[2:]
                    return Located(mended, number.start, number.end, repaired="CB按封面“国家标准”读作GB")
    return numbers[0] if numbers else None


def _class_level(flow: Flow) -> Located | None:
    best: Located | None = None
    for level, pattern in _CLASS:
        match = pattern.search(flow.text)
        if match and (best is None or match.start() < flow.at.index(best.start)):
            start, end = flow.place(match.start(), match.end())
            best = Located(level, start, end)
    return best


def _first(pattern: re.Pattern[str], flow: Flow) -> Located | None:
    match = pattern.search(flow.text)
    return Located(match[1], *flow.place(match.start(1), match.end(1))) if match else None


def _published(text: str, base: int) -> Located | None:
    """The day before 发布 (or behind 发布日期); without either the first of two days, told as unsure."""
    days = [f for f in dates.find_days(text) if f.value is not None and f.value != dates.LONG_TERM]
    for found in days:
        if _ISSUED.match(text, found.end) or _ISSUED_BEFORE.search(text[: found.start]):
            return _day(found, base)
    left = [f for f in days if not (_IN_FORCE.match(text, f.end) or _IN_FORCE_BEFORE.search(text[: f.start]))]
    if not left:
        return None
    if len(days) >= 2 and left[0] is days[0]:
        return _day(left[0], base, sure=len(left) < len(days))
    return _day(left[0], base, sure=False)


def _day(found: Found, base: int, *, sure: bool = True) -> Located:
    return Located(found.value or "", base + found.start, base + found.end, sure, found.repaired)


def _title(text: str, base: int, number: Located | None) -> Located | None:
    """The Chinese lines below the number, before the English title, the status or the dates."""
    begin = number.end - base if number is not None else 0
    lines: list[tuple[int, str]] = []
    for match in re.finditer(r"[^\n]+", text):
        if match.end() <= begin:
            continue
        start = max(match.start(), begin)
        line = match.group()[start - match.start() :].strip()
        hanzi = len(re.findall(r"[\u4e00-\u9fff]", line))
        if not line or (not lines and (hanzi < 2 or _NO_TITLE.search(line))):
            continue
        letters = len(re.findall(r"[A-Za-z]", line))
        if _NO_TITLE.search(line) or hanzi < 2 or letters > 2 * hanzi + 6:
            break
        lines.append((text.index(line, start), line))
        if len(lines) == 4:
            break
    if not lines:
        return None
    last = lines[-1]
    value = re.sub(r"\s+", " ", " ".join(line for _, line in lines))
    return Located(value, base + lines[0][0], base + last[0] + len(last[1]))
