"""From the picture of a page to what stands on it: turned upright, levelled, read, with tables and a verdict.

A `Scan` is what the page cache keeps; `page_of` composes the `Page` from it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.document import Box, Cell, Legibility, Page, PageId, Table, Word
from extractors.layout import Piece, compose_page
from pipeline.ocr.covered import doubted_beside
from pipeline.ocr.engine import KEEP, OcrLine, Picture, available_engine, read_lines, recognise_lines
from pipeline.ocr.ink import ink_outside, is_blank, red_bands, shows_paper
from pipeline.ocr.lost import doubted
from pipeline.ocr.pieces import ceiling_of, pieces_of
from pipeline.ocr.second import settled
from pipeline.ocr.turning import mean_score, slope_of, turn, turns_to_try
from pipeline.readers.context import ReadContext
from pipeline.readers.ruled_lines import Grid, find_grids, find_pixel_rules, with_text, without_strokes

A4_LONG = 842.0
"""Thresholds in points suppose a page as long as an A4 sheet; a picture is measured as if it were one."""
SMALL = 1300
"""A picture with a shorter long side (pixels) is enlarged before it is read."""
POOR = 0.88
"""Mean character score below which a page is not to be relied on (ordinary scans 0.97 to 0.99)."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What one picture says. Points of the turned and levelled page; `slope` is the skew that was taken out.

    `score`: mean character score; `calls`: how often the engine was run over the page (parts count in proportion).
    """

    width: float
    height: float
    turned: int = 0
    slope: float = 0.0
    pieces: tuple[Piece, ...] = ()
    grids: tuple[Grid, ...] = ()
    legibility: Legibility = "good"
    score: float = 0.0
    calls: float = 0.0


def scan_picture(colour: Picture, points: float, context: ReadContext) -> Scan:
    """Reads a BGR picture; `points` is the size of a pixel in PDF points."""
    rows, columns = colour.shape[:2]
    scan = Scan(columns * points, rows * points)
    if is_blank(colour):
        return replace(scan, legibility="blank")
    if not context.ocr:
        return replace(scan, legibility="unread")
    engine = available_engine(context.engine)
    zoom = 1.0
    if max(rows, columns) < SMALL:
        zoom = min(2.0, SMALL / max(rows, columns))
        colour = np.asarray(cv2.resize(colour, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC), np.uint8)
    red = np.ascontiguousarray(colour[..., 2])
    lines = read_lines(red, engine, context.threads)
    calls = 1.0
    turned = 0
    for degrees in turns_to_try(lines):
        other = read_lines(turn(red, degrees), engine, context.threads)
        calls += 1
        upright = not turns_to_try(other)
        if mean_score(other) > mean_score(lines) - (0.02 if upright and degrees != 180 else 0.0):
            lines, turned = other, degrees
        if upright and turned:
            break
    colour, red = turn(colour, turned), turn(red, turned)
    extra, share = _read_red(colour, lines, engine, context.threads)
    calls += share
    slope = slope_of(lines)
    lines = doubted_beside(doubted(lines, red), red)
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8)
    lines, share = settled(
        [*lines, *extra],
        red,
        grey,
        ceiling_of([*lines, *extra], slope),
        lambda cuts: recognise_lines(cuts, engine, context.threads),
    )
    calls += share
    rows, columns = red.shape[:2]
    unit = A4_LONG / max(rows, columns)
    pieces, doubtful = pieces_of(lines, slope, (columns, rows), unit)
    score = mean_score([line for line in lines if line.score >= KEEP])
    grids: list[Grid] = []
    if len(pieces) >= 4:
        rules = find_pixel_rules(_level(red, slope), unit)
        grids = with_text(find_grids(without_strokes(rules, pieces), join=6.0), pieces)
    factor = points / zoom / unit
    return Scan(
        columns * unit * factor,
        rows * unit * factor,
        turned,
        slope,
        tuple(_scaled_piece(p, factor) for p in pieces),
        tuple(tuple(replace(c, box=_scaled(c.box, factor)) for c in grid) for grid in grids),
        _verdict(pieces, lines, score, doubtful, colour),
        round(score, 4),
        calls,
    )


def page_of(
    scan: Scan, page_id: PageId, *, has_picture: bool = True, more: Sequence[Piece] = (), note: str | None = None
) -> Page:
    """The page in reading order; `more` are further pieces in the same coordinates (live text over a picture)."""
    page = compose_page(
        page_id,
        [*scan.pieces, *more],
        scan.grids,
        width=scan.width,
        height=scan.height,
        via="ocr",
        legibility=scan.legibility,
        has_picture=has_picture,
        note=note,
        turned=scan.turned,
    )
    return _unlevelled(page, scan.slope) if abs(scan.slope) > 0.002 else page


def _read_red(colour: Picture, lines: Sequence[OcrLine], engine: str, threads: int) -> tuple[list[OcrLine], float]:
    """Red headings, which the red channel wipes out, read from the green one; and the share of the page this took."""
    found: list[OcrLine] = []
    share = 0.0
    rows, columns = colour.shape[:2]
    for x0, y0, x1, y1 in red_bands(colour):
        part = np.ascontiguousarray(colour[y0:y1, x0:x1, 1])
        share += part.size / (rows * columns)
        for line in read_lines(part, "openvino" if engine == "openvino" else "onnxruntime", threads):
            corners = tuple((x + x0, y + y0) for x, y in line.corners)
            moved = replace(line, corners=corners)
            if line.score >= 0.8 and not any(_covers(other, moved) for other in lines if other.score >= KEEP):
                found.append(moved)
    return found, round(share, 3)


def _covers(line: OcrLine, other: OcrLine) -> bool:
    """The centre of the other line lies within this one, or the other way round."""
    for a, b in ((line, other), (other, line)):
        x = sum(p[0] for p in b.corners) / 4
        y = sum(p[1] for p in b.corners) / 4
        xs, ys = [p[0] for p in a.corners], [p[1] for p in a.corners]
        if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
            return True
    return False


MARKED = 0.004
"""Share of dark pixels above which a sheet without any reading is unread, not blank."""
FEW = 20
"""Fewer letters than this on a sheet that is full of marks: most of it was not read."""


def _verdict(
    pieces: Sequence[Piece], lines: Sequence[OcrLine], score: float, doubtful: float, colour: Picture
) -> Legibility:
    """Good, poor, unread or (a photograph without any writing) blank."""
    letters = sum(len(p.text) for p in pieces)
    if letters < 4 and len(lines) > 3:
        return "unread"
    if letters < FEW and shows_paper(colour):
        unit = A4_LONG / max(colour.shape[:2])
        boxes = [(p.box.x0 / unit, p.box.y0 / unit, p.box.x1 / unit, p.box.y1 / unit) for p in pieces]
        if ink_outside(colour, boxes) > 0.02:
            return "poor" if pieces else "unread"
    if not pieces:
        # A sheet with marks that nobody could read is no blank page; print that shines through from the back is paler.
        marked = shows_paper(colour) and ink_outside(colour, ()) > MARKED
        return "unread" if len(lines) > 2 or marked else "blank"
    return "poor" if score < POOR or doubtful > 0.3 else "good"


def _level(grey: Picture, slope: float) -> Picture:
    if abs(slope) < 0.002:
        return grey
    rows, columns = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), math.degrees(math.atan(slope)), 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (columns, rows), borderValue=(255,)), np.uint8)


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.x0 * factor, box.y0 * factor, box.x1 * factor, box.y1 * factor)


def _scaled_piece(piece: Piece, factor: float) -> Piece:
    edges = None if piece.edges is None else tuple(round(x * factor, 2) for x in piece.edges)
    return replace(piece, box=_scaled(piece.box, factor), edges=edges)


def _unlevelled(page: Page, slope: float) -> Page:
    """Boxes put back to where the slanting page shows them."""
    angle = math.atan(slope)
    cos, sin = math.cos(angle), math.sin(angle)
    width, height = page.width or 0.0, page.height or 0.0

    def back(box: Box) -> tuple[Box, float]:
        x, y = box.centre
        dx, dy = x - width / 2, y - height / 2
        cx, cy = width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos
        half_x = (box.width * cos + box.height * abs(sin)) / 2
        half_y = (box.width * abs(sin) + box.height * cos) / 2
        return Box(cx - half_x, cy - half_y, cx + half_x, cy + half_y), cx - x

    words: list[Word] = []
    for word in page.words:
        if word.box is None:
            words.append(word)
            continue
        box, shift = back(word.box)
        edges = None if word.edges is None else tuple(round(x + shift, 2) for x in word.edges)
        words.append(replace(word, box=box, edges=edges))
    tables = []
    for table in page.tables:
        cells: list[Cell] = [c if c.box is None else replace(c, box=back(c.box)[0]) for c in table.cells]
        tables.append(Table(tuple(cells), None if table.box is None else back(table.box)[0]))
    return replace(page, words=tuple(words), tables=tuple(tables))
