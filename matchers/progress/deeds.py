"""A document or an event against a deed: does its title say that the thing was issued or held, by whom, and when?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.confidence import CERTAIN
from extractors.evidence import Evidence
from matchers.checks import sureness
from matchers.days import Days, days_of, printed
from matchers.naming import title_of
from matchers.progress.measuring import UNREAD, Asker
from matchers.progress.units import folded
from matchers.quantities import number_of, unit_of
from matchers.rubric_measures import Deed
from matchers.rubric_model import PlanPeriod, Selection
from matchers.unit import Effect, Finding, Unit

OLDEST: Final = dt.date(2011, 1, 1)
"""A rule or a plan issued before 2011 (质量发展纲要 begins) is hardly what the plan asks for."""
DECIDING: Final = ("title", "date")
_DRAFT: Final = re.compile(r"征求意见|送审稿|讨论稿|代拟稿|草案|征集.{0,8}意见")
_ANNOUNCING: Final = re.compile(r"(?:召开|举办|举行|参加|报送|申报|征集|填报|填写).*(?:通知|函)$|(?:请示|预告)$")
_NEWS: Final = re.compile(r"简报|侧记|综述|信息(?:第?\d+期)?$|总结")
_ABOUT: Final = re.compile(r"演练|培训|观摩|知识竞赛")
_PUBLISHED: Final = re.compile(r"(?:公布|发布|印发|通报|表彰|授予).*(?:名单|结果|情况|总结|成果|纪要|决定)")
_AHEAD: Final = re.compile(r"(?:通知|方案|计划|要点|函|请示|意见|预告)(?:\(.*\))?$")
_REPORTED: Final = re.compile(
    r"总结|情况|报告|通报|纪要|简报|结果|公示|公告|决定|成果|名单|验收|信息|记录|侧记|综述|圆满|成功"
)
_TITLE_YEAR: Final = re.compile(r"(20\d\d)年(?:度)?")


@dataclass(frozen=True)
class Row:
    """What a row asks: who is in charge of it (the plan's names), the plan's days, and the day of judging."""

    in_charge: frozenset[str]
    period: PlanPeriod
    as_of: dt.date


def says(title: str | None, words: Sequence[str]) -> bool:
    """Does a title name what is asked for? One of the words; `+` joins words that must all be there."""
    if not title:
        return False
    text = folded(title).casefold()
    return any(all(folded(part).casefold() in text for part in word.split("+")) for word in words)


def _issued_by(paper: Evidence, selection: Selection, asker: Asker, row: Row) -> Iterator[Finding]:
    deed = selection.deed
    if deed is None or deed.issuer == "any":
        return
    issuer = paper.text("issuer") or paper.text("organiser")
    named = asker.plan.named(issuer) or (frozenset() if issuer else asker.plan.named(paper.text("title")))
    who = issuer or "未识别"
    if named & asker.who.names:
        return
    if asker.who.place and issuer and asker.who.place[:-1] in issuer:
        return
    if not asker.who.place and (named & row.in_charge or asker.plan.superior(issuer)):
        return
    if named or issuer:
        whose = "本市（区）的" if asker.who.place else "本行的责任单位"
        yield Finding("ISSUER_MISMATCH", f"由{who}印发（主办），不是{whose}", "question")
    else:
        title = folded(paper.text("title") or "")
        citys = bool(asker.who.place) and ("全市" in title or "江门市" in title) and asker.who.place[:-1] not in title
        effect: Effect = "soft" if paper.type == "event" and not citys else "question"
        yield Finding("ISSUER_MISMATCH", "未能识别由谁印发（主办）", effect)


def _shown(paper: Evidence, deed: Deed) -> Iterator[Finding]:
    """Is the thing there, or only announced?"""
    title = folded(paper.text("title") or "").replace("（", "(").replace("）", ")")
    if "draft" in paper.marks or _DRAFT.search(title):
        yield Finding("DEED_UNPROVED", "只是征求意见稿或草稿，不能说明已经出台", "question")
    if paper.type != "official_document":
        return
    if deed.act == "issued" and _NEWS.search(title) and not any(_NEWS.search(word) for word in deed.words):
        yield Finding("DEED_UNPROVED", "只是简报、信息一类的报道，不是所要的文件", "question")
    elif deed.act == "issued" and _ABOUT.search(title) and not any(_ABOUT.search(word) for word in deed.words):
        yield Finding("DEED_UNPROVED", "是演练、培训一类活动的文件，不是所要的文件", "question")
    elif deed.act == "issued" and _ANNOUNCING.search(title):
        yield Finding("DEED_UNPROVED", "只是会议、报送一类的通知，不是所要的文件", "question")
    if deed.act == "held":
        if _AHEAD.search(title) and not _PUBLISHED.search(title):
            yield Finding("DEED_UNPROVED", "通知、方案一类的文件只说明作了部署，不能说明已经开展", "question")
        elif not _REPORTED.search(title):
            yield Finding("DEED_UNPROVED", "标题不能说明已经开展", "question")


def _counted(paper: Evidence, deed: Deed) -> Iterator[Finding]:
    if deed.at_least is None or paper.type != "event":
        return
    count, unit = number_of(paper.value("count")), unit_of(paper.text("unit"))
    if count is None:
        yield Finding("COUNT_SHORT", f"未能识别数量（要求{deed.at_least}以上）", "question")
    elif deed.units and unit not in {unit_of(u) for u in deed.units}:
        yield Finding("UNIT_MISMATCH", f"数量的单位是“{unit or '（无）'}”，要求“{'、'.join(deed.units)}”", "question")
    elif count < deed.at_least:
        yield Finding("COUNT_SHORT", f"只有{count}{unit}，未达到{deed.at_least}", "question")


def days_shown(paper: Evidence) -> Days | None:
    """The days of the deed: the paper's date; for a report about an earlier year, that year."""
    days = days_of(paper.value("date"))
    found = _TITLE_YEAR.search(folded(paper.text("title") or ""))
    if found and _REPORTED.search(paper.text("title") or "") and (days is None or int(found[1]) == days.first.year - 1):
        year = int(found[1])
        return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return days


def _dated(paper: Evidence, deed: Deed, row: Row) -> Iterator[Finding]:
    days = days_shown(paper)
    if days is None:
        yield Finding("DATE_UNREAD", "未能识别日期", "question")
        return
    if days.first > row.as_of:
        yield Finding("PERIOD_OTHER", f"日期在{printed(row.as_of)}之后", "reject")
    elif deed.year is not None and not days.first.year <= deed.year <= days.last.year:
        yield Finding("PERIOD_OTHER", f"不在{deed.year}年", "reject")
    elif deed.act == "held" and days.last < row.period.start:
        yield Finding("PERIOD_OTHER", f"在{printed(row.period.start)}之前，不在创建期内", "reject")
    elif days.last < OLDEST:
        yield Finding("PERIOD_MISMATCH", f"在{printed(OLDEST)}之前，是否仍有效须核对", "question")


def shown(paper: Evidence, selection: Selection, asker: Asker, row: Row, *, near: bool = False) -> Unit:
    """The document or event as a unit with its findings; one that is only `near` is always a question."""
    deed = selection.deed
    assert deed is not None
    findings = [Finding(r.code, r.detail, "note") for r in paper.reasons]
    if near:
        findings.append(Finding("DEED_UNCERTAIN", "标题与任务相近但不相同，不能自动认作完成", "question"))
    findings += [*_shown(paper, deed), *_counted(paper, deed)]
    findings += [*_issued_by(paper, selection, asker, row), *_dated(paper, deed, row)]
    if selection.doubt:
        findings.append(Finding(selection.doubt.code, selection.doubt.because, selection.doubt.effect))
    sure = sureness(paper, DECIDING)
    if sure < UNREAD:
        findings.append(Finding("LOW_OCR_QUALITY", "标题或日期未能可靠识别", "question"))
    days = days_shown(paper)
    return Unit(
        key=f"{paper.type}#{paper.id}",
        evidence=(paper.id,),
        title=title_of(paper),
        findings=tuple(dict.fromkeys(findings)),
        certain=sure >= CERTAIN,
        day=days.last if days and days.first.year == days.last.year else None,
    )
