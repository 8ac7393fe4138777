"""Keeps what was read of each page, so that a second run reads no page twice.

An entry is a small file of compressed JSON under a key made of the content (sha256 of the file and the page in it),
the version of the reading and its settings. Nothing in it depends on the machine, so that a folder of entries can be
committed and used as a read-only source. Entries hold what stands on the papers: folder and files are the owner's.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAGIC = b"YSP1"
LARGEST = 50_000_000
"""Bytes an entry may have when unpacked; more is no entry of ours."""


def key_of(*parts: object) -> str:
    """A key from content hash, place in the file, version and settings."""
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageCache:
    """`folder`: where entries are written (None: nowhere); `sources`: folders that are only read, in order."""

    folder: Path | None = None
    sources: tuple[Path, ...] = ()

    def get(self, key: str) -> Any | None:
        """What was kept under the key; None where there is nothing or only a damaged entry."""
        for folder in (*((self.folder,) if self.folder else ()), *self.sources):
            try:
                raw = _path(folder, key).read_bytes()
            except OSError:
                continue
            if (value := _unpack(raw)) is not None:
                return value
        return None

    def put(self, key: str, value: Any) -> None:
        """Keeps a JSON value; whole or not at all. A full or read-only disk is no reason to stop reading."""
        if self.folder is None:
            return
        path = _path(self.folder, key)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # 0600 by itself
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_pack(value))
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key[2:]}.page"


def _pack(value: Any) -> bytes:
    return MAGIC + zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def _unpack(raw: bytes) -> Any | None:
    if not raw.startswith(MAGIC):
        return None
    try:
        opener = zlib.decompressobj()
        text = opener.decompress(raw[len(MAGIC) :], LARGEST)
        if opener.unconsumed_tail or not opener.eof:
            return None
        return json.loads(text)
    except (zlib.error, ValueError, RecursionError):
        return None
