"""An old Excel workbook (BIFF8 in a compound file) with two columns, written by hand: no library here writes one.

Formats: [MS-CFB] for the compound file (version 3, sectors of 512 bytes), [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MINI_CUTOFF = 4096


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet; every cell is a LABEL record with its text in UTF-16."""
    return compound("Workbook", _records(rows))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _records(rows: Sequence[Sequence[str]]) -> bytes:
    def begin(kind: int) -> bytes:
        return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))

    name = "Sheet1"
    place = len(begin(5)) + 4 + 8 + len(name) + 4  # of the sheet's first record: after BOUNDSHEET and EOF
    sheet = begin(0x10)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            content = struct.pack("<HHHHB", at, column, 0, len(text), 1) + text.encode("utf-16-le")
            sheet += _record(0x0204, content)
    bound = struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name.encode("ascii")
    return begin(5) + _record(0x0085, bound) + _record(0x000A, b"") + sheet + _record(0x000A, b"")


def compound(name: str, data: bytes) -> bytes:
    """A compound file with one stream, filled up to the length from which streams have sectors of their own."""
    data = data.ljust(MINI_CUTOFF, b"\0")
    length = len(data)
    data += b"\0" * (-length % SECTOR)
    count = len(data) // SECTOR
    table = [n + 1 for n in range(count - 1)] + [END, END, FAT_SECTOR]  # the stream, the directory, the table itself
    table += [FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, count, 0, MINI_CUTOFF, END, 0, END, 0)
    header += struct.pack("<I", count + 1) + struct.pack("<I", FREE) * 108
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 0, length)
    entries += (bytes(68) + struct.pack("<III", FREE, FREE, FREE)).ljust(128, b"\0") * 2
    return header + data + entries + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
