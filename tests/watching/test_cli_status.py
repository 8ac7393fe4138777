"""The command `yushen status` over a real ledger."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import typer

from pipeline import cli_status
from pipeline.errors import UnusableInput
from pipeline.ledger.rows import SeenFile
from pipeline.ledger.store import Ledger, LedgerUnavailable, opened

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "status.schema.json").read_text("utf-8"))
AT = "2026-11-21T10:00:00+00:00"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two watches: one with a dossier in work, one with a failed one."""
    path = tmp_path / "ledger.sqlite"
    with opened(path, make=True) as book:
        for name, fails in (("甲区", False), ("乙区", True)):
            (tmp_path / name).mkdir()
            watch = book.watch(str(tmp_path / name), str(tmp_path / f"{name}结果"), "jiangmen-qic-2022", AT)
            one = book.arrived(watch, "13800138000公司", str(tmp_path / name / "公司"), AT, name="13800138000公司")
            book.settled(one.id, [SeenFile("a.pdf", 1, 1, "00")], "c", "k", AT)
            book.begin(one.id, "k", AT)
            book.progress(one.id, "读页", 2, 7)
            if fails:
                book.failed(one.id, "结果文件夹写不进", AT, "2026-11-21T10:05:00+00:00")
    return path


def status(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    app = typer.Typer()
    cli_status.register(app)
    command = typer.main.get_command(app)
    code = command.main(args=[str(argument) for argument in arguments], prog_name="status", standalone_mode=False)
    return (code if isinstance(code, int) else 0), capsys.readouterr().out


def test_everything_is_told_and_a_failure_is_exit_one(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = status("--ledger", ledger, capsys=capsys)
    assert code == 1
    for told in ("甲区", "乙区", "读页 2/7 页", "结果文件夹写不进", "没有运行", "138****8000公司"):
        assert told in text
    code, text = status(tmp_path / "甲区", "--ledger", ledger, capsys=capsys)
    assert code == 0
    assert "乙区" not in text


def test_json_follows_the_schema(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = status("--json", "--ledger", ledger, capsys=capsys)
    told = json.loads(text)
    jsonschema.validate(told, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert code == 1
    assert [watch["counts"]["failed"] for watch in told["watches"]] == [0, 1]
    assert told["watches"][1]["dossiers"][0]["retry_at"] == "2026-11-21T10:05:00Z"
    assert told["watches"][0]["dossiers"][0]["pages_total"] == 7
    code, text = status("--json", "--ledger", ledger, "--out", tmp_path / "乙区结果", capsys=capsys)
    assert [Path(watch["out"]).name for watch in json.loads(text)["watches"]] == ["乙区结果"]


def test_a_watcher_that_holds_the_watch_is_told(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(ledger, make=False) as book, book.hold(book.watches()[0], AT) as held:
        assert held
        _, text = status("--json", "--ledger", ledger, capsys=capsys)
        _, shown = status(tmp_path / "甲区", "--ledger", ledger, capsys=capsys)
    assert [watch["watched"] for watch in json.loads(text)["watches"]] == [True, False]
    assert "正在运行" in shown


def test_what_cannot_be_used_is_exit_two(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    for arguments in (
        ("--ledger", tmp_path / "没有.sqlite"),
        ("--ledger", tmp_path),
        ("--ledger", broken),
        ("--ledger", "mysql://a/b"),
        (tmp_path / "丙区", "--ledger", ledger),
        (tmp_path / "甲区", "--out", tmp_path / "乙区结果", "--ledger", ledger),
    ):
        with pytest.raises(UnusableInput) as refused:
            status(*arguments, capsys=capsys)
        assert refused.value.exit_code == 2
        assert "138001" not in str(refused.value)
    assert not (tmp_path / "没有.sqlite").exists()


def test_a_ledger_that_cannot_be_asked_now_is_not_a_failed_dossier(
    ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: object) -> None:
        raise LedgerUnavailable("账本正被占用", remedy="稍后再试")

    monkeypatch.setattr(Ledger, "watches", away)
    with pytest.raises(UnusableInput) as refused:
        status("--ledger", ledger, capsys=capsys)
    assert refused.value.exit_code == 2


def test_a_ledger_that_only_may_be_read_is_told(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in ledger.parent.glob("ledger.sqlite") if path.is_file()}
    status("--ledger", ledger, capsys=capsys)
    assert {path: path.read_bytes() for path in before} == before
