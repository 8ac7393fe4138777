"""The running text of a report: its paragraphs without line ends, the headings over them, and the way back.

Short cells of tables are no prose (`statistic_table` reads them); long ones, with sentences in them, are paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.custom.flow import EDGE_LINES, is_edge
from extractors.papers import Paper, Part
from extractors.parsers import periods

LONG_CELL: Final = 30
"""A cell with so many characters and a comma or full stop holds sentences."""
FULL_LINE: Final = 0.8
"""A line that reaches this part of the page's longest goes on in the next one."""

_HEADING: Final = re.compile(
    r"^(?:(?P<one>第?[一二三四五六七八九十]{1,3}(?:、|[.．](?!\d)|[章节部]分?))|(?P<two>\([一二三四五六七八九十]{1,3}\))"
    r"|(?P<three>\d{1,2}[.、．](?!\d))|(?P<four>\(\d{1,2}\)|[①-⑳])|(?P<none>[-·■◆●★▲]))"
)
_ENDS: Final = re.compile(r"[。;:!?；：！？]$")
_PLANS: Final = re.compile(
    r"下一步|下阶段|下步|明年|今后|打算|工作(?:计划|安排|思路|目标|要求|建议|措施)$|(?:主要|总体|预期|发展|年度)?目标(?:任务)?$"
    r"|(?:工作|重点)任务$|存在的?(?:主要)?问题"
)
"""Headings under which figures are wishes."""
_SOON: Final = re.compile(r"(?P<year>20\d\d)年.{0,6}(?:计划|安排|目标|打算|思路|重点工作|工作要点|任务)")


@dataclass(frozen=True)
class Paragraph:
    """`text` holds no line ends and no blanks beside hanzi; `at[i]`: where its character i stands in the paper's text.

    period: of the heading over it; planned: the heading tells of wishes and plans.
    """

    text: str
    at: tuple[int, ...]
    period: str | None = None
    planned: bool = False
    period_at: tuple[int, int] = (0, 0)
    """Where the heading stands in the paper's text."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the paper's text."""
        return self.at[start], self.at[end - 1] + 1


def paragraphs_of(paper: Paper) -> list[Paragraph]:
    """The paragraphs in order, each under its headings."""
    found: list[Paragraph] = []
    levels: dict[int, tuple[str | None, bool, tuple[int, int]]] = {}
    for chars in _blocks(paper):
        made = _paragraph(chars)
        if not made.text:
            continue
        level = _level(made.text)
        if level is not None:
            title = re.split(r"[。;]", made.text)[0][:40]
            levels = {n: v for n, v in levels.items() if n < level}
            levels[level] = (_period(title), _is_plan(title), made.place(0, max(len(title), 1)))
        above = list(levels.values())
        period, place = next(((p, at) for p, _, at in reversed(above) if p), (None, (0, 0)))
        planned = any(wish for _, wish, _ in above)
        found.append(replace(made, period=period, planned=planned, period_at=place))
    return found


def _level(text: str) -> int | None:
    m = _HEADING.match(text)
    if m is None:
        return None
    return next((n for n, name in enumerate(("one", "two", "three", "four")) if m[name]), None)


def _period(title: str) -> str | None:
    named = [f.value for f in periods.find(title) if f.hint == "named" and f.value]
    return named[0] if named else None


def _is_plan(title: str) -> bool:
    bare = _HEADING.sub("", title)
    return len(bare) <= 30 and (_PLANS.search(bare) is not None or _SOON.search(bare) is not None)


LONGEST_SENTENCE: Final = 400
"""Longer ones (a list without full stops) are cut at a comma: nothing is looked for over such a distance."""


def sentences(text: str, signs: str = "。;!?") -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end."""
    start = 0
    for m in [*re.finditer(f"[{signs}]", text), None]:
        end = m.end() if m is not None else len(text)
        while end - start > LONGEST_SENTENCE:
            cut = text.rfind(",", start + 1, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
            yield start, cut
            start = cut
        if end > start:
            yield start, end
        start = end


Chars = list[tuple[str, int]]
"""Characters with their places in the paper's text."""


def _blocks(paper: Paper) -> Iterator[Chars]:
    """The lines of the paper, put together where a line goes on in the next one (also over a page's end)."""
    held: Chars = []
    full = False
    for part, base in zip(paper.parts, paper.starts, strict=True):
        lines = _lines(part.text, _cells(part))
        widest = max((len(line) for line, *_ in lines), default=0)
        for line, start, own in lines:
            new = own or _HEADING.match(line) is not None or not full
            if held and new:
                yield held
                held = []
            held += [(c, base + start + i) for i, c in enumerate(line)]
            full = not own and not _ENDS.search(line) and len(line) >= FULL_LINE * widest and widest >= 15
            if not full:
                yield held
                held = []
    if held:
        yield held


def _cells(part: Part) -> list[tuple[int, int]]:
    """The stretches of the tables' cells in the part's text."""
    found = []
    for cell in (c for table in part.page.tables for c in table.cells if c.end > c.start):
        start, end = part.view.inside(cell.start, cell.end)
        if 0 <= start - part.start < len(part.text):
            found.append((start - part.start, end - part.start))
    return sorted(found)


def _lines(text: str, cells: Sequence[tuple[int, int]]) -> list[tuple[str, int, bool]]:
    """(line, where it begins, is it a cell): prose lines, and long cells as one line each."""
    found: list[tuple[str, int, bool]] = []
    at = 0
    for start, end in [*cells, (len(text), len(text))]:
        if start > at:
            found += [(m.group(), at + m.start(), False) for m in re.finditer(r"[^\n\f]+", text[at:start])]
        cell = text[start:end]
        if len(cell) >= LONG_CELL and re.search(r"[,，。;]", cell):
            found.append((cell, start, True))
        at = max(at, end)
    found = [(line, start, own) for line, start, own in found if line.strip()]
    edge = {*range(min(EDGE_LINES, len(found))), *range(max(len(found) - EDGE_LINES, 0), len(found))}
    stripped = [line for i, line in enumerate(found) if not (i in edge and is_edge(line[0]))]
    return [(s.strip(), start + len(s) - len(s.lstrip()), own) for s, start, own in stripped]


def _paragraph(chars: Chars) -> Paragraph:
    text: list[str] = []
    at: list[int] = []
    gap = False
    for char, place in chars:
        if char.isspace():
            gap = True
            continue
        if gap and text and text[-1].isascii() and char.isascii():
            text.append(" ")
            at.append(place)
        gap = False
        text.append(char)
        at.append(place)
    return Paragraph("".join(text), tuple(at))
