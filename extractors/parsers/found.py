"""What the finders give, and why a number is refused."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.evidence import Check


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in text[start:end].

    value: the normalised form, or None where it must not be used (an impossible day, an ambiguous date); check: a
    check digit or a grammar that leaves no other reading (`failed`: the number stands there but is wrong);
    repaired: what was replaced, in one Chinese phrase for the reviewer; problem: why value is None or doubtful, in
    Chinese; hint: what the number itself says of its kind (patent type, level of a standard, system letter).
    """

    value: str | None
    start: int
    end: int
    check: Check = "none"
    repaired: str | None = None
    problem: str | None = None
    hint: str | None = None


class InvalidNumber(ValueError):
    """The text is no number of this kind; the message says why, in Chinese."""
