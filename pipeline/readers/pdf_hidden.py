"""Text of a PDF page that nobody sees, because something lies over it or it has the colour of its ground.

The layout alone raises the suspicion, the drawn page decides: under a white box, a black bar or on a ground of its
own colour no ink stands out. An older date under a white patch would otherwise be read as the paper's own. Where
something else stands in the place of the text (a new date on the patch, a picture of one), or only a part of a run is
covered, the text layer is not what a person sees, and the page has to be read as a picture.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pymupdf as _pymupdf
from numpy.typing import NDArray

from extractors.document import Box
from extractors.layout import Piece

pymupdf: Any = _pymupdf
FAINT = 12
"""Levels of grey (of 255) by which ink must stand out from its ground to be seen at all."""
LEAST_SIZE = 1.0
"""Points; letters smaller than this are no writing."""
LEAST_OPACITY = 26
"""Of 255: a tenth. A watermark has more."""
ZOOM = 2.0
"""Suspicious pages are drawn at 144 dpi."""
WIDE = 5.0
"""Points; a stroke as wide as that covers letters."""
OPAQUE = 0.9
MOST_STROKES = 300


def is_sightless(span: Any) -> bool:
    """A span that cannot be seen whatever lies around it: too small, or as good as transparent."""
    a, b = span["chars"][0]["bbox"], span["chars"][-1]["bbox"]
    extent = max(abs(b[2] - a[0]), abs(b[3] - a[1]), abs(a[3] - a[1]))
    return bool(span["alpha"] < LEAST_OPACITY or span["size"] < LEAST_SIZE or extent < LEAST_SIZE)


@dataclass(frozen=True, slots=True)
class _Cover:
    """Something drawn where text stands: when (its number among all that is drawn) and whether it hides for certain."""

    at: int
    rect: Any
    solid: bool


@dataclass
class Veils:
    """What may hide text of one page; own coordinates of the page. `torn`: the text layer is not what one sees."""

    page: Any
    covers: tuple[_Cover, ...]
    torn: bool = False
    _order: dict[tuple[int, int], int] = field(default_factory=dict)

    def seen(self, chars: Sequence[Any], *, watermark: bool = False) -> list[Any]:
        """Those of a run's characters that can be seen. A watermark (slanting, pale) tears nothing."""
        if not self.covers:
            return list(chars)
        torn = self.torn
        over = [self._covers_of(char) for char in chars]
        kept: list[Any] = []
        start = 0
        for end in range(1, len(chars) + 1):
            if end < len(chars) and bool(over[end]) == bool(over[start]):
                continue
            run, above = chars[start:end], [cover for covers in over[start:end] for cover in covers]
            kept += run if not above or not any(char["c"].strip() for char in run) else self._shown(run, above)
            start = end
        if kept and sum(c["c"].isalnum() for c in kept) < sum(c["c"].isalnum() for c in chars):
            self.torn = True
        self.torn = torn if watermark else self.torn
        return kept

    def _covers_of(self, char: Any) -> list[_Cover]:
        x0, y0, x1, y1 = char["bbox"]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return [c for c in self.covers if c.rect.x0 <= x <= c.rect.x1 and c.rect.y0 <= y <= c.rect.y1]

    def _shown(self, run: Sequence[Any], above: Sequence[_Cover]) -> list[Any]:
        """What of the run stands out from its ground; tells where something else stands in its place."""
        rect = pymupdf.Rect(run[0]["bbox"])
        for char in run[1:]:
            rect |= pymupdf.Rect(char["bbox"])
        if self._is_plain(rect):
            return []
        drawn = max((at for char in run if (at := self._drawn(char)) is not None), default=None)
        if drawn is not None and any(c.solid and c.at > drawn for c in above):
            self.torn = True
        if self._has_notes and not self._is_same_without_notes(rect * self.page.rotation_matrix):
            self.torn = True
        return [char for char in run if not char["c"].isalnum() or not self._is_plain(pymupdf.Rect(char["bbox"]))]

    def _is_plain(self, rect: Any) -> bool:
        """Nothing stands out within a place. The edge of a shape must not pass for ink, so its own edge is left out."""
        rect = rect * self.page.rotation_matrix
        inset = min(rect.width, rect.height) / 4
        wide = rect.width >= rect.height
        across, along = (inset, 0.5) if wide else (0.5, inset)
        part = _part(self._grey, pymupdf.Rect(rect.x0 + along, rect.y0 + across, rect.x1 - along, rect.y1 - across))
        return bool(part.size) and int(part.max()) - int(part.min()) < FAINT

    def _drawn(self, char: Any) -> int | None:
        """When a character was drawn; None for a blank that only the layout has."""
        if not self._order:
            for span in self.page.get_texttrace():
                for _, _, (x, y), _ in span["chars"]:
                    self._order[round(x), round(y)] = span["seqno"]
        x, y = char["origin"]
        return self._order.get((round(x), round(y)))

    @cached_property
    def _grey(self) -> NDArray[np.uint8]:
        return _drawn(self.page)

    @cached_property
    def _has_notes(self) -> bool:
        return self.page.first_annot is not None or self.page.first_widget is not None

    @cached_property
    def _grey_without_notes(self) -> NDArray[np.uint8]:
        return _drawn(self.page, annots=False)

    def _is_same_without_notes(self, rect: Any) -> bool:
        """Whether the dark strokes of the page's own text are still there under stamps and comments."""
        own, now = _part(self._grey_without_notes, rect), _part(self._grey, rect)
        dark = own < 128
        return not dark.any() or bool((now[dark] < 160).mean() > 0.7)


