"""Invented papers as pages: PDF with a text layer in several make-ups, scans, pictures of every kind."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

import pymupdf as _pymupdf
from PIL import Image

from evaluation.fuzzing.papers import FuzzPaper

pymupdf: Any = _pymupdf
A4 = (595, 842)
LAYOUTS = ("plain", "embedded", "ruled", "turned", "packed")


def draw(papers: Sequence[FuzzPaper], layout: str, rng: random.Random) -> Any:
    """A PDF of one page a paper.

    plain: a font that every reader has, streams as they are; embedded: a font of its own with its character map;
    ruled: label and value in the cells of a table; turned: pages with /Rotate; packed: object streams.
    """
    document = pymupdf.open()
    for paper in papers:
        page = document.new_page(width=A4[0], height=A4[1])
        font = "china-s"
        if layout == "embedded":
            page.insert_font("F9", fontbuffer=pymupdf.Font("china-s").buffer)
            font = "F9"
        page.insert_text((180, 90), paper.title, fontname=font, fontsize=24)
        y, step = 150.0, rng.choice((26, 34, 42))
        for line in paper.lines:
            if layout == "ruled" and line.value:
                page.draw_rect(pymupdf.Rect(70, y - 18, 230, y + step - 18), width=0.7)
                page.draw_rect(pymupdf.Rect(230, y - 18, 525, y + step - 18), width=0.7)
                page.insert_text((76, y), line.label, fontname=font, fontsize=12)
                page.insert_text((236, y), line.value, fontname=font, fontsize=12)
            else:
                text = f"{line.label}：{line.value}" if line.value or line.field else line.label
                page.insert_text((80, y), text, fontname=font, fontsize=12)
            y += step
        if layout == "turned":
            page.set_rotation(rng.choice((90, 180, 270)))
    if layout == "embedded":
        document.subset_fonts()
    return document


def pdf(papers: Sequence[FuzzPaper], layout: str, rng: random.Random) -> bytes:
    """The PDF's bytes, streams deflated except where `plain`."""
    document = draw(papers, layout, rng)
    if layout == "plain":
        return bytes(document.tobytes(garbage=3, no_new_id=True))
    return bytes(document.tobytes(deflate=True, garbage=3, use_objstms=int(layout == "packed"), no_new_id=True))


def picture(paper: FuzzPaper, kind: str, rng: random.Random, dpi: int = 130) -> bytes:
    """One page as a picture file of a kind that Pillow writes."""
    pixels = draw([paper], "plain", rng)[0].get_pixmap(dpi=dpi)
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    if kind == "GIF":
        image = image.convert("P")
    out = io.BytesIO()
    if kind == "TIFF" and rng.random() < 0.5:
        image.convert("1").save(out, kind, dpi=(dpi, dpi), compression="group4")
    else:
        image.save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


def scan(papers: Sequence[FuzzPaper], rng: random.Random) -> bytes:
    """A PDF of pictures, no text layer."""
    document = pymupdf.open()
    for paper in papers:
        page = document.new_page(width=A4[0], height=A4[1])
        page.insert_image(page.rect, stream=picture(paper, "JPEG", rng))
    return bytes(document.tobytes(no_new_id=True))
