from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from pipeline.emit.whole_file import OutputBlocked, write_bytes, written_whole


def fail_half_way(path: Path) -> None:
    with written_whole(path) as aside:
        aside.write_bytes(b"half")
        raise RuntimeError


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "新" / "draft.json"
    with pytest.raises(RuntimeError):
        fail_half_way(path)
    assert list(path.parent.iterdir()) == []
    write_bytes(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert [p.name for p in path.parent.iterdir()] == ["draft.json"]


def test_the_former_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "draft.xlsx"
    path.write_bytes(b"former")
    with pytest.raises(RuntimeError):
        fail_half_way(path)
    assert path.read_bytes() == b"former"


def test_a_file_open_in_excel_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputBlocked, match=r"draft\.xlsx.*请关闭后重新运行"):
        write_bytes(tmp_path / "draft.xlsx", b"new")
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_the_error_travels_between_processes() -> None:
    error = OutputBlocked("无法写入“a”", remedy="请关闭")
    back = pickle.loads(pickle.dumps(error))
    assert str(back) == str(error)
    assert back.remedy == "请关闭"


@pytest.mark.skipif(os.name == "nt", reason="Windows gives rights by the folder")
def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "结果" / "甲" / "draft.json"
    write_bytes(path, b"{}")
    path.chmod(0o644)
    write_bytes(path, b"{ }")
    assert [oct(p.stat().st_mode & 0o777) for p in (path, path.parent, path.parent.parent)] == [
        "0o600",
        "0o700",
        "0o700",
    ]
    assert tmp_path.stat().st_mode & 0o777 == 0o755, "a folder that was there keeps the rights it was given"
