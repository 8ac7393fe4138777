"""`yushen quality --fit`: the confidence table from the record of reviews (isotonic, at least so many cases a step).

The table in place is kept under another name; what changes is told. Only `yushen run --confidence` uses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from extractors.fitted_confidence import SCHEMA, BadTable, FittedStep, FittedTable, read_fitted
from pipeline.emit.whole_file import write_bytes
from pipeline.review.quality import PaperCase

NAME: Final = "confidence.json"
LEAST: Final = 20
"""Cases that a step must rest on."""


@dataclass(frozen=True, slots=True)
class Refitted:
    """One certainty that drafts used: what it was taken for before, what it is now, on how many cases."""

    value: float
    before: float
    after: float
    cases: int


def fit(papers: Iterable[PaperCase], least: int = LEAST) -> FittedTable:
    """The table: papers that drafts accepted, pooled until each step has `least` cases and none falls below another.

    A step's certainty is (confirmed + 1) / (cases + 2), so that a few cases without an error do not make 1.
    """
    by_value: dict[float, list[bool]] = {}
    for paper in papers:
        if paper.status == "accepted":
            by_value.setdefault(round(paper.confidence, 2), []).append(paper.confirmed)
    pools: list[tuple[float, int, int]] = []
    waiting: tuple[float, int, int] | None = None
    for value in sorted(by_value):
        own = (value, sum(by_value[value]), len(by_value[value]))
        waiting = own if waiting is None else (waiting[0], waiting[1] + own[1], waiting[2] + own[2])
        if waiting[2] >= least:
            pools.append(waiting)
            waiting = None
    if waiting is not None and pools:
        start, confirmed, cases = pools.pop()
        pools.append((start, confirmed + waiting[1], cases + waiting[2]))
    return FittedTable(tuple(FittedStep(s, round(_smoothed(k, n), 4), n) for s, k, n in _rising(pools)))


def _smoothed(confirmed: int, cases: int) -> float:
    return (confirmed + 1) / (cases + 2)


def _rising(pools: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Neighbours that fall are pooled, until none does (pool adjacent violators)."""
    merged = list(pools)
    while True:
        at = next(
            (n for n, (a, b) in enumerate(pairwise(merged)) if _smoothed(*a[1:]) > _smoothed(*b[1:])),
            None,
        )
        if at is None:
            return merged
        first, second = merged[at], merged[at + 1]
        merged[at : at + 2] = [(first[0], first[1] + second[1], first[2] + second[2])]


def changes(papers: Iterable[PaperCase], before: FittedTable | None, after: FittedTable) -> list[Refitted]:
    """Every certainty that occurred, with what it meant and what it means now."""
    counts: dict[float, int] = {}
    for paper in papers:
        if paper.status == "accepted":
            value = round(paper.confidence, 2)
            counts[value] = counts.get(value, 0) + 1
    return [Refitted(v, before.of(v) if before else v, after.of(v), counts[v]) for v in sorted(counts)]


def write(table: FittedTable, folder: Path, *, reviews: int, least: int, fitted_at: str) -> tuple[Path, Path | None]:
    """Writes `confidence.json`; the one in place gets the next free number. Returns the new path and the old one's."""
    path = folder / NAME
    kept = None
    if path.exists():
        number = 1
        while (folder / f"confidence.{number}.json").exists():
            number += 1
        kept = path.rename(folder / f"confidence.{number}.json")
    content = {
        "schema": SCHEMA,
        "fitted_at": fitted_at,
        "reviews": reviews,
        "least_cases": least,
        "steps": [{"from": s.start, "certainty": s.certainty, "cases": s.cases} for s in table.steps],
    }
    write_bytes(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return path, kept


def present(folder: Path) -> FittedTable | None:
    """The table in place, if there is a good one."""
    try:
        return read_fitted(folder / NAME)
    except (OSError, BadTable):
        return None
