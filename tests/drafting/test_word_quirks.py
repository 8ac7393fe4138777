"""What Word does to tables: one around the whole notice, tables within cells, rows cut apart, a title inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from rule_shape import shape

from pipeline.drafting import draft_from

ROWS = [
    ("1", "研发投入", "研发投入占比5%以上得10分，3%以上得6分。", "10"),
    ("2", "知识产权", "每拥有1件发明专利得2分，最高10分。", "10"),
    ("3", "质量管理", "通过质量管理体系认证得5分。", "5"),
]
HEADING = ("序号", "指标名称", "评分标准", "分值")
SHAPES = ["threshold 3:6 5:10", "each 2", "presence 5"]


def fill(table: Any, rows: Sequence[tuple[str, ...]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def shapes(path: Path) -> list[str]:
    return [shape(line.rule) for line in draft_from(path).rubric.indicators]


def test_a_table_that_only_lays_out_the_page(tmp_path: Path) -> None:
    document: Any = docx.Document()
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    outer.text = "关于开展评定的通知"
    fill(outer.add_table(rows=4, cols=4), [HEADING, *ROWS])
    document.save(str(tmp_path / "a.docx"))
    assert shapes(tmp_path / "a.docx") == SHAPES


def test_a_small_table_inside_the_criteria_is_part_of_them(tmp_path: Path) -> None:
    document: Any = docx.Document()
    table = document.add_table(rows=4, cols=4)
    fill(table, [HEADING, *ROWS])
    inner = table.cell(1, 2).add_table(rows=1, cols=2)
    fill(inner, [("1%以上", "2分")])
    document.save(str(tmp_path / "a.docx"))
    drafted = draft_from(tmp_path / "a.docx").rubric
    assert [str(line.max) for line in drafted.indicators] == ["10", "10", "5"]
    assert "1%以上" in drafted.indicators[0].source.quote


def test_a_row_cut_by_the_end_of_the_page_and_a_repeated_heading(tmp_path: Path) -> None:
    document: Any = docx.Document()
    fill(document.add_table(rows=2, cols=4), [HEADING, ("1", "研发投入", "研发投入占比5%以上得10分，", "10")])
    document.add_paragraph("— 3 —")
    rest = [HEADING, ("", "", "3%以上得6分。", ""), *ROWS[1:]]
    fill(document.add_table(rows=4, cols=4), rest)
    document.save(str(tmp_path / "a.docx"))
    drafted = draft_from(tmp_path / "a.docx").rubric
    assert [shape(line.rule) for line in drafted.indicators] == SHAPES
    assert drafted.indicators[0].source.quote == ROWS[0][2]


def test_the_next_page_without_a_heading(tmp_path: Path) -> None:
    document: Any = docx.Document()
    fill(document.add_table(rows=2, cols=4), [HEADING, ROWS[0]])
    document.add_page_break()
    fill(document.add_table(rows=2, cols=4), ROWS[1:])
    document.save(str(tmp_path / "a.docx"))
    assert shapes(tmp_path / "a.docx") == SHAPES


def test_a_form_to_fill_in_is_no_scoring_table(tmp_path: Path) -> None:
    document: Any = docx.Document()
    fill(document.add_table(rows=2, cols=2), [("申报单位", ""), ("联系电话", "")])
    fill(document.add_table(rows=4, cols=4), [HEADING, *ROWS])
    document.save(str(tmp_path / "a.docx"))
    assert shapes(tmp_path / "a.docx") == SHAPES


def test_columns_whose_headings_nobody_knows(tmp_path: Path) -> None:
    document: Any = docx.Document()
    fill(document.add_table(rows=4, cols=4), [("甲", "乙", "丙", "丁"), *ROWS])
    document.save(str(tmp_path / "a.docx"))
    drafted = draft_from(tmp_path / "a.docx").rubric
    assert [shape(line.rule) for line in drafted.indicators] == SHAPES
    assert [str(line.max) for line in drafted.indicators] == ["10", "10", "5"]


def test_the_next_page_of_a_table_whose_headings_nobody_knows(tmp_path: Path) -> None:
    document: Any = docx.Document()
    more = [("4", "品牌", "拥有注册商标得5分。", "5"), ("5", "荣誉", "获得市级质量奖得5分。", "5")]
    fill(document.add_table(rows=4, cols=4), [("甲", "乙", "丙", "丁"), *ROWS])
    document.add_page_break()
    fill(document.add_table(rows=2, cols=4), more)
    document.save(str(tmp_path / "a.docx"))
    assert shapes(tmp_path / "a.docx") == [*SHAPES, "presence 5", "presence 5"]
