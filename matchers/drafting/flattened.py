"""A table that lost its lines: every cell a line of text, merged and empty cells nowhere.

Which column each cell stood in is the cheapest way through the columns from cell to cell: a cell costs what is strange
about it in that column (a number among labels), and so does every column that is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from matchers.drafting.columns import Role, find_columns, is_sum, role_of
from matchers.drafting.folded import plain
from matchers.drafting.mentions import find_mentions
from matchers.drafting.notice import Sheet, Slot, sheet_of
from matchers.drafting.stated_points import points_in_name

_NUMBERED: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）]|\d{1,2}(?:\.\d{1,2})*[、.．\s]|[A-D]\d{0,2}\s)"
)
_GROUP: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.]|第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]+[)）])"
)
_NUMBER: Final = re.compile(r"\(?(?:\d{1,2}(?:[.-]\d{1,2})*|[一二三四五六七八九十]{1,3})\)?[.、]?")
_ITEM: Final = re.compile(r"[(（][2-9二三四五六七八九][)）]|[②-⑨]")
"""A further item of a list within one cell."""
_POINTS: Final = re.compile(r"\(?\d{1,3}(?:\.\d)?\)?[分%]?|[/—-]+")
_PAPER: Final = re.compile(r"材料|证书|报告|文件|证明|复印|合同|清单|照片|记录|凭证|协议|花名册|名册|截图|台账|表$|书$")
_AFTER: Final = re.compile(r"^(?:附件|公开方式|注[:：]|说明[:：]|抄送)")
FEWEST_ROWS: Final = 3
LONG: Final = 36
LONGEST_TITLE: Final = 12
MERGED: Final[dict[str, float]] = {
    "number": 2, "label": 1, "content": 2, "criteria": 6, "explain": 2, "points": 6, "materials": 1.5, "self": 0,
    "grade": 2, "other": 1,
}  # fmt: skip
"""What it costs to pass a column over."""
REPEATED: Final = 2.5
"""What a further paragraph of the same cell costs."""


def flattened_sheet(lines: Sequence[str]) -> tuple[Sheet, tuple[str, ...]] | None:
    """The table among the lines and the lines before it; None where no run of lines is a heading."""
    for at in range(len(lines)):
        printed = _heading(lines, at)
        if printed is None:
            continue
        titles = _one_row(printed)
        cells = [line.strip() for line in lines[at + len(printed) :] if line.strip()]
        cells = [cell for cell in cells if cell not in printed]
        end = next((n for n, cell in enumerate(cells) if _AFTER.match(cell)), len(cells))
        columns = find_columns(sheet_of([list(titles), ["甲"] * len(titles)]))
        if columns is None or end < FEWEST_ROWS * 2:
            continue
        rows = _rows(cells[:end], columns.roles)
        if len(rows) >= FEWEST_ROWS:
            heading = tuple(Slot(title, n) for n, title in enumerate(titles))
            return Sheet((heading, *rows)), tuple(lines[:at])
    return None


def _heading(lines: Sequence[str], at: int) -> list[str] | None:
    """Three lines or more that each name a column, one of them the points or the criteria."""
    titles: list[str] = []
    for line in lines[at : at + 9]:
        if len(plain(line)) > LONGEST_TITLE or role_of(line) is None or line.strip() in titles:
            break
        titles.append(line.strip())
    roles = {role_of(title) for title in titles}
    return titles if len(titles) >= 3 and {"points", "criteria"} & roles else None


def _one_row(titles: list[str]) -> list[str]:
    """A heading of two rows: the labels of the second stand under the wide first title, not behind everything."""
    roles = [role_of(title) for title in titles]
    again = next((n for n in range(1, len(titles)) if roles[n] == "label" and roles[n - 1] != "label"), None)
    if again is None or roles[0] != "label" or {"criteria", "points"} & set(roles[again:]):
        return titles
    named = list(zip(titles, roles, strict=True))
    labels = [title for title, role in named[again:] if role == "label"]
    rest = [title for title, role in named[again:] if role != "label"]
    kept = [title for title, role in named[:again] if role != "label" and not (rest and role == "self")]
    return [*labels, *kept, *rest]


def _is_heading(cell: str) -> bool:
    return (bool(_GROUP.match(cell) or points_in_name(cell) is not None) and len(plain(cell)) <= LONG) or is_sum(cell)


def _strangeness(cell: str, role: Role) -> float:
    """What is strange about the cell in such a column."""
    words = plain(cell)
    named = (
        points_in_name(cell) is not None and len(words) <= LONG and bool(_NUMBERED.match(cell) or words.endswith(")"))
    )
    earns = bool(find_mentions(cell)) and not (named and not re.search(r"得|计|每", words))
    if role == "number":
        return 0.0 if _NUMBER.fullmatch(words) else 20.0
    if role == "points":
        return (0.0 if "." not in words else 6.0) if _POINTS.fullmatch(words) else 20.0
    if role == "self":
        return 0.0 if words in {"/", "-", "—"} else 12.0
    if re.fullmatch(r"[\d.]+", words):
        return 15.0
    if role in {"label", "content"}:
        return (6.0 if earns else 0.0) + (4.0 if len(words) > LONG else 0.0) + (3.0 if words[-1:] in "。;" else 0.0)
    if role in {"criteria", "grade", "explain"}:
        if role == "explain":
            return 3.0 if earns else 0.7
        return 0.0 if earns else 4.0 if named else 2.0 if len(words) < 12 else 1.0
    if role == "materials":
        return (5.0 if earns or named else 0.0) + (0.0 if _PAPER.search(words) else 1.2)
    return 1.5


def _passed(roles: Sequence[Role], start: int, end: int) -> float:
    """What it costs to leave out the columns from start up to end; the finest label is missed more than the others."""
    finest = {max((n for n, r in enumerate(roles) if r == role), default=-1) for role in ("label", "points")}
    return sum(_missed(roles[n], n in finest) for n in range(start, end))


def _missed(role: Role, finest: bool) -> float:
    """Of several labels or points the last is missed more: the others are merged over many rows."""
    if role == "label":
        return 3.0 if finest else 1.0
    return MERGED[role] if role != "points" or finest else 1.0


def _anew(before: str, last: int, cell: str, column: int, roles: Sequence[Role]) -> float:
    """What it costs that `cell` begins a row. Headings, sums and further items of a cell leave much out."""
    leaving = entering = 1.0
    if _is_heading(before) or re.fullmatch(r"\d+\.1", plain(cell)):
        leaving = 0.1
    elif _ITEM.match(before):
        leaving = 0.3
    if is_sum(cell) or (roles[column] == "criteria" and _ITEM.match(cell)):
        entering = 0.1
    return leaving * _passed(roles, last + 1, len(roles)) + entering * _passed(roles, 0, column)


def _places(cells: Sequence[str], roles: Sequence[Role]) -> list[tuple[int, bool]]:
    """For every cell its column, and whether it begins a row."""
    width = len(roles)
    costs = [_passed(roles, 0, c) + _strangeness(cells[0], roles[c]) for c in range(width)]
    back: list[list[tuple[int, bool]]] = []
    for before, cell in pairwise(cells):
        strange = [_strangeness(cell, role) for role in roles]
        found: list[tuple[float, int, bool]] = []
        for column in range(width):
            ways = []
            for last in range(width):
                ways.append((costs[last] + _anew(before, last, cell, column, roles), last, True))
                if column > last:
                    share = 0.1 if is_sum(before) else 1.0
                    ways.append((costs[last] + share * _passed(roles, last + 1, column), last, False))
                elif column == last and roles[column] in {"criteria", "materials", "explain", "label"}:
                    more = 15.0 if _NUMBERED.match(cell) and roles[column] == "label" else REPEATED
                    ways.append((costs[last] + more, last, False))
            found.append(min(ways))
        back.append([(last, new) for _, last, new in found])
        costs = [cost + s for (cost, _, _), s in zip(found, strange, strict=True)]
    ends = [cost + _passed(roles, c + 1, width) for c, cost in enumerate(costs)]
    column = ends.index(min(ends))
    places: list[tuple[int, bool]] = []
    for step in reversed(back):
        last, new = step[column]
        places.append((column, new))
        column = last
    places.append((column, True))
    return places[::-1]


def _rows(cells: Sequence[str], roles: Sequence[Role]) -> list[tuple[Slot, ...]]:
    rows: list[list[str]] = []
    for cell, (column, new) in zip(cells, _places(cells, roles), strict=True):
        if new:
            rows.append([""] * len(roles))
        rows[-1][column] = f"{rows[-1][column]}\n{cell}" if rows[-1][column] else cell
    result = []
    owner = len(roles)
    for row in rows:
        filled = [text for text in row if text]
        if len(filled) == 1 and _is_heading(filled[0]) and not is_sum(filled[0]):
            result.append((Slot(filled[0], owner),) * len(row))
        else:
            result.append(tuple(Slot(text, owner + n) for n, text in enumerate(row)))
        owner += len(row)
    return result
