"""A plan's line in draft.json: status, value, goal, units in charge and tasks; additive to the contract."""

from __future__ import annotations

from typing import Any

from matchers.draft import Line


def as_fields(line: Line) -> dict[str, Any]:
    """What a plan's line carries besides; nothing for the lines of other schemes.

    `status` null: the row is not this unit's. `tasks` are all of the line, those of other units with status null.
    """
    if not line.units:
        return {}
    return {
        "status": line.status,
        "value": line.value,
        "goal": line.goal,
        "units": list(line.units),
        "tasks": [
            {
                "id": task.id,
                "text": task.text,
                "units": list(task.units),
                "due": task.due,
                "deadline": task.deadline or None,
                "year": task.year,
                "status": task.status,
                "evidence": list(task.evidence),
                "basis": task.basis,
            }
            for task in line.tasks
        ],
    }
