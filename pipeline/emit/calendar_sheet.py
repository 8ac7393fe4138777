"""calendar.xlsx: what is due for whom and when, every awarded unit, what ends an award, rows that were not listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from matchers.award_calendar import Awarded, Due, valid_until
from matchers.rubric_calls import AfterAward
from matchers.rubric_model import Rubric
from pipeline.emit.private import Masker
from pipeline.emit.rubric_table import when
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Value
from pipeline.emit.whole_file import written_whole

NAME: Final = "calendar.xlsx"
STAGES: Final = {"overdue": "已过期", "soon": "30天内", "open": "未到期"}
_GRADES: Final = {"overdue": "low", "soon": "medium", "open": "info"}
STATES: Final = {"in_force": "有效", "ended": "已终止", "cancelled": "已取消"}
_DUES = (
    Column("到期日", 12, True),
    Column("情况", 9, True),
    Column("事项", 40),
    Column("单位名称", 34),
    Column("联系人", 20),
    Column("认定日期", 12, True),
    Column("有效期至", 12, True),
    Column("依据", 20),
    Column("说明", 34),
    Column("办理情况（填写）", 18),
)
_UNITS = (
    Column("单位名称", 36),
    Column("认定日期", 12, True),
    Column("有效期至", 12, True),
    Column("状态", 14, True),
    Column("下一事项", 40),
    Column("到期日", 12, True),
    Column("联系人", 22),
    Column("名单中的位置", 22),
)
_CHECKS = (
    Column("编号", 12, True),
    Column("情形", 46),
    Column("后果", 24),
    Column("依据", 20),
    Column("原文", 50),
    Column("涉及单位（填写）", 26),
    Column("核实情况（填写）", 26),
)
_REST = (Column("未列入或须核对的行", 110),)


def write(
    rubric: Rubric,
    after: AfterAward,
    units: Sequence[Awarded],
    found: Sequence[Due],
    problems: Sequence[str],
    as_of: dt.date,
    folder: Path,
) -> Path:
    """Writes `calendar.xlsx` into the folder and returns its path."""
    path = folder / NAME
    title = f"{after.title or rubric.title}　认定后事项"
    told = f"{rubric.document}　判断日 {as_of}　共{len(units)}家　已过期的事项请核对是否已经办理"
    with written_whole(path) as aside:
        book = Book(aside, title, as_of.isoformat(), Masker(frozenset()))
        _sheet(book, "待办事项", _DUES, [_due(due, after) for due in found], title, told)
        _sheet(book, "单位一览", _UNITS, [_unit(unit, after, found, as_of) for unit in units], title, told)
        note = "逐条核对；有涉及的单位，填写单位和核实情况"
        _sheet(book, "终止与取消核对表", _CHECKS, _checks(after), title, note)
        if problems:
            _sheet(book, "未列入", _REST, [(line,) for line in problems], title, "请改正名单后重新生成")
        book.book.close()
    return path


def _sheet(
    book: Book, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], title: str, note: str
) -> None:
    sheet = book.sheet(name, columns, repeat=2, footer=title)
    for row, (text, form) in enumerate(
        ((title, book.format(bold=True, font_size=14)), (note, book.format(font_color="#555555")))
    ):
        sheet.set_row(row, 26 if row == 0 else 18)
        if len(columns) > 1:
            sheet.merge_range(row, 0, row, len(columns) - 1, book.text(text), form)
        else:
            sheet.write_string(row, 0, book.text(text), form)
    book.table(sheet, 2, columns, rows)


def _due(due: Due, after: AfterAward) -> tuple[Value, ...]:
    unit = due.unit
    return (
        due.day.isoformat(),
        Graded(STAGES[due.stage], _GRADES[due.stage]),
        due.title,
        unit.name,
        unit.contact,
        unit.awarded.isoformat(),
        valid_until(unit, after).isoformat(),
        due.duty.source.clause,
        due.duty.note,
        Entry(),
    )


def _unit(unit: Awarded, after: AfterAward, found: Sequence[Due], as_of: dt.date) -> tuple[Value, ...]:
    following = next((due for due in found if due.unit is unit and due.day >= as_of), None)
    end = valid_until(unit, after)
    state, grade = STATES[unit.state], "accepted" if unit.state == "in_force" else "rejected"
    if unit.state == "in_force" and end < as_of:
        state, grade = "有效期已满", "questioned"
    return (
        unit.name,
        unit.awarded.isoformat(),
        end.isoformat(),
        Graded(state, grade),
        following.title if following else "",
        following.day.isoformat() if following else "",
        unit.contact,
        unit.place,
    )


def _checks(after: AfterAward) -> list[tuple[Value, ...]]:
    effects = {"ended": "终止资格", "cancelled": "取消资格"}
    rows: list[tuple[Value, ...]] = []
    for ground in after.grounds:
        then = effects[ground.effect] + (f"，{ground.follows}" if ground.follows else "")
        rows.append((ground.id, ground.text, then, ground.source.clause, ground.source.quote, Entry(), Entry()))
    for duty in after.duties:
        if duty.every == "event":
            told = ("报告", duty.title, when("event", ""), duty.source.clause, duty.source.quote)
            rows.append((*told, Entry(), Entry()))
    return rows
