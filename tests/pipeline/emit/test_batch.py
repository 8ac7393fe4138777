from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from matchers.draft import Draft
from pipeline.emit import batch, draft_json
from pipeline.emit.explain import explain


def applicant(draft: Draft, name: str, total: int, lowest: int, highest: int) -> Draft:
    return replace(
        draft,
        dossier=replace(draft.dossier, name=name),
        applicant=replace(draft.applicant, name=f"江门市{name}有限公司"),
        total=Decimal(total),
        total_lowest=Decimal(lowest),
        total_highest=Decimal(highest),
    )


@pytest.fixture
def run(draft: Draft) -> list[Draft]:
    return [
        applicant(draft, "丙#1", 40, 38, 70),
        applicant(draft, "甲", 80, 75, 85),
        applicant(draft, "乙", 60, 55, 65),
        applicant(draft, "丁", 20, 20, 20),
    ]


def test_ranking_quota_and_failures(run: list[Draft], tmp_path: Path) -> None:
    path = batch.write(run, tmp_path, failures=[("戊", "=内部错误 13800138000")], quota=2)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["排名", "矩阵", "待跟进", "未出稿"]
    rows = [[c.value for c in r] for r in book["排名"].iter_rows(min_row=4)]
    assert [(r[0], r[1], r[2], r[6]) for r in rows] == [
        (1, "江门市甲有限公司", 80, "内"),
        (2, "江门市乙有限公司", 60, "待定"),
        (3, "江门市丙#1有限公司", 40, "待定"),
        (4, "江门市丁有限公司", 20, "外"),
    ]
    assert "%23" in book["排名"].cell(6, 13).hyperlink.target
    failed = [[c.value for c in r] for r in book["未出稿"].iter_rows(min_row=2)]
    assert failed[0] == ["戊", "未出稿", "=内部错误 138****8000"]
    assert not [c for s in book for r in s.iter_rows() for c in r if c.data_type == "f"]


def test_the_quota_is_known_of_the_rubric(run: list[Draft], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(batch.write(run, tmp_path))
    assert "名额 5 家" in book["排名"].cell(2, 1).value


def test_a_run_without_drafts_still_tells_why(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(batch.write([], tmp_path, failures=[("戊", "出错")]))
    assert book["未出稿"].cell(2, 1).value == "戊"


def test_follow_up_names_the_applicant_and_leaves_information_out(run: list[Draft], tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(batch.write(run, tmp_path))["待跟进"]
    rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=2)]
    assert len(rows) == 4 * 7
    assert {r[1] for r in rows} == {"错误", "警告"}


def test_the_same_run_gives_the_same_bytes_in_any_order(run: list[Draft], tmp_path: Path) -> None:
    first = batch.write(run, tmp_path / "a").read_bytes()
    assert batch.write(run[::-1], tmp_path / "b").read_bytes() == first


def test_a_line_is_explained_step_by_step(draft: Draft) -> None:
    told = explain(draft_json.as_dict(draft), "4")
    parts = ["满分 10", "预评 3 分", "申报 6 分", "→ 2 分", "不采信的材料", "未授权：仅为受理通知书"]
    for part in [*parts, "需要跟进", "处理：", "专利.pdf 第3页"]:
        assert part in told
    assert "13800138000" not in told


def test_a_line_without_papers_says_so(draft: Draft) -> None:
    assert "没有找到本项的佐证" in explain(draft_json.as_dict(draft), "2.2")


def test_an_unknown_line_names_those_there_are(draft: Draft) -> None:
    with pytest.raises(KeyError, match=r"可选：1、2\.1"):
        explain(draft_json.as_dict(draft), "99")
