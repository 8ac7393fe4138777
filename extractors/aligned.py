"""Rows of a list without ruled lines: words that stand under the words of a header.

Works on the lines of `Page.text` (the reader has already followed skew) and on the places of their words. Where a page
has no places (plain text), columns are told by their order, and only where a line has as many parts as the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.columns import Columns, fold, is_key_value, looks_like_header
from extractors.document import Box, Page
from extractors.table_text import Run, TableCell

_SEGMENT = re.compile(r"\S+")
_ROW_NUMBER = re.compile(r"[（(]?\d{1,4}[)）.、]?$")
HEADER_LINES = 3
TIE = 0.3
"""Distances that differ by less, in letter heights, are equal."""
UNKNOWN = "?"
"""Before the printed header of a column that the list does not know."""
FAR = 3.0
"""A wrapped line belongs to a row at most so many letter heights away."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header's place: from x0 to x1 (None: only the order is known); `name` None: a header the list does not know."""

    name: str | None
    x0: float | None = None
    x1: float | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """The column's name, or its printed header behind `UNKNOWN`."""
        return self.name if self.name is not None else UNKNOWN + fold(self.title)


@dataclass(frozen=True, slots=True)
class AlignedHeader:
    """The columns from left to right, as the header line showed them."""

    columns: tuple[Column, ...]
    width: float | None = None

    @property
    def names(self) -> set[str]:
        return {c.name for c in self.columns if c.name is not None}


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int
    text: str
    box: Box | None


def aligned_rows(
    page: Page, columns: Columns, carried: AlignedHeader | None
) -> tuple[AlignedHeader | None, list[dict[str, TableCell]]]:
    """The rows on this page and the header under which a further page may go on (None: the list has ended)."""
    if carried is None and not columns.may_stand_in(page.text):
        return None, []
    lines = [_segments(page, m.start(), m.end()) for m in re.finditer(r"[^\n]+", page.text)]
    header = carried if carried is not None and _same_width(carried.width, page.width) else None
    fresh = False
    rows: list[dict[str, TableCell]] = []
    block: list[Sequence[_Segment]] = []
    at = 0
    while at < len(lines):
        found = _header_at(page, lines, at, columns)
        if found is not None:
            if header is not None:
                rows += _rows(page, block, header, columns, carried=not fresh)
            header, depth = found
            fresh, block = True, []
            at += depth
            continue
        if header is not None and looks_like_header([s.text for s in lines[at]]):
            rows += _rows(page, block, header, columns, carried=not fresh)
            header, block = None, []
        if header is not None:
            block.append(lines[at])
        at += 1
    if header is not None:
        rows += _rows(page, block, header, columns, carried=not fresh)
    return (header if rows or fresh else None), rows


def _same_width(a: float | None, b: float | None) -> bool:
    return a is None or b is None or abs(a - b) < 0.02 * max(a, b)


def _segments(page: Page, start: int, end: int) -> list[_Segment]:
    text = page.text[start:end]
    if "\t" in text:
        spans = [(m.start(), m.end()) for m in re.finditer(r"[^\t]+", text) if m.group().strip()]
    else:
        spans = [m.span() for m in _SEGMENT.finditer(text)]
    return [
        _Segment(start + a, start + b, page.text[start + a : start + b], page.box_of(start + a, start + b))
        for a, b in spans
    ]


def _header_at(
    page: Page, lines: Sequence[Sequence[_Segment]], at: int, columns: Columns
) -> tuple[AlignedHeader, int] | None:
    for depth in range(1, min(HEADER_LINES, len(lines) - at) + 1):
        if depth > 1 and _header_of(page, lines[at + 1 : at + depth], columns) is not None:
            return None  # the line at `at` is the list's title above its header
        found = _header_of(page, lines[at : at + depth], columns)
        if found is not None:
            return found, depth
    return None


def _header_of(page: Page, lines: Sequence[Sequence[_Segment]], columns: Columns) -> AlignedHeader | None:
    """These lines together as one header, or None."""
    depth = len(lines)
    group = [s for line in lines for s in line]
    if depth > 1 and (any(s.box is None for s in group) or any(_has_data(s.text) for s in group)):
        return None
    stacked = _stacked(group) if depth > 1 else [[s] for s in group]
    made = [c for parts in stacked for c in _columns_in(page, parts, columns)]
    names = {c.name for c in made if c.name}
    if len(names) < 0.5 * len(made) or is_key_value([c.title for c in made], [c.name is not None for c in made]):
        return None
    if columns.suffices(names) and len(names) >= 2:
        return AlignedHeader(tuple(made), page.width)
    return None


