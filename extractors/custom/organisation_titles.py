"""Headings of the firm's own papers: which line is one, which kind it names, how it stands (title, chapter, cover).

A Chinese title ends in its head noun (出厂检验记录台账 is a 台账), so a pattern must reach the end of the heading; what
may follow it is a year, a version, a number, brackets. The patterns stand in `data/organisation_document.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractors.columns import fold
from extractors.custom.making import load_data
from extractors.wording import mend_words

_DATA = load_data("organisation_document.yaml")
LAB: Final[str] = _DATA["lab"]
TITLES: Final = tuple((kind, re.compile(rf"{p.replace('{lab}', LAB)}$")) for kind, p in _DATA["titles"])
FITS: Final[dict[str, list[str]]] = _DATA["fits"]
_HEADWORD: Final = re.compile(
    rf"{LAB}|追溯|溯源|数据库|风险|预案|内部控制|合规|手册|台账|台帐|记录|日报|报表|指导|指引|规程|制度|程序|流程"
    rf"|标准"
    r"|不合格|异常|检验|检测|架构|构架|机构|结构|网络图|质量|品质|文件|工艺|8D|不良|投诉|返工|纠正|流转|流程卡"
    r"|跟踪|任务单|随工单|登记"
    r"|照片|图片|实景|工序|作业|管理|SOP|QC|控制"
)

HEAD_LINES: Final = 6
"""So many lines with content are looked at, those of letterhead (firm, number, version, page) not counted."""
LONGEST: Final = 40

_LETTERHEAD: Final = re.compile(
    r"^(?:第\d+页|共\d+页|页[码次]|Page|-?\d+/?\d*-?$|(?:文件)?编号|文件号|版[本次]|修[改订](?:状态|次|号)|受控"
    r"|发放号|生效日期"
    r"|(?:实施|发布|编制|制定|执行|颁布|修订)(?:日期|部门|单位|人)?[:\d]|编制|审核|批准|制定|密级|(?:分)?发[至放]"
    r"|日期|\d{4}[-年./]"
    r"|[A-Z]{1,6}[-/]?[A-Z\d/.\-]*\d[A-Z\d/.\-]*$|[A-Z]/?\d$)",
    re.I,
)
_FIRM: Final = re.compile(r"^.{0,30}(?:公司|集团|厂|工厂|合作社)(?:文件)?$")
_OF_FIRM: Final = re.compile(r"^.{2,30}?(?:有限责任公司|有限公司|股份公司|集团|总厂|公司|厂)(?=.{3})")
_BY_FIRM: Final = re.compile(
    r"(?<=[^-_|]{4})[-_|·:]+(?:[^-_|·:]{4,30}(?:公司|集团|厂)|首页|主页|登录|查询|V\d[\d.]*)$|(?<=[^-_"
    r"|]{4})V\d[\d.]*$"
)
_LABEL: Final = re.compile(
    r"^(?:文件|制度|标准|程序|表格|表单|记录|主题|标题|资料)(?:名称|标题|主题)?:?(?=.{4})(?<=[名标主题称:])"
)
_STAMP: Final = re.compile(
    r"^(?:[(（]?(?:佐证|证明|申报|支撑)?(?:材料|附件|附表|附图"
    r"|指标)(?:之?[一二三四五六七八九十\d]{1,3})?(?:[.\-]\d+)?[)）]?[:、.\s]?)"
)
_RUBRIC_NUMBER: Final = re.compile(r"^[(（]?6[.\-、][1-7][)）]?[.、:]?(?!\d|\.\d)")
_CHAPTER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]{1,3}[章节篇部]分?|[一二三四五六七八九十]{1,3}、"
    r"|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}(?:\.\d{1,2}){0,3}[.、]?(?!\d|年|度))"
)
_TAIL: Final = re.compile(
    r"(?:[(（\[【〔][^()（）]{0,20}[)）\]】〕]|[A-Z]{1,6}[-/][A-Z\d\-/.]+|[(（]?\d{4}年?度?版?[)）]?"
    r"|第?[A-Z\d一二三四五六七]{1,3}版|[AV][./]?\d(?:\.\d)?|之?[一二三四五六七八九十]{1,2}"
    r"|编号:?.*|版[本次]:?.*|第\d+页.*|共\d+页.*|\d+/\d+|(?:系统)?(?:截图|截屏|示例|样本|样张|样板|节选|摘录|范例"
    r"|部分)|[:;,。.\-_—*]|如下|\d{1,3})$"
)
_NO_TITLE: Final = re.compile(
    r"证书|认证|执照|评审标准|申报|申请表|合同|协议|发票|报价|通知书|公告|公示|获奖|荣誉|委托书|检[验测]报告"
    r"|测试报告|国家标准|行业标准|团体标准|培训|内审员|审核员|参考文献|引用文件|规范性"
)
_SENTENCE: Final = re.compile(
    r"[。;；!！?？]|^(?:我司|我公司|本公司|公司(?!.{0,6}(?:架构|组织|质量|风险|检验|管理))|为了?|根据|按照|依据"
    r"|通过|对于?|由|经)"
)
_YEARS: Final = re.compile(
    r"^(?:[12]\d{3}|二[〇○零0OΟ]二?[〇○零一二三四五六七八九])(?:[-至~][12]?\d{3})?年?(?:度|上半年|下半年)?"
)


_RUBRIC_LINE: Final = {
    "org_chart": 1,
    "quality_system": 2,
    "process_ledger": 3,
    "traceability": 4,
    "work_instruction": 5,
    "inspection_rules": 6,
    "risk_management": 7,
}
"""6.1-6.7 before a title of that line's kind is the applicant's own numbering, not a chapter's."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at [start, end) of the page's text. `words`: without stamp, number and tail; `line`: folded whole.

    `chapter`: it bears a chapter's number; `above`: folded lines of the page before it.
    """

    kind: str
    start: int
    end: int
    words: str
    line: str
    chapter: bool
    above: tuple[str, ...]


def core_of(line: str) -> tuple[str, bool]:
    """A folded line without what may stand around a title, and whether it bore a chapter's number.

    >>> core_of("附件6.2:《质量手册》(A/0版)"), core_of("8.7不合格输出的控制")
    (('质量手册', False), ('不合格输出的控制', True))
    """
    words = _STAMP.sub("", line) if len(_STAMP.sub("", line)) >= 4 else line
    words = re.sub(r"^(?<!\d)\d\.\d(?=[:：])[:：]", "", words)
    own = _RUBRIC_NUMBER.sub("", words)
    chapter = _CHAPTER.match(words) is not None
    words = own if own != words and len(own) >= 4 else _CHAPTER.sub("", words)
    words = re.sub("[《》“”]", "", _LABEL.sub("", words)).lstrip(":、.-· ")
    while True:
        shorter = _TAIL.sub("", words)
        if shorter == words or len(shorter) < 3:
            return words, chapter
        words = shorter


def kind_of(words: str) -> str | None:
    """The kind that these words of a title name.

    >>> [kind_of(w) for w in ("出厂检验记录台账", "检验作业指导书", "质量异常处理记录", "培训签到表")]
    ['process_ledger', 'work_instruction', 'inspection_rules', None]
    """
    if not 3 <= len(words) <= LONGEST or not _HEADWORD.search(words) or _NO_TITLE.search(words):
        return None
    for kind, pattern in TITLES:
        if pattern.search(words):
            return None if kind == "none" else kind
    return None


def headings_of(text: str) -> list[Heading]:
    """The headings among the first lines of a page, in order (a heading may run over two short lines)."""
    text = mend_words(text)
    pieces = [m for m in re.finditer(r"[^\n\t\f]+", text[:1500]) if m.group().strip()][: HEAD_LINES * 4]
    found: list[Heading] = []
    above: list[str] = []
    counted = 0
    for index, piece in enumerate(pieces):
        line = fold(piece.group())
        if counted >= HEAD_LINES:
            break
        ends = [piece.end()]
        if index + 1 < len(pieces) and text[piece.end()] == "\n" and not _FIRM.match(line):
            ends.append(pieces[index + 1].end())
        hit = None
        for end in ends:
            whole = fold(text[piece.start() : end])
            if end != piece.end() and (len(whole) > 30 or _CHAPTER.match(fold(pieces[index + 1].group()))):
                break
            hit = _heading(text, piece.start(), end, whole, tuple(above))
            if hit is not None:
                break
        if hit is not None:
            found.append(hit)
        above.append(line)
        if hit is not None or not (_LETTERHEAD.match(line) or _FIRM.match(line) or len(line) < 3):
            counted += 1
    return found


def _heading(text: str, start: int, end: int, line: str, above: tuple[str, ...]) -> Heading | None:
    if len(line) > LONGEST + 12 or _SENTENCE.search(line) or _NO_TITLE.search(line):
        return None
    words, chapter = core_of(line)
    bare = _YEARS.sub("", _OF_FIRM.sub("", _BY_FIRM.sub("", words)))
    kind = kind_of(bare)
    if kind is None:
        return None
    if chapter and _RUBRIC_LINE.get(kind) and re.match(rf"[(]?6[.\-、]{_RUBRIC_LINE[kind]}(?!\.?\d)", line):
        chapter = False
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Heading(kind, start, start + len(text[start:end].rstrip()), bare, line, chapter, above)


def named_by(path: str) -> str | None:
    """The kind that the file's name, else its nearest folder's, names; a hint only."""
    pieces = [fold(re.sub(r"\.[A-Za-z]{2,5}$", "", p)) for p in path.split("/")]
    for name in list(reversed(pieces))[:2]:
        name = re.sub(r"^[\d.、\-_()（）\s]+|[\d.\-_()（）\s]+$", "", name)
        parts = [p for p in re.split(r"[、+和及与,]", name) if p]
        found = {kind_of(core_of(part)[0]) for part in parts}
        if len(found) == 1 and (kind := found.pop()) is not None:
            return kind
        if len(found) > 1:
            return kind_of(core_of(name)[0]) if "、" not in name and "+" not in name and len(parts) < 3 else None
    return None
