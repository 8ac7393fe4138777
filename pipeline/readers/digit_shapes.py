"""Do the digits of a text layer look like what they say? Tells a false character map where no date gives it away.

A false ToUnicode map shows 2009年03月18日 and says 5332年36月41日; one that takes 3 for 5 shows no impossible date.
The drawn digits are rendered, compared with those of common fonts, and their holes counted: 8 has two, 0, 6 and 9 one,
1, 2, 3, 5 and 7 none (4 may be open or closed). Each digit of each font of a document is looked at once. Of 1,618
digits on 558 pages of real and invented papers none was taken for another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf
from numpy.typing import NDArray

pymupdf: Any = _pymupdf
Found = tuple[str, tuple[float, float, float, float]]
Digits = Mapping[str, Sequence[Found]]
"""Font name -> digits printed in it: character, box in the page's own coordinates."""
Known = MutableMapping[str, bool]
"""Font name and digit -> whether it is drawn as another one; of one document."""

HOLES = {"0": {1, 2}, "6": {1}, "9": {1}, "8": {2}, "4": {0, 1}, "1": {0}, "2": {0}, "3": {0}, "5": {0}, "7": {0}}
"""0 may be slashed or dotted."""
MOST = 40
"""Digits of one font on one page that are looked at."""
HEIGHT = 48
MODELS = ("helv", "hebo", "tiro", "tibo", "cour")
"""Fonts built into MuPDF, with which drawn digits are compared."""
WIDTH, TALL = 16, 24
ALIKE = 0.65
"""Likeness (1: the same) from which a drawn digit is recognised at all: the right ones have 0.7 and more."""
CLEARLY = 0.2
"""By so much another digit must be more like it than the one that the map says (1 for 7 in some fonts: 0.16)."""

Picture = NDArray[np.bool_]
Shape = tuple[NDArray[np.float32], float]


def false_digits(page: Any, digits: Digits, known: Known) -> bool:
    """Whether a font on the page prints other digits than its map says; `known` remembers the document's fonts."""
    unknown = {font: [d for d in found if font + d[0] not in known] for font, found in digits.items()}
    drawn = page.get_displaylist() if any(unknown.values()) else None
    for font, found in unknown.items():
        odd: dict[str, bool] = {}
        for char, box in found:
            if font + char not in known and (ink := _ink(drawn, pymupdf.Rect(box) * page.rotation_matrix)) is not None:
                known[font + char] = is_another(ink, char)
                odd[char] = _holes(ink) not in HOLES[char]
        if len(odd) >= 3 and sum(odd.values()) >= max(2, 0.35 * len(odd)):
            known[font] = True
    return any(known.get(font, False) or any(known.get(font + c, False) for c in HOLES) for font in digits)


def is_another(ink: Picture, char: str) -> bool:
    """Whether what is drawn is clearly another digit."""
    shape = _shape(ink)
    if shape is None:
        return False
    likeness = {digit: max(_alike(shape, model) for model in models) for digit, models in _models().items()}
    best = max(likeness, key=lambda digit: likeness[digit])
    return best != char and likeness[best] > ALIKE and likeness[best] - likeness[char] > CLEARLY


def _alike(one: Shape, other: Shape) -> float:
    """Correlation of the two shapes in one size, less what their proportions differ."""
    return float(one[0] @ other[0]) - 0.3 * abs(math.log(one[1] / other[1]))


def _shape(ink: Picture) -> Shape | None:
    """The drawn part in one size, as a unit vector, and its width by its height; None for a speck."""
    ys, xs = np.nonzero(ink)
    if len(xs) < 20:
        return None
    part = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].astype(np.float32)
    soft = cv2.GaussianBlur(cv2.resize(part, (WIDTH, TALL), interpolation=cv2.INTER_AREA), (0, 0), 1.0)
    vector = (soft - soft.mean()).ravel()
    length = float(np.linalg.norm(vector))
    return ((vector / length).astype(np.float32), part.shape[1] / part.shape[0]) if length > 0 else None


@cache
def _models() -> dict[str, list[Shape]]:
    """The ten digits as common fonts draw them."""
    models: dict[str, list[Shape]] = {}
    with pymupdf.open() as sheet:
        page = sheet.new_page(width=600, height=80 * len(MODELS))
        for row, font in enumerate(MODELS):
            for digit in HOLES:
                page.insert_text((20 + 50 * int(digit), 60 + 80 * row), digit, fontname=font, fontsize=40)
        drawn = page.get_displaylist()
        for row in range(len(MODELS)):
            for digit in HOLES:
                left = 10 + 50 * int(digit)
                shape = _shape(_dark(drawn, pymupdf.Rect(left, 80 * row + 10, left + 48, 80 * row + 75), 2.0))
                if shape is not None:
                    models.setdefault(digit, []).append(shape)
    return models


def _ink(drawn: Any, rect: Any) -> Picture | None:
    """Where a character's box is dark; None where nothing clear is drawn."""
    if rect.height < 1 or rect.width < 1:
        return None
    ink = _dark(drawn, rect, HEIGHT / max(rect.width, rect.height))
    if not 0.02 < float(ink.mean()) < 0.6 or ink[:, 0].any() or ink[:, -1].any():
        return None  # cut off: some fonts draw beside the box that they state
    return ink


def _dark(drawn: Any, rect: Any, zoom: float) -> Picture:
    pixmap = drawn.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, clip=rect, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width] < 128


def _holes(ink: Picture) -> int:
    """How many closed white spots the character has."""
    contours, tree = cv2.findContours(np.pad(ink.astype(np.uint8), 2), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if tree is None:
        return 0
    return sum(
        int(node[3]) >= 0 and cv2.contourArea(contour) > 0.004 * ink.size
        for contour, node in zip(contours, tree[0], strict=True)
    )
