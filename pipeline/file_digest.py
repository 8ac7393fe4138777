"""The digest of a file's bytes, read piece by piece."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

PIECE: Final = 1 << 22


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of the file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
