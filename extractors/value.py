"""A value found in a stretch of text, whatever its sort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.evidence import Check
from extractors.parsers.found import Found


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the stretch [start, end) that says it; `value` None: something stands there that cannot be used."""

    value: str | tuple[str, ...] | None
    start: int
    end: int
    check: Check = "none"
    repaired: str | None = None
    problem: str | None = None
    hint: str | None = None


Reader = Callable[[str, bool], list[Value]]
"""(text of a stretch, it stood beside a label) -> values in order."""


def value_of(found: Found) -> Value:
    """What a parser found, as a value."""
    return Value(found.value, found.start, found.end, found.check, found.repaired, found.problem, found.hint)
