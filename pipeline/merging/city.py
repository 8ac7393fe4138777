"""The city's list: counties of one rubric and day joined and ranked, by final scores where reviewed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.merging.county import County, Entrant
from pipeline.merging.shared import Common, find_common
from pipeline.review.results import Choice


@dataclass(frozen=True)
class Ranked:
    """An entrant's place in the city and in its county; None where excluded, or where the scheme has no points."""

    entrant: Entrant
    place: int | None
    tied: bool
    choice: Choice
    county_place: int | None


@dataclass(frozen=True)
class City:
    """All counties together. `told`: one line for everything that was left out or has to be known."""

    rubric: str
    rubric_title: str
    rubric_source: str
    as_of: str
    quota: int | None
    total_max: Decimal
    counties: tuple[str, ...]
    ranked: tuple[Ranked, ...]
    common: tuple[Common, ...]
    told: tuple[str, ...]

    @property
    def is_final(self) -> bool:
        """Every score of those not excluded comes from a review."""
        return all(one.entrant.reviewed for one in self.ranked if one.choice != "excluded")


def join(counties: Sequence[County], quota: int | None = None) -> City | None:
    """The city of the rubric and day that most dossiers are of; None where there is nothing to join."""
    told = [line for county in counties for line in county.told]
    every = [entrant for county in counties for entrant in county.entrants]
    if not every:
        return None
    kinds = Counter((e.drafted.rubric, e.drafted.as_of) for e in every)
    rubric, day = kinds.most_common(1)[0][0]
    for county in counties:
        told += _others(county, rubric, day)
    taken = [e for e in every if (e.drafted.rubric, e.drafted.as_of) == (rubric, day)]
    first = taken[0].drafted
    quota = quota if quota is not None else first.at_most
    return City(
        rubric,
        first.rubric_title,
        first.rubric_source,
        day,
        quota,
        first.total_max,
        tuple(dict.fromkeys(entrant.county for entrant in taken)),
        _rank(taken, quota, first.total_max),
        find_common(taken),
        tuple(told),
    )


def _others(county: County, rubric: str, day: str) -> list[str]:
    told = []
    for (other, when), several in Counter((e.drafted.rubric, e.drafted.as_of) for e in county.entrants).items():
        if other != rubric:
            told.append(f"{county.name}：{several}份材料是另一个办法的（{other}，本次 {rubric}），未并入")
        elif when != day:
            told.append(f"{county.name}：{several}份材料的审查基准日是 {when}（本次 {day}），未并入；请按同一天重跑")
    return told


def _rank(entrants: Sequence[Entrant], quota: int | None, total_max: Decimal) -> tuple[Ranked, ...]:
    """Highest first, excluded ones last; equal totals share a place, also over the line of the quota."""
    order = sorted(entrants, key=lambda e: (e.excluded, -e.total, e.county, e.drafted.dossier))
    eligible = [entrant for entrant in order if not entrant.excluded]
    ranked = []
    for entrant in order:
        if entrant.excluded:
            ranked.append(Ranked(entrant, None, False, "excluded", None))
            continue
        if not total_max:
            ranked.append(Ranked(entrant, None, False, "no_quota", None))
            continue
        place = 1 + sum(other.total > entrant.total for other in eligible)
        alike = sum(other.total == entrant.total for other in eligible)
        at_home = 1 + sum(o.total > entrant.total for o in eligible if o.county == entrant.county)
        ranked.append(Ranked(entrant, place, alike > 1, _choice(place, alike, quota), at_home))
    return tuple(ranked)


def _choice(place: int, alike: int, quota: int | None) -> Choice:
    if quota is None:
        return "no_quota"
    if place + alike - 1 <= quota:
        return "shortlisted"
    return "tied" if place <= quota else "not_shortlisted"
