"""Meetings, trainings, campaigns: from minutes, notices, sign-in sheets, summaries and news.

Marks: `announced` (a notice of what is still to come), `mentioned` (a sentence of a report or of the news tells of it),
`minutes`, `sign_in`. A sentence must name a deed (举办, 召开, 开展 …), what was held, and when.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.custom import official_document
from extractors.custom.document_head import Head, head_of
from extractors.custom.event_sentences import FIELDS, HELD, KIND, TYPE, count_in, kind_of, once, told_in
from extractors.custom.making import item, read_field
from extractors.custom.prose import Paragraph, paragraphs_of
from extractors.custom.statistic import is_plan
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, Match, Paper, Spread
from extractors.parsers import dates

__all__ = ["FIELDS", "KIND", "SPREAD", "TYPE", "continues", "extract", "keeps", "recognise", "stands"]

SPREAD: Spread = "run"
_MINUTES: Final = re.compile(r"会议(?:纪要|记录)|纪要$")
_SIGN_IN: Final = re.compile(r"(?:签到|签名)(?:表|册|簿)")
_NOTICE: Final = re.compile(rf"关于{HELD}(?P<what>.{{2,60}}?)的(?:预备)?(?:通知|函|通告|公告)")
_SUMMARY: Final = re.compile(
    r"(?P<what>.{2,50}?(?:培训班?|会议|大会|活动|论坛|竞赛|讲座|质量月))(?:工作)?(?:总结|情况(?:报告|汇报|说明)?|简报|报道|小结)$"
)
_LABEL_DAY: Final = re.compile(r"(?:会议|培训|活动|举办|签到|召开)?(?:时间|日期)[:：]\s*")
_LABEL_WHAT: Final = re.compile(r"(?:会议|培训|活动|课程)(?:名称|主题|内容|项目)?[:：]\s*(?P<what>[^\n\t]{3,60})")


def recognise(paper: Paper) -> Match | None:
    """Every page with text; whether it tells of an event shows when it is read."""
    return Match(KIND, SIGNS, starts=_begins(paper)) if paper.text.strip() else None


def _begins(page: Paper) -> bool:
    return (
        official_document.recognise(page) is not None
        or head_of(page).news
        or _SIGN_IN.search(page.text[:80]) is not None
    )


def continues(paper: Paper, page: Paper) -> bool | None:
    """A page goes on with the paper before it unless it has a head of its own."""
    return not _begins(page)


def keeps(paper: Paper, page: Paper) -> bool:
    """Headings between chapters belong to the report."""
    return True


def stands(page: Paper) -> bool:
    """A short page may be a sign-in sheet."""
    return True


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """The event that the paper is about, or those that its sentences tell of."""
    head = head_of(paper)
    if _SIGN_IN.search(paper.text[:200]):
        return _sign_in(paper)
    title = head.title.value if head.title is not None else ""
    if _MINUTES.search(title):
        return [_about_title(paper, head, re.sub(r"(?:会议)?(?:纪要|记录)$", "会议", title), {"minutes"})]
    if m := _NOTICE.search(title):
        return [_about_title(paper, head, m["what"], {"announced"})]
    if is_plan(head) and head.kind not in {"通知", "公告", "通告"}:
        return []
    found = [e for p in _body(paper, head) if not p.planned for e in told_in(paper, p, head)]
    if not found and (m := _SUMMARY.search(title)) and kind_of(m["what"]) != "other":
        return [_about_title(paper, head, m["what"], {"summary"})]
    return _with_labelled_count(paper, once(found))


def _body(paper: Paper, head: Head) -> list[Paragraph]:
    """The paragraphs without the title, which tells of the event a second time and without its day."""
    title = head.title
    return [p for p in paragraphs_of(paper) if title is None or not title.start <= p.at[0] < title.end]


def _about_title(paper: Paper, head: Head, what: str, marks: set[str]) -> Evidence:
    """An event that the whole paper is about."""
    assert head.title is not None
    what = (
        re.sub(r"^(?:[\u4e00-\u9fff]{2,20}(?:政府|局|委|办公室|协会))?(?:关于)?(?:印发)?", "", what).strip("《》“”")
        or what
    )
    place = (head.title.start, head.title.end)
    fields = {
        "kind": read_field(paper, kind_of(what), *place),
        "title": read_field(paper, what, *place),
    }
    if head.issuer is not None:
        fields["organiser"] = read_field(paper, head.issuer.value, head.issuer.start, head.issuer.end)
    own = None if "announced" in marks else _first_day(paper, head)
    if own is not None:
        fields["date"] = own
    fields |= _count(paper, paper.text, 0) if "announced" not in marks else {}
    return item(TYPE, KIND, paper, fields, anchor=paper.span(*place), marks=marks, names=FIELDS)


def _first_day(paper: Paper, head: Head) -> Field | None:
    """The day of the event: behind its label, else the first that the body names, else the paper's own."""
    text = paper.text
    found = [f for f in dates.find_days(text) if f.value and len(f.value) == 10]
    for one in found:
        if _LABEL_DAY.search(text[max(one.start - 12, 0) : one.start]):
            return read_field(paper, one.value, one.start, one.end)
    after = head.title.end if head.title is not None else 0
    body = [f for f in found if f.start >= after and re.match(r"[^\n]{0,12}[,，上下]", text[f.end :])]
    if body:
        return read_field(paper, body[0].value, body[0].start, body[0].end)
    if head.date is None:
        return None
    return read_field(paper, head.date.value, head.date.start, head.date.end, labelled=False)


