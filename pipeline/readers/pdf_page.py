"""One page of a PDF: its live text where that is what a person sees, else OCR; pictures on a page are read too."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf

from extractors.document import Page, PageId
from extractors.layout import Piece, compose_page
from pipeline.ocr.engine import Picture
from pipeline.ocr.scan import Scan, page_of
from pipeline.ocr.stored import cached_scan
from pipeline.ocr.turning import turn
from pipeline.readers.context import ReadContext
from pipeline.readers.digit_shapes import false_digits
from pipeline.readers.drawings import curves_in, drawn_rules
from pipeline.readers.pdf_text import LiveText, covering_pictures, read_live_text
from pipeline.readers.ruled_lines import find_grids, with_text
from pipeline.readers.text_layer import is_marginal, why_useless

pymupdf: Any = _pymupdf
LONGEST = 3400
"""A page is rendered at most this long (pixels): A4 at 290 dpi; some patents have 2480 x 3508 points."""
PICTURE_SHARE = 0.06
"""A picture that covers less of the page is a logo, a seal, a QR code."""
FULL_PAGE = 0.8
LOOK = 24
"""Dots per inch at which a page is drawn only to see whether that can be done."""
OUTLINES = 400
"""So many curves on a page with little text may be letters turned into outlines."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page comes from: id, position in the file (from 0) and the file's sha256."""

    id: PageId
    index: int
    sha256: str


def read_page(page: Any, source: PageSource, context: ReadContext, fonts: MutableMapping[str, bool]) -> Page:
    """The page as read. Never empty without a verdict: blank, poor or unread is said.

    `fonts` remembers which fonts of the document print other digits than they say.
    """
    pictures = [i for i in page.get_image_info() if _is_large(i, page)] if page.get_images() else []
    drawings = page.get_cdrawings()
    live = read_live_text(page, covering_pictures(page) if pictures else (), drawings)
    share = min(sum(_share(i, page) for i in pictures), 1.0)
    reason = why_useless(live.text)
    if reason is None and false_digits(page, live.digits, fonts):
        reason = "数字映射有误"
    if reason is None and live.torn:
        reason = "文字被遮盖或重叠"
    if reason is not None:
        return _scanned(page, source, context, pictures, note=f"文字层不可用（{reason}），改用识别")
    if live.letters == 0 and not pictures:
        pictures = [i for i in page.get_image_info() if _is_large(i, page)]  # also inline pictures
    if live.letters == 0 and not pictures and not drawings and not page.get_image_info():
        return Page(source.id, "", width=live.width, height=live.height, legibility="blank")
    if live.letters == 0 or (share > FULL_PAGE and is_marginal(live.pieces, live.height)):
        return _scanned(page, source, context, pictures)
    if pictures or (live.letters < 200 and curves_in(drawings) > OUTLINES):
        return _mixed(page, source, context, pictures, live, drawings)
    return compose_page(
        source.id,
        live.pieces,
        _tables(drawings, live.matrix, live.pieces),
        width=live.width,
        height=live.height,
        turned=live.turned,
    )


def _tables(drawings: list[dict[str, Any]], matrix: Any, pieces: Sequence[Piece]) -> list[Any]:
    if len(drawings) < 2 and not any(len(d["items"]) > 5 for d in drawings):
        return []
    return with_text(find_grids(drawn_rules(drawings, matrix)), pieces)


def _scanned(
    page: Any, source: PageSource, context: ReadContext, pictures: Sequence[Any], *, note: str | None = None
) -> Page:
    scan = _scan(page, source, context, pictures, 0)
    if note is not None and scan.legibility == "blank" and scan.calls:
        scan = replace(scan, legibility="unread")  # there is writing, the layer says so, and nobody could read it
    return page_of(scan, source.id, has_picture=bool(pictures), note=note)


