"""Which papers of the dossier speak of which row of the plan: exact ones, and those only alike where nothing fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jieba

from extractors.evidence import Evidence
from matchers.progress import names
from matchers.progress.deeds import Row, says, shown
from matchers.progress.measuring import Asker, measured, place_of, told_apart
from matchers.progress.units import folded
from matchers.rubric_model import Indicator, PlanPeriod, Rubric, Selection, Task
from matchers.rule_parts import named, parts
from matchers.unit import Unit

ALIKE: Final = 0.5
"""Share of a task's words that a title must have for a person to be asked."""
_IDLE: Final = frozenset(
    {
        "出台",
        "建立",
        "健全",
        "制定",
        "制订",
        "开展",
        "工作",
        "推动",
        "推进",
        "落实",
        "有效",
        "定期",
        "加强",
        "江门市",
        "江门",
        "我市",
        "全市",
        "通知",
        "关于",
        "印发",
        "措施",
        "制度",
        "建设",
        "情况",
        "质量",
        "活动",
        "会议",
    }
)
"""Words that stand in every title."""


@dataclass(frozen=True)
class Ask:
    """One selection of a row: its line, its name, who is in charge, and the words of its task (if it is one's)."""

    line: str
    name: str
    selection: Selection
    row: Row
    mine: bool
    text: str = ""


def units_in_charge(line: Indicator, task: Task | None) -> tuple[str, ...]:
    """The printed units of a task, or of the one whose merged cell it shares; of the line where it has no tasks."""
    if task is None:
        return line.units
    if task.units or not task.units_as:
        return task.units
    return next((t.units for sub in line.sub_items for t in sub.tasks if t.id == task.units_as), ())


def _names_of(task: Task) -> set[str]:
    rules = [rule for _, rule in parts(task.rule)] if task.rule is not None else []
    return {*task.papers, *(name for rule in rules for _, name in named(rule))}


def asks_of(rubric: Rubric, asker: Asker, as_of: dt.date) -> Iterator[Ask]:
    """Every selection of every row, with whether the row is this unit's."""
    period = rubric.period or PlanPeriod(start=dt.date(as_of.year, 1, 1), end=as_of)
    own = asker.who.names
    for line in rubric.indicators:
        tasks = [task for sub in line.sub_items for task in sub.tasks]
        owners: dict[str, list[Task]] = {}
        for task in tasks:
            for name in _names_of(task):
                owners.setdefault(name, []).append(task)
        for name, selection in line.papers.items():
            known: list[Task | None] = [*owners.get(name, tasks)] or [None]
            units = tuple(dict.fromkeys(unit for task in known for unit in units_in_charge(line, task)))
            mine = asker.plan.covers(units, own) != "no"
            text = known[0].text if len(known) == 1 and known[0] is not None else ""
            yield Ask(line.id, name, selection, Row(asker.plan.members(units), period, as_of), mine, text)


def _takes(ask: Ask, paper: Evidence) -> names.Match:
    selection = ask.selection
    if selection.type != paper.type:
        return "no"
    if selection.measure is not None:
        return names.match(paper.text("measure"), selection.measure)
    if selection.deed is not None and says(paper.text("title"), selection.deed.words):
        return "exact"
    return "no"


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in jieba.lcut(folded(text)) if len(word) > 1 and word not in _IDLE)


def _alike(ask: Ask, paper: Evidence) -> float:
    if ask.selection.type != paper.type:
        return 0.0
    if ask.selection.measure is not None:
        return names.nearness(paper.text("measure"), ask.selection.measure)
    wanted = _words(ask.text)
    share = len(wanted & _words(paper.text("title") or "")) / len(wanted) if len(wanted) > 1 else 0.0
    return 100 * share if share >= ALIKE else 0.0


def _unit(ask: Ask, paper: Evidence, asker: Asker, kind: names.Match) -> Unit:
    if ask.selection.measure is not None:
        return measured(paper, ask.selection.measure, asker, kind)
    return shown(paper, ask.selection, asker, ask.row, near=kind == "near")


def _may_be(unit: Unit) -> bool:
    """Could something only alike be meant at all? Not a sum of money where a share is asked for."""
    return unit.in_highest and not any(f.code in {"UNIT_MISMATCH", "PERIOD_OTHER"} for f in unit.findings)


def gather_plan(
    rubric: Rubric, papers: Sequence[Evidence], asker: Asker, as_of: dt.date
) -> dict[str, dict[str, tuple[Unit, ...]]]:
    """The units of every selection of every line, by line and name; of rows that are another unit's none."""
    asks = list(asks_of(rubric, asker, as_of))
    found: dict[tuple[str, str], list[Unit]] = {(ask.line, ask.name): [] for ask in asks}
    for paper in papers:
        taken = [(ask, kind) for ask in asks if (kind := _takes(ask, paper)) != "no"]
        if not taken:
            ranked = [(likeness, ask) for ask in asks if (likeness := _alike(ask, paper))]
            best = max((likeness for likeness, _ in ranked), default=0.0)
            taken = [(ask, "near") for likeness, ask in ranked if likeness == best]
        for ask, kind in taken:
            if ask.mine and (kind != "near" or _may_be(_unit(ask, paper, asker, kind))):
                found[(ask.line, ask.name)].append(_unit(ask, paper, asker, kind))
    own = {p.id for p in papers if p.type == "statistic" and place_of(p, asker, "own") == "own"}
    whole: dict[str, dict[str, tuple[Unit, ...]]] = {line.id: {} for line in rubric.indicators}
    for (line, name), units in found.items():
        whole[line][name] = tuple(told_apart(units, frozenset(own)))
    return whole


def of_year(units: Mapping[str, Sequence[Unit]], year: int) -> dict[str, tuple[Unit, ...]]:
    """Only what is of that year: numbers by their period, deeds by their day."""
    return {
        name: tuple(u for u in found if (u.period[:4] or (str(u.day.year) if u.day else "")) == str(year))
        for name, found in units.items()
    }
