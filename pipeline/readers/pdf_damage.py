"""Damage in a PDF that still opens: a page that breaks off after readable text, a file that ends too early.

MuPDF reads on over any damage and only warns. What stands behind the damage may be a date, a second holder, a further
row: nothing on such a page is certain, and the page is told. Of 150 healthy real and invented files none warns.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from extractors.document import Page

DAMAGED = re.compile(
    r"error|premature end|cannot load content stream|not a stream|out of range"
    r"|unknown filter|bad eod|crypt filter|cannot find|no XObject subtype"
    r"|invalid character in hex"
    r"|Corrupt JPEG|truncated image|jbig2|jpx|jp2|fax|ccitt|too little data|unexpected end|cannot (?:load|decode|read)"
    r"|invalid (?:code|distance|block|stored)|cycle|recursion|too deep|exceeds? limit",
    re.IGNORECASE,
)
"""What MuPDF says where something of the page was not drawn or drawn otherwise than it was written."""
HARMLESS = re.compile(r"appearance stream|ICC|unicode cmap|gstate underflow|non-embedded|ToUnicode", re.IGNORECASE)
"""Annotations that nobody draws, colour profiles, spare brackets: what a person sees is the same."""
DAMAGED_PAGE = "页面内容损坏，可能不全"
"""What is noted of such a page."""
TAIL = 1_000_000
"""Bytes at the end of a file that are searched for its end mark."""


def is_damaged(warnings: str) -> bool:
    """Whether MuPDF's warnings about a page tell that something of it is lost.

    >>> is_damaged("premature end of data in flate filter"), is_damaged("invalid character in hex string")
    (True, True)
    >>> is_damaged("cannot create appearance stream")
    False
    """
    return any(DAMAGED.search(line) and not HARMLESS.search(line) for line in warnings.splitlines())


def as_damaged(page: Page) -> Page:
    """The page with nothing on it certain; one that shows nothing any more is unread."""
    note = f"{page.note}；{DAMAGED_PAGE}" if page.note else DAMAGED_PAGE
    if page.legibility in {"blank", "unread"} or not page.words:
        return replace(page, legibility="unread", note=note)
    words = tuple(replace(word, scores=(0.0,) * len(word.text)) for word in page.words)
    return replace(page, words=words, legibility="poor", note=note)


def ends_too_early(disk: Path, *, repaired: bool) -> bool:
    """Whether the file breaks off: no end mark in a file that had to be repaired, or objects behind the last one.

    Blanks and zeros at the end do not count: some copying programs fill up the last block.
    """
    try:
        with disk.open("rb") as file:
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(size - TAIL, 0))
            tail = file.read().rstrip(b"\0\t\n\f\r ")
    except OSError:
        return False
    end = tail.rfind(b"%%EOF")
    if end < 0:
        return repaired
    return re.search(rb"\d\s+\d+\s+obj\b|\bstream\r?\n", tail[end:]) is not None
