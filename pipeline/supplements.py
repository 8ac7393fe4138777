"""Papers handed in later that lie in a folder of their own: read as if they stood in the dossier under 补正材料/.

`DIR/<dossier's name>/` holds one applicant's; a single file or archive of that name will do too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.errors import UnusableInput
from pipeline.inbox import DossierSource
from pipeline.listing import SPECIAL, Listed, list_files
from pipeline.names import is_junk, path_name, safe_name, unique_path
from pipeline.readers.archive_intake import LINK
from pipeline.reading_types import ReadSettings

FOLDER: Final = "补正材料"


def is_supplement(path: str) -> bool:
    """Does a document's path in its dossier say that it was handed in later?

    >>> [is_supplement(p) for p in ("补正材料/a.pdf", "补正材料.zip!/a.pdf", "证书/补正材料/b.pdf", "补正材料清单.pdf")]
    [True, True, True, False]
    """
    parts = path.replace("!/", "/").split("/")
    return any(part.rsplit(".", 1)[0] == FOLDER for part in parts[:-1])


def with_supplements(
    sources: Sequence[DossierSource], folder: Path | None, out: Path | None = None
) -> list[DossierSource]:
    """The dossiers with what lies for them in the folder.

    Raises UnusableInput for a folder that cannot be read, and for entries that belong to no dossier: a paper that is
    not read would be lost without a word.
    """
    if folder is None:
        return list(sources)
    if not folder.is_dir():
        raise UnusableInput(f"找不到补正材料文件夹“{folder}”", remedy="请给出一个文件夹，里面每家单位一个子文件夹")
    if out is not None and out.resolve().is_relative_to(folder.resolve()):
        raise UnusableInput(f"输出文件夹“{out}”在补正材料文件夹“{folder}”里面", remedy="请把 --out 指到别处")
    real = folder.resolve()
    if any(real.is_relative_to(source.path) for source in sources):
        raise UnusableInput(
            f"补正材料文件夹“{folder}”在收件文件夹里面，会被当成一份申报材料", remedy="请把它移到收件文件夹之外"
        )
    try:
        entries = _entries(folder)
    except OSError as cause:
        raise UnusableInput(
            f"打不开补正材料文件夹“{folder}”（{cause.strerror or cause}）", remedy="请检查访问权限"
        ) from None
    known = {source.name.casefold() for source in sources}
    lost = [path_name(path.name) for path in entries if not (_names(path) & known)]
    if lost:
        raise UnusableInput(
            f"补正材料文件夹里的“{'”“'.join(lost)}”没有对应的申报材料",
            remedy=f"子文件夹须与申报材料同名，本次有：{'、'.join(source.name for source in sources)}",
        )
    return [
        replace(source, supplements=tuple(path for path in entries if source.name.casefold() in _names(path)))
        for source in sources
    ]


def supplements_in(folder: Path) -> dict[str, tuple[Path, ...]]:
    """What lies in the folder for each dossier, by its casefolded name. Raises OSError."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in _entries(folder):
        for name in _names(path):
            found[name] = (*found.get(name, ()), path)
    return found


def listed_supplements(source: DossierSource, taken: Collection[str], settings: ReadSettings) -> Iterator[Listed]:
    """The files of a dossier's supplements, under 补正材料/; `taken`: the paths that the dossier has already."""
    names = {path.casefold() for path in taken} if source.supplements else set()
    for folder in source.supplements:
        if folder.is_symlink():
            yield Listed(unique_path(f"{FOLDER}/{path_name(folder.name)}", names), folder, LINK)
        elif folder.is_dir():
            for listed in list_files(folder, most=max(settings.files - len(taken), 0), deepest=settings.folder_depth):
                yield replace(listed, path=unique_path(f"{FOLDER}/{listed.path}", names))
        else:
            refusal = None if folder.is_file() else SPECIAL
            yield Listed(unique_path(f"{FOLDER}/{path_name(folder.name)}", names), folder, refusal)


def _names(path: Path) -> set[str]:
    """What dossier the entry may be for: by its name, a file also by its stem."""
    name = path_name(path.name)
    found = {safe_name(name).casefold()}
    if not path.is_dir():
        found.add(safe_name(Path(name).stem).casefold())
    return found


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not _is_hidden(path))


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") or is_junk(path_name(path.name))
