"""`yushen purge`: old page images and cache entries go, everything else stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.leftovers import scratch_folder
from pipeline.page_cache import PageCache, key_of

OLD = 1_500_000_000
KEPT = ("draft.json", "draft.xlsx", "历次/1/draft.xlsx")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    out, cache = tmp_path / "结果", tmp_path / "cache"
    for name in (*KEPT, "evidence.pdf", "历次/1/evidence.pdf", "历次/1/draft.json", "附图.pdf"):
        path = out / "甲" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
        os.utime(path, (OLD, OLD))
    new = out / "乙"
    new.mkdir()
    (new / "draft.json").write_bytes(b"{}")
    (new / "evidence.pdf").write_bytes(b"new")
    (out / "batch.xlsx").write_bytes(b"PK")
    for key in ("old", "new"):
        PageCache(cache).put(key_of(key), [key])
    (cache / "别的.txt").write_bytes(b"not ours")
    os.utime(cache / "别的.txt", (OLD, OLD))
    key = key_of("old")
    os.utime(cache / key[:2] / f"{key[2:]}.page", (OLD, OLD))
    return out, cache


def files(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def yushen(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def test_old_images_and_entries_go_and_are_listed(
    places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out, cache = places
    there = files(*places)
    assert yushen("purge", "--before", "2020-01-01", "--cache", cache, out, "--dry-run") == 0
    assert files(*places) == there
    assert "将删除 3 个文件" in capsys.readouterr().out
    assert yushen("purge", "--before", "2020-01-01", "--cache", cache, out) == 0
    told = capsys.readouterr().out
    gone = there - files(*places)
    key = key_of("old")
    entry = cache / key[:2] / f"{key[2:]}.page"
    assert gone == {out / "甲" / "evidence.pdf", out / "甲" / "历次" / "1" / "evidence.pdf", entry}
    assert all(str(path) in told for path in gone)
    assert "（5 字节）" in told


def test_a_folder_that_is_not_ours_is_refused_before_anything_is_removed(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, cache = places
    other = tmp_path / "照片"
    other.mkdir()
    (other / "evidence.pdf").write_bytes(b"x")
    os.utime(other / "evidence.pdf", (OLD, OLD))
    there = files(*places, other)
    assert yushen("purge", "--before", "2020-01-01", "--cache", cache, out, other) == 2
    assert "不是预审的结果文件夹" in capsys.readouterr().err
    assert yushen("purge", "--before", "2020-01-01", "--cache", other, out) == 2
    assert yushen("purge", "--before", "去年", "--cache", cache, out) == 2
    assert files(*places, other) == there


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_lead_nowhere(places: tuple[Path, Path], tmp_path: Path) -> None:
    out, cache = places
    other = tmp_path / "别处"
    (out / "甲").rename(other)
    (out / "甲").symlink_to(other)
    assert yushen("purge", "--before", "2020-01-01", "--cache", cache, out) == 0
    assert (other / "evidence.pdf").exists()


def test_what_killed_runs_left_goes_whatever_the_day(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, cache = places
    temporary = tmp_path / "tmp"
    left = [temporary / "yushen-abc", out / ".yushen-scratch" / "yushen-def"]
    for folder in left:
        (folder / "证书").mkdir(parents=True)
        (folder / "证书" / "身份证.pdf").write_bytes(b"12345")
        folder.with_name(folder.name + ".lock").touch()
    part = out / "甲" / ".draft.99.part.xlsx"
    part.write_bytes(b"half")
    os.utime(part, (OLD, OLD))
    with scratch_folder(temporary) as used:
        (used / "a.pdf").write_bytes(b"x")
        assert yushen("purge", "--before", "1999-01-01", "--cache", cache, out, "--dry-run") == 0
        assert all(path.exists() for path in (*left, part))
        assert yushen("purge", "--before", "1999-01-01", "--cache", cache, out) == 0
        assert (used / "a.pdf").exists()
    assert not any(path.exists() for path in (*left, part))
    assert "已删除 3 个文件，共 14 字节" in capsys.readouterr().out
    assert (out / "甲" / "evidence.pdf").exists()


def test_ledger_log_and_record_stay(places: tuple[Path, Path]) -> None:
    out, cache = places
    kept = [out / name for name in ("ledger.sqlite", "ledger.sqlite-wal", "watch.log", "watch.log.1", "reviews.sqlite")]
    for path in kept:
        path.write_bytes(b"x")
        os.utime(path, (OLD, OLD))
    assert yushen("purge", "--before", "2020-01-01", "--cache", cache, out) == 0
    assert all(path.exists() for path in kept)
