"""Scoring written as running text: numbered headings that end with their points, and what earns them below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from matchers.drafting.folded import plain
from matchers.drafting.mentions import find_mentions
from matchers.drafting.notice import Sheet, sheet_of

_HEADING: Final = re.compile(
    r"^\s*(?P<mark>第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})+[.、\s]?|\d{1,2}\s*[、.．)）]|[(（]\d{1,2}[)）]|[①-⑳]|[A-Z]\d{0,2}[.、\s])?\s*"
    r"(?P<name>[^。；;，,：:（(]{2,30}?)\s*[（(，,：:]?\s*(?:本项|满分|共|计|总分|分值|权重|最高)?\s*[:：为]?\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分\s*[)）]?\s*(?P<rest>[。:：；;，,、\s].*)?$"
)
_END: Final = re.compile(r"^(?:附件|第[一二三四五六七八九十百]+[章条]|公开方式|抄送|联系人)")
FEWEST: Final = 3


@dataclass(slots=True)
class _Entry:
    style: str
    label: str
    lines: list[str] = field(default_factory=list)


def prose_sheet(lines: Sequence[str]) -> tuple[Sheet, tuple[str, ...]] | None:
    """The scoring as a table of two labels and criteria, and the lines before it."""
    entries: list[_Entry] = []
    first = len(lines)
    for at, line in enumerate(lines):
        found = _heading(line)
        if found is not None:
            first = min(first, at)
            entries.append(found)
        elif entries and _END.match(plain(line)):
            if len(entries) >= FEWEST:
                break
            entries, first = [], len(lines)
        elif entries and line.strip():
            entries[-1].lines.append(line.strip())
    if len(entries) < FEWEST or not any(find_mentions("".join(entry.lines)) for entry in entries):
        return None
    rows = _rows(entries)
    return sheet_of([["一级指标", "二级指标", "评分标准"], *rows]), tuple(lines[:first])


def _heading(line: str) -> _Entry | None:
    found = _HEADING.match(line)
    if found is None or re.search(r"[得扣加计]$", found["name"]) or (found["mark"] is None and found["rest"]):
        return None
    if re.search(r"(?:得|计|加|扣|不超过|最高)\s*$", found["name"]) or re.search(r"得\s*\d", found["name"]):
        return None
    rest = (found["rest"] or "").lstrip("。:：；;，,、 ")
    label = line.strip() if not rest else f"{(found['mark'] or '').strip()}{found['name']}（{found['points']}分）"
    return _Entry(_style(found["mark"] or ""), label, [rest] if rest else [])


def _style(mark: str) -> str:
    words = re.sub(r"[一二三四五六七八九十]+", "汉", re.sub(r"\d+", "1", plain(mark)))
    return words.replace("、", ".")


def _rows(entries: list[_Entry]) -> list[list[str]]:
    """An entry that another of a deeper style follows at once is a group."""
    rows = []
    group = ""
    groups: set[str] = set()
    for at, entry in enumerate(entries):
        following = entries[at + 1] if at + 1 < len(entries) else None
        deeper = following is not None and following.style != entry.style and not find_mentions("".join(entry.lines))
        if entry.style in groups or (deeper and not any(e.style == entry.style and e.lines for e in entries[:at])):
            groups.add(entry.style)
            group = entry.label
            if deeper:
                continue
        rows.append([group, entry.label, "\n".join(entry.lines)])
    return rows
