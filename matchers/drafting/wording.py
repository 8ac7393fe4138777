"""The officials' wording as patterns: data/wording.yaml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from extractors.strict_yaml import load
from matchers.drafting.folded import HAN, NUMBER

DATA: Final = Path(__file__).parent / "data"
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Words after which only people can give the points, and what to tell them."""

    words: Pattern
    todo: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Every pattern by its meaning; `points` in the order in which the kinds are tried."""

    points: tuple[tuple[str, Pattern], ...]
    patterns: Mapping[str, Pattern]
    judgements: tuple[Judgement, ...]
    quantities: tuple[Pattern, ...]
    counted: frozenset[str]
    most_counted: Decimal

    def __getitem__(self, name: str) -> Pattern:
        return self.patterns[name]

    def says(self, name: str, text: str) -> bool:
        """True where the text has a word of that meaning."""
        return self.patterns[name].search(text) is not None


@cache
def wording() -> Wording:
    """The table of the package."""
    tree = load((DATA / "wording.yaml").read_text("utf-8"), "wording.yaml")
    units = f"(?:{tree['units']['measured']}|{tree['units']['counted']})"  # 人次 before 人

    def compiled(words: list[str] | str) -> Pattern:
        joined = words if isinstance(words, str) else "|".join(f"(?:{word})" for word in _distinct(words))
        whole = joined.replace("{n}", NUMBER).replace("{h}", f"(?:{NUMBER}|{HAN})").replace("{u}", units)
        return re.compile(whole)

    patterns = {
        name: compiled(tree[name]["words"])
        for name in (
            "sum_of",
            "per_item",
            "per_several",
            "lesser",
            "preamble",
            "addition",
            "valid",
            "joint",
            "veto",
            "bonus",
            "penalty",
            "decrement",
            "older_than",
            "streak",
            "window",
            "increment",
        )
    }
    best: Any = tree["best_of"]
    patterns |= {name: compiled(best[name]) for name in ("words", "by_order", "same_only")}
    judged: Any = tree["judgement"]
    patterns |= {name: compiled(judged[name]) for name in ("degrees", "adjectives", "vague")}
    patterns["presence_verbs"] = compiled(tree["presence_verbs"])
    return Wording(
        points=tuple((entry["kind"], compiled(entry["words"])) for entry in tree["points"]),
        patterns=patterns,
        judgements=tuple(Judgement(compiled(entry["words"]), entry["todo"]) for entry in judged["always"]),
        quantities=tuple(compiled(one) for one in tree["quantity"]),
        counted=frozenset(tree["units"]["counted"].split("|")),
        most_counted=Decimal(tree["units"]["most_counted"]),
    )


def _distinct(words: list[str]) -> list[str]:
    """Named groups that stand in several words of one list get names of their own: years, years_1, …"""
    seen: dict[str, int] = {}
    result = []
    for word in words:
        for name in dict.fromkeys(re.findall(r"\(\?P<(\w+)>", word)):
            times = seen[name] = seen.get(name, -1) + 1
            if times:
                word = word.replace(f"(?P<{name}>", f"(?P<{name}_{times}>")
        result.append(word)
    return result


def named(found: re.Match[str], name: str) -> str | None:
    """What a named group holds, whichever word of the list fitted."""
    values = (value for key, value in found.groupdict().items() if key.partition("_")[0] == name)
    return next((value for value in values if value), None)
