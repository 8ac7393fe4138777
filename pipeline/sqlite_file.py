"""How every SQLite file of ours is opened: write-ahead log, commits that outlast a power cut, its owner's alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.emit.whole_file import make_folder

PATIENCE = 10.0
"""Seconds that one writer waits for another."""


def make_private_file(path: Path) -> None:
    """An empty file of its owner's alone (0600), before SQLite makes it: its -wal and -shm take over its rights.

    One that is there stays as it is. Raises OSError.
    """
    make_folder(path.parent)
    path.touch(mode=0o600, exist_ok=True)
    if os.name == "posix":
        # The new name itself must outlast a power cut, too.
        with suppress(OSError):
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def close_to_others(path: Path) -> None:
    """Takes away what rights others have on a file that is ours. Raises OSError."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def settle(connection: Any, _record: Any = None) -> None:
    """For SQLAlchemy's event `connect`: readers do not wait for a writer; what was committed stays committed.

    SQLite may be built to sync a write-ahead log at checkpoints only (SQLITE_DEFAULT_WAL_SYNCHRONOUS=1): then a power
    cut takes the last commits back. FULL syncs the log at every commit; macOS needs F_FULLFSYNC besides.
    """
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA fullfsync=ON")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
