"""What the reading step is given and what it gives: settings, progress, a dossier as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.document import Document
from pipeline.kept_results import Stamp
from pipeline.limits import AllLimits, ArchiveLimits, DossierLimits, Limits, TimeLimits
from pipeline.readers.context import Engine, ReadContext

_TIME, _DOSSIER = TimeLimits(), DossierLimits()


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
    files: int = _DOSSIER.files
    folder_depth: int = _DOSSIER.folder_depth
    inspect_seconds: float = _TIME.inspect
    expand_seconds: float = _TIME.expand
    page_seconds: float = _TIME.page
    office_seconds: float = _TIME.office
    unpack: bool = False
    known: Mapping[Path, tuple[Stamp, str]] = field(default_factory=dict)

    def under(self, limits: AllLimits) -> ReadSettings:
        """The same settings under other limits."""
        return replace(
            self,
            limits=limits.file,
            archives=limits.archive,
            files=limits.dossier.files,
            folder_depth=limits.dossier.folder_depth,
            inspect_seconds=limits.time.inspect,
            expand_seconds=limits.time.expand,
            page_seconds=limits.time.page,
            office_seconds=limits.time.office,
        )

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
    short_of_disk: an archive was not unpacked for want of room on this machine's disk.
    """

    documents: tuple[Document, ...]
    disk: Mapping[str, Path]
    packed: bool = False
    short_of_disk: bool = False
