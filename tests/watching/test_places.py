"""What `yushen status` tells of the folders themselves: away, silent, full."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from test_status import SCHEMA, WATCH

from pipeline.watching import places
from pipeline.watching.places import troubles_of
from pipeline.watching.status import WatchStatus, as_json, as_tables


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("收件", "结果"):
        (tmp_path / name).mkdir()
    return tmp_path / "收件", tmp_path / "结果"


def test_nothing_is_said_of_folders_that_can_be_used(folders: tuple[Path, Path]) -> None:
    assert troubles_of(*folders) == ()


def test_folders_that_are_away_are_told(folders: tuple[Path, Path]) -> None:
    inbox, out = folders
    inbox.rmdir()
    out.rmdir()
    told = troubles_of(inbox, out)
    assert len(told) == 2
    assert "打不开收件文件夹" in told[0]
    assert "打不开结果文件夹" in told[1]


def test_a_share_that_does_not_answer_does_not_keep_us_waiting(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PATIENCE", 0.1)
    never = threading.Event()

    def hang(_: Path) -> nullcontext[Iterator[object]]:
        never.wait()
        return nullcontext(iter(()))

    monkeypatch.setattr(os, "scandir", hang)
    told = troubles_of(*folders)
    never.set()
    assert len(told) == 1
    assert "收件文件夹没有回应" in told[0]


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="statvfs is of POSIX")
def test_a_disk_that_is_nearly_full_is_told(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=10, f_frsize=1_000_000))
    assert troubles_of(*folders) == ("结果文件夹所在磁盘只剩 10 MB，请腾出空间",)


def test_troubles_are_shown_and_follow_the_schema() -> None:
    status = WatchStatus(WATCH, None, (), ("收件文件夹没有回应",))
    told = as_json("/台账.sqlite", [status])
    jsonschema.validate(told, SCHEMA)
    assert json.dumps(told, ensure_ascii=False).count("没有回应") == 1
    assert any("没有回应" in str(part) for part in as_tables([status]))
