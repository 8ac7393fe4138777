"""An earlier version of a dossier's files: did a person touch its sheet, and what does it mean for the next one.

Nothing heavy is imported here: a run that finds nothing changed asks this of every dossier.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.emit.seal import is_sealed
from pipeline.review.entries import Entries

if TYPE_CHECKING:
    from pipeline.review.carry import Change

EARLIER: Final = "历次"
"""The folder beside a dossier's files that holds earlier versions, numbered from 1."""
SHEET: Final = "draft.xlsx"
CARRIED: Final = "yushen-carried"
"""The property of a sheet that holds what a person typed into an earlier one."""


@dataclass(frozen=True)
class Earlier:
    """What the version that lies in the folder means for the next one.

    stays: the sheet belongs to this very draft and somebody works in it; moved: where the reviewed version now lies;
    entries and changes go into the new sheet.
    """

    stays: bool = False
    moved: Path | None = None
    entries: Entries | None = None
    changes: tuple[Change, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Nothing of an earlier version has to be minded."""
        return not self.stays and self.entries is None and not self.changes


def is_touched(sheet: Path) -> bool:
    """Did a person save this sheet since it was written, or does it hold what one typed in an earlier version?"""
    return sheet.exists() and (not is_sealed(sheet) or _is_carried(sheet))


def needs_room(folder: Path) -> bool:
    """Does an earlier version have to be looked at before the new one is written?"""
    return is_touched(folder / SHEET) or ((folder / EARLIER).exists() and not (folder / SHEET).exists())


def _is_carried(sheet: Path) -> bool:
    try:
        with zipfile.ZipFile(sheet) as packed:
            return CARRIED.encode() in packed.read("docProps/custom.xml")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return True
