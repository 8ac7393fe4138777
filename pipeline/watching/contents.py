"""The bytes of a dossier: a digest of every file, of the dossier, and of all that its draft depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from extractors.fitted_confidence import FittedTable
from matchers.rubric import Rubric
from pipeline.code_digest import code_digest
from pipeline.file_digest import sha256_of
from pipeline.kept_outputs import settled
from pipeline.kept_results import Stamp, kinds_digest, plain
from pipeline.ledger.rows import Made, SeenFile
from pipeline.watching.sights import Sight, SightedFile

UNREAD = ""
"""In place of the hash of a file that cannot be opened, a link, a pipe."""


class NotOpenable(Exception):
    """A file of the dossier cannot be opened: another program holds it, or it is gone again."""


def seen_files(sight: Sight, known: Sequence[SeenFile], *, anyway: bool) -> tuple[SeenFile, ...]:
    """Every file with its hash; one with the size and time of a known one is not opened again.

    Raises NotOpenable where a file cannot be read; with `anyway` it stands there without a hash.
    """
    before = {(file.path, file.size, file.changed): file.sha256 for file in known if file.sha256 != UNREAD}
    return tuple(_seen(file, before, anyway) for file in sorted(sight.files, key=lambda file: file.path))


def _seen(file: SightedFile, known: dict[tuple[str, int, int], str], anyway: bool) -> SeenFile:
    if file.stamp is None:
        return SeenFile(file.path, -1, -1, UNREAD)
    size, changed = file.stamp.size, file.stamp.changed
    sha256 = known.get((file.path, size, changed))
    if sha256 is None:
        try:
            sha256 = sha256_of(file.disk)
        except OSError as cause:
            if not anyway:
                raise NotOpenable(file.path) from cause
            sha256 = UNREAD
    return SeenFile(file.path, size, changed, sha256)


def is_as_seen(sight: Sight, files: Sequence[SeenFile]) -> bool:
    """Does the dossier lie there with the sizes and times that it had?"""
    return sight.stamps == frozenset(
        (file.path, None if file.size < 0 else Stamp(file.size, file.changed)) for file in files
    )


def content_of(files: Sequence[SeenFile], *, is_folder: bool) -> str:
    """Digest of a dossier's bytes. What it is called in the inbox has no part in it, the names inside have."""
    names = [[file.path if is_folder or len(files) > 1 else "", file.sha256] for file in files]
    return hashlib.sha256(json.dumps([is_folder, sorted(names)]).encode()).hexdigest()


@dataclass(frozen=True)
class Program:
    """All that a draft depends on besides the dossier: software, rubric, kinds of paper, day, table, limits.

    software: the version's number, for people; code: digest of the sources, which tells two versions apart.
    """

    software: str
    code: str
    rubric: str
    rubric_digest: str
    kinds_digest: str
    as_of: str
    rest: str = ""

    def key(self, content: str) -> str:
        """Under what a dossier with this content is done."""
        parts = (content, self.code, self.rubric_digest, self.kinds_digest, self.as_of, self.rest)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def made(self, key: str, files: Mapping[str, str], at: str) -> Made:
        """What the ledger keeps of files that it made."""
        return Made(
            key=key,
            made_at=at,
            software=self.software,
            program=self.code,
            rubric=self.rubric,
            rubric_digest=self.rubric_digest,
            kinds_digest=self.kinds_digest,
            as_of=self.as_of,
            files=files,
        )


def program_of(rubric: Rubric, as_of: str, kinds: Sequence[Path], table: FittedTable | None, rest: str) -> Program:
    """The program as it would draft now. `rest`: further settings that a draft depends on."""
    said = json.dumps(plain(Rubric, rubric), sort_keys=True, default=settled)
    fitted = "" if table is None else json.dumps(plain(FittedTable, table), sort_keys=True, default=settled)
    return Program(
        software=metadata.version("yushen"),
        code=code_digest(),
        rubric=rubric.id,
        rubric_digest=hashlib.sha256(said.encode()).hexdigest(),
        kinds_digest=kinds_digest(kinds),
        as_of=as_of,
        rest=hashlib.sha256(f"{fitted}\n{rest}".encode()).hexdigest(),
    )
