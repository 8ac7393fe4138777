"""Writes an invented notice as a file: Word, web page, text in three layouts, PDF with and without rules, scan."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pymupdf as _pymupdf
from notice_spec import Notice, Table

pymupdf: Any = _pymupdf
FONT = "china-s"
SIZE = 9.0
LEADING = 13.0
WIDTH, HEIGHT, MARGIN = 842.0, 595.0, 40.0


def write_docx(notice: Notice, folder: Path) -> Path:
    document = docx.Document()
    for line in notice.before:
        document.add_paragraph(line)
    document.add_paragraph(notice.title)
    for table in notice.tables:
        for line in table.lead:
            document.add_paragraph(line)
        drawn = document.add_table(rows=len(table.rows), cols=len(table.rows[0]))
        for row, column, high, wide, text in table.merges():
            cell = drawn.cell(row, column)
            if high > 1 or wide > 1:
                cell = cell.merge(drawn.cell(row + high - 1, column + wide - 1))
            paragraphs = text.split("\n")
            cell.text = paragraphs[0]
            for more in paragraphs[1:]:
                cell.add_paragraph(more)
    path = folder / f"{notice.name}.docx"
    document.save(str(path))
    return path


def write_html(notice: Notice, folder: Path) -> Path:
    parts = ["<html><head><meta charset='utf-8'><title>通知</title></head><body>"]
    parts += [f"<p>{html.escape(line)}</p>" for line in (*notice.before, notice.title)]
    for table in notice.tables:
        parts += [f"<p>{html.escape(line)}</p>" for line in table.lead]
        parts.append("<table border=1>")
        cells = table.merges()
        for number in range(len(table.rows)):
            parts.append("<tr>")
            for row, _, high, wide, text in cells:
                if row == number:
                    words = html.escape(text).replace("\n", "<br/>")
                    parts.append(f"<td rowspan={high} colspan={wide}><p><span>{words}</span></p></td>")
            parts.append("</tr>")
        parts.append("</table>")
    path = folder / f"{notice.name}.html"
    path.write_text("".join(parts) + "</body></html>", "utf-8")
    return path


def write_tabs(notice: Notice, folder: Path) -> Path:
    """Cells of a row parted by tabs; a merged cell stands once, its other places are empty."""
    lines = [*notice.before, notice.title, ""]
    for table in notice.tables:
        lines += [*table.lead, ""]
        for row in table.rows:
            lines.append("\t".join("" if cell in {"^", "<"} else cell.replace("\n", " ") for cell in row))
        lines.append("")
    path = folder / f"{notice.name}.txt"
    path.write_text("\n".join(lines), "gb18030")
    return path


def write_cells(notice: Notice, folder: Path) -> Path:
    """Every cell a line that begins with a tab, rows parted by a blank line, as Word's text export writes them."""
    lines = [*notice.before, notice.title]
    for table in notice.tables:
        lines += table.lead
        for row in table.rows:
            lines += ["\t" + ("" if cell in {"^", "<"} else cell.replace("\n", "\n\n")) for cell in row]
            lines.append("")
    path = folder / f"{notice.name}-cells.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def write_bars(notice: Notice, folder: Path) -> Path:
    """Bars between the cells."""
    lines = [*notice.before, notice.title, ""]
    for table in notice.tables:
        lines += [*table.lead, ""]
        for at, row in enumerate(table.rows):
            cells = ["" if cell in {"^", "<"} else cell.replace("\n", "<br>") for cell in row]
            lines.append("| " + " | ".join(cells) + " |")
            if not at:
                lines.append("|" + "---|" * len(row))
        lines.append("")
    path = folder / f"{notice.name}-bars.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def write_lines(notice: Notice, folder: Path) -> Path:
    """Every cell a line, merged and empty cells left out: what copying a table from a web page gives."""
    lines = [*notice.before, notice.title]
    for table in notice.tables:
        lines += table.lead
        for row in table.rows:
            lines += [cell.replace("\n", " ") for cell in row if cell not in {"^", "<", ""}]
    path = folder / f"{notice.name}-lines.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def write_spaced(notice: Notice, folder: Path) -> Path:
    """Columns kept apart by blanks, cells wrapped, as `pdftotext -layout` prints a table."""
    lines = [*notice.before, notice.title, ""]
    for table in notice.tables:
        lines += [*table.lead, ""]
        widths = []
        for column in range(len(table.rows[0])):
            longest = max(len(row[column]) for row in table.rows)
            heading = max((len(row[column]) for row in table.rows[:4] if len(row[column]) < 12), default=1)
            widths.append(max(min(40, max(6, math.isqrt(longest) * 5)), 2 * heading + 2))
        for row in table.rows:
            cells = ["" if cell in {"^", "<"} else re.sub(r"\s+", " ", cell.replace("\n", "")) for cell in row]
            if all(cell == "<" for cell in row[1:]):
                lines += [cells[0], ""]
                continue
            pieces = [
                [cell[n : n + w // 2] for n in range(0, len(cell), w // 2)]
                for cell, w in zip(cells, widths, strict=True)
            ]
            for n in range(max(map(len, pieces))):
                line = ""
                for piece, width in zip(pieces, widths, strict=True):
                    part = piece[n] if n < len(piece) else ""
                    line += part + " " * (width + 3 - sum(2 if ord(ch) > 255 else 1 for ch in part))
                lines.append(line.rstrip())
            lines.append("")
    path = folder / f"{notice.name}-spaced.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def write_prose(notice: Notice, folder: Path) -> Path:
    """No table at all: groups and lines as headings with their points, the criteria below."""
    lines = [*notice.before, notice.title]
    count = 0
    for table in notice.tables:
        heading = list(table.rows[0])
        points = next((n for n, cell in enumerate(heading) if cell in {"分值", "满分", "权重", "标准分"}), None)
        criteria = next(n for n, cell in enumerate(heading) if cell.startswith("评分"))
        labels = [
            n
            for n, cell in enumerate(heading)
            if "指标" in cell or cell in {"评价内容", "评价项目", "评估项目", "考核项目"}
        ]
        lines += table.lead
        for row in table.rows[1:]:
            if "<" in row:
                lines += [cell for cell in row if "分）" in cell]
                continue
            if row[criteria] == "":
                continue
            if row[labels[0]] != "^" and "分）" in row[labels[0]] and len(labels) > 1:
                lines.append(row[labels[0]])
            name = row[labels[-1]] if row[labels[-1]] != "^" else "其他"
            count += 1
            stated = "" if points is None or row[points] == "^" else f"（{row[points].removesuffix('分')}分）"
            lines.append(f"{count}.{name.split('.')[-1]}{stated}。{row[criteria]}")
    path = folder / f"{notice.name}-prose.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def write_ruled_pdf(notice: Notice, folder: Path) -> Path:
    return _write_pdf(notice, folder / f"{notice.name}-ruled.pdf", ruled=True)


def write_unruled_pdf(notice: Notice, folder: Path) -> Path:
    return _write_pdf(notice, folder / f"{notice.name}-unruled.pdf", ruled=False)


def write_tight_pdf(notice: Notice, folder: Path) -> Path:
    """No lines, no white between rows, the heading only once, rows cut by the end of the page: Word without borders."""
    paper = _Paper()
    for line in (*notice.before, notice.title):
        paper.line(line)
    for table in notice.tables:
        for line in table.lead:
            paper.line(line)
        widths = _widths(table)
        lefts = [MARGIN + sum(widths[:at]) for at in range(len(widths) + 1)]
        for number in range(len(table.rows)):
            cells = [
                (column, _wrapped(text, sum(widths[column : column + wide])))
                for row, column, _, wide, text in table.merges()
                if row == number
            ]
            for at in range(max(len(lines) for _, lines in cells)):
                if paper.y > HEIGHT - MARGIN - LEADING:
                    paper.turn()
                for column, lines in cells:
                    if at < len(lines):
                        place = (lefts[column] + 3, paper.y + LEADING - 4)
                        paper.page.insert_text(place, lines[at], fontname=FONT, fontsize=SIZE)
                paper.y += LEADING
    path = folder / f"{notice.name}-tight.pdf"
    paper.document.save(path)
    return path


def write_scan(notice: Notice, folder: Path) -> Path:
    """Every page of the ruled PDF as a picture of 200 dpi."""
    live = pymupdf.open(_write_pdf(notice, folder / f"{notice.name}-live.pdf", ruled=True))
    scanned = pymupdf.open()
    for page in live:
        picture = page.get_pixmap(dpi=200)
        new = scanned.new_page(width=page.rect.width, height=page.rect.height)
        new.insert_image(new.rect, stream=picture.tobytes("jpeg", jpg_quality=80))
    path = folder / f"{notice.name}-scan.pdf"
    scanned.save(path)
    return path


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if pymupdf.get_text_length(line + char, FONT, SIZE) > width - 6 and line:
                lines.append(line)
                line = char
            else:
                line += char
        lines.append(line)
    return lines


class _Paper:
    def __init__(self) -> None:
        self.document: Any = pymupdf.open()
        self.page: Any = None
        self.y = 0.0
        self.turn()

    def turn(self) -> None:
        self.page = self.document.new_page(width=WIDTH, height=HEIGHT)
        self.y = MARGIN

    def line(self, text: str) -> None:
        for piece in _wrapped(text, WIDTH - 2 * MARGIN):
            if self.y > HEIGHT - MARGIN - LEADING:
                self.turn()
            self.page.insert_text((MARGIN, self.y + LEADING - 3), piece, fontname=FONT, fontsize=SIZE)
            self.y += LEADING


def _write_pdf(notice: Notice, path: Path, *, ruled: bool) -> Path:
    paper = _Paper()
    for line in (*notice.before, notice.title):
        paper.line(line)
    for table in notice.tables:
        for line in table.lead:
            paper.line(line)
        _draw(paper, table, ruled)
        paper.y += LEADING
    paper.document.save(path)
    return path


def _widths(table: Table) -> list[float]:
    weights = []
    for column in range(len(table.rows[0])):
        longest = max(len(row[column]) for row in table.rows)
        weights.append(max(4.0, math.sqrt(longest) * 4))
    whole = sum(weights)
    return [weight / whole * (WIDTH - 2 * MARGIN) for weight in weights]


def _draw(paper: _Paper, table: Table, ruled: bool) -> None:
    """Row by row; a merged cell is cut at the page's end, the heading stands on every page."""
    widths = _widths(table)
    lefts = [MARGIN + sum(widths[:at]) for at in range(len(widths) + 1)]
    cells = table.merges()
    heights = []
    for number in range(len(table.rows)):
        tallest = 1
        for row, column, high, wide, text in cells:
            if row == number and high == 1:
                tallest = max(tallest, len(_wrapped(text, sum(widths[column : column + wide]))))
        heights.append(tallest * LEADING + 6)
    for row, column, high, wide, text in cells:  # a tall merged cell stretches its last row
        need = len(_wrapped(text, sum(widths[column : column + wide]))) * LEADING + 6
        have = sum(heights[row : row + high])
        if need > have:
            heights[row + high - 1] += need - have
    number = 0
    first = True
    while number < len(table.rows):
        if paper.y + heights[number] + (0 if first else heights[0]) > HEIGHT - MARGIN and not first:
            paper.turn()
        last = number
        room = HEIGHT - MARGIN - paper.y - (0 if first else heights[0])
        taken = heights[number]
        while last + 1 < len(table.rows) and taken + heights[last + 1] <= room:
            last += 1
            taken += heights[last]
        if first and heights[0] + (heights[1] if len(heights) > 1 else 0) > room:
            paper.turn()
            continue
        tops = paper.y
        if not first:
            _draw_rows(paper, cells, heights, lefts, 0, 0, ruled)
        _draw_rows(paper, cells, heights, lefts, number, last, ruled)
        assert paper.y > tops
        number = last + 1
        first = False
        if number < len(table.rows):
            paper.turn()


def _draw_rows(
    paper: _Paper, cells: list[tuple[int, int, int, int, str]], heights: list[float], lefts: list[float],
    first: int, last: int, ruled: bool,
) -> None:  # fmt: skip
    tops = {number: paper.y + sum(heights[first:number]) for number in range(first, last + 2)}
    for row, column, high, wide, text in cells:
        start, end = max(row, first), min(row + high - 1, last)
        if start > end:
            continue
        box = pymupdf.Rect(lefts[column], tops[start], lefts[column + wide], tops[end + 1])
        if ruled:
            paper.page.draw_rect(box, width=0.6)
        if start != row:
            continue  # what continues from the page before stands there
        lines = _wrapped(text, box.width)
        y = box.y0 + 3 if not ruled else box.y0 + max(3.0, (box.height - len(lines) * LEADING) / 2)
        for piece in lines:
            paper.page.insert_text((box.x0 + 3, y + LEADING - 4), piece, fontname=FONT, fontsize=SIZE)
            y += LEADING
    paper.y = tops[last + 1]


WRITERS: dict[str, Callable[[Notice, Path], Path]] = {
    "docx": write_docx,
    "html": write_html,
    "tabs": write_tabs,
    "cells": write_cells,
    "bars": write_bars,
    "lines": write_lines,
    "spaced": write_spaced,
    "ruled": write_ruled_pdf,
    "unruled": write_unruled_pdf,
    "tight": write_tight_pdf,
}
