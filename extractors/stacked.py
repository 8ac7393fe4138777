"""Labels of dates one below the other, and their dates below all of them: each label has the date of its own turn.

Photographs and some PDF files give a certificate's left column before its right one. The last label must not take
the first date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.label_book import LabelHit
from extractors.text_lines import line_end, line_of

_OF_DATE: Final = re.compile(r"日期|时间|有效期|日$|Date|Valid|Expir", re.IGNORECASE)
_SAYS_DATE: Final = re.compile(r"\d|年|[〇二]")


def stacked_with(text: str, hits: Sequence[LabelHit], hit: LabelHit) -> list[LabelHit]:
    """The block of such labels to which this one belongs, from the top; nothing where it stands by itself."""
    if not _is_lone_date(text, hits, hit):
        return []
    block = [hit]
    for step in (-1, 1):
        line = line_of(text, hit.start)
        while (line := _neighbour(text, line, step)) != (0, 0):
            found = _alone(text, hits, line)
            if found is None or not _is_lone_date(text, hits, found):
                break
            block.insert(0 if step < 0 else len(block), found)
    return block if len(block) > 1 else []


def by_turn(text: str, hits: Sequence[LabelHit], hit: LabelHit, block: list[LabelHit]) -> list[tuple[int, int]]:
    """As many dates below the block as it has labels: this label's own line; else nobody can say which it is."""
    lines: list[tuple[int, int]] = []
    line = line_of(text, block[-1].start)
    while (line := _neighbour(text, line, 1)) != (0, 0):
        if not _SAYS_DATE.search(text[slice(*line)]) or _alone(text, hits, line):
            break
        lines.append(line)
    return [lines[block.index(hit)]] if len(lines) == len(block) else []


def _neighbour(text: str, line: tuple[int, int], step: int) -> tuple[int, int]:
    """The line above or below on the same page; (0, 0) where there is none."""
    edge = line[0] - 1 if step < 0 else line[1]
    if not 0 < edge < len(text) or text[edge] == "\f":
        return 0, 0
    return line_of(text, edge - 1) if step < 0 else (edge + 1, line_end(text, edge + 1))


def _is_lone_date(text: str, hits: Sequence[LabelHit], hit: LabelHit) -> bool:
    return bool(_OF_DATE.search(text[hit.start : hit.end])) and _alone(text, hits, line_of(text, hit.start)) == hit


def _alone(text: str, hits: Sequence[LabelHit], line: tuple[int, int]) -> LabelHit | None:
    """The Chinese label that is all that a line says."""
    inside = [h for h in hits if line[0] <= h.start < line[1] and h.firm]
    if len(inside) != 1 or inside[0].english:
        return None
    hit = inside[0]
    around = text[line[0] : hit.start] + text[min(hit.value_at, line[1]) : line[1]]
    return None if around.strip(" \t:_-") else hit
