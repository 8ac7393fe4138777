"""Removes page images and caches older than a day; drafts, sheets and results stay (`yushen purge`).

Only files that Yushen names itself are touched: cache entries, and in a result folder evidence.pdf and pictures beside
a draft.json; and, whatever the day, what killed runs left behind (`pipeline.leftovers`). The ledger of a watched inbox,
its log and the record of reviews stay. No link is followed, so that a link in a shared folder leads to nobody else's
files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.cache_size import entries
from pipeline.errors import UnusableInput
from pipeline.leftovers import leftovers, remove

DRAFT: Final = "draft.json"
EARLIER: Final = "历次"
PICTURES: Final = ("evidence.pdf", "quality.png", "一览.png")
MARKS: Final = ("batch.xlsx", "全市汇总.xlsx", "quality.html", DRAFT)
"""What shows that a folder was written by Yushen."""
SCRATCH: Final = ".yushen-scratch"
"""Where a watcher unpacks archives, in its folder of results."""


@dataclass(frozen=True)
class Purged:
    """A file that was removed (or would be), its bytes, and what the system said where it could not be."""

    path: Path
    size: int
    failure: str | None = None


def purge(
    outs: Sequence[Path], cache: Path | None, before: float, *, dry: bool, scratch: Sequence[Path] = ()
) -> list[Purged]:
    """Removes what was last changed before the moment (seconds of the epoch). Raises UnusableInput before anything is.

    A cache entry counts from its last use. scratch: folders of temporary files, where killed runs left theirs.
    """
    for out in outs:
        if (
            out.is_symlink()
            or not out.is_dir()
            or not any((folder / m).is_file() for folder in _own(out) for m in MARKS)
        ):
            raise UnusableInput(
                f"“{out}”不是预审的结果文件夹，没有删除任何文件", remedy="请给出 yushen run 的结果文件夹"
            )
    if cache is not None and cache.exists() and (not cache.is_dir() or not _is_cache(cache)):
        raise UnusableInput(f"“{cache}”不是预审的缓存文件夹，没有删除任何文件", remedy="请核对 --cache")
    found = [path for out in outs for path in _pictures(out)]
    if cache is not None:
        found += [Path(path) for _, _, path in sorted(entries(cache))]
    done = [one for path in dict.fromkeys(found) if (one := _removed(path, before, dry)) is not None]
    places = [*scratch, *((cache,) if cache else ()), *(place for out in outs for place in (out, out / SCRATCH))]
    return done + [_given_up(path, dry) for place in places for path in leftovers(place)]


def _own(out: Path) -> Iterator[Path]:
    """The folder, the dossiers in it, and their earlier versions; links left out."""
    yield out
    for folder in _folders(out):
        yield folder
    for folder in (out, *_folders(out)):
        earlier = folder / EARLIER
        if not earlier.is_symlink():
            yield from _folders(earlier)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _pictures(out: Path) -> Iterator[Path]:
    for folder in _own(out):
        if any((folder / mark).is_file() for mark in MARKS):
            yield from (folder / name for name in PICTURES)


def _is_cache(folder: Path) -> bool:
    """Empty, or with an entry of ours."""
    return not any(folder.iterdir()) or bool(entries(folder))


def _removed(path: Path, before: float, dry: bool) -> Purged | None:
    try:
        seen = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(seen.st_mode) or seen.st_mtime >= before:
        return None
    try:
        if not dry:
            path.unlink()
    except OSError as cause:
        return Purged(path, seen.st_size, cause.strerror or str(cause))
    return Purged(path, seen.st_size)


def _given_up(path: Path, dry: bool) -> Purged:
    """What a killed run left: a file, or a folder with everything in it."""
    size = 0
    for one in (path, *(path.rglob("*") if path.is_dir() else ())):
        with suppress(OSError):
            seen = os.lstat(one)
            size += seen.st_size if stat.S_ISREG(seen.st_mode) else 0
    return Purged(path, size, None if dry or remove(path) else "删除时出错")
