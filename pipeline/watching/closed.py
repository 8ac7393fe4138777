"""Is an archive all there? Told by the end that its format writes last, so that a closed one need not wait.

Nothing is unpacked here. A copy that writes the end before the middle is taken too early and read again when it
changes; formats without such an end wait like any other file.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

_ZIP_TAIL: Final = 22 + 65_535
"""The end record of a zip and the longest comment behind it (APPNOTE.TXT 4.3.16)."""
_RAR4_END: Final = b"\xc4\x3d\x7b\x00\x40\x07\x00"
_RAR5_END: Final = b"\x1d\x77\x56\x51\x03\x05\x04\x00"
"""The blocks that end an archive (RAR 4.x technote, RAR 5.0 archive format)."""


def is_closed(path: Path) -> bool:
    """True where the file is a zip, 7z or rar with its end; False for anything else and where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(32)
            size = file.seek(0, 2)
            if head.startswith(b"PK"):
                file.seek(max(size - _ZIP_TAIL, 0))
                return _zip_ends(file.read(_ZIP_TAIL), size)
            if head.startswith(b"7z\xbc\xaf\x27\x1c"):
                return _7z_ends(head, size)
            if head.startswith(b"Rar!"):
                file.seek(max(size - 8, 0))
                return file.read(8).endswith((_RAR4_END, _RAR5_END))
    except OSError:
        return False
    return False


def _zip_ends(tail: bytes, size: int) -> bool:
    """The end record, its comment to the file's last byte, and room for the directory that it speaks of."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    directory, offset, comment = struct.unpack_from("<IIH", tail, at + 12)
    whole: bool = at + 22 + comment == len(tail)
    return whole and bool(offset == 0xFFFFFFFF or offset + directory <= size)


def _7z_ends(head: bytes, size: int) -> bool:
    """The start header tells where the last header is and how long (7zFormat.txt, "SignatureHeader")."""
    if len(head) < 32:
        return False
    offset, length = struct.unpack_from("<QQ", head, 12)
    return bool(length and 32 + offset + length == size)
