"""Official documents: 通知, 意见, 方案, 规划, 纪要, reports; with 发文字号, title, issuer and day.

Marks: `draft` (征求意见稿, 送审稿), `forwarded` (转发 of another's document), `annexed` (the title announces
another text that is printed with it: 关于印发《…》的通知).
"""

from __future__ import annotations

import re
from typing import Final

from extractors.custom.document_head import Head, Located, head_of
from extractors.custom.making import item, read_field
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, Match, Paper, Spread

KIND: Final = "official_document"
TYPE: Final = "official_document"
FIELDS: Final = ("document_no", "title", "issuer", "date")
SPREAD: Spread = "run"

_DRAFT: Final = re.compile(
    r"征求意见稿|送审稿|讨论稿|代拟稿|草案稿|\((?:草案|初稿|稿)\)|(?:公开)?征求[^。\n]{0,30}意见的"
)
_ANNEX: Final = re.compile(r"^\s*附\s?件\s?[\d一二三四五六七八九十]{0,2}\s*[:：]?\s*$|^\s*附件\d*[:：]")
_NO_DOCUMENT: Final = re.compile(
    r"检验报告|检测报告|审计报告|查新报告|测试报告|申报表|申请表|证书|统计表$|情况表$|一览表$|汇总表$|自评表|进度表|签到表|承诺书$"
)


ALONE: Final = frozenset(
    {"工作报告", "规划", "行动计划", "实施方案", "工作方案", "会议纪要", "工作总结", "工作要点", "应急预案", "公报"}
)
"""Kinds of documents whose title alone shows them, without day and issuer."""


def recognise(paper: Paper) -> Match | None:
    """A page with a document's head begins one; every other page goes on with the open one."""
    head = head_of(paper)
    if not _begins(paper, head):
        return None
    anchor = head.title or head.number
    assert anchor is not None
    return Match(KIND, SIGNS, paper.span(anchor.start, anchor.end))


def continues(paper: Paper, page: Paper) -> bool | None:
    """Annexes and all pages without a head of their own belong to the open document."""
    return not _begins(page, head_of(page))


def keeps(paper: Paper, page: Paper) -> bool:
    """A list of contents or a chapter's heading inside a plan is the plan's own."""
    return True


def stands(page: Paper) -> bool:
    """A short notice is a document and no divider."""
    return recognise(page) is not None


def _begins(page: Paper, head: Head) -> bool:
    if head.title is None or (head.news and not head.kind) or _NO_DOCUMENT.search(head.title.value):
        return False
    if head.number is not None:
        return True
    first = page.text.lstrip()
    if _ANNEX.match(first.split("\n")[0]):
        return False
    before = page.text[: head.title.start]
    return len(re.sub(r"\s", "", before)) <= 160 and (
        head.date is not None or head.issuer is not None or "关于" in head.title.value
    )


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item a document."""
    head = head_of(paper)
    if head.title is None:
        return []
    found = {"document_no": head.number, "title": head.title, "issuer": head.issuer, "date": head.date}
    fields = {name: _field(paper, one, name) for name, one in found.items() if one is not None}
    extras: dict[str, Field] = {}
    if head.kind:
        at = head.title.value.rfind(head.kind)
        extras["form"] = read_field(paper, head.kind, head.title.start, head.title.end) if at >= 0 else Field(None)
    marks = set()
    if _DRAFT.search(head.title.value) or re.search(r"征求意见稿|送审稿|讨论稿", paper.text[:300]):
        marks.add("draft")
    if "转发" in head.title.value:
        marks.add("forwarded")
    if re.search(r"印发|公布|发布", head.title.value) and "《" in head.title.value:
        marks.add("annexed")
    anchor = head.number or head.title
    return [
        item(
            TYPE,
            KIND,
            paper,
            fields,
            anchor=paper.span(anchor.start, anchor.end),
            extras=extras,
            marks=marks,
            names=FIELDS,
        )
    ]


def _field(paper: Paper, one: Located, name: str) -> Field:
    check = "passed" if name == "document_no" and one.repaired is None else "none"
    labelled = name != "issuer" or one.agreed or paper.text[one.end : one.end + 4].strip()[:2] in {"文件", "关于", ""}
    return read_field(
        paper, one.value, one.start, one.end,
        check="none" if check == "none" or paper.via(one.start) == "ocr" else "passed",
        labelled=labelled, agreed=one.agreed, repaired=one.repaired,
    )  # fmt: skip
