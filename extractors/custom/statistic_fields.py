"""What the figures of running text and of tables share: the value with its bounds, the year and place of the title."""

from __future__ import annotations

import re
from typing import Final

from extractors.custom.document_head import Head
from extractors.custom.making import read_field
from extractors.evidence import Field
from extractors.papers import Paper
from extractors.parsers.measured_value import Amount

KIND: Final = "statistic"
TYPE: Final = "statistic"
FIELDS: Final = ("measure", "value", "unit", "period", "place")

_ABOUT: Final = {"about": "约"}


_SHARE: Final = re.compile(r"(?:率|比例|比重|占比)$")


def value_field(paper: Paper, measure: str, amount: Amount, unit: str, start: int, end: int) -> Field:
    """The value: an approximate one keeps its word; a range that is no ranking is not certain.

    A share above the whole (978% for 97.8%) was misread or misprinted: it fails its check.
    """
    whole = {"%": 100, "‰": 1000}.get(unit)
    beyond = whole is not None and float(amount.value) > whole and _SHARE.search(measure) is not None
    repaired = amount.repaired
    if amount.is_range and not amount.rank:
        repaired = f"区间{amount.low}至{amount.high}，取下端"
    return read_field(
        paper,
        _ABOUT.get(amount.bound, "") + amount.value,
        start,
        end,
        repaired=repaired,
        check="failed" if beyond else "none",
    )


def marks_of(amount: Amount) -> set[str]:
    """What the words beside the number make of it."""
    found: set[str] = {amount.bound} if amount.bound else set()
    return found | ({"rank"} if amount.rank else set()) | ({"range"} if amount.is_range else set())


def ends_of(paper: Paper, amount: Amount, start: int, end: int) -> dict[str, Field]:
    """Both ends of a range."""
    if amount.low is None or amount.high is None:
        return {}
    return {"low": read_field(paper, amount.low, start, end), "high": read_field(paper, amount.high, start, end)}


def of_title(paper: Paper, head: Head) -> Field:
    """The year that the title names; a document's day alone does not say of which year its figures are."""
    if head.title is None or head.year is None or not re.search(r"20\d\d年", head.title.value):
        return Field(None)
    return read_field(paper, str(head.year), head.title.start, head.title.end, derived="年份取自材料标题")


_PLACE_NAME: Final = re.compile(
    r"(?!质量|创建|全国|推进|加快|开展|示范|我市|我区)[\u4e00-\u9fff]{2,3}"
    r"(?:市(?!场)(?:(?!质量|强|建设|创建)[\u4e00-\u9fff]{2,3}(?:区|市|县))?|区|县)"
)


def place_of_head(paper: Paper, head: Head) -> Field:
    """The city or district that the title or the issuer names."""
    for one in (head.title, head.issuer):
        if one is not None and (m := _PLACE_NAME.match(re.sub(r"^20\d\d年度?|^关于", "", one.value))):
            return read_field(paper, m.group(), one.start, one.end, derived="取自材料的标题或发文单位")
    return Field(None)
