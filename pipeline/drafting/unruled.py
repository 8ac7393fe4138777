"""A scoring table without drawn lines: columns from the heading's words and the white between them, rows from gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from extractors.document import Box, Page
from matchers.drafting.folded import plain
from matchers.drafting.notice import Sheet, Slot
from matchers.drafting.stated_points import points_in_name
from pipeline.drafting.column_layout import (
    Layout,
    Run,
    column_of,
    fits,
    is_heading,
    is_spread,
    layout_of,
    lines_of,
    whole_heading,
)
from pipeline.drafting.wrapped import unwrapped

ROW_GAP: Final = 1.3
"""A gap so many times the usual leading parts two rows."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table on a page: the lines of text before and after it, and the layout for the next page."""

    before: tuple[str, ...]
    sheet: Sheet
    layout: Layout


def find_tables(page: Page, known: Layout | None, first_owner: int) -> list[Found]:
    """The tables on a page without drawn lines; `known`: the layout of the page before, which may continue here."""
    return find_in(lines_of(page), known, first_owner)


def find_in(lines: Sequence[Sequence[Run]], known: Layout | None, first_owner: int) -> list[Found]:
    """As `find_tables`, for runs of words line by line: every heading begins a table."""
    headings = [number for number, line in enumerate(lines) if is_heading(line)]
    starts = [0, *headings] if known is not None and (not headings or fits(lines[: headings[0]], known)) else headings
    before: tuple[str, ...] = ()
    if headings and starts[0] == headings[0]:
        before = tuple(" ".join(run.text for run in line) for line in lines[: headings[0]])
    if not starts or (not headings and known is not None and not fits(lines, known)):
        return []
    found: list[Found] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        headed = start in headings
        titles, body = whole_heading(lines[start:end]) if headed else ([], lines[start:end])
        layout = layout_of(titles, body) if headed or known is None else known
        sheet = _drawn(_rows(body, layout), layout, first_owner, headed=headed)
        if sheet is not None:
            found.append(Found(before, sheet, layout))
            first_owner = 1 + max(slot.owner for row in sheet.rows for slot in row)
            before = ()
    return found


def _drawn(rows: list[list[str]], layout: Layout, owner: int, *, headed: bool) -> Sheet | None:
    """Rows as a sheet; a row of one text is one cell over all columns."""
    if not rows:
        return None
    drawn = [tuple(Slot(title, owner + n) for n, title in enumerate(layout.titles))] if headed else []
    owner += len(layout.titles)
    for row in rows:
        if len(row) == 1 and len(layout.edges) > 1:
            drawn.append((Slot(row[0], owner),) * len(layout.edges))
        else:
            drawn.append(tuple(Slot(text, owner + n) for n, text in enumerate(row)))
        owner += len(row)
    return Sheet(tuple(drawn))


def _rows(body: Sequence[Sequence[Run]], layout: Layout) -> list[list[str]]:
    """Rows as texts by column; a row of one text is a heading over all columns."""
    rows: list[list[str]] = []
    part: list[list[Run]] = []
    for number, line in enumerate(body):
        if len(line) == 1 and (is_spread(line[0], layout) or _stands_apart(body, number)):
            rows += _part(part, layout)
            part = []
            rows.append([line[0].text])
        elif not (number in {0, len(body) - 1} and len(line) == 1 and line[0].text.strip("-—第页 ").isdigit()):
            part.append(list(line))
    rows += _part(part, layout)
    return rows


def _stands_apart(body: Sequence[Sequence[Run]], at: int) -> bool:
    """True for 二、创新能力（40分） alone in its line, with more white above and below than between lines."""
    text = body[at][0].text
    if points_in_name(text) is None or not re.match(r"\s*(?:[一二三四五六七八九十]+、|第.{1,3}部分)", text):
        return False
    tops = [line[0].box.y0 for line in body]
    leading = min((b - a for a, b in pairwise(tops) if b - a > 1), default=0.0)
    around = [abs(tops[n] - tops[at]) for n in (at - 1, at + 1) if 0 <= n < len(tops)]
    return all(gap > ROW_GAP * leading for gap in around)


def _part(lines: list[list[Run]], layout: Layout) -> list[list[str]]:
    """The rows of a stretch without headings."""
    columns: list[list[Run]] = [[] for _ in layout.edges]
    for line in lines:
        for run in line:
            columns[column_of(run, layout)].append(run)
    tops = _row_tops(columns, layout)
    if not tops:
        return []
    bottoms = [*tops[1:], float("inf")]
    cells: list[list[str]] = [[""] * len(columns) for _ in tops]
    for number, column in enumerate(columns):
        labels = layout.roles[number] in {"label", "content", "number"}
        for row, text in _cells(column, tops, bottoms, centred=labels and _is_centred(column, tops)):
            cells[row][number] = f"{cells[row][number]}\n{text}" if cells[row][number] else text
    return [
        [text if role == "points" else unwrapped(text) for role, text in zip(layout.roles, row, strict=True)]
        for row in cells
    ]


