"""What the bare pixels tell: whether there is anything on a page, and where red headings may stand."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.ocr.engine import Picture

INK = 0.0004
"""Share of pixels that differ clearly from the paper below which a page is blank (a line of text has about 0.002)."""


def is_blank(colour: Picture) -> bool:
    """Nothing but paper; dust and the dark edge that a scanner leaves do not count."""
    rows, columns = colour.shape[:2]
    if rows < 16 or columns < 16:
        return True
    factor = min(1.0, 600 / max(rows, columns))
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = small.min(axis=2)
    top, left = max(grey.shape[0] // 40, 1), max(grey.shape[1] // 40, 1)
    inner = cv2.medianBlur(grey, 3)[top:-top, left:-left]
    plain = grey[top:-top, left:-left]
    paper = cv2.GaussianBlur(inner, (0, 0), 15).astype(np.int16)
    ink = (paper - plain.astype(np.int16)) > 18
    return float(ink.mean()) < INK


def shows_paper(colour: Picture) -> bool:
    """A sheet fills the picture: most of it is pale, plain and without colour. A photograph of a room does not."""
    rows, columns = colour.shape[:2]
    factor = min(1.0, 240 / max(rows, columns))
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    colourful = small.max(axis=2).astype(np.int16) - small.min(axis=2) > 60
    mean = cv2.blur(grey, (7, 7))
    spread = np.sqrt(np.maximum(cv2.blur(grey * grey, (7, 7)) - mean * mean, 0))
    return float(((spread < 14) & ~colourful & (mean > 0.6 * float(grey.max()))).mean()) > 0.5


def ink_outside(colour: Picture, boxes: Sequence[tuple[float, float, float, float]]) -> float:
    """Share of pixels clearly darker than the paper around them and outside the boxes (x0, y0, x1, y1 in pixels)."""
    factor = min(1.0, 600 / max(colour.shape[:2]))
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = small.min(axis=2)
    paper = cv2.GaussianBlur(grey, (0, 0), 15).astype(np.int16)
    ink = paper - grey.astype(np.int16) > 28
    for x0, y0, x1, y1 in boxes:
        ink[
            max(int(y0 * factor) - 3, 0) : int(y1 * factor) + 4, max(int(x0 * factor) - 3, 0) : int(x1 * factor) + 4
        ] = 0
    return float(ink.mean())


def red_bands(colour: Picture, most: int = 3) -> list[tuple[int, int, int, int]]:
    """Wide flat stretches of red print (titles, 红头), not round seals: x0, y0, x1, y1 in pixels, largest first."""
    rows, columns = colour.shape[:2]
    factor = min(1.0, 500 / max(rows, columns))
    small = cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16)
    blue, green, red = small[..., 0], small[..., 1], small[..., 2]
    mask = ((red > 120) & (red - green > 60) & (red - blue > 45)).astype(np.uint8)
    share = float(mask.mean())
    if share < 0.0015 or share > 0.4:
        return []
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 27), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for index in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[index])
        inked = int(mask[y : y + height, x : x + width].sum())
        flat = width > 3.5 * height and width > 0.12 * mask.shape[1]
        if flat and height >= 7 and 0.08 < inked / (width * height) < 0.75 and area > 0.3 * width * height:
            pad = height // 3 + 2
            x0, y0, x1, y1 = x - pad, y - pad, x + width + pad, y + height + pad
            box = (max(x0, 0), max(y0, 0), min(x1, mask.shape[1]), min(y1, mask.shape[0]))
            found.append((width * height, tuple(int(v / factor) for v in box)))
    found.sort(reverse=True)
    return [(b[0], b[1], b[2], b[3]) for _, b in found[:most]]
