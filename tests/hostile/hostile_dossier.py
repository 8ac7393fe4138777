"""A dossier of hostile files on disk, read once, and what holds for every file of it however bad."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from extractors.document import Document

Documents = Mapping[str, Document]
Files = Mapping[str, bytes]
Read = Callable[[Files], Documents]
UNREAD = {"unreadable", "password", "unsupported", "limit", "partly_read"}


def lay_down(files: Files, folder: Path) -> None:
    """Writes the files; names may hold folders."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file beneath a folder."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.is_symlink()
    }


def check(document: Document) -> None:
    """A status that is not `read` is explained, in Chinese and with the file's own name."""
    if document.status in UNREAD:
        assert document.problems, document
    for problem in document.problems:
        assert problem.file == document.path
        assert "Traceback" not in problem.message
        assert any("\u4e00" <= char <= "\u9fff" for char in problem.message)
