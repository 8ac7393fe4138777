"""Workers of a run change files in the results, the cache and temporary folders only; the inbox not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import greedy_calls
import pytest

from pipeline.inbox import DossierSource
from pipeline.no_writing import confine_writing
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.request import RunRequest
from pipeline.tools import opened_tools
from pipeline.workers import Failure, Outcome, Success, Workers, wait_for

SCRIPT = "from pipeline.no_writing import confine_writing; import sys; sys.exit(not confine_writing([]))"


@pytest.fixture(scope="module")
def confined() -> None:
    """Skips where the kernel has no Landlock of version 2 or later; asked of a process, for it cannot be undone."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    if subprocess.run([sys.executable, "-c", SCRIPT], check=False, env=environment).returncode:
        pytest.skip("本机的内核不能限制进程改动文件（没有 Landlock）")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that is not below the temporary one, to which workers may always write."""
    with tempfile.TemporaryDirectory(prefix="yushen-test-", dir="/var/tmp") as folder:
        yield Path(folder)


def in_worker(writable: list[Path] | None, function: object, item: object) -> Outcome[object]:
    with Workers(1, writable=writable) as workers:
        return wait_for(workers.submit(function, item))  # type: ignore[arg-type]


@pytest.mark.usefixtures("confined")
def test_a_worker_changes_nothing_in_the_inbox(place: Path, tmp_path: Path) -> None:
    for name in ("inbox", "out"):
        (place / name).mkdir()
        (place / name / "paper.txt").write_text("正文", "utf-8")
    outcome = in_worker([place / "out"], greedy_calls.change, (str(place / "inbox" / "paper.txt"), str(tmp_path)))
    assert isinstance(outcome, Success)
    assert isinstance(outcome.value, dict)
    assert set(outcome.value.values()) == {"refused"}, outcome.value
    assert [path.name for path in (place / "inbox").iterdir()] == ["paper.txt"]
    assert (place / "inbox" / "paper.txt").read_text("utf-8") == "正文"
    free = in_worker(None, greedy_calls.change, (str(place / "out" / "paper.txt"), str(tmp_path)))
    assert isinstance(free, Success)
    assert isinstance(free.value, dict)
    assert free.value["write"] == free.value["rename"] == "done"  # the ways do something where they may


@pytest.mark.usefixtures("confined")
def test_a_worker_reads_the_inbox_and_writes_results_and_temporary_files(place: Path, tmp_path: Path) -> None:
    for name in ("inbox", "out"):
        (place / name).mkdir()
    (place / "inbox" / "paper.txt").write_text("正文", "utf-8")
    source = str(place / "inbox" / "paper.txt")
    for target in (place / "out" / "甲", tmp_path / "甲"):
        assert in_worker([place / "out"], greedy_calls.read_and_write, (source, str(target))) == Success("正文")


@pytest.mark.usefixtures("confined")
def test_the_workers_of_a_run_are_confined(place: Path) -> None:
    (place / "inbox").mkdir()
    paper = place / "inbox" / "paper.txt"
    paper.write_text("正文", "utf-8")
    request = RunRequest((place / "inbox",), "jiangmen-qic-2022", place / "out", cache=place / "cache", jobs=1)
    with opened_tools(request, (), lambda *_: None) as tools:
        outcome = wait_for(tools.workers.submit(greedy_calls.write, (str(paper), 3)))
        assert isinstance(outcome, Failure)
        assert outcome.detail.startswith("PermissionError")
        for folder in (place / "out", place / "cache", tools.settings.scratch):
            assert wait_for(tools.workers.submit(greedy_calls.write, (str(folder / "x"), 3))) == Success(3)
    assert paper.read_text("utf-8") == "正文"


@pytest.mark.usefixtures("confined")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_converts_all_the_same(place: Path, tmp_path: Path) -> None:
    folder = place / "恒信"
    folder.mkdir()
    (folder / "说明.rtf").write_text(r"{\rtf1\ansi Hengxin\par}", "ascii")
    with Workers(1, writable=[]) as workers:
        read = read_dossier(DossierSource("恒信", folder), workers, ReadSettings(tmp_path, ocr=False))
    assert "Hengxin" in read.documents[0].pages[0].text


@pytest.mark.usefixtures("confined")
def test_a_worker_signals_only_what_it_started() -> None:
    outcome = in_worker([], greedy_calls.signal_parent, 0)
    if outcome == Success("sent"):
        pytest.skip("本机的内核不能限制信号（Landlock 版本低于 6）")
    assert outcome == Success("refused")


def test_where_nothing_helps_the_worker_works_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not confine_writing([])
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.no_writing._call", lambda *_: -1)
    assert not confine_writing([])
