"""What an office reader hands on: pages of text, the pictures that still have to be read, and what went wrong.

Pictures travel as bytes and are read one by one in worker processes of their own (`pipeline.reading`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from extractors.document import Box, Cell, Page, PageId, Table, Word
from pipeline.readers.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture lies on a page that has places (OFD): its rectangle and the page's size, in points."""

    box: Box
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside an office file, and the id of the page that it becomes; `frame` if that page has places.

    ornament: a seal, a logo or a code by its shape; that nothing is read in it is no doubt about the file.
    """

    page_id: PageId
    data: bytes
    frame: Frame | None = None
    ornament: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """An office file as read. `refusal`: nothing was read; `losses`: what was not read, the rest was.

    passing: of this moment and not of the file (a program took too long): the next run tries again.
    """

    pages: tuple[Page, ...] = ()
    pictures: tuple[Picture, ...] = ()
    page_count: int | None = None
    refusal: Refusal | None = None
    losses: tuple[Refusal, ...] = ()
    note: str | None = None
    passing: bool = False


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


SMALLEST = 160  # pixels: what is narrower holds no paper that anyone could read
SQUARE = 0.85  # seals, logos and codes are about as wide as high, papers are not
SMALL = 450  # pixels
SHOWN_SMALL = 36.0  # square centimetres: a seal has about 16


def is_ornament(data: bytes, shown: float | None = None) -> bool:
    """True for what by its shape is a seal, a logo or a code; `shown` is its area on paper in square centimetres."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
    except (OSError, ValueError, SyntaxError, OverflowError, NotImplementedError, Image.DecompressionBombError):
        return False  # the image reader will say what is wrong with it
    if min(width, height) < SMALLEST:
        return True
    square = min(width, height) / max(width, height) >= SQUARE
    return square and (max(width, height) <= SMALL or (shown is not None and shown <= SHOWN_SMALL))


def placed(page: Page, frame: Frame) -> Page:
    """A picture's page with its places on the page that shows the picture.

    A picture that was turned to be read keeps the places of the turned page, as `Page.turned` says; it is taken to
    fill the page.
    """
    if not page.width or not page.height:
        return page
    sideways = page.turned in {90, 270}
    wide, high = (frame.height, frame.width) if sideways else (frame.width, frame.height)
    box = Box(0, 0, wide, high) if page.turned else frame.box
    x, y = box.width / page.width, box.height / page.height

    def moved(old: Box | None) -> Box | None:
        if old is None:
            return None
        return Box(box.x0 + old.x0 * x, box.y0 + old.y0 * y, box.x0 + old.x1 * x, box.y0 + old.y1 * y)

    def word(old: Word) -> Word:
        edges = None if old.edges is None else tuple(box.x0 + edge * x for edge in old.edges)
        return replace(old, box=moved(old.box), edges=edges)

    def cell(old: Cell) -> Cell:
        return replace(old, box=moved(old.box))

    tables = tuple(Table(tuple(cell(c) for c in table.cells), moved(table.box)) for table in page.tables)
    return replace(page, words=tuple(word(w) for w in page.words), tables=tables, width=wide, height=high)
