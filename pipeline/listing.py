"""The files of one dossier as they lie on disk: links kept inside it, special files named as such."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.limits import DossierLimits
from pipeline.names import path_name, unique_path
from pipeline.readers.archive_intake import LINK
from pipeline.readers.refusal import Refusal

SPECIAL = Refusal("UNSUPPORTED_FORMAT", "不是普通文件（管道或设备），未读取；请提交文件本身")
NO_ACCESS = Refusal("UNREADABLE_FILE", "没有读取权限；请检查文件权限或请申报单位重新提交")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a dossier: its path in it, where it lies on disk, and why it will not be opened (if so)."""

    path: str
    disk: Path
    refusal: Refusal | None = None


def list_files(root: Path, *, most: int, deepest: int = DossierLimits().folder_depth) -> list[Listed]:
    """Every file under a folder. Links that lead outside are listed and refused; nothing is opened here."""
    taken: set[str] = set()
    found: list[Listed] = []
    too_many = Refusal("LIMIT_EXCEEDED", f"未读：这份材料里的文件超过 {most} 个；请拆分或清理后重新提交")
    for path, disk, refusal in _walk(root, root.resolve(), "", 0, deepest):
        full = len(found) >= most
        found.append(Listed(unique_path(path, taken), disk, refusal or (too_many if full else None)))
    return found


def _walk(
    folder: Path, root: Path, prefix: str, depth: int, deepest: int
) -> Iterator[tuple[str, Path, Refusal | None]]:
    try:
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield prefix.rstrip("/") or path_name(folder), folder, NO_ACCESS
        return
    for child in children:
        path, disk = prefix + path_name(child.name), Path(child.path)
        try:
            if child.is_symlink() or _is_junction(disk):
                yield from _linked(path, disk, root)
                continue
            mode = child.stat(follow_symlinks=False).st_mode
        except OSError:
            yield path, disk, NO_ACCESS
            continue
        if stat.S_ISDIR(mode):
            if depth >= deepest:
                why = f"是嵌套超过 {deepest} 层的文件夹，里面的文件未读；请整理后重新提交"
                yield path, disk, Refusal("LIMIT_EXCEEDED", why)
            else:
                yield from _walk(disk, root, path + "/", depth + 1, deepest)
        else:
            yield path, disk, None if stat.S_ISREG(mode) else SPECIAL


def _linked(path: str, disk: Path, root: Path) -> Iterator[tuple[str, Path, Refusal | None]]:
    """A link: to a file inside the dossier it is read; to a folder inside, that folder is listed at its own place."""
    try:
        target = disk.resolve(strict=True)
    except (OSError, RuntimeError):
        yield path, disk, LINK
        return
    if not target.is_relative_to(root):
        yield path, disk, LINK
    elif target.is_file():
        yield path, target, None


def _is_junction(path: Path) -> bool:
    """Windows junctions are links to folders that no call on links sees before Python 3.12."""
    try:
        tag = getattr(os.lstat(path), "st_reparse_tag", 0)
    except OSError:
        return False
    return bool(tag and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1))
