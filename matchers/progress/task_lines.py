"""An item of the breakdown: its tasks, and the points that the sub-items done would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from matchers.award import ZERO, Award, evaluate
from matchers.draft import Done, Mismatch, TaskState
from matchers.progress.gathering import of_year
from matchers.progress.rows import Units, as_scored
from matchers.progress.state import Progress
from matchers.progress.tasks import Asked, overall, points_of, states_of
from matchers.quantities import plain
from matchers.rubric_model import Indicator
from matchers.scoring import Scored

STATUS: Final[Mapping[Done, str]] = {
    "done": "已完成",
    "open": "未完成（未到期）",
    "overdue": "逾期",
    "unclear": "待核",
}
SHOWN: Final = 4
"""Tasks that the line's sentence names; the table of tasks holds all."""


def _by_value(line: Indicator, units: Units, asked: Asked) -> Award:
    """经费 1‰ 得 30 分: the least that any year of the plan gives, because it is asked for every year."""
    years = range(asked.period.start.year, min(asked.as_of.year, asked.period.end.year) + 1)
    awards = [evaluate(line.rule, of_year(units, year), asked.scenario) for year in years]
    known = [award for award in awards if award.words]
    return min(known, key=lambda award: award.points, default=Award())


def _counted(line: Indicator, points: Mapping[str, Decimal], states: Sequence[TaskState]) -> dict[str, Decimal]:
    earned: dict[str, Decimal] = {}
    for sub in line.sub_items:
        first = next(
            (s.evidence[0] for s in states if s.sub_item == sub.id and s.status == "done" and s.evidence), None
        )
        if first is not None and points[sub.id]:
            earned[first] = earned.get(first, ZERO) + points[sub.id]
    return earned


def _follow_up(line: Indicator, states: Sequence[TaskState]) -> list[Mismatch]:
    told = []
    for status, code, words in (
        ("overdue", "TASK_OVERDUE", "已过完成时限，未见完成的材料"),
        ("unclear", "TASK_UNCLEAR", "材料不能确定是否完成"),
    ):
        found = [s for s in states if s.status == status]
        if found:
            named = "、".join(s.label for s in found)
            ids = tuple(dict.fromkeys(i for s in found for i in s.evidence))
            told.append(
                Mismatch(code, "warning", f"{line.name}：任务{named}{words}。请责任单位补充材料。", line.id, ids)
            )
    return told


def task_line(line: Indicator, units: Units, asked: Asked) -> Scored:
    """One item with its tasks, judged for the unit that hands in."""
    states = states_of(line, units, asked)
    mine = [state for state in states if state.status is not None]
    points = points_of(line, states, units, asked)
    total = sum(points.values(), ZERO)
    award = Award(total, _counted(line, points, states))
    if line.rule.form != "tasks":
        award = _by_value(line, units, asked)
        ids = {u.key: u.evidence[0] for found in units.values() for u in found}
        award = Award(award.points, {ids[k]: p for k, p in award.earned.items() if k in ids}, award.words)
    proposed = min(award.points, line.max)
    count = {status: sum(s.status == status for s in mine) for status in ("done", "open", "overdue", "unclear")}
    told = f"完成{count['done']}，未到期{count['open']}，逾期{count['overdue']}，待核{count['unclear']}"
    words = [f"本单位负责{len(mine)}项任务（每年的任务按年分计）：{told}"]
    words += [f"任务{s.label}{STATUS[s.status]}（{s.basis}）" for s in mine if s.status][:SHOWN]
    if len(mine) > SHOWN:
        words.append("其余见任务表")
    words += award.words
    others = len({s.id for s in states if s.status is None})
    if others and proposed:
        words.append(f"本项另有{others}项任务由其他单位负责，全市得分以各单位都完成为准")
    if line.uneven:
        words.append(line.uneven)
    if line.max:
        words.append(f"提议{plain(proposed):f}分，由全市自评定分")
    broken = any(u.broken for found in units.values() for u in found)
    progress = Progress(
        "yes" if mine else "perhaps",
        overall(states),
        tuple(words),
        confidence="low" if broken else "medium",
        reason="任务是否完成、得多少分须由人核定",
        tasks=states,
        mismatches=tuple(_follow_up(line, states)),
        settled=False,
    )
    return as_scored(line, units, progress, (proposed, line.max), award)
