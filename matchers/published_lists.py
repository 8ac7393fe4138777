"""Lists of public knowledge: which awards are government quality awards, which marks are for developed countries."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """One row of award_levels.csv: the first whose pattern is found in the name decides."""

    pattern: re.Pattern[str]
    level: str
    decision: str


@dataclass(frozen=True, slots=True)
class ExportDecision:
    """One row of export_certificates.csv; `developed` is yes, no or review."""

    mark: str
    developed: str
    counts: str
    proposed: bool
    needs_notified_body: bool


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _awards() -> tuple[AwardDecision, ...]:
    return tuple(AwardDecision(re.compile(r["pattern"]), r["level"], r["decision"]) for r in _rows("award_levels.csv"))


def award_decision(name: str) -> AwardDecision | None:
    """What the list says of an award of this name.

    >>> award_decision("开平市政府质量奖").level
    'county'
    """
    return next((a for a in _awards() if a.pattern.search(name)), None)


def _folded(mark: str) -> str:
    return re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", mark.casefold())


@cache
def _exports() -> dict[str, ExportDecision]:
    found = {}
    for row in _rows("export_certificates.csv"):
        counts = row["counts_indicator_9_2"]
        head = "yes" if counts.startswith("yes") else "no" if counts.startswith("no") else "review"
        decision = ExportDecision(
            row["mark"], row["developed"], head, "proposed 1" in counts, "unless from a" in counts
        )
        found[_folded(row["mark"])] = decision
    return found


def export_decision(scheme: str) -> ExportDecision | None:
    """What the list says of a mark; None where it is not listed.

    >>> export_decision("UL").developed
    'yes'
    """
    known = _exports()
    folded = _folded(scheme)
    aliases = {
        "tuv": "tuv",
        "tüv": "tuv",
        "tuvmark": "tuv",
        "ulus": "ul",
        "culus": "cul",
        "eutypeexamination": "eutype",
    }
    return known.get(folded) or known.get(aliases.get(folded, ""))
