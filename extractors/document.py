"""The only picture of a page that anyone passes on: words with boxes, text, tables, and how well it was read.

Lengths are PDF points with the origin at the top left of the page as a person sees it (after /Rotate and EXIF).
Text positions are offsets into `Page.text`; `page.text[span.start:span.end]` is what was read.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

Via = Literal["text", "ocr"]
Legibility = Literal["good", "poor", "unread", "blank"]
FileStatus = Literal["read", "partly_read", "unreadable", "password", "unsupported", "skipped", "limit"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, x to the right and y downwards; never negative in width or height."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError(f"box turned inside out: {self}")

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


class PageId(NamedTuple):
    """Where a page stands: file relative to the dossier (`/`, NFC), 1-based page, picture inside an office file."""

    file: str
    number: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one page's text, end exclusive."""

    page: PageId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters in one line, as the text layer or the OCR engine gave it.

    `scores` (OCR only) holds the engine's score of every character, `edges` (if known) the len(text)+1 x-positions
    between characters. A word of a text layer has scores None.
    """

    text: str
    start: int
    box: Box | None = None
    scores: tuple[float, ...] | None = None
    edges: tuple[float, ...] | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def box_of(self, start: int, end: int) -> Box | None:
        """The part of the box that covers [start, end) of the page's text; proportional without edges."""
        if self.box is None or not self.text:
            return self.box
        first, last = max(start - self.start, 0), min(end - self.start, len(self.text))
        if first >= last:
            return None
        if self.edges is not None and len(self.edges) == len(self.text) + 1:
            x0, x1 = self.edges[first], self.edges[last]
        else:
            step = self.box.width / len(self.text)
            x0, x1 = self.box.x0 + first * step, self.box.x0 + last * step
        return Box(min(x0, x1), self.box.y0, max(x0, x1), self.box.y1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its place in the grid and its stretch of the page's text (start == end: empty)."""

    row: int
    column: int
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in row-major order; a merged cell stands once, at its top left."""

    cells: tuple[Cell, ...]
    box: Box | None = None

    @property
    def rows(self) -> int:
        return max((c.row + c.rowspan for c in self.cells), default=0)

    @property
    def columns(self) -> int:
        return max((c.column + c.colspan for c in self.cells), default=0)


@dataclass(frozen=True)
class Page:
    """What one page says. Width and height are None where there is no page (DOCX, CSV).

    `text` holds the words in reading order: words of a line joined by one blank, lines by a newline; the cells of a
    table stand one after another, cells of a row joined by a tab, rows by a newline, lines within a cell by a newline.
    `legibility`: good; poor (read, but not to be relied on); unread (shows something that nobody could read); blank.
    `turned`: degrees (0, 90, 180, 270) clockwise by which the page has to be turned to be read. All boxes, width and
    height are those of the turned page, so that "right of" and "below" mean what they say; `seen` gives the page with
    its boxes where a person sees them in the file, and is what output must use.
    """

    id: PageId
    text: str
    words: tuple[Word, ...] = ()
    tables: tuple[Table, ...] = ()
    width: float | None = None
    height: float | None = None
    via: Via = "text"
    legibility: Legibility = "good"
    has_picture: bool = False
    note: str | None = None
    turned: int = 0
    breaks_off: bool = False
    """Something of the file behind this page's text, or of the page itself, was lost to damage or a limit."""

    @cached_property
    def _starts(self) -> list[int]:
        return [w.start for w in self.words]

    def span(self, start: int, end: int) -> Span:
        return Span(self.id, start, end)

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share a character with [start, end)."""
        first = max(bisect.bisect_right(self._starts, start) - 1, 0)
        found = []
        for word in self.words[first:]:
            if word.start >= end:
                break
            if word.end > start:
                found.append(word)
        return tuple(found)

    def box_of(self, start: int, end: int) -> Box | None:
        """The smallest rectangle around [start, end), or None where the page has no places."""
        boxes = [b for w in self.words_in(start, end) if (b := w.box_of(start, end)) is not None]
        if not boxes:
            return None
        result = boxes[0]
        for box in boxes[1:]:
            result = result.union(box)
        return result

    def seen(self) -> Page:
        """The same page as it lies in the file, for places in output; itself where it is upright.

        On a page that lies on its side every character is a word, since its text runs upwards or downwards there.
        """
        if not self.turned:
            return self
        words: list[Word] = []
        for word in self.words:
            if word.box is None:
                words.append(word)
            elif self.turned == 180 and self.width is not None:
                edges = None if word.edges is None else tuple(self.width - x for x in word.edges)
                words.append(replace(word, box=self.as_seen(word.box), edges=edges))
            else:
                for at, char in enumerate(word.text):
                    box = word.box_of(word.start + at, word.start + at + 1)
                    scores = None if word.scores is None else word.scores[at : at + 1]
                    words.append(Word(char, word.start + at, None if box is None else self.as_seen(box), scores))
        tables = tuple(
            Table(
                tuple(c if c.box is None else replace(c, box=self.as_seen(c.box)) for c in table.cells),
                None if table.box is None else self.as_seen(table.box),
            )
            for table in self.tables
        )
        wide, high = (self.width, self.height) if self.turned == 180 else (self.height, self.width)
        return replace(self, words=tuple(words), tables=tables, width=wide, height=high, turned=0)

    def as_seen(self, box: Box) -> Box:
        """A box of the turned page as a box of the page as a person sees it (differs only where `turned`)."""
        if self.width is None or self.height is None:
            return box
        if self.turned == 90:
            return Box(box.y0, max(self.width - box.x1, 0.0), box.y1, max(self.width - box.x0, 0.0))
        if self.turned == 180:
            x, y = self.width, self.height
            return Box(max(x - box.x1, 0.0), max(y - box.y1, 0.0), max(x - box.x0, 0.0), max(y - box.y0, 0.0))
        if self.turned == 270:
            return Box(max(self.height - box.y1, 0.0), box.x0, max(self.height - box.y0, 0.0), box.x1)
        return box

    def score_of(self, start: int, end: int) -> float:
        """The lowest character score within [start, end); 1.0 for a text layer."""
        lowest = 1.0
        for word in self.words_in(start, end):
            if word.scores is not None:
                part = word.scores[max(start - word.start, 0) : max(end - word.start, 0)]
                lowest = min(lowest, *part) if part else lowest
        return lowest

    def cell_text(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]

    def grid(self, table: Table) -> list[list[Cell | None]]:
        """Rows of cells, a merged cell repeated in every place that it covers."""
        rows: list[list[Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            for r in range(cell.row, cell.row + cell.rowspan):
                for c in range(cell.column, cell.column + cell.colspan):
                    rows[r][c] = cell
        return rows


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong while reading: a code of the contract, a message with the remedy, and where."""

    code: str
    message: str
    file: str
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """One file as read. `pages` are in order; a picture inside an office file is a page of its own after the text."""

    path: str
    sha256: str
    status: FileStatus
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    note: str | None = None
    problems: tuple[Problem, ...] = field(default=())


def find_page(pages: Iterable[Page], wanted: PageId) -> Page | None:
    """The page with that id, or None."""
    return next((p for p in pages if p.id == wanted), None)


def text_page(page_id: PageId, text: str, *, via: Via = "text", score: float | None = None) -> Page:
    """A page without places, one word for each stretch without blanks: for plain text, CSV and examples of kinds.

    `score`, for OCR examples, is given to every character.
    """
    words = []
    start = None
    for at, char in enumerate(text + " "):
        if char.isspace():
            if start is not None:
                run = text[start:at]
                words.append(Word(run, start, scores=None if score is None else (score,) * len(run)))
                start = None
        elif start is None:
            start = at
    return Page(page_id, text, tuple(words), via=via, legibility="good" if words else "blank")
