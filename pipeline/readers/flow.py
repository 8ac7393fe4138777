"""Composes the page of a text that has no places: paragraphs and tables in document order (DOCX, DOC, sheets, HTML).

The counterpart of `extractors.layout` for formats without pages; the form of the text is that of `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell, Page, PageId, Table, text_page

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff]")
DAMAGED = re.compile(r"(?<=[^\s\x00-\x1f])[\x00-\x08\x0e-\x1d\x7f]+(?=[^\s\x00-\x1f])")
"""Within a word a control says that a sign is missing (Word's optional hyphen 1F and hyphen 1E do not)."""


# Tick boxes typed in Wingdings stand in the private-use area; the form's claims hang on them.
TICKS = {
    0xF0FE: "☑",
    0xF052: "☑",
    0xF0FD: "☒",
    0xF054: "☒",
    0xF0A8: "□",
    0xF0A3: "□",
    0xF06F: "□",
    0xF0FC: "√",
    0xF050: "√",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a grid: its place, and the paragraphs and tables in it."""

    row: int
    column: int
    blocks: tuple[Block, ...] = ()
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its slots in row-major order."""

    slots: tuple[Slot, ...]


Block = str | Grid


def compose_flow(page_id: PageId, blocks: Sequence[Block]) -> Page:
    """A page with text and tables but without places."""
    sheet = _Sheet()
    for block in blocks:
        sheet.write(block)
    text = "".join(sheet.parts)
    return replace(text_page(page_id, text), tables=tuple(sheet.tables))


class _Sheet:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.tables: list[Table] = []
        self._fresh = 0  # where the present cell began: no newline before its first block

    def write(self, block: Block) -> None:
        if isinstance(block, Grid):
            if block.slots:
                self._write_grid(block)
        elif text := clean(block):
            self._break()
            self._add(text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _break(self) -> None:
        if self.length > self._fresh:
            self._add("\n")

    def _write_grid(self, grid: Grid) -> None:
        self._break()
        place = len(self.tables)
        self.tables.append(Table(()))  # an outer table stands before the ones in it
        outer, cells, row = self._fresh, [], grid.slots[0].row
        for at, slot in enumerate(grid.slots):
            if at:
                self._add("\n" * max(1, slot.row - row) if slot.row != row else "\t")
            row = slot.row
            start = self._fresh = self.length
            for block in slot.blocks:
                self.write(block)
            cells.append(Cell(slot.row, slot.column, start, self.length, slot.rowspan, slot.colspan))
        self._fresh = outer
        self.tables[place] = Table(tuple(cells))


def clean(text: str) -> str:
    r"""Text of one paragraph: tabs and odd blanks as one blank, lines stripped; control characters are dropped, but
    within a word they are told as a sign that cannot be read.

    >>> clean("名称：\t甲\x1f公司 \n\n 地址\xa0乙\x02 \n 编号 7674\x1cR2M")
    '名称： 甲公司\n地址 乙\n编号 7674�R2M'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = DAMAGED.sub("\ufffd", text.replace("\t", " ").replace("\xa0", " "))
    text = UNPRINTABLE.sub("", text).translate(TICKS)
    return "\n".join(line for raw in text.split("\n") if (line := raw.strip()))


def occupy(rows: Sequence[Sequence[tuple[int, int, tuple[Block, ...]]]]) -> Grid:
    """A grid from rows of (rowspan, colspan, blocks) as HTML writes them: a cell goes to the first free column."""
    taken: set[tuple[int, int]] = set()
    slots = []
    for r, row in enumerate(rows):
        column = 0
        for rowspan, colspan, blocks in row:
            while (r, column) in taken:
                column += 1
            down = min(rowspan, len(rows) - r)
            taken.update((r + i, column + j) for i in range(down) for j in range(colspan))
            slots.append(Slot(r, column, blocks, down, colspan))
            column += colspan
    return Grid(tuple(slots))
