"""Fonts of the samples, from the Debian packages fonts-arphic-* and fonts-wqy-*.

TrueType only: PyMuPDF's own subsetting spoils the CFF outlines of the Noto fonts.
"""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTCollection
from PIL import ImageFont

from .mupdf import pymupdf

_ROOT = Path("/usr/share/fonts")
_FACES: dict[str, tuple[str, int | None]] = {
    "song": ("truetype/arphic/uming.ttc", 0),
    "songbold": ("truetype/arphic/uming.ttc", 0),
    "hei": ("truetype/wqy/wqy-microhei.ttc", 0),
    "heibold": ("truetype/wqy/wqy-zenhei.ttc", 0),
    "kai": ("truetype/arphic-gkai00mp/gkai00mp.ttf", None),
    "kai, rare characters": ("truetype/arphic/ukai.ttc", 0),  # its commas sit as in Taiwan
    "thin": ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", None),
    "wqy": ("truetype/wqy/wqy-zenhei.ttc", 0),
}
HEAVY = {"songbold", "heibold"}  # no free heavy TrueType Song or Hei: their outlines are thickened


@functools.cache
def _face(name: str) -> bytes:
    path, index = _FACES[name]
    if index is None:
        return (_ROOT / path).read_bytes()
    kept = io.BytesIO()
    face = TTCollection(str(_ROOT / path), lazy=True).fonts[index]
    face.recalcTimestamp = False
    face.save(kept)
    return kept.getvalue()


@functools.cache
def pdf_font(name: str) -> Any:
    """A font for drawing on PDF pages; `tiro`, `tibo`, `helv`, `hebo` are the built-in Latin faces."""
    if name not in _FACES:
        return pymupdf.Font(name)
    first = next(other for other in _FACES if _FACES[other] == _FACES[name])  # one object a face: embedded once
    return pdf_font(first) if first != name else pymupdf.Font(fontbuffer=_face(name))


@functools.cache
def has_all(name: str, text: str) -> bool:
    """Whether a face can print every character of a text."""
    return all(pdf_font(name).has_glyph(ord(c)) for c in text)


@functools.cache
def pixel_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The same font for drawing on pictures."""
    path, index = _FACES[name]
    return ImageFont.truetype(str(_ROOT / path), size, index=index or 0)
