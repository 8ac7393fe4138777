"""A notice as the drafting sees it: paragraphs and tables in order, without any place on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in one place of a table. Places that a merged cell covers share its `owner`; empty ones have none."""

    text: str
    owner: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as rows of places, every row equally long."""

    rows: tuple[tuple[Slot, ...], ...]

    @property
    def columns(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Paragraphs (single lines) and tables in the order of reading."""

    blocks: tuple[str | Sheet, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The text outside of tables, line by line."""
        return tuple(block for block in self.blocks if isinstance(block, str))

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Sheet))


def sheet_of(rows: list[list[str]]) -> Sheet:
    """A table without merged cells, short rows filled up with empty places."""
    width = max((len(row) for row in rows), default=0)
    slots = []
    for at, row in enumerate(rows):
        filled = [*row, *[""] * (width - len(row))]
        slots.append(tuple(Slot(text.strip(), at * width + column) for column, text in enumerate(filled)))
    return Sheet(tuple(slots))
