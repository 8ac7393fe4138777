"""Columns that only strokes of characters drew on a scan are put together; columns of the table stay."""

from __future__ import annotations

from matchers.drafting.notice import Sheet, Slot
from pipeline.drafting.false_rules import without_false_columns


def sheet(*rows: list[tuple[str, int]]) -> Sheet:
    """Cells as text and the columns that they cover."""
    owner = 0
    made = []
    for row in rows:
        slots: list[Slot] = []
        for text, wide in row:
            owner += 1
            slots += [Slot(text, owner)] * wide
        made.append(tuple(slots))
    return Sheet(tuple(made))


def texts(made: Sheet) -> list[list[str]]:
    return [[slot.text for slot in row] for row in made.rows]


def test_a_heading_torn_by_strokes() -> None:
    torn = sheet([("评", 1), ("分标准", 1), ("分值", 1)], [("得5分", 2), ("5", 1)], [("得3分", 2), ("3", 1)])
    assert texts(without_false_columns(torn)) == [["评分标准", "分值"], ["得5分", "5"], ["得3分", "3"]]


def test_a_column_that_most_rows_have_stays() -> None:
    whole = sheet([("指标", 1), ("标准", 1), ("分值", 1)], [("甲", 1), ("得5分", 1), ("5", 1)], [("一、规模", 3)])
    assert without_false_columns(whole) == whole
