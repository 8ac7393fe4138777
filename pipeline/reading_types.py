"""What the reading step is given and what it gives: settings, progress, a dossier as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractors.document import Document
from pipeline.kept_results import Stamp
from pipeline.readers.archive import ArchiveLimits
from pipeline.readers.context import Engine, Limits, ReadContext


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How a dossier is read. `scratch` takes what archives unpack to; it must outlive the use of `ReadDossier.disk`.

    cache, cache_sources, ocr, engine, limits: see `ReadContext`; unpack: members of archives have to lie on disk, also
    where what they say is known; known: hashes of files on disk that hold while size and time stay; the seconds are
    the patience with one call.
    """

    scratch: Path
    cache: Path | None = None
    cache_sources: tuple[Path, ...] = ()
    ocr: bool = True
    engine: Engine = "onnxruntime"
    limits: Limits = field(default_factory=Limits)
    archives: ArchiveLimits = field(default_factory=ArchiveLimits)
    files: int = 10_000
    inspect_seconds: float = 60.0
    expand_seconds: float = 300.0
    page_seconds: float = 60.0
    office_seconds: float = 150.0
    unpack: bool = False
    known: Mapping[Path, tuple[Stamp, str]] = field(default_factory=dict)

    @property
    def context(self) -> ReadContext:
        """What the readers in the worker processes need of it."""
        return ReadContext(
            limits=self.limits, ocr=self.ocr, engine=self.engine, cache=self.cache, cache_sources=self.cache_sources
        )


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far reading has come: files and pages done, and known so far."""

    files_done: int = 0
    files_total: int = 0
    pages_done: int = 0
    pages_total: int = 0


@dataclass(frozen=True)
class ReadDossier:
    """A dossier as read: its documents in natural order, and where each lies on disk (unpacked members included).

    packed: members of an archive are not on disk, since what they say was known.
    """

    documents: tuple[Document, ...]
    disk: Mapping[str, Path]
    packed: bool = False
