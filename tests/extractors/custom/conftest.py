"""Pages for tests: with ruled tables, with words in columns, plain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from extractors.document import Box, Cell, Page, PageId, Table, Via, Word, text_page

PageMaker = Callable[..., Page]


def _ruled(
    rows: Sequence[Sequence[str | None]], *, before: str = "", after: str = "", number: int = 1, file: str = "a.pdf"
) -> Page:
    """A table; None continues the cell to the left, a cell '^' the one above."""
    text = before + "\n" if before else ""
    words: list[Word] = []
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None:
                owner[r, c] = owner[r, c - 1]
                continue
            if value == "^":
                owner[r, c] = owner[r - 1, c]
                continue
            owner[r, c] = (r, c)
            start = len(text)
            for line in value.split("\n"):
                if line:
                    words.append(Word(line, len(text)))
                text += line + "\n"
            text = text[:-1]
            places[r, c] = (start, len(text))
            text += "\t"
        text = text.rstrip("\t") + "\n"
    if before:
        words.insert(0, Word(before, 0))
    text += after
    cells = []
    for (r, c), (start, end) in places.items():
        mine = [at for at, home in owner.items() if home == (r, c)]
        cells.append(Cell(r, c, start, end, max(y for y, _ in mine) - r + 1, max(x for _, x in mine) - c + 1))
    return Page(PageId(file, number), text, tuple(words), (Table(tuple(cells)),), 595, 842)


def _aligned(
    rows: Sequence[Sequence[str]],
    xs: Sequence[float],
    *,
    number: int = 1,
    file: str = "a.pdf",
    via: Via = "text",
    score: float | None = None,
    step: float = 20,
) -> Page:
    """Words in columns that begin at these x-positions; '' leaves a place empty."""
    text, words, y = "", [], 50.0
    for row in rows:
        at_start = True
        for x, cell in zip(xs, row, strict=False):
            if not cell:
                continue
            if not at_start:
                text += " "
            at_start = False
            width = sum(5 if ord(c) < 128 else 10 for c in cell)
            scores = None if score is None else (score,) * len(cell)
            words.append(Word(cell, len(text), Box(x, y, x + width, y + 10), scores))
            text += cell
        text += "\n"
        y += step
    return Page(PageId(file, number), text, tuple(words), width=595, height=842, via=via)


def _plain(text: str, *, number: int = 1, file: str = "a.pdf", via: Via = "text", score: float | None = None) -> Page:
    return text_page(PageId(file, number), text, via=via, score=score)


@pytest.fixture
def ruled() -> PageMaker:
    return _ruled


@pytest.fixture
def aligned() -> PageMaker:
    return _aligned


@pytest.fixture
def plain() -> PageMaker:
    return _plain
