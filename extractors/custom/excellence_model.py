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
    r"(?:认证|评价|评审|合格|培训|管理体系)?\s?证\s{0,4}书|评价(?:报告|证书)|评审报告|自评报告|自我评价报告"
    r"|结题报告|总结报告|咨询(?:服务)?报告|合同|协议书?"
    r"|导入[^\n。]{0,20}(?:决定|通知|方案|计划|报告|合同|协议|项目)|推进(?:小组|工作)|(?:评价|评审|验收"
    r"|导入)[^\n]{0,8}证明|验收(?:报告|意见|证明)|评价(?:结果|结论|意见)|实施方案|(?:的)?(?:通知|决定)"
    r"|培训[^\n]{0,10}(?:签到|记录|通知|照片|计划|教材)|签到表|工作方案|报告"
)
_NOT = re.compile(
    r"评审标准|自评分|自评得分|申报得分|评审指标|申\s?[报请]\s?[表书]|中华人民共和国国家标准|本标准起草|佐证材料"
    r"|政府质量奖(?:证书|获奖)"
)


_OWN = re.compile(r"合同|协议|方案|计划|决定|通知|申请|宣贯|会议|总结|动员|推进|小组|培训|签到|手册")
_THIRD = re.compile(r"认证|评价|咨询|协会|学会|促进会|中心|研究院|检验|质量|技术服务|管理顾问")
_VERDICT = re.compile(
    r"评价(?:机构|结论|结果|等级|得分|意见|组)|评审(?:结论|组|专家|意见|机构)|现场评[审价]|经评[审价]|验收(?:结论"
    r"|意见|合格)|同意验收"
)


def recognise(paper: Paper) -> Match | None:
    """A heading that names the model and what the paper is."""
    text = paper.text
    if not _WORD.search(text) or _NOT.search(text[:500]):
        return None
    heading = _heading(paper)
    contents = re.search(r"目\s{0,4}录", text[:500])
    if heading is None or (contents is not None and contents.start() < heading[1]):
        return None  # a report's own table of contents stands below its title
    strength = TITLE if re.search(r"证\s{0,4}书|评价报告|自评报告", text[:300]) else SIGNS
    return Match(KIND, strength, paper.span(*heading), starts=True)


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item: what proves it, whose it is, when."""
    fields: dict[str, Field] = {}
    heading = _heading(paper)
    if heading is not None:
        words = fold(paper.text[heading[0] : heading[1]])
    holder = _holder(paper)
    if heading is not None:
        fields["proof"] = read_field(paper, _proof(paper, words, holder), *heading)
    if holder is not None:
        fields["holder"] = holder
    day = persons.day(paper) or persons.last_day(paper)
    if day is not None:
        fields["date"] = day
    extras = {}
    if (number := persons.number(paper)) is not None:
        extras["certificate_no"] = number
    return [item("excellence_model", KIND, paper, fields, anchor=match.anchor, extras=extras)]


def _proof(paper: Paper, words: str, holder: Field | None) -> str:
    """The title in words that tell a third party's verdict from the firm's own papers.

    The standard's name (卓越绩效评价准则) is no evaluation, and a contract or plan for one is none either.
    """
    words = re.sub(r"评价准则", "准则", words)
    if re.search(r"自评|自我评[价估]", words):
        return "卓越绩效自评报告"
    if _OWN.search(words):
        return re.sub(r"评价|评审|认证|质量奖|证书", "", words)
    if "证书" in words:
        return words
    others = [f for f in persons.firms(paper) if holder is None or f.value != holder.value]
    third = any(_THIRD.search(str(f.value)) for f in others) and _VERDICT.search(paper.text) is not None
    if third:
        return words if re.search(r"评价|评审|认证", words) else f"{words}(第三方评价)"
    return re.sub(r"评价|评审|认证", "", words)


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
    if certificate and named and len(text) < 1500 and not re.search(r"质量奖|荣誉|先进", text):
        return certificate.span()
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _holder(paper: Paper) -> Field | None:
    """兹证明 …, else the firm named most often that is no certification body or consultancy."""
    text = paper.text
    firms = persons.firms(paper)
    for match in re.finditer(
        r"兹证明|授予|获证组织|企业名称|组织名称|受评(?:组织|单位|企业)|被评价(?:组织|单位|企业)|甲方|委托(?:方"
        r"|单位)|单位名称",
        text,
    ):
        for one in firms:
            if one.span is not None and 0 <= _offset(paper, one) - match.end() <= 40:
                return one
    own = [f for f in firms if not re.search(r"认证|咨询|评价|检验|中心|协会|培训|顾问", str(f.value))]
    names = [str(f.value) for f in own]
    return own[names.index(max(names, key=names.count))] if own else None


def _offset(paper: Paper, field: Field) -> int:
    """Where a field's raw text first stands in the paper's text."""
    return paper.text.find(str(field.value)) if str(field.value) in paper.text else len(paper.text)
