"""A table that says how far each certainty bore out when people reviewed the drafts; read from an explicit path only.

`yushen quality --fit` writes it. Nothing reads it by itself: the certainties of `extractors.confidence` stay as they
are unless somebody hands a table in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SCHEMA: Final = "yushen/confidence/1"


class BadTable(ValueError):
    """The file is no such table; says why in Chinese."""


@dataclass(frozen=True, slots=True)
class FittedStep:
    """From this certainty on, drafts were right with `certainty`; `cases` is what that rests on."""

    start: float
    certainty: float
    cases: int


@dataclass(frozen=True, slots=True)
class FittedTable:
    """Steps by rising start, and never falling in certainty."""

    steps: tuple[FittedStep, ...]

    def of(self, value: float) -> float:
        """The certainty that bore out; below the first step the value itself, at most that of the first step.

        >>> FittedTable((FittedStep(0.9, 0.95, 40),)).of(0.97), FittedTable((FittedStep(0.9, 0.8, 40),)).of(0.85)
        (0.95, 0.8)
        """
        found = [step for step in self.steps if step.start <= value]
        if found:
            return found[-1].certainty
        return min(value, self.steps[0].certainty) if self.steps else value


def read_fitted(path: Path) -> FittedTable:
    """The table of a file. Raises BadTable; OSError where it cannot be opened."""
    try:
        loaded = json.loads(path.read_text("utf-8"))
        if loaded.get("schema") != SCHEMA:
            raise BadTable(f"“{path}”不是把握对照表（schema 应为 {SCHEMA}）")
        steps = tuple(FittedStep(float(s["from"]), float(s["certainty"]), int(s["cases"])) for s in loaded["steps"])
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        if isinstance(cause, BadTable):
            raise
        raise BadTable(f"“{path}”不是可读的把握对照表（{type(cause).__name__}）") from None
    starts = [step.start for step in steps]
    values = [step.certainty for step in steps]
    if starts != sorted(set(starts)) or values != sorted(values) or any(not 0 <= v <= 1 for v in (*starts, *values)):
        raise BadTable(f"“{path}”的各级必须从低到高，数值在 0 与 1 之间")
    return FittedTable(steps)
