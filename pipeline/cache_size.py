"""Keeps the cache folder within bounds: entries that nobody asked for longest go first."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

MOST = 5_000_000_000
"""Bytes that the folder may hold: some 100,000 read pages, or the results of some hundreds of dossiers."""
LEFT = 0.8
"""What part of it is left when it was too much, so that not every run has to look for something to remove."""

_FOLDER = re.compile(r"[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{62}\.page")


def shrink(folder: Path, most: int = MOST) -> int:
    """Removes the entries longest unused if all together are too much; how many. Other files are left alone."""
    known = sorted(entries(folder))
    total = sum(size for _, size, _ in known)
    if total <= most:
        return 0
    removed = 0
    for _, size, path in known:
        if total <= most * LEFT:
            break
        with contextlib.suppress(OSError):
            Path(path).unlink()
            removed += 1
        total -= size
    return removed


def entries(folder: Path) -> list[tuple[int, int, str]]:
    """Last use, bytes and path of every entry."""
    found = []
    for inner in _scanned(str(folder)):
        if _FOLDER.fullmatch(inner.name):
            for entry in _scanned(inner.path):
                if _ENTRY.fullmatch(entry.name):
                    with contextlib.suppress(OSError):
                        seen = entry.stat(follow_symlinks=False)
                        found.append((seen.st_mtime_ns, seen.st_size, entry.path))
    return found


def _scanned(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as seen:
            return list(seen)
    except OSError:
        return []
