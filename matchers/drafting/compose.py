"""The way from a notice to a drafted rubric: tables, rows, lines, wording; facts and conditions from the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from matchers.drafting.clauses import cut
from matchers.drafting.columns import find_columns
from matchers.drafting.conditions import read_conditions
from matchers.drafting.facts import Facts, read_facts
from matchers.drafting.flattened import flattened_sheet
from matchers.drafting.folded import plain
from matchers.drafting.lines import GroupDraft, Line, group_rows, make_lines
from matchers.drafting.mentions import find_mentions
from matchers.drafting.notice import Notice
from matchers.drafting.prose import prose_sheet
from matchers.drafting.rows import Row, read_rows
from matchers.drafting.rubric_draft import RubricDraft
from matchers.drafting.rules import Reading, read_criteria, stated_most
from matchers.drafting.sheets import Scoring, find_scoring
from matchers.drafting.stated_points import points_in_name
from matchers.drafting.wording import wording
from matchers.rubric_model import Eligibility, Group, Indicator, Rubric, Source
from matchers.rule_forms import Manual

ZERO: Final = Decimal(0)
NO_DATE: Final = dt.date(2000, 1, 1)


class NoScoringTable(ValueError):
    """Nothing in the notice is a scoring table."""


def draft_notice(notice: Notice, rubric_id: str, as_of: dt.date | None = None) -> RubricDraft:
    """The rubric that the notice states. Raises NoScoringTable where it holds no scoring table."""
    tables = find_scoring(notice) or _from_text(notice)
    rows: list[Row] = []
    total: Decimal | None = None
    for table in tables:
        found = read_rows(table.sheet, table.columns)
        rows += _under(table, found.lines, len(tables) > 1)
        total = found.total if found.total is not None else total
    rows = _without_headings(rows)
    if not rows:
        raise NoScoringTable
    vetoes = [row for row in rows if _is_veto(row)]
    rows = [row for row in rows if not _is_veto(row)]
    groups, owners = group_rows(rows)
    indicators = [_indicator(line) for line in make_lines(rows, owners)]
    facts = read_facts(notice.lines, tables[0].lead)
    conditions = (*read_conditions(notice.lines), *_vetoed(vetoes))
    remarks = (*_remarks(facts, as_of), *_group_remarks(groups, indicators))
    stated = _stated(total, tables)
    whole = sum((line.max for line in indicators), ZERO)
    rubric = Rubric(
        id=rubric_id,
        title=facts.title,
        document=facts.document,
        total=stated if stated == whole else None,  # where they differ the summary says so
        as_of=as_of or facts.deadline or facts.dated or NO_DATE,
        in_force_until=facts.in_force_until,
        groups=tuple(_group(group, indicators) for group in groups),
        eligibility=_unique(conditions),
        indicators=tuple(indicators),
    )
    return RubricDraft(rubric, stated, remarks)


def _from_text(notice: Notice) -> list[Scoring]:
    """A table that lost its lines, or scoring written as running text."""
    for read in (flattened_sheet, prose_sheet):
        found = read(notice.lines)
        columns = find_columns(found[0]) if found is not None else None
        if found is not None and columns is not None:
            return [Scoring(found[0], columns, found[1])]
    return []


def _under(table: Scoring, rows: tuple[Row, ...], several: bool) -> list[Row]:
    """Rows of one of several tables stand under the heading in front of it."""
    heading = next(
        (
            line.strip()
            for line in reversed(table.lead[-4:])
            if points_in_name(line) is not None and len(plain(line)) < 60
        ),
        "",
    )
    if not heading and several:
        heading = next((line.strip() for line in reversed(table.lead[-3:]) if 2 < len(plain(line)) < 40), "")
    if not heading or (any(len(row.path) > 1 for row in rows) and not several):
        return list(rows)
    labels = len(table.columns.of("label", "content"))
    return [row if len(row.path) > labels else replace(row, path=(heading, *row.path)) for row in rows]


def _without_headings(rows: list[Row]) -> list[Row]:
    """A row with a sum of points over the rows of its parts is no line."""
    kept = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        own, next_ = row.number.strip("."), following.number if following else ""
        if own and next_.startswith(own + ".") and len(next_) > len(own) + 1:
            continue
        if not row.criteria.strip() and not row.path:
            continue
        kept.append(row)
    return kept


def _is_veto(row: Row) -> bool:
    text = plain("".join(row.path)) + plain(row.criteria)
    earns = any(mention.kind == "award" for mention in find_mentions(row.criteria))
    return wording().says("veto", text) and (row.points is None or row.points <= 1) and not earns


def _vetoed(rows: list[Row]) -> list[Eligibility]:
    result = []
    for at, row in enumerate(rows, 1):
        quote = row.criteria or row.path[-1]
        text = re.split(r"[。;；\n]", quote.strip())[0]
        result.append(
            Eligibility(
                id=f"否决.({at})", text=text, source=Source(clause="一票否决", quote=quote), check="people_decide"
            )
        )
    return result


def _unique(conditions: tuple[Eligibility, ...]) -> tuple[Eligibility, ...]:
    found: dict[str, Eligibility] = {}
    for condition in conditions:
        found.setdefault(condition.id, condition)
    return tuple(found.values())


def _indicator(line: Line) -> Indicator:
    reading, most = _read(line)
    todo = "；".join(reading.todos)
    return Indicator(
        id=line.id,
        name=line.name,
        group=line.group,
        max=most,
        source=Source(clause=" ".join(plain(step) for step in line.path) or line.name, quote=line.quote),
        materials=line.materials,
        papers=reading.papers,
        rule=reading.rule,
        at_most="medium",
        todo=todo,
    )


def _read(line: Line) -> tuple[Reading, Decimal]:
    if line.is_penalty:
        rule = Manual(form="manual", points=ZERO)
        return Reading(rule, {}, ("扣分项，现有规则形式不能表达；由人扣分",)), ZERO
    if line.grades and any(points is not None for points, _ in line.grades):
        from matchers.drafting.graded import read_grades

        return read_grades(line)
    context = " ".join((line.name, line.explain, line.materials))
    reading = read_criteria(line.quote, line.points, context)
    if line.grades:
        rule = Manual(form="manual", points=line.points or ZERO)
        reading = Reading(rule, {}, ("按档次评分，档次由人判断",))
    if line.points is not None:
        return reading, line.points
    most = stated_most(cut(line.quote))
    if not most:
        rule = Manual(form="manual", points=ZERO)
        return Reading(rule, {}, ("没有写明分值，请补上 max 后确定规则",)), ZERO
    return reading, most


def _group(group: GroupDraft, indicators: list[Indicator]) -> Group:
    total = sum((line.max for line in indicators if line.group == group.id), ZERO)
    return Group(id=group.id, title=group.title, max=total)


def _group_remarks(groups: list[GroupDraft], indicators: list[Indicator]) -> tuple[str, ...]:
    """Groups whose stated points are not the sum of their lines."""
    remarks = []
    for group in groups:
        total = sum((line.max for line in indicators if line.group == group.id), ZERO)
        if group.points is not None and group.points != total:
            remarks.append(f"“{group.title}”写明 {group.points} 分，各项合计 {total} 分，请核对是否漏项或封顶。")
    return tuple(remarks)


def _stated(total: Decimal | None, tables: list[Scoring]) -> Decimal | None:
    if total is not None:
        return total
    for table in tables:
        for text in (*table.columns.titles, *table.lead[-4:]):
            found = re.search(r"(?:总分|满分|共|合计|\()\s*(?:为|:)?\s*(\d{2,4})\s*分", plain(text))
            if found:
                return Decimal(found[1])
    return None


def _remarks(facts: Facts, as_of: dt.date | None) -> tuple[str, ...]:
    remarks = []
    if as_of is None and facts.deadline is None:
        used = facts.dated.isoformat() if facts.dated else NO_DATE.isoformat()
        remarks.append(f"通知没有写明申报截止日，as_of 暂取 {used}，请改正。")
    if not facts.document:
        remarks.append("没有找到发文字号，请补上 document。")
    return tuple(remarks)
