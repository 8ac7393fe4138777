"""Tables from ruled lines: drawn lines of a PDF page or dark lines in the picture of a scan become grids of cells.

Lines are snapped and joined by pdfplumber; cells are then the fields that no line divides, so that merged cells come
out whole. A certificate's decorative frame has no inner crossings and gives no grid.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.layout import GridCell, Piece

Grid = tuple[GridCell, ...]


class Rule(NamedTuple):
    """A ruled line: horizontal ("h": `at` is y, from x `start` to x `end`) or vertical ("v": `at` is x)."""

    way: Literal["h", "v"]
    at: float
    start: float
    end: float


SNAP = 3.0
"""Lines closer than this (points) are one line: double borders, jitter of a scan."""
JOIN = 4.0
"""A gap up to this (points) does not break a line."""
LONGEST = 4000
"""A page with more lines than this is a drawing, not a table."""


def find_grids(rules: Iterable[Rule], *, snap: float = SNAP, join: float = JOIN) -> list[Grid]:
    """The ruled tables that the lines form, each with at least two rows or columns, four cells."""
    given = [r for r in rules if r.end - r.start > snap]
    if not 4 <= len(given) <= LONGEST:
        return []
    grids = []
    for group in _connected(_anchored(_merged(given, snap, join), snap + 1), snap + 1):
        grid = _cells(group, snap + 1)
        if len(grid) >= 4 and len({c.row for c in grid}) >= 2 and len({c.column for c in grid}) >= 2:
            grids.append(grid)
    return grids


def with_text(grids: Iterable[Grid], pieces: Sequence[Piece]) -> list[Grid]:
    """Only grids whose cells hold text; ornaments, drawings and photographs drop out."""
    kept = []
    for grid in grids:
        box = grid[0].box
        for cell in grid[1:]:
            box = box.union(cell.box)
        centres = [p.box.centre for p in pieces]
        centres = [(x, y) for x, y in centres if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1]
        filled = sum(any(c.box.x0 <= x <= c.box.x1 and c.box.y0 <= y <= c.box.y1 for x, y in centres) for c in grid)
        small = sum(c.box.height < 9 or c.box.width < 9 for c in grid)
        if filled >= max(2, min(3, len(grid) / 2), 0.15 * len(grid)) and small <= 0.5 * len(grid):
            kept.append(grid)
    return kept


def without_strokes(rules: Iterable[Rule], pieces: Sequence[Piece]) -> list[Rule]:
    """Without lines that are strokes of large characters or lie inside a line of text."""
    boxes = [p.box for p in pieces]
    kept = []
    for rule in rules:
        if rule.way == "v":
            inside = any(
                b.x0 + 1 < rule.at < b.x1 - 1
                and b.y0 - 0.3 * b.height <= rule.start
                and rule.end <= b.y1 + 0.3 * b.height
                for b in boxes
            )
        else:
            play = 0.2
            inside = any(
                b.y0 + play * b.height < rule.at < b.y1 - play * b.height
                and b.x0 - 4 <= rule.start
                and rule.end <= b.x1 + 4
                for b in boxes
            )
        if not inside:
            kept.append(rule)
    return kept


def _merged(rules: list[Rule], snap: float, join: float) -> list[Rule]:
    from pdfplumber.table import merge_edges

    def edge(rule: Rule) -> dict[str, Any]:
        x0, x1, top, bottom = (
            (rule.start, rule.end, rule.at, rule.at) if rule.way == "h" else (rule.at, rule.at, rule.start, rule.end)
        )
        return {
            "orientation": rule.way,
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "doctop": top,
            "width": x1 - x0,
            "height": bottom - top,
        }

    merged = merge_edges([edge(r) for r in rules], snap, snap, join, join)
    return [
        Rule("h", e["top"], e["x0"], e["x1"]) if e["orientation"] == "h" else Rule("v", e["x0"], e["top"], e["bottom"])
        for e in merged
    ]


def _anchored(rules: list[Rule], play: float) -> list[Rule]:
    """Only lines that meet two lines of the other way: a stroke inside a cell, a seal, an underline do not."""
    while True:
        kept = []
        for rule in rules:
            met = sum(
                other.way != rule.way
                and rule.start - play <= other.at <= rule.end + play
                and other.start - play <= rule.at <= other.end + play
                for other in rules
            )
            if met >= 2 or (met == 1 and rule.way == "h" and rule.end - rule.start > 200):
                kept.append(rule)
        if len(kept) == len(rules):
            return kept
        rules = kept


def _connected(rules: list[Rule], play: float) -> list[list[Rule]]:
    """Groups of lines that touch or cross one another."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    level = [i for i, r in enumerate(rules) if r.way == "h"]
    upright = [i for i, r in enumerate(rules) if r.way == "v"]
    for i in level:
        h = rules[i]
        for j in upright:
            v = rules[j]
            if h.start - play <= v.at <= h.end + play and v.start - play <= h.at <= v.end + play:
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return [g for g in groups.values() if len({r.way for r in g}) == 2 and len(g) >= 4]


