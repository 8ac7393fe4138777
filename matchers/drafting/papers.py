"""Which papers a clause means: from its words to a selection, with what a person has to settle about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Final, get_args

from extractors.fields import FIELDS
from extractors.strict_yaml import load
from matchers.drafting.folded import amount, plain
from matchers.drafting.wording import DATA, named, wording
from matchers.rubric_papers import CheckName, Doubt, Selection, Share, Window

Levels = tuple[tuple[str, re.Pattern[str]], ...]
OWN_PAPER: Final = Doubt(because="有此材料即提出得分，是否符合要求须由人判断", effect="soft")
UNSETTLED: Final = Doubt(because="条文要求何种证明材料尚未确定，须由人核对", effect="question")
UNKNOWN: Final = "unsettled"


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper as the wording table names it."""

    name: str
    title: str
    type: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """The papers of one clause: the kind (None: not settled) and the levels that the clause names."""

    kind: Kind | None
    levels: tuple[str, ...] = ()


@cache
def _tree() -> Mapping[str, Any]:
    return dict(load((DATA / "evidence.yaml").read_text("utf-8"), "evidence.yaml"))


@cache
def kinds() -> tuple[Kind, ...]:
    """The table's kinds in order, those left out that the evidence types do not know."""
    return tuple(
        Kind(
            entry["name"],
            entry["title"],
            entry["type"],
            {name: tuple(values) for name, values in entry.get("where", {}).items()},
            re.compile(entry["words"]),
        )
        for entry in _tree()["kinds"]
        if entry["type"] in FIELDS
    )


@cache
def _levels(name: str) -> Levels:
    return tuple((level, re.compile(words)) for level, words in _tree()["levels"][name])


def kinds_in(text: str) -> list[Kind]:
    """Every kind whose words occur, in the order of the text; of two at one place the table's first."""
    folded = plain(text)
    taken: list[tuple[int, int, Kind]] = []
    for kind in kinds():
        assert kind.words is not None
        for match in kind.words.finditer(folded):
            start, end = match.span()
            if not any(start < b and a < end for a, b, _ in taken):
                taken.append((start, end, kind))
    ordered = sorted(taken, key=lambda place: place[0])
    found = list({kind.name: kind for _, _, kind in ordered}.values())
    special = {kind.type for kind in found if kind.where}
    return [kind for kind in found if kind.where or kind.type not in special]


def kind_of(text: str) -> Kind | None:
    """The kind that the text means: the table's first whose words occur."""
    folded = plain(text)
    return next((kind for kind in kinds() if kind.words and kind.words.search(folded)), None)


def levels_in(text: str, scale: str) -> tuple[str, ...]:
    """Levels that the text names, highest first; 省级以上 takes in the higher ones.

    >>> levels_in("获得市级或以上质量奖", "government"), levels_in("参与行业标准起草", "standard")
    (('national', 'provincial', 'municipal'), ('industry',))
    """
    folded = plain(text)
    upwards = _tree()["levels"]["upwards"]
    found = []
    order = [level for level, _ in _levels(scale)]
    for level, words in _levels(scale):
        for match in words.finditer(folded):
            found.append(level)
            behind = folded[match.end() : match.end() + 8]
            if scale == "government" and re.match(rf"[级\(]?(?:{upwards})", behind):
                found += order[: order.index(level)]
    return tuple(level for level in order if level in found)


def scale_of(kind: Kind | None) -> str | None:
    """The scale of levels that papers of this type have; None if they have none."""
    if kind is None or "level" not in FIELDS[kind.type]:
        return None
    scale: str | None = _tree()["types"].get(kind.type, {}).get("levels")
    return scale


def has_date(kind: Kind | None, use: str) -> str | None:
    """The field that 近n年 (`use` date) or 满n年 (`use` since) is about."""
    if kind is None:
        return None
    name: str | None = _tree()["types"].get(kind.type, {}).get(use)
    return name if name in FIELDS[kind.type] else None


def selection(meant: Meant, clause: str, shared: str) -> Selection:
    """The selection for a clause; `shared` are the words in front of all clauses, whose 近五年 holds for each."""
    kind = meant.kind
    if kind is None:
        return Selection(
            title=_short(clause) or "证明材料",
            type="organisation_document",
            where={"kind": ("other",)},
            checks=("holder",),
            doubt=UNSETTLED,
        )
    manner = _tree()["types"].get(kind.type, {})
    checks = [name for name in manner.get("checks", ()) if name in get_args(CheckName)]
    where = dict(kind.where)
    if meant.levels:
        where["level"] = meant.levels
    holder = manner.get("holder", "holder")
    if holder != "none" and holder not in FIELDS[kind.type]:
        holder = "none"
    return Selection(
        title=_titled(kind, meant.levels),
        type=kind.type,
        where=where,
        holder=holder,
        checks=tuple(checks),
        window=_window(kind, clause) or _window(kind, shared),
        older_than=_older(kind, clause),
        distinct=tuple(name for name in manner.get("distinct", ()) if name in FIELDS[kind.type]),
        share=_share(kind, clause + shared),
        doubt=OWN_PAPER if manner.get("own") else None,
        assemble=manner.get("assemble", "paper"),
        speciality="listed" if kind.type == "credential" else "none",
    )


def _short(text: str) -> str:
    words = re.sub(r"[\s,，。;；:：、]+", " ", text).strip()
    return words[-30:].strip()


_NAMES: Final = {
    "national": "国家级",
    "provincial": "省级",
    "municipal": "市级",
    "county": "县（区）级",
    "industry": "行业",
    "local": "地方",
    "group": "团体",
    "enterprise": "企业",
    "other": "其他级别",
}


def _titled(kind: Kind, levels: tuple[str, ...]) -> str:
    if not levels:
        return kind.title
    if kind.type == "standard":
        return "、".join(("国家" if level == "national" else _NAMES[level]) + "标准" for level in levels)
    return "、".join(_NAMES[level] for level in levels) + kind.title


def _window(kind: Kind, text: str) -> Window | None:
    found = wording()["window"].search(plain(text))
    date = has_date(kind, "date")
    years = amount(named(found, "years") or "") if found else None
    if date is None or years is None or not 1 <= years <= 100:
        return None
    return Window(field=date, years=int(years))


def _older(kind: Kind, text: str) -> Window | None:
    date = has_date(kind, "since")
    found = wording()["older_than"].search(plain(text)) if date else None
    years = amount(named(found, "years") or "") if found else None
    if date is None or years is None or not 1 <= years <= 100:
        return None
    return Window(field=date, years=int(years))


def _share(kind: Kind, text: str) -> Share | None:
    if "joint" not in FIELDS[kind.type] or not wording().says("joint", _joined(text)):
        return None
    return Share(when="joint", factor=Decimal("0.5"))


def _joined(text: str) -> str:
    return plain(text).replace("计一半", "一半")
