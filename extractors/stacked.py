"""Labels of dates one below the other, and their dates below all of them: each label has the date of its own turn.

Photographs and some PDF files give a certificate's left column before its right one. The last label must not take
the first date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extractors.labels import LabelHit, Labelled

_OF_DATE: Final = re.compile(r"日期|时间|有效期|日$|Date|Valid|Expir", re.IGNORECASE)
_SAYS_DATE: Final = re.compile(r"\d|年|[〇二]")


def stacked_with(labelled: Labelled, hit: LabelHit) -> list[LabelHit]:
    """The block of such labels to which this one belongs, from the top; nothing where it stands by itself."""
    if not _is_lone_date(labelled, hit):
        return []
    block = [hit]
    for step in (-1, 1):
        line = labelled.line_of(hit.start)
        while (line := _neighbour(labelled, line, step)) != (0, 0):
            found = _alone(labelled, line)
            if found is None or not _is_lone_date(labelled, found):
                break
            block.insert(0 if step < 0 else len(block), found)
    return block if len(block) > 1 else []


def by_turn(labelled: Labelled, hit: LabelHit, block: list[LabelHit]) -> list[tuple[int, int]]:
    """As many dates below the block as it has labels: this label's own line; else nobody can say which it is."""
    lines: list[tuple[int, int]] = []
    line = labelled.line_of(block[-1].start)
    while (line := _neighbour(labelled, line, 1)) != (0, 0):
        if not _SAYS_DATE.search(labelled.text[slice(*line)]) or _alone(labelled, line):
            break
        lines.append(line)
    return [lines[block.index(hit)]] if len(lines) == len(block) else []


def _neighbour(labelled: Labelled, line: tuple[int, int], step: int) -> tuple[int, int]:
    """The line above or below on the same page; (0, 0) where there is none."""
    edge = line[0] - 1 if step < 0 else line[1]
    if not 0 < edge < len(labelled.text) or labelled.text[edge] == "\f":
        return 0, 0
    return labelled.line_of(edge - 1) if step < 0 else (edge + 1, labelled.line_end(edge + 1))


def _is_lone_date(labelled: Labelled, hit: LabelHit) -> bool:
    return (
        bool(_OF_DATE.search(labelled.text[hit.start : hit.end]))
        and _alone(labelled, labelled.line_of(hit.start)) == hit
    )


def _alone(labelled: Labelled, line: tuple[int, int]) -> LabelHit | None:
    """The Chinese label that is all that a line says."""
    inside = [h for h in labelled.hits if line[0] <= h.start < line[1] and h.firm]
    if len(inside) != 1 or inside[0].english:
        return None
    hit = inside[0]
    around = labelled.text[line[0] : hit.start] + labelled.text[min(hit.value_at, line[1]) : line[1]]
    return None if around.strip(" \t:_-") else hit
