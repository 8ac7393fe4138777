"""Composes a `Page` from what a reader found on it: pieces of text with places, and the cells of ruled tables.

The one place where reading order, blanks, tabs and newlines of `Page.text` are decided; see the docstring of `Page`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.document import Box, Cell, Legibility, Page, PageId, Table, Via, Word
from extractors.reading_order import (
    Line,
    Piece,
    by_columns,
    find_lines,
    height_of,
    joint,
    proportional_edges,
)

__all__ = ["GridCell", "Piece", "compose_page"]


_RUN = re.compile(r"[!-~]+|.", re.DOTALL)
"""What is never cut at a ruled line: a run of ASCII (a number, a date, a Latin word), a single other character."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a ruled table before text is put into it: place in the grid and rectangle (PDF points)."""

    row: int
    column: int
    box: Box
    rowspan: int = 1
    colspan: int = 1


def compose_page(
    page_id: PageId,
    pieces: Iterable[Piece],
    grids: Sequence[Sequence[GridCell]] = (),
    *,
    width: float | None = None,
    height: float | None = None,
    via: Via = "text",
    legibility: Legibility = "good",
    has_picture: bool = False,
    note: str | None = None,
    turned: int = 0,
    slope: float = 0.0,
) -> Page:
    """The page with its text in reading order. `slope` is the skew of its lines (dy / dx, y downwards).

    Pieces may come in any order. A piece that reaches over a ruled line is cut there, at its character edges.
    """
    clean = [p for raw in pieces if (p := _clean(raw)) is not None]
    frames = [_Frame(cells) for cells in _outermost(grids)]
    for frame in frames:
        clean = [rest for piece in clean for rest in frame.take(piece)]
    sheet = _Sheet()
    blocks: list[tuple[float, _Frame | Line]] = [(frame.top(slope), frame) for frame in frames]
    lines = by_columns(find_lines([p for p in clean if not p.aside], slope), slope)
    order = _monotone([height_of(line, slope) for line in lines])
    blocks += list(zip(order, lines, strict=True))
    blocks.sort(key=lambda block: block[0])
    tables = []
    for _, block in blocks:
        sheet.break_line()
        if isinstance(block, _Frame):
            tables.append(block.write(sheet, slope))
        else:
            sheet.write_line(block)
    for piece in (p for p in clean if p.aside):
        sheet.break_line()
        sheet.write_line([piece])
    return Page(
        page_id,
        "".join(sheet.parts),
        tuple(sheet.words),
        tuple(tables),
        width,
        height,
        via,
        legibility,
        has_picture,
        note,
        turned,
    )


@dataclass(slots=True)
class _Sheet:
    """The text of the page while it is written."""

    parts: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def break_line(self) -> None:
        if self.length:
            self.write("\n")

    def write_line(self, line: Line) -> None:
        previous: Piece | None = None
        for piece in line:
            if previous is not None and (gap := joint(previous, piece)):
                self.write(gap)
            self.words.append(Word(piece.text, self.length, piece.box, piece.scores, piece.edges))
            self.write(piece.text)
            previous = piece


