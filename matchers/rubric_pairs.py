"""Which line of an old edition is which line of a new one: by number where the words agree, else by the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from matchers.rubric_quotes import without_blanks

Row = TypeVar("Row")
SAME_NUMBER = 0.35
"""Likeness at which two rows of one number are one row that was reworded."""
OTHER_NUMBER = 0.65
"""Likeness at which a row is the same under another number."""


NUMBER_COUNTS = 0.2
"""What one number adds to the likeness."""


@dataclass(frozen=True)
class Pairs(Generic[Row]):
    """Rows of both editions that belong together, and those that only one edition has."""

    both: tuple[tuple[Row, Row], ...]
    gone: tuple[Row, ...]
    new: tuple[Row, ...]


def pair(
    old: Sequence[Row], new: Sequence[Row], number: Callable[[Row], str], words: Callable[[Row], str]
) -> Pairs[Row]:
    """Pairs the most alike rows first; one number counts for them, but two lines that changed places are told as such.

    A number whose words have nothing in common is another line under a number that fell free.
    """
    scored = []
    for i, one in enumerate(old):
        for k, other in enumerate(new):
            same, alike = number(one) == number(other), likeness(words(one), words(other))
            if alike >= (SAME_NUMBER if same else OTHER_NUMBER):
                scored.append((alike + (NUMBER_COUNTS if same else 0), -i, -k))
    taken: dict[int, int] = {}
    for _, i, k in sorted(scored, reverse=True):
        if -i not in taken and -k not in taken.values():
            taken[-i] = -k
    both = sorted(taken.items(), key=lambda found: found[1])
    gone = tuple(row for i, row in enumerate(old) if i not in taken)
    came = tuple(row for k, row in enumerate(new) if k not in taken.values())
    return Pairs(tuple((old[i], new[k]) for i, k in both), gone, came)


def likeness(one: str, other: str) -> float:
    """How much of two texts agrees, from 0 to 1; blanks do not count."""
    return fuzz.ratio(without_blanks(one), without_blanks(other)) / 100
