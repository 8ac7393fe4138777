# mypy: disable-error-code="no-untyped-call"
"""One page of evidence.pdf: a caption that says what it proves, the source page, and marks on what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pymupdf

from extractors.document import Box, Page
from extractors.evidence import Evidence
from matchers.draft import Item
from pipeline.emit.labels import code_label, field_name, value_text, word
from pipeline.emit.pdf_text import BLUE, GRADES, INK, LINE, PALE, WHITE, Colour, fit, link, put, put_right, wrap
from pipeline.emit.private import Masker
from pipeline.emit.wording import headline, points_text

MARGIN: Final = 24.0
ITEMS_IN_CAPTION: Final = 4
_MARK: Final[Colour] = (1.0, 0.84, 0.1)
_MARK_EDGE: Final[Colour] = (0.9, 0.45, 0.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value that was read: its number on the sheet, its name, and its stretch of the page's text."""

    number: int
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over a page: the section, the items it shows, and where else they stand."""

    title: str
    key: str
    number: int
    count: int
    items: tuple[Item, ...]
    elsewhere: str = ""


def marks_of(items: Sequence[Item], page: Page | None) -> dict[str, list[Mark]]:
    """The read values of each item on this page, numbered through."""
    found: dict[str, list[Mark]] = {}
    number = 0
    for item in items:
        found[item.id] = []
        for name, field in item.evidence.fields.items():
            span = field.span
            if page is not None and span is not None and span.page == page.id and span.end > span.start:
                number += 1
                label = field_name(item.evidence.type, name)
                found[item.id].append(Mark(number, label, span.start, span.end))
    return found


def draw_caption(
    sheet: pymupdf.Page, caption: Caption, source: str, marks: dict[str, list[Mark]], masker: Masker
) -> float:
    """Draws the caption and returns where the source page may begin."""
    left, right = MARGIN, sheet.rect.width - MARGIN
    sheet.draw_rect((left, 16, right, 36), color=None, fill=BLUE)
    put(sheet, left + 8, 30.5, fit(masker.text(caption.title), right - left - 150, 11), 11, WHITE)
    put_right(sheet, right - 8, 30.5, f"返回目录　{caption.number} / {caption.count}", 9, WHITE)
    y = 49.0
    for item in caption.items[:ITEMS_IN_CAPTION]:
        told = _verdict(item, caption.key)
        put(
            sheet,
            left + 2,
            y,
            fit(masker.text(f"{item.id}　{headline(item.evidence)}　{told}"), right - left - 4, 9),
            9,
            GRADES[item.status],
        )
        y += 12
        values = masker.text(_values(item.evidence, marks[item.id]))
        for _, row in wrap(values, right - left - 16, 8)[:2]:
            put(sheet, left + 14, y, row, 8, INK)
            y += 11
    if len(caption.items) > ITEMS_IN_CAPTION:
        rest = "、".join(i.id for i in caption.items[ITEMS_IN_CAPTION:])
        put(sheet, left + 2, y, fit(f"本页还有：{rest}", right - left - 4, 8), 8, INK)
        y += 11
    tail = f"来源：{source}" + (f"　　另见：{caption.elsewhere}" if caption.elsewhere else "")
    put(sheet, left + 2, y, fit(masker.text(tail), right - left - 4, 8), 8, PALE)
    return y + 7


def link_back(sheet: pymupdf.Page) -> None:
    """The caption's right end leads back to the index."""
    right = sheet.rect.width - MARGIN
    link(sheet, pymupdf.Rect(right - 120, 16, right, 36), 1)


def draw_marks(sheet: pymupdf.Page, frame: pymupdf.Rect, page: Page, marks: Sequence[Mark]) -> None:
    """Marks the boxes of the read values on the placed page; a small number ties each to the caption."""
    if not page.width or not page.height:
        return
    x, y = frame.width / page.width, frame.height / page.height
    for mark in marks:
        for n, box in enumerate(line_boxes(page, mark.start, mark.end)):
            area = pymupdf.Rect(
                frame.x0 + box.x0 * x, frame.y0 + box.y0 * y, frame.x0 + box.x1 * x, frame.y0 + box.y1 * y
            )
            draw_mark(
                sheet,
                pymupdf.Rect(area.x0 - 1.5, area.y0 - 1, area.x1 + 1.5, area.y1 + 1) & frame,
                mark.number if n == 0 else None,
            )


def draw_mark(sheet: pymupdf.Page, area: pymupdf.Rect, number: int | None) -> None:
    """One yellow box, with its number at the left."""
    if area.is_empty:
        return
    sheet.draw_rect(area, color=_MARK_EDGE, width=0.7, fill=_MARK, fill_opacity=0.28, stroke_opacity=0.9)
    if number is not None:
        centre = pymupdf.Point(max(area.x0 - 1, 6), area.y0 - 1)
        sheet.draw_circle(centre, 4.3, color=None, fill=_MARK_EDGE)
        size = 6.2 if number < 10 else 5
        put(sheet, centre.x - (1.75 if number < 10 else 2.8), centre.y + 2.2, str(number), size, WHITE)


def line_boxes(page: Page, start: int, end: int) -> list[Box]:
    """The places of a stretch of text, words of one line joined."""
    boxes: list[Box] = []
    for word_ in page.words_in(start, end):
        box = word_.box_of(start, end)
        if box is None:
            continue
        last = boxes[-1] if boxes else None
        if last and abs(last.centre[1] - box.centre[1]) < 0.5 * max(last.height, box.height) and box.x0 - last.x1 < 30:
            boxes[-1] = last.union(box)
        else:
            boxes.append(box)
    return boxes


def draw_frame(sheet: pymupdf.Page, area: pymupdf.Rect) -> None:
    """The thin line around a placed page."""
    sheet.draw_rect(area, color=LINE, width=0.6)


def _verdict(item: Item, key: str) -> str:
    points = item.counted.get(key, Decimal(0) if item.counted else None)
    told = word("status", item.status)
    if points is not None and points > 0:
        told += f"，计 {points_text(points)} 分"
    reasons = "、".join(code_label(code) for code in item.reasons)
    return f"［{told}{'；' + reasons if reasons else ''}］"


def _values(evidence: Evidence, marks: Sequence[Mark]) -> str:
    numbers = {mark.name: mark.number for mark in marks}
    parts = []
    for name in evidence.fields:
        value = evidence.value(name)
        if value in (None, ()):
            continue
        label = field_name(evidence.type, name)
        shown = f"{label}：{value_text(evidence.type, name, value)}"
        parts.append(f"{_circled(numbers[label])}{shown}" if label in numbers else shown)
    return "；".join(parts)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"
