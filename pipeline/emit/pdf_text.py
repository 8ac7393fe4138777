# mypy: disable-error-code="no-untyped-call"
"""Chinese text on PDF pages: the font inside PyMuPDF, so nothing is downloaded and every viewer shows the same."""

from __future__ import annotations

from functools import cache
from typing import Final

import pymupdf

Colour = tuple[float, float, float]

INK: Final[Colour] = (0.13, 0.15, 0.18)
PALE: Final[Colour] = (0.42, 0.45, 0.5)
BLUE: Final[Colour] = (0.12, 0.31, 0.55)
WHITE: Final[Colour] = (1, 1, 1)
LINE: Final[Colour] = (0.78, 0.8, 0.83)
SHADE: Final[Colour] = (0.93, 0.95, 0.97)
GRADES: Final[dict[str, Colour]] = {
    "high": (0.09, 0.45, 0.27),
    "medium": (0.68, 0.42, 0.0),
    "low": (0.72, 0.13, 0.13),
    "accepted": (0.09, 0.45, 0.27),
    "questioned": (0.68, 0.42, 0.0),
    "rejected": (0.72, 0.13, 0.13),
}


@cache
def font() -> pymupdf.Font:
    """Droid Sans Fallback, embedded as a subset when the file is saved."""
    return pymupdf.Font("china-s")


@cache
def _has(char: str) -> bool:
    return bool(font().has_glyph(ord(char)))


def printable(text: str) -> str:
    """The text with what the font cannot draw replaced by a box, control characters and line ends by a blank."""
    return "".join(_drawn(char) for char in text)


def _drawn(char: str) -> str:
    if char == "\u3000":
        return char if _has(char) else "  "
    if char.isspace() or ord(char) < 32:
        return " "
    return char if _has(char) else "□"


def width_of(text: str, size: float) -> float:
    """Width of the text in points."""
    return float(font().text_length(text, size))


def fit(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than there is room."""
    text = printable(text[:400])
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def wrap(text: str, width: float, size: float) -> list[tuple[int, str]]:
    """Rows of at most `width`, each with the offset in the text where it starts; line ends of the text are kept."""
    rows: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        at, used = 0, 0.0
        for n, char in enumerate(printable(line)):
            step = width_of(char, size)
            if used + step > width and n > at:
                rows.append((start + at, line[at:n]))
                at, used = n, 0.0
            used += step
        rows.append((start + at, line[at:]))
        start += len(line) + 1
    return rows


def put(page: pymupdf.Page, x: float, y: float, text: str, size: float, colour: Colour = INK) -> None:
    """Writes one line with its baseline at y."""
    drawn = printable(text)
    if drawn.strip():
        writer = pymupdf.TextWriter(page.rect)
        writer.append((x, y), drawn, font=font(), fontsize=size)
        writer.write_text(page, color=colour)


def put_right(page: pymupdf.Page, x: float, y: float, text: str, size: float, colour: Colour = INK) -> None:
    """Writes one line that ends at x."""
    put(page, x - width_of(printable(text), size), y, text, size, colour)


def link(page: pymupdf.Page, area: pymupdf.Rect, target: int) -> None:
    """Makes the area a link to a page of the same file (1-based)."""
    page.insert_link(
        {"kind": pymupdf.LINK_GOTO, "from": area, "page": target - 1, "to": pymupdf.Point(0, 0), "zoom": 0}
    )
