"""Files of a dossier as they were read before, found by their content: a run on an unchanged inbox opens no file.

The parent only hashes a file here and reads entries of its own; whatever has to be parsed goes to a worker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.document import Document
from pipeline.file_digest import sha256_of
from pipeline.kept_results import KeptResults, Stamp
from pipeline.listing import Listed
from pipeline.page_cache import PageCache
from pipeline.reading_file import FileReading
from pipeline.reading_types import ReadSettings

_VOLUME = re.compile(r"\.part\d+\.\w+|\.[rs]\d\d|\.\d\d\d", re.I)


def in_volumes(path: Path) -> bool:
    """True for an archive in several files: what is in it depends on the others too."""
    if _VOLUME.search(path.name):
        return True
    try:
        others = [other.name for other in path.parent.iterdir()]
    except OSError:
        return True
    return any(name.startswith(f"{path.stem}.") and _VOLUME.search(name) for name in others)


@dataclass(frozen=True)
class KeptFile:
    """A file as read, or an archive with everything in it.

    packed: members whose bytes are not on disk; written, entries: what unpacking took of the dossier's allowance.
    """

    documents: tuple[Document, ...]
    packed: bool = False
    written: int = 0
    entries: int = 0


@dataclass(frozen=True)
class _Place:
    """Under what a file's result is kept, and how the file lay there when it was hashed."""

    parts: tuple[object, ...]
    sha256: str
    stamp: Stamp | None


@dataclass
class KeptFiles:
    """The kept files of one dossier while it is read.

    What a file's `Document` depends on is its bytes, its path in the dossier (it stands in every page's id, and the
    extension settles some formats), what stands around it (`whole`, the archive's remark) and the settings.
    """

    settings: ReadSettings
    _places: dict[str, _Place] = field(default_factory=dict)

    @property
    def results(self) -> KeptResults:
        return KeptResults(PageCache(self.settings.cache))

    def find(self, listed: Listed, *, depth: int, junk: bool, whole: bool, note: str | None) -> KeptFile | None:
        """The file as read before; hashes it in any case, so that `keep` knows under what to keep it."""
        if self.settings.cache is None:
            return None
        stamp = Stamp.of(listed.disk)
        sha256 = self._hash(listed.disk, stamp)
        if sha256 is None:
            return None
        # A whole archive is only kept at the top: further down the limits on nesting have a say.
        parts = (sha256, listed.path, junk, whole, note, depth > 0, self._settings())
        self._places[listed.path] = _Place(parts, sha256, stamp)
        found = self.results.get(KeptFile, *parts)
        if found is not None and found.packed and (depth or self.settings.unpack):
            return None
        return found

    def keep(self, files: Mapping[str, FileReading], found: Sequence[tuple[Listed, KeptFile]]) -> None:
        """Keeps each file that was read to its end; one that a worker failed on is tried again in the next run.

        `found` are the others, taken as they were kept: members of a changed archive may be among them.
        """
        if self.settings.cache is None or self.settings.unpack:
            return
        for file in files.values():
            place = self._places.get(file.path)
            if place is None or file.disk is None or file.sha256 != place.sha256:
                continue
            if Stamp.of(file.disk) != place.stamp:
                continue
            if file.is_archive:
                self._keep_archive(file, files, found, place)
            elif not file.failed:
                self.results.put(KeptFile, KeptFile((file.document(),)), *place.parts)

    def _keep_archive(
        self,
        file: FileReading,
        files: Mapping[str, FileReading],
        found: Sequence[tuple[Listed, KeptFile]],
        place: _Place,
    ) -> None:
        if file.depth or (file.disk is not None and in_volumes(file.disk)):
            return
        prefix = "" if file.whole else f"{file.path}!/"
        inside = [other for other in files.values() if other is not file and other.path.startswith(prefix)]
        archives = [file, *(other for other in inside if other.is_archive)]
        if any(other.failed for other in (file, *inside)) or any(a.is_refused for a in archives):
            return
        documents = [other.document() for other in (file, *inside) if other.is_listed]
        documents += [d for listed, one in found if listed.path.startswith(prefix) for d in one.documents]
        written, entries = (sum(a.unpacked[at] for a in archives) for at in (0, 1))
        self.results.put(KeptFile, KeptFile(tuple(documents), True, written, entries), *place.parts)

    def _hash(self, disk: Path, stamp: Stamp | None) -> str | None:
        if stamp is None or stamp.size > self.settings.limits.file_bytes:
            return None
        if (known := self.settings.known.get(disk)) is not None and known[0] == stamp:
            return known[1]
        try:
            return sha256_of(disk)
        except OSError:
            return None  # the worker says what is wrong with it

    def _settings(self) -> str:
        """What of the settings a result depends on; further folders of read pages may hold other readings."""
        settings = self.settings
        return repr(
            (settings.limits, settings.archives, settings.ocr, settings.engine, list(map(str, settings.cache_sources)))
        )
