"""Where the columns of a table without lines are: from the heading's words and the white between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.document import Box, Page
from matchers.drafting.columns import role_of
from matchers.drafting.stated_points import points_in_cell

REST: Final = 8
"""Lines of a cell that a page break may leave for the next page."""
DEEPEST: Final = 5
"""Lines that a heading may have."""


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


def lines_of(page: Page) -> list[list[Run]]:
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
    single = False  # 序 号: headings are often set with a blank between the characters
    for run in line:
        apart = 2.6 if single and len(run.text) == 1 else 0.6
        single = len(run.text) == 1 and not run.text.isascii()
        if result and run.box.x0 - result[-1].box.x1 < apart * run.box.height:
            last = result[-1]
            blank = " " if run.box.x0 - last.box.x1 > 0.25 * run.box.height else ""
            result[-1] = Run(last.text + blank + run.text, last.box.union(run.box))
        else:
            result.append(run)
    return result


def is_heading(line: Sequence[Run]) -> bool:
    """True where nearly every run names a column of a scoring table."""
    roles = [role_of(run.text) for run in line]
    return (
        len(line) >= 3
        and sum(role is not None for role in roles) >= max(3, len(line) - 1)
        and bool({"criteria", "points", "content", "explain"} & set(roles))
    )


def whole_heading(lines: Sequence[Sequence[Run]]) -> tuple[list[Run], Sequence[Sequence[Run]]]:
    """The heading's words and what follows: titles go on in the next line, or wide ones are divided there."""
    first, at = list(lines[0]), 1
    while at < len(lines) and at < DEEPEST and (longer := _continued(first, lines[at])) is not None:
        first, at = longer, at + 1
    return first, lines[at:]


def _overlap(run: Run, other: Run) -> bool:
    return run.box.x0 < other.box.x1 and other.box.x0 < run.box.x1


def _continued(heading: list[Run], line: Sequence[Run]) -> list[Run] | None:
    """The heading with another line of it; None where the line holds anything that names no column."""
    result = list(heading)
    new: list[Run] = []
    for run in line:
        at = next((n for n, title in enumerate(result) if _overlap(run, title)), None)
        whole = None if at is None else Run(result[at].text + run.text, result[at].box.union(run.box))
        goes_on = len(run.text) <= 10 and (points_in_cell(run.text) is None or run.text[:1] in "(（")
        if at is not None and whole is not None and goes_on and role_of(whole.text) is not None:
            result[at] = whole
            continue
        if role_of(run.text) is None or len(line) < 2:
            return None
        new.append(run)
    kept = [run for run in result if not any(_overlap(run, other) for other in new)]
    return sorted([*kept, *new], key=lambda run: run.box.x0)


def layout_of(heading: Sequence[Run], body: Sequence[Sequence[Run]]) -> Layout:
    """Between two headings the column ends where the fewest runs cross."""
    runs = [run for line in body for run in line]
    edges = []
    for left, right in pairwise(heading):
        low, high = left.box.centre[0], right.box.centre[0]
        steps = [low + (high - low) * n / 100 for n in range(101)]
        crossed = [sum(run.box.x0 < x < run.box.x1 for run in runs) for x in steps]
        fewest = min(crossed)
        edges.append(_white([x for x, times in zip(steps, crossed, strict=True) if times == fewest], right.box.x0))
    edges.append(float("inf"))
    return Layout(tuple(edges), tuple(role_of(run.text) for run in heading), tuple(run.text for run in heading))


def _white(places: list[float], wanted: float) -> float:
    """The middle of that stretch of neighbouring places which lies nearest to where the next heading begins."""
    step = min((b - a for a, b in pairwise(places)), default=1.0)
    stretches = [[places[0]]]
    for place in places[1:]:
        if place - stretches[-1][-1] <= 1.5 * step:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    nearest = min(stretches, key=lambda s: (max(4 * (s[0] - wanted), wanted - s[-1], 0.0), -len(s)))
    return (nearest[0] + min(nearest[-1], max(wanted, nearest[0]))) / 2 if len(nearest) > 1 else nearest[0]


def fits(lines: Sequence[Sequence[Run]], layout: Layout) -> bool:
    """True where most lines keep to the columns of the page before, or a few are the rest of its last cell."""
    several = [line for line in lines if len(line) > 1]
    if not several:
        alone = [line[0] for line in lines]
        return 0 < len(alone) <= REST and all(_is_rest(run, layout) for run in alone)
    kept = [line for line in several if len({column_of(run, layout) for run in line}) == len(line)]
    return len(several) >= 2 and len(kept) > 0.7 * len(several)


def _is_rest(run: Run, layout: Layout) -> bool:
    return not is_spread(run, layout) and layout.roles[column_of(run, layout)] in {"criteria", "materials", "explain"}


def column_of(run: Run, layout: Layout) -> int:
    """The column in which the middle of the run lies."""
    return next(n for n, edge in enumerate(layout.edges) if run.box.centre[0] <= edge)


def is_spread(run: Run, layout: Layout) -> bool:
    """True for a run that lies over the edge of its column: a heading over several columns, or text after the table."""
    lefts = (0.0, *layout.edges[:-1])
    first = next(n for n, edge in enumerate(layout.edges) if run.box.x0 < edge)
    last = max(n for n, left in enumerate(lefts) if run.box.x1 > left + 2)
    return last > first
