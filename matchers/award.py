"""Points for units under one rule: the closed set of rule forms, one small function each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from matchers.days import shift_months
from matchers.rule_forms import (
    AllOf,
    AnyOf,
    BestOf,
    Condition,
    Count,
    Each,
    Manual,
    Presence,
    Rule,
    Streak,
    SumOf,
    Tasks,
    Threshold,
    Trend,
)
from matchers.scenario import Scenario, Units
from matchers.unit import Unit
from matchers.verdict import judge

ZERO = Decimal(0)


@dataclass(frozen=True)
class Award:
    """Points before the cap, what each unit (by key) brought, and how it came about, in words."""

    points: Decimal = ZERO
    earned: Mapping[str, Decimal] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"


def _each(rule: Each, units: Units, scenario: Scenario) -> Award:
    found = scenario.pick(units, rule.of)
    earned = {u.key: rule.points * scenario.share(u) for u in found}
    words = (f"{len(found)}项，每项{_plain(rule.points)}分",) if found else ()
    return Award(sum(earned.values(), ZERO), earned, words)


def _presence(rule: Presence, units: Units, scenario: Scenario) -> Award:
    found = scenario.pick(units, rule.of)
    if not found:
        return Award()
    best = found[0]
    points = rule.points * scenario.share(best)
    return Award(points, {best.key: points}, (f"{best.title}，计{_plain(points)}分",))


def _count(rule: Count, units: Units, scenario: Scenario) -> Award:
    found = scenario.pick(units, rule.of)
    points = max((t.points for t in rule.tiers if len(found) >= t.at_least), default=ZERO)
    if not points:
        return Award(words=(f"共{len(found)}项，未达到计分的{rule.tiers[0].at_least}项",) if found else ())
    part = points / len(found)
    return Award(points, dict.fromkeys((u.key for u in found), part), (f"共{len(found)}项，计{_plain(points)}分",))


def _streak(rule: Streak, units: Units, scenario: Scenario) -> Award:
    as_of = scenario.as_of
    start = shift_months(as_of, -rule.within_months) if rule.within_months else None
    years = {as_of.year - end - n for end in rule.ending for n in range(rule.years)}
    opposed = [u for name in rule.unless for u in units.get(name, ()) if scenario.against(u)]
    opposed = [u for u in opposed if u.day is None or (u.day.year in years and u.day <= as_of)]
    if opposed:
        return Award(words=(f"{opposed[0].title}结论不合格",))
    found = [u for u in scenario.pick(units, rule.of) if u.day and u.day <= as_of and (not start or u.day >= start)]
    by_year: dict[int, list[Unit]] = {}
    for unit in found:
        assert unit.day is not None
        by_year.setdefault(unit.day.year, []).append(unit)
    for end in sorted(rule.ending):
        wanted = [as_of.year - end - n for n in reversed(range(rule.years))]
        if all(year in by_year for year in wanted):
            chosen = [u for year in wanted for u in by_year[year]]
            part = rule.points / len(chosen)
            words = f"{wanted[0]}年至{wanted[-1]}年连续{rule.years}年合格，计{_plain(rule.points)}分"
            return Award(rule.points, dict.fromkeys((u.key for u in chosen), part), (words,))
    told = "、".join(f"{y}年" for y in sorted(by_year))
    return Award(words=(f"只有{told}的合格报告，未满连续{rule.years}年",) if told else ())


def _judged(rule: Threshold | Trend | AllOf | AnyOf, units: Units, scenario: Scenario) -> Award:
    verdict = judge(rule, units, scenario)
    earned = {verdict.used[0].key: verdict.points} if verdict.used and verdict.points else {}
    return Award(verdict.points, earned, verdict.words)


def _best_of(rule: BestOf, units: Units, scenario: Scenario) -> Award:
    awards = [evaluate(part, units, scenario) for part in rule.parts]
    if rule.by == "order":
        return next((a for a in awards if a.points), Award(words=tuple(w for a in awards for w in a.words)))
    return max(awards, key=lambda a: a.points)


def _sum_of(rule: SumOf, units: Units, scenario: Scenario) -> Award:
    awards = [evaluate(part, units, scenario) for part in rule.parts]
    earned: dict[str, Decimal] = {}
    for award in awards:
        for key, points in award.earned.items():
            earned[key] = earned.get(key, ZERO) + points
    return Award(sum((a.points for a in awards), ZERO), earned, tuple(w for a in awards for w in a.words))


def _condition(rule: Condition, units: Units, scenario: Scenario) -> Award:
    if scenario.upper or all(scenario.pick(units, (name,)) for name in rule.requires):
        return evaluate(rule.rule, units, scenario)
    inner = evaluate(rule.rule, units, scenario)
    return Award(words=(f"前提条件未满足，{'；'.join(inner.words)}暂不计",) if inner.points else ())


def evaluate(rule: Rule, units: Units, scenario: Scenario) -> Award:
    """What the units earn under the rule, before the line's cap."""
    match rule:
        case Each():
            return _each(rule, units, scenario)
        case Presence():
            return _presence(rule, units, scenario)
        case Count():
            return _count(rule, units, scenario)
        case Streak():
            return _streak(rule, units, scenario)
        case Threshold() | Trend() | AllOf() | AnyOf():
            return _judged(rule, units, scenario)
        case Tasks():
            return Award()  # by sub-items, which need to know the unit and the day: `matchers.progress`
        case BestOf():
            return _best_of(rule, units, scenario)
        case SumOf():
            return _sum_of(rule, units, scenario)
        case Condition():
            return _condition(rule, units, scenario)
        case Manual():
            return Award(rule.points if scenario.upper else ZERO, {}, ("由人评定",))
