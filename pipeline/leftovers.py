"""What a killed run leaves behind, and how it is told from what a running one still needs.

Two kinds: scratch folders with unpacked members of archives (papers of people), and `.part` files that were being
written. A scratch folder made here has a lock beside it that the system lets go of when its process ends, however it
ends; a `.part` file has the number of its process in its name.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pipeline.emit.whole_file import make_folder

PREFIX: Final = "yushen-"
_LOCK: Final = ".lock"
_PART: Final = re.compile(r"\..{1,80}\.(?P<process>\d{1,10})\.part(?:\.\w{1,8})?")
_ENTRY_PART: Final = re.compile(r"\.\w{4,16}\.part")
_ENTRY_FOLDER: Final = re.compile(r"[0-9a-f]{2}")
_CONVERTED: Final = f"{PREFIX}office-"
UNLOCKED_SECONDS: Final = 86_400.0
"""A scratch folder without a lock (an earlier version's) is given up when nothing changed in it for so long."""
WRITING_SECONDS: Final = 3_600.0
"""Nobody writes one file, or converts one document, for longer; the limits of the workers end it long before."""
_ELSEWHERE_SECONDS: Final = 300.0
"""A process that cannot be seen here may run on another machine that writes to the same folder: wait so long."""
_CLOCKS: Final = 3.0
"""Seconds by which a process's start and a file's time may be told wrongly against each other."""


@contextmanager
def scratch_folder(under: Path | None = None) -> Iterator[Path]:
    """An empty folder for its owner only (0700), gone when the block ends; None: in the system's temporary folder.

    While the block runs, `remove_leftovers` leaves it alone; after a kill it does not.
    """
    parent = Path(tempfile.gettempdir()) if under is None else under
    make_folder(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"new-{PREFIX}", dir=parent))  # 0700, and a name that nobody has
    lock = FileLock(parent / f"{folder.name.removeprefix('new-')}{_LOCK}", mode=0o600)
    lock.acquire()
    try:
        named = parent / folder.name.removeprefix("new-")
        folder = folder.rename(named)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        with suppress(OSError):
            Path(lock.lock_file).unlink()


def remove_leftovers(folder: Path, *, alone: bool = False) -> tuple[Path, ...]:
    """Removes what killed runs left in a folder of scratch folders, of results or of the cache; what was removed.

    alone: the caller knows that nobody else works in this folder (it holds the folder's lock), so that everything is
    left over. Never raises; what cannot be removed now is met again next time. No link is followed.
    """
    found = leftovers(folder, alone=alone)
    return tuple(path for path in found if remove(path))


def leftovers(folder: Path, *, alone: bool = False) -> tuple[Path, ...]:
    """What `remove_leftovers` would remove."""
    now = time.time()
    found: list[Path] = []
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            if _is_scratch(entry.name):
                if alone or _is_given_up(Path(entry.path), now):
                    found.append(Path(entry.path))
                continue
            found += [Path(e.path) for e in _entries(Path(entry.path)) if _is_left_part(e, entry.name, now, alone)]
        elif _is_left_part(entry, "", now, alone) or _is_left_lock(entry, alone):
            found.append(Path(entry.path))
    return tuple(sorted(found))


def _is_scratch(name: str) -> bool:
    return name.startswith((PREFIX, f"new-{PREFIX}"))


def _is_given_up(folder: Path, now: float) -> bool:
    """Does nobody hold the lock beside the folder; without a lock: did nothing change in it for long?"""
    lock = folder.with_name(folder.name + _LOCK)
    if lock.exists():
        return _is_free(lock)
    patience = WRITING_SECONDS if folder.name.startswith((_CONVERTED, "new-")) else UNLOCKED_SECONDS
    return now - _last_change(folder) > patience


def _is_free(lock: Path) -> bool:
    try:
        with FileLock(lock, timeout=0, mode=0o600):
            return True
    except (Timeout, OSError):
        return False


def _last_change(folder: Path) -> float:
    """When something was last written in the folder or the folders in it."""
    times = [0.0]
    for root, _, _ in os.walk(folder):
        with suppress(OSError):
            times.append(os.lstat(root).st_mtime)
    return max(times)


def _is_left_lock(entry: os.DirEntry[str], alone: bool) -> bool:
    """A lock whose folder is gone already."""
    if not (entry.name.startswith(PREFIX) and entry.name.endswith(_LOCK) and entry.is_file(follow_symlinks=False)):
        return False
    return not Path(entry.path).with_suffix("").exists() and (alone or _is_free(Path(entry.path)))


def _is_left_part(entry: os.DirEntry[str], folder: str, now: float, alone: bool) -> bool:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    if not stat.S_ISREG(seen.st_mode) or (hasattr(os, "getuid") and seen.st_uid != os.getuid()):
        return False
    if _ENTRY_FOLDER.fullmatch(folder) and _ENTRY_PART.fullmatch(entry.name):
        return alone or now - seen.st_mtime > WRITING_SECONDS
    named = _PART.fullmatch(entry.name)
    if named is None:
        return False
    since = now - seen.st_mtime
    if alone or since > WRITING_SECONDS:
        return True
    return since > _ELSEWHERE_SECONDS and _is_gone(int(named["process"]), seen.st_mtime)


def _is_gone(process: int, wrote: float) -> bool:
    """Is the process that last wrote at that time surely no more? On other systems than Linux nobody can tell."""
    if sys.platform != "linux":
        return False
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
        boot = Path("/proc/stat").read_text("ascii", "replace")
        ticks = int(told.rpartition(")")[2].split()[19])
        started = int(re.search(r"^btime (\d+)$", boot, re.M)[1]) + ticks / os.sysconf("SC_CLK_TCK")  # type: ignore[index]
    except FileNotFoundError:
        return True
    except (OSError, ValueError, IndexError, TypeError):
        return False
    return started - wrote > _CLOCKS  # the number belongs to another process by now


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as seen:
            return list(seen)
    except OSError:
        return []


def remove(path: Path) -> bool:
    """Removes one of the leftovers, a folder with its lock; False where the system does not allow it."""
    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
            path.with_name(path.name + _LOCK).unlink(missing_ok=True)
        else:
            path.unlink()
    except OSError:
        return False
    return True
