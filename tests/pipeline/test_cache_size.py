"""The cache folder stays within bounds, and what is in use stays in it."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.cache_size import shrink
from pipeline.page_cache import PageCache, key_of


def filled(folder: Path, count: int) -> tuple[PageCache, list[str]]:
    """A cache of entries of about 1,000 bytes, the first one the oldest."""
    cache, keys = PageCache(folder), [key_of(n) for n in range(count)]
    for number, key in enumerate(keys):
        cache.put_bytes(key, os.urandom(1000), level=0)
        os.utime(folder / key[:2] / f"{key[2:]}.page", (1000 + number, 1000 + number))
    return cache, keys


def test_within_bounds_nothing_goes(tmp_path: Path) -> None:
    cache, keys = filled(tmp_path, 5)
    assert shrink(tmp_path, 6000) == 0
    assert all(cache.get_bytes(key) for key in keys)


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache, keys = filled(tmp_path, 10)
    assert cache.get_bytes(keys[0])  # asked for just now
    assert shrink(tmp_path, 6000) > 3
    assert cache.get_bytes(keys[0])
    assert cache.get_bytes(keys[-1])
    assert cache.get_bytes(keys[1]) is None
    assert sum(p.stat().st_size for p in tmp_path.rglob("*.page")) <= 6000 * 0.8


def test_files_that_are_no_entries_are_left_alone(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    others = [tmp_path / "重要.docx", tmp_path / "ab" / "notes.page", tmp_path / "材料" / ("0" * 62 + ".page")]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes(9000))
        os.utime(path, (1, 1))
    shrink(tmp_path, 0)
    assert all(path.exists() for path in others)
    assert len(list(tmp_path.rglob("*.page"))) == 2


def test_no_folder_is_no_error(tmp_path: Path) -> None:
    assert shrink(tmp_path / "nowhere", 0) == 0
