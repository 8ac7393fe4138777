"""Proof that the firm has taken over the model of performance excellence (卓越绩效, handbook 10).

`proof` is the paper's title as printed: the matchers tell strong proof (award, certificate, third-party evaluation)
from weak (training). The standards GB/T 19580 and GB/Z 19579 themselves prove nothing and are read as standards.
"""

from __future__ import annotations

import itertools
import re

from extractors.columns import fold
from extractors.custom import persons
from extractors.custom.making import item, read_field
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread

KIND = "excellence_model"
SPREAD: Spread = "run"

_WORD = re.compile(r"卓\s{0,4}越\s{0,4}绩\s{0,4}效|19580|19579")
_PAPER = re.compile(
    r"(?:认证|评价|评审|合格|培训|管理体系)?\s?证\s{0,4}书|评价(?:报告|证书)|评审报告|自评报告|自我评价报告|结题报告|总结报告|咨询(?:服务)?(?:合同|协议|报告)"
    r"|导入[^\n。]{0,20}(?:决定|通知|方案|计划|报告|合同|协议|项目)|推进(?:小组|工作)|实施方案|(?:的)?(?:通知|决定)|培训[^\n]{0,10}(?:签到|记录|通知|照片|计划|教材)|签到表|工作方案|报告"
)
_NOT = re.compile(
    r"评审标准|自评分|自评得分|申\s?报\s?表|目\s{0,4}录|中华人民共和国国家标准|本标准起草|佐证材料|政府质量奖(?:证书|获奖)"
)


def recognise(paper: Paper) -> Match | None:
    """A heading that names the model and what the paper is."""
    text = paper.text
    if not _WORD.search(text) or _NOT.search(text[:500]):
        return None
    heading = _heading(paper)
    if heading is None:
        return None
    strength = TITLE if re.search(r"证\s{0,4}书|评价报告|自评报告", text[:300]) else SIGNS
    return Match(KIND, strength, paper.span(*heading), starts=True)


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item: what proves it, whose it is, when."""
    fields: dict[str, Field] = {}
    heading = _heading(paper)
    if heading is not None:
        fields["proof"] = read_field(paper, fold(paper.text[heading[0] : heading[1]]), *heading)
    holder = _holder(paper)
    if holder is not None:
        fields["holder"] = holder
    day = persons.day(paper) or persons.last_day(paper)
    if day is not None:
        fields["date"] = day
    extras = {}
    if (number := persons.number(paper)) is not None:
        extras["certificate_no"] = number
    return [item("excellence_model", KIND, paper, fields, anchor=match.anchor, extras=extras)]


def _heading(paper: Paper) -> tuple[int, int] | None:
    """The line (or two lines) in the upper part that name the model and the form of paper."""
    text = paper.parts[0].text
    lines = [m for m in re.finditer(r"[^\n]+", text) if m.group().strip()][:10]
    for line in lines:
        words = fold(line.group())
        if len(words) <= 60 and _WORD.search(words) and _PAPER.search(words):
            return _trimmed(text, line.start(), line.end())
    for line, below in itertools.pairwise(lines):
        words = fold(line.group() + below.group())
        if len(words) <= 60 and _WORD.search(words) and _PAPER.search(words):
            return _trimmed(text, line.start(), below.end())
    certificate = re.search(r"证\s{0,6}书", text[:300])
    named = _WORD.search(text)
    if certificate and named and len(text) < 1500:
        return certificate.span()
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _holder(paper: Paper) -> Field | None:
    """兹证明 …, else the firm named most often that is no certification body or consultancy."""
    text = paper.text
    firms = persons.firms(paper)
    for match in re.finditer(r"兹证明|授予|获证组织|企业名称|组织名称|受评组织|单位名称", text):
        for one in firms:
            if one.span is not None and 0 <= _offset(paper, one) - match.end() <= 40:
                return one
    own = [f for f in firms if not re.search(r"认证|咨询|评价|检验|中心|协会|培训|顾问", str(f.value))]
    names = [str(f.value) for f in own]
    return own[names.index(max(names, key=names.count))] if own else None


def _offset(paper: Paper, field: Field) -> int:
    """Where a field's raw text first stands in the paper's text."""
    return paper.text.find(str(field.value)) if str(field.value) in paper.text else len(paper.text)
