"""Columns that a scan only seems to have: strokes of large characters taken for lines of the table."""

from __future__ import annotations

from typing import Final

from matchers.drafting.notice import Sheet, Slot

SELDOM: Final = 0.25
"""A line between two columns that parts cells in so few rows is none; a title over all columns parts nothing."""
OFTEN: Final = 0.55
"""A line that tears a word or stands beside an empty place may part so many rows and still be none."""
SCRAP: Final = 3
FEWEST_ROWS: Final = 3


def without_false_columns(sheet: Sheet) -> Sheet:
    """The sheet with columns put together that hardly any row keeps apart."""
    rows = len(sheet.rows)
    if rows < FEWEST_ROWS or sheet.columns < FEWEST_ROWS:
        return sheet
    groups = [[0]]
    for column in range(1, sheet.columns):
        parted = [(row[column - 1], row[column]) for row in sheet.rows if row[column].owner != row[column - 1].owner]
        if len(parted) <= max(1.0, SELDOM * rows) or (len(parted) <= OFTEN * rows and all(map(_is_torn, parted))):
            groups[-1].append(column)
        else:
            groups.append([column])
    if len(groups) == sheet.columns or len(groups) < 2:
        return sheet
    return Sheet(tuple(tuple(_one(row, group) for group in groups) for row in sheet.rows))


def _is_torn(pair: tuple[Slot, Slot]) -> bool:
    """True where one side holds no more than a scrap of a word."""
    return min(len(pair[0].text.strip()), len(pair[1].text.strip())) <= SCRAP


def _one(row: tuple[Slot, ...], group: list[int]) -> Slot:
    """The cells of these places as one; pieces of a word go together without anything between."""
    pieces = {row[at].owner: row[at].text for at in group if row[at].text}
    return Slot("".join(pieces.values()), row[group[0]].owner)
