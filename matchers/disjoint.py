"""People on more than one line: counted on each, and what is left where nobody may count twice (handbook 15, row 35).

Under the other reading each line takes people away from the others only as far as it needs them for its own points,
and first those that stand on no other line. The lower end of a line is without the people that the others so take.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from matchers.award import ZERO
from matchers.checks import Case
from matchers.draft import Mismatch
from matchers.duplicates import Sorted
from matchers.rubric_model import Rubric
from matchers.scoring import Scored, count, gather
from matchers.unit import Unit


def score_lines(rubric: Rubric, papers: Sorted, case: Case) -> dict[str, Scored]:
    """Every line; then those with people once more, knowing whom the other lines need."""
    gathered = {indicator.id: gather(indicator, papers, case) for indicator in rubric.indicators}
    scored = {i.id: count(i, gathered[i.id], case.as_of) for i in rubric.indicators}
    first = dict(scored)
    for indicator in rubric.indicators:
        if taken := taken_by_others(indicator.id, first, case.as_of):
            scored[indicator.id] = count(indicator, gathered[indicator.id], case.as_of, taken)
    return scored


def people_on(scored: Scored) -> dict[str, Unit]:
    """The people who help the line to its points in the draft."""
    if scored.proposed <= ZERO:
        return {}
    return {name: unit for unit in scored.all_units if unit.in_draft for name in unit.people}


def needed(scored: Scored, as_of: dt.date) -> int:
    """The fewest people with whom the line keeps its points."""
    people = sorted(people_on(scored))
    for number in range(len(people)):
        left = set(people[:number])
        units = {n: tuple(u for u in found if not u.people or left & {*u.people}) for n, found in scored.units.items()}
        if count(scored.indicator, units, as_of).proposed >= scored.proposed:
            return number
    return len(people)


def taken_by_others(line: str, scored: Mapping[str, Scored], as_of: dt.date) -> frozenset[str]:
    """Whom of the line's people the other lines need, where everybody counts on one line only.

    A matching of people to the places that the other lines have to fill: whoever is not on this line goes first, then
    those whom this line would miss most; only who finds a place that nobody else can fill is taken.
    """
    own = people_on(scored[line])
    if not own:
        return frozenset()
    places: list[frozenset[str]] = []
    for other, theirs in scored.items():
        if other != line and (names := frozenset(people_on(theirs))):
            places += [names] * needed(theirs, as_of)

    def order(name: str) -> tuple[object, ...]:
        unit = own.get(name)
        return (unit is not None, unit is not None and not (unit.in_lowest and unit.certain), name)

    filled: dict[int, str] = {}
    for name in sorted({name for names in places for name in names}, key=order):
        _place(name, places, filled, set())
    return frozenset(filled.values()) & frozenset(own)


def _place(name: str, places: Sequence[frozenset[str]], filled: dict[int, str], tried: set[int]) -> bool:
    """Finds a place for a person, moving others where they have another one."""
    for number, names in enumerate(places):
        if name in names and number not in tried:
            tried.add(number)
            if number not in filled or _place(filled[number], places, filled, tried):
                filled[number] = name
                return True
    return False


def counted_twice(scored: Mapping[str, Scored], rubric: Rubric) -> list[Mismatch]:
    """`PERSON_COUNTED_TWICE` on every line where the person stands."""
    lines: dict[str, list[str]] = {}
    for indicator in rubric.indicators:
        for name in people_on(scored[indicator.id]):
            lines.setdefault(name, []).append(indicator.id)
    told = []
    for name, mine in sorted(lines.items()):
        for line in mine if len(mine) > 1 else ():
            ids = tuple(u.evidence[0] for u in scored[line].all_units if name in u.people)
            advice = "如不可重复，请酌减" if scored[line].fewer_people else "即使不可重复，本项得分也不变"
            message = f"{name}同时用于{'、'.join(mine)}。条文未禁止，默认各计一次；{advice}。"
            told.append(Mismatch("PERSON_COUNTED_TWICE", "info", message, line, ids))
    return told
