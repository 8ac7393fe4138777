"""The ledger: what was seen in watched inboxes and what was made of it. Nothing here reads the clock.

Every method is one short transaction, on disk when it returns: what it told is known after a power cut, too. Each may
raise `LedgerUnavailable`; the ledger is then as before the call (unless it was the commit's own answer that was lost),
and the same call can be made again later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pipeline.inbox import OWN_NAMES
from pipeline.ledger.address import address_of
from pipeline.ledger.asking import LedgerReader
from pipeline.ledger.changes import (
    clear_faults,
    end_attempt,
    kept_error,
    last_made,
    made_row,
    no_pages,
    take_key,
    to_state,
)
from pipeline.ledger.connection import Database
from pipeline.ledger.holding import Hold
from pipeline.ledger.rows import Entry, Made, SeenFile, State, Watch
from pipeline.ledger.tables import AttemptRow, EntryRow, SeenFileRow, WatchRow, digest_of
from pipeline.ledger.unavailable import HoldLost, LedgerUnavailable
from pipeline.names import unique_name

__all__ = ["HoldLost", "Ledger", "LedgerUnavailable", "opened"]

T = TypeVar("T")


@contextmanager
def opened(where: str | Path | None, *, make: bool) -> Iterator[Ledger]:
    """The ledger at a file's path or a postgresql:// URL; None: the default file. `make`: made where there is none.

    Raises UnusableInput: a network share, a damaged or foreign file, tables of another version, no server there.
    """
    database = Database(address_of(where), make=make)
    try:
        yield Ledger(database)
    finally:
        database.close()


class Ledger(LedgerReader):
    """The ledger, open. Times (`at`) are given by the caller: ISO, UTC. It may be used by several threads."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._holds: dict[int, Hold] = {}

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        holds = list(self._holds.values())
        for hold in holds:
            hold.check()
        with self._database.transaction(writes=True) as session:
            for hold in holds:
                hold.keep(session)
            yield session

    @contextmanager
    def _changing(self, id: int) -> Iterator[tuple[Session, EntryRow]]:
        with self._writing() as session:
            yield session, session.get_one(EntryRow, id, with_for_update=True)

    def _unless_taken(self, change: Callable[[Session], T]) -> T:
        """The change made; anew where another machine took the name, or made the watch, in between."""
        for _ in range(5):
            try:
                with self._writing() as session:
                    return change(session)
            except IntegrityError:
                continue
        with self._writing() as session:
            return change(session)

    def watch(self, inbox: str, out: str, rubric: str, at: str) -> Watch:
        """The watch of this inbox and output folder, made where there is none; its rubric is the one given."""
        digest = digest_of(inbox, out)
        find = select(WatchRow).where(WatchRow.digest == digest)

        def get_or_make(session: Session) -> Watch:
            row = session.scalars(find).one_or_none() or WatchRow(inbox=inbox, out=out, made_at=at)
            row.digest, row.out_digest, row.rubric = digest, digest_of(out), rubric
            session.add(row)
            session.flush()
            return row.told()

        return self._unless_taken(get_or_make)

    @contextmanager
    def hold(self, watch: Watch, at: str | None = None) -> Iterator[bool]:
        """True: this process alone works on the watch until the block ends or the process does; False: another does.

        While it lasts, every writing method raises `HoldLost` once another process has taken the watch over, which
        can only happen on PostgreSQL after the connection was lost.
        """
        hold = Hold(self._database, watch.id)
        if not hold.take(at):
            yield False
            return
        self._holds[watch.id] = hold
        try:
            yield True
        finally:
            del self._holds[watch.id]
            hold.let_go()

    def arrived(self, watch: Watch, entry: str, path: str, at: str, *, name: str) -> Entry:
        """A dossier seen in the inbox, new or known by its name there (`entry`), at the path where it lies.

        name: the folder wanted for its output, safe on any file system; what it gets is unique in the output folder,
        whichever watch writes there, and stays for ever.
        """
        find = select(EntryRow).where(EntryRow.watch == watch.id, EntryRow.entry == entry).with_for_update()

        def get_or_make(session: Session) -> Entry:
            row = session.scalars(find).one_or_none()
            if row is None:
                out = session.get_one(WatchRow, watch.id).out_digest
                # Names are given out one at a time, whichever watch writes to the folder.
                same_out = select(WatchRow.id).where(WatchRow.out_digest == out).order_by(WatchRow.id)
                session.execute(same_out.with_for_update())
                taken = {own.casefold() for own in OWN_NAMES}
                taken |= set(session.scalars(select(EntryRow.name_folded).where(EntryRow.out_digest == out)))
                row = EntryRow(watch=watch.id, out_digest=out, entry=entry, name=unique_name(name, taken))
                row.name_folded = row.name.casefold()
                row.state, row.since, row.first_seen = "arriving", at, at
                session.add(row)
            row.path = path
            to_state(row, "arriving", at)
            session.flush()
            return row.told()

        return self._unless_taken(get_or_make)

    def settled(self, id: int, files: Sequence[SeenFile], content: str, key: str, at: str) -> Entry:
        """The dossier is complete: its files, the digest of its bytes, and the key of what a draft depends on."""
        with self._changing(id) as (session, row):
            session.execute(delete(SeenFileRow).where(SeenFileRow.entry == id))
            session.add_all(
                SeenFileRow(entry=id, path=f.path, size=f.size, changed=f.changed, sha256=f.sha256) for f in files
            )
            row.content = content
            take_key(row, key)
            row.repeats = None
            no_pages(row)
            to_state(row, "waiting", at)
            return row.told()

    def begin(self, id: int, key: str, at: str) -> None:
        """An attempt, written down before the work begins."""
        with self._changing(id) as (session, row):
            end_attempt(session, row, "interrupted", at, None)
            take_key(row, key)
            no_pages(row)
            session.add(AttemptRow(entry=id, key=key, began=at))
            to_state(row, "reading", at)

    def progress(self, id: int, step: str, done: int, total: int) -> None:
        """How far the reading is: the step's name, pages done of all."""
        with self._changing(id) as (_, row):
            row.step, row.pages_done, row.pages_total = step, done, total

    def read(self, id: int, at: str) -> None:
        """The attempt ended well. Strikes stay until there is a draft: drafting may end a process as well."""
        with self._changing(id) as (session, row):
            end_attempt(session, row, "read", at, None)
            to_state(row, "read", at)

    def made(self, id: int, made: Made) -> Entry:
        """The output is there, whole: a new version where its key or its files differ from the last one's.

        A dossier that changes again, is gone, or of which newer bytes wait by now stays so.
        """
        with self._changing(id) as (session, row):
            last = last_made(session, id)
            files = json.dumps(dict(sorted(made.files.items())))
            if last is None or (last.key, last.files) != (made.key, files):
                row.version += 1
                session.add(made_row(id, row.version, made, files))
            is_newer = row.key is not None and row.key != made.key
            if row.state not in {"arriving", "gone"} and not (row.state == "waiting" and is_newer):
                row.key = made.key
                self._done(session, row, made.made_at)
            return row.told()

    def unchanged(self, id: int, at: str) -> Entry:
        """What is wanted is there already, whole: done, and no new version."""
        with self._changing(id) as (session, row):
            self._done(session, row, at)
            return row.told()

    @staticmethod
    def _done(session: Session, row: EntryRow, at: str) -> None:
        end_attempt(session, row, "read", at, None)
        clear_faults(row)
        to_state(row, "done", at)

    def failed(self, id: int, message: str, at: str, retry_at: str | None) -> None:
        """No draft this time; to be tried again at `retry_at`, None: when the dossier changes."""
        with self._changing(id) as (session, row):
            row.error, row.retry_at = kept_error(message), retry_at
            end_attempt(session, row, "failed", at, row.error, anyhow=True)
            to_state(row, "failed", at)

    def strike(self, id: int, message: str, at: str) -> int:
        """The dossier ended the process that worked on it; returns how often in a row with the same key."""
        with self._changing(id) as (session, row):
            row.strikes += 1
            row.error = kept_error(message)
            end_attempt(session, row, "died", at, row.error, anyhow=True)
            if row.state in {"reading", "read"}:
                to_state(row, "waiting", at)
            return row.strikes

    def set_aside(self, id: int, message: str, at: str) -> None:
        """Not tried again until it changes: a person must look."""
        with self._changing(id) as (session, row):
            row.error, row.retry_at = kept_error(message), None
            end_attempt(session, row, "set_aside", at, row.error)
            to_state(row, "set_aside", at)

    def repeated(self, id: int, other: int, at: str) -> None:
        """The same bytes as the dossier `other`, which has a draft."""
        with self._changing(id) as (session, row):
            row.repeats = session.get_one(EntryRow, other).id
            clear_faults(row)
            to_state(row, "repeated", at)

    def arriving(self, id: int, at: str) -> None:
        """It changes again."""
        self._becomes(id, "arriving", at)

    def waiting(self, id: int, at: str) -> None:
        """To be read (again), with the bytes that it has."""
        self._becomes(id, "waiting", at)

    def gone(self, id: int, at: str) -> None:
        """No longer in the inbox; what was made of it stays."""
        self._becomes(id, "gone", at)

    def _becomes(self, id: int, state: State, at: str) -> None:
        with self._changing(id) as (session, row):
            end_attempt(session, row, "interrupted", at, None)
            to_state(row, state, at)

    def moving(self, id: int, target: str) -> None:
        """Where it is about to be moved, written down before it is."""
        with self._changing(id) as (_, row):
            row.moving_to = target

    def moved(self, id: int, path: str, at: str) -> None:
        """It lies at the path now."""
        with self._changing(id) as (_, row):
            row.path, row.moving_to, row.moved_at = path, None, at

    def not_moved(self, id: int) -> None:
        """It stays where it is: the move was given up."""
        with self._changing(id) as (_, row):
            row.moving_to = None

    def recover(self, watch: Watch, at: str) -> int:
        """To be called by the process that holds the watch, at its start: what was in work waits again.

        Attempts that nobody closed were interrupted together with the watcher. Returns how many dossiers it were.
        """
        with self._writing() as session:
            find = select(EntryRow).where(EntryRow.watch == watch.id).order_by(EntryRow.id).with_for_update()
            interrupted = 0
            for row in session.scalars(find).all():
                if end_attempt(session, row, "interrupted", at, None):
                    row.interruptions += 1
                    interrupted += 1
                if row.state == "reading":
                    to_state(row, "waiting", at)
            return interrupted
