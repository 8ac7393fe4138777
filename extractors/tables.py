"""Rows of a list: header → column → row, from ruled tables (PDF, DOCX, XLSX) and from words that stand in columns.

A list goes on over pages: with its header again, or without it as long as the number of columns (the places of the
columns) stays. Merged cells repeat in every row that they cover. A row that a page's end cuts in two is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.aligned import UNKNOWN, AlignedHeader, aligned_rows
from extractors.columns import Columns, fold, is_key_value, looks_like_header
from extractors.document import Box, Cell, Page, PageId, Span, Table
from extractors.table_text import Run, TableCell

MAX_HEADER_ROWS = 3
MAX_COLUMNS = 60
"""Wider grids are drawings or forms, not lists."""
MAX_ROWS = 5000


@dataclass(frozen=True)
class Row:
    """One row of a list: column → cell (empty ones are left out). `page` is where it begins."""

    page: Page
    cells: Mapping[str, TableCell]
    table: int = 0
    others: Mapping[str, TableCell] = field(default_factory=dict)
    """Cells under headers that the list does not know: header as printed (folded) → cell."""

    def text(self, name: str) -> str:
        """The cell's text without line breaks, '' where it is empty or missing."""
        found = self.cells.get(name)
        return found.text if found else ""

    @property
    def span(self) -> Span:
        """The row on its first page, from its first to its last character."""
        runs = [r for c in (*self.cells.values(), *self.others.values()) for r in c.runs if r.page is self.page]
        return self.page.span(min(r.start for r in runs), max(r.end for r in runs))

    @property
    def box(self) -> Box | None:
        span = self.span
        return self.page.box_of(span.start, span.end)

    @property
    def page_ids(self) -> tuple[PageId, ...]:
        return tuple(dict.fromkeys(r.page.id for c in self.cells.values() for r in c.runs))


@dataclass(slots=True)
class _Open:
    """The list that is being read: where its columns are."""

    width: int = 0
    groups: list[dict[int, str]] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    aligned: AlignedHeader | None = None
    number: int = 0


def read_rows(pages: Sequence[Page], columns: Columns, *, aligned: bool = True) -> list[Row]:
    """All rows of lists with these columns on these pages, in order; cut at MAX_ROWS."""
    rows: list[Row] = []
    state = _Open()
    for page in pages:
        if not (state.groups or state.aligned) and not columns.may_stand_in(page.text):
            continue
        ruled = False
        first = True
        for table in page.tables:
            if 1 < table.columns <= MAX_COLUMNS:
                found = list(_ruled_rows(page, table, columns, state))
                if found and first and rows and _goes_on(found[0], rows[-1], columns):
                    rows[-1] = _joined(rows[-1], found.pop(0))
                    ruled = True
                first = first and not found
                ruled = ruled or bool(found)
                rows.extend(found)
        if aligned and not ruled and page.words:
            state.aligned, cells = aligned_rows(page, columns, state.aligned)
            if cells:
                state.number += 1
            rows.extend(_aligned_row(page, c, state.number) for c in cells if columns.is_filled(set(c)))
        if len(rows) >= MAX_ROWS:
            break
    return rows[:MAX_ROWS]


def _aligned_row(page: Page, cells: Mapping[str, TableCell], number: int) -> Row:
    known = {name: c for name, c in cells.items() if not name.startswith(UNKNOWN)}
    others = {name.removeprefix(UNKNOWN): c for name, c in cells.items() if name.startswith(UNKNOWN)}
    return Row(page, known, number, others)


def _ruled_rows(page: Page, table: Table, columns: Columns, state: _Open) -> Iterator[Row]:
    grid = page.grid(table)
    if state.width != table.columns:
        state.groups = []
    at = 0
    while at < len(grid):
        header = _header_at(page, grid, at, columns)
        if header:
            depth, state.groups = header
            printed = _titles(page, grid[at : at + depth])
            state.titles = {i: fold(text) for i, (_, text) in enumerate(printed)}
            state.width = table.columns
            state.number += 1
            at += depth
            continue
        if state.groups and looks_like_header([page.text[c.start : c.end] for c in grid[at] if c is not None]):
            state.groups = []
        if state.groups and not _is_section(grid[at]):
            for group in state.groups:
                titles = state.titles if len(state.groups) == 1 else {}
                cells, others = _cells_of(page, grid[at], group, titles)
                if cells:
                    yield Row(page, cells, state.number, others)
        at += 1