def _scan(page: Any, source: PageSource, context: ReadContext, pictures: Sequence[Any], turned: int) -> Scan:
    drawn = []

    def render() -> tuple[Picture, float]:
        drawn.append(True)
        picture, points = _render(page, pictures)
        return turn(picture, turned), points

    scan = cached_scan(source.sha256, f"page {source.index + 1} turned {turned}", render, context)
    if pictures and not drawn:
        page.get_pixmap(dpi=LOOK)  # the reading was kept: only drawing tells whether a picture is whole
    return scan


def _render(page: Any, pictures: Sequence[Any]) -> tuple[Picture, float]:
    """The page as a BGR picture, and the size of a pixel in points: as fine as its pictures, within limits."""
    longest = max(page.rect.width, page.rect.height)
    fineness = 200 / 72
    for info in pictures:
        box = pymupdf.Rect(info["bbox"])
        fineness = max(fineness, max(info["width"], info["height"]) / max(box.width, box.height, 1.0))
    zoom = min(fineness, LONGEST / longest)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    picture = rows[:, : pixmap.width * 3].reshape(pixmap.height, pixmap.width, 3)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), np.uint8), 1 / zoom


def _mixed(
    page: Any,
    source: PageSource,
    context: ReadContext,
    pictures: Sequence[Any],
    live: LiveText,
    drawings: list[dict[str, Any]],
) -> Page:
    """Live text, and between it what only the pictures (or outlined letters) say."""
    scan = _scan(page, source, context, pictures, live.turned)
    grids = _tables(drawings, live.matrix, live.pieces)
    read = page_of(scan, source.id)
    pieces = list(live.pieces)
    if scan.turned:  # a picture that lies sideways: its text follows after the page's own
        pieces += [
            Piece(w.text, read.as_seen(w.box), w.scores, None, aside=True) for w in read.words if w.box is not None
        ]
    else:
        placed = [Piece(w.text, w.box, w.scores, w.edges) for w in read.words if w.box is not None]
        pieces += [part for piece in placed for part in _uncovered(piece, live.pieces)]
    letters = sum(len(p.text) for p in pieces[len(live.pieces) :])
    poor = scan.legibility in {"poor", "unread"} and (letters >= 30 or live.letters < 100)
    if letters < 4 and CAPTION.search("".join(p.text for p in live.pieces)):
        poor = False  # a photograph under its caption: there is nothing on it to read
    return compose_page(
        source.id,
        pieces,
        grids or (() if scan.turned else scan.grids),
        width=live.width,
        height=live.height,
        via="ocr" if letters > live.letters else "text",
        legibility="poor" if poor else "good",
        has_picture=True,
        note="图片未读" if scan.legibility == "unread" else None,
        turned=live.turned,
    )


CAPTION = re.compile(r"照片|图片|相片|实景|现场图|外景|全景|图\s*\d")


def _uncovered(piece: Piece, live: Sequence[Piece]) -> list[Piece]:
    """The parts of an OCR piece that no live text covers."""
    box = piece.box
    near = [p.box for p in live if min(p.box.y1, box.y1) - max(p.box.y0, box.y0) > 0.4 * min(p.box.height, box.height)]
    near = [b for b in near if b.x1 > box.x0 and b.x0 < box.x1]
    if not near:
        return [piece]
    edges = piece.edges or piece.part(0, len(piece.text)).edges or ()
    free = [
        not any(b.x0 - 1 <= (edges[at] + edges[at + 1]) / 2 <= b.x1 + 1 for b in near) for at in range(len(piece.text))
    ]
    parts, start = [], 0
    for end in range(1, len(free) + 1):
        if end == len(free) or free[end] != free[start]:
            if free[start] and end - start >= 2:
                parts.append(piece.part(start, end))
            start = end
    return parts


def _is_large(info: Any, page: Any) -> bool:
    enough = min(info["width"], info["height"]) >= 60 and info["width"] * info["height"] >= 40_000
    return enough and _share(info, page) >= PICTURE_SHARE


def _share(info: Any, page: Any) -> float:
    box = pymupdf.Rect(info["bbox"]) * page.rotation_matrix & page.rect
    whole = page.rect.width * page.rect.height
    return 0.0 if box.is_empty or not whole else float(box.width * box.height / whole)
