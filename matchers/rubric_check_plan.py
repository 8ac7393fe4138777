"""What must fit in a plan: units in charge, days, tiers by value, units of measures, grades of sub-items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from extractors.model_errors import Place, nearest
from matchers.quantities import convertible
from matchers.rubric_model import Indicator, Rubric, SubItem, Task
from matchers.rule_forms import Threshold
from matchers.rule_parts import rules_of
from matchers.verdict import limit_of

Told = tuple[Place, str]
SMALLER = ("at_most", "less_than")
"""Limits of a number of which less is better: its tiers fall while the points rise."""


def check_plan(rubric: Rubric) -> list[Told]:
    """Every problem of a rubric's targets and tasks."""
    return [
        *_units(rubric),
        *(told for n, line in enumerate(rubric.indicators) for told in _line(rubric, line, ("indicators", n))),
    ]


def _units(rubric: Rubric) -> Iterator[Told]:
    names = [unit.name for unit in rubric.units]
    for n, unit in enumerate(rubric.units):
        if unit.name in names[:n]:
            yield ("units", n, "name"), f"责任单位“{unit.name}”重复"
        for m, member in enumerate(unit.members):
            if member != "*" and member not in names:
                yield ("units", n, "members", m), f"units 中没有“{member}”{nearest(member, names)}"
    if rubric.period is not None and rubric.period.end < rubric.period.start:
        yield ("period", "end"), f"早于开始日{rubric.period.start}"


def _line(rubric: Rubric, line: Indicator, at: Place) -> Iterator[Told]:
    yield from _in_charge(rubric, line.units, (*at, "units"))
    for inner, rule in rules_of(line):
        if isinstance(rule, Threshold):
            yield from _tiers(rule, (*at, *inner))
            yield from _measured(rule, line, (*at, *inner))
        if rule.form == "tasks" and not line.sub_items:
            yield (*at, *inner), "形式 tasks 须写 sub_items（分项和任务）"
    tasks = {task.id: task for sub in line.sub_items for task in sub.tasks}
    for s, sub in enumerate(line.sub_items):
        place: Place = (*at, "sub_items", s)
        yield from _graded(sub, tasks, place)
        for t, task in enumerate(sub.tasks):
            yield from _task(rubric, task, tasks, (*place, "tasks", t))


def _in_charge(rubric: Rubric, units: tuple[str, ...], at: Place) -> Iterator[Told]:
    if rubric.applicant != "unit":
        return
    known = [name for unit in rubric.units for name in (unit.name, *unit.also)]
    for n, name in enumerate(units):
        if name not in known:
            yield (*at, n), f"units 中没有责任单位“{name}”{nearest(name, known)}"


def _task(rubric: Rubric, task: Task, tasks: dict[str, Task], at: Place) -> Iterator[Told]:
    yield from _in_charge(rubric, task.units, (*at, "units"))
    if task.units_as and task.units_as not in tasks:
        yield (*at, "units_as"), f"本项没有任务“{task.units_as}”{nearest(task.units_as, list(tasks))}"
    yearly = task.every in {"year", "quarter"}
    if yearly and len(task.deadline) != len("09-30"):
        yield (*at, "deadline"), "每年（每季度）的任务须写月日，如 09-30"
    if task.every == "once" and len(task.deadline) != len("2018-10-31"):
        yield (*at, "deadline"), "一次完成的任务须写年月日，如 2018-10-31；没有时限的写 every: ongoing"
    if task.every in {"ongoing", "already"} and task.deadline:
        yield (*at, "deadline"), f"every: {task.every} 的任务没有时限"
    if task.deadline and not _is_day(task.deadline):
        yield (*at, "deadline"), f"没有“{task.deadline}”这一天"


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text if len(text) > len("09-30") else f"2000-{text}")
    except ValueError:
        return False
    return True


def _graded(sub: SubItem, tasks: dict[str, Task], at: Place) -> Iterator[Told]:
    for n, tier in enumerate(sub.tiers):
        if sub.points is not None and tier.points > sub.points:
            yield (*at, "tiers", n, "points"), f"这一档给{tier.points}分，高于本分项{sub.points}分"
        if tier.quote not in sub.source.quote:
            yield (*at, "tiers", n, "quote"), "不在本分项的引文里"
        for m, name in enumerate(tier.tasks):
            if name not in tasks:
                yield (*at, "tiers", n, "tasks", m), f"本项没有任务“{name}”{nearest(name, list(tasks))}"
    points = [tier.points for tier in sub.tiers]
    if points != sorted(points, reverse=True):
        yield (*at, "tiers"), "各档须按分值由高到低排列"


def _tiers(rule: Threshold, at: Place) -> Iterator[Told]:
    limits = [limit_of(tier) for tier in rule.tiers]
    known = [limit for limit in limits if limit is not None]
    if len({name in SMALLER for name, _ in known}) > 1:
        yield (*at, "tiers"), "各档的方向须一致（都是越大越好，或都是越小越好）"
        return
    falling = bool(known) and known[0][0] in SMALLER
    steps: list[tuple[Decimal, Decimal]] = [
        (-limit[1] if falling else limit[1], tier.points)
        for limit, tier in zip(limits, rule.tiers, strict=True)
        if limit is not None
    ]
    if any(after[0] <= before[0] or after[1] <= before[1] for before, after in pairwise(steps)):
        yield (*at, "tiers"), "各档须由易到难排列，分值随之增加，不得重复"


def _measured(rule: Threshold, line: Indicator, at: Place) -> Iterator[Told]:
    for key in ("of", "than"):
        for n, name in enumerate(getattr(rule, key)):
            measure = line.papers[name].measure if name in line.papers else None
            if measure is not None and not convertible(measure.unit, rule.unit):
                told = f"“{measure.name}”的单位是“{measure.unit or '（无）'}”，不能换算成“{rule.unit or '（无）'}”"
                yield (*at, key, n), told
