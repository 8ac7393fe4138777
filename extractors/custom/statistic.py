"""Statistics: an item for each measured value of a report, a bulletin or a table (measure, value, unit, period, place).

Marks: `list_row` (a row of a table), `elliptic` (part of the measure's name stood in an earlier clause), `range`,
`at_least`, `more_than`, `at_most`, `less_than`, `about` (what the words beside the number make of it), `rank`.
An approximate number (近50家) keeps its word in the value, so that nobody counts with it.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.custom.document_head import Head, head_of
from extractors.custom.making import item, read_field
from extractors.custom.prose import Paragraph, paragraphs_of
from extractors.custom.statistic_fields import (
    FIELDS,
    KIND,
    TYPE,
    ends_of,
    marks_of,
    of_title,
    place_of_head,
    value_field,
)
from extractors.custom.statistic_names import Figure
from extractors.custom.statistic_table import table_figures
from extractors.custom.statistic_text import figures_of
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, Match, Paper, Spread

__all__ = ["FIELDS", "KIND", "SPREAD", "TYPE", "begins", "continues", "extract", "keeps", "recognise", "stands"]

SPREAD: Spread = "run"

PLAN: Final = re.compile(r"方案|计划|规划|要点|目标|责任书|任务|指标|意见|办法|标准|细则|规定|通知|公告|通告|分解表")
"""Kinds of papers whose figures are wishes, unless the sentence says that it tells of what was."""
_PLAN_TITLE: Final = re.compile(
    r"工作指标|任务分解|目标任务|重点任务|责任分工|评分(?:标准|办法)|考核(?:办法|细则|标准)|指标体系"
)
_REPORT_TITLE: Final = re.compile(r"完成情况|进展|自评|总结|落实情况|工作情况|汇报|通报")
_TOLD: Final = re.compile(r"已|目前|截至|20\d\d年(?:全年|底|末)?,|达到了|实现了|现有")


def recognise(paper: Paper) -> Match | None:
    """Every page with text; whether it holds figures shows when it is read."""
    return Match(KIND, SIGNS, starts=begins(paper)) if paper.text.strip() else None


def begins(page: Paper) -> bool:
    """A page with a title and a number or an addressee of its own begins another report."""
    head = head_of(page)
    return head.title is not None and (head.number is not None or head.addressed or head.news)


def continues(paper: Paper, page: Paper) -> bool | None:
    """A page goes on with the report before it unless it has a head of its own."""
    return not begins(page)


def keeps(paper: Paper, page: Paper) -> bool:
    """Headings between chapters belong to the report."""
    return True


def stands(page: Paper) -> bool:
    """A short page may hold a figure too."""
    return True


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """The figures of the running text and of the tables, each once."""
    head = head_of(paper)
    found = [e for p in paragraphs_of(paper) for f in figures_of(p, head.year) if (e := _item(paper, p, f, head))]
    return found if is_plan(head) else found + table_figures(paper, head)


def is_plan(head: Head) -> bool:
    """A paper that says what is to be, not what was: a plan, a notice, the plan's own list of targets."""
    title = re.sub(r"《[^》]*》", "", head.title.value) if head.title else ""
    if _REPORT_TITLE.search(title):
        return False
    return PLAN.search(head.kind or title) is not None or _PLAN_TITLE.search(title) is not None


def _item(paper: Paper, paragraph: Paragraph, figure: Figure, head: Head) -> Evidence | None:
    sentence = paragraph.text[: figure.at[0]]
    sentence = sentence[max(sentence.rfind("。"), sentence.rfind(";")) + 1 :]
    if is_plan(head) and not _TOLD.search(sentence):
        return None
    at, named = paragraph.place(*figure.at), paragraph.place(*figure.named)
    fields = {
        "measure": read_field(paper, figure.measure, *named, labelled=not figure.elliptic),
        "value": value_field(paper, figure.measure, figure.amount, figure.amount.unit, *at),
        "unit": read_field(paper, figure.amount.unit, *at, repaired=figure.amount.repaired),
        "period": _period(paper, paragraph, figure, head),
        "place": _place(paper, paragraph, figure, head),
    }
    marks = marks_of(figure.amount) | ({"elliptic"} if figure.elliptic else set())
    extras = {"context": read_field(paper, paragraph.text[slice(*figure.context)], *paragraph.place(*figure.context))}
    if head.issuer is not None:
        extras["issuer"] = read_field(paper, head.issuer.value, head.issuer.start, head.issuer.end)
    pages = (paper.page_at(at[0]).id,)
    return item(
        TYPE, KIND, paper, fields, anchor=paper.span(*at), extras={**extras, **ends_of(paper, figure.amount, *at)},
        marks=marks, names=FIELDS, pages=pages,
    )  # fmt: skip


def _period(paper: Paper, paragraph: Paragraph, figure: Figure, head: Head) -> Field:
    if figure.period is not None:
        words = read_field(paper, figure.period.value, *paragraph.place(figure.period.start, figure.period.end))
        if figure.period.hint != "relative" or figure.period.value is None:
            return words
        return read_field(
            paper, figure.period.value, *paragraph.place(figure.period.start, figure.period.end),
            derived="年份取自材料的标题或日期",
        )  # fmt: skip
    if paragraph.period is not None:
        return read_field(paper, paragraph.period, *paragraph.period_at, derived="年份取自所在部分的标题")
    return of_title(paper, head)


def _place(paper: Paper, paragraph: Paragraph, figure: Figure, head: Head) -> Field:
    if figure.place is not None:
        start, end = paragraph.place(*figure.place)
        return read_field(paper, paragraph.text[slice(*figure.place)], start, end)
    return place_of_head(paper, head)
