"""The stretches of a paper's text that may hold a label's value.

A stretch is looked for in this order: the rest of the line (or cell), the next cell, the place below in the same
column, the next line, the line above. A value ends where the next label begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from extractors.label_book import LabelBook, LabelHit
from extractors.papers import Paper
from extractors.places import below, column_below, right_of, starts_column
from extractors.stacked import by_turn, stacked_with
from extractors.text_lines import line_end, line_of

Way = Literal["line", "right", "below", "next", "above"]
WAYS: tuple[Way, ...] = ("line", "right", "below", "next", "above")

_NEW_LABEL = re.compile(
    r"\n[ \t]*[\u3400-\u9fff][\u3400-\u9fff()/、 ]{1,14}:|\n[ \t]*[A-Z][A-Za-z ./]{2,30}:"
    r"|\n[ \t]*[\u3400-\u9fff]{1,8}(?:名称|编号|单位|日期|时间|期限|类别|类型|部门|领域|地址|级别|金额|经费|负责人)"
    r"(?:\([^()\n]{1,8}\))?[ \t]+(?=\S)|\n[ \t]*\(\d\d\)"
)
"""A line that begins with words and a colon begins something else, also where nobody knows the label."""


@dataclass(frozen=True)
class Labelled:
    """The labels found on one paper; gives the stretches that may hold a label's value."""

    paper: Paper
    text: str
    hits: tuple[LabelHit, ...]

    @cached_property
    def _firm_starts(self) -> list[int]:
        return [h.start for h in self.hits if h.firm]

    def stop_after(self, at: int, own: LabelHit | None = None) -> int:
        """The next place at or after `at` where another label begins; the end of the text if none."""
        for hit in self.hits:
            if hit.start >= at and hit is not own and hit.firm:
                return hit.start
        return len(self.text)

    def below_in_column(self, hit: LabelHit, value: tuple[int, int], lines: int) -> list[tuple[int, int]]:
        """Where columns stand side by side, the lines with which a value goes on in its own one; else nothing."""
        start, end = line_of(self.text, hit.start)
        after = next((h.start for h in self.hits if h.firm and value[0] < h.start < end and h is not hit), None)
        if lines < 1 or (after is None and not self.text[start : hit.start].strip()):
            return []
        found = []
        for stretch in column_below(self.paper, hit.start, value, after, lines):
            if any(h.firm and stretch[0] <= h.start < stretch[1] for h in self.hits):
                break
            found.append(stretch)
        return found

    def in_columns(self, hit: LabelHit) -> bool:
        """Another column with boxes stands beside this label or its value."""
        start, end = line_of(self.text, hit.start)
        beside = any(h.firm and h is not hit and start <= h.start < end for h in self.hits)
        return beside and self.paper.box(hit.start, hit.end) is not None

    def says_something_beside(self, hit: LabelHit) -> bool:
        """Digits or hanzi stand in the label's own line: what is there is its value, readable or not."""
        end = min(line_end(self.text, hit.value_at), self.stop_after(hit.value_at, hit))
        return bool(re.search(r"[\u3400-\u9fff]{2}|\d", self.text[hit.value_at : end]))

    def stretches(self, hit: LabelHit, way: Way, reach: int = 1) -> list[tuple[int, int]]:
        """The stretches where the value may stand, in the order of trust; `reach` lines long at most."""
        if way == "line":
            return self._in_line(hit, reach)
        if way == "right":
            beside = (self._next_cell(hit), right_of(self.paper, hit.start, hit.end))
            return [s for s in beside if s and not self._is_label(s, hit)]
        if way in ("below", "next") and (block := stacked_with(self.text, self.hits, hit)):
            return by_turn(self.text, self.hits, hit, block)
        if way == "below":
            found = below(self.paper, hit.start, hit.end)
            return [self._clipped(s, hit) for s in found] + self._below_by_order(hit)
        if way == "next":
            return self._next_lines(hit, reach)
        return self._line_above(hit)

    def _is_label(self, stretch: tuple[int, int], own: LabelHit) -> bool:
        """What stands there begins with a label of its own (a table's header: labels side by side)."""
        start = stretch[0] + len(self.text[slice(*stretch)]) - len(self.text[slice(*stretch)].lstrip())
        return any(h is not own and h.start == start and h.field != own.field for h in self.hits)

    def _clipped(self, stretch: tuple[int, int], hit: LabelHit) -> tuple[int, int]:
        stop = self.stop_after(stretch[0], hit)
        return (stretch[0], min(stretch[1], stop)) if stop > stretch[0] else (stretch[0], stretch[0])

    def _in_line(self, hit: LabelHit, reach: int) -> list[tuple[int, int]]:
        stop = self.stop_after(hit.value_at, hit)
        end = line_end(self.text, hit.value_at)
        if not self.text[hit.value_at : min(end, stop)].strip(" \t_-"):
            return []
        for _ in range(0 if self.in_columns(hit) else reach - 1):
            if end < stop and end < len(self.text) and self.text[end] == "\n" and not _NEW_LABEL.match(self.text, end):
                end = line_end(self.text, end + 1)
        return [(hit.value_at, min(end, stop))]

    def _next_cell(self, hit: LabelHit) -> tuple[int, int] | None:
        index = self.paper.part_at(hit.start)
        part, base = self.paper.parts[index], self.paper.starts[index]
        raw_start, raw_end = part.view.raw(hit.start - base + part.start, hit.end - base + part.start)
        for table in part.page.tables:
            own = next((c for c in table.cells if c.start <= raw_start and raw_end <= c.end), None)
            if own is None:
                continue
            for cell in table.cells:
                same_row = own.row <= cell.row < own.row + own.rowspan
                if same_row and cell.column == own.column + own.colspan and cell.end > cell.start:
                    start, end = part.view.inside(cell.start, cell.end)
                    return start - part.start + base, end - part.start + base
        return None

    def _below_by_order(self, hit: LabelHit) -> list[tuple[int, int]]:
        """Labels side by side in one line, as many values in the next: the values stand in the labels' order."""
        start, end = line_of(self.text, hit.start)
        row = [h for h in self.hits if start <= h.start < end and h.firm]
        if len(row) < 2 or end >= len(self.text) or self.text[end] == "\f":
            return []
        next_end = line_end(self.text, end + 1)
        values = [m.span() for m in re.finditer(r"[^ \t\n]+(?: [^ \t\n]+)*", self.text[end + 1 : next_end])]
        if len(values) != len(row):
            values = [m.span() for m in re.finditer(r"[^ \t\n]+", self.text[end + 1 : next_end])]
        if len(values) != len(row):
            return []
        first, last = values[row.index(hit)] if hit in row else (0, 0)
        return [(end + 1 + first, end + 1 + last)] if last > first else []

    def _next_lines(self, hit: LabelHit, reach: int) -> list[tuple[int, int]]:
        end = line_end(self.text, hit.value_at)
        if end >= len(self.text) or self.text[end] == "\f":
            return []
        start = end + 1
        while start < len(self.text) and self.text[start] in " \n":
            start += 1
        stop = self.stop_after(start, hit)
        last = line_end(self.text, start)
        for _ in range(reach - 1):
            if (
                last < stop
                and last < len(self.text)
                and self.text[last] == "\n"
                and not _NEW_LABEL.match(self.text, last)
            ):
                last = line_end(self.text, last + 1)
        return [(start, min(last, stop))] if stop > start else []

    def _line_above(self, hit: LabelHit) -> list[tuple[int, int]]:
        start, _ = line_of(self.text, hit.start)
        if start == 0 or self.text[start - 1] == "\f":
            return []
        above, end = line_of(self.text, start - 1)
        if any(above <= h.start < end and h.firm for h in self.hits):
            return []
        return [(above, end)]


def labelled_on(paper: Paper, text: str, book: LabelBook) -> Labelled:
    """The labels on a paper; one that begins a column of its own is as firm as one that begins a line."""
    hits = [h if h.firm or not starts_column(paper, h.start) else replace(h, firm=True) for h in book.find(text)]
    return Labelled(paper, text, tuple(hits))
