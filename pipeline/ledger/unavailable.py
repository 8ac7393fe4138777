"""What a database's error means: wait and try again, or a ledger that cannot be used."""

from __future__ import annotations

import re
import sqlite3
from typing import Final

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from pipeline.errors import UnusableInput, YushenError

_FULL: Final = re.compile(r"is full|No space left|could not extend file", re.IGNORECASE)
_BUSY: Final = re.compile(r"locked|busy|lock timeout|deadlock|statement timeout", re.IGNORECASE)
_READ_ONLY: Final = re.compile(r"readonly|read-only|unable to open|permission denied", re.IGNORECASE)
_TABLES: Final = re.compile(r"no such (?:table|column)|(?:relation|column) .* does not exist", re.IGNORECASE)
_SECRET: Final = re.compile(r"(://[^\s:/@]*):[^\s@]*@|(password\s*=\s*)\S+", re.IGNORECASE)


class LedgerUnavailable(YushenError):
    """The ledger cannot be read or written now (disk full, connection lost, …); the same call may do so later."""


class HoldLost(YushenError):
    """Another process has taken over the watch since the connection was lost: this one must stop its work on it."""

    def __init__(self) -> None:
        super().__init__("另一个进程已接手这个收件文件夹（与账本的连接断开过）", remedy="本进程已停下，不必处理")


def detail_of(cause: BaseException) -> str:
    """The driver's own words in one line, without a password."""
    inner = cause.orig if isinstance(cause, DBAPIError) and cause.orig is not None else cause
    lines = [line.strip() for line in str(inner).splitlines() if line.strip()]
    text = "；".join(lines[:2]) or type(inner).__name__
    return _SECRET.sub(lambda found: f"{found[1]}:***@" if found[1] else f"{found[2]}***", text)[:300]


def explained(cause: SQLAlchemyError, shown: str) -> YushenError | None:
    """The error to raise in its place, None for a mistake of ours; `shown`: the ledger's address as it may be shown."""
    detail = detail_of(cause)
    if isinstance(cause, NoConnectionFree):
        return LedgerUnavailable(f"账本“{shown}”的连接都在使用中", remedy="稍后自动再试")
    if isinstance(cause, DBAPIError) and (_FULL.search(detail) or getattr(cause.orig, "sqlstate", None) == "53100"):
        return disk_full(shown)
    if isinstance(cause, DBAPIError) and cause.connection_invalidated:
        return LedgerUnavailable(
            f"与账本“{shown}”的连接断了（{detail}）", remedy="请检查数据库服务和网络；恢复后自动继续"
        )
    if _TABLES.search(detail) or getattr(cause, "orig", None).__class__.__name__ == "InsufficientPrivilege":
        return UnusableInput(
            f"账本“{shown}”的数据表不能使用（{detail}）", remedy="请换回备份，或请管理员检查数据库和权限"
        )
    if isinstance(cause, OperationalError | InterfaceError | InternalError):
        return _for_now(detail, shown)
    if isinstance(cause, DatabaseError) and type(cause.orig) is sqlite3.DatabaseError:
        return damaged(detail, shown)
    return None


def disk_full(shown: str) -> LedgerUnavailable:
    """No room for what is to be written."""
    return LedgerUnavailable(f"账本“{shown}”所在的磁盘已满", remedy="请清理磁盘；有了空间会自动继续")


def damaged(detail: str, shown: str) -> UnusableInput:
    """A file that no waiting will mend."""
    return UnusableInput(
        f"账本“{shown}”已损坏或不是 SQLite 文件（{detail}）",
        remedy="请换回备份，或把它连同 -wal、-shm 移开后重新运行（会重新读一遍收件文件夹）",
    )


def _for_now(detail: str, shown: str) -> LedgerUnavailable:
    if _BUSY.search(detail):
        return LedgerUnavailable(f"账本“{shown}”正被占用（{detail}）", remedy="稍后自动再试")
    if _READ_ONLY.search(detail):
        return LedgerUnavailable(
            f"账本“{shown}”不能写入（{detail}）", remedy="请检查磁盘是否只读、文件权限；恢复后自动继续"
        )
    return LedgerUnavailable(f"账本“{shown}”暂时不能读写（{detail}）", remedy="请检查磁盘和数据库服务；恢复后自动继续")
