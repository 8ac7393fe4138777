"""The rubric as a Word document in landscape, one table a part, headings repeated on every page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from matchers.rubric_model import Rubric
from pipeline.emit.rubric_table import Part, facts_of, parts_of
from pipeline.emit.sheet_cells import clean
from pipeline.emit.whole_file import written_whole

_FONT = "宋体"


def write(rubric: Rubric, path: Path) -> Path:
    """Writes the document and returns its path."""
    document = docx.Document()
    day = dt.datetime.combine(rubric.as_of, dt.time())
    document.core_properties.title = rubric.title
    document.core_properties.author = "yushen"
    document.core_properties.created = document.core_properties.modified = day
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(8)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin = section.bottom_margin = Mm(14)
    _paragraph(document, rubric.title, 16)
    _paragraph(document, "　".join(f"{label}：{value}" for label, value in facts_of(rubric)), 9)
    for part in parts_of(rubric):
        _paragraph(document, part.title, 12)
        _table(document, part)
    with written_whole(path) as aside:
        document.save(str(aside))
    return path


def _paragraph(document: Any, text: str, size: int) -> None:
    run = document.add_paragraph().add_run(clean(text))
    run.font.size, run.bold = Pt(size), size > 9


def _table(document: Any, part: Part) -> None:
    table = document.add_table(rows=1, cols=len(part.columns))
    table.style = "Table Grid"
    table.autofit = False
    whole = sum(width for _, width in part.columns)
    widths = [Mm(273 * width / whole) for _, width in part.columns]
    for cell, (title, _) in zip(table.rows[0].cells, part.columns, strict=True):
        cell.text = title
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in part.rows:
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            cell.text = clean(value)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
