"""Reading order: pieces of text with places become lines, lines of two prose columns come column by column."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Box


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters as a text layer or an OCR engine gave it, not yet placed in a page's text.

    `scores`, `edges`: see `Word`. `aside`: belongs to no line of the page (slanting watermark, text of a seal); it
    is put behind everything else, so that it cannot stand between a label and its value.
    """

    text: str
    box: Box
    scores: tuple[float, ...] | None = None
    edges: tuple[float, ...] | None = None
    aside: bool = False

    def part(self, start: int, end: int) -> Piece:
        """Characters [start, end) as a piece of their own."""
        edges = self.edges or proportional_edges(self.text, self.box)
        x0, x1 = edges[start], edges[end]
        return Piece(
            self.text[start:end],
            Box(min(x0, x1), self.box.y0, max(x0, x1), self.box.y1),
            None if self.scores is None else self.scores[start:end],
            edges[start : end + 1],
            self.aside,
        )


Line = list[Piece]

BAND = 24
"""Height (points) of the stripes of a page in which neighbours are looked for."""


def proportional_edges(text: str, box: Box) -> tuple[float, ...]:
    """x-positions between characters if nothing better is known: wide characters count twice."""
    widths = [2 if ord(c) > 0x2E7F else 1 for c in text]
    step = box.width / (sum(widths) or 1)
    edges = [box.x0]
    for width in widths:
        edges.append(edges[-1] + width * step)
    return tuple(edges)


def is_cjk(char: str) -> bool:
    """A Chinese character, full-width form or Chinese punctuation."""
    return ord(char) > 0x2E7F


def joint(left: Piece, right: Piece) -> str:
    """What stands between two neighbours of a line: nothing where they touch, else one blank.

    Chinese is written without blanks, so a gap below 0.3 of the letter height is the engine's, not the writer's;
    between Latin letters a blank is about 0.25 of it.
    """
    gap = right.box.x0 - left.box.x1
    height = min(left.box.height, right.box.height) or 1.0
    last, first = left.text[-1], right.text[0]
    latin = last.isascii() and first.isascii() and not (last.isdigit() and first.isdigit())
    return "" if gap < (0.1 if latin else 0.3) * height else " "


def find_lines(pieces: Sequence[Piece], slope: float = 0.0) -> list[Line]:
    """Lines from top to bottom, each from left to right; `slope` is the skew of the page (dy / dx).

    A piece joins the line whose last piece it overlaps best in height, seen along the skew; that follows a curved
    page (phone photo) and keeps small type apart that stands beside one tall character.
    """
    lines: list[Line] = []
    bands: dict[int, list[Line]] = {}  # lines by the height of their last piece, so that few are compared
    for piece in sorted(pieces, key=lambda p: (p.box.x0, p.box.y0)):
        box = piece.box
        x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
        high, wide, middle = y1 - y0, x1 - x0, slope * (x0 + x1) / 2
        reach = range(int((y0 - middle) // BAND), int((y1 - middle) // BAND) + 1)
        best: Line | None = None
        best_key = (0.0, 0.0)
        for band in reach:
            for line in bands.get(band, ()):
                last = line[-1].box
                shift = middle - slope * (last.x0 + last.x1) / 2
                top, bottom = last.y0 + shift, last.y1 + shift
                overlap = (y1 if y1 < bottom else bottom) - (y0 if y0 > top else top)
                if overlap <= 0:
                    continue
                last_high, last_wide = last.y1 - last.y0, last.x1 - last.x0
                if overlap <= 0.5 * min(high, last_high) or last.x1 - x0 > 0.6 * min(wide, last_wide):
                    continue
                key = (overlap / (max(high, last_high) or 1.0), -abs(top + bottom - y0 - y1))
                if best is None or key > best_key:
                    best, best_key = line, key
        if best is None:
            best = []
            lines.append(best)
        best.append(piece)
        for band in reach:
            lying = bands.setdefault(band, [])
            if not any(line is best for line in lying):
                lying.append(best)
    lines.sort(key=lambda line: height_of(line, slope))
    return lines


def height_of(line: Line, slope: float = 0.0) -> float:
    """The y-position of a line's centre, seen along the skew."""
    return statistics.fmean((p.box.y0 + p.box.y1) / 2 - slope * (p.box.x0 + p.box.x1) / 2 for p in line)


def by_columns(lines: list[Line], slope: float = 0.0) -> list[Line]:
    """Two columns of running text one after the other; anything else (labels and values, forms) stays as it is."""
    gaps = [_gaps(line) for line in lines]
    centres = [(a + b) / 2 for found in gaps for a, b in found]
    if len(centres) < MIN_ROWS:
        return lines
    gutter = statistics.median(centres)
    split = [any(a < gutter < b for a, b in found) for found in gaps]
    if sum(split) < MIN_ROWS:
        return lines
    first, last = split.index(True), len(split) - 1 - split[::-1].index(True)
    pieces = [p for line in lines[first : last + 1] for p in line]
    if any(p.box.x0 < gutter - 2 and p.box.x1 > gutter + 2 for p in pieces):
        return lines
    left = [p for p in pieces if p.box.x1 <= gutter + 2]
    right = [p for p in pieces if p.box.x1 > gutter + 2]
    if not (_is_prose(left, slope) and _is_prose(right, slope)):
        return lines
    return [*lines[:first], *find_lines(left, slope), *find_lines(right, slope), *lines[last + 1 :]]


MIN_ROWS = 6
"""Two columns need at least so many rows side by side."""


def _gaps(line: Line) -> list[tuple[float, float]]:
    found = []
    for left, right in itertools.pairwise(line):
        if right.box.x0 - left.box.x1 > 0.8 * min(left.box.height, right.box.height):
            found.append((left.box.x1, right.box.x0))
    return found


def _is_prose(pieces: Sequence[Piece], slope: float) -> bool:
    """Most lines fill the column: that tells running text from labels, values and lists."""
    lines = find_lines(pieces, slope)
    if len(lines) < MIN_ROWS:
        return False
    x0, x1 = min(p.box.x0 for p in pieces), max(p.box.x1 for p in pieces)
    full = sum(line[-1].box.x1 - line[0].box.x0 >= 0.85 * (x1 - x0) for line in lines)
    letters = sum(len(p.text) for p in pieces)
    return full >= 0.6 * len(lines) and letters >= 12 * len(lines)
