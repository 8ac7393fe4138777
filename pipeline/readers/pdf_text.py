"""The live text of a PDF page: what its text layer shows to a person, as pieces in the frame in which it is read.

Left out: invisible text (render mode 3, no opacity), white on white, outside the crop box, under a picture, and the
second and third printing of a fake bold.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pymupdf as _pymupdf

from extractors.document import Box
from extractors.layout import Piece
from pipeline.readers.digit_shapes import HOLES, MOST, Digits
from pipeline.readers.pdf_hidden import clear_pictures, is_sightless, overprinted, painted_over, veils_of

pymupdf: Any = _pymupdf  # its functions carry no types
FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_IGNORE_ACTUALTEXT  # it may say another date than the glyphs show
)
INKED = 16 | 32
"""`char_flags` of a span that is filled or stroked."""
WHITE = 0xE6
PAINT = 0xF4
"""Lighter letters are no watermark either: they paint over what stands there."""


@dataclass(frozen=True, slots=True)
class LiveText:
    """Pieces, the size of the page as it is read, and how far it is turned for that (degrees clockwise)."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    turned: int
    matrix: Any
    """From the page's own coordinates to those of the page as it is read."""
    digits: Digits
    torn: bool = False
    """Something else stands where some of the text is: a person sees another page than the layer tells."""

    @property
    def letters(self) -> int:
        return sum(len(p.text) - p.text.count(" ") for p in self.pieces)

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.pieces)


def read_live_text(page: Any, covers: Sequence[Any] = (), drawings: Sequence[Any] = ()) -> LiveText:
    """`covers`: rectangles (own coordinates) of pictures drawn over text, see `covering_pictures`; `drawings` as
    `page.get_cdrawings` gives them.
    """
    lines = [
        line
        for block in page.get_text("rawdict", flags=FLAGS)["blocks"]
        if block["type"] == 0
        for line in block["lines"]
    ]
    turned = _turn_of(lines, page.rotation)
    matrix, width, height = reading_frame(page, turned)
    own = page.rect * page.derotation_matrix
    veils = veils_of(page, drawings)
    pieces: list[Piece] = []
    pale: list[tuple[int, Any]] = []
    white: set[int] = set()
    digits: dict[str, list[tuple[str, tuple[float, float, float, float]]]] = {}
    for line in lines:
        for span in line["spans"]:
            if not span["chars"] or is_sightless(span) or not span.get("char_flags", INKED) & INKED:
                continue
            chars = [
                c
                for c in span["chars"]
                if own.x0 <= (c["bbox"][0] + c["bbox"][2]) / 2 <= own.x1 and own.y0 <= c["origin"][1] <= own.y1 + 1
            ]
            if covers:
                chars = [c for c in chars if not any(_inside(c["origin"], cover) for cover in covers)]
            if chars and veils.covers:
                watermark = min(map(abs, line["dir"])) > 0.05 or min(span["color"].to_bytes(3, "big")) >= WHITE
                chars = veils.seen(chars, watermark=watermark)
            if not chars:
                continue
            before = len(pieces)
            _add_span(pieces, chars, span["size"], line, matrix)
            if len(printed := digits.setdefault(span["font"], [])) < MOST and not span["color"] & 0x808080:
                printed += _digits(chars)
            lightness = min(span["color"].to_bytes(3, "big"))
            if lightness >= PAINT:
                white |= set(range(before, len(pieces)))
            if lightness >= WHITE:
                pale += [(at, pieces[at].box) for at in range(before, len(pieces))]
    hidden = _unseen(page, pale, turned) if pale else set()
    faint = {at for at, _ in pale}
    dark = [piece for at, piece in enumerate(pieces) if at not in faint]
    torn = veils.torn or painted_over(pieces, white) or overprinted(_printed_once(dark))
    if hidden:
        pieces = [piece for at, piece in enumerate(pieces) if at not in hidden]
    return LiveText(tuple(_printed_once(_rejoined(pieces))), width, height, turned, matrix, digits, torn)


def reading_frame(page: Any, turned: int) -> tuple[Any, float, float]:
    """Matrix from the page's own coordinates to the page as it is read, and that page's size."""
    width, height = page.rect.width, page.rect.height
    seen = page.rotation_matrix
    if turned == 90:
        return seen * pymupdf.Matrix(0, 1, -1, 0, height, 0), height, width
    if turned == 180:
        return seen * pymupdf.Matrix(-1, 0, 0, -1, width, height), width, height
    if turned == 270:
        return seen * pymupdf.Matrix(0, -1, 1, 0, 0, width), height, width
    return seen, width, height


def covering_pictures(page: Any) -> list[Any]:
    """Rectangles of opaque pictures that are drawn over text which was there before: text under them is not live."""
    log = page.get_bboxlog()
    last_text = max((at for at, (kind, _) in enumerate(log) if "text" in kind), default=-1)
    first_text = next((at for at, (kind, _) in enumerate(log) if "text" in kind), len(log))
    masked = clear_pictures(page)
    covers = []
    for at, (kind, box) in enumerate(log):
        if kind == "fill-image" and at > first_text and tuple(round(v) for v in box) not in masked:
            rect = pymupdf.Rect(box)
            later = any("text" in k and rect.contains(pymupdf.Rect(b).tl) for k, b in log[at + 1 : last_text + 1])
            if not later and rect.width > 60 and rect.height > 20:
                covers.append(rect)
    return covers


