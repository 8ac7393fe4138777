"""Which scored line of `jiangmen-qic-2022` a row of an application form speaks of.

Forms number and name their rows as they like; what they share are the words of the official 评审标准. These stand in
`data/application_form.yaml`; the number cell (2.1) and the name of the 二级指标 narrow the choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.columns import fold
from extractors.custom.making import load_data

_NUMBER = re.compile(r"^[(（]?(\d{1,2}(?:[.．]\d)?)[)）]?[、.．]?(?![\d年月])")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One scored line: its highest points, the names of its 二级指标, and the words of its 评审标准."""

    id: str
    highest: Decimal
    names: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def group(self) -> str:
        return self.id.split(".")[0]


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """All lines by id, in the order of the rubric."""
    data = load_data("application_form.yaml")["indicators"]
    return {
        key: Indicator(
            key,
            Decimal(entry["max"]),
            tuple(fold(n) for n in entry["names"]),
            tuple(sorted((fold(n) for n in entry["lines"]), key=len, reverse=True)),
        )
        for key, entry in data.items()
    }


def group_members(group: str) -> tuple[str, ...]:
    """The lines of one group: 2 → 2.1, 2.2."""
    return tuple(i for i, one in indicators().items() if one.group == group)


def lines_of(number: str, name: str, standard: str, rest: str = "") -> tuple[str, ...]:
    """The lines that a row speaks of: one where it can be told, several where one row stands for a group.

    >>> lines_of("2", "标准研发情况", "参与国家标准起草单位，得5分")
    ('2.1',)
    >>> lines_of("", "9、质量管理体系建设", "企业通过环境管理体系认证并在有效期内的，得1分")
    ('9.2',)
    >>> lines_of("6.4", "", "")
    ('6.4',)
    """
    exact = _exact(number) or _exact(name)
    if exact and "." in exact and exact in indicators():
        return (exact,)
    candidates = _by_name(exact, name)
    if len(candidates) == 1:
        return _outspoken(candidates, exact, name + standard)
    for text in (standard, name, rest):
        hits = _by_words(fold(text), candidates or tuple(indicators()))
        if hits:
            return hits
    return candidates


def _outspoken(candidates: tuple[str, ...], number: str | None, text: str) -> tuple[str, ...]:
    """Another line, if the row has no number and two or more words of it: 环境、职业健康、知识产权 is 9.2, not 4."""
    if number is not None and number.split(".")[0] == indicators()[candidates[0]].group:
        return candidates
    words = fold(text)
    named = max((n for n in indicators()[candidates[0]].names if n in words), key=len, default="")
    longer = [k for k, one in indicators().items() if any(named in w and w != named and w in words for w in one.lines)]
    if named and len(longer) == 1:
        return (longer[0],)  # 知识产权管理体系 is a system, not 知识产权
    said = {key: len({w for w in one.lines if w in words}) for key, one in indicators().items()}
    most = max(said, key=lambda key: said[key])
    return (most,) if said[most] >= 2 and said[most] > said[candidates[0]] else candidates


def _exact(text: str) -> str | None:
    match = _NUMBER.match(fold(text))
    return match[1].replace("．", ".") if match else None


def _by_name(number: str | None, name: str) -> tuple[str, ...]:
    """The group by the name of the 二级指标, else by the number where the name does not speak against it."""
    text = fold(name)
    best, found = 0, []
    for key, one in indicators().items():
        length = max((len(n) for n in one.names if n in text), default=0)
        if length > best:
            best, found = length, [key]
        elif length and length == best:
            found.append(key)
    if found:
        return tuple(found)
    if number is not None and "." not in number:
        members = group_members(number)
        if members and (not text or _by_words(text, members)):
            return members
    return ()


def _by_words(text: str, candidates: Sequence[str]) -> tuple[str, ...]:
    """The candidates whose words stand in the text; longer words first, each stretch taken once."""
    if not text:
        return ()
    words = sorted(((w, key) for key in candidates for w in indicators()[key].lines), key=lambda pair: -len(pair[0]))
    taken: list[tuple[int, int]] = []
    hits: dict[str, int] = {}
    for word, key in words:
        for match in re.finditer(re.escape(word), text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            taken.append(match.span())
            hits[key] = max(hits.get(key, 0), len(word))
    return tuple(key for key in candidates if key in hits)
