"""The rubric as XLSX, one sheet a table: what an official compares with the published text line by line."""

from __future__ import annotations

from pathlib import Path

from matchers.rubric_model import Rubric
from pipeline.emit.private import Masker
from pipeline.emit.rubric_table import facts_of, parts_of
from pipeline.emit.sheet_cells import Book, Column
from pipeline.emit.whole_file import written_whole


def write(rubric: Rubric, path: Path) -> Path:
    """Writes the workbook and returns its path."""
    with written_whole(path) as aside:
        book = Book(aside, rubric.title, rubric.as_of.isoformat(), Masker(frozenset()))
        facts = "　".join(f"{label}：{value}" for label, value in facts_of(rubric))
        for part in parts_of(rubric):
            columns = [Column(title, width, centred=width < 10) for title, width in part.columns]
            sheet = book.sheet(part.title, columns, repeat=2, footer=f"{rubric.title} {rubric.document}")
            last = len(columns) - 1
            sheet.set_row(0, 26)
            sheet.merge_range(
                0, 0, 0, last, book.text(f"{rubric.title}　{part.title}"), book.format(bold=True, font_size=14)
            )
            sheet.set_row(1, 18)
            sheet.merge_range(1, 0, 1, last, book.text(facts), book.format(font_color="#555555"))
            book.table(sheet, 2, columns, part.rows)
        book.book.close()
    return path