def _inside(point: tuple[float, float], rect: Any) -> bool:
    return bool(rect.x0 <= point[0] <= rect.x1 and rect.y0 <= point[1] <= rect.y1)


def _turn_of(lines: Sequence[Any], rotation: int) -> int:
    """Degrees clockwise by which the page as a person sees it must be turned for its text to run level."""
    ways: Counter[int] = Counter()
    for line in lines:
        if line["wmode"] == 0:
            cos, sin = line["dir"]
            angle = math.degrees(math.atan2(sin, cos)) + rotation
            ways[round(angle / 90) * 90 % 360] += sum(len(s["chars"]) for s in line["spans"])
    if not ways:
        return 0
    way, count = ways.most_common(1)[0]
    return (360 - way) % 360 if count >= 12 and count > 0.7 * ways.total() else 0


def _add_span(pieces: list[Piece], chars: Sequence[Any], size: float, line: Any, matrix: Any) -> None:
    a, b, c, d, e, f = matrix
    cos, sin = line["dir"]
    dx, dy = cos * a + sin * c, cos * b + sin * d
    if dx < 0.998:  # slanting, upright or upside down against the page: not part of any line of it
        text = "".join(ch["c"] for ch in chars)
        rect = pymupdf.Rect(chars[0]["bbox"])
        for ch in chars[1:]:
            rect |= pymupdf.Rect(ch["bbox"])
        rect *= matrix
        pieces.append(Piece(text, Box(rect.x0, rect.y0, rect.x1, rect.y1), None, None, abs(dy) > 0.05 or dx < 0))
        return
    run: list[tuple[str, float, float]] = []
    base = 0.0
    blank = False
    for ch in chars:
        char = ch["c"]
        if char.isspace():
            blank = True
            continue
        x0, y0, x1, y1 = ch["bbox"]
        ox, oy = ch["origin"]
        left = min(a * x0 + c * y0, a * x1 + c * y1) + e
        right = max(a * x0 + c * y0, a * x1 + c * y1) + e
        level = b * ox + d * oy + f
        if run:
            last, last_left, last_right = run[-1]
            if char == last and abs(left - last_left) < 0.3 * size and not blank:
                continue  # printed twice to look bold
            gap = left - last_right
            if gap > 0.9 * size or gap < -0.7 * size or abs(level - base) > 0.3 * size:
                pieces.append(_piece(run, base, size))
                run = []
            elif blank and gap > 0.08 * size:
                run.append((" ", last_right, left))
        if not run:
            base = level
        run.append((char, left, right))
        blank = False
    if run:
        pieces.append(_piece(run, base, size))


def _is_dark(colour: int) -> bool:
    red, green, blue = colour.to_bytes(3, "big")
    return 0.3 * red + 0.59 * green + 0.11 * blue < 110


def _digits(chars: Sequence[Any]) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Digits and their boxes; some fonts state boxes that reach into the next character."""
    found = []
    for at, char in enumerate(chars):
        if char["c"] in HOLES:
            x0, y0, x1, y1 = char["bbox"]
            after = chars[at + 1]["bbox"][0] if at + 1 < len(chars) else x1
            found.append((char["c"], (x0, y0, after if x0 + 1 < after < x1 else x1, y1)))
    return found


def _piece(run: Sequence[tuple[str, float, float]], base: float, size: float) -> Piece:
    edges: list[float] = []
    for _, left, _ in run:
        edges.append(max(left, edges[-1]) if edges else left)
    edges.append(max(run[-1][2], edges[-1]))
    box = Box(edges[0], base - 0.88 * size, edges[-1], base + 0.14 * size)
    return Piece("".join(char for char, _, _ in run), box, None, tuple(edges))


def _rejoined(pieces: list[Piece]) -> list[Piece]:
    """Spans of one line that touch (a change of font inside a number) are one piece again."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if (
            last is not None
            and last.edges is not None
            and piece.edges is not None
            and abs(piece.box.y1 - last.box.y1) < 0.15 * last.box.height
            and abs(piece.box.height - last.box.height) < 0.25 * last.box.height
            and -0.2 * last.box.height < piece.box.x0 - last.box.x1 < 0.1 * last.box.height
        ):
            edges = (*last.edges[:-1], max(piece.edges[0], last.edges[-2]), *piece.edges[1:])
            result[-1] = Piece(last.text + piece.text, last.box.union(piece.box), None, edges)
        else:
            result.append(piece)
    return result


def _printed_once(pieces: list[Piece]) -> list[Piece]:
    """Without copies that stand (almost) on the same place: bold made by printing twice, shadows."""
    seen: dict[str, list[Box]] = {}
    kept = []
    for piece in pieces:
        box = piece.box
        play = 0.25 * box.height if not piece.aside else 2.0
        boxes = seen.setdefault(piece.text, [])
        if any(abs(b.x0 - box.x0) < play and abs(b.y0 - box.y0) < play for b in boxes):
            continue
        boxes.append(box)
        kept.append(piece)
    return kept


def _unseen(page: Any, pale: Sequence[tuple[int, Box]], turned: int) -> set[int]:
    """White pieces that do not stand out from what is behind them."""
    pixmap = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    grey = np.rot90(grey, -turned // 90)
    unseen = set()
    for at, box in pale:
        part = grey[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1]
        if part.size == 0 or int(part.max()) - int(part.min()) < 40:
            unseen.add(at)
    return unseen
