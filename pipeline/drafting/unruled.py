"""A scoring table without drawn lines: columns from the heading's words and the white between them, rows from gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from extractors.document import Box, Page
from matchers.drafting.columns import role_of
from matchers.drafting.folded import plain
from matchers.drafting.notice import Sheet, Slot
from pipeline.drafting.wrapped import unwrapped

ROW_GAP: Final = 1.3
"""A gap so many times the usual leading parts two rows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand side by side in one line of one column."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a table end (the last at the page's edge), and what they hold."""

    edges: tuple[float, ...]
    roles: tuple[str | None, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A table on a page: the lines of text before and after it, and the layout for the next page."""

    before: tuple[str, ...]
    sheet: Sheet
    layout: Layout


def find_tables(page: Page, known: Layout | None, first_owner: int) -> list[Found]:
    """The tables on a page without drawn lines; `known`: the layout of the page before, which may continue here."""
    return find_in(_lines_of(page), known, first_owner)


def find_in(lines: Sequence[Sequence[Run]], known: Layout | None, first_owner: int) -> list[Found]:
    """As `find_tables`, for runs of words line by line: every heading begins a table."""
    headings = [number for number, line in enumerate(lines) if _is_heading(line)]
    starts = [0, *headings] if known is not None and (not headings or _fits(lines[: headings[0]], known)) else headings
    before: tuple[str, ...] = ()
    if headings and starts[0] == headings[0]:
        before = tuple(" ".join(run.text for run in line) for line in lines[: headings[0]])
    if not starts or (not headings and known is not None and not _fits(lines, known)):
        return []
    found: list[Found] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        headed = start in headings
        body = lines[start + 1 : end] if headed else lines[start:end]
        layout = _layout(lines[start], body) if headed or known is None else known
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


def _lines_of(page: Page) -> list[list[Run]]:
    """The page's words line by line; words that nearly touch are one run."""
    words = sorted((w for w in page.words if w.box is not None), key=lambda w: (w.box.centre[1], w.box.x0))  # type: ignore[union-attr]
    lines: list[list[Run]] = []
    for word in words:
        assert word.box is not None
        if lines and abs(lines[-1][-1].box.centre[1] - word.box.centre[1]) < 0.5 * word.box.height:
            lines[-1].append(Run(word.text, word.box))
        else:
            lines.append([Run(word.text, word.box)])
    return [_touching(sorted(line, key=lambda run: run.box.x0)) for line in lines]


def _touching(line: list[Run]) -> list[Run]:
    result: list[Run] = []
    for run in line:
        if result and run.box.x0 - result[-1].box.x1 < 0.6 * run.box.height:
            last = result[-1]
            blank = " " if run.box.x0 - last.box.x1 > 0.25 * run.box.height else ""
            result[-1] = Run(last.text + blank + run.text, last.box.union(run.box))
        else:
            result.append(run)
    return result


def _is_heading(line: Sequence[Run]) -> bool:
    roles = [role_of(run.text) for run in line]
    return (
        len(line) >= 3
        and sum(role is not None for role in roles) >= max(3, len(line) - 1)
        and bool({"criteria", "points", "content", "explain"} & set(roles))
    )


def _layout(heading: Sequence[Run], body: Sequence[Sequence[Run]]) -> Layout:
    """Between two headings the column ends where the fewest runs cross."""
    runs = [run for line in body for run in line]
    edges = []
    for left, right in pairwise(heading):
        low, high = left.box.centre[0], right.box.centre[0]
        steps = [low + (high - low) * n / 100 for n in range(101)]
        crossed = [sum(run.box.x0 < x < run.box.x1 for run in runs) for x in steps]
        fewest = min(crossed)
        edges.append(_middle([x for x, times in zip(steps, crossed, strict=True) if times == fewest]))
    edges.append(float("inf"))
    return Layout(tuple(edges), tuple(role_of(run.text) for run in heading), tuple(run.text for run in heading))


def _middle(places: list[float]) -> float:
    """The middle of the longest stretch of neighbouring places."""
    step = min((b - a for a, b in pairwise(places)), default=1.0)
    stretches = [[places[0]]]
    for place in places[1:]:
        if place - stretches[-1][-1] <= 1.5 * step:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    longest = max(stretches, key=len)
    return (longest[0] + longest[-1]) / 2


def _fits(lines: Sequence[Sequence[Run]], layout: Layout) -> bool:
    """True where most lines keep to the columns of the page before."""
    several = [line for line in lines if len(line) > 1]
    kept = [line for line in several if len({_column(run, layout) for run in line}) == len(line)]
    return len(several) >= 2 and len(kept) > 0.7 * len(several)


def _column(run: Run, layout: Layout) -> int:
    return next(n for n, edge in enumerate(layout.edges) if run.box.centre[0] <= edge)


def _is_spread(run: Run, layout: Layout) -> bool:
    """True for a run that lies over the edge of its column: a heading over several columns, or text after the table."""
    lefts = (0.0, *layout.edges[:-1])
    first = next(n for n, edge in enumerate(layout.edges) if run.box.x0 < edge)
    last = max(n for n, left in enumerate(lefts) if run.box.x1 > left + 2)
    return last > first


def _rows(body: Sequence[Sequence[Run]], layout: Layout) -> list[list[str]]:
    """Rows as texts by column; a row of one text is a heading over all columns."""
    rows: list[list[str]] = []
    part: list[list[Run]] = []
    for line in body:
        if len(line) == 1 and _is_spread(line[0], layout):
            rows += _part(part, layout)
            part = []
            rows.append([line[0].text])
        elif not (len(line) == 1 and line[0].text.strip("-—第页 ").isdigit() and _column(line[0], layout) != 0):
            part.append(list(line))
    rows += _part(part, layout)
    return rows


def _part(lines: list[list[Run]], layout: Layout) -> list[list[str]]:
    """The rows of a stretch without headings."""
    columns: list[list[Run]] = [[] for _ in layout.edges]
    for line in lines:
        for run in line:
            columns[_column(run, layout)].append(run)
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
        run.box for role, column in zip(layout.roles, columns, strict=True) for run in column if role == "points"
    ]
    beside = [box for box in anchors if any(abs(y - box.y0) < 0.4 * box.height for y in ys)]
    alone = [box for box in anchors if all(abs(y - box.y0) > 0.9 * leading for y in ys)]
    if len(beside) + len(alone) == len(anchors):
        return _merged_tops([*blocks, *(box.y0 for box in anchors)], 0.4 * leading)
    if len(blocks) >= len(anchors):
        return [y - 1 for y in blocks]
    return _centred_tops(ys, main[-1].box, [box for box in anchors if box not in alone])


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
    """True where the first label stands lower than the first row, since it is set in the middle of several."""
    return bool(column) and len(tops) > 1 and column[0].box.y0 > tops[1] - 2 and plain(column[0].text) != ""


def _row_at(y: float, tops: Sequence[float]) -> int:
    return max((n for n, top in enumerate(tops) if y >= top), default=0)
