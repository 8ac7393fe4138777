"""A rubric as far as it can be taken: what the types refuse is told and left out, so that the rest is checked too.

Without this an unknown key would hide that the points do not add up, and a person would need a run for each mistake.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extractors.model_errors import Place, told
from matchers.rubric_model import Rubric

ADAPTER: TypeAdapter[Rubric] = TypeAdapter(Rubric)
LISTS = ("indicators", "eligibility", "groups", "calls", "tables")
"""The lists of a rubric whose rows stand for themselves: a row that is wrong leaves the others as they are."""
_STAND_INS = (("id", "?"), ("title", "?"), ("document", "?"), ("as_of", "2000-01-01"))
_ROUNDS = 30


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of the model, as pydantic makes it."""
    return ADAPTER.json_schema()


@dataclass
class Pruned:
    """The part of a rubric that the types take, and what was left out of it.

    rows: for each list, the places in the file of the rows that were kept; damaged: rows (list, place in the file) of
    which more than an unknown key was left out; lost: ids of the rows left out whole, by list; unsure: groups whose
    sum cannot be told.
    """

    rubric: Rubric | None = None
    problems: list[tuple[Place, str]] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    damaged: set[Place] = field(default_factory=set)
    lost: dict[str, set[str]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def original(self, place: Place) -> Place:
        """A place in the kept part, as it is in the file."""
        if len(place) > 1 and isinstance(place[1], int) and place[0] in self.rows:
            return (place[0], self.rows[str(place[0])][place[1]], *place[2:])
        return place


def prune(data: Any) -> Pruned:
    """The typed rubric of the data, or of what remains of it without the parts that the types refuse."""
    found = Pruned()
    kept = data
    for count in range(_ROUNDS):  # what is left out may uncover what stood behind it
        try:
            found.rubric = ADAPTER.validate_python(_view(kept, found) if count else kept)
            return found
        except ValidationError as error:
            new = [(found.original(place), text) for place, text in told(error, schema())]
        if not count:
            found.problems, kept = new, copy.deepcopy(data)
        found.problems += [one for one in new if one not in found.problems and not one[1].startswith("缺少必填的键")]
        if not isinstance(kept, dict):
            break
        for place, text in new:
            if text.startswith("未知的键"):
                _remove(kept, place)
            else:
                _leave_out(kept, place, found)
    return found


def _view(kept: dict[str, Any], found: Pruned) -> dict[str, Any]:
    """What remains, without the rows that were left out, with stand-ins for what must be there."""
    shown = dict(kept)
    for name in LISTS:
        rows = kept.get(name)
        if isinstance(rows, list):
            found.rows[name] = [n for n, row in enumerate(rows) if row is not None]
            shown[name] = [rows[n] for n in found.rows[name]]
    for name, stand_in in _STAND_INS:
        shown.setdefault(name, stand_in)
    if found.lost.get("indicators") or found.lost.get("groups"):
        shown.pop("total", None)
    return shown


def _leave_out(kept: dict[str, Any], place: Place, found: Pruned) -> None:
    """Takes out the key that is wrong; where it must be there, what holds it, at last the whole row."""
    if len(place) < 2 or place[0] not in LISTS or not isinstance(place[1], int):
        kept.pop(str(place[0]) if place else "", None)
        return
    name, row = str(place[0]), place[1]
    inner = list(place[2:])
    for n, part in enumerate(inner):
        if isinstance(part, int):  # a list inside the row goes whole, or its other places would shift
            del inner[n:]
            break
    found.damaged.add((name, row))
    while inner:
        if _remove(kept, (name, row, *inner)):
            return
        inner.pop()
    rows = kept.get(name)
    if not isinstance(rows, list) or row >= len(rows):
        return
    written = rows[row] if isinstance(rows[row], dict) else {}
    found.lost.setdefault(name, set()).add(str(written.get("id")))
    if name == "indicators":
        found.unsure.add(str(written.get("group")))
    rows[row] = None


def _remove(data: Any, place: Place) -> bool:
    """Takes one key out of the data; False where it is not there."""
    at = data
    for part in place[:-1]:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(at, dict) and place[-1] in at:
        del at[place[-1]]
        return True
    return False
