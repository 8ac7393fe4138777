"""A plan's rows over all units of a run: what each is, when it is due, and how it stands with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matchers.draft import Draft, Line, TaskState
from pipeline.emit.wording import place_text


@dataclass(frozen=True)
class Cell:
    """How one row stands for one unit. status: empty where the row is not the unit's."""

    status: str = ""
    value: str = ""
    basis: str = ""
    paper: str = ""


@dataclass(frozen=True)
class PlanRow:
    """One target, or one task (in one year): its number, text, item, units in charge, what is due or to be reached."""

    number: str
    item: str
    text: str
    units: tuple[str, ...]
    due: str
    deadline: str = ""


def is_progress(drafts: Sequence[Draft]) -> bool:
    """Are these drafts of a plan, whose lines have units in charge?"""
    return any(line.units for draft in drafts for line in draft.lines)


def has_tasks(drafts: Sequence[Draft]) -> bool:
    """Is it a plan of tasks (else of targets)?"""
    return any(line.tasks for draft in drafts for line in draft.lines)


def rows_of(draft: Draft) -> list[PlanRow]:
    """Every row of the plan, in the plan's order; the same for every unit."""
    rows = []
    for line in draft.lines:
        if line.tasks:
            rows += [PlanRow(t.label, f"{line.id} {line.name}", t.text, t.units, t.due, t.deadline) for t in line.tasks]
        else:
            rows.append(PlanRow(line.id, line.group, line.name, line.units, line.goal or "（空）"))
    return rows


def _paper(draft: Draft, ids: Sequence[str]) -> str:
    items = {item.id: item for item in draft.items}
    found = [place_text(items[i].evidence) for i in ids if i in items]
    return "\n".join(dict.fromkeys(found[:3])) + (f"\n等{len(found)}份" if len(found) > 3 else "")


def _of_task(draft: Draft, task: TaskState) -> Cell:
    return Cell(task.status or "", "", task.basis, _paper(draft, task.evidence))


def _of_target(draft: Draft, line: Line) -> Cell:
    used = [item.id for item in draft.items if item.id in line.evidence and item.status != "rejected"]
    return Cell(line.status or "", line.value, line.basis, _paper(draft, used))


def cells_of(draft: Draft) -> dict[str, Cell]:
    """How each row stands for the draft's unit, by the row's number."""
    cells = {}
    for line in draft.lines:
        for task in line.tasks:
            cells[task.label] = _of_task(draft, task)
        if not line.tasks:
            cells[line.id] = _of_target(draft, line)
    return cells


def unit_name(draft: Draft) -> str:
    """The unit's name for a heading."""
    return draft.applicant.name or f"（未识别）{draft.dossier.name}"
