"""Small dossiers of the other schemes: pages of lines and tables, in PDF (no font inside) and in Word.

A plan (`plan-schemes/*.yaml`) names the files; a page is a list of blocks, drawn from the top:

    title: one line in the middle, large      middle: one line in the middle      text: a paragraph
    field: [label, value]                     table: rows of cells                right: a line that ends at the margin
    gap: points

The PDFs name the reader's own Song type instead of carrying one: each is a few kilobytes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from .containers import archive, pdf_bytes
from .mupdf import Book, Leaf, pymupdf
from .wording import Data

PLANS = Path(__file__).parent.parent / "plan-schemes"
_FACE = "china-ss"
_LEFT, _RIGHT, _TOP, _FOOT = 72.0, 523.0, 84.0, 780.0


def plans() -> list[Data]:
    """All plans in order; the words `@name`, `@uscc`, … stand for the applicant's."""
    found = [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted(PLANS.glob("*.yaml"))]
    return [_filled(plan, plan["applicant"]) for plan in found]


def _filled(value: Any, words: Data) -> Any:
    if isinstance(value, dict):
        return {k: _filled(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(v, words) for v in value]
    for key in sorted(words, key=len, reverse=True):
        value = value.replace(f"@{key}", words[key])
    return value


def build(plan: Data) -> dict[str, bytes]:
    """The files of a dossier by path."""
    return {
        file["path"]: word(file["pages"]) if file["path"].endswith(".docx") else printed(file["pages"])
        for file in plan["files"]
    }


def expected(plan: Data) -> Data:
    """What the plan says must come of it, by hand."""
    return {
        "schema": "yushen/expected-conditions/1",
        "dossier": plan["dossier"],
        "rubric": plan["rubric"],
        "as_of": plan["as_of"],
        **copy.deepcopy(plan["expected"]),
    }


def _wide(text: str, size: float) -> float:
    return float(pymupdf.get_text_length(text, fontname=_FACE, fontsize=size))


def _lines(text: str, width: float, size: float) -> list[str]:
    found, line = [], ""
    for piece in re.findall(r"[0-9A-Za-z*./:-]+|.", text, re.S):  # numbers stay whole, as word processors do it
        if line and _wide(line + piece, size) > width and piece not in "，。、；：）":
            found.append(line)
            line = ""
        line += piece
    return [*found, line]


class _Pen:
    """A page being filled from the top; a full one is followed by another."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.page: Leaf = book.new_page(width=595, height=842)
        self.y = _TOP

    def room(self, height: float) -> None:
        if self.y + height > _FOOT:
            self.page = self.book.new_page(width=595, height=842)
            self.y = _TOP

    def put(self, x: float, y: float, text: str, size: float) -> None:
        self.page.insert_text((x, y), text, fontname=_FACE, fontsize=size)

    def line(self, text: str, size: float, at: str = "left", indent: float = 0, leading: float = 1.7) -> None:
        self.room(size * leading)
        x = _LEFT + indent
        if at == "middle":
            x = (595 - _wide(text, size)) / 2
        elif at == "right":
            x = _RIGHT - _wide(text, size)
        self.put(x, self.y, text, size)
        self.y += size * leading

    def table(self, rows: Sequence[Sequence[str]], size: float = 10.5) -> None:
        columns = max(map(len, rows))
        shares = [max(6, *(min(len(r[c]), 16) if c < len(r) else 6 for r in rows)) for c in range(columns)]
        widths = [(_RIGHT - _LEFT) * s / sum(shares) for s in shares]
        for row in rows:
            spans = [widths[n] for n in range(len(row))]
            spans[-1] += sum(widths[len(row) :])
            wrapped = [_lines(cell, span - 10, size) for cell, span in zip(row, spans, strict=True)]
            tall = max(map(len, wrapped)) * size * 1.5 + 8
            self.room(tall)
            x = _LEFT
            for lines, span in zip(wrapped, spans, strict=True):
                self.page.draw_rect(pymupdf.Rect(x, self.y, x + span, self.y + tall), width=0.6)
                for n, text in enumerate(lines):
                    self.put(x + 5, self.y + 4 + size * (1.1 + 1.5 * n), text, size)
                x += span
            self.y += tall
        self.y += size * 1.6


def printed(pages: Sequence[Sequence[Data]]) -> bytes:
    """The pages as a PDF."""
    book: Book = pymupdf.open()
    for blocks in pages:
        pen = _Pen(book)
        for block in blocks:
            _draw(pen, block)
    return pdf_bytes(book, subset=False)


def _draw(pen: _Pen, block: Data) -> None:
    ((kind, value),) = block.items()
    match kind:
        case "title":
            pen.line(value, 20, "middle", leading=2.4)
        case "middle":
            pen.line(value, 13, "middle", leading=2.0)
        case "right":
            pen.line(value, 12, "right")
        case "gap":
            pen.y += float(value)
        case "field":
            pen.line(f"{value[0]}：{value[1]}", 12)
        case "table":
            pen.table(value)
        case "text":
            for line in _lines("　　" + value, _RIGHT - _LEFT, 12):
                pen.line(line, 12, leading=1.8)


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word(pages: Sequence[Sequence[Data]]) -> bytes:
    """The pages as a Word file: paragraphs and ruled tables, nothing else."""
    body = "".join(_word_block(block) for blocks in pages for block in blocks)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1" Type="{_OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_SPACE}><w:body>{body}</w:body></w:document>",
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return archive({name: (head + text).encode("utf-8") for name, text in parts.items()}, gbk=False)


def _word_block(block: Data) -> str:
    ((kind, value),) = block.items()
    match kind:
        case "gap":
            return ""
        case "field":
            return _paragraph(f"{value[0]}：{value[1]}")
        case "table":
            return _word_table(value)
        case "title" | "middle":
            return _paragraph(value, "center", 36 if kind == "title" else 26)
        case "right":
            return _paragraph(value, "right")
        case _:
            return _paragraph(value)


def _paragraph(text: str, place: str = "both", size: int = 24) -> str:
    return (
        f'<w:p><w:pPr><w:jc w:val="{place}"/></w:pPr><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _word_table(rows: Sequence[Sequence[str]]) -> str:
    columns = max(map(len, rows))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    made = []
    for row in rows:
        cells = []
        for n, cell in enumerate(row):
            span = columns - len(row) + 1 if n == len(row) - 1 else 1
            more = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{more}</w:tcPr>{_paragraph(cell)}</w:tc>")
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = '<w:gridCol w:w="2200"/>' * columns
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(made)}</w:tbl>"
    )
