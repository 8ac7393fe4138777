"""What is a dossier (contract/README.md, "Command line"): which paths are read, and under which name.

The inbox is only looked at: nothing in it is ever changed, and no symbolic link leads out of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnusableInput
from pipeline.names import is_junk, natural_order, path_name, safe_name, unique_name

# Files that a run writes beside the dossiers' folders: no dossier may take their name.
OWN_NAMES = {"batch.xlsx"}
APART = ("已处理", "需人工处理")
"""Folders of an inbox that `yushen watch --move` puts dossiers into when they are done with."""
NOTE_SUFFIX = ".处理说明.txt"
"""What the note beside a dossier in 需人工处理 is called; moved back together with it, it is no dossier."""
APART_MARK = ".yushen-apart"
"""The file that tells such a folder from an applicant's of that name."""


@dataclass(frozen=True, slots=True)
class DossierSource:
    """One applicant's papers before they are read: a unique name that any file system takes, and a folder or file.

    supplements: what was handed in later and lies elsewhere (`pipeline.supplements`).
    """

    name: str
    path: Path
    supplements: tuple[Path, ...] = ()


def find_dossiers(paths: Sequence[Path], *, single: bool, out: Path | None) -> list[DossierSource]:
    """The dossiers of the given paths, in natural order; raises `UnusableInput` where a path cannot be used.

    single: each path is itself one dossier (`--dossier`); out: where results will go, refused inside what is read.
    """
    if not paths:
        raise UnusableInput("没有给出收件文件夹", remedy="请写出收件文件夹或申报材料的路径")
    found: list[tuple[Path, Path]] = []
    seen: set[str] = set()
    for path in paths:
        for name_path, real_path in _dossiers_of(path, single):
            key = os.path.normcase(real_path)
            if key not in seen:
                seen.add(key)
                found.append((name_path, real_path))
    if not found:
        raise UnusableInput(
            f"收件文件夹是空的：{'、'.join(str(p) for p in paths)}",
            remedy="请把每家申报单位的材料放成一个子文件夹、压缩包或文件，再运行",
        )
    if out is not None:
        refuse_output_inside(out, paths)
    taken = {name.casefold() for name in OWN_NAMES}
    sources = [DossierSource(unique_name(dossier_name(named, real.is_dir()), taken), real) for named, real in found]
    if out is not None:
        _refuse_output_over_source(out, sources)
    return sources


def _dossiers_of(path: Path, single: bool) -> Iterator[tuple[Path, Path]]:
    """(path that gives the name, path to read) of every dossier at one path of the command line."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise UnusableInput(f"找不到“{path}”", remedy="请核对路径，含空格的路径要加引号") from None
    if not (real.is_dir() or real.is_file()):
        raise UnusableInput(f"“{path}”既不是文件夹也不是普通文件", remedy="请给出文件夹、压缩包或文件") from None
    if single or not real.is_dir():
        yield (real if path.name in {"", ".", ".."} else path), real
        return
    try:
        children = dossiers_in(real)
    except OSError as cause:
        raise UnusableInput(f"打不开收件文件夹“{path}”（{cause.strerror}）", remedy="请检查访问权限") from None
    for child in children:
        yield child, child


def dossiers_in(inbox: Path) -> list[Path]:
    """What lies in an inbox and is a dossier, in natural order. Raises OSError.

    A dot in front hides a thing on purpose; a link that leads out is listed and refused when read.
    """
    names = sorted(os.listdir(inbox), key=natural_order)  # noqa: PTH208  # names that Path would tidy up
    return [
        inbox / name
        for name in names
        if not is_junk(path_name(name))
        and not name.startswith(".")
        and not path_name(name).endswith(NOTE_SUFFIX)
        and not is_apart(inbox / name)
    ]


def is_apart(path: Path) -> bool:
    """Is this a folder of an inbox into which a watcher moved dossiers that are done with?"""
    return path_name(path) in APART and (path / APART_MARK).is_file()


def dossier_name(path: Path, is_folder: bool) -> str:
    """The folder's name or the file's stem, as every file system takes it."""
    name = path_name(path)
    return safe_name(name if is_folder else Path(name).stem)


def refuse_output_inside(out: Path, paths: Sequence[Path]) -> None:
    """Raises UnusableInput where results would be written into what is read."""
    target = out.resolve()
    if target.exists() and not target.is_dir():
        raise UnusableInput(f"输出位置“{out}”是一个文件", remedy="请用 --out 给出一个文件夹")
    for path in paths:
        real = path.resolve()
        if real.is_dir() and target.is_relative_to(real):
            raise UnusableInput(
                f"输出文件夹“{out}”在收件文件夹“{path}”里面", remedy="请把 --out 指到收件文件夹之外，以免改动收到的材料"
            )


def _refuse_output_over_source(out: Path, sources: Sequence[DossierSource]) -> None:
    """The inbox may stand inside the output folder, but no draft may be written into a dossier."""
    for source in sources:
        target = (out / source.name).resolve()
        for other in sources:
            if target == other.path or (other.path.is_dir() and target.is_relative_to(other.path)):
                raise UnusableInput(f"草稿会写进收到的材料“{other.path}”", remedy="请把 --out 指到另一个文件夹")
        if any(parent == target for parent in source.path.parents):
            raise UnusableInput(f"草稿会写进收件文件夹“{target}”", remedy="请把 --out 指到另一个文件夹")
