"""From rows of a table to lines of a rubric: ids, names, groups, and rows that hold more than one line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from matchers.drafting.clauses import cut
from matchers.drafting.folded import amount, fold, plain
from matchers.drafting.papers import kind_of
from matchers.drafting.rows import Row
from matchers.drafting.stated_points import points_in_name
from matchers.drafting.wording import wording

_PREFIX: Final = re.compile(
    r"^\s*(?:(?P<bare>\d{1,2})(?=[\u4e00-\u9fff])(?![年个项次名家月日人件类种级])|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})[.、\s]*|(?P<digits>\d{1,3})\s*[.、,．)）:：]\s*|[(（]\s*(?P<inner>\d{1,2}|[一二三四五六七八九十]+)\s*[)）]\s*"
    r"|(?P<han>[一二三四五六七八九十]+)\s*[、.．，,:：]\s*|(?P<letter>[A-Z]\d{1,3}(?:\.\d+)*|[A-Z](?=[.、\s]))[.、\s]*|(?P<ring>[①-⑳])\s*|第(?P<part>[一二三四五六七八九十]+)部分\s*)"
)
_TAIL: Final = re.compile(
    r"\s*[(（\[【]?\s*(?:本项|共|满分|计|总分|最高|分值|合计)?[:：]?\s*\d+(?:\s*\.\s*\d+)?\s*分\s*[)）\]】]?\s*$"
)
_INNER: Final = re.compile(r"(?:^|(?<=[\s。;；]))[(（]?(?P<n>\d{1,2}|[一二三四五六七八九十])[)）]")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A name without its number and its points."""

    number: str
    name: str


def numbered(label: str) -> Numbered:
    """The number in front of a name, and the name.

    >>> [(n.number, n.name) for n in map(numbered, ("1、计量认证", "（二）质量文化（5分）", "2.1 标准化"))]
    [('1', '计量认证'), ('2', '质量文化'), ('2.1', '标准化')]
    """
    folded_label = label.strip()
    found = _PREFIX.match(folded_label)
    number = ""
    rest = folded_label
    if found:
        rest = folded_label[found.end() :]
        values = {key: value for key, value in found.groupdict().items() if value}
        key, value = next(iter(values.items()))
        whole = amount(value) if key in {"bare", "digits", "inner", "han", "part"} else None
        number = value if key in {"dotted", "letter"} else (str(whole) if whole is not None else "")
    name = re.sub(r"\s+", "", _TAIL.sub("", fold_tail(rest))) if rest else ""
    return Numbered(number, name.strip("：:"))


def fold_tail(text: str) -> str:
    """The name with half-width digits, so that its points can be taken off."""
    return "".join(fold(char) if char.isdigit() else char for char in text)


