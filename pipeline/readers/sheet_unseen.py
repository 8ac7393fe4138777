"""What of a workbook nobody sees: hidden rows and columns, white letters on no ground, formats that show nothing.

Such cells are not taken, for a reviewer who opens the file will not find them; what a click would show is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.readers.package import Package, Refused, local
from pipeline.readers.sheet_package import column_number, sheet_parts

ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
ATTRIBUTE: Final = re.compile(rb'([\w:]+)\s*=\s*["\']([^"\']*)["\']')
TRUE: Final = {b"1", b"true", b"on"}
FLATTEST: Final = 2.0
"""Points of a row's height; lower rows show nothing."""
NARROWEST: Final = 0.2
"""Letters of a column's width."""
SMALLEST: Final = 2.0
"""Points of a letter."""
PALEST: Final = 0xF0
NOTHING: Final = re.compile(r"(?:;|\"\"|\s)*;(?:;|\"\"|\s)*")
"""A number format whose parts are all empty."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Places of one sheet, counted from 0: rows and columns hidden, single cells that show nothing."""

    rows: frozenset[int] = frozenset()
    columns: tuple[tuple[int, int], ...] = ()
    cells: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def hides(self, row: int, column: int) -> bool:
        """Is this cell not to be seen?"""
        return (
            row in self.rows
            or (row, column) in self.cells
            or any(first <= column <= last for first, last in self.columns)
        )


def unseen_in(package: Package) -> dict[int, Unseen]:
    """Of each sheet, by its place in the workbook; sheets of which everything is seen are left out."""
    styles = _unseen_styles(package)
    found: dict[int, Unseen] = {}
    for at, part in enumerate(sheet_parts(package)):
        if part is None:
            continue
        try:
            data = package.read(part, package.limits.sheet_bytes)
        except Refused as refused:
            package.lost[part] = refused.refusal
            continue
        one = Unseen(frozenset(_rows(data)), tuple(_columns(data)), frozenset(_cells(data, styles)))
        if one != Unseen():
            found[at] = one
    return found


def take_out(rows: Sequence[list[str]], unseen: Unseen | None) -> int:
    """Empties the cells that nobody sees; the number of characters that stood in them."""
    lost = 0
    for r, row in enumerate(rows) if unseen is not None else ():
        for c, text in enumerate(row):
            if text and unseen is not None and unseen.hides(r, c):
                lost += len(text)
                row[c] = ""
    return lost


def _rows(data: bytes) -> Iterable[int]:
    at = 0
    for found in ROW.finditer(data):
        given = _attributes(found[1])
        at = _whole(given.get(b"r"), at + 1)
        if given.get(b"hidden") in TRUE or _number(given.get(b"ht"), 15.0) <= FLATTEST:
            yield at - 1


def _columns(data: bytes) -> Iterable[tuple[int, int]]:
    head = data[: data.find(b"sheetData")] if b"sheetData" in data else data
    for found in COLUMN.finditer(head):
        given = _attributes(found[1])
        if given.get(b"hidden") in TRUE or _number(given.get(b"width"), 9.0) <= NARROWEST:
            yield _whole(given.get(b"min"), 1) - 1, _whole(given.get(b"max"), 1) - 1


def _cells(data: bytes, styles: frozenset[int]) -> Iterable[tuple[int, int]]:
    for found in CELL.finditer(data) if styles else ():
        given = _attributes(found[1])
        place = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})", given.get(b"r", b""))
        if place and _whole(given.get(b"s"), 0) in styles:
            yield int(place[2]) - 1, column_number(place[1]) - 1


def _unseen_styles(package: Package) -> frozenset[int]:
    """The numbers of cell formats in which nothing shows."""
    if not package.has("xl/styles.xml"):
        return frozenset()
    try:
        parts = {local(part): list(part) for part in package.xml("xl/styles.xml")}
    except Refused:
        return frozenset()
    formats = {one.get("numFmtId"): one.get("formatCode") or "" for one in parts.get("numFmts", ())}
    fonts, fills = parts.get("fonts", []), parts.get("fills", [])
    found = set()
    for at, style in enumerate(parts.get("cellXfs", ())):
        font, fill = _at(fonts, style.get("fontId")), _at(fills, style.get("fillId"))
        no_format = NOTHING.fullmatch(formats.get(style.get("numFmtId"), "")) is not None
        if no_format or _is_tiny(font) or (_is_white_font(font) and not _is_filled(fill)):
            found.add(at)
    return frozenset(found)


def _is_tiny(font: Any) -> bool:
    return any(local(one) == "sz" and _number((one.get("val") or "").encode(), 11.0) <= SMALLEST for one in font)


def _is_white_font(font: Any) -> bool:
    return any(local(one) == "color" and _is_white(one) for one in font)


def _is_white(colour: Any) -> bool:
    if colour.get("theme") is not None:
        return colour.get("theme") == "0" and float(_number((colour.get("tint") or "0").encode(), 0.0)) > -0.05
    if colour.get("indexed") is not None:
        return colour.get("indexed") in {"1", "9"}
    value = (colour.get("rgb") or "")[-6:]
    return re.fullmatch(r"[0-9A-Fa-f]{6}", value) is not None and min(bytes.fromhex(value)) >= PALEST


def _is_filled(fill: Any) -> bool:
    """A ground of its own colour."""
    for one in fill:
        if local(one) == "gradientFill":
            return True
        if local(one) == "patternFill" and one.get("patternType") not in {None, "none", "gray125"}:
            return not any(local(colour) == "fgColor" and _is_white(colour) for colour in one)
    return False


def _at(parts: Sequence[Any], number: str | None) -> Any:
    place = int(number) if number is not None and number.isdecimal() else -1
    return parts[place] if 0 <= place < len(parts) else ()


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {found[1]: found[2] for found in ATTRIBUTE.finditer(text)}


def _whole(value: bytes | None, otherwise: int) -> int:
    return int(value) if value is not None and value.isdigit() and len(value) < 10 else otherwise


def _number(value: bytes | None, otherwise: float) -> float:
    try:
        return float(value) if value else otherwise
    except ValueError:
        return otherwise
