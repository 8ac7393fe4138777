"""The two rubrics of the city's plan say, cell by cell, what the official text says: no row more, none less.

In the text, a row's cells are parted by a line end and a tab, rows by an empty line and a tab. A cell that continues
the one above is empty; rows with a heading inside the sub-item (产品质量方面) have one cell more.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from matchers.rubric import Rubric, load_rubric
from matchers.rubric_model import Indicator, SubItem
from matchers.rule_parts import rules_of

NAME = "004_31c5ce152806ac8c.txt"


def official_text() -> str:
    """The text as published; the test is skipped, visibly, where the official texts are not beside the project."""
    folder = Path(os.environ.get("YUSHEN_SOURCES") or Path(__file__).parents[2].parent / "shared" / "sources")
    if not (folder / NAME).is_file():
        pytest.skip(f"官方文本不在{folder.name}：设 YUSHEN_SOURCES 指向存放官方文本的文件夹")
    return (folder / NAME).read_text("utf-8")


@dataclass(frozen=True)
class TargetRow:
    """One row of annex 1."""

    number: str
    wanted: str
    baseline: str
    goal: str
    units: str
    remark: str


@dataclass(frozen=True)
class TaskRow:
    """One row of annex 2, with the cells that it continues filled in."""

    group: str
    item: str
    sub_item: str
    aspect: str
    task: str
    units: str
    due: str


def target_rows() -> list[TargetRow]:
    """All rows of annex 1."""
    table = official_text().split("附件2", 1)[0].split("备注", 1)[1]
    rows = []
    for row in re.split(r"\n\n\t(?=\d+\n\t)", table)[1:]:
        cells = [cell.rstrip() for cell in row.split("\n\t")]
        rows.append(TargetRow(*cells, *[""] * (6 - len(cells))))
    return rows


def task_rows() -> list[TaskRow]:
    """All rows of annex 2."""
    table = official_text().split("附件2", 1)[1].split("完成时限", 1)[1]
    rows: list[TaskRow] = []
    group = item = sub_item = aspect = ""
    for row in table.split("\n\n\t"):
        if not row.strip():
            continue
        cells = [cell.strip() for cell in row.split("\n\t")]
        heading = cells.pop(3) if len(cells) == 7 else None
        group = cells[0] or group
        item = cells[1] or item
        if cells[2]:
            sub_item, aspect = cells[2], ""
        aspect = "" if heading is None else heading or aspect
        rows.append(TaskRow(group, item, sub_item, aspect, *cells[3:]))
    return rows


def units_of(cell: str) -> tuple[str, ...]:
    """The units that a cell names; 、 ， and a full stop part them."""
    return tuple(part for part in re.split("[、，。]", cell) if part)


@pytest.fixture(scope="module")
def targets() -> Rubric:
    return load_rubric("jiangmen-city-targets-2019")


@pytest.fixture(scope="module")
def tasks() -> Rubric:
    return load_rubric("jiangmen-city-tasks-2018")


def test_annex_1_has_all_43_indicators_in_order(targets: Rubric) -> None:
    assert [i.id for i in targets.indicators] == [str(n) for n in range(1, 44)]
    assert [row.number for row in target_rows()] == [i.id for i in targets.indicators]


def test_every_cell_of_annex_1_is_quoted_exactly(targets: Rubric) -> None:
    for row, line in zip(target_rows(), targets.indicators, strict=True):
        assert line.target is not None
        assert line.source.quote == row.wanted
        assert line.target.baseline == row.baseline
        assert line.target.goal == row.goal
        assert line.target.remark == row.remark
        assert line.units == units_of(row.units)


def test_an_empty_goal_is_never_decided_with_high_confidence(targets: Rubric) -> None:
    empty = [i for i in targets.indicators if i.target and not i.target.goal]
    assert {i.id for i in empty} == {"19", "20", "21", "27", "28", "29", "30", "41", "42", "43"}
    assert all(i.at_most == "medium" and i.target and "目标栏为空" in i.target.note for i in empty)


def test_annex_1_prints_no_points(targets: Rubric) -> None:
    assert targets.max_score == 0


def test_annex_2_has_all_54_items_and_the_four_without_points(tasks: Rubric) -> None:
    assert [i.id for i in tasks.indicators] == [str(n) for n in range(1, 55)]
    assert {i.id for i in tasks.indicators if not i.max} == {"44", "45", "46", "47"}
    items = list(dict.fromkeys(row.item for row in task_rows()))
    assert [i.source.quote for i in tasks.indicators] == items
    for line, item in zip(tasks.indicators, items, strict=True):
        printed = re.search(r"（(\d+)分）$", item)
        assert line.max == Decimal(printed[1] if printed else 0)
        assert line.name in item


def test_the_groups_are_the_first_column_with_the_sums_of_their_points(tasks: Rubric) -> None:
    groups = {row.item: row.group for row in task_rows()}
    assert [i.group for i in tasks.indicators] == [groups[i.source.quote] for i in tasks.indicators]
    assert [g.title for g in tasks.groups] == list(dict.fromkeys(groups.values()))
    assert tasks.max_score == 1060


def _printed_tasks(line: Indicator) -> list[tuple[SubItem, str, str, tuple[str, ...], str, str]]:
    return [(sub, t.id, t.text, t.units, t.due, t.aspect) for sub in line.sub_items for t in sub.tasks]


def test_every_task_is_quoted_exactly_with_units_and_due_date(tasks: Rubric) -> None:
    rows = task_rows()
    quoted = [(line, *found) for line in tasks.indicators for found in _printed_tasks(line)]
    assert len(quoted) == len(rows) == 268
    for row, (line, sub, number, text, units, due, aspect) in zip(rows, quoted, strict=True):
        assert row.task in {number + text, f"{number} {text}"}
        assert line.source.quote == row.item
        assert sub.source.quote in row.sub_item
        assert units == units_of(row.units)
        assert due == row.due
        assert aspect == row.aspect


def test_the_task_numbers_are_the_official_ones_also_where_one_is_missing(tasks: Rubric) -> None:
    numbers = [t.id for i in tasks.indicators for s in i.sub_items for t in s.tasks]
    assert numbers == [re.match(r"\d+\.\d+", row.task)[0] for row in task_rows()]  # type: ignore[index]
    assert len(set(numbers)) == 268
    assert "14.14" not in numbers


def test_the_sub_items_of_a_line_together_are_the_official_column(tasks: Rubric) -> None:
    cells: dict[str, list[str]] = {}
    for row in task_rows():
        cells.setdefault(row.item, [])
        if row.sub_item not in cells[row.item]:
            cells[row.item].append(row.sub_item)
    for line in tasks.indicators:
        assert "".join(sub.source.quote for sub in line.sub_items) == "".join(cells[line.source.quote])


def test_printed_points_of_sub_items_are_taken_and_lines_that_do_not_add_up_say_so(tasks: Rubric) -> None:
    wrong: dict[str, tuple[int, int]] = {}
    for line in tasks.indicators:
        for sub in line.sub_items:
            printed = [int(n) for n in re.findall(r"（(\d+)分）", sub.source.quote)]
            if printed:
                assert sub.points == sum(printed)
        total = sum((sub.points or Decimal(0) for sub in line.sub_items), Decimal(0))
        if total != line.max:
            wrong[line.id] = (int(total), int(line.max))
            assert line.uneven
    assert wrong == {"7": (18, 20), "10": (10, 20), "21": (15, 20)}


def test_merged_cells_are_read_as_the_row_above_and_say_so(tasks: Rubric) -> None:
    rows = {t.id: t for i in tasks.indicators for s in i.sub_items for t in s.tasks}
    assert {n: t.units_as for n, t in rows.items() if not t.units} == {"5.2": "5.1", "14.11": "14.10", "14.12": "14.10"}
    no_due = {n: t.deadline for n, t in rows.items() if not t.due}
    assert no_due == {"21.17": "2018-12-31", "21.18": "2018-12-31", "29.6": "2018-12-31"}
    assert all("合并" in rows[n].note for n in ("5.2", "14.11", "14.12", *no_due))


def test_every_wording_of_a_due_date_has_one_deadline(tasks: Rubric) -> None:
    read: dict[str, set[tuple[str, str]]] = {}
    for line in tasks.indicators:
        for sub in line.sub_items:
            for task in sub.tasks:
                if task.due:
                    read.setdefault(task.due, set()).add((task.deadline, task.every))
    assert all(len(found) == 1 for found in read.values())
    assert read["2018年10月"] == {("2018-10-31", "once")}
    assert read["2018年12月底"] == {("2018-12-31", "once")}
    assert read["每年9月份前"] == {("09-30", "year")}
    assert read["每年"] == {("12-31", "year")}
    assert read["持续开展"] == read["日常工作"] == read["常态化工作持续推进"] == {("", "ongoing")}
    assert read["已完成"] == {("", "already")}
    assert read["每季度"] == {("12-31", "quarter")}


def test_the_unit_that_most_rows_name_is_the_districts(tasks: Rubric) -> None:
    found = Counter(u for i in tasks.indicators for s in i.sub_items for t in s.tasks for u in t.units)
    assert found["各市（区）政府"] == 230


def test_every_limit_of_a_target_is_asked_of_one_years_value(targets: Rubric) -> None:
    """A value of another year would reach the target of 2019 if the measure named no year."""
    for line in targets.indicators:
        for _, rule in rules_of(line):
            names = (*getattr(rule, "of", ()), *getattr(rule, "than", ())) if rule.form == "threshold" else ()
            for name in names:
                measure = line.papers[name].measure
                assert measure is not None
                assert measure.year is not None, (line.id, name)
