"""The rows of a scoring table as scored lines: what has points of its own is a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from matchers.drafting.columns import Columns, is_sum
from matchers.drafting.folded import NUMBER, fold, plain
from matchers.drafting.notice import Sheet, Slot
from matchers.drafting.stated_points import points_in_cell, points_in_name
from matchers.drafting.wording import wording

_TORN_HEADING: Final = re.compile(
    r"(?:[一二三四五六七八九十]+[、.]?|第[一二三四五六七八九十]+部分)[^得计每扣。;\d]{2,30}\((?:满分|共|计)?\d{1,3}分\)"
)
_MINUS: Final = re.compile(rf"\s*-\s*(?P<n>{NUMBER})\s*分?")


@dataclass(frozen=True, slots=True)
class Row:
    """One scored line as the table has it. `path`: its labels from the group down; `points`: None where not stated."""

    number: str
    path: tuple[str, ...]
    criteria: str
    materials: str
    points: Decimal | None
    group_points: Decimal | None = None
    explain: str = ""
    is_penalty: bool = False
    grades: tuple[tuple[Decimal | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of one table; `total`: what its sum row states; `headings`: points that headings state by group."""

    lines: tuple[Row, ...]
    total: Decimal | None = None


class RowReader:
    """Walks down a table; merged and empty label cells hold what stands above them."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.labels = columns.of("label", "content")
        self.points = _points_columns(columns)
        self.group_points_column = self.points[0] if len(self.points) > 1 else None
        self.rows: list[Row] = []
        self.total: Decimal | None = None
        self._path: list[str] = [""] * len(self.labels)
        self._owners: list[int] = [-1] * len(self.labels)
        self._heading = ""
        self._number = ""
        self._points_owner = -1
        self._line_owner: tuple[int, ...] = ()
        self._group_points: Decimal | None = None
        self._fresh = True

    def read(self, rows: tuple[tuple[Slot, ...], ...]) -> None:
        for row in rows:
            self._take(row)

    def _take(self, row: tuple[Slot, ...]) -> None:
        texts = [plain(slot.text) for slot in row]
        if not any(texts) or tuple(texts) in self.columns.heading:
            return
        filled = {slot.owner: slot.text for slot in row if slot.text.strip()}
        if any(is_sum(text) for text in list(filled.values())[:2]):
            numbers = [points_in_cell(text) for text in filled.values() if not is_sum(text)]
            inside = [points_in_name(text) for text in filled.values() if is_sum(text)]
            self.total = next((n for n in [*numbers, *inside] if n is not None), self.total)
            return
        if (heading := self._heading_of(row, filled)) is not None:
            self._heading = heading
            self._path = [""] * len(self.labels)
            self._owners = [-1] * len(self.labels)
            self._fresh = True
            return
        self._line(row)

    def _heading_of(self, row: tuple[Slot, ...], filled: dict[int, str]) -> str | None:
        """The words of a row that only heads what follows: one cell, or a number and one cell (and its points)."""
        numbers = {row[at].owner for at in self.columns.of("number")}
        points = {row[at].owner for at in self.points}
        labels = {row[at].owner for at in self.labels}
        words = [owner for owner in filled if owner in labels or owner not in numbers | points]
        if (torn := self._over_points(row)) is not None:
            return torn
        whole = "".join(text.strip() for text in filled.values())
        if len(filled) > 1 and _TORN_HEADING.fullmatch(plain(whole)):
            return whole  # a scan's lines cut the wide cell apart
        if len(row) < 2 or len(words) != 1:
            return None
        text = filled[words[0]].strip()
        number = next((filled[owner].strip() for owner in filled if owner in numbers and owner != words[0]), "")
        if len(filled) == 1:
            return text if self._is_heading(text, row) else None
        criteria = {row[at].owner for at in self.columns.of("criteria", "grade")}
        spread = words[0] in criteria and any(row[at].owner == words[0] for at in self.labels)
        han = re.fullmatch(r"[(]?[一二三四五六七八九十]+[)、.]?", plain(number)) is not None
        empty = not any(row[at].text.strip() for at in self.columns.of("criteria", "grade"))
        if (spread or (han and empty)) and len(plain(text)) < 60:
            own = next((points_in_cell(filled[owner]) for owner in filled if owner in points), None)
            stated = "" if own is None or points_in_name(text) is not None else f"（{own.normalize():f}分）"
            return f"{number}、{text}{stated}" if han else text + stated
        return None

    def _over_points(self, row: tuple[Slot, ...]) -> str | None:
        """The words of a cell that covers criteria and points alike, with a label that it may have been torn from."""
        over = [
            row[at].text.strip()
            for at in self.columns.of("criteria")
            if any(row[at].owner == row[points].owner and at != points for points in self.points)
        ]
        if not over or not over[0] or len(plain(over[0])) > 40 or re.search(r"[得计扣每]", over[0]):
            return None
        label = "".join(dict.fromkeys(row[at].text.strip() for at in self.labels))
        return label if over[0] in label else label + over[0]

    def _is_heading(self, text: str, row: tuple[Slot, ...]) -> bool:
        words = plain(text)
        wide = len({slot.owner for slot in row}) < len(row)
        numbered = re.match(
            r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+部分|[A-H][、.])",
            words,
        )
        first = bool(row[0].text.strip())
        known = wording()
        if re.match(r"注[:]|说明|备注", words):
            return False
        return len(words) < 60 and (
            (numbered is not None and (wide or first))
            or (wide and points_in_name(text) is not None)
            or ((wide or first) and (known.says("bonus", words) or known.says("penalty", words)))
        )

    def _cell(self, row: tuple[Slot, ...], column: int | None) -> Slot | None:
        return None if column is None else row[column]

    def _line(self, row: tuple[Slot, ...]) -> None:
        changed = self._labels(row)
        number = next((row[at].text.strip() for at in self.columns.of("number") if row[at].text.strip()), "")
        cell = self._cell(row, self.points[-1] if self.points else None)
        criteria = self._joined(row, "criteria")
        materials = self._joined(row, "materials")
        explain = self._joined(row, "explain")
        grades = self._grades(row)
        if grades and not criteria:
            criteria = "\t".join(text for _, text in grades)
        points, penalty = self._points(cell)
        is_new = self._is_new(cell, points, changed, criteria)
        if not is_new and self.rows:
            self._append(row, criteria, materials, explain)
            return
        if cell is not None and cell.text.strip():
            self._points_owner = cell.owner
        if number:
            self._number = number
        path = tuple(p for p in (self._heading, *self._path) if p)
        if points is None and self._path and self._path[-1]:
            points = points_in_name(self._path[-1])
        group = points_in_cell(row[self.group_points_column].text) if self.group_points_column is not None else None
        self._group_points = group if group is not None else (None if changed == 0 else self._group_points)
        self.rows.append(
            Row(
                number or (self._number if not changed else ""),
                path,
                criteria,
                materials,
                points,
                self._group_points,
                explain,
                penalty,
                grades,
            )
        )
        self._fresh = False

    def _labels(self, row: tuple[Slot, ...]) -> int | None:
        """Takes in the labels; the highest level that is new, or None."""
        changed = None
        for level, column in enumerate(self.labels):
            slot = row[column]
            text = slot.text.strip()
            if level and slot.owner == row[self.labels[level - 1]].owner:
                text = ""  # one cell over several levels names the highest
            same = not text or slot.owner == self._owners[level]
            if not same and changed is None and plain(text) == plain(self._path[level]) and text:
                same = True
            if same and changed is None:
                continue
            if changed is None:
                changed = level
            self._path[level] = text
            self._owners[level] = slot.owner
        return changed

    def _points(self, cell: Slot | None) -> tuple[Decimal | None, bool]:
        if cell is None or not cell.text.strip():
            return None, False
        if _MINUS.fullmatch(fold(cell.text)):
            return Decimal(0), True
        return points_in_cell(cell.text), False

    def _is_new(self, cell: Slot | None, points: Decimal | None, changed: int | None, criteria: str) -> bool:
        if self._fresh:
            return True
        if cell is not None:
            if cell.text.strip():
                return cell.owner != self._points_owner
            finest = changed is not None and bool(self._path[-1]) and self._path[-1] is not None
            return finest and (
                points_in_name(self._path[-1]) is not None
                or not self.rows
                or (bool(criteria) and changed is not None and self._starts_label())
            )
        if self._path and points_in_name(self._path[-1]) is not None:
            return changed is not None
        return bool(criteria) or changed is not None

    def _starts_label(self) -> bool:
        """True where an empty points cell stands at a new label: the line simply states no points."""
        return True

    def _append(self, row: tuple[Slot, ...], criteria: str, materials: str, explain: str) -> None:
        last = self.rows[-1]
        self.rows[-1] = replace(
            last,
            criteria=_added(last.criteria, criteria),
            materials=_added(last.materials, materials),
            explain=_added(last.explain, explain),
        )

    def _joined(self, row: tuple[Slot, ...], role: str) -> str:
        texts = {row[at].owner: row[at].text.strip() for at in self.columns.of(role)}  # type: ignore[arg-type]
        return "\n".join(text for text in texts.values() if text)

    def _grades(self, row: tuple[Slot, ...]) -> tuple[tuple[Decimal | None, str], ...]:
        found = []
        for at in self.columns.of("grade"):
            if row[at].text.strip():
                found.append((points_in_name(self.columns.titles[at]), row[at].text.strip()))
        return tuple(found)


def _added(text: str, more: str) -> str:
    if not more or more == text or text.endswith("\n" + more):
        return text
    return f"{text}\n{more}" if text else more


def _points_columns(columns: Columns) -> list[int]:
    """Columns of points; the last belongs to the line, an earlier one to its group."""
    return columns.of("points")


def read_rows(sheet: Sheet, columns: Columns) -> Rows:
    """The scored lines of a table."""
    reader = RowReader(columns)
    reader.read(sheet.rows[columns.first_row :])
    return Rows(tuple(reader.rows), reader.total)
