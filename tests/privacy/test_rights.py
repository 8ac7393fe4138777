"""What is written is the owner's only, also while it is being written, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.emit.whole_file import make_folder, written_whole
from pipeline.page_cache import PageCache, key_of
from pipeline.review.record import opened
from pipeline.workers import Success, Workers, wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights come from the folder on Windows")


@pytest.fixture(autouse=True)
def _everybody_may_read() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_nobody_elses_while_it_is_written(tmp_path: Path) -> None:
    with written_whole(tmp_path / "新" / "draft.json") as aside:
        assert rights(aside) == 0o600
        aside.write_bytes(b"half")
        assert rights(aside) == 0o600
    assert rights(tmp_path / "新") == 0o700


def test_the_record_and_what_sqlite_keeps_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "记录" / "reviews.sqlite"
    with opened(path, make=True) as session:
        session.connection()
        beside = {p.name: rights(p) for p in path.parent.iterdir()}
    assert set(beside) >= {"reviews.sqlite", "reviews.sqlite-wal", "reviews.sqlite-shm"}
    assert set(beside.values()) == {0o600}


def test_the_cache(tmp_path: Path) -> None:
    PageCache(tmp_path / "缓存").put(key_of("a"), ["张三"])
    modes = {rights(p) for p in tmp_path.rglob("*")}
    assert modes == {0o600, 0o700}


def test_what_a_worker_unpacks(tmp_path: Path) -> None:
    with Workers(1) as workers:
        assert isinstance(wait_for(workers.submit(Path.touch, tmp_path / "a", seconds=60)), Success)
        assert isinstance(wait_for(workers.submit(Path.mkdir, tmp_path / "b", seconds=60)), Success)
    assert [oct(rights(tmp_path / name)) for name in "ab"] == ["0o600", "0o700"]


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a" / "b")
    assert [oct(rights(p)) for p in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == ["0o755", "0o700", "0o700"]
