"""Columns by what stands in them, where no heading says it or its words are not known."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from matchers.drafting.columns import Columns, Role
from matchers.drafting.folded import amount, plain
from matchers.drafting.mentions import find_mentions
from matchers.drafting.notice import Sheet
from matchers.drafting.stated_points import points_in_name

FEWEST: Final = 3
"""So many cells must speak of points before a column is taken for the criteria."""


def completed(sheet: Sheet, columns: Columns) -> Columns:
    """The columns with what no heading named, or named badly (a scan), found by what stands in them."""
    roles = list(columns.roles)
    body = [[row[at].text for row in sheet.rows[columns.first_row :]] for at in range(sheet.columns)]
    if "points" not in roles:
        numeric = [at for at, role in enumerate(roles) if role == "other" and _is_numeric(body[at])]
        if numeric:
            roles[numeric[-1]] = "points"
    if "grade" not in roles:
        _find_criteria(roles, [_speaking(cells) for cells in body])
    if "criteria" in roles:
        for at in range(roles.index("criteria")):
            if roles[at] == "other" and any(cell.strip() for cell in body[at]):
                roles[at] = "label"
    return replace(columns, roles=tuple(roles))


def _find_criteria(roles: list[Role], speaking: list[int]) -> None:
    """A column that speaks of points takes the place of one that never does."""
    stated = [at for at, role in enumerate(roles) if role == "criteria"]
    free = [at for at, role in enumerate(roles) if role in {"other", "explain", "content", "label", "materials"}]
    best = max(free, key=lambda at: speaking[at], default=None)
    if best is None or speaking[best] < FEWEST or any(speaking[at] for at in stated):
        return
    for at in stated:
        roles[at] = "label" if at < best else "explain"
    roles[best] = "criteria"


def guessed(sheet: Sheet) -> Columns | None:
    """The columns of a table without any heading; None where nothing in it speaks of points."""
    cells = [[row[at].text for row in sheet.rows] for at in range(sheet.columns)]
    counts = [_speaking(column) for column in cells]
    if sheet.columns < 2 or max(counts, default=0) < FEWEST:
        return None
    criteria = counts.index(max(counts))
    numeric = [at for at in range(sheet.columns) if at != criteria and _is_numeric(cells[at])]
    number = numeric[0] if numeric and _counts_up(cells[numeric[0]]) else None
    points = next((at for at in reversed(numeric) if at != number), None)
    roles: list[Role] = []
    for at in range(sheet.columns):
        if at == criteria:
            roles.append("criteria")
        elif at in {number, points}:
            roles.append("number" if at == number else "points")
        elif not any(cells[at]):
            roles.append("self")
        else:
            roles.append("label" if at < criteria else "materials")
    if "label" not in roles and points is None:
        return None
    first = _first_row(sheet, criteria, points)
    heading = tuple(tuple(plain(slot.text) for slot in row) for row in sheet.rows[:first])
    return Columns(tuple(roles), ("",) * sheet.columns, first, heading)


def _first_row(sheet: Sheet, criteria: int, points: int | None) -> int:
    """1 where the first row is a heading in words that nobody knows: short, and without any points."""
    row = sheet.rows[0]
    short = all(0 < len(plain(slot.text)) <= 12 for slot in row)
    stated = points is not None and re.search(r"\d", row[points].text) is not None
    return int(short and not stated and not find_mentions(row[criteria].text))


def _speaking(cells: list[str]) -> int:
    """Cells that speak of points earned."""
    return sum(
        any(m.kind in {"award", "full", "deduct"} for m in find_mentions(cell))
        for cell in set(cells)
        if cell and not _only_named(cell)
    )


def _only_named(cell: str) -> bool:
    """机构设置（5分）: a label, not criteria."""
    return len(plain(cell)) < 24 and points_in_name(cell) is not None and not re.search(r"[得计加扣每,，;；]", cell)


def _is_numeric(cells: list[str]) -> bool:
    filled = [plain(cell) for cell in cells if cell.strip()]
    hits = [cell for cell in filled if re.fullmatch(r"\(?[+-]?\d{1,3}(?:\.\d)?\)?分?|[/-]", cell)]
    return len(filled) >= FEWEST and len(hits) >= 0.7 * len(filled)


def _counts_up(cells: list[str]) -> bool:
    numbers = [amount(cell) for cell in dict.fromkeys(cells) if cell.strip()]
    known = [number for number in numbers if number is not None]
    return len(known) >= FEWEST and all(b - a == 1 for a, b in pairwise(known))
