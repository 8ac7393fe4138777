"""An engine for a ledger's address, its tables made or checked; and transactions that tell what went wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, QueuePool

from pipeline.errors import UnusableInput, YushenError
from pipeline.ledger.address import Address
from pipeline.ledger.local_disk import refuse_share
from pipeline.ledger.tables import VERSION, Base, FactRow
from pipeline.ledger.unavailable import LedgerUnavailable, damaged, detail_of, disk_full, explained
from pipeline.sqlite_file import close_to_others, make_private_file, settle

_SERVER_SETTINGS: Final = (
    "SET synchronous_commit = on",  # a commit that was told is on disk, whatever the server's default
    "SET lock_timeout = '10s'",
    "SET statement_timeout = '60s'",
    # A machine that lost its power leaves its connection, and the lock on its watch, behind: found out in a minute.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)
_SERVER_ARGUMENTS: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "application_name": "yushen",
}


_LOG_NEEDS: Final = 65536
"""Bytes without which SQLite cannot begin: its -shm alone takes half of them."""


class Database:
    """A ledger's database. Transactions are short; after an error the next one begins on a new connection."""

    def __init__(self, address: Address, *, make: bool) -> None:
        self.address = address
        if address.path is not None:
            self._make_file(make)
        self.engine = self._engine()
        try:
            if address.path is not None:
                self._refuse_foreign_file()
                if make:
                    close_to_others(address.path)
                event.listen(self.engine, "connect", settle)
            self._check(make)
        except SQLAlchemyError as cause:
            self.engine.dispose()
            raise self._unusable(cause) from None
        except OSError as cause:
            self.engine.dispose()
            raise UnusableInput(f"不能使用账本“{address.shown}”（{cause.strerror}）", remedy="请检查权限") from None
        except BaseException:
            self.engine.dispose()
            raise
        self._identity = self._identity_now()

    @property
    def is_file(self) -> bool:
        return self.address.path is not None

    def _make_file(self, make: bool) -> None:
        path = self.address.path
        assert path is not None
        refuse_share(path)
        if path.is_dir():
            raise UnusableInput(f"账本的位置“{path}”是一个文件夹", remedy="请写出文件名，如 ledger.sqlite")
        if not make and not path.is_file():
            raise UnusableInput(f"找不到账本“{path}”", remedy="请先运行 yushen watch，或用 --ledger 给出账本的位置")
        try:
            if make:
                make_private_file(path)
        except OSError as cause:
            raise UnusableInput(f"不能建立账本“{path}”（{cause.strerror}）", remedy="请换一个可写的位置") from None

    def _engine(self) -> Engine:
        if self.address.url is not None:
            server = create_engine(
                self.address.url, pool_pre_ping=True, pool_size=4, connect_args=dict(_SERVER_ARGUMENTS)
            )
            event.listen(server, "connect", _settle_server)
            return server
        path = self.address.path
        assert path is not None
        # mode=rw: a file that somebody moved away is not made anew, empty, without a word.
        uri = path.as_uri() + "?mode=rw"
        engine = create_engine(
            "sqlite+pysqlite://", creator=lambda: _file_connection(uri), poolclass=QueuePool, pool_timeout=60
        )
        event.listen(engine, "begin", _begin)
        return engine

    def _refuse_foreign_file(self) -> None:
        """Before anything is set that would be written into a file of another program."""
        with self.engine.connect() as connection:
            names = inspect(connection).get_table_names()
        self.engine.dispose()
        if names and FactRow.__tablename__ not in names:
            raise self._foreign()

    def _check(self, make: bool) -> None:
        """Makes the tables, or finds out whether they are ours, of this version and whole."""
        with self.engine.connect().execution_options(writes=make) as connection, connection.begin():
            if make and not self.is_file:  # two machines that begin at once make the tables once
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('yushen ledger tables'))"))
            names = set(inspect(connection).get_table_names())
            ours = FactRow.__tablename__ in names
            if not ours and not make:
                raise self._foreign()
            with Session(connection, join_transaction_mode="rollback_only") as session:
                if not ours:
                    Base.metadata.create_all(connection)
                    session.add(FactRow(key="version", value=str(VERSION)))
                    session.flush()
                self._check_version(session)
            if make and self.is_file:
                found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
                if found != "ok":
                    raise damaged(str(found).splitlines()[0], self.address.shown)

    def _check_version(self, session: Session) -> None:
        found = session.get(FactRow, "version")
        if found is None or not found.value.isdecimal():
            raise self._foreign()
        if int(found.value) != VERSION:
            raise UnusableInput(
                f"账本“{self.address.shown}”的版本是 {found.value}，这一版软件认的是 {VERSION}",
                remedy="请用写出它的那一版软件，或更新的软件",
            )

    def _foreign(self) -> UnusableInput:
        return UnusableInput(f"“{self.address.shown}”不是账本", remedy="请用 --ledger 给出 yushen watch 写出的账本")

    def _unusable(self, cause: SQLAlchemyError) -> Exception:
        """What stops the opening: the same explanation, but nothing is to be tried again by itself."""
        told = self._explained(cause)
        if not self.is_file and not isinstance(told, UnusableInput):
            return UnusableInput(
                f"连不上账本所在的数据库“{self.address.shown}”（{detail_of(cause)}）",
                remedy="请检查地址、用户和密码、网络，以及数据库服务是否已启动",
            )
        if told is None:
            return cause
        return told if isinstance(told, UnusableInput) else UnusableInput(told.message, remedy="请处理后重新运行")

    def _explained(self, cause: SQLAlchemyError) -> YushenError | None:
        """As `unavailable.explained`; where SQLite cannot make its log it says no more than `disk I/O error`."""
        told = explained(cause, self.address.shown)
        path = self.address.path
        if isinstance(told, LedgerUnavailable) and path is not None:
            with suppress(OSError):
                if shutil.disk_usage(path.parent).free < _LOG_NEEDS:
                    return disk_full(self.address.shown)
        return told

    def _identity_now(self) -> tuple[int, int] | None:
        if self.address.path is None:
            return None
        try:
            found = self.address.path.stat()
        except OSError as cause:
            raise LedgerUnavailable(
                f"账本“{self.address.shown}”不见了（{cause.strerror}）", remedy="请把它放回原处；放回后自动继续"
            ) from None
        return found.st_dev, found.st_ino

    def _same_file(self) -> None:
        """What is written to a file that somebody moved away or replaced would be lost."""
        now = self._identity_now()
        if now != self._identity:
            self.engine.dispose()
            self._identity = now

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Session]:
        """One transaction, durable when the block has ended. Raises LedgerUnavailable or UnusableInput."""
        self._same_file()
        engine = self.engine.execution_options(writes=writes)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except SQLAlchemyError as cause:
            told = self._explained(cause)
            if told is None:
                raise
            self.engine.dispose()
            raise told from None

    def lock_engine(self) -> Engine:
        """For a connection of its own that holds a lock and no transaction. Only of a server."""
        assert self.address.url is not None
        engine = create_engine(
            self.address.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=dict(_SERVER_ARGUMENTS)
        )
        event.listen(engine, "connect", _settle_server)
        return engine

    def close(self) -> None:
        self.engine.dispose()


def _file_connection(uri: str) -> Any:
    # isolation_level None: transactions begin where `_begin` says, not where the driver guesses.
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _begin(connection: Connection) -> None:
    """A transaction that will write takes its lock at once: one that reads first could not be upgraded, only fail."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _settle_server(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in _SERVER_SETTINGS:
            cursor.execute(setting)
    connection.commit()
