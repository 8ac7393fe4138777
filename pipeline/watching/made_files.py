"""Digests of the files that were made for a dossier, as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.file_digest import sha256_of
from pipeline.ledger.rows import Made
from pipeline.review.earlier import SHEET, is_touched


def digests_of(folder: Path, names: Sequence[str], last: Made | None) -> Mapping[str, str] | None:
    """sha256 of each file; None where one is not there.

    A sheet in which a person works is not what was made: it keeps the digest that it had when it was.
    """
    try:
        found = {name: sha256_of(folder / name) for name in names}
        if last is not None and SHEET in last.files and SHEET in found and is_touched(folder / SHEET):
            found[SHEET] = last.files[SHEET]
    except OSError:
        return None
    return found


def is_whole(folder: Path, made: Made) -> bool:
    """Do the files lie there as they were made? After a power cut a name may stand for an older file, or none.

    The sheet is for people to write in: it only has to be there.
    """
    try:
        return all(
            (folder / name).is_file() if name == SHEET else sha256_of(folder / name) == digest
            for name, digest in made.files.items()
        )
    except OSError:
        return False
