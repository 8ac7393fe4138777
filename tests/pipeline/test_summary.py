"""The summary of a run: a scheme without points tells its conditions, a plan its targets and tasks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from matchers.cases import dossier
from matchers.draft import Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from pipeline.no_network import Protection
from pipeline.run import RunResult
from pipeline.summary import outcome, show_summary


def drafted(rubric: str) -> Draft:
    return draft_dossier(dossier([], name="市农业局"), load_rubric(rubric), dt.date(2019, 12, 31))


def test_conditions_are_counted_by_status() -> None:
    conditions, states = outcome(drafted("qingyuan-award-organisation-2025"))
    assert "待核" in conditions
    assert states == "—"


def test_only_the_units_own_rows_are_counted() -> None:
    draft = drafted("jiangmen-city-targets-2019")
    _, states = outcome(draft)
    own = [line for line in draft.lines if line.status]
    assert 0 < len(own) < 43
    assert states == f"不能确定{len(own)}"


def test_tasks_without_papers_are_overdue_or_open() -> None:
    _, states = outcome(drafted("jiangmen-city-tasks-2018"))
    assert "逾期" in states
    assert "完成" not in states


@pytest.mark.parametrize(
    ("protection", "told"), [("none", True), ("seccomp", False), ("namespace", False), (None, False)]
)
def test_where_nothing_closes_the_network_it_is_said(
    protection: Protection | None, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = drafted("jiangmen-qic-2022")
    show_summary(
        RunResult("办法", "2022-06-10", ((draft, Path("out")),), (), Path("out/batch.xlsx"), protection=protection)
    )
    assert ("不能替读取文件的进程关闭网络" in capsys.readouterr().out) is told
