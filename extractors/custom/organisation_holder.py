"""Whose own paper it is: the firm in the letterhead or title, beside a label, or under the last page.

Never one in the body (a ledger's customers, a supplier in a list of risks).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.custom import persons
from extractors.evidence import Field
from extractors.papers import Paper

_LABEL: Final = re.compile(
    r"(?:编制单位|编制部门|公司名称|企业名称|单位名称|填报单位|制表单位|使用单位|填表单位|发布单位|单位\(盖章\)"
    r"|盖章)[\s:]{0,4}"
)
_OTHER_PARTY: Final = re.compile(
    r"客户|顾客|供应商|供方|购货|收货|委托|厂家|制造商|生产厂|软件|开发商|技术支持|版权|致"
)
_UNIT: Final = re.compile(
    r"(?<=公司)(?!.*分公司).{0,10}(?:检验|检测|实验|测试|试验|质检|技术|研发|品质|质量)?(?:室|中心|部|科|研究院"
    r"|委员会)$"
)
_SENTENCE: Final = re.compile(r"(?<=公司).{0,12}?(?:为|是|系|属于?|作为)(?:本|我)?公司$")
"""恒晟电器有限公司检测中心为公司… is a sentence about the firm's department."""
_TITLE_BEFORE: Final = re.compile(
    r"^.*[-_|—·:](?=.{4,}(?:公司|厂|集团)$)|^.*(?:系统|平台|台账|手册|制度|程序|指导书|架构图"
    r"|数据库)(?=.{4,}(?:公司|厂|集团)$)"
)
HEAD: Final = 160
FOOT: Final = 120


def holder(paper: Paper, start: int, end: int) -> Field | None:
    """The firm of the head (up to the title and the line below it), of a label, of the foot of the last page."""
    text = paper.text
    below = text.find("\n", min(len(text), end + 1))
    head_end = min(len(text), max(end, min(below if below > 0 else len(text), end + 40)))
    for low, high in ((max(0, start - HEAD), head_end), *_labelled(text)):
        for one in persons.firms_in(paper, low, high):
            if not _other_party(text, one, low, high):
                return _without_unit(one)
    cover_end = len(paper.parts[0].text)
    for low, high in ((paper.starts[-1], len(text)), (0, cover_end)):
        foot = max(low, high - FOOT, head_end)
        tail = text[foot:high]
        for one in reversed(persons.firms_in(paper, foot, high) if foot < high else []):
            line = next((x for x in tail.split("\n") if str(one.value)[:8] in re.sub(r"\s", "", x)), "")
            alone = (
                len(re.sub(r"\s", "", line)) <= len(str(one.value)) + 14 and "\t" not in line and line.count(" ") <= 3
            )
            if alone and not _OTHER_PARTY.search(line):
                return _without_unit(one)
    return None


def _labelled(text: str) -> list[tuple[int, int]]:
    return [(m.end(), min(len(text), m.end() + 50)) for m in _LABEL.finditer(text)][:6]


def _other_party(text: str, one: Field, low: int, high: int) -> bool:
    at = text.find(str(one.value)[:4], low, high)
    before = text[max(low, text.rfind("\n", low, max(at, low)) + 1) : at] if at >= 0 else ""
    return _OTHER_PARTY.search(before) is not None


def _without_unit(one: Field) -> Field:
    """恒晟电器有限公司检测中心 is the firm's own department; 追溯平台-恒晟电器有限公司 a window's title."""
    name = _UNIT.sub("", _SENTENCE.sub("", str(one.value)))
    return replace(one, value=_TITLE_BEFORE.sub("", name))
