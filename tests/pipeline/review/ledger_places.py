"""Places for a ledger under test: an SQLite file, and a schema of its own on a real PostgreSQL (`make setup-ci`)."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline.ledger.rows import Entry, Made, SeenFile, Watch
from pipeline.ledger.store import Ledger

ROOT = Path(__file__).parents[3]
BACKENDS = ("sqlite", "postgresql")
T = [f"2026-11-21T10:{minute:02}:00+00:00" for minute in range(60)]


@cache
def postgresql_url() -> str:
    """The server's URL; skips the test, with the reason, where there is none."""
    noted = ROOT / ".cache" / "postgresql-url"
    url = os.environ.get("YUSHEN_TEST_POSTGRES") or (noted.read_text("utf-8").strip() if noted.is_file() else "")
    if not url:
        pytest.skip("没有 PostgreSQL：请先运行 make setup-ci，或设 YUSHEN_TEST_POSTGRES")
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as cause:
        pytest.skip(f"PostgreSQL 连不上：请先运行 make setup-ci（{type(cause).__name__}）")
    return url


@contextmanager
def place(backend: str, folder: Path) -> Iterator[Path | str]:
    """Where a ledger may be made, removed afterwards."""
    if backend == "sqlite":
        yield folder / "账 本" / "ledger.sqlite"
        return
    url = postgresql_url()
    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {schema}".encode())
        try:
            yield f"{url}?options=-csearch_path%3D{schema}"
        finally:
            admin.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@contextmanager
def asked(where: Path | str) -> Iterator[Any]:
    """A plain connection to the same tables, beside the ledger."""
    if isinstance(where, Path):
        import sqlite3

        plain = sqlite3.connect(where, isolation_level=None)
        try:
            yield plain
        finally:
            plain.close()
    else:
        with psycopg.connect(where, autocommit=True) as connection:
            yield connection


def begun(code: str, where: Path | str) -> subprocess.Popen[str]:
    """A process of its own that runs the code; `where` is in `sys.argv[1]`, what it prints can be read."""
    return subprocess.Popen([sys.executable, "-c", code, str(where)], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def a_watch(ledger: Ledger) -> Watch:
    return ledger.watch("/收件", "/结果", "jiangmen-qic-2022", T[0])


def waiting(ledger: Ledger, watch: Watch, name: str = "甲", key: str = "k1", content: str = "c1") -> Entry:
    """A dossier that is complete."""
    entry = ledger.arrived(watch, name, f"/收件/{name}", T[1], name=name)
    return ledger.settled(entry.id, [SeenFile("a.pdf", 10, 20, "f" * 64)], content, key, T[2])


def version_of(key: str, at: str = T[9], **files: str) -> Made:
    """What was made of the bytes with this key."""
    return Made(key, at, "0.1.0", "code", "jiangmen-qic-2022", "r", "k", "2022-06-10", files or {"draft.json": "d1"})