def _has_data(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 4


def _stacked(segments: Iterable[_Segment]) -> list[list[_Segment]]:
    """Segments that stand above each other, from left to right."""
    stacks: list[list[_Segment]] = []
    for segment in segments:
        box = segment.box
        home = next((s for s in stacks if box and any(o.box and _overlap(box, o.box) > 0.5 for o in s)), None)
        if home is None:
            stacks.append([segment])
        else:
            home.append(segment)
    return sorted(stacks, key=lambda s: min(o.box.x0 for o in s if o.box))


def _overlap(a: Box, b: Box) -> float:
    return (min(a.x1, b.x1) - max(a.x0, b.x0)) / (min(a.width, b.width) or 1.0)


def _columns_in(page: Page, parts: Sequence[_Segment], columns: Columns) -> list[Column]:
    text = "".join(p.text for p in parts)
    boxes = [p.box for p in parts if p.box is not None]
    x0 = min((b.x0 for b in boxes), default=None)
    x1 = max((b.x1 for b in boxes), default=None)
    if len(parts) == 1:
        glued = _glued(page, parts[0], columns)
        if len(glued) > 1:
            return glued
    return [Column(columns.column_of(text), x0, x1, text)]


def _glued(page: Page, segment: _Segment, columns: Columns) -> list[Column]:
    """Header words that the engine read as one word: 序号姓名证件号码."""
    taken: list[tuple[int, int, str]] = []
    for title, name in columns.all_titles:
        at = segment.text.find(title)
        if at >= 0 and not any(a < at + len(title) and at < b for a, b, _ in taken):
            taken.append((at, at + len(title), name))
    if sum(b - a for a, b, _ in taken) < 0.8 * len(segment.text):
        return []
    found = []
    for a, b, name in sorted(taken):
        box = page.box_of(segment.start + a, segment.start + b)
        found.append(Column(name, box.x0 if box else None, box.x1 if box else None))
    return found


def _rows(
    page: Page, lines: Sequence[Sequence[_Segment]], header: AlignedHeader, columns: Columns, *, carried: bool
) -> list[dict[str, TableCell]]:
    if any(c.x0 is None for c in header.columns) or any(s.box is None for line in lines for s in line):
        return _by_order(page, lines, header, columns)
    anchored: list[tuple[float, float, dict[str, list[_Segment]]]] = []
    loose: list[tuple[float, float, dict[str, list[_Segment]]]] = []
    for line in lines:
        cells = _assigned(page, line, header)
        if not cells:
            continue
        boxes = [s.box for parts in cells.values() for s in parts if s.box]
        y, height = boxes[0].centre[1], max(b.height for b in boxes)
        (anchored if _is_anchor(cells, header, columns, carried=carried) else loose).append((y, height, cells))
    for y, height, cells in loose:
        if not anchored:
            break
        near = _nearest(anchored, y, height, set(cells))
        if abs(near[0] - y) <= FAR * height:
            for name, parts in cells.items():
                home = near[2].setdefault(name, [])
                if y < near[0]:
                    home[:0] = parts
                else:
                    home.extend(parts)
    return [
        {name: TableCell(tuple(Run(page, s.start, s.end) for s in _in_order(parts))) for name, parts in cells.items()}
        for _, _, cells in anchored
    ]


def _nearest(
    anchored: Sequence[tuple[float, float, dict[str, list[_Segment]]]], y: float, height: float, names: set[str]
) -> tuple[float, float, dict[str, list[_Segment]]]:
    """The row nearest in height; between two equally near ones the one that lacks these cells, else the upper."""
    best = min(abs(row[0] - y) for row in anchored)
    near = [row for row in anchored if abs(row[0] - y) <= best + TIE * height]
    return min(near, key=lambda row: (len(names & set(row[2])), row[0]))


def _in_order(parts: list[_Segment]) -> list[_Segment]:
    return sorted(parts, key=lambda s: s.start)


def _assigned(page: Page, line: Sequence[_Segment], header: AlignedHeader) -> dict[str, list[_Segment]]:
    cells: dict[str, list[_Segment]] = {}
    for segment in line:
        for part, column in _placed(page, segment, header):
            cells.setdefault(column.key, []).append(part)
    return cells


def _placed(page: Page, segment: _Segment, header: AlignedHeader) -> list[tuple[_Segment, Column]]:
    box = segment.box
    assert box is not None
    covered = [c for c in header.columns if _covers(box, c)]
    if len(covered) > 2:
        return []
    if len(covered) == 2:
        left, right = covered
        middle = ((left.x1 or 0) + (right.x0 or 0)) / 2
        for cut in range(segment.start + 1, segment.end):
            inner = page.box_of(cut, cut + 1)
            if inner is not None and inner.centre[0] > middle:
                a, b = (segment.start, cut), (cut, segment.end)
                return [(_Segment(s, e, page.text[s:e], page.box_of(s, e)), c) for (s, e), c in ((a, left), (b, right))]
    best = max(header.columns, key=lambda c: min(box.x1, c.x1 or 0) - max(box.x0, c.x0 or 0))
    return [(segment, best)]


def _covers(box: Box, column: Column) -> bool:
    x0, x1 = column.x0 or 0.0, column.x1 or 0.0
    return min(box.x1, x1) - max(box.x0, x0) >= 0.8 * (x1 - x0)


def _is_anchor(cells: dict[str, list[_Segment]], header: AlignedHeader, columns: Columns, *, carried: bool) -> bool:
    names = {n for n in cells if not n.startswith(UNKNOWN)}
    numbered = "row" in header.names
    if numbered and "row" in names and _ROW_NUMBER.match(fold(cells["row"][0].text)):
        return columns.is_filled(names - {"row"})
    enough = max(2, (len(header.names) + 1) // 2) + (1 if carried else 0)
    return columns.is_filled(names) and len(names - {"row"}) >= min(enough, len(header.names - {"row"}))


def _by_order(
    page: Page, lines: Sequence[Sequence[_Segment]], header: AlignedHeader, columns: Columns
) -> list[dict[str, TableCell]]:
    rows = []
    for line in lines:
        if len(line) != len(header.columns):
            continue
        cells = {c.key: TableCell((Run(page, s.start, s.end),)) for c, s in zip(header.columns, line, strict=True)}
        if columns.is_filled(set(cells)):
            rows.append(cells)
    return rows
