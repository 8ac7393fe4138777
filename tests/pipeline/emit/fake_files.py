# mypy: disable-error-code="no-untyped-call"
"""Invented source files for the fake draft: PDF pages with a text layer, also turned ones, and phone photos."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pymupdf
from PIL import Image, ImageDraw, ImageFont

from extractors.document import Box, Page, PageId, Word

FONT = pymupdf.Font("china-s")


def pdf_page(
    document: pymupdf.Document, lines: Sequence[str], *, rotate: int = 0, size: tuple[int, int] = (595, 842)
) -> None:
    """Adds a page that shows the lines as a certificate would, upright as seen whatever the rotation."""
    wide, high = size if rotate in (0, 180) else (size[1], size[0])
    page = document.new_page(width=wide, height=high)
    page.set_rotation(rotate)
    page.insert_font(fontname="F0", fontbuffer=FONT.buffer)
    page.draw_rect(
        pymupdf.Rect(30, 30, size[0] - 30, size[1] - 30) * page.derotation_matrix, color=(0.7, 0.1, 0.1), width=3
    )
    for n, line in enumerate(lines):
        fontsize = 24 if n == 0 else 13
        at = pymupdf.Point(70 if n else 180, 110 + n * 38) * page.derotation_matrix
        page.insert_text(at, line, fontname="F0", fontsize=fontsize, rotate=rotate)


def read(path: Path, name: str) -> list[Page]:
    """The pages of a PDF with a text layer, boxes as seen."""
    pages = []
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            text, words = "", []
            for x0, y0, x1, y1, word, *_ in page.get_text("words", sort=True):
                box = pymupdf.Rect(x0, y0, x1, y1) * page.rotation_matrix
                words.append(Word(word, len(text), Box(box.x0, box.y0, box.x1, box.y1)))
                text += word + "\n"
            pages.append(Page(PageId(name, number), text, tuple(words), width=page.rect.width, height=page.rect.height))
    return pages


def photo(path: Path, lines: Sequence[str], *, orientation: int = 1, size: tuple[int, int] = (1240, 1754)) -> Page:
    """A photographed paper; the stored pixels are turned as the EXIF orientation says. 200 dpi where none is stated."""
    picture = Image.new("RGB", size, (246, 243, 235))
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(io.BytesIO(FONT.buffer), 44)
    text, words = "", []
    for n, line in enumerate(lines):
        at = (140, 200 + 110 * n)
        pen.text(at, line, fill=(20, 20, 20), font=font)
        x0, y0, x1, y1 = (v * 72 / 200 for v in pen.textbbox(at, line, font=font))
        words.append(Word(line, len(text), Box(x0, y0, x1, y1), scores=(0.97,) * len(line)))
        text += line + "\n"
    turned = {1: picture, 6: picture.rotate(90, expand=True), 3: picture.rotate(180)}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned.save(path, exif=exif, quality=88)
    return Page(PageId(path.name, 1), text, tuple(words), width=size[0] * 0.36, height=size[1] * 0.36, via="ocr")
