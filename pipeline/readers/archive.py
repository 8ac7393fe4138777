"""Archives: ZIP, 7z, RAR, TAR and GZ unpacked into a folder of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pipeline.limits import ArchiveLimits
from pipeline.readers.archive_intake import (
    DAMAGED,
    DISK_FULL,
    EMPTY,
    LOCKED,
    ArchiveRefused,
    Expansion,
    Intake,
    is_disk_full,
)
from pipeline.readers.archive_other import expand_7z, expand_gz, expand_rar, expand_tar
from pipeline.readers.archive_zip import expand_zip

ArchiveFormat = Literal["zip", "7z", "rar", "tar", "gz"]


def expand_archive(path: Path, kind: ArchiveFormat, name: str, folder: Path, limits: ArchiveLimits) -> Expansion:
    """Unpack an archive into `folder`; `name` is its file name (a bare GZ's member is called after it)."""
    intake = Intake(folder, limits, path.stat().st_size)
    unpack: dict[str, Callable[[Path, Intake], None]] = {
        "zip": expand_zip,
        "7z": expand_7z,
        "rar": expand_rar,
        "tar": expand_tar,
        "gz": lambda archive, taker: expand_gz(archive, taker, name),
    }
    folder.mkdir(parents=True, exist_ok=True)
    try:
        unpack[kind](path, intake)
    except ArchiveRefused as stop:
        return intake.expansion(stop.refusal)
    except OSError as error:
        return intake.expansion(DISK_FULL if is_disk_full(error) else DAMAGED)
    if intake.members and all(m.refusal and m.refusal.code == "PASSWORD_PROTECTED" for m in intake.members):
        return intake.expansion(LOCKED)
    return intake.expansion(None if intake.members else EMPTY)
