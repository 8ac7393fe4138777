"""Circular references inside a rubric: a unit that is its own member, tasks that take their units from each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.model_errors import Place
from matchers.rubric_model import Rubric


def check_cycles(rubric: Rubric) -> Iterator[tuple[Place, str]]:
    """One problem for each circle, at the row that closes it."""
    rows = {unit.name: n for n, unit in enumerate(rubric.units)}
    for circle in circles({unit.name: [m for m in unit.members if m in rows] for unit in rubric.units}):
        yield ("units", rows[circle[0]], "members"), _told(circle)
    for n, line in enumerate(rubric.indicators):
        places: dict[str, Place] = {}
        follows: dict[str, list[str]] = {}
        for s, sub in enumerate(line.sub_items):
            for t, task in enumerate(sub.tasks):
                places[task.id] = ("indicators", n, "sub_items", s, "tasks", t, "units_as")
                follows[task.id] = [task.units_as] if task.units_as and not task.units else []
        for circle in circles(follows):
            yield places[circle[0]], _told(circle)


def circles(follows: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Every circle once, beginning with its first name.

    >>> circles({"甲": ["乙"], "乙": ["丙", "甲"], "丙": [], "丁": ["丁"]})
    [['甲', '乙'], ['丁']]
    """
    found: list[list[str]] = []
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            circle = way[way.index(name) :]
            if not any(set(circle) == set(known) for known in found):
                found.append(circle)
            return
        if name in done:
            return
        for after in follows.get(name, ()):
            walk(after, [*way, name])
        done.add(name)

    for name in follows:
        walk(name, [])
    return found


def _told(circle: Sequence[str]) -> str:
    return "循环引用：" + "→".join((*circle, circle[0]))
