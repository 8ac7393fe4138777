"""The sheet 变更: what is otherwise than in the reviewed version, and which entries could not be carried over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matchers.draft import Draft
from pipeline.emit.sheet_cells import Book, Column, Graded, Value
from pipeline.emit.sheet_lists import footer_of
from pipeline.review.carry import Change

NAME: Final = "变更"
COLUMNS: Final = (
    Column("类别", 12, True),
    Column("对象", 46),
    Column("原", 40),
    Column("现", 24),
    Column("说明", 56),
)
_GRADES: Final = {"意见未带入": "error", "得分变化": "warning", "撤下材料": "warning", "资格变化": "warning"}


def write_changes(book: Book, draft: Draft, changes: Sequence[Change]) -> None:
    """Adds the sheet, entries that were not carried over first."""
    rows: list[tuple[Value, ...]] = [
        (Graded(c.kind, _GRADES.get(c.kind, "info")), c.about, c.before, c.after, c.note) for c in changes
    ]
    sheet = book.sheet(NAME, COLUMNS, repeat=0, footer=footer_of(draft))
    book.table(sheet, 0, COLUMNS, rows)
    book.protect(sheet)
