"""One process alone works on a watch. Its lock goes when the process ends, however it ends.

Beside an SQLite file: a lock of the operating system on a file. On PostgreSQL: an advisory lock of a connection kept
for it; should that connection be lost, the lock is taken again before the next writing, unless another has it by then.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pipeline.ledger.connection import Database
from pipeline.ledger.rows import Holder
from pipeline.ledger.tables import HolderRow
from pipeline.ledger.unavailable import HoldLost, LedgerUnavailable, explained

MOMENT: Final = 1.0
"""Seconds that a lock is waited for: `yushen status` asks for it a moment, too, to see whether it is free."""

_SPACE: Final = "hashtext('yushen ' || current_schema())"


class Lock(Protocol):
    """A lock on one watch."""

    def take(self) -> bool: ...

    def still_taken(self) -> bool: ...

    def let_go(self) -> None: ...


class FileHold:
    """The lock beside an SQLite file; its own file stays, since removing it would let two processes in."""

    def __init__(self, ledger: Path, watch: int, patience: float = MOMENT) -> None:
        self._patience = patience
        path = ledger.with_name(f"{ledger.name}.watch-{watch}.lock")
        self._lock = FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)

    def take(self) -> bool:
        try:
            self._lock.acquire(timeout=self._patience)
        except Timeout:
            return False
        except OSError as cause:
            raise LedgerUnavailable(
                f"不能建立锁文件“{self._lock.lock_file}”（{cause.strerror}）",
                remedy="请检查磁盘空间和权限；恢复后自动继续",
            ) from None
        return True

    def still_taken(self) -> bool:
        return self._lock.is_locked

    def let_go(self) -> None:
        with suppress(OSError):
            self._lock.release()


class ServerHold:
    """The advisory lock of a connection of its own."""

    def __init__(self, database: Database, watch: int) -> None:
        self._engine: Engine = database.lock_engine()
        self._watch = watch
        self._shown = database.address.shown
        self._connection: Connection | None = None
        self._one_at_a_time = threading.RLock()

    def take(self) -> bool:
        try:
            self._connection = self._engine.connect()
            taken = self._connection.execute(
                text(f"SELECT pg_try_advisory_lock({_SPACE}, :watch)"), {"watch": self._watch}
            )
            if taken.scalar_one():
                return True
        except SQLAlchemyError as cause:
            self.let_go()
            raise explained(cause, self._shown) or cause from None
        self.let_go()
        return False

    def still_taken(self) -> bool:
        """Whether the connection that holds the lock lives; where not, the lock is taken again on a new one."""
        with self._one_at_a_time:
            if self._connection is not None:
                with suppress(SQLAlchemyError):
                    self._connection.execute(text("SELECT 1"))
                    return True
            self.let_go()
            return self.take()

    def let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):  # a server notices a moment later that a connection is closed
                connection.execute(text("SELECT pg_advisory_unlock_all()"))
            with suppress(SQLAlchemyError):
                connection.invalidate()
            with suppress(SQLAlchemyError):
                connection.close()
        self._engine.dispose()


class Hold:
    """The right to work on a watch, as long as `keep` does not say otherwise."""

    def __init__(self, database: Database, watch: int) -> None:
        path = database.address.path
        self.lock: Lock = FileHold(path, watch) if path is not None else ServerHold(database, watch)
        self.watch = watch
        self.token = uuid.uuid4().hex
        self._database = database

    def take(self, since: str | None) -> bool:
        """False where another process holds it. Raises LedgerUnavailable."""
        if not self.lock.take():
            return False
        try:
            with self._database.transaction(writes=True) as session:
                row = session.get(HolderRow, self.watch) or HolderRow(watch=self.watch)
                row.token, row.who, row.since = self.token, _who(), since
                session.add(row)
        except BaseException:
            self.lock.let_go()
            raise
        return True

    def check(self) -> None:
        """Before a transaction that writes: a lock lost with its connection is taken again; else HoldLost is raised."""
        if not self.lock.still_taken():
            raise HoldLost

    def keep(self, session: Session) -> None:
        """Within a transaction that writes: raises HoldLost where another process has taken the watch over."""
        row = session.get(HolderRow, self.watch, with_for_update={"read": True}, populate_existing=True)
        if row is None or row.token != self.token:
            raise HoldLost

    def let_go(self) -> None:
        """Never raises: the lock goes with the process in any case."""
        with suppress(LedgerUnavailable), self._database.transaction(writes=True) as session:
            row = session.get(HolderRow, self.watch)
            if row is not None and row.token == self.token:
                session.delete(row)
        self.lock.let_go()


def holder_of(database: Database, watch: int) -> Holder | None:
    """Who works on the watch now; None where nobody does."""
    if not _is_held(database, watch):
        return None
    with database.transaction(writes=False) as session:
        row = session.get(HolderRow, watch)
        return Holder(row.who, row.since) if row is not None else Holder("另一个进程", None)


def _is_held(database: Database, watch: int) -> bool:
    if database.address.path is not None:
        lock = FileHold(database.address.path, watch, patience=0)
        if lock.take():
            lock.let_go()
            return False
        return True
    held = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        f"AND classid = ({_SPACE}::bigint & 4294967295)::oid AND objid = :watch"
    )
    with database.transaction(writes=False) as session:
        return bool(session.execute(held, {"watch": watch}).scalar_one())


def _who() -> str:
    return f"{socket.gethostname()}，进程 {os.getpid()}"
