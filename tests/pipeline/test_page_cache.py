"""The page cache: gives back what was put, survives damage, is the owner's alone, and can be a read-only source."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from extractors.document import Box
from extractors.layout import GridCell, Piece
from pipeline.ocr.scan import Scan
from pipeline.ocr.stored import scan_from, scan_to
from pipeline.page_cache import PageCache, key_of


def files(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "kept")
    key = key_of("scan", "1", "abc", "page 1")
    assert cache.get(key) is None
    cache.put(key, {"text": "证书", "n": [1, 2]})
    assert cache.get(key) == {"text": "证书", "n": [1, 2]}
    assert cache.get(key_of("scan", "2", "abc", "page 1")) is None


def test_keys_of_different_parts_differ() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_a_source_is_read_and_never_written(tmp_path: Path) -> None:
    source, own = tmp_path / "source", tmp_path / "own"
    key = key_of("x")
    PageCache(source).put(key, 1)
    before = files(source)
    cache = PageCache(own, (source,))
    assert cache.get(key) == 1
    cache.put(key_of("y"), 2)
    assert files(source) == before
    assert PageCache(None, (source,)).get(key) == 1
    PageCache(None).put(key, 1)  # nowhere to write: no error


@pytest.mark.parametrize("damage", [b"", b"YSP1", b"YSP1\x78\x9c\x00", b"garbage" * 50])
def test_a_damaged_entry_counts_as_none_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    cache = PageCache(tmp_path)
    key = key_of("x")
    cache.put(key, [1])
    (path,) = files(tmp_path)
    path.write_bytes(damage)
    assert cache.get(key) is None
    cache.put(key, [2])
    assert cache.get(key) == [2]


def test_a_truncated_entry_counts_as_none(tmp_path: Path) -> None:
    cache = PageCache(tmp_path)
    cache.put(key_of("x"), list(range(500)))
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    assert cache.get(key_of("x")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "kept")
    cache.put(key_of("x"), "张三")
    (path,) = files(tmp_path / "kept")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700


def test_a_scan_survives_the_cache() -> None:
    scan = Scan(
        595.0,
        842.0,
        90,
        0.0123,
        (
            Piece("ZL2018", Box(1.5, 2, 30, 12), (0.9, 0.991, 1.0, 1.0, 0.5, 0.25), (1.5, 6, 11, 16, 21, 26, 30)),
            Piece("仅供存档", Box(1, 2, 300, 400), None, None, True),
        ),
        ((GridCell(0, 0, Box(1, 2, 3, 4), 2, 3),),),
        "poor",
        0.875,
        2.0,
    )
    assert scan_from(scan_to(scan)) == scan
    assert scan_from({"size": [1]}) is None
    assert scan_from(["nonsense"]) is None