def _cells(rules: list[Rule], play: float) -> Grid:
    level = [r for r in rules if r.way == "h"]
    upright = [r for r in rules if r.way == "v"]
    ys = _positions([r.at for r in level])
    xs = _positions([r.at for r in upright] + _open_sides(level, upright))
    if len(xs) < 2 or len(ys) < 2:
        return ()
    columns, rows = len(xs) - 1, len(ys) - 1

    def covered(lines: list[Rule], at: float, start: float, end: float) -> bool:
        slack = min(play, (end - start) / 3)
        return any(abs(r.at - at) < 0.6 and r.start <= start + slack and r.end >= end - slack for r in lines)

    below = [
        [j == rows - 1 or covered(level, ys[j + 1], xs[i], xs[i + 1]) for i in range(columns)] for j in range(rows)
    ]
    beside = [
        [i == columns - 1 or covered(upright, xs[i + 1], ys[j], ys[j + 1]) for i in range(columns)] for j in range(rows)
    ]
    taken = [[False] * columns for _ in range(rows)]
    found: list[tuple[int, int, int, int]] = []
    for j, i in itertools.product(range(rows), range(columns)):
        if taken[j][i]:
            continue
        right = i
        while not beside[j][right] and not taken[j][right + 1]:
            right += 1
        bottom = j
        while all(not below[bottom][k] and not taken[bottom + 1][k] for k in range(i, right + 1)):
            bottom += 1
        for y, x in itertools.product(range(j, bottom + 1), range(i, right + 1)):
            taken[y][x] = True
        if xs[right + 1] - xs[i] > 5 and ys[bottom + 1] - ys[j] > 5:
            found.append((j, bottom, i, right))
    return _numbered(found, xs, ys)


def _numbered(found: list[tuple[int, int, int, int]], xs: list[float], ys: list[float]) -> Grid:
    """Rows and columns counted only by lines at which a cell begins."""
    row_at = {j: n for n, j in enumerate(sorted({f[0] for f in found}))}
    column_at = {i: n for n, i in enumerate(sorted({f[2] for f in found}))}
    return tuple(
        GridCell(
            row_at[j],
            column_at[i],
            Box(xs[i], ys[j], xs[right + 1], ys[bottom + 1]),
            sum(j <= other <= bottom for other in row_at),
            sum(i <= other <= right for other in column_at),
        )
        for j, bottom, i, right in found
    )


def _positions(values: list[float]) -> list[float]:
    return sorted(set(values))


def _open_sides(level: list[Rule], upright: list[Rule]) -> list[float]:
    """X where a table without side lines ends: where most of its horizontal lines end beyond the outermost vertical."""
    ends = []
    for side, outer in ((0, min(r.at for r in upright)), (1, max(r.at for r in upright))):
        reach = [r.start if side == 0 else r.end for r in level]
        beyond = [x for x in reach if (outer - x if side == 0 else x - outer) > 12]
        if len(beyond) >= 2 and len(beyond) >= 0.6 * len(level):
            ends.append(min(beyond) if side == 0 else max(beyond))
    return ends


def find_pixel_rules(grey: NDArray[np.uint8], scale: float) -> list[Rule]:
    """Dark straight lines of a picture whose text runs level; `scale` is points per pixel, results are in points."""
    long_side = max(grey.shape)
    factor = min(1.0, 1700 / long_side)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    step = scale / factor
    rules: list[Rule] = []
    for way, least in (("h", 26.0), ("v", 16.0)):
        length = max(int(least / step), 15)
        shape = (length, 1) if way == "h" else (1, length)
        bridge = np.ones((1, 5) if way == "h" else (5, 1), np.uint8)
        closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, bridge)
        kept = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((shape[1], shape[0]), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
        for x, y, width, height, _area in stats[1:count].tolist():
            thick, run = (height, width) if way == "h" else (width, height)
            if thick * step > 3.5 and thick > run / 12:
                continue
            if way == "h":
                rules.append(Rule("h", (y + height / 2) * step, x * step, (x + width) * step))
            else:
                rules.append(Rule("v", (x + width / 2) * step, y * step, (y + height) * step))
    return rules
