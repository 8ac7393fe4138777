"""One line's points: select → check → distinct → weigh → award → cap, three times: lowest, proposed, highest.

lowest: nothing doubted counts and every open reading goes against the applicant; highest: everything doubted counts,
every open reading goes for the applicant, and unsupported claims are added; proposed: the default readings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal

from matchers.assemble import paper_units, stray_units
from matchers.award import ZERO, Award, evaluate
from matchers.checks import Case
from matchers.draft import Step
from matchers.duplicates import Sorted
from matchers.progress.state import Progress
from matchers.rubric_model import Indicator, OpenReading
from matchers.rule_forms import Rule
from matchers.scenario import Scenario
from matchers.staff import officer_units, person_units
from matchers.unit import Unit

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
    """A line after counting, before confidence is judged.

    sure: what certain, undoubted units give in the reading least favourable; widest: what everything gives that is not
    refused for certain; unbroken: the proposed score if units with an unread deciding field did not exist.
    """

    indicator: Indicator
    units: Mapping[str, tuple[Unit, ...]]
    lowest: Decimal
    proposed: Decimal
    highest: Decimal
    sure: Decimal
    widest: Decimal
    broken: bool
    award: Award
    counted: Mapping[str, Decimal]
    open_readings: tuple[OpenReading, ...] = ()
    fewer_people: bool = False
    """The line would lose points if nobody might count on two lines."""
    steps: tuple[Step, ...] = field(default=())
    progress: Progress | None = None
    """For a plan's line: how it stands for the unit; its points and words are settled there (`matchers.progress`)."""

    @property
    def all_units(self) -> tuple[Unit, ...]:
        return tuple(unit for units in self.units.values() for unit in units)


def gather(indicator: Indicator, papers: Sorted, case: Case) -> dict[str, tuple[Unit, ...]]:
    """The units of every selection of the line."""
    found: dict[str, tuple[Unit, ...]] = {}
    for name, selection in indicator.papers.items():
        match selection.assemble:
            case "person":
                found[name] = tuple(person_units(selection, papers, case))
            case "officer":
                found[name] = tuple(officer_units(selection, papers, case))
            case _:
                taken = paper_units(selection, papers, case)
                found[name] = (*taken, *stray_units(name, indicator.papers, papers, case))
    return found


def _capped(points: Decimal, cap: Decimal) -> Decimal:
    return max(ZERO, min(points, cap))


def _scenarios(as_of: dt.date) -> dict[str, Scenario]:
    return {
        "sure": Scenario(as_of, lambda u: u.in_lowest and u.certain, lambda u: u.adverse),
        "lowest": Scenario(as_of, lambda u: u.in_lowest, lambda u: u.adverse),
        "proposed": Scenario(as_of, lambda u: u.in_draft, lambda u: u.adverse),
        "highest": Scenario(
            as_of, lambda u: u.in_highest, lambda u: u.adverse and u.status == "rejected" and u.certain, True
        ),
        "widest": Scenario(as_of, lambda u: u.in_widest, lambda u: u.adverse and u.certain, True),
    }


def _counted(award: Award, units: Sequence[Unit], cap: Decimal) -> dict[str, Decimal]:
    """Points by evidence id; together exactly the capped points, in whole hundredths."""
    left = _capped(award.points, cap)
    by_key = {unit.key: unit for unit in units if unit.in_draft}
    keys = sorted((k for k in award.earned if k in by_key), key=lambda k: by_key[k].evidence)
    earned: dict[str, Decimal] = {}
    for place, key in enumerate(keys):
        last = place == len(keys) - 1
        part = left if last and award.points <= cap else min(award.earned[key].quantize(CENT, ROUND_DOWN), left)
        if part > 0:
            first = by_key[key].evidence[0]
            whole = earned.get(first, ZERO) + part
            earned[first] = whole.quantize(Decimal(1)) if whole == whole.to_integral() else whole.normalize()
            left -= part
    return earned


