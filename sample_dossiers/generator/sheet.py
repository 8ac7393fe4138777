"""One page of paper and what is put on it: lines of text, paragraphs, tables, borders, seals.

Lengths are points from the top left. Text is drawn in the order of the calls, as word processors do.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from .fonts import HEAVY, has_all, pdf_font
from .mupdf import Book, Leaf, pymupdf
from .ornament import emblem_png, ink_png, matrix_png, seal_mask

Colour = tuple[float, float, float]
BLACK: Colour = (0.08, 0.08, 0.08)
GREY: Colour = (0.45, 0.45, 0.45)
RED: Colour = (0.8, 0.1, 0.1)
GOLD: Colour = (0.62, 0.47, 0.12)
BLUE: Colour = (0.1, 0.25, 0.55)
GREEN: Colour = (0.1, 0.42, 0.28)


class Sheet:
    """A page being drawn."""

    def __init__(self, book: Book, width: float = 595, height: float = 842, font: str = "song") -> None:
        self.page: Leaf = book.new_page(width=width, height=height)
        self.width, self.height, self.font = width, height, font
        self.y = 72.0

    def wide(self, text: str, size: float, font: str | None = None, spacing: float = 0) -> float:
        """Width of a line in points."""
        return float(pdf_font(self._able(font, text)).text_length(text, size)) + spacing * max(0, len(text) - 1)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 11,
        font: str | None = None,
        colour: Colour = BLACK,
        spacing: float = 0,
        opacity: float = 1,
    ) -> float:
        """Write one line with its baseline at y; the x where it ends."""
        font = self._able(font, text)
        face = pdf_font(font)
        writer = pymupdf.TextWriter(self.page.rect)
        if spacing:
            for character in text:
                writer.append((x, y), character, face, size)
                x += face.text_length(character, size) + spacing
        elif text:
            writer.append((x, y), text, face, size)
            x += face.text_length(text, size)
        if text:
            writer.write_text(self.page, color=colour, opacity=opacity, render_mode=2 if font in HEAVY else 0)
        return x

    def _able(self, font: str | None, text: str) -> str:
        """The font asked for, or a fuller one where it lacks a character of the text."""
        wanted = font or self.font
        others = ("kai, rare characters", "song", "hei") if wanted == "kai" else ("song", "hei")
        return next((name for name in (wanted, *others) if has_all(name, text)), "song")

    def centre(
        self,
        text: str,
        size: float = 12,
        font: str | None = None,
        colour: Colour = BLACK,
        spacing: float = 0,
        y: float | None = None,
        x: float | None = None,
        after: float | None = None,
    ) -> None:
        """Write one line in the middle (or around x) and move down."""
        y = self.y if y is None else y
        middle = self.width / 2 if x is None else x
        self.text(middle - self.wide(text, size, font, spacing) / 2, y, text, size, font, colour, spacing)
        self.y = y + (size * 1.7 if after is None else after)

    def right(self, x: float, y: float, text: str, size: float = 11, font: str | None = None) -> None:
        """Write one line that ends at x."""
        self.text(x - self.wide(text, size, font), y, text, size, font)

    def lines(self, text: str, width: float, size: float, font: str | None = None) -> list[str]:
        """Cut a text into lines no wider than given; Latin words and numbers stay whole."""
        found, line = [], ""
        for piece in _pieces(text):
            if line and self.wide(line + piece, size, font) > width and piece not in "，。、；：）》":
                found.append(line)
                line = piece.lstrip()
            else:
                line += piece
        return [*found, line] if line or not found else found

    def paragraph(
        self,
        text: str,
        x: float = 72,
        width: float | None = None,
        size: float = 11,
        font: str | None = None,
        indent: float = 2,
        leading: float = 1.65,
    ) -> None:
        """Write a paragraph with its first line indented, and move down."""
        width = self.width - 2 * x if width is None else width
        for line in self.lines("　" * int(indent) + text, width, size, font):
            self.text(x, self.y, line, size, font)
            self.y += size * leading

    def field(
        self,
        x: float,
        label: str,
        value: str,
        size: float = 11,
        at: float | None = None,
        label_font: str | None = None,
        value_font: str | None = None,
        width: float | None = None,
        after: float = 1.9,
        y: float | None = None,
    ) -> None:
        """A label and its value (starting at `at`), long values over more lines."""
        y = self.y if y is None else y
        end = self.text(x, y, label, size, label_font)
        start = max(end, at if at is not None else end)
        for line in self.lines(value, width or self.width - start - 60, size, value_font):
            self.text(start, y, line, size, value_font)
            y += size * after
        self.y = y

    def table(
        self,
        x: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str | None]],
        size: float = 9.5,
        font: str | None = None,
        padding: float = 4,
        head: bool = False,
        centred: bool = False,
        least: float = 0,
    ) -> None:
        """A ruled table. `None` continues the cell to its left; an empty `^` continues the cell above."""
        for number, row in enumerate(rows):
            cells = _spans(row, widths)
            wrapped = [
                (
                    i,
                    span,
                    [
                        part
                        for piece in str(text).split("\n")
                        for part in self.lines(piece, span - 2 * padding, size, font)
                    ],
                )
                for i, span, text in cells
            ]
            tall = max([least] + [len(lines) * size * 1.4 + 2 * padding for _, _, lines in wrapped])
            below = rows[number + 1] if number + 1 < len(rows) else []
            for i, span, lines in wrapped:
                left = x + sum(widths[:i])
                up = row[i] == "^"
                down = i < len(below) and below[i] == "^"
                for on, a, b in (
                    (not up, (left, self.y), (left + span, self.y)),
                    (not down, (left, self.y + tall), (left + span, self.y + tall)),
                    (True, (left, self.y), (left, self.y + tall)),
                    (True, (left + span, self.y), (left + span, self.y + tall)),
                ):
                    if on:
                        self.page.draw_line(a, b, color=BLACK, width=0.6)
                if up:
                    continue
                y = self.y + (tall - len(lines) * size * 1.4) / 2 + size * 1.12
                for line in lines:
                    shift = (span - self.wide(line, size, font)) / 2 if centred or (head and not number) else padding
                    self.text(left + shift, y, line, size, font)
                    y += size * 1.4
            self.y += tall

    def seal(
        self,
        name: str,
        x: float,
        y: float,
        size: float = 105,
        seed: int = 1,
        kind: str = "round",
        colour: tuple[int, int, int] = (205, 30, 35),
    ) -> None:
        """A red seal around (x, y), see-through and a little turned, over whatever stands there."""
        half = size / 2
        self.page.insert_image(
            pymupdf.Rect(x - half, y - half, x + half, y + half),
            stream=ink_png(colour),
            mask=seal_mask(name, seed, kind),
        )

    def emblem(self, x: float, y: float, size: float, name: str) -> None:
        """An invented logo around (x, y)."""
        half = size / 2
        self.page.insert_image(pymupdf.Rect(x - half, y - half, x + half, y + half), stream=emblem_png(name))

    def matrix(self, x: float, y: float, size: float, name: str) -> None:
        """A block that looks like a QR code."""
        self.page.insert_image(pymupdf.Rect(x, y, x + size, y + size), stream=matrix_png(name))

    def border(self, colour: Colour = GOLD, inset: float = 24, style: int = 0) -> None:
        """A frame as certificates have: double line, key pattern or waves."""
        box = pymupdf.Rect(inset, inset, self.width - inset, self.height - inset)
        shape = self.page.new_shape()
        shape.draw_rect(box)
        gap = 5 if style != 1 else 10
        shape.draw_rect(pymupdf.Rect(box.x0 + gap, box.y0 + gap, box.x1 - gap, box.y1 - gap))
        if style == 1:
            step = 12.0
            for i in range(int(box.width // step)):
                for y in (box.y0 + 2, box.y1 - 8):
                    shape.draw_rect(pymupdf.Rect(box.x0 + i * step + 3, y, box.x0 + i * step + 9, y + 6))
            for i in range(int(box.height // step)):
                for x in (box.x0 + 2, box.x1 - 8):
                    shape.draw_rect(pymupdf.Rect(x, box.y0 + i * step + 3, x + 6, box.y0 + i * step + 9))
        if style == 2:
            for x, y, sx, sy in (
                (box.x0, box.y0, 1, 1),
                (box.x1, box.y0, -1, 1),
                (box.x0, box.y1, 1, -1),
                (box.x1, box.y1, -1, -1),
            ):
                for r in (14, 22, 30):
                    shape.draw_bezier(
                        (x + sx * 8, y + sy * (8 + r)),
                        (x + sx * (8 + r), y + sy * (8 + r)),
                        (x + sx * (8 + r), y + sy * (8 + r)),
                        (x + sx * (8 + r), y + sy * 8),
                    )
        shape.finish(color=colour, width=1.1)
        shape.commit()

    def guilloche(self, colour: Colour = (0.86, 0.9, 0.86), y0: float = 0.1, y1: float = 0.9, waves: int = 9) -> None:
        """The fine wave pattern under a certificate's text."""
        shape = self.page.new_shape()
        left, right = 40.0, self.width - 40
        for n in range(waves):
            base = self.height * (y0 + (y1 - y0) * n / max(1, waves - 1))
            points = [
                (left + (right - left) * t / 60, base + 14 * math.sin(t / 60 * 9 * math.pi + n)) for t in range(61)
            ]
            shape.draw_polyline(points)
        shape.finish(color=colour, width=0.5)
        shape.commit()

    def watermark(self, text: str, size: float = 34, colour: Colour = (0.9, 0.86, 0.8), times: int = 3) -> None:
        """Slanted pale words behind or over the text."""
        for n in range(times):
            point = pymupdf.Point(self.width * 0.2, self.height * (0.3 + 0.25 * n))
            writer = pymupdf.TextWriter(self.page.rect)
            writer.append(point, text, pdf_font("hei"), size)
            writer.write_text(self.page, color=colour, opacity=0.45, morph=(point, pymupdf.Matrix(-28)))

    def rule(
        self, y: float, x0: float = 60, x1: float | None = None, colour: Colour = BLACK, width: float = 0.8
    ) -> None:
        """A horizontal line."""
        self.page.draw_line((x0, y), (x1 or self.width - x0, y), color=colour, width=width)

    def tint(self, colour: Colour) -> None:
        """Paper of another colour than white."""
        self.page.draw_rect(self.page.rect, color=None, fill=colour, overlay=False)

    def signature(self, x: float, y: float, seed: int) -> None:
        """A scrawl."""
        rng = random.Random(seed)
        points = [(x + i * 6 + rng.uniform(-4, 4), y + rng.uniform(-13, 9)) for i in range(11)]
        shape = self.page.new_shape()
        for a, b, c, d in zip(points[::3], points[1::3], points[2::3], points[3::3], strict=False):
            shape.draw_bezier(a, b, c, d)
        shape.finish(color=BLACK, width=1.4, closePath=False)
        shape.commit()


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        joins = character.isascii() and (character.isalnum() or character in ".-/:[]")
        if pieces and joins and pieces[-1][-1].isascii() and (pieces[-1][-1].isalnum() or pieces[-1][-1] in ".-/:[]"):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _spans(row: Sequence[str | None], widths: Sequence[float]) -> list[tuple[int, float, str]]:
    found: list[tuple[int, float, str]] = []
    for i, cell in enumerate(row):
        if cell is None and found:
            start, span, text = found[-1]
            found[-1] = (start, span + widths[i], text)
        else:
            found.append((i, widths[i], cell or ""))
    return found
