"""The text of a Word 97–2003 file ([MS-DOC]): pieces, and the runs whose properties matter to a reader.

Deleted and hidden text is dropped (other readers return tracked deletions as live text), field codes give way to their
results, table rows keep their cells. Offsets and names follow [MS-DOC].
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from pipeline.readers.word_marks import SYMBOLS

SPRM_DELETED, SPRM_HIDDEN, SPRM_SYMBOL = 0x0800, 0x083C, 0x6A09
SPRM_IN_TABLE, SPRM_ROW_END, SPRM_TABLE = 0x2416, 0x2417, 0xD608
OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
ENCRYPTED = 0x0100
TICKS = {**SYMBOLS["wingdings 2"], **SYMBOLS["wingdings"]}


@dataclass(frozen=True, slots=True)
class RowEdges:
    """A row's layout: x of the cell edges (twips), and for each cell whether it continues the one above."""

    edges: tuple[int, ...]
    continued: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a paragraph's properties say: inside a table; the end of a row, with the row's layout."""

    in_table: bool = False
    row_end: bool = False
    row: RowEdges | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One character that is seen, with the mark of its paragraph."""

    char: str
    mark: Mark


class Word97:
    """A Word 97 file opened; raises LegacyDocError where it is none, or locked (`locked` tells)."""

    def __init__(self, data: bytes) -> None:
        self.ole = OleReader(
            data, options=ExtractionOptions(max_file_bytes=max(len(data), 1), max_chain_sectors=1 << 22)
        )
        self.main = self.ole.read_stream("WordDocument")
        if len(self.main) < 0x1AA:
            raise LegacyDocError("too small")
        flags = self._short(0x0A)
        self.locked = bool(flags & ENCRYPTED)
        if self.locked:
            return
        self.table = self.ole.read_stream("1Table" if flags & 0x0200 else "0Table")
        self.pieces = list(self._pieces())
        self._runs = self._character_runs()
        self._marks = self._paragraph_marks()
        self.dropped = any(dead for _, dead, _ in self._runs)

    def letters(self) -> Iterator[Letter]:
        """The characters of all parts of the document (text, notes, headers, boxes) that a reader sees."""
        field: list[bool] = []  # for every open field: are we in its code (hidden) or in its result?
        starts, mark_ends = [run[0] for run in self._runs], [end for end, _ in self._marks]
        for _, _, offset, width, text in self.pieces:
            for at, char in enumerate(text):
                place = offset + at * width
                if char == "\x13":
                    field.append(True)
                elif char == "\x14" and field:
                    field[-1] = False
                elif char == "\x15" and field:
                    field.pop()
                elif not any(field):
                    run = bisect.bisect_right(starts, place) - 1
                    symbol = 0
                    if run >= 0:
                        _, dead, symbol = self._runs[run]
                        if dead:
                            continue
                    mark = Mark()
                    if char in "\x07\r\x0c" or char == "\x0d":
                        found = bisect.bisect_right(mark_ends, place)
                        mark = self._marks[found][1] if found < len(self._marks) else mark
                    yield Letter(TICKS.get(symbol & 0xFF, "") if symbol else char, mark)

    def _pieces(self) -> Iterator[tuple[int, int, int, int, str]]:
        """(first character, end, byte offset, bytes a character, text) of every piece."""
        start, length = self._long(0x1A2), self._long(0x1A6)
        clx = self.table[start : start + length]
        at = 0
        while at + 5 <= len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at + 5 > len(clx) or clx[at] != 2:
            raise LegacyDocError("no piece table")
        plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(plc) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", plc)
        for number in range(count):
            place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
            width = 1 if place & 0x40000000 else 2
            offset = (place & 0x3FFFFFFF) // 2 if width == 1 else place
            size = (ends[number + 1] - ends[number]) * width
            if size <= 0 or offset + size > len(self.main):
                continue
            raw = self.main[offset : offset + size]
            # Undecodable halves must not shift the characters after them.
            text = raw.decode("cp1252", "replace") if width == 1 else _utf16(raw)
            yield ends[number], ends[number + 1], offset, width, text

    def _formatted_pages(self, pointer: int) -> Iterator[bytes]:
        """The 512-byte pages of character (0xFA) or paragraph (0x102) properties."""
        start, length = self._long(pointer), self._long(pointer + 4)
        plc = self.table[start : start + length]
        count = max(0, (len(plc) - 4) // 8)
        for number in range(min(count, 200_000)):
            page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
            data = self.main[page * 512 : page * 512 + 512]
            if len(data) == 512:
                yield data

    def _character_runs(self) -> list[tuple[int, bool, int]]:
        """(byte offset where it begins, not seen, symbol) of every run, in order."""
        runs = []
        for page in self._formatted_pages(0xFA):
            count = page[511]
            if 4 * (count + 1) + count > 511:
                continue
            places = struct.unpack_from(f"<{count + 1}I", page)
            for number in range(count):
                at = page[4 * (count + 1) + number] * 2
                dead, symbol = False, 0
                if at:
                    for code, operand in _properties(page[at + 1 : at + 1 + page[at]]):
                        if code in {SPRM_DELETED, SPRM_HIDDEN} and operand[:1] == b"\x01":
                            dead = True
                        elif code == SPRM_SYMBOL and len(operand) == 4:
                            symbol = struct.unpack("<H", operand[2:])[0]
                runs.append((places[number], dead, symbol))
        return sorted(runs)

    def _paragraph_marks(self) -> list[tuple[int, Mark]]:
        """(byte offset where it ends, mark) of every paragraph, in order."""
        marks = []
        for page in self._formatted_pages(0x102):
            count = page[511]
            if 4 * (count + 1) + 13 * count > 511:
                continue
            places = struct.unpack_from(f"<{count + 1}I", page)
            for number in range(count):
                at = page[4 * (count + 1) + 13 * number] * 2
                marks.append((places[number + 1], _mark(page, at) if at else Mark()))
        return sorted(marks, key=lambda pair: pair[0])

    def _short(self, at: int) -> int:
        return int(struct.unpack_from("<H", self.main, at)[0])

    def _long(self, at: int) -> int:
        return int(struct.unpack_from("<I", self.main, at)[0])


def _utf16(raw: bytes) -> str:
    return "".join(chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd" for (unit,) in struct.iter_unpack("<H", raw))


def _mark(page: bytes, at: int) -> Mark:
    size = page[at] * 2 - 1
    if page[at] == 0:
        at, size = at + 1, page[at + 1] * 2
    in_table = row_end = False
    row = None
    for code, operand in _properties(page[at + 3 : at + 1 + size]):
        if code == SPRM_IN_TABLE:
            in_table = operand[:1] == b"\x01"
        elif code == SPRM_ROW_END:
            row_end = operand[:1] == b"\x01"
        elif code == SPRM_TABLE:
            row = _row_edges(operand)
    return Mark(in_table, row_end, row)


def _row_edges(operand: bytes) -> RowEdges | None:
    """Cell edges and vertical merges of sprmTDefTable."""
    if not operand or len(operand) < 1 + 2 * (operand[0] + 1):
        return None
    count = operand[0]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    continued = []
    for cell in range(count):
        at = 1 + 2 * (count + 1) + 20 * cell
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        continued.append(bool(flags & 0x20) and not flags & 0x40)
    return RowEdges(edges, tuple(continued))


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of every single property modifier."""
    at = 0
    while at + 2 <= len(data):
        code = struct.unpack_from("<H", data, at)[0]
        at += 2
        kind = code >> 13
        if code == SPRM_TABLE:
            size = struct.unpack_from("<H", data, at)[0] - 1 if at + 2 <= len(data) else 0
            at += 2
        elif kind == 6:
            size = data[at] if at < len(data) else 0
            at += 1
        else:
            size = OPERANDS[kind]
        yield code, data[at : at + size]
        at += max(size, 0)