def _steps(indicator: Indicator, units: Mapping[str, tuple[Unit, ...]], award: Award, proposed: Decimal) -> list[Step]:
    told = {"accepted": "采信", "questioned": "待核", "rejected": "不计"}
    steps = []
    for name, selection in indicator.papers.items():
        for unit in units[name]:
            reasons = "；".join(f"{f.detail}" for f in unit.findings if f.detail)
            text = f"{selection.title}：{unit.title}——{told[unit.status]}" + (f"（{reasons}）" if reasons else "")
            steps.append(Step(text, award.earned.get(unit.key) if unit.in_draft else None, unit.evidence))
    steps.extend(Step(f"计分：{words}") for words in award.words)
    if award.points > indicator.max:
        steps.append(Step(f"合计{award.points}分，封顶{indicator.max}分", proposed))
    else:
        steps.append(Step(f"合计{proposed}分", proposed))
    return steps


def _without(units: Mapping[str, tuple[Unit, ...]], people: frozenset[str]) -> dict[str, tuple[Unit, ...]]:
    return {name: tuple(u for u in found if not set(u.people) & people) for name, found in units.items()}


def _drop_broken(units: Mapping[str, tuple[Unit, ...]]) -> dict[str, tuple[Unit, ...]]:
    return {name: tuple(u for u in found if not u.broken) for name, found in units.items()}


def count(
    indicator: Indicator,
    units: Mapping[str, tuple[Unit, ...]],
    as_of: dt.date,
    shared_people: frozenset[str] = frozenset(),
) -> Scored:
    """The line's points in every scenario. `shared_people` are needed on other lines: the lower end is without them."""
    scenarios = _scenarios(as_of)
    cap = indicator.max
    rules: list[Rule] = [indicator.rule, *(r.rule for r in indicator.reading if r.rule is not None)]

    def points(name: str, rule: Rule, of: Mapping[str, tuple[Unit, ...]]) -> Decimal:
        return _capped(evaluate(rule, of, scenarios[name]).points, cap)

    award = evaluate(indicator.rule, units, scenarios["proposed"])
    proposed = _capped(award.points, cap)
    apart = _without(units, shared_people)
    lowest = min(proposed, *(points("lowest", rule, apart) for rule in rules))
    together = min(proposed, *(points("lowest", rule, units) for rule in rules))
    highest = max(proposed, lowest, *(points("highest", rule, units) for rule in rules))
    sure = min(lowest, *(points("sure", rule, apart) for rule in rules))
    widest = max(highest, *(points("widest", rule, units) for rule in rules))
    whole = _drop_broken(units)
    broken = any(u.broken for found in units.values() for u in found) and (
        max(points("highest", rule, whole) for rule in rules) < highest
        or points("proposed", indicator.rule, whole) != proposed
    )
    spoken = tuple(
        r for r in indicator.reading if r.rule is not None and _differs(r.rule, units, scenarios, proposed, cap)
    )
    flat = [u for found in units.values() for u in found]
    return Scored(
        indicator,
        units,
        lowest,
        proposed,
        highest,
        sure,
        widest,
        broken,
        award,
        _counted(award, flat, cap),
        spoken,
        lowest < together,
        tuple(_steps(indicator, units, award, proposed)),
    )


def _differs(
    rule: Rule,
    units: Mapping[str, tuple[Unit, ...]],
    scenarios: Mapping[str, Scenario],
    proposed: Decimal,
    cap: Decimal,
) -> bool:
    """Does this other reading give other points for the very same papers?"""
    return _capped(evaluate(rule, units, scenarios["proposed"]).points, cap) != proposed


def with_claim(scored: Scored, claimed: Decimal | None, unsupported: bool) -> Scored:
    """The range's upper end adds what was claimed and no paper supports."""
    if claimed is None or not unsupported:
        return scored
    upper = max(scored.highest, min(claimed, scored.indicator.max))
    return replace(scored, highest=upper, widest=max(scored.widest, upper))
