"""How one line of a plan stands for the unit that hands in."""

from __future__ import annotations

from dataclasses import dataclass

from matchers.draft import Confidence, Done, Met, Mismatch, TaskState
from matchers.progress.units import Cover


@dataclass(frozen=True)
class Progress:
    """One row of a plan after judging.

    cover: is the row this unit's; status: None where it is not; words: what the status rests on, in sentences; value:
    the number found; reason: why the confidence is not high; settled: no doubt about a paper could change anything.
    """

    cover: Cover
    status: Met | Done | None = None
    words: tuple[str, ...] = ()
    value: str = ""
    confidence: Confidence = "high"
    reason: str = ""
    tasks: tuple[TaskState, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    settled: bool = True
