"""Ink between two characters of a number that the engine passed over: a lost figure leaves no trace in the scores.

The engine drops one of two like figures now and then (19日 read as 9日, 22日 as 2日) and is sure of the rest. What it
does tell is where its characters stand: where two stand too far apart and something is printed between them, neither
may be relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr import DIFFERING
from pipeline.ocr.engine import OcrLine, Picture
from pipeline.ocr.second import cut

TOO_FAR = 0.7
"""In widths of a figure: so much farther apart than usual that one may have been lost."""
TALL = 0.3
"""A mark lower than this part of the line is a speck or a comma, no figure."""


def doubted(lines: Iterable[OcrLine], picture: Picture) -> list[OcrLine]:
    """The lines; characters beside a lost figure score at most `DIFFERING`."""
    return [_doubted(line, picture) for line in lines]


def _doubted(line: OcrLine, picture: Picture) -> OcrLine:
    figures = sum(c.isdigit() for c in line.text)
    if figures < 3 or len(line.places) != len(line.text) or line.thickness > line.length:
        return line
    shown = [at for at, char in enumerate(line.text) if not char.isspace()]
    middles = [(line.places[at][0] + line.places[at][1]) / 2 for at in range(len(line.text))]
    width = usual_step(line.text, middles, shown)
    if width is None:
        return line
    scores = list(line.scores)
    ink: NDArray[np.bool_] | None = None
    for one, other in pairwise(shown):
        if not _may_lose(line.text[one], line.text[other]):
            continue
        sides = [_half(line.text[at], width) for at in (one, other)]
        if middles[other] - middles[one] - sum(sides) < TOO_FAR * width:
            continue
        if ink is None:
            ink = ink_of(cut(picture, line, 0.0, 0.0, 1.0))
        begin = middles[one] + (0 if line.text[one].isdigit() else 0.9 * sides[0])
        end = middles[other] - (0 if line.text[other].isdigit() else 0.9 * sides[1])
        if _stands_between(ink[:, max(round(begin), 0) : round(end)]):
            scores[one], scores[other] = min(scores[one], DIFFERING), min(scores[other], DIFFERING)
    return line if scores == list(line.scores) else replace(line, scores=tuple(scores))


def _may_lose(one: str, other: str) -> bool:
    """Beside a figure, within a number or a date: 月9, 20, 9日; not behind a colon, where the value begins."""
    beside = (one, other)
    return any(c.isdigit() for c in beside) and all(c.isdigit() or c in "年月日" for c in beside)


def usual_step(text: str, middles: Sequence[float], shown: Sequence[int]) -> float | None:
    """The usual distance of two figures on this line."""
    steps = [middles[b] - middles[a] for a, b in pairwise(shown) if text[a].isdigit() and text[b].isdigit()]
    return median(steps) if len(steps) >= 2 and median(steps) > 2 else None


def _half(char: str, width: float) -> float:
    """Half of a character's width: a hanzi is about 1.6 figures wide."""
    return width / 2 if char.isdigit() else 0.8 * width


def ink_of(line: Picture) -> NDArray[np.bool_]:
    """Where the line's picture is rather print than paper."""
    dark, light = np.percentile(line, (4, 70))
    return np.asarray(line < (dark + light) / 2, np.bool_)


def stands_in(ink: NDArray[np.bool_]) -> bool:
    """Something as tall as a figure stands there."""
    return bool(ink.size) and _is_tall(ink)


def _is_tall(ink: NDArray[np.bool_]) -> bool:
    return bool(ink.any(axis=1).sum() > TALL * ink.shape[0])


def _stands_between(ink: NDArray[np.bool_]) -> bool:
    """Something as tall as a figure with paper on both of its sides."""
    filled: NDArray[np.bool_] = np.asarray(ink.any(axis=0))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if begin > 0 and end < len(filled) and _is_tall(ink[:, begin:end]):
            return True
    return False
