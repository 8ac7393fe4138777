"""Scoring tables of a notice: which tables they are, and the pieces of one table that pages cut apart put together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matchers.drafting.columns import Columns, find_columns
from matchers.drafting.folded import plain
from matchers.drafting.guessed import completed, guessed
from matchers.drafting.notice import Notice, Sheet, Slot


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scoring table, whole, with its columns and the lines of text that stand before it."""

    sheet: Sheet
    columns: Columns
    lead: tuple[str, ...]


def find_scoring(notice: Notice) -> list[Scoring]:
    """Every scoring table of the notice; a piece without a heading of its own continues the one before."""
    found: list[Scoring] = []
    lead: list[str] = []
    for block in notice.blocks:
        if isinstance(block, str):
            lead.append(block)
            continue
        columns = find_columns(block)
        if columns is not None and not _asks_to_fill_in(block, columns):
            if found and _same_heading(found[-1], columns, block) and not _starts_anew(lead):
                found[-1] = _joined(found[-1], block, columns.first_row)
            else:
                found.append(Scoring(block, columns, tuple(lead)))
            lead = []
        elif found and columns is None and block.columns == found[-1].sheet.columns and not _starts_anew(lead):
            found[-1] = _joined(found[-1], block, 0)
            lead = []
        else:
            lead = []
    found = [replace(one, columns=completed(one.sheet, one.columns)) for one in found]
    scoring = [one for one in found if _is_scoring(one)]
    return scoring or _without_heading(notice)


def _without_heading(notice: Notice) -> list[Scoring]:
    """Tables whose columns only their content tells."""
    found: list[Scoring] = []
    lead: list[str] = []
    for block in notice.blocks:
        if isinstance(block, str):
            lead.append(block)
            continue
        columns = guessed(block)
        if found and block.columns == found[-1].sheet.columns and not _starts_anew(lead):
            found[-1] = _joined(found[-1], block, 0)
        elif columns is not None:
            found.append(Scoring(block, columns, tuple(lead)))
        lead = []
    return found


def _starts_anew(lead: list[str]) -> bool:
    """True where more than page numbers and blanks stand between two tables."""
    return any(len(plain(line)) > 6 for line in lead)


def _same_heading(before: Scoring, columns: Columns, sheet: Sheet) -> bool:
    return sheet.columns == before.sheet.columns and columns.heading == before.columns.heading


def _joined(before: Scoring, sheet: Sheet, first_row: int) -> Scoring:
    """Both pieces as one; the owners of the second are moved out of the way of the first."""
    shift = 1 + max((slot.owner for row in before.sheet.rows for slot in row), default=0)
    more = tuple(tuple(Slot(s.text, s.owner + shift) for s in row) for row in sheet.rows[first_row:])
    rows = before.sheet.rows
    if more and rows and _is_rest(rows[-1], more[0], before.columns):
        rest, more = more[0], more[1:]
        last = tuple(
            Slot(_continued(slot.text, r.text), slot.owner) if r.text and before.columns.roles[at] in _LONG else slot
            for at, (slot, r) in enumerate(zip(rows[-1], rest, strict=True))
        )
        rows = (*rows[:-1], last)
    return Scoring(Sheet((*rows, *more)), before.columns, before.lead)


_LONG = {"criteria", "explain", "materials", "content"}


def _is_rest(last: tuple[Slot, ...], first: tuple[Slot, ...], columns: Columns) -> bool:
    """True where a page break cut a row: no points, no label, and the text before is not at its end."""
    filled = [at for at, slot in enumerate(first) if slot.text.strip()]
    if not filled or any(columns.roles[at] not in _LONG for at in filled):
        return False
    ends = [last[at].text.rstrip() for at in columns.of("criteria")]
    return any(end and end[-1] not in "。;；.!！" for end in ends)


def _continued(text: str, rest: str) -> str:
    return rest if not text else text + rest


def _asks_to_fill_in(sheet: Sheet, columns: Columns) -> bool:
    """An application form has headings too, but nothing under them."""
    body = sheet.rows[columns.first_row :]
    places = columns.of("criteria", "grade")
    return not any(row[at].text.strip() for row in body for at in places) and not columns.of("points")


def _is_scoring(one: Scoring) -> bool:
    """Points stand somewhere: in a column, in a name or in the criteria."""
    if one.columns.of("points") or one.columns.of("grade"):
        return True
    text = "".join(plain(slot.text) for row in one.sheet.rows for slot in row)
    return text.count("分") >= 2 and any(f"{digit}分" in text for digit in "0123456789")
