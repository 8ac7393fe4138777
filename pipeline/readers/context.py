"""What a reader needs to know besides the file: limits, whether to use OCR, and where results are kept.

Everything here is small, frozen and picklable: it travels to worker processes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractors.document import Document, PageId, Problem
from pipeline.limits import Limits as Limits

Engine = Literal["onnxruntime", "openvino"]
PictureReader = Callable[[bytes, PageId], object]


@dataclass(frozen=True, slots=True)
class ReadContext:
    """Settings of one run as the readers see them.

    cache: folder for results (None: nothing is kept); cache_sources: folders that are only read, tried in order
    when the cache has no entry; threads: threads that one OCR engine may use.
    """

    limits: Limits = field(default_factory=Limits)
    ocr: bool = True
    engine: Engine = "onnxruntime"
    threads: int = 1
    cache: Path | None = None
    cache_sources: tuple[Path, ...] = ()


def unread_document(
    path: str, sha256: str, code: str, message: str, *, page_count: int | None = None, note: str | None = None
) -> Document:
    """A document of which nothing could be read: status and one problem that names the file and the remedy."""
    status = {
        "UNREADABLE_FILE": "unreadable",
        "PASSWORD_PROTECTED": "password",
        "UNSUPPORTED_FORMAT": "unsupported",
        "LIMIT_EXCEEDED": "limit",
    }[code]
    return Document(path, sha256, status, page_count=page_count, note=note, problems=(Problem(code, message, path),))  # type: ignore[arg-type]
