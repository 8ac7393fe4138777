"""What the columns of a scoring table hold, and where its heading rows are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from extractors.strict_yaml import load
from matchers.drafting.folded import plain
from matchers.drafting.notice import Sheet, Slot
from matchers.drafting.wording import DATA

Role = Literal["number", "label", "criteria", "explain", "content", "points", "materials", "self", "grade", "other"]
DEEPEST_HEADING: Final = 8
"""The heading stands within the first rows; above it only a title and lines to fill in."""
LONGEST_HEADING: Final = 24
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\)")


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of every column, and the rows that were the heading. `titles`: the heading's words by column."""

    roles: tuple[Role, ...]
    titles: tuple[str, ...]
    first_row: int
    heading: tuple[tuple[str, ...], ...]

    def of(self, *roles: Role) -> list[int]:
        """The columns with one of these roles, from left to right."""
        return [at for at, role in enumerate(self.roles) if role in roles]


@cache
def _tree() -> tuple[tuple[tuple[Role, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    tree = load((DATA / "columns.yaml").read_text("utf-8"), "columns.yaml")
    roles = tuple((entry["role"], re.compile(entry["words"], re.I)) for entry in tree["roles"])
    return roles, re.compile(tree["grades"]), re.compile(tree["sums"])


def is_sum(text: str) -> bool:
    """合计, 总分 and the like."""
    return _tree()[2].fullmatch(plain(text)) is not None


def role_of(title: str) -> Role | None:
    """The role that a heading names.

    >>> [role_of(t) for t in ("序号", "二级指标", "评 分 标 准", "分值（100分）", "佐证材料", "自评分", "企业名称甲")]
    ['number', 'label', 'criteria', 'points', 'materials', 'self', None]
    """
    words = plain(title)
    if not words or len(words) > LONGEST_HEADING or _NUMBERED.match(words):
        return None
    bare = re.sub(r"\((?:满分)?[\d.]*(?:分|%)?\)$", "", words)
    for role, pattern in _tree()[0]:
        if pattern.fullmatch(words) or (bare and pattern.fullmatch(bare)):
            return role
    return None


def find_columns(sheet: Sheet) -> Columns | None:
    """The columns by the sheet's heading; None where no row is one."""
    for at, row in enumerate(sheet.rows[:DEEPEST_HEADING]):
        found = _distinct_roles(row)
        scored = found & {"criteria", "points", "content", "explain"}
        if _graded(row) >= 2 and "label" in found:
            return _read(sheet, at)
        if len(found) >= 2 and scored and (found & {"label", "content", "number", "criteria", "explain"}):
            return _read(sheet, at)
    return None


def _graded(row: tuple[Slot, ...]) -> int:
    """Cells that name a grade: 优秀（90-100%）, A级, 5分."""
    texts = {slot.owner: plain(slot.text) for slot in row}
    return sum(_tree()[1].fullmatch(text) is not None and role_of(text) is None for text in texts.values())


def _distinct_roles(row: tuple[Slot, ...]) -> set[Role]:
    texts = {slot.owner: slot.text for slot in row}
    return {role for text in texts.values() if (role := role_of(text)) is not None}


def _read(sheet: Sheet, at: int) -> Columns:
    last = at
    while last + 1 < len(sheet.rows) and last - at < 2 and _belongs(sheet, at, last + 1):
        last += 1
    titles, roles = [], []
    for column in range(sheet.columns):
        words = list(dict.fromkeys(sheet.rows[r][column].text for r in range(at, last + 1)))
        words = [word for word in words if word]
        titles.append(" ".join(words))
        roles.append(_role(words))
    heading = tuple(tuple(plain(slot.text) for slot in sheet.rows[r]) for r in range(at, last + 1))
    return Columns(_settled(roles), tuple(titles), last + 1, heading)


def _belongs(sheet: Sheet, first: int, row: int) -> bool:
    """True for a further heading row: under a wide heading stand its parts, everything else hangs from above."""
    above, here = sheet.rows[row - 1], sheet.rows[row]
    if _all_headings(here, above):
        return True
    wide = {slot.owner for slot in above if sum(other.owner == slot.owner for other in above) > 1}
    new = [slot for slot, over in zip(here, above, strict=True) if slot.owner != over.owner and slot.text]
    if not new or not any(over.owner in wide for slot, over in zip(here, above, strict=True) if slot in new):
        return False
    return all(role_of(slot.text) or _tree()[1].fullmatch(plain(slot.text)) for slot in new)


def _all_headings(here: tuple[Slot, ...], above: tuple[Slot, ...]) -> bool:
    """Two cells or more, each naming a column, under a heading that leaves places empty (text without merges)."""
    filled = [slot.text for slot in here if slot.text.strip()]
    return (
        len(filled) >= 2
        and all(role_of(text) is not None for text in filled)
        and any(not over.text.strip() and slot.text.strip() for slot, over in zip(here, above, strict=True))
    )


def _role(words: list[str]) -> Role:
    for word in reversed(words):
        if (role := role_of(word)) is not None:
            return role
    if words and _tree()[1].fullmatch(plain(words[-1])):
        return "grade"
    return "other"


def _settled(roles: list[Role]) -> tuple[Role, ...]:
    """`content` and `explain` become the criteria where nothing else is, else a part of the name."""
    result = list(roles)
    if "criteria" not in result and "grade" not in result:
        for candidate in ("explain", "content"):
            places = [at for at, role in enumerate(result) if role == candidate]
            if places and (len(places) > 1 or {"label", "content", "number"} & set(result)):
                result[places[-1]] = "criteria"
                break
    if "criteria" not in result and "grade" not in result:
        labels = [at for at, role in enumerate(result) if role in {"label", "content", "explain"}]
        if labels:
            result[labels[-1]] = "criteria"
    if "label" not in result:
        result = ["label" if role == "content" else role for role in result]
    return tuple(result)