class _Frame:
    """A ruled table that collects the pieces standing in its cells."""

    def __init__(self, cells: Sequence[GridCell]) -> None:
        self.cells = sorted(cells, key=lambda c: (c.row, c.column))
        self.pieces: dict[int, list[Piece]] = {}
        self.box = cells[0].box
        for cell in cells[1:]:
            self.box = self.box.union(cell.box)
        self._xs = sorted({x for c in cells for x in (c.box.x0, c.box.x1)})
        self._ys = sorted({y for c in cells for y in (c.box.y0, c.box.y1)})
        self._slots: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(self.cells):
            for i in range(bisect.bisect_left(self._xs, cell.box.x0), bisect.bisect_left(self._xs, cell.box.x1)):
                for j in range(bisect.bisect_left(self._ys, cell.box.y0), bisect.bisect_left(self._ys, cell.box.y1)):
                    self._slots[i, j] = index

    def top(self, slope: float) -> float:
        return self.box.y0 - slope * self.box.x0

    def cell_at(self, x: float, y: float) -> int | None:
        return self._slots.get((bisect.bisect_right(self._xs, x) - 1, bisect.bisect_right(self._ys, y) - 1))

    def take(self, piece: Piece) -> list[Piece]:
        """Puts the piece into its cell; what stands outside the table is given back."""
        box = piece.box
        if box.x1 < self.box.x0 or box.x0 > self.box.x1 or box.y1 < self.box.y0 or box.y0 > self.box.y1:
            return [piece]
        x, y = box.centre
        index = self.cell_at(x, y)
        play = 0.5 * box.height
        cell = self.cells[index].box if index is not None else None
        fits = cell is not None and cell.x0 - play <= box.x0 and box.x1 <= cell.x1 + play
        if piece.aside or fits or len(piece.text) == 1 or box.height > 2 * box.width:
            parts = [(index, piece)]
        else:
            parts = self._cut(piece, y)
        rest = []
        for at, part in parts:
            if at is None:
                rest.append(part)
            elif (tidy := _clean(part)) is not None:
                self.pieces.setdefault(at, []).append(tidy)
        return rest

    def _cut(self, piece: Piece, y: float) -> list[tuple[int | None, Piece]]:
        """Cut where the cell changes, but never within a number or a word: what runs over its cell stays whole."""
        edges = piece.edges or proportional_edges(piece.text, piece.box)
        runs: list[tuple[int | None, int, int]] = []
        for match in _RUN.finditer(piece.text):
            start, end = match.span()
            place = self.cell_at((edges[start] + edges[end]) / 2, y)
            narrow = edges[end] - edges[start] < 0.6 * piece.box.height and not match[0].isalnum()
            if runs and (place == runs[-1][0] or narrow):
                runs[-1] = (runs[-1][0], runs[-1][1], end)
            else:
                runs.append((place, start, end))
        parts = [(place, piece.part(start, end)) for place, start, end in runs]
        return [(place, part) for place, part in parts if not part.text.isspace()]

    def write(self, sheet: _Sheet, slope: float) -> Table:
        done = []
        row: int | None = None
        for index, cell in enumerate(self.cells):
            if row is not None:
                sheet.write("\t" if cell.row == row else "\n")
            row = cell.row
            start = sheet.length
            inside = self.pieces.get(index, [])
            lines = find_lines([p for p in inside if not p.aside], slope)
            for at, line in enumerate([*lines, *([p] for p in inside if p.aside)]):
                if at:
                    sheet.write("\n")
                sheet.write_line(line)
            done.append(Cell(cell.row, cell.column, start, sheet.length, cell.rowspan, cell.colspan, cell.box))
        return Table(tuple(done), self.box)


_UNREADABLE: Final = re.compile(r"(?<=\S)[\ue000-\uefff\uf100-\uf8ff\0-\x08\x0e-\x1f\x7f-\x9f](?=\S)")
"""Signs within a word that say nothing: told as such, since a blank in their place would hide that one is missing."""


def _clean(piece: Piece) -> Piece | None:
    """Without blanks at the ends; inner line breaks and tabs, which would look like cells, become blanks."""
    text = piece.text
    if not text or text.isspace():
        return None
    if text[0].isspace() or text[-1].isspace():
        start = len(text) - len(text.lstrip())
        piece = piece.part(start, len(text.rstrip()))
        text = piece.text
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in _UNREADABLE.sub("\ufffd", text))
        piece = Piece(text, piece.box, piece.scores, piece.edges, piece.aside)
        return _clean(piece) if text[0] == " " or text[-1] == " " else piece
    return piece


def _outermost(grids: Sequence[Sequence[GridCell]]) -> list[Sequence[GridCell]]:
    """A table drawn inside a cell of another counts as text of that cell, unless the outer one is a mere frame."""
    real = [g for g in grids if len(g) > 1]
    kept: list[Sequence[GridCell]] = []
    taken: list[Box] = []
    for grid in sorted(real, key=len, reverse=True):
        box = grid[0].box
        for cell in grid[1:]:
            box = box.union(cell.box)
        if not any(_overlap(box, other) for other in taken):
            kept.append(grid)
            taken.append(box)
    return kept


def _overlap(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2


def _monotone(heights: list[float]) -> list[float]:
    """Heights that never go back up, so that sorting the blocks of a page keeps the order of its columns."""
    result: list[float] = []
    for height in heights:
        result.append(max(height, result[-1]) if result else height)
    return result