def veils_of(page: Any, drawings: Sequence[Any]) -> Veils:
    """What of a page may hide its text: filled shapes under it or over it, pictures and wide strokes over it."""
    log = page.get_bboxlog()
    texts = [(at, pymupdf.Rect(box)) for at, (kind, box) in enumerate(log) if "text" in kind]
    if not texts:
        return Veils(page, ())
    first = texts[0][0]
    drawn = {d["seqno"]: d for d in drawings}
    clear: set[tuple[int, ...]] | None = None
    covers = []
    for at, (kind, box) in enumerate(log):
        if kind in {"fill-path", "fill-shade", "fill-image"}:
            rect = pymupdf.Rect(box)
            if rect.width <= 4 or rect.height <= 4 or not any(rect.intersects(text) for _, text in texts):
                continue
            solid = kind == "fill-path" and _is_solid(drawn.get(at))
            if kind == "fill-image":
                if at < first:
                    continue
                clear = clear_pictures(page) if clear is None else clear
                if tuple(round(v) for v in box) in clear:
                    continue
                solid = True
            covers.append(_Cover(at, rect, solid))
    strokes = [d for d in drawings if "s" in d["type"] and (d.get("width") or 0) >= WIDE and d["seqno"] > first]
    for stroke in strokes[:MOST_STROKES]:
        rect, half = pymupdf.Rect(stroke["rect"]), stroke["width"] / 2
        rect = pymupdf.Rect(rect.x0 - half, rect.y0 - half, rect.x1 + half, rect.y1 + half)
        if any(rect.intersects(text) for _, text in texts):
            covers.append(_Cover(stroke["seqno"], rect, solid=False))
    return Veils(page, tuple(covers))


def _is_solid(drawing: Any) -> bool:
    """A plain filled rectangle that nothing shines through."""
    if drawing is None or "f" not in drawing["type"] or (drawing.get("fill_opacity") or 0) < OPAQUE:
        return False
    return len(drawing["items"]) == 1 and drawing["items"][0][0] in {"re", "qu"}


def clear_pictures(page: Any) -> set[tuple[int, ...]]:
    """Places (rounded) of pictures on a page through which one sees: seals, signatures. A patch may have a mask too."""
    found = set()
    for info in page.get_image_info(xrefs=True):
        if info.get("has-mask") and not _is_opaque(page.parent, info["xref"]):
            found.add(tuple(round(v) for v in info["bbox"]))
    return found


def _is_opaque(document: Any, xref: int) -> bool:
    kind, value = document.xref_get_key(xref, "SMask") if xref else ("null", "")
    if kind != "xref":
        return False
    try:
        mask = pymupdf.Pixmap(document, int(value.split()[0]))
    except (RuntimeError, ValueError):
        return False
    return float(np.frombuffer(mask.samples, np.uint8).mean()) > OPAQUE * 255


def _drawn(page: Any, **how: Any) -> NDArray[np.uint8]:
    matrix = pymupdf.Matrix(ZOOM, ZOOM)
    pixmap = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, **how)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def _part(grey: NDArray[np.uint8], rect: Any) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = (int(v * ZOOM) for v in rect)
    return grey[max(y0, 0) : max(y1 + 1, 0), max(x0, 0) : max(x1 + 1, 0)]


def overprinted(pieces: Sequence[Piece]) -> bool:
    """Whether two different texts stand in one place: a person reads the upper one, or neither."""
    level = sorted((p for p in pieces if not p.aside and _is_writing(p.text)), key=lambda p: p.box.y0)
    for at, one in enumerate(level):
        for other in level[at + 1 :]:
            if other.box.y0 > one.box.y1 - 0.6 * min(one.box.height, other.box.height):
                break
            if _in_one_place(one.box, other.box) and one.text not in other.text and other.text not in one.text:
                return True
    return False


def painted_over(pieces: Sequence[Piece], white: Collection[int]) -> bool:
    """Whether white characters are drawn over others; `white`: which of the pieces (in the order of drawing) are so."""
    return any(
        _in_one_place(pieces[at].box, other.box)
        for at in white
        if _is_writing(pieces[at].text)
        for before, other in enumerate(pieces[:at])
        if before not in white and not other.aside
    )


def _is_writing(text: str) -> bool:
    return sum(c.isalnum() or c == "\u2588" for c in text) >= 3


def _in_one_place(one: Box, other: Box) -> bool:
    tall = max(one.height, other.height) > 1.8 * min(one.height, other.height)  # a watermark behind the text
    wide = min(one.x1, other.x1) - max(one.x0, other.x0) > 0.7 * min(one.width, other.width)
    level = min(one.y1, other.y1) - max(one.y0, other.y0) > 0.6 * min(one.height, other.height)
    return wide and level and not tall
