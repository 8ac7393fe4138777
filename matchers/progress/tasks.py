"""Tasks of a plan: done, open, overdue or unclear, each year's apart, and the points of the sub-items they make up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from matchers.award import ZERO
from matchers.days import printed
from matchers.draft import Done, TaskState
from matchers.progress.gathering import of_year, units_in_charge
from matchers.progress.measuring import Asker
from matchers.rubric_model import Indicator, PlanPeriod, SubItem, Task
from matchers.rule_forms import AllOf, AnyOf, Rule, Trend
from matchers.scenario import Scenario
from matchers.unit import Unit
from matchers.verdict import judge

Units = Mapping[str, Sequence[Unit]]
QUARTERS = 4


@dataclass(frozen=True)
class Asked:
    """What judging tasks needs to know besides the papers. unread: places of the dossier that nobody could read."""

    asker: Asker
    period: PlanPeriod
    as_of: dt.date
    unread: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """What counts in the draft."""
        return Scenario(self.as_of, lambda unit: unit.in_draft, lambda unit: unit.adverse)


def _deadline(task: Task, year: int | None) -> dt.date | None:
    if not task.deadline:
        return None
    return dt.date.fromisoformat(task.deadline if year is None else f"{year}-{task.deadline}")


def _shifted(rule: Rule, year: int | None) -> Rule:
    """The rule for one year: a trend of a task that is due every year ends in that year."""
    match rule:
        case Trend() if year is not None:
            return replace(rule, ending=year)
        case AllOf() | AnyOf():
            return replace(rule, parts=tuple(_shifted(part, year) for part in rule.parts))
        case _:
            return rule


def _has_trend(rule: Rule) -> bool:
    return isinstance(rule, Trend) or any(_has_trend(part) for part in getattr(rule, "parts", ()))


def _late(units: Sequence[Unit], deadline: dt.date | None) -> str:
    days = [unit.day for unit in units if unit.day is not None]
    if deadline is None or not days or min(days) <= deadline:
        return ""
    return f"，晚于完成时限{printed(deadline)}"


def _by_papers(
    task: Task, units: Units, deadline: dt.date | None, year: int | None
) -> tuple[Done | None, str, tuple[Unit, ...]]:
    """What documents and events show; None where they show nothing."""
    found = [unit for name in task.papers for unit in units.get(name, ())]
    good = sorted((u for u in found if u.in_draft), key=lambda u: (u.day or dt.date.max, u.evidence))
    if good and task.every == "quarter":
        seen = {(u.day.month + 2) // 3 for u in good if u.day is not None}
        if len(seen) < QUARTERS:
            told = "、".join(str(quarter) for quarter in sorted(seen)) or "未识别的"
            return "unclear", f"只见第{told}季度的材料：{good[0].title}", tuple(good)
    if good:
        more = f"等{len(good)}份" if len(good) > 1 else ""
        return "done", f"{good[0].title}{more}{_late(good, deadline)}", tuple(good)
    doubted = [u for u in found if u.status == "questioned" and u.in_highest]
    if doubted:
        why = "；".join(f.detail for f in doubted[0].findings if f.effect in {"question", "propose"} and f.detail)
        return "unclear", f"{doubted[0].title}待核（{why}）", tuple(doubted)
    return None, "", ()


def _by_rule(task: Task, units: Units, asked: Asked, year: int | None) -> tuple[Done | None, str, tuple[Unit, ...]]:
    """What numbers show; a number that falls short is told, and the task is not done by it."""
    if task.rule is None:
        return None, "", ()
    whole = _has_trend(task.rule)
    years = [year] if year is not None else list(range(asked.period.start.year, asked.as_of.year + 1))
    told, used = "", ()
    for one in reversed(years):
        verdict = judge(_shifted(task.rule, year), units if whole else of_year(units, one), asked.scenario)
        if verdict.status == "met":
            return "done", "；".join(verdict.words), verdict.used
        if not told and verdict.words:
            told, used = "；".join(verdict.words), verdict.used  # type: ignore[assignment]
    names = {name for name in units if name in _rule_names(task.rule)}
    known = units if whole or year is None else of_year(units, year)
    doubted = [u for name in sorted(names) for u in known.get(name, ()) if u.status == "questioned" and u.in_highest]
    if doubted:
        why = "；".join(f.detail for f in doubted[0].findings if f.effect == "question" and f.detail)
        return "unclear", f"{doubted[0].title}待核（{why}）", tuple(doubted)
    return None, told, used


def _rule_names(rule: Rule) -> set[str]:
    inner = {name for part in getattr(rule, "parts", ()) for name in _rule_names(part)}
    return {*getattr(rule, "of", ()), *getattr(rule, "than", ()), *inner}


def _undone(task: Task, deadline: dt.date | None, asked: Asked, told: str) -> tuple[Done, str]:
    """How a task stands that nothing shows done."""
    if not task.papers and task.rule is None:
        return "unclear", task.note or "须由人判断"
    if task.every == "already":
        return "unclear", f"{task.note}；未见佐证"
    if deadline is None:
        return "open", told or "没有时限，未见开展情况的材料"
    if asked.as_of <= deadline:
        return "open", told or f"{printed(deadline)}到期，未见材料"
    if asked.unread and not told:
        return "unclear", f"已过完成时限{printed(deadline)}，未见材料，但有未能读取的文件（{asked.unread[0]}等）"
    return "overdue", (f"{told}；" if told else "") + f"已过完成时限{printed(deadline)}，未见完成的材料"


def state_of(line: Indicator, sub: SubItem, task: Task, units: Units, asked: Asked, year: int | None) -> TaskState:
    """One task, in one year where it is due every year."""
    deadline = _deadline(task, year)
    printed_units = units_in_charge(line, task)
    state = TaskState(
        task.id, sub.id, task.text, printed_units, task.due, deadline.isoformat() if deadline else "", year, None
    )
    cover = asked.asker.plan.covers(printed_units, asked.asker.who.names)
    if cover == "no" or not asked.asker.who.names:
        return replace(state, basis="不是本单位负责的任务" if asked.asker.who.names else "报送单位未能确定")
    own = units if year is None else of_year(units, year)
    status, words, used = _by_papers(task, own, deadline, year)
    if status != "done" and task.rule is not None:
        by_rule, told, numbers = _by_rule(task, units, asked, year)
        if by_rule is not None or status is None:
            status, words, used = by_rule, told, numbers
    if status is None:
        if cover == "perhaps":
            return replace(state, basis=f"责任单位“{'、'.join(printed_units)}”是否包括本单位，须由人确定；未见材料")
        status, words = _undone(task, deadline, asked, words)
    if task.note and status == "done":
        words = f"{words}（{task.note}）" if "另一读法" in task.note else words
    return replace(
        state, status=status, basis=words, evidence=tuple(dict.fromkeys(i for u in used for i in u.evidence))
    )


def states_of(line: Indicator, units: Units, asked: Asked) -> tuple[TaskState, ...]:
    """Every task of the line, those due every year once for each year of the plan."""
    found = []
    years = range(asked.period.start.year, asked.period.end.year + 1)
    for sub in line.sub_items:
        for task in sub.tasks:
            each: Sequence[int | None] = list(years) if task.every in {"year", "quarter"} else [None]
            found += [state_of(line, sub, task, units, asked, year) for year in each]
    return tuple(found)


def overall(states: Sequence[TaskState]) -> Done | None:
    """How the line stands: as its worst task of this unit."""
    known = {state.status for state in states}
    order: tuple[Done, ...] = ("overdue", "unclear", "open", "done")
    return next((status for status in order if status in known), None)


def _finished(states: Sequence[TaskState], as_of: dt.date) -> bool:
    """Are these tasks done? A later year of a task that is due every year need not be."""
    known = [s for s in states if s.status is not None]
    waiting = [s for s in known if s.status == "open" and s.year is not None and s.deadline >= as_of.isoformat()]
    done = [s for s in known if s.status == "done"]
    return bool(done) and len(done) + len(waiting) == len(known)


def points_of(line: Indicator, states: Sequence[TaskState], units: Units, asked: Asked) -> dict[str, Decimal]:
    """The points proposed for each sub-item: where all tasks in it that are this unit's are done."""
    found: dict[str, Decimal] = {}
    for sub in line.sub_items:
        mine = [state for state in states if state.sub_item == sub.id]
        if sub.tiers:
            found[sub.id] = _tier(sub, states, units, asked)
        elif _finished(mine, asked.as_of):
            found[sub.id] = sub.points or ZERO
        else:
            found[sub.id] = ZERO
    return found


def _tier(sub: SubItem, states: Sequence[TaskState], units: Units, asked: Asked) -> Decimal:
    """The highest grade that tasks and papers reach; one that only a person can judge is not proposed."""
    for tier in sub.tiers:
        tasks = all(_finished([s for s in states if s.id == name], asked.as_of) for name in tier.tasks)
        papers = all(any(u.in_draft for u in units.get(name, ())) for name in tier.papers)
        if (tier.tasks or tier.papers) and tasks and papers:
            return tier.points
    return ZERO
