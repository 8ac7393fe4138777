"""The watcher's log: what gets in, how it is kept, and that it never stops anybody."""

from __future__ import annotations

import ast
import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.watching import log as log_module
from pipeline.watching.log import PatientFile, close_log, open_log, user_state
from pipeline.watching.log_fields import FLAGS, NUMBERS, TEXTS, WORDS, FieldRefused, fault_of, line_of

WATCHING = Path(log_module.__file__).parent
ONLY_POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_line_is_json_with_utc_time_level_and_event(tmp_path: Path) -> None:
    log = open_log(tmp_path / "watch.log", loud=False)
    log.info("dossier_done", dossier=12, version=2, seconds=1.25)
    log.warning("dossier_failed", dossier=12, retry_at="2026-11-21T11:00:00Z", fault="OSError.ENOSPC@take:12")
    done, failed = records(tmp_path / "watch.log")
    assert done.pop("time").endswith("Z")
    assert done == {"level": "info", "event": "dossier_done", "dossier": 12, "version": 2, "seconds": 1.25}
    assert (failed["level"], failed["retry_at"]) == ("warning", "2026-11-21T11:00:00Z")


PERSONAL = [
    ("file", "张三身份证.jpg"),
    ("name", "张三"),
    ("path", "/srv/收件/张三"),
    ("error", "打不开 张三.pdf"),
    ("message", "440703199001011231"),
    ("reason", "打不开"),
    ("reason", "zhangsan.pdf"),
    ("code", "a b"),
    ("fault", "FileNotFoundError: /srv/inbox/zhangsan.pdf"),
    ("rubric", "/home/zhangsan/rubric.yaml"),
    ("state", "440703199001011231"),
    ("dossier", "张三"),
    ("dossier", "13800138000"),
    ("retry_at", "明天"),
    ("张三", 1),
]


