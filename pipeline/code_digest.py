"""The version of everything that turns a file into a draft: part of every key under which a result is kept.

A digest of the sources themselves, since a number that somebody has to raise is forgotten one day; a change anywhere
in the three packages (a reader, a kind's YAML, a table of numbers) makes every kept result void.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import uuid
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("extractors", "matchers", "pipeline")
LIBRARIES = (
    "pymupdf",
    "pdfplumber",
    "python-docx",
    "pandas",
    "python-calamine",
    "pillow",
    "pillow-heif",
    "legacy-doc",
    "ofdkit",
    "py7zr",
    "rarfile",
    "charset-normalizer",
    "rapidocr",
    "onnxruntime",
    "openvino",
    "opencv-python-headless",
    "numpy",
    "jieba",
    "rapidfuzz",
    "opencc",
    "xlsxwriter",
)
"""What decides, besides our own sources, how a file is read and drawn."""
PROGRAMS = ("soffice", "libreoffice", "unrar", "unar", "7z", "7zz", "bsdtar")
"""Programs that readers use where they are installed: with another one a file may be read that was not before."""


@cache
def code_digest() -> str:
    """Digest of the program as it runs here; takes some 30 ms, once a process.

    Where the sources cannot be read it is another one every time, so that nothing kept is ever taken for current.
    """
    try:
        return digest_of(Path(__file__).resolve().parent.parent)
    except OSError:
        return uuid.uuid4().hex


def digest_of(root: Path) -> str:
    """Digest of the packages under the folder, the libraries' versions and the programs that are installed."""
    total = hashlib.sha256()
    for package in PACKAGES:
        for path in _sources(str(root / package)):
            content = Path(path).read_bytes()
            total.update(f"\n{os.path.relpath(path, root)} {len(content)}\n".encode())
            total.update(content)
    total.update(repr((sys.version_info[:3], [_version(n) for n in LIBRARIES])).encode())
    total.update(repr([shutil.which(name) for name in PROGRAMS]).encode())
    return total.hexdigest()


def _sources(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    found += _sources(entry.path)
            elif not entry.name.startswith("."):
                found.append(entry.path)
    return sorted(found)


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
