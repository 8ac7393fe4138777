"""What an office reader hands on: pages of text, the pictures that still have to be read, and what went wrong.

Pictures travel as bytes and are read one by one in worker processes of their own (`pipeline.reading`).
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Page, PageId
from pipeline.readers.archive import Refusal

MAX_PICTURES = 400


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside an office file, and the id of the page that it becomes."""

    page_id: PageId
    data: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """An office file as read. `refusal`: nothing was read; `losses`: what was not read, the rest was."""

    pages: tuple[Page, ...] = ()
    pictures: tuple[Picture, ...] = ()
    page_count: int | None = None
    refusal: Refusal | None = None
    losses: tuple[Refusal, ...] = ()
    note: str | None = None


def picture_kind(data: bytes) -> str:
    """`image` for what the image reader takes, else the name of the drawing format, or empty for the unknown."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP")):
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    if data[4:8] == b"ftyp":
        return "image"
    if data[40:44] == b" EMF":
        return "EMF"
    if data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0\0\x03")):
        return "WMF"
    if b"<svg" in data[:500]:
        return "SVG"
    return ""
