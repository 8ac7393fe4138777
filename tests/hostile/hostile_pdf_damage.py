"""A patent in a PDF that breaks off after it: damaged streams, missing parts, half a picture, a file cut short."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf
from hostile_draft import SPARE_PATENT, text_pdf

pymupdf: Any = _pymupdf
Case = Callable[[], bytes]


def paper(text: str = SPARE_PATENT) -> Any:
    """The patent as an open document of one page."""
    return pymupdf.open("pdf", text_pdf(text))


def saved(book: Any, **how: Any) -> bytes:
    return bytes(book.tobytes(no_new_id=True, **how))


def line_of(page: Any, words: str) -> Any:
    """Where the words stand."""
    return page.search_for(words)[0]


def with_content(change: Callable[[bytes], bytes], filters: str = "/FlateDecode", more: str | None = None) -> bytes:
    """The paper in one content stream whose stored bytes are what `change` makes of the plain ones.

    `more`: the filter of a second stream; empty: it is not there.
    """
    book = paper()
    page = book[0]
    plain = page.read_contents()
    xref = book.get_new_xref()
    book.update_object(xref, "<<>>")
    book.update_stream(xref, change(plain), new=True, compress=False)
    book.xref_set_key(xref, "Filter", filters)
    page.set_contents(xref)
    if more is not None:
        second = book.get_new_xref()
        if more:
            book.update_object(second, "<<>>")
            book.update_stream(second, b"BT ET", new=True, compress=False)
            book.xref_set_key(second, "Filter", more)
        else:
            book.update_object(second, "null")
        book.xref_set_key(page.xref, "Contents", f"[{xref} 0 R {second} 0 R]")
    return saved(book)


def packed(content: bytes) -> bytes:
    """Deflated, with much behind the paper that hardly packs."""
    random = np.random.default_rng(5).integers(0, 10**9, 3000)
    return zlib.compress(content + b"".join(b"BT %d 0 Td ET\n" % number for number in random))


def cut_off(content: bytes) -> bytes:
    data = packed(content)
    return data[: len(data) * 2 // 3]


def scratched(content: bytes) -> bytes:
    data = bytearray(packed(content))
    at = len(data) * 2 // 3
    data[at : at + 9] = bytes(9)
    return bytes(data)


def wrong_sum(content: bytes) -> bytes:
    data = bytearray(zlib.compress(content))
    data[-2] ^= 0x55
    return bytes(data)


def then(more: bytes) -> Callable[[bytes], bytes]:
    """The paper, then further operators, all packed well."""
    return lambda content: zlib.compress(content + b"\n" + more)


def picture_beside(data: bytes, keys: str) -> bytes:
    """The paper with a picture in its lower half."""
    book = paper()
    page = book[0]
    page.insert_image(pymupdf.Rect(60, 500, 500, 800), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 400, 300), 0))
    xref = page.get_images()[0][0]
    book.update_stream(xref, data, compress=False)
    for key, value in [pair.split("=") for pair in keys.split()]:
        book.xref_set_key(xref, key, value)
    return saved(book)


def photograph() -> bytes:
    """A JPEG of 800 x 600 pixels with something on it everywhere."""
    noise = np.random.default_rng(2).integers(0, 255, (75, 100, 3)).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", cv2.resize(noise, (800, 600)))[1].tobytes())


def half_a_photograph() -> bytes:
    data = photograph()
    return picture_beside(
        data[: len(data) // 2], "Filter=/DCTDecode Width=800 Height=600 ColorSpace=/DeviceRGB BitsPerComponent=8"
    )


def newer_edition(keep: float = 1.0) -> bytes:
    """A page of contents, and the paper as a later edition of it in the same file, or only the first part of that."""
    first = text_pdf("目录")
    with pymupdf.open("pdf", first) as book:
        xref = book[0].get_contents()[0]
    content = paper()[0].read_contents()
    previous = int(first[first.rfind(b"startxref") :].split()[1])
    later = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (xref, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (xref, len(first))
    with pymupdf.open("pdf", first) as book:
        table += b"<< /Size %d /Root %d 0 R /Prev %d >>\n" % (book.xref_length(), book.pdf_catalog(), previous)
    more = later + table + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(later))
    return first + more[: round(keep * len(more))]
