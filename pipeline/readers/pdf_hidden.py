"""Text of a PDF page that nobody sees, because a filled shape lies over it or has its own colour.

The layout alone raises the suspicion, the drawn page decides: under a white box, a black bar or on a ground of its
own colour no ink stands out. An older date under a white patch would otherwise be read as the paper's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pymupdf as _pymupdf

from extractors.document import Box

pymupdf: Any = _pymupdf
FAINT = 12
"""Levels of grey (of 255) by which ink must stand out from its ground to be seen at all."""
LEAST_SIZE = 1.0
"""Points; letters smaller than this are no writing."""
LEAST_OPACITY = 26
"""Of 255: a tenth. A watermark has more."""


def is_sightless(span: Any) -> bool:
    """A span that cannot be seen whatever lies around it: too small, or as good as transparent."""
    a, b = span["chars"][0]["bbox"], span["chars"][-1]["bbox"]
    extent = max(abs(b[2] - a[0]), abs(b[3] - a[1]), abs(a[3] - a[1]))
    return bool(span["alpha"] < LEAST_OPACITY or span["size"] < LEAST_SIZE or extent < LEAST_SIZE)


def shapes_with_text(page: Any) -> list[Any]:
    """Filled shapes (own coordinates of the page) in which text begins: under them or on them."""
    log = page.get_bboxlog()
    fills = [pymupdf.Rect(box) for kind, box in log if kind in {"fill-path", "fill-shade"}]
    fills = [rect for rect in fills if rect.width > 8 and rect.height > 4]
    if not fills:
        return []
    texts = [pymupdf.Rect(box) for kind, box in log if "text" in kind]
    return [rect for rect in fills if any(rect.intersects(text) for text in texts)]


def unseen(page: Any, suspects: Sequence[tuple[int, Box]], turned: int) -> set[int]:
    """Those of the pieces (number, box on the page as it is read) in whose midst nothing stands out."""
    pixmap = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    grey = np.rot90(grey, -turned // 90)
    found = set()
    for at, box in suspects:
        high = box.height / 4  # the edge of a shape must not pass for ink
        part = grey[max(int(box.y0 + high), 0) : int(box.y1 - high) + 1, max(int(box.x0 + 1), 0) : int(box.x1)]
        if part.size and int(part.max()) - int(part.min()) < FAINT:
            found.add(at)
    return found
