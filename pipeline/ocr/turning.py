"""Which way up a page is, and how far its lines slant."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.ocr.engine import KEEP, OcrLine, Picture

UPRIGHT = 0.88
"""Mean score above which a page is the right way up (upright pages: 0.976 and more, upside down 0.74 and less)."""

_TURN = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turn(picture: Picture, degrees: int) -> Picture:
    """The picture turned clockwise."""
    return picture if degrees == 0 else np.asarray(cv2.rotate(picture, _TURN[degrees]), np.uint8)


def mean_score(lines: Sequence[OcrLine]) -> float:
    """Mean score of the letters, hanzi and digits of lines that count as text; 0 where there are none.

    Punctuation does not count: the leaders of a table of contents are unsure and matter to nobody.
    """
    scores = [
        score
        for line in lines
        if line.score >= KEEP
        for char, score in zip(line.text, line.scores, strict=True)
        if char.isalnum()
    ]
    return sum(scores) / len(scores) if scores else 0.0


def turns_to_try(lines: Sequence[OcrLine]) -> tuple[int, ...]:
    """Degrees clockwise by which the page may have to be turned, likeliest first; empty: it is upright."""
    long = [line for line in lines if max(line.length, line.thickness) > 2 * min(line.length, line.thickness)]
    tall = sum(_is_tall(line) for line in long)
    mean = mean_score(lines)
    if long and tall > len(long) / 2:
        return (270, 90) if mean > UPRIGHT else (90, 270)
    return (180,) if lines and mean < UPRIGHT else ()


def _is_tall(line: OcrLine) -> bool:
    xs = [x for x, _ in line.corners]
    ys = [y for _, y in line.corners]
    return max(ys) - min(ys) > max(xs) - min(xs)


def slope_of(lines: Sequence[OcrLine]) -> float:
    """The page's skew (dy / dx): the median over its long lines, weighted by length; 0 where there are too few."""
    found = []
    for line in lines:
        if line.score >= KEEP and line.length > 5 * line.thickness:
            (x0, y0), (x1, y1) = line.corners[0], line.corners[1]
            (x3, y3), (x2, y2) = line.corners[3], line.corners[2]
            run = x1 - x0 + x2 - x3
            if run > 0:
                found.append(((y1 - y0 + y2 - y3) / run, line.length))
    if len(found) < 3:
        return 0.0
    found.sort()
    half = sum(weight for _, weight in found) / 2
    for slope, weight in found:
        half -= weight
        if half <= 0:
            return slope if abs(slope) < math.tan(math.radians(20)) else 0.0
    return 0.0