def _sign_in(paper: Paper) -> list[Evidence]:
    """A sign-in sheet: what for, when, and how many rows are signed."""
    text = paper.text
    lines = [line.strip() for line in text[:300].split("\n") if line.strip()]
    m = _LABEL_WHAT.search(text)
    title = re.sub(r"[(（]?签[到名][表册簿][)）]?", "", lines[0]) or (m["what"].strip() if m else "")
    if m is not None and (len(title) < 5 or kind_of(title) == "other"):
        title = re.split(r"[ \t]", m["what"].strip())[0]
    if not title:
        return []
    at = text.find(title)
    place = (at, at + len(title)) if at >= 0 else (0, max(len(lines[0]), 1))
    fields = {"kind": read_field(paper, kind_of(title), *place), "title": read_field(paper, title, *place)}
    if (day := _first_day(paper, Head())) is not None:
        fields["date"] = day
    numbers = [int(m[1]) for m in re.finditer(r"(?m)^[ \t]*(\d{1,3})(?=[\t .、][^\n]*[\u4e00-\u9fff])", text)]
    if numbers and sorted(set(numbers)) == list(range(1, max(numbers) + 1)):
        last = [m for m in re.finditer(r"(?m)^[ \t]*(\d{1,3})(?=[\t .、])", text) if int(m[1]) == max(numbers)][-1]
        fields["count"] = read_field(paper, str(max(numbers)), last.start(1), last.end(1), labelled=False)
        fields["unit"] = read_field(paper, "人", last.start(1), last.end(1))
    return [item(TYPE, KIND, paper, fields, anchor=paper.span(*place), marks={"sign_in"}, names=FIELDS)]


_LABELLED_COUNT: Final = re.compile(r"(?:参(?:训|会|加|与|赛)|到会|签到)(?:人数|企业数?|人员)[:：][^\n]{0,60}")


def _with_labelled_count(paper: Paper, found: list[Evidence]) -> list[Evidence]:
    """参训人数：126人 in a paper that tells of one event only."""
    m = _LABELLED_COUNT.search(paper.text)
    if m is None or len(found) != 1 or found[0].value("count") is not None:
        return found
    counted = _count(paper, paper.text[: m.end()], m.start())
    return [replace(found[0], fields={**found[0].fields, **counted})]


def _count(paper: Paper, text: str, start: int) -> dict[str, Field]:
    """共58人参加 in the text of minutes or a summary."""
    found = count_in(text, start, len(text))
    if found is None:
        return {}
    place = (found.start, found.end)
    value = ("约" if found.bound == "about" else "") + found.value
    return {"count": read_field(paper, value, *place), "unit": read_field(paper, found.unit, *place)}
