"""The ledger: what was seen in watched inboxes and what was made of it. Nothing here reads the clock.

Every method is one short transaction, on disk when it returns: what it told is known after a power cut, too. Each may
raise `LedgerUnavailable`; the ledger is then as before the call, and the same call can be made again later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pipeline.inbox import OWN_NAMES
from pipeline.ledger.address import address_of
from pipeline.ledger.connection import Database
from pipeline.ledger.holding import Hold, holder_of
from pipeline.ledger.rows import Attempt, Entry, Holder, Made, Outcome, SeenFile, State, Watch
from pipeline.ledger.tables import AttemptRow, EntryRow, MadeRow, SeenFileRow, WatchRow, digest_of
from pipeline.ledger.unavailable import HoldLost, LedgerUnavailable
from pipeline.masking import mask
from pipeline.names import unique_name

__all__ = ["HoldLost", "Ledger", "LedgerUnavailable", "opened"]

LONGEST_ERROR: Final = 2000


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


class Ledger:
    """The ledger, open. Times (`at`) are given by the caller: ISO, UTC. It may be used by several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holds: dict[int, Hold] = {}

    @property
    def shown(self) -> str:
        """Where it is, as it may be printed."""
        return self._database.address.shown

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._database.transaction(writes=False) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        holds = list(self._holds.values())
        for hold in holds:
            if not hold.lock.still_taken():
                raise HoldLost("另一个进程已接手这个收件文件夹（与账本的连接断开过）", remedy="本进程应当停下")
        with self._database.transaction(writes=True) as session:
            for hold in holds:
                hold.keep(session)
            yield session

    @contextmanager
    def _changing(self, id: int) -> Iterator[tuple[Session, EntryRow]]:
        with self._writing() as session:
            yield session, session.get_one(EntryRow, id, with_for_update=True)

    # Watches

    def watch(self, inbox: str, out: str, rubric: str, at: str) -> Watch:
        """The watch of this inbox and output folder, made where there is none; its rubric is the one given."""
        digest = digest_of(inbox, out)
        find = select(WatchRow).where(WatchRow.digest == digest)
        with self._writing() as session:
            row = session.scalars(find).one_or_none()
            if row is None:
                row = WatchRow(
                    inbox=inbox, out=out, digest=digest, out_digest=digest_of(out), rubric=rubric, made_at=at
                )
                session.add(row)
            row.rubric = rubric
            session.flush()
            return row.told()

    def watches(self) -> list[Watch]:
        with self._reading() as session:
            return [row.told() for row in session.scalars(select(WatchRow).order_by(WatchRow.id))]

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

    def holder(self, watch: Watch) -> Holder | None:
        """The process that works on the watch now, None where none does."""
        return holder_of(self._database, watch.id)

    # What is asked

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
            row = _last_made(session, id)
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

    # What happens to a dossier

    def arrived(self, watch: Watch, entry: str, path: str, at: str, *, name: str) -> Entry:
        """A dossier seen in the inbox, new or known by its name there (`entry`), at the path where it lies.

        name: the folder wanted for its output, safe on any file system; what it gets is unique in the output folder,
        whichever watch writes there, and stays for ever.
        """
        for last_try in (False, False, True):
            try:
                with self._writing() as session:
                    return self._arrived(session, watch, entry, path, at, name)
            except IntegrityError:  # another machine took the name in between
                if last_try:
                    raise
        raise AssertionError

    @staticmethod
    def _arrived(session: Session, watch: Watch, entry: str, path: str, at: str, name: str) -> Entry:
        find = select(EntryRow).where(EntryRow.watch == watch.id, EntryRow.entry == entry).with_for_update()
        row = session.scalars(find).one_or_none()
        if row is None:
            out = session.get_one(WatchRow, watch.id).out_digest
            taken = {own.casefold() for own in OWN_NAMES}
            taken |= set(session.scalars(select(EntryRow.name_folded).where(EntryRow.out_digest == out)))
            name = unique_name(name, taken)
            row = EntryRow(watch=watch.id, out_digest=out, entry=entry, name=name, name_folded=name.casefold())
            row.state, row.since, row.first_seen = "arriving", at, at
            session.add(row)
        row.path = path
        _to(row, "arriving", at)
        session.flush()
        return row.told()

    def settled(self, id: int, files: Sequence[SeenFile], content: str, key: str, at: str) -> Entry:
        """The dossier is complete: its files, the digest of its bytes, and the key of what a draft depends on."""
        with self._changing(id) as (session, row):
            session.execute(delete(SeenFileRow).where(SeenFileRow.entry == id))
            session.add_all(
                SeenFileRow(entry=id, path=f.path, size=f.size, changed=f.changed, sha256=f.sha256) for f in files
            )
            row.content = content
            _take_key(row, key)
            row.repeats = None
            _no_pages(row)
            _to(row, "waiting", at)
            return row.told()

    def begin(self, id: int, key: str, at: str) -> None:
        """An attempt, written down before the work begins."""
        with self._changing(id) as (session, row):
            _end(session, row, "interrupted", at, None)
            _take_key(row, key)
            _no_pages(row)
            session.add(AttemptRow(entry=id, key=key, began=at))
            _to(row, "reading", at)

    def progress(self, id: int, step: str, done: int, total: int) -> None:
        """How far the reading is: the step's name, pages done of all."""
        with self._changing(id) as (_, row):
            row.step, row.pages_done, row.pages_total = step, done, total

    def read(self, id: int, at: str) -> None:
        """The attempt ended well. Strikes stay until there is a draft: drafting may end a process as well."""
        with self._changing(id) as (session, row):
            _end(session, row, "read", at, None)
            _to(row, "read", at)

    def made(self, id: int, made: Made) -> Entry:
        """The output is there, whole: a new version where its key or its files differ from the last one's.

        A dossier of which newer bytes wait already goes on waiting.
        """
        with self._changing(id) as (session, row):
            last = _last_made(session, id)
            files = json.dumps(dict(sorted(made.files.items())))
            if last is None or (last.key, last.files) != (made.key, files):
                row.version += 1
                session.add(_made_row(id, row.version, made, files))
            if row.state in {"arriving", "waiting"} and row.key is not None and row.key != made.key:
                return row.told()
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
        _end(session, row, "read", at, None)
        _clear(row)
        _to(row, "done", at)

    def failed(self, id: int, message: str, at: str, retry_at: str | None) -> None:
        """No draft this time; to be tried again at `retry_at`, None: when the dossier changes."""
        with self._changing(id) as (session, row):
            row.error, row.retry_at = _told(message), retry_at
            _end(session, row, "failed", at, row.error, anyhow=True)
            _to(row, "failed", at)

    def strike(self, id: int, message: str, at: str) -> int:
        """The dossier ended the process that worked on it; returns how often in a row with the same key."""
        with self._changing(id) as (session, row):
            row.strikes += 1
            row.error = _told(message)
            _end(session, row, "died", at, row.error, anyhow=True)
            if row.state in {"reading", "read"}:
                _to(row, "waiting", at)
            return row.strikes

    def set_aside(self, id: int, message: str, at: str) -> None:
        """Not tried again until it changes: a person must look."""
        with self._changing(id) as (session, row):
            row.error, row.retry_at = _told(message), None
            _end(session, row, "set_aside", at, row.error)
            _to(row, "set_aside", at)

    def repeated(self, id: int, other: int, at: str) -> None:
        """The same bytes as the dossier `other`, which has a draft."""
        with self._changing(id) as (session, row):
            row.repeats = session.get_one(EntryRow, other).id
            _clear(row)
            _to(row, "repeated", at)

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
            _end(session, row, "interrupted", at, None)
            _to(row, state, at)

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
                if _end(session, row, "interrupted", at, None):
                    row.interruptions += 1
                    interrupted += 1
                if row.state == "reading":
                    _to(row, "waiting", at)
            return interrupted


def _to(row: EntryRow, state: State, at: str) -> None:
    if row.state != state:
        row.state, row.since = state, at


def _take_key(row: EntryRow, key: str) -> None:
    """What happened with other bytes, another rubric or program tells nothing of this one."""
    if row.key != key:
        row.key = key
        _clear(row)


def _clear(row: EntryRow) -> None:
    row.strikes, row.interruptions, row.error, row.retry_at = 0, 0, None, None


def _no_pages(row: EntryRow) -> None:
    row.step, row.pages_done, row.pages_total = "", 0, 0


def _told(message: str) -> str:
    return mask(message)[:LONGEST_ERROR]


def _end(
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


def _last_made(session: Session, id: int) -> MadeRow | None:
    find = select(MadeRow).where(MadeRow.entry == id).order_by(MadeRow.version.desc()).limit(1)
    return session.scalars(find).one_or_none()


def _made_row(id: int, version: int, made: Made, files: str) -> MadeRow:
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
