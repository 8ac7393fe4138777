"""The progress sheet: every row once, every unit in its own column and on its own sheet, counts that add up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matchers.cases import dossier, evidence
from matchers.draft import Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from pipeline.emit import batch

EVENT = ("kind", "title", "organiser", "date", "count", "unit")


def draft(rubric: str, unit: str, *papers: Any) -> Draft:
    return draft_dossier(dossier(papers, name=unit), load_rubric(rubric), dt.date(2019, 12, 31))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    meeting = evidence(
        "event", field_names=EVENT, title="新会区质量工作会议", organiser="新会区人民政府", date="2018-08-16"
    )
    drafts = [
        draft("jiangmen-city-tasks-2018", "市质监局"),
        draft("jiangmen-city-tasks-2018", "新会区政府", meeting),
        draft("jiangmen-city-tasks-2018", "新会区政府"),
    ]
    folder = tmp_path_factory.mktemp("out")
    return openpyxl.load_workbook(batch.write(drafts, folder))


def test_there_is_an_overview_a_table_and_a_sheet_for_each_unit(book: Any) -> None:
    assert book.sheetnames[:2] == ["进度总览", "进度表"]
    assert {"市质监局", "新会区政府", "新会区政府_2"} <= set(book.sheetnames)
    assert {"待跟进", "未出稿"} <= set(book.sheetnames)


def test_the_table_has_every_task_once_and_each_year_of_a_yearly_one(book: Any) -> None:
    rows = list(book["进度表"].iter_rows(min_row=2, values_only=True))
    numbers = [row[0] for row in rows]
    assert len(numbers) == len(set(numbers))
    assert {str(number).split("（")[0] for number in numbers} == {
        task.id for line in draft("jiangmen-city-tasks-2018", "市质监局").lines for task in line.tasks
    }
    assert "2.2（2018年）" in numbers
    assert "2.2（2019年）" in numbers


def test_a_cell_stands_in_the_row_of_its_task_and_the_column_of_its_unit(book: Any) -> None:
    sheet = book["进度表"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    mine = head.index("新会区政府")
    assert str(rows["2.2（2018年）"][mine]).startswith("已完成")
    assert rows["2.2（2019年）"][mine] == "逾期"
    assert not rows["2.2（2018年）"][head.index("市质监局")]
    assert rows["20.9"][head.index("市质监局")] == "逾期"
    assert rows["2.2（2018年）"][head.index("全部单位")] == "1／2 完成"


def test_the_counts_of_the_overview_are_those_of_the_units_sheet(book: Any) -> None:
    sheet = book["进度总览"]
    head = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4, max_row=6, values_only=True):
        counts = [int(row[head.index(word)]) for word in ("已完成", "逾期", "待核", "未到期")]
        assert sum(counts) == row[1] > 0
    own = [row[0] for row in book["市质监局"].iter_rows(min_row=4, values_only=True)]
    first = next(row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] == "市质监局")
    assert own.count("逾期") == int(first[head.index("逾期")])
    assert own == sorted(own, key=("逾期", "待核", "未到期", "已完成").index)


def test_a_state_has_its_colour(book: Any) -> None:
    sheet = book["进度表"]
    colours = {
        str(cell.value).split("\n")[0]: cell.fill.fgColor.rgb
        for row in sheet.iter_rows(min_row=2)
        for cell in row[5:]
        if cell.value
    }
    assert len({colours[word] for word in ("已完成", "逾期", "未到期", "待核")}) == 4


def test_targets_have_a_value_and_no_points(tmp_path: Path) -> None:
    rate = evidence("statistic", field_names=("measure", "value", "unit", "period", "place"),
                    measure="主要农产品质量安全抽检合格率", value="97.8")  # fmt: skip
    made = openpyxl.load_workbook(batch.write([draft("jiangmen-city-targets-2019", "市农业局", rate)], tmp_path))
    assert "提议分\n（自评参考）" not in [cell.value for cell in made["进度总览"][3]]
    rows = {row[1]: row for row in made["市农业局"].iter_rows(min_row=4, values_only=True)}
    assert (rows["16"][0], rows["16"][5]) == ("达到", "97.8%（2019）")
    assert len(list(made["进度表"].iter_rows(min_row=2))) == 43
