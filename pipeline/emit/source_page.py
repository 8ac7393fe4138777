# mypy: disable-error-code="no-untyped-call"
"""Opens the page of a source file as a one-page PDF without private numbers, ready to be placed in evidence.pdf.

A page with a private number, and a scan, is drawn as a picture (so that nothing lies beneath a covered place);
any other PDF page is kept as it is. A page that cannot be opened gives None; the caller then writes out its text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pymupdf
from PIL import Image, ImageDraw, ImageOps

from extractors.document import Box, Page, PageId
from pipeline.emit.private import Masker

LONG_SIDE: Final = 1700
"""Pixels of a picture's longer side; an A4 page then has about 145 dpi."""
QUALITY: Final = 72
_MEMBER_LIMIT: Final = 60_000_000
_PIXEL_LIMIT: Final = 180_000_000


def open_page(page: Page | None, place: PageId, disk: Mapping[str, Path], masker: Masker) -> pymupdf.Document | None:
    """The page as a document of one page, upright and as large as a person sees it; None where it cannot be shown."""
    path = disk.get(place.file)
    if path is None:
        return None
    covered = private_boxes(page, masker) if page is not None else []
    if covered is None:
        return None
    size = (page.width, page.height) if page is not None and page.width and page.height else None
    if place.part is not None:
        content = _member(path, place.part)
        return None if content is None else _picture(content, 0, covered, size)
    if place.number is None:
        return None
    head = path.open("rb").read(1024)
    if b"%PDF-" in head:
        return _pdf(path, place.number - 1, page, covered, masker)
    if head[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return None  # a workbook's sheet, an OFD page: no picture of it exists
    return _picture(path.read_bytes(), place.number - 1, covered, size)


def private_boxes(page: Page, masker: Masker) -> list[Box] | None:
    """Where private numbers stand on a page; None where one of them has no place, so that the page must not show."""
    boxes = []
    for one in masker.find(page.text):
        words = page.words_in(one.start, one.end)
        found = [box for word in words if (box := word.box_of(one.start, one.end)) is not None]
        if not found and page.width is not None:
            return None
        for box in found:
            pad = max(1.5, box.height * 0.12)
            boxes.append(Box(box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad))
    return boxes


def _pdf(path: Path, index: int, page: Page | None, covered: Sequence[Box], masker: Masker) -> pymupdf.Document | None:
    with pymupdf.open(path) as source:
        if source.needs_pass and not source.authenticate(""):
            return None
        if not 0 <= index < source.page_count:
            return None
        single = pymupdf.open()
        single.insert_pdf(source, from_page=index, to_page=index, annots=True, widgets=True)
    shown = single[0]
    if shown.first_annot is not None or shown.first_widget is not None:
        single.bake()  # seals and signatures are often annotations, which a placed page would lose
        shown = single[0]
    cut = shown.cropbox != shown.mediabox  # what lies outside would come along unseen
    if shown.rotation:
        single = _upright(single)
        shown = single[0]
    layer = shown.get_text("text")
    private = bool(covered) or bool(masker.find(layer)) or cut
    scanned = page is not None and page.via == "ocr"
    if not private and not scanned:
        return single
    width, height = shown.rect.width, shown.rect.height
    boxes = [*covered, *_layer_boxes(shown, masker)]
    zoom = LONG_SIDE / max(width, height, 1)
    pixmap = shown.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
    picture = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    single.close()
    pymupdf.TOOLS.store_shrink(100)  # decoded scans would pile up in MuPDF's store
    seen = (page.width, page.height) if page is not None and page.width and page.height else (width, height)
    return _drawn(picture, boxes, seen)


def _upright(single: pymupdf.Document) -> pymupdf.Document:
    """The page turned into its content; a placed page would otherwise lose its /Rotate."""
    turned = single[0].rotation
    width, height = single[0].rect.width, single[0].rect.height
    single[0].set_rotation(0)
    upright = pymupdf.open()
    page = upright.new_page(width=width, height=height)
    page.show_pdf_page(page.rect, single, 0, rotate=-turned)
    return upright


def _layer_boxes(shown: pymupdf.Page, masker: Masker) -> list[Box]:
    """Private numbers of the PDF's own text layer, also where another reading of the page was used."""
    boxes = []
    for block in shown.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            chars = [char for span in line["spans"] for char in span["chars"]]
            text = "".join(char["c"] for char in chars)
            for one in masker.find(text, "身份证"):
                area = pymupdf.Rect()
                for char in chars[one.start : one.end]:
                    area |= pymupdf.Rect(char["bbox"])
                boxes.append(Box(area.x0 - 1, area.y0 - 1, area.x1 + 1, area.y1 + 1))
    return boxes


def _member(path: Path, part: str) -> bytes | None:
    """The picture inside an office file (a ZIP): by its full name, else by its last part."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n == part.lstrip("/")]
        names = names or [n for n in archive.namelist() if n.rsplit("/", 1)[-1] == part.rsplit("/", 1)[-1]]
        if not names or archive.getinfo(names[0]).file_size > _MEMBER_LIMIT:
            return None
        return archive.read(names[0])


def _picture(
    content: bytes, frame: int, covered: Sequence[Box], size: tuple[float, float] | None
) -> pymupdf.Document | None:
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1"):
        import pillow_heif  # only phones write it

        pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > _PIXEL_LIMIT:
            return None
        if frame:
            opened.seek(frame)
        opened.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            layer = upright.convert("RGBA")
            upright = Image.new("RGB", layer.size, "white")
            upright.paste(layer, mask=layer.getchannel("A"))
        picture = upright.convert("RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    return _drawn(picture, covered, size)


def _drawn(picture: Image.Image, covered: Sequence[Box], size: tuple[float, float] | None) -> pymupdf.Document:
    """A one-page PDF of the picture, private places filled in its pixels; as large as the page was measured."""
    width, height = size or (picture.width * 72 / 150, picture.height * 72 / 150)
    if (width > height) != (picture.width > picture.height) and abs(width - height) > 0.05 * width:
        if covered:
            raise ValueError("the page lies otherwise than it was read; its private numbers cannot be covered")
        width, height = picture.width * 72 / 150, picture.height * 72 / 150
    pen = ImageDraw.Draw(picture)
    for box in covered:
        x, y = picture.width / width, picture.height / height
        pen.rectangle((box.x0 * x, box.y0 * y, box.x1 * x, box.y1 * y), fill=(40, 40, 40))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=QUALITY, optimize=True)
    single = pymupdf.open()
    single.new_page(width=width, height=height).insert_image((0, 0, width, height), stream=content.getvalue())
    return single
