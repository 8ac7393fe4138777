# mypy: disable-error-code="no-untyped-call"
"""Small pictures of the decisive places of each paper, for the reviewer's sheet: strips of the pages in evidence.pdf.

They are cut from the finished evidence.pdf, not from the sources: private numbers are covered there already, what was
read is marked, and a hostile file is not opened again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf
from PIL import Image

from extractors.document import Box, Page
from extractors.evidence import Evidence
from matchers.draft import Draft, Item
from pipeline.emit.evidence_sheet import line_boxes
from pipeline.emit.page_plan import PagePlan, Sheet, plan_pages

Frame = tuple[float, float, float, float]
"""Where a source page stands on its page of evidence.pdf: x0, y0, x1, y1 in points."""
MOST: Final = 200
"""Pictures in one workbook; a dossier with more papers has them for the first ones."""
LARGEST: Final = 15_000
"""Bytes of one picture."""
WIDTH: Final = 364
"""Pixels of a picture; the column is as wide."""
STRIPS: Final = 3
_TALLEST: Final = 96
_ZOOM: Final = 1.7
_NARROWEST: Final = 250.0
"""Points of a strip's width, so that the words beside a short value are seen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    content: bytes
    width: int
    height: int


def cut(draft: Draft, pdf: Path, frames: Mapping[int, Frame]) -> dict[str, Picture]:
    """The picture of each paper by its id; papers without a place on a drawn page have none.

    frames: page of evidence.pdf (from 1) → where the source page stands on it.
    """
    plan = plan_pages(draft)
    pages = {page.id: page.seen() for document in draft.dossier.documents for page in document.pages}
    found: dict[str, Picture] = {}
    with pymupdf.open(pdf) as document:
        for item in draft.items:
            if len(found) == MOST:
                break
            for sheet in _sheets(plan, item):
                page, frame = pages.get(sheet.page), frames.get(sheet.number)
                if page is None or frame is None or not 0 < sheet.number <= document.page_count:
                    continue
                try:
                    picture = _picture(document[sheet.number - 1], item.evidence, page, frame)
                except Exception:  # noqa: BLE001  # the edge of one picture: the sheet says that there is none
                    continue
                if picture is not None:
                    found[item.id] = picture
                    break
    return found


def _sheets(plan: PagePlan, item: Item) -> list[Sheet]:
    """The pages on which an item stands, the page of its number or title first."""
    sheets = {sheet.page: sheet for section in plan.sections for sheet in section.sheets if item.id in sheet.items}
    anchor = item.evidence.anchor
    return sorted(sheets.values(), key=lambda s: (anchor is None or s.page != anchor.page, s.number))


def _picture(shown: pymupdf.Page, evidence: Evidence, page: Page, frame: Frame) -> Picture | None:
    strips = [_render(shown, area) for area in _areas(evidence, page, frame)]
    if not strips:
        return None
    height = sum(strip.height for strip in strips) + 3 * (len(strips) - 1)
    whole = Image.new("RGB", (max(strip.width for strip in strips), height), (170, 178, 186))
    y = 0
    for strip in strips:
        whole.paste((255, 255, 255), (0, y, whole.width, y + strip.height))
        whole.paste(strip, (0, y))
        y += strip.height + 3
    content = b""
    for quality in (62, 45, 30, 18):
        out = io.BytesIO()
        whole.save(out, "JPEG", quality=quality, optimize=True)
        content = out.getvalue()
        if len(content) <= LARGEST:
            return Picture(content, whole.width, whole.height)
    return None


def _areas(evidence: Evidence, page: Page, frame: Frame) -> list[pymupdf.Rect]:
    """Strips around the values that decide, from top to bottom, those that overlap joined."""
    if not page.width or not page.height:
        return []
    names = [name for name in evidence.deciding if name in evidence.fields] or list(evidence.fields)
    spans = [evidence.anchor, *(evidence.fields[name].span for name in names)]
    wanted = [span for span in dict.fromkeys(spans) if span is not None and span.page == page.id]
    x, y = (frame[2] - frame[0]) / page.width, (frame[3] - frame[1]) / page.height
    strips: list[pymupdf.Rect] = []
    for span in wanted:
        for box in line_boxes(page, span.start, span.end)[:1]:
            area = _strip(box, x, y, frame)
            near = next((n for n, other in enumerate(strips) if _joins(other, area)), None)
            if near is not None:
                strips[near] |= area
            elif len(strips) < STRIPS:
                strips.append(area)
    return sorted(strips, key=lambda strip: strip.y0)


def _joins(one: pymupdf.Rect, other: pymupdf.Rect) -> bool:
    """They overlap, and together are no taller than a strip may be."""
    together = one | other
    return bool(one.intersects(other)) and together.height * _ZOOM <= _TALLEST


def _strip(box: Box, x: float, y: float, frame: Frame) -> pymupdf.Rect:
    left, top = frame[0] + box.x0 * x, frame[1] + box.y0 * y
    right, bottom = frame[0] + box.x1 * x, frame[1] + box.y1 * y
    pad = max(5.0, 0.55 * (bottom - top))
    more = max(24.0, (_NARROWEST - (right - left)) / 2)
    area = pymupdf.Rect(left - more, top - pad, right + more, bottom + pad)
    if area.x0 < frame[0]:
        area.x1, area.x0 = area.x1 + frame[0] - area.x0, frame[0]
    if area.x1 > frame[2]:
        area.x0, area.x1 = area.x0 - (area.x1 - frame[2]), frame[2]
    kept: pymupdf.Rect = area & pymupdf.Rect(frame)
    return kept


def _render(shown: pymupdf.Page, area: pymupdf.Rect) -> Image.Image:
    zoom = min(_ZOOM, WIDTH / max(area.width, 1), _TALLEST / max(area.height, 1))
    pixmap = shown.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=area, alpha=False)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
