"""What a line gives if a person takes a paper that the draft leaves out, or leaves out one that it takes.

A reviewer's sheet has to follow such decisions by formula, without this program. Where a rule adds up, takes the best
or counts, its terms are told (`parts`); where it does not (a streak of years, a condition) and few papers stand on the
line, every combination is told (`table`); else the line carries no choices and asks for the points themselves.
What was found about a paper stays as the draft found it: a copy is still a copy when its original is refused, until
the person takes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from matchers.award import ZERO, evaluate
from matchers.draft import Choices, Part, Stake, Worth
from matchers.rule_forms import Count, Each, Manual, Presence, Rule, SumOf, Tasks
from matchers.scenario import Scenario
from matchers.scoring import Scored
from matchers.unit import Unit

MOST_PAPERS: Final = 8
"""Papers of a line up to which every combination is told (256 of them)."""
Decisions = Mapping[str, bool]
"""Evidence id → taken (采信) or not (不采信); papers that nobody decided on are absent."""


def choices_of(scored: Scored, as_of: dt.date) -> Choices | None:
    """The line's choices; None where decisions on papers cannot tell the points."""
    if isinstance(scored.indicator.rule, Manual | Tasks):
        return None
    units = scored.all_units
    stakes = _stakes(units)
    parts = _parts(scored.indicator.rule, scored.units)
    if parts is not None:
        found = Choices(stakes, parts=parts)
        if points_of(found, {}, scored.indicator.max) == scored.proposed:
            return found
    if len(stakes) > MOST_PAPERS:
        return None
    return Choices(stakes, table=_table(scored, stakes, as_of))


def points_of(choices: Choices, decisions: Decisions, cap: Decimal) -> Decimal:
    """The line's points under the decisions, between nothing and the cap; the sheet's formula says the same."""
    if choices.table:
        place = sum(1 << n for n, s in enumerate(choices.stakes) if decisions.get(s.paper, s.taken))
        points = choices.table[place]
    else:
        points = sum((_part_points(part, decisions) for part in choices.parts), ZERO)
    return max(ZERO, min(points, cap))


def _part_points(part: Part, decisions: Decisions) -> Decimal:
    kept = [worth.points for worth in part.worths if is_kept(worth, decisions)]
    if part.mode == "sum":
        return sum(kept, ZERO)
    if part.mode == "max":
        return max(kept, default=ZERO)
    return max((points for least, points in part.tiers if len(kept) >= least), default=ZERO)


def is_kept(worth: Worth, decisions: Decisions) -> bool:
    """Counts: none of its papers is refused, and the draft counts it or a person takes its first paper."""
    if any(decisions.get(paper) is False for paper in worth.papers):
        return False
    return worth.taken or decisions.get(worth.papers[0]) is True


def _stakes(units: Sequence[Unit]) -> tuple[Stake, ...]:
    """Each paper of the line: is it taken as long as nobody decides?"""
    needed = {paper for unit in units if unit.in_draft for paper in unit.evidence}
    heads = {unit.evidence[0] for unit in units if not unit.in_draft and not _opposes(unit)}
    papers = dict.fromkeys(paper for unit in units for paper in unit.evidence)
    return tuple(Stake(paper, paper in needed or paper not in heads) for paper in papers)


def _opposes(unit: Unit) -> bool:
    """A failing report: it is not left out but works against the line, unless a person refuses it."""
    return not unit.in_draft and unit.adverse and any(f.effect == "adverse" for f in unit.findings)


def _worth(unit: Unit, points: Decimal) -> Worth:
    return Worth(unit.evidence, points, unit.in_draft)


def _parts(rule: Rule, units: Mapping[str, Sequence[Unit]]) -> tuple[Part, ...] | None:
    """The rule as terms that add up; None for a rule of another shape."""
    if isinstance(rule, SumOf):
        parts = [_parts(part, units) for part in rule.parts]
        return None if None in parts else tuple(part for found in parts for part in found or ())
    if not isinstance(rule, Each | Presence | Count):
        return None
    found = [unit for name in rule.of for unit in units.get(name, ())]
    if not isinstance(rule, Presence) and len({unit.key for unit in found}) < len(found):
        return None  # one thing twice: which of the two counts hangs on the other
    if isinstance(rule, Count):
        tiers = tuple((tier.at_least, tier.points) for tier in rule.tiers)
        return (Part("count", tuple(_worth(unit, Decimal(1)) for unit in found), tiers),)
    mode = Part("sum") if isinstance(rule, Each) else Part("max")
    return (Part(mode.mode, tuple(_worth(unit, rule.points * unit.share) for unit in found)),)


def _table(scored: Scored, stakes: Sequence[Stake], as_of: dt.date) -> tuple[Decimal, ...]:
    """The points of every combination; bit n of the place tells whether paper n is taken."""
    places = {stake.paper: n for n, stake in enumerate(stakes)}
    defaults = {stake.paper: stake.taken for stake in stakes}
    points = []
    for place in range(1 << len(stakes)):
        taken = {paper for paper, n in places.items() if place >> n & 1}

        def counts(unit: Unit, taken: set[str] = taken) -> bool:
            if any(defaults[paper] and paper not in taken for paper in unit.evidence):
                return False
            head = unit.evidence[0]
            return unit.in_draft or (not _opposes(unit) and not defaults[head] and head in taken)

        def opposes(unit: Unit, taken: set[str] = taken) -> bool:
            return unit.adverse and unit.evidence[0] in taken

        award = evaluate(scored.indicator.rule, scored.units, Scenario(as_of, counts, opposes))
        points.append(max(ZERO, min(award.points, scored.indicator.max)))
    return tuple(points)