@dataclass(frozen=True, slots=True)
class Line:
    """A scored line before its wording is read."""

    id: str
    name: str
    group: str
    path: tuple[str, ...]
    quote: str
    materials: str
    points: Decimal | None
    explain: str = ""
    is_penalty: bool = False
    grades: tuple[tuple[Decimal | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as the table states it; `points` None where it states none."""

    id: str
    title: str
    points: Decimal | None


def group_rows(rows: list[Row]) -> tuple[list[GroupDraft], list[str]]:
    """The groups in order, and the group's id of every row. The highest label is the group where there are two."""
    titles: list[str] = []
    owners: list[str] = []
    points: dict[str, Decimal | None] = {}
    for row in rows:
        title = row.path[0] if len(row.path) > 1 else ""
        if not title and len(row.path) == 1 and not row.criteria:
            title = ""
        if title not in titles:
            titles.append(title)
        owners.append(title)
        points[title] = points.get(title) or points_in_name(title) or row.group_points
    ids: dict[str, str] = {}
    for at, title in enumerate(titles, 1):
        found = numbered(title)
        han = re.match(r"\s*(?:第|[(（])?([一二三四五六七八九十]+)", title)
        base = han[1] if han and found.number else (found.number or _HAN_COUNT[min(at, len(_HAN_COUNT)) - 1])
        ids[title] = base if base not in ids.values() else f"{base}-{at}"
    groups = [GroupDraft(ids[title], _title(title), points[title]) for title in titles]
    return groups, [ids[title] for title in owners]


_HAN_COUNT: Final = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
)


def _title(text: str) -> str:
    cleaned = re.sub(r"\s+", "", _TAIL.sub("", fold_tail(text)))
    return cleaned or "评分项目"


def make_lines(rows: list[Row], owners: list[str]) -> list[Line]:
    """Lines with ids of their own, in the order of the table."""
    drafts: list[tuple[str, Line]] = []
    last: tuple[str, ...] | None = None
    count = 0
    for row, group in zip(rows, owners, strict=True):
        label = row.path[-1] if row.path else ""
        found = numbered(label)
        if row.path != last:
            count += 1
        last = row.path
        number = _number(row.number) or found.number or str(count)
        name = found.name or _first_words(row.criteria)
        base = Line(
            "",
            name,
            group,
            row.path,
            row.criteria or label,
            row.materials,
            row.points,
            row.explain,
            row.is_penalty,
            row.grades,
        )
        drafts += [(number, part) for part in _parted(base)]
    numbers = [number for number, _ in drafts]
    if _restarts(numbers, [line.group for _, line in drafts]):
        places = list(dict.fromkeys(line.group for _, line in drafts))
        numbers = [f"{places.index(line.group) + 1}.{n}" for n, (_, line) in zip(numbers, drafts, strict=True)]
    times = Counter(numbers)
    seen: Counter[str] = Counter()
    result = []
    taken = set(times)
    for number, (_, line) in zip(numbers, drafts, strict=True):
        chosen = number
        if times[number] > 1:
            seen[number] += 1
            chosen = f"{number}.{seen[number]}"
            while chosen in taken:
                seen[number] += 1
                chosen = f"{number}.{seen[number]}"
        taken.add(chosen)
        result.append(replace(line, id=chosen))
    return result


def _number(text: str) -> str:
    words = plain(text).strip("().、")
    if re.fullmatch(r"[A-Za-z]?\d{1,3}(?:[.-]\d{1,3})*", words):
        return words
    whole = amount(words) if words else None
    return str(whole) if whole is not None else ""


def _restarts(numbers: list[str], groups: list[str]) -> bool:
    """True where a later group begins again with a number that an earlier one has."""
    homes: dict[str, set[str]] = {}
    for number, group in zip(numbers, groups, strict=True):
        homes.setdefault(number, set()).add(group)
    return any(len(home) > 1 for home in homes.values())


def _first_words(text: str) -> str:
    words = re.split(r"[,，。;；:：\n\t]", text.strip())[0]
    return re.sub(r"\s+", "", numbered(words).name)[:30] or "未命名指标"


def _parted(line: Line) -> list[Line]:
    """A row whose parts have maxima of their own, or stand side by side with a paper each, is several lines."""
    if line.points is None:
        return [line]
    return _capped_parts(line) or _side_by_side(line) or [line]


def _capped_parts(line: Line) -> list[Line]:
    """1) … 不超过5分 2) … 不超过5分 under 10 points: the rule language has no cap inside a rule, so each is a line."""
    pieces = _segments(line.quote)
    if len(pieces) < 2:
        return []
    caps = [cut(piece).caps for piece in pieces]
    if not all(len(cap) == 1 for cap in caps) or sum(cap[0] for cap in caps) != line.points:
        return []
    if any(len(cut(piece).clauses) < 2 for piece in pieces):
        return []
    materials = _segments_of_materials(line.materials, len(pieces))
    return [
        replace(line, quote=piece, points=cap[0], materials=material, name=f"{line.name}（{at}）")
        for at, (piece, cap, material) in enumerate(zip(pieces, caps, materials, strict=True), 1)
    ]


def _segments(text: str) -> list[str]:
    """The text from 1) to 2) and so on; nothing where it does not begin with the first."""
    places = list(_INNER.finditer(text))
    starts = []
    for wanted, found in enumerate(places, 1):
        if amount(found["n"]) != wanted:
            break
        starts.append(found.start())
    if len(starts) < 2 or text[: starts[0]].strip():
        return []
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _segments_of_materials(text: str, count: int) -> list[str]:
    """The materials of each of `count` parts where the cell numbers them, else all of them for each."""
    found = [m.start() for m in re.finditer(r"(?:^|(?<=[\s。;；]))[(（]?\d{1,2}[、.．)）]", text)]
    if len(found) == count and not text[: found[0]].strip():
        return [text[a:b].strip() for a, b in zip(found, [*found[1:], len(text)], strict=True)]
    return [text] * count


def _side_by_side(line: Line) -> list[Line]:
    """Two sentences of full points each with a paper of its own kind, asked for one by one in the materials."""
    if wording().says("sum_of", plain(line.quote)) or wording().says("words", plain(line.quote)):
        return []
    criteria = cut(line.quote)
    sentences = [s.strip() for s in re.findall(r"[^；;。\n]+[；;。]?", line.quote) if s.strip()]
    materials = [m for m in re.split(r"[\s；;。]+(?=提供|\d[、.．])", line.materials.strip()) if m]
    clauses = criteria.clauses
    if not (len(clauses) == len(sentences) == len(materials) >= 2) or criteria.caps:
        return []
    if any(c.points is None or c.is_added or c.per_item for c in clauses):
        return []
    kinds = [kind_of(c.words) for c in clauses]
    types = [kind.type for kind in kinds if kind is not None]
    if len(set(types)) < len(sentences) or sum(c.points or 0 for c in clauses) != line.points:
        return []
    asked = [kind_of(material) for material in materials]
    if [kind.type if kind else "" for kind in asked] != types:
        return []
    return [
        replace(line, quote=sentence, points=clause.points, materials=material, name=f"{line.name}（{kind.title}）")
        for sentence, clause, material, kind in zip(sentences, clauses, materials, [k for k in kinds if k], strict=True)
    ]
