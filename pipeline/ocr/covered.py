"""Lines that begin or end at something that is no paper: a finger, a torn corner, a smear of a damaged file.

The engine reads the characters that can be seen and is sure of them: of a number that goes on beneath, it gives a
shorter one. What it cannot tell, the ground beside its line does: paper, a thin rule or another line stand there, or
something wide that is neither. Measured on 27 real photographs and scans: 6 of 107 lines that end in a figure have
such a thing beside them (logos, the ground of a plaque); of six damaged HEIC photographs whose numbers were read
shortened, all six.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr import DIFFERING
from pipeline.ocr.engine import KEEP, OcrLine, Picture
from pipeline.ocr.lost import ink_of, stands_in, usual_step
from pipeline.ocr.second import cut

Side = Literal["before", "behind"]
REACH: Final = 1.5
"""So far beside a line is looked, in its thicknesses."""
WIDE: Final = 0.25
"""In thicknesses: what is narrower is a rule of a table, a bracket, a speck."""
FILLED: Final = 0.35
"""Share of a column of pixels off the paper's tone from which the column is no paper."""
TONE: Final = 40
"""Levels of 256 by which a pixel is off the tone of the line's own ground."""
INNER: Final = 0.8
"""Part of a line's thickness that is looked at: above and below, underlines and neighbours begin."""
BROAD: Final = 0.7
MANY: Final = 0.25
FEW: Final = 4
"""Where this part of all lines ends at something broader than `BROAD`, the whole page is doubted: two lines at least,
or one where hardly more could be read."""
UNREAD: Final = 1.0
"""In thicknesses: so far may a line's box reach beyond its last character where nobody knows how wide one is."""


def doubted_beside(lines: Sequence[OcrLine], picture: Picture) -> list[OcrLine]:
    """The lines; a figure or letter at whose side lies no paper scores at most `DIFFERING`, or all of them do.

    `picture` is the red channel, in which the lines were read: there the ink of seals is paper.
    """
    kept = [line for line in lines if line.score >= KEEP and line.thickness <= line.length]
    behind = {id(line): _no_paper(line, kept, picture, "behind") for line in kept}
    covered = sum(width >= BROAD for width in behind.values())
    if covered >= MANY * len(kept) and (covered >= 2 or (covered and len(kept) <= FEW)):
        return [_capped(line, range(len(line.scores))) for line in lines]
    found = []
    for line in lines:
        shown = [at for at, char in enumerate(line.text) if not char.isspace()]
        edges = set()
        if id(line) in behind and len(line.scores) == len(line.text) and sum(c.isdigit() for c in line.text) >= 2:
            if _may_go_on(line.text[shown[-1]]) and (behind[id(line)] >= WIDE or _has_unread_end(line, picture)):
                edges.add(shown[-1])
            if _may_go_on(line.text[shown[0]]) and _no_paper(line, kept, picture, "before") >= WIDE:
                edges.add(shown[0])
        found.append(_capped(line, edges))
    return found


def _may_go_on(char: str) -> bool:
    """A figure or letter of a number, the year or month of a date; another hanzi ends a name or a day."""
    return (char.isascii() and char.isalnum()) or char in "年月"


def _has_unread_end(line: OcrLine, picture: Picture) -> bool:
    """Something is printed in the line's own box behind its last character: 84351 and then a smear, a figure lost."""
    if len(line.places) != len(line.text):
        return False
    shown = [at for at, char in enumerate(line.text) if not char.isspace()]
    middles = [(begin + end) / 2 for begin, end in line.places]
    width = usual_step(line.text, middles, shown)
    begin = middles[shown[-1]] + 0.85 * width if width else line.places[-1][1] + 0.3 * line.thickness
    least = 0.2 * width if width else UNREAD * line.thickness
    if line.length - begin < least:
        return False
    return stands_in(ink_of(cut(picture, line, 0.0, 0.0, 1.0))[:, max(round(begin), 0) :])


def _capped(line: OcrLine, places: Iterable[int]) -> OcrLine:
    scores = list(line.scores)
    for at in places:
        scores[at] = min(scores[at], DIFFERING)
    return line if scores == list(line.scores) else replace(line, scores=tuple(scores))


def _no_paper(line: OcrLine, lines: Sequence[OcrLine], picture: Picture, side: Side) -> float:
    """Width of the broadest stretch beside the line that is no paper, in thicknesses; other lines are none of it."""
    reach = round(REACH * line.thickness)
    if line.thickness < 4:
        return 0.0
    part = cut(picture, line, (INNER - 1) / 2, REACH, 1.0)
    paper = float(np.percentile(part[:, reach:-reach], 75))
    beside = part[:, -reach:] if side == "behind" else part[:, :reach][:, ::-1]
    off: NDArray[np.bool_] = np.abs(beside.astype(np.float32) - paper) > TONE
    filled = off.mean(axis=0)[: _until_next(line, lines, side)] >= FILLED
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    broadest = max((float(end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)), default=0.0)
    return broadest / line.thickness


def _until_next(line: OcrLine, lines: Sequence[OcrLine], side: Side) -> int:
    """Pixels from the line's end to the next line beside it."""
    (x0, y0), (x1, y1) = (line.corners[1], line.corners[2]) if side == "behind" else (line.corners[0], line.corners[3])
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    nearest = REACH * line.thickness
    for other in lines:
        xs, ys = [p[0] for p in other.corners], [p[1] for p in other.corners]
        gap = min(xs) - x if side == "behind" else x - max(xs)
        if other is not line and min(ys) < y < max(ys) and gap > -0.5 * line.thickness:
            nearest = min(nearest, gap - 0.1 * line.thickness)
    return max(int(nearest), 0)
