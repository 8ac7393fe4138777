"""What lies in a watched inbox at one moment: every dossier with its files, sizes and times. Nothing is opened here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.inbox import dossier_name, dossiers_in
from pipeline.kept_results import Stamp
from pipeline.listing import SPECIAL, Listed, list_files
from pipeline.names import DONE_MARKERS, is_junk, path_name
from pipeline.readers.archive_intake import LINK
from pipeline.supplements import FOLDER, supplements_in

PARTIAL: Final = (
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".downloading",
    ".opdownload",
    ".filepart",
    ".aria2",
    ".xltd",
    ".tmp",
)
"""How browsers and download programs call a file that is not all there."""
MOST: Final = 20_000
"""Files of one dossier that are looked at; reading takes fewer and says so."""


@dataclass(frozen=True, slots=True)
class SightedFile:
    """A file of a dossier: its path in it, where it lies, size and time; stamp None: a link or no plain file."""

    path: str
    disk: Path
    stamp: Stamp | None


@dataclass(frozen=True)
class Sight:
    """One dossier as it lay there.

    entry: its name in the inbox; is_marked: a file 提交完成 says that it is all there; has_partial: a download is
    under way in it.
    """

    entry: str
    path: Path
    is_folder: bool
    files: tuple[SightedFile, ...]
    supplements: tuple[Path, ...] = ()
    is_marked: bool = False
    has_partial: bool = False

    @property
    def stamps(self) -> frozenset[tuple[str, Stamp | None]]:
        """What changes when anything in the dossier does."""
        return frozenset((file.path, file.stamp) for file in self.files)

    @property
    def name(self) -> str:
        """The name that its output folder should have."""
        return dossier_name(self.path, self.is_folder)


def look(inbox: Path, supplements: Path | None = None) -> list[Sight]:
    """Every dossier in the inbox. Raises OSError where the inbox cannot be listed: it is away, not empty."""
    papers = supplements_in(supplements) if supplements is not None else {}
    return [
        sight for path in dossiers_in(inbox) if not _is_partial(path.name) and (sight := look_at(path, papers=papers))
    ]


def look_at(
    path: Path, *, papers: Mapping[str, Sequence[Path]] | None = None, supplements: Sequence[Path] = ()
) -> Sight | None:
    """One dossier; None where it is gone. `papers`: what was handed in later, by the casefolded dossier's name."""
    try:
        os.lstat(path)
    except OSError:
        return None
    is_folder = path.is_dir()
    listed = _listed(path, is_folder)
    later = tuple((papers or {}).get(dossier_name(path, is_folder).casefold(), supplements))
    for paper in later:
        listed += [Listed(f"{FOLDER}/{paper.name}/{one.path}", one.disk, one.refusal) for one in _listed(paper, None)]
    kept = [one for one in listed if not is_junk(one.path)]
    return Sight(
        entry=path_name(path),
        path=path,
        is_folder=is_folder,
        files=tuple(SightedFile(one.path, one.disk, None if one.refusal else Stamp.of(one.disk)) for one in kept),
        supplements=later,
        is_marked=any(one.path in DONE_MARKERS for one in listed),
        has_partial=any(_is_partial(one.path) for one in kept),
    )


def _listed(path: Path, is_folder: bool | None) -> list[Listed]:
    if path.is_symlink():
        return [Listed(path_name(path), path, LINK)]
    if path.is_dir() if is_folder is None else is_folder:
        return list_files(path, most=MOST)
    return [Listed(path_name(path), path, None if path.is_file() else SPECIAL)]


def _is_partial(path: str) -> bool:
    return path.casefold().endswith(PARTIAL)
