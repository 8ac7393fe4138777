"""What the ledger tells when asked; each answer is of one moment, also while a watcher writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.ledger.changes import last_made
from pipeline.ledger.connection import Database
from pipeline.ledger.holding import holder_of
from pipeline.ledger.rows import Attempt, Entry, Holder, Made, SeenFile, Watch
from pipeline.ledger.tables import AttemptRow, EntryRow, MadeRow, SeenFileRow, WatchRow


class LedgerReader:
    """The part of the ledger that changes nothing. Every method may raise `LedgerUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def shown(self) -> str:
        """Where it is, as it may be printed."""
        return self._database.address.shown

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._database.transaction(writes=False) as session:
            yield session

    def watches(self) -> list[Watch]:
        with self._reading() as session:
            return [row.told() for row in session.scalars(select(WatchRow).order_by(WatchRow.id))]

    def holder(self, watch: Watch) -> Holder | None:
        """The process that works on the watch now, None where none does."""
        return holder_of(self._database, watch.id)

    def entries(self, watch: Watch) -> list[Entry]:
        """Every dossier ever seen in the watch, in the order in which they were first seen."""
        find = select(EntryRow).where(EntryRow.watch == watch.id).order_by(EntryRow.first_seen, EntryRow.id)
        with self._reading() as session:
            return [row.told() for row in session.scalars(find)]

    def entry(self, id: int) -> Entry:
        with self._reading() as session:
            return session.get_one(EntryRow, id).told()

    def files(self, id: int) -> tuple[SeenFile, ...]:
        """The files as they were when the dossier was last complete."""
        find = select(SeenFileRow).where(SeenFileRow.entry == id).order_by(SeenFileRow.id)
        with self._reading() as session:
            return tuple(row.told() for row in session.scalars(find))

    def history(self, id: int) -> list[Made]:
        """Every version of the dossier's output, the oldest first."""
        find = select(MadeRow).where(MadeRow.entry == id).order_by(MadeRow.version)
        with self._reading() as session:
            return [row.told() for row in session.scalars(find)]

    def last_made(self, id: int) -> Made | None:
        with self._reading() as session:
            row = last_made(session, id)
            return row.told() if row is not None else None

    def attempts(self, id: int) -> list[Attempt]:
        """Every attempt at the dossier, the oldest first."""
        find = select(AttemptRow).where(AttemptRow.entry == id).order_by(AttemptRow.id)
        with self._reading() as session:
            return [row.told() for row in session.scalars(find)]

    def same_content(self, watch: Watch, content: str, but: int) -> Entry | None:
        """The first other dossier of the watch that is done and has the same bytes."""
        same = select(EntryRow).where(EntryRow.watch == watch.id, EntryRow.content == content, EntryRow.id != but)
        find = same.where(EntryRow.state == "done").order_by(EntryRow.first_seen, EntryRow.id).limit(1)
        with self._reading() as session:
            row = session.scalars(find).one_or_none()
            return row.told() if row is not None else None