def _cells_of(
    page: Page, row: Sequence[Cell | None], group: Mapping[int, str], titles: Mapping[int, str]
) -> tuple[dict[str, TableCell], dict[str, TableCell]]:
    cells: dict[str, TableCell] = {}
    others: dict[str, TableCell] = {}
    for index, cell in enumerate(row):
        if cell is None or cell.end <= cell.start or (index and row[index - 1] is cell):
            continue
        made = TableCell((Run(page, cell.start, cell.end),))
        if not made.text:
            continue
        if (name := group.get(index)) is not None:
            cells[name] = TableCell((*cells[name].runs, *made.runs)) if name in cells else made
        elif titles.get(index):
            others.setdefault(titles[index], made)
    return cells, others


def _header_at(
    page: Page, grid: Sequence[Sequence[Cell | None]], at: int, columns: Columns
) -> tuple[int, list[dict[int, str]]] | None:
    best: tuple[int, list[dict[int, str]]] | None = None
    most = 0
    if _is_section(grid[at]):
        return None
    for depth in range(1, min(MAX_HEADER_ROWS, len(grid) - at) + 1):
        titles = _titles(page, grid[at : at + depth])
        if depth > 1 and _looks_like_data(page, grid[at + depth - 1]):
            break
        if depth == 1 and _is_key_value(titles, columns):
            break
        groups = _groups(titles, columns)
        count = sum(len(set(g.values())) for g in groups)
        if groups and count > most:
            best, most = (depth, groups), count
    return best


def _is_key_value(titles: Sequence[tuple[list[Cell], str]], columns: Columns) -> bool:
    cells = {id(stack[0]): text for stack, text in titles if stack}
    texts = list(cells.values())
    return is_key_value(texts, [columns.column_of(t) is not None for t in texts])


def _titles(page: Page, rows: Sequence[Sequence[Cell | None]]) -> list[tuple[list[Cell], str]]:
    """For each column the header cells over it, upper ones first, and their joined text."""
    result = []
    for column in range(len(rows[0])):
        stack: list[Cell] = []
        for row in rows:
            cell = row[column]
            if cell is not None and cell.end > cell.start and not any(c is cell for c in stack):
                stack.append(cell)
        result.append((stack, "".join(page.text[c.start : c.end] for c in stack)))
    return result


def _groups(titles: Sequence[tuple[list[Cell], str]], columns: Columns) -> list[dict[int, str]]:
    """Columns by place; a header that names the same columns twice is two lists side by side."""
    groups: list[dict[int, str]] = [{}]
    owner: dict[str, list[Cell]] = {}
    for index, (stack, text) in enumerate(titles):
        name = columns.column_of(text)
        if name is None and len(stack) > 1:
            name = columns.column_of(fold(text[-LAST_TITLE:])) or None
        if name is None:
            continue
        if name in groups[-1].values():
            if owner.get(name) == stack:
                groups[-1][index] = name
                continue
            if not columns.suffices(set(groups[-1].values())):
                continue
            groups.append({})
            owner = {}
        groups[-1][index] = name
        owner[name] = stack
    return [g for g in groups if columns.suffices(set(g.values()))]


LAST_TITLE = 8
"""Of a header of several rows the lowest words decide where the whole names nothing."""


def _looks_like_data(page: Page, row: Sequence[Cell | None]) -> bool:
    texts = [fold(page.text[c.start : c.end]) for c in row if c is not None]
    return any(t.isdigit() or sum(ch.isdigit() for ch in t) >= 6 for t in texts)


def _is_section(row: Sequence[Cell | None]) -> bool:
    """One merged cell over the whole width: a heading between rows."""
    first = row[0]
    return first is not None and len(row) > 2 and all(c is first for c in row)


def _goes_on(row: Row, before: Row, columns: Columns) -> bool:
    """Is this first row of a page the lower part of the last row of the page before?"""
    numbered = "row" in before.cells
    return (
        row.page is not before.page
        and row.table == before.table
        and ((numbered and "row" not in row.cells) or not columns.is_filled(set(row.cells)))
    )


def _joined(upper: Row, lower: Row) -> Row:
    cells = dict(upper.cells)
    for name, cell in lower.cells.items():
        cells[name] = TableCell(cells[name].runs + cell.runs) if name in cells else cell
    return replace(upper, cells=cells)
