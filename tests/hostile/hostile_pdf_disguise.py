"""A patent whose PDF shows something else than its text layer says: false maps, covered dates, papers inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf
from hostile_draft import SPARE_PATENT, text_pdf
from hostile_pdf_damage import Case, line_of, paper, saved

pymupdf: Any = _pymupdf

OLD, NEW = "2019年07月12日", "2021年03月18日"


@cache
def in_an_own_font(text: str) -> bytes:
    """A page in a font that lies in the file with a map of its characters."""
    book = pymupdf.open()
    page = book.new_page(width=595, height=842)
    page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("cjk").buffer)
    for number, words in enumerate(text.splitlines()):
        page.insert_text((60, 90 + 30 * number), words.strip(), fontname="F0", fontsize=12)
    book.subset_fonts()
    return saved(book, garbage=3)


def mapped(said: Mapping[str, str], text: str = SPARE_PATENT) -> bytes:
    """The paper with a map that gives some digits as others; what the page shows stays."""
    book = pymupdf.open("pdf", in_an_own_font(text))
    glyphs = {(code, glyph) for span in book[0].get_texttrace() for code, glyph, *_ in span["chars"]}
    lines = "\n".join(f"<{glyph:04x}> <{ord(said.get(chr(code), chr(code))):04x}>" for code, glyph in sorted(glyphs))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(glyphs)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap end end"
    )
    for xref in range(1, book.xref_length()):
        if book.xref_is_stream(xref) and b"begincmap" in book.xref_stream(xref):
            book.update_stream(xref, cmap.encode())
    return saved(book, deflate=True)


def shifted(by: int) -> Case:
    return lambda: mapped({str(d): str((d + by) % 10) for d in range(10)})


def swapped(one: str, other: str) -> Case:
    return lambda: mapped({one: other, other: one})


def stamp(text: str) -> bytes:
    """A picture of a date on white."""
    sheet = np.full((60, 400, 3), 255, np.uint8)
    cv2.putText(sheet, text, (10, 45), 0, 1.5, (0, 0, 0), 3)
    return bytes(cv2.imencode(".png", sheet)[1].tobytes())


def clear_stamp(text: str) -> bytes:
    """The same with a mask that hides one corner only."""
    sheet = np.full((60, 400, 4), 255, np.uint8)
    cv2.putText(sheet, text, (10, 45), 0, 1.5, (0, 0, 0, 255), 3)
    sheet[0, 0, 3] = 0
    return bytes(cv2.imencode(".png", sheet)[1].tobytes())


def over_the_date(draw: Callable[[Any, Any], None]) -> Case:
    """The paper; something is drawn over the date of its grant."""

    def build() -> bytes:
        book = paper()
        page = book[0]
        draw(page, line_of(page, OLD))
        return saved(book)

    return build


def put_stamp(page: Any, place: Any) -> None:
    note = page.add_stamp_annot(place, stamp=stamp("2021-03-18"))
    note.set_rect(place)


def put_note(page: Any, place: Any) -> None:
    note = page.add_freetext_annot(place, NEW, fontsize=12, fontname="china-s", fill_color=(1, 1, 1))
    note.update()


def put_white_square(page: Any, place: Any) -> None:
    note = page.add_rect_annot(place)
    note.set_colors(stroke=(1, 1, 1), fill=(1, 1, 1))
    note.update()


def put_box_and_date(page: Any, place: Any) -> None:
    page.draw_rect(place, fill=(1, 1, 1), color=None)
    page.insert_text((place.x0, place.y1 - 4), NEW, fontname="china-s", fontsize=12)


def put_stroke(page: Any, place: Any) -> None:
    middle = (place.y0 + place.y1) / 2
    page.draw_line((place.x0, middle), (place.x1, middle), color=(1, 1, 1), width=place.height + 6)


def attached(name: str) -> bytes:
    book = pymupdf.open("pdf", text_pdf("目录"))
    book.embfile_add(name, text_pdf(SPARE_PATENT), filename=name)
    return saved(book)


def pinned() -> bytes:
    book = pymupdf.open("pdf", text_pdf("目录"))
    book[0].add_file_annot((100, 200), text_pdf(SPARE_PATENT), "专利.pdf")
    return saved(book)


def portfolio() -> bytes:
    """A portfolio: a cover that asks for another program, the papers inside."""
    book = pymupdf.open("pdf", attached("证书.pdf"))
    book.xref_set_key(book.pdf_catalog(), "Collection", "<</Type/Collection/View/T>>")
    return saved(book)


def dynamic_form() -> bytes:
    book = pymupdf.open("pdf", text_pdf("Please wait...\nIf this message is not eventually replaced"))
    book.xref_set_key(book.pdf_catalog(), "NeedsRendering", "true")
    book.xref_set_key(book.pdf_catalog(), "AcroForm", "<</XFA(x)/Fields[]>>")
    return saved(book)


def scan_with_false_layer() -> bytes:
    """A scan of nothing much whose invisible layer says that it is the patent."""
    book = pymupdf.open()
    page = book.new_page(width=595, height=842)
    sheet = np.full((842, 595), 255, np.uint8)
    cv2.putText(sheet, "CATALOGUE 2021", (50, 300), 0, 1.5, 0, 3)
    page.insert_image(page.rect, stream=cv2.imencode(".png", sheet)[1].tobytes())
    write(page, SPARE_PATENT, render_mode=3)
    return saved(book, deflate=True)


def text_under_scan() -> bytes:
    book = paper()
    sheet = np.full((842, 595), 255, np.uint8)
    cv2.putText(sheet, "CATALOGUE 2021", (50, 300), 0, 1.5, 0, 3)
    book[0].insert_image(book[0].rect, stream=cv2.imencode(".png", sheet)[1].tobytes())
    return saved(book, deflate=True)


def locked() -> bytes:
    return saved(paper(), encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")


def private_glyphs() -> bytes:
    return mapped({char: chr(0xE000 + at) for at, char in enumerate(sorted(set(SPARE_PATENT)))})


def without_a_map() -> bytes:
    """Fonts that say nothing of their characters: the page shows the paper, the layer has numbers of glyphs."""
    book = pymupdf.open("pdf", mapped({}))
    for xref in range(1, book.xref_length()):
        if book.xref_get_key(xref, "ToUnicode")[0] == "xref":
            book.xref_set_key(xref, "ToUnicode", "null")
    return saved(book)


def write(page: Any, text: str, **how: Any) -> None:
    for number, words in enumerate(text.splitlines()):
        page.insert_text((60, 90 + number * 30), words.strip(), fontname="china-s", fontsize=12, **how)


def seal() -> bytes:
    """A red ring, all else transparent."""
    sheet = np.zeros((300, 300, 4), np.uint8)
    cv2.circle(sheet, (150, 150), 130, (40, 40, 220, 255), 8)
    return bytes(cv2.imencode(".png", sheet)[1].tobytes())


def around(place: Any) -> Any:
    """A larger rectangle about a place."""
    return pymupdf.Rect(place.x0 - 20, place.y0 - 30, place.x1 + 20, place.y1 + 30)
