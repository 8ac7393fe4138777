"""What happens to a dossier's rows: its state, its key, its attempts. Called within a transaction."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.ledger.rows import Made, Outcome, State
from pipeline.ledger.tables import AttemptRow, EntryRow, MadeRow
from pipeline.masking import mask

LONGEST_ERROR: Final = 2000
"""Characters of an error that are kept."""


def to_state(row: EntryRow, state: State, at: str) -> None:
    """The dossier's state; `since` stays where it is that already."""
    if row.state != state:
        row.state, row.since = state, at


def take_key(row: EntryRow, key: str) -> None:
    """What happened with other bytes, another rubric or program tells nothing of this one."""
    if row.key != key:
        row.key = key
        clear_faults(row)


def clear_faults(row: EntryRow) -> None:
    """Nothing speaks against it any more."""
    row.strikes, row.interruptions, row.error, row.retry_at = 0, 0, None, None


def no_pages(row: EntryRow) -> None:
    """Its reading has not begun."""
    row.step, row.pages_done, row.pages_total = "", 0, 0


def kept_error(message: str) -> str:
    """An error as it is stored: without private numbers, cut to `LONGEST_ERROR`."""
    return mask(message)[:LONGEST_ERROR]


def end_attempt(
    session: Session, row: EntryRow, outcome: Outcome, at: str, error: str | None, *, anyhow: bool = False
) -> bool:
    """Closes the open attempt; `anyhow`: where there is none, one that ended at once stands for it."""
    find = select(AttemptRow).where(AttemptRow.entry == row.id, AttemptRow.outcome == "open")
    attempts = list(session.scalars(find))
    if not attempts and anyhow:
        session.add(AttemptRow(entry=row.id, key=row.key, began=at, ended=at, outcome=outcome, error=error))
    for attempt in attempts:
        attempt.outcome, attempt.ended, attempt.error = outcome, at, error
    return bool(attempts)


def last_made(session: Session, id: int) -> MadeRow | None:
    """The newest version of the dossier's output."""
    find = select(MadeRow).where(MadeRow.entry == id).order_by(MadeRow.version.desc()).limit(1)
    return session.scalars(find).one_or_none()


def made_row(id: int, version: int, made: Made, files: str) -> MadeRow:
    """A version as it is stored; `files` as JSON."""
    return MadeRow(
        entry=id,
        version=version,
        key=made.key,
        made_at=made.made_at,
        software=made.software,
        program=made.program,
        rubric=made.rubric,
        rubric_digest=made.rubric_digest,
        kinds_digest=made.kinds_digest,
        as_of=made.as_of,
        files=files,
    )