def _row_tops(columns: list[list[Run]], layout: Layout) -> list[float]:
    """Where each row begins: at the gaps of the fullest column, else at the points."""
    main = max(columns, key=lambda column: sum(len(run.text) for run in column), default=[])
    if not main:
        return []
    ys = [run.box.y0 for run in main]
    steps = [b - a for a, b in pairwise(ys) if b - a > 1]
    leading = max(min(steps, default=0.0), median(run.box.height for run in main))
    blocks = [ys[0], *(b for a, b in pairwise(ys) if b - a > ROW_GAP * leading)]
    anchors = [
        run.box
        for role, column in zip(layout.roles, columns, strict=True)
        for run in column
        if role in {"points", "number"}
    ]
    beside = [box for box in anchors if any(abs(y - box.y0) < 0.4 * box.height for y in ys)]
    alone = [box for box in anchors if all(abs(y - box.y0) > 0.9 * leading for y in ys)]
    if not anchors and len(blocks) == 1:
        return _merged_tops([ys[0], *_label_tops(columns, main, layout)], 0.4 * leading)
    if len(beside) + len(alone) == len(anchors):
        ended = [top for top in _label_tops(columns, main, layout) if _ends_above(main, top)]
        return _merged_tops([*blocks, *ended, *(box.y0 for box in anchors)], 0.4 * leading)
    if len(blocks) >= len(anchors):
        return [y - 1 for y in blocks]
    return _centred_tops(ys, main[-1].box, [box for box in anchors if box not in alone])


def _label_tops(columns: list[list[Run]], main: Sequence[Run], layout: Layout) -> list[float]:
    """Where a finest label begins beside a line of text, and the label or the text above it has come to an end."""
    labels = [n for n, role in enumerate(layout.roles) if role in {"label", "content"} and columns[n] is not main]
    if not labels:
        return []
    widest = max(run.box.width for run in main)
    room = layout.edges[labels[-1]]
    tops = []
    above: Run | None = None
    for run in columns[labels[-1]]:
        at = next((n for n, line in enumerate(main) if abs(line.box.y0 - run.box.y0) < 0.4 * run.box.height), 0)
        ended = at > 0 and (main[at - 1].text[-1:] in "。；;" or main[at - 1].box.width < 0.9 * widest)
        whole = above is None or above.box.x1 + run.box.height < room or run.box.y0 - above.box.y1 > run.box.height
        if at and whole and (ended or above is not None):
            tops.append(run.box.y0)
        above = run
    return tops


def _ends_above(main: Sequence[Run], top: float) -> bool:
    """True where the sentence above ends."""
    above = [run for run in main if run.box.y0 < top - 0.4 * run.box.height]
    return bool(above) and above[-1].text[-1:] in "。；;"


def _merged_tops(tops: Sequence[float], play: float) -> list[float]:
    result: list[float] = []
    for top in sorted(tops):
        if not result or top - 1 - result[-1] > play:
            result.append(top - 1)
    return result


def _centred_tops(ys: list[float], last: Box, anchors: Sequence[Box]) -> list[float]:
    """Every anchor stands in the middle of its row: a row ends as far below it as it began above."""
    tops = [ys[0]]
    for box in anchors[:-1]:
        end = 2 * box.centre[1] - tops[-1]
        following = [y for y in ys if y >= end - 0.5 * last.height]
        if not following:
            break
        tops.append(following[0])
    return [y - 1 for y in tops]


def _cells(
    column: list[Run], tops: Sequence[float], bottoms: Sequence[float], *, centred: bool
) -> list[tuple[int, str]]:
    """The column's texts with the row where each begins."""
    if not centred:
        return [(_row_at(run.box.centre[1], tops), run.text) for run in column]
    result = []
    start = tops[0]
    for text, box in _clusters(column):
        result.append((_row_at(start + 2, tops), text))
        end = 2 * box.centre[1] - start
        start = min((top for top in tops if top > end - box.height), default=start)
    return result


def _clusters(column: list[Run]) -> list[tuple[str, Box]]:
    result: list[tuple[str, Box]] = []
    for run in column:
        if result and run.box.y0 - result[-1][1].y1 < 0.8 * run.box.height:
            text, box = result[-1]
            result[-1] = (f"{text}\n{run.text}", box.union(run.box))
        else:
            result.append((run.text, run.box))
    return result


def _is_centred(column: list[Run], tops: Sequence[float]) -> bool:
    """True where the first label stands lower than the first row and at no row's top: in the middle of several."""
    if not column or len(tops) < 2 or column[0].box.y0 <= tops[1] - 2 or not plain(column[0].text):
        return False
    return all(abs(column[0].box.y0 - top - 1) > 0.4 * column[0].box.height for top in tops)


def _row_at(y: float, tops: Sequence[float]) -> int:
    return max((n for n, top in enumerate(tops) if y >= top), default=0)
