"""Keeps what was read of each page, so that a second run reads no page twice; `kept_results` keeps whole results in it.

An entry is a small file of compressed JSON under a key made of the content (sha256 of the file and the page in it),
the version of the reading and its settings. Nothing in it depends on the machine, so that a folder of entries can be
committed and used as a read-only source. It is never pickle: who can write to a shared folder runs no code here.
Entries hold what stands on the papers: folder and files are the owner's.
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
"""Bytes a page's entry may have when unpacked; more is no entry of ours."""
LARGEST_RESULT = 400_000_000
"""The same for a whole result: the documents of one archive, an evidence.pdf."""


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
            text = _content(folder, key, LARGEST)
            if text is not None and folder == self.folder:
                _used(folder, key)
            with contextlib.suppress(ValueError, RecursionError):
                if text is not None and (value := json.loads(text)) is not None:
                    return value
        return None

    def get_bytes(self, key: str) -> bytes | None:
        """The bytes kept under the key in the folder itself; None where there are none or only a damaged entry."""
        if self.folder is None or (content := _content(self.folder, key, LARGEST_RESULT)) is None:
            return None
        _used(self.folder, key)
        return content

    def put(self, key: str, value: Any) -> None:
        """Keeps a JSON value; whole or not at all. A full or read-only disk is no reason to stop reading."""
        if self.folder is not None:
            self.put_bytes(key, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), level=9)

    def put_bytes(self, key: str, content: bytes, *, level: int = 6) -> None:
        """Keeps bytes, compressed as hard as `level` says (0: they are compressed already)."""
        if self.folder is None or len(content) > LARGEST_RESULT:
            return
        path = _path(self.folder, key)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # 0600 by itself
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(MAGIC + zlib.compress(content, level))
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key[2:]}.page"


def _used(folder: Path, key: str) -> None:
    """Marks an entry as asked for, so that it is not the first to go (`cache_size`)."""
    with contextlib.suppress(OSError):
        os.utime(_path(folder, key))


def _content(folder: Path, key: str, largest: int) -> bytes | None:
    """The bytes of an entry; zlib's checksum tells a damaged one."""
    try:
        raw = _path(folder, key).read_bytes()
        if not raw.startswith(MAGIC):
            return None
        opener = zlib.decompressobj()
        content = opener.decompress(memoryview(raw)[len(MAGIC) :], largest)
    except (OSError, zlib.error):
        return None
    return None if opener.unconsumed_tail or not opener.eof else content
