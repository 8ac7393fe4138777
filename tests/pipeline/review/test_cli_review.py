"""`yushen collect` and `yushen quality` as a clerk runs them: exit statuses and what is said."""

from __future__ import annotations

from pathlib import Path

import county
import pytest

from pipeline.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_round_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = county.handed_out(county.drafted("甲"), tmp_path)
    county.fill(folder / "draft.xlsx", 得分={"5": 1})
    status, out, _ = run(capsys, "collect", tmp_path)
    assert status == 0
    assert "共 1 份材料，已复核 1 份" in out
    assert (tmp_path / "results.xlsx").exists()
    county.fill(folder / "draft.xlsx", 得分={"5": 99, "1": 2})
    status, out, err = run(capsys, "collect", tmp_path, "--out", tmp_path / "第二次")
    assert status == 1
    assert err.startswith("未收：甲/draft.xlsx〔评分表〕L")
    assert "99 超出 0～10" in err
    assert (tmp_path / "第二次" / "results.xlsx").exists()
    status, out, _ = run(capsys, "quality", "--reviews", tmp_path / "reviews.sqlite", "--out", tmp_path / "质量")
    assert status == 0
    assert "1 份复核" in out
    assert {p.name for p in (tmp_path / "质量").iterdir()} == {"quality.html", "quality.png"}
    status, _, err = run(
        capsys, "quality", "--reviews", tmp_path / "reviews.sqlite", "--out", tmp_path / "质量", "--fit"
    )
    assert status == 2
    assert "不足 20 件" in err


def test_unusable_commands_end_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "collect", tmp_path)[0] == 2
    assert run(capsys, "collect", tmp_path / "没有")[0] == 2
    assert run(capsys, "quality", "--reviews", tmp_path / "没有.sqlite")[0] == 2
    county.handed_out(county.drafted("甲"), tmp_path)
    assert run(capsys, "collect", tmp_path, "--limit", "两分")[0] == 2


def test_a_record_that_cannot_be_written_costs_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = county.handed_out(county.drafted("甲"), tmp_path)
    county.fill(folder / "draft.xlsx", 得分={"5": 1})
    (tmp_path / "bad.sqlite").write_bytes(b"no database" * 99)
    status, _, err = run(capsys, "collect", tmp_path, "--reviews", tmp_path / "bad.sqlite")
    assert status == 1
    assert "未记录：" in err
    assert (tmp_path / "results.xlsx").exists()
    assert "Traceback" not in err
