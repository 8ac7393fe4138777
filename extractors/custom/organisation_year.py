"""The year of an own paper: of a laboratory's summary the year summed up, else the one in the title or of issue."""

from __future__ import annotations

import re
from typing import Final

from extractors.columns import fold
from extractors.custom.making import read_field
from extractors.evidence import Field
from extractors.papers import Paper
from extractors.parsers import dates

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(
    r"(?<!\d)(?P<y>20[0-3]\d"
    r"|二\s?[〇○零]\s?[〇○零一二三]\s?[〇○零一二三四五六七八九])(?:\s?[-~至]\s?(?P<to>20[0-3]\d))?\s?(?:年"
    r"|\s?(?=工作总结|运作总结))"
)
_WHOLE_YEAR: Final = re.compile(
    r"(?P<y>20[0-3]\d|二[〇○零][〇○零一二三][〇○零一二三四五六七八九])\s?(?:年度|年全年|全年|年(?=[,，、 ]|检验"
    r"|检测|实验|公司|我|本|共|在|以来|度)|年1月(?:1日)?\s?[-至~到])"
)
_PLAN: Final = re.compile(r"计划|规划|展望|目标")
_ISSUE: Final = re.compile(
    r"(?:发布|生效|实施|编制|制定|颁布|执行|批准|修订)(?:日期)?\s?:?\s?(?P<y>20[0-3]\d)\s?[-年./]"
)
_ISSUED: Final = re.compile(r"(?P<y>20[0-3]\d)\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?\s?(?:发布|实施|生效)")


def year(paper: Paper, kind: str, start: int, end: int) -> Field | None:
    """The year in words of the paper; None rather than a guess."""
    text = paper.text
    head = max(0, start - 60)
    for low, high in ((start, end), (head, min(len(text), end + 40))):
        if match := _YEAR.search(text, low, high):
            if match.end() < high and re.match(r"\s?\d{1,2}\s?月", text[match.end() : match.end() + 5]) and low == head:
                continue
            group = "to" if match["to"] else "y"
            if not _PLAN.match(text[match.end() : match.end() + 8].lstrip("度工作")):
                return _field(paper, match, group)
    if kind == "lab_summary":
        if match := _WHOLE_YEAR.search(text[:2500]):
            return _field(paper, match, "y")
        return _from_signature(paper)
    match = _ISSUE.search(text[:1500]) or _ISSUED.search(text[:1500])
    return _field(paper, match, "y") if match else None


def _field(paper: Paper, match: re.Match[str], group: str) -> Field:
    value = fold(match[group]).translate(_DIGITS)
    if value.startswith("二"):
        value = "2" + value[1:]
    return read_field(paper, value, *match.span(group))


def _from_signature(paper: Paper) -> Field | None:
    """A summary signed in November to March sums up the year that ends; any other day says nothing sure."""
    base = paper.starts[-1]
    days = [d for d in dates.find_days(paper.text[max(base, len(paper.text) - 160) :]) if d.value]
    if not days or days[-1].value is None or not re.match(r"\d{4}-\d{2}", days[-1].value):
        return None
    told, month = int(days[-1].value[:4]), int(days[-1].value[5:7])
    offset = max(base, len(paper.text) - 160)
    if 4 <= month <= 10:
        return None
    value = str(told if month >= 11 else told - 1)
    return read_field(
        paper, value, offset + days[-1].start, offset + days[-1].end, labelled=False, derived="由落款日期推算的总结年度"
    )
