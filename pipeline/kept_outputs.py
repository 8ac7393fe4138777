"""The files written for one dossier, kept between runs: where nothing changed, no page is drawn again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matchers.draft import Draft
from pipeline.emit import whole_file
from pipeline.kept_results import KeptResults, content_of, plain

NAMES = ("evidence.pdf", "draft.xlsx", "draft.json")
"""draft.json last: where it is, the others are."""


def key_of_draft(draft: Draft) -> str | None:
    """Digest of all that the files are made from; None where it cannot be told.

    The pages of evidence.pdf are drawn from the dossier's files, whose hashes stand in the documents.
    """
    content = content_of(draft.dossier.documents)
    if content is None or not all(d.sha256 or d.status != "read" for d in draft.dossier.documents):
        return None
    rest = plain(Draft, replace(draft, dossier=replace(draft.dossier, documents=())))
    try:
        text = json.dumps(rest, ensure_ascii=True, sort_keys=True, default=settled)
    except (TypeError, ValueError):
        return None
    return hashlib.sha256(f"{content}\n{text}".encode()).hexdigest()


def find_outputs(kept: KeptResults, key: str) -> Mapping[str, bytes] | None:
    """The files as they were written before; all of them or none."""
    found = {name: kept.get_file(key, name) for name in NAMES}
    whole = {name: content for name, content in found.items() if content is not None}
    return whole if len(whole) == len(NAMES) else None


def place_outputs(files: Mapping[str, bytes], folder: Path) -> None:
    """Puts the files into the folder; one that is there already stays as it is. Raises OutputBlocked."""
    for name in NAMES:
        path = folder / name
        try:
            same = path.stat().st_size == len(files[name]) and path.read_bytes() == files[name]
        except OSError:
            same = False
        if not same:
            whole_file.write_bytes(path, files[name])


def keep_outputs(kept: KeptResults, key: str, folder: Path) -> None:
    """Keeps the files just written."""
    for name in NAMES:
        try:
            kept.put_file((folder / name).read_bytes(), key, name)
        except OSError:
            return


def settled(value: Any) -> Any:
    """For `json.dumps(default=)`: what JSON does not know; sets in order, since theirs differs between processes."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return repr(value)
