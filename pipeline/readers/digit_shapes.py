"""Do the digits of a text layer look like what they say? Tells a false character map where no date gives it away.

A false ToUnicode map shows 2009年03月18日 and says 5332年36月41日. The drawn digits are rendered and their holes
counted: 8 has two, 0, 6 and 9 one, 1, 2, 3, 5 and 7 none (4 may be open or closed). A wrong map is right by chance
only in about half of them. Each font of a document is looked at once.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf

pymupdf: Any = _pymupdf
Digits = Mapping[str, Sequence[tuple[str, tuple[float, float, float, float]]]]
"""Font name -> digits printed in it: character, box in the page's own coordinates."""

HOLES = {"0": {1, 2}, "6": {1}, "9": {1}, "8": {2}, "4": {0, 1}, "1": {0}, "2": {0}, "3": {0}, "5": {0}, "7": {0}}
"""0 may be slashed or dotted."""
MOST = 14
"""Digits of one font that are looked at."""
HEIGHT = 48


def false_digits(page: Any, digits: Digits, known: MutableMapping[str, bool]) -> bool:
    """Whether a font on the page prints other digits than its map says; `known` remembers the document's fonts."""
    unknown = [font for font, found in digits.items() if font not in known and len({c for c, _ in found}) >= 3]
    if unknown:
        drawn = page.get_displaylist()
        for font in unknown:
            if (verdict := _is_false(drawn, page.rotation_matrix, digits[font])) is not None:
                known[font] = verdict
    return any(known.get(font, False) for font in digits)


def _is_false(drawn: Any, rotation: Any, found: Sequence[tuple[str, tuple[float, float, float, float]]]) -> bool | None:
    looked = wrong = 0
    kinds = set()
    for char, box in found[:MOST]:
        holes = _holes(drawn, pymupdf.Rect(box) * rotation)
        if holes is None:
            continue
        looked += 1
        if holes not in HOLES[char]:
            wrong += 1
            kinds.add(char)
    return None if looked < 4 else wrong >= 0.35 * looked and len(kinds) >= 2


def _holes(drawn: Any, rect: Any) -> int | None:
    """How many closed white spots the character has; None where nothing clear is drawn."""
    if rect.height < 1 or rect.width < 1:
        return None
    zoom = HEIGHT / max(rect.width, rect.height)
    pixmap = drawn.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, clip=rect, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    ink = (grey < 128).astype(np.uint8)
    if not 0.02 < float(ink.mean()) < 0.6 or ink[:, 0].any() or ink[:, -1].any():
        return None  # cut off: some fonts draw beside the box that they state
    contours, tree = cv2.findContours(np.pad(ink, 2), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if tree is None:
        return None
    return sum(
        int(node[3]) >= 0 and cv2.contourArea(contour) > 0.004 * ink.size
        for contour, node in zip(contours, tree[0], strict=True)
    )
