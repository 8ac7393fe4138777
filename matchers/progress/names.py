"""Names of measures: is a printed one the plan's, one that means the same, or only like it?

Blanks, quotation marks, the year and the place before a name, and 达到 behind it change nothing. Everything else does:
生活性服务业满意度 is not 生产性服务业满意度, and 不合格率 is not 合格率. What is only alike is never taken, but shown.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache
from typing import Final, Literal

import jieba
from rapidfuzz import fuzz

from matchers.rubric_measures import Measure

jieba.setLogLevel(logging.ERROR)
Match = Literal["exact", "also", "near", "no"]
NEAR: Final = 60.0
"""Likeness in hundredths from which a person is asked: 地产农产品抽检合格率 is 67 like 主要农产品质量安全抽检合格率."""
_COMMON: Final = frozenset({
    "主要", "总体", "综合", "平均", "质量", "安全", "质量安全", "监测", "抽检", "抽查", "检测", "检验", "监督", "例行",
    "年度", "城市", "企业", "产品", "生产", "工程", "比例", "比率", "比重", "占比", "相关", "有关", "各类", "总", "率",
    "数", "比", "数量", "情况", "参加", "对", "的", "和", "占", "中", "个", "家",
})  # fmt: skip
"""Words that do not say what a measure is of; two names of which each has another word of its own differ in that."""

_SIGNS: Final = re.compile(r"[\s“”\"'‘’《》〈〉「」·]")
_LEAD: Final = re.compile(
    r"^(?:截[至止](?:到)?|\d{4}年(?:度|底|末|全年|上半年|下半年)?|(?:本|当|全)年(?:度)?|年度|江门市?|[全我本](?:市|区|县)|辖区(?:内)?"
    r"|城市|[\u4e00-\u9fff]{2}(?:区|市)(?=[\u4e00-\u9fff]{4})(?<=蓬江区|江海区|新会区|台山市|开平市|鹤山市|恩平市)|的"
    r"|已?(?:建成|获得|拥有)|共有|现有|累计|目前|已(?!达))"
)
_TAIL: Final = re.compile(r"(?:达到?了?|为|约|是|[:：,，])$")


@cache
def folded(name: str) -> str:
    """The name without what does not change its meaning.

    >>> folded("2019年全市 主要农产品质量安全抽检合格率达"), folded("城市绿色建筑占新建建筑面积比重")
    ('主要农产品质量安全抽检合格率', '绿色建筑占新建建筑面积比重')
    """
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).casefold()
    while (shorter := _TAIL.sub("", _LEAD.sub("", text, count=1))) != text and len(shorter) >= 3:
        text = shorter
    return text


def likeness(one: str, other: str) -> float:
    """How alike two names are, by characters or by words, in hundredths."""
    mine, theirs = folded(one), folded(other)
    words, others = set(jieba.lcut(mine)), set(jieba.lcut(theirs))
    shared = 200 * len(words & others) / max(len(words) + len(others), 1)
    own, wider = words - _COMMON, others - _COMMON
    within = NEAR if len("".join(own)) > 3 and own <= wider else 0.0  # 绿色建筑占比 within 绿色建筑占新建建筑面积比重
    return max(fuzz.ratio(mine, theirs), shared, within)


def _of_other_things(one: str, other: str) -> bool:
    """Has each name words of its own, not a character of them shared? 大中型工程 and 保障房工程 are not each other."""
    mine, theirs = set(jieba.lcut(folded(one))), set(jieba.lcut(folded(other)))
    ours, others = mine - theirs - _COMMON, theirs - mine - _COMMON
    return bool(ours and others) and not set("".join(ours)) & set("".join(others))


def match(printed: str | None, measure: Measure) -> Match:
    """What a printed name is to the plan's measure; never `near`, which needs all other measures to be compared."""
    if not printed:
        return "no"
    name = folded(printed)
    if name == folded(measure.name):
        return "exact"
    return "also" if name in {folded(other) for other in measure.also} else "no"


def nearness(printed: str | None, measure: Measure) -> float:
    """The greatest likeness to any of the measure's names; 0 below `NEAR`, and where one of the two is negated."""
    if not printed:
        return 0.0
    if ("不合格" in printed) != any("不合格" in name for name in (measure.name, *measure.also)):
        return 0.0
    alike = [name for name in (measure.name, *measure.also) if not _of_other_things(printed, name)]
    best = max((likeness(printed, name) for name in alike), default=0.0)
    return best if best >= NEAR else 0.0