@pytest.mark.parametrize(("key", "value"), PERSONAL, ids=lambda v: ascii(v))
def test_what_may_name_people_is_left_out_and_refused_in_tests(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "watch.log"
    open_log(path, loud=False).info("dossier_seen", dossier_count=1, **{key: value})
    text = path.read_text("utf-8")
    assert str(value) not in text or value == 1
    assert "张三" not in text
    assert "left_out" in records(path)[0]
    with pytest.raises(FieldRefused):
        open_log(path, loud=False, strict=True).info("dossier_seen", **{key: value})


def test_the_text_of_an_event_and_of_an_exception_never_gets_in(tmp_path: Path) -> None:
    path = tmp_path / "watch.log"
    log = open_log(path, loud=False)
    log.info("材料 张三.pdf 打不开", dossier=1)
    try:
        Path("/没有/张三.pdf").read_bytes()
    except OSError as cause:
        log.exception("dossier_failed", dossier=1, fault=fault_of(cause))
    text = path.read_text("utf-8")
    assert "张三" not in text
    named = [(one["event"], one["level"]) for one in records(path)]
    assert named == [("unnamed_event", "info"), ("dossier_failed", "error")]
    assert "FileNotFoundError.ENOENT@" in text
    with pytest.raises(FieldRefused):
        open_log(path, loud=False, strict=True).info("材料 1")


def test_bound_fields_are_held_to_the_same_rules(tmp_path: Path) -> None:
    log = open_log(tmp_path / "a.log", loud=False).bind(watch=1, inbox="/srv/张三")
    log.info("watch_started")
    assert records(tmp_path / "a.log")[0] | {"time": ""} == {
        "time": "",
        "level": "info",
        "event": "watch_started",
        "watch": 1,
        "left_out": ["inbox"],
    }


def test_what_the_watcher_logs_is_allowed() -> None:
    """Every call in the watcher's own modules names a known event and known fields."""
    wrong = []
    for path in sorted(WATCHING.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            holder = node.func.value
            told = (
                holder.id if isinstance(holder, ast.Name) else holder.attr if isinstance(holder, ast.Attribute) else ""
            )
            if told not in {"log", "_log"} or node.func.attr not in {"info", "warning", "error", "bind", "exception"}:
                continue
            names = {keyword.arg for keyword in node.keywords if keyword.arg}
            if names - NUMBERS - FLAGS - TEXTS.keys():
                wrong.append((path.name, node.lineno, names - NUMBERS - FLAGS - TEXTS.keys()))
            for given in node.args[:1]:
                if isinstance(given, ast.Constant) and given.value not in WORDS:
                    wrong.append((path.name, node.lineno, {str(given.value)}))
    assert not wrong


@ONLY_POSIX
def test_rotated_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "日志" / "watch.log"
    path.parent.mkdir()
    path.touch(mode=0o644)
    handler = PatientFile(path, most_bytes=400, files=3)
    before = os.umask(0o000)
    try:
        for number in range(300):
            handler.handle(_record(f"line {number:04}"))
    finally:
        os.umask(before)
        handler.close()
    found = sorted(path.parent.iterdir())
    assert [one.name for one in found] == ["watch.log", "watch.log.1", "watch.log.2", "watch.log.3"]
    assert {one.stat().st_mode & 0o777 for one in found} == {0o600}
    assert all(one.stat().st_size <= 400 for one in found)


def _record(text: str) -> Any:
    import logging

    return logging.LogRecord("x", logging.INFO, "", 0, text, None, None)


@ONLY_POSIX
def test_a_vanished_folder_is_made_again_and_nothing_is_raised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "状态"
    log = open_log(folder / "watch.log", loud=False)
    log.info("watch_started", watch=1)
    (folder / "watch.log").unlink()
    folder.rmdir()
    log.info("dossier_seen", dossier=1)
    assert [one["event"] for one in records(folder / "watch.log")] == ["dossier_seen"]
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "watch.log").unlink()
    folder.rmdir()
    folder.write_text("a file stands in its place")
    for number in range(3):
        log.info("dossier_seen", dossier=number)
    assert capsys.readouterr().err.count("日志文件暂时写不进") == 1
    folder.unlink()
    log.info("dossier_done", dossier=7)
    assert [one["dossier"] for one in records(folder / "watch.log")] == [7]
    close_log(log)


class _FullDisk:
    """A stream on a disk that is full for a while; half a line gets out first."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        self._stream.write(text[: len(text) // 2])
        self._stream.flush()
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_costs_one_line_and_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "watch.log"
    log = open_log(path, loud=False)
    opened = PatientFile._open
    log.info("watch_started", watch=1)
    close_log(log)
    monkeypatch.setattr(PatientFile, "_open", lambda self: _FullDisk(opened(self)))
    log.info("dossier_seen", dossier=1)
    log.info("dossier_seen", dossier=2)
    monkeypatch.setattr(PatientFile, "_open", opened)
    log.info("dossier_done", dossier=3)
    close_log(log)
    lines = path.read_text("utf-8").splitlines()
    assert json.loads(lines[0])["event"] == "watch_started"
    assert json.loads(lines[-1])["dossier"] == 3
    assert capsys.readouterr().err.count("日志文件暂时写不进") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_that_takes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    log = open_log(Path("/dev/full"), loud=False)
    log.info("watch_started", watch=1)
    log.info("watch_stopped", watch=1)
    close_log(log)
    assert capsys.readouterr().err.count("日志文件暂时写不进") == 1
    assert Path("/dev/full").stat().st_mode & 0o777 != 0o600  # rights of devices are nobody's business here


def test_a_file_that_cannot_be_renamed_is_written_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: PatientFile, source: str, dest: str) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(PatientFile, "rotate", refuse)
    handler = PatientFile(tmp_path / "watch.log", most_bytes=100, files=2)
    for number in range(20):
        handler.handle(_record(f"line {number:04}"))
    handler.close()
    assert len((tmp_path / "watch.log").read_text("utf-8").splitlines()) == 20


def test_people_read_short_lines_on_a_terminal_or_in_a_containers_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = open_log(tmp_path / "a.log", loud=True)
    log.info("dossier_done", dossier=12, version=2)
    assert capsys.readouterr().err.endswith("材料 12 已出稿（第 2 版）\n")
    open_log(tmp_path / "a.log", loud=False).info("dossier_done", dossier=12, version=2)
    assert capsys.readouterr().err == ""


@ONLY_POSIX
def test_the_journal_gets_priorities_and_no_second_clock(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import os,sys; from pathlib import Path; s=os.fstat(2); os.environ['JOURNAL_STREAM']=f'{s.st_dev}:{s.st_ino}';"
        "from pipeline.watching.log import open_log; log=open_log(Path(sys.argv[1]), True);"
        "log.info('dossier_seen', dossier=1); log.error('disk_full')"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.log")], capture_output=True, text=True, check=True
    )
    assert told.stderr.splitlines() == ["<6>发现材料 1", "<3>磁盘空间不足，稍后再试"]


def test_every_line_for_people_uses_fields_that_may_be_logged() -> None:
    import string

    for event, words in WORDS.items():
        fields = {name for _, name, _, _ in string.Formatter().parse(words) if name}
        assert fields <= NUMBERS | FLAGS | TEXTS.keys(), event
        assert line_of(event, {})


@ONLY_POSIX
def test_without_a_path_the_log_lies_beside_the_ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert user_state() == tmp_path / "yushen"
    open_log(None, loud=False).info("watch_started", watch=1)
    assert records(tmp_path / "yushen" / "watch.log")[0]["event"] == "watch_started"
