"""From read pages to paragraphs and tables in order; lines that only the width of the paper ended are joined."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Page, Table
from matchers.drafting.columns import find_columns
from matchers.drafting.notice import Notice, Sheet, Slot
from pipeline.drafting.column_layout import Layout
from pipeline.drafting.false_rules import without_false_columns
from pipeline.drafting.unruled import find_tables
from pipeline.drafting.wrapped import BEGINS, ENDS, unwrapped


def notice_of_pages(pages: Sequence[Page], *, wrapped: bool) -> Notice:
    """The blocks of every page. `wrapped`: line ends within a cell are those of the paper."""
    blocks: list[str | Sheet] = []
    owner = 0
    layout: Layout | None = None
    for page in pages:
        at = 0
        found = find_tables(page, layout, owner) if wrapped and not page.tables else []
        for one in found:
            blocks += [*_lines("\n".join(one.before), wrapped), one.sheet]
            owner = 1 + max(slot.owner for row in one.sheet.rows for slot in row)
            layout = one.layout
        if found:
            continue
        for table in _wanted(page):
            start, end = _extent(table)
            blocks += _lines(page.text[at:start], wrapped)
            sheet = _sheet(page, table, wrapped, owner)
            owner += len(table.cells) + 1
            blocks.append(without_false_columns(sheet) if wrapped else sheet)
            at = max(at, end)
        blocks += _lines(page.text[at:], wrapped)
    return Notice(tuple(blocks))


def _extent(table: Table) -> tuple[int, int]:
    return min(c.start for c in table.cells), max(c.end for c in table.cells)


def _wanted(page: Page) -> list[Table]:
    """Tables in order, without those inside another; a table that only lays out the page gives way to those in it."""
    tables = sorted((t for t in page.tables if t.cells), key=lambda t: (_extent(t)[0], -_extent(t)[1]))
    kept: list[Table] = []
    for table in tables:
        outer = next((t for t in kept if _holds(t, table)), None)
        if outer is None:
            kept.append(table)
        elif find_columns(_sheet(page, outer, False, 0)) is None and find_columns(_sheet(page, table, False, 0)):
            kept = [t for t in kept if t is not outer]
            kept.append(table)
    return sorted(kept, key=lambda t: _extent(t)[0])


def _holds(outer: Table, inner: Table) -> bool:
    start, end = _extent(inner)
    return any(c.start <= start and end <= c.end and c.end > c.start for c in outer.cells)


def _sheet(page: Page, table: Table, wrapped: bool, first_owner: int) -> Sheet:
    rows: list[list[Slot | None]] = [[None] * table.columns for _ in range(table.rows)]
    for at, cell in enumerate(table.cells, 1):
        text = page.text[cell.start : cell.end].strip()
        slot = Slot(unwrapped(text) if wrapped else text, first_owner + at)
        for r in range(cell.row, cell.row + cell.rowspan):
            for c in range(cell.column, cell.column + cell.colspan):
                rows[r][c] = slot
    empty = Slot("", first_owner)
    return Sheet(tuple(tuple(slot or empty for slot in row) for row in rows if row))


def _lines(text: str, wrapped: bool) -> list[str]:
    """Lines of running text; on paper a paragraph is put together again."""
    lines = [line.strip() for line in text.replace("\t", " ").split("\n") if line.strip()]
    if not wrapped:
        return lines
    longest = max((len(line) for line in lines), default=0)
    result: list[str] = []
    open_ = False
    for line in lines:
        if open_ and not BEGINS.match(line):
            result[-1] += line
        else:
            result.append(line)
        open_ = len(line) >= 0.8 * longest and line[-1] not in ENDS and longest > 20
    return result
