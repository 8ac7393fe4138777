# mypy: disable-error-code="no-untyped-call"
"""Source pages of which no picture exists (Word, tables, OFD, damaged files), written out from what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pymupdf

from extractors.document import Page, PageId
from pipeline.emit.evidence_sheet import Mark, draw_mark
from pipeline.emit.pdf_text import INK, PALE, printable, put, width_of, wrap
from pipeline.emit.private import Masker
from pipeline.emit.wording import page_text

_SIZE: Final = 10.0
_LEADING: Final = 17.0
_AROUND: Final = 4
"""Rows shown before and after a read value; more where there is room."""


def draw_words(sheet: pymupdf.Page, frame: pymupdf.Rect, page: Page, masker: Masker) -> None:
    """Writes every word at its place: a page whose words have boxes but whose file has no picture (OFD)."""
    if not page.width or not page.height:
        return
    text = masker.text(page.text)
    x, y = frame.width / page.width, frame.height / page.height
    for word in page.words:
        if word.box is None or not word.text.strip():
            continue
        shown = printable(text[word.start : word.end])
        size = min(word.box.height * y * 0.9, word.box.width * x / max(width_of(shown, 1), 0.1))
        put(sheet, frame.x0 + word.box.x0 * x, frame.y0 + word.box.y1 * y - size * 0.12, shown, max(size, 3))


def draw_text(
    sheet: pymupdf.Page, room: pymupdf.Rect, page: Page | None, place: PageId, marks: Sequence[Mark], masker: Masker
) -> None:
    """Writes out the text around the read values, with a line that says that this is not the paper's own look."""
    if page is None or not page.text.strip():
        put(sheet, room.x0 + 20, room.y0 + 60, "此页无法显示：文件损坏、格式不支持或没有页面。", 14, INK)
        put(sheet, room.x0 + 20, room.y0 + 86, masker.text(f"请打开原件查看：{page_text(place)}"), 11, PALE)
        return
    why = "本文件没有固定页面" if place.number is None else "原页画面无法显示"
    put(sheet, room.x0 + 8, room.y0 + 16, f"{why}，以下为读取到的文字节选，版式请见原件。", 9, PALE)
    text = masker.text(page.text).replace("\t", " ")  # columns tell what their numbers are
    rows = wrap(text, room.width - 60, _SIZE)
    shown = _excerpt(rows, marks, int((room.height - 40) // _LEADING))
    y = room.y0 + 42
    last = -1
    numbered: set[int] = set()
    for n in shown:
        if n != last + 1:
            put(sheet, room.x0 + 30, y, "……", _SIZE, PALE)
            y += _LEADING
        start, row = rows[n]
        for mark in marks:
            first, end = max(mark.start, start), min(mark.end, start + len(row))
            if first < end:
                x0 = room.x0 + 30 + width_of(printable(row[: first - start]), _SIZE)
                x1 = x0 + width_of(printable(row[first - start : end - start]), _SIZE)
                number = None if mark.number in numbered else mark.number
                numbered.add(mark.number)
                draw_mark(sheet, pymupdf.Rect(x0, y - _SIZE, x1, y + 3), number)
        put(sheet, room.x0 + 30, y, row, _SIZE)
        y += _LEADING
        last = n


def _excerpt(rows: Sequence[tuple[int, str]], marks: Sequence[Mark], room: int) -> list[int]:
    """Which rows fit: those with read values and their surroundings first, then from the top of the text."""
    if len(rows) <= room:
        return list(range(len(rows)))
    room -= 2  # dots
    hit = [n for n, (start, row) in enumerate(rows) if any(m.start < start + len(row) and m.end > start for m in marks)]
    chosen: set[int] = set(hit[:room])
    for distance in range(1, _AROUND + 1):
        for n in hit:
            for near in (n - distance, n + distance):
                if 0 <= near < len(rows) and len(chosen) + _gaps(chosen | {near}) < room:
                    chosen.add(near)
    for n in range(len(rows)):
        if n not in chosen and len(chosen) + _gaps(chosen | {n}) < room:
            chosen.add(n)
    return sorted(chosen)


def _gaps(chosen: set[int]) -> int:
    return sum(1 for n in chosen if n > 0 and n - 1 not in chosen)
