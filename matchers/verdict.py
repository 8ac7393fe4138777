"""Is a rule fulfilled? met, not_met or unknown, by the numbers and papers that a scenario lets count.

Points are another question (`matchers.award`): a target of a plan carries none, yet it is reached or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from matchers.draft import Met
from matchers.quantities import convert, plain, shown
from matchers.rule_forms import AllOf, AnyOf, BestOf, Condition, Limit, Manual, Rule, SumOf, Tasks, Threshold, Trend
from matchers.scenario import Scenario, Units
from matchers.unit import Unit

Compare = Callable[[Decimal, Decimal], bool]
COMPARE: Final[Mapping[str, tuple[str, str, Compare]]] = {
    "at_least": ("不低于", "低于", lambda value, limit: value >= limit),
    "more_than": ("高于", "不高于", lambda value, limit: value > limit),
    "at_most": ("不超过", "超过", lambda value, limit: value <= limit),
    "less_than": ("低于", "不低于", lambda value, limit: value < limit),
}
"""In words, in words where it is not kept, and as a comparison.

以上, 达到 and 以内 include the number itself, 大于 and 低于 do not (民法典 1259).
"""

MONTHS: Final = 12


@dataclass(frozen=True)
class Verdict:
    """What the rule comes to, in words, by which units; `points` where the value earns some."""

    status: Met = "unknown"
    words: tuple[str, ...] = ()
    used: tuple[Unit, ...] = ()
    points: Decimal = Decimal(0)


def limit_of(rule: Limit) -> tuple[str, Decimal] | None:
    """Which of the four limits is given, and its number."""
    return next(((name, value) for name in COMPARE if (value := getattr(rule, name)) is not None), None)


def _values(units: Sequence[Unit], wanted: str) -> list[tuple[Decimal, Unit]]:
    """The units' numbers in the unit wanted; a number that the unit cannot tell is left out."""
    found = []
    for unit in units:
        if unit.amount is not None and (value := convert(unit.amount, unit.unit or wanted, wanted)) is not None:
            found.append((value, unit))
    return found


def _named(value: Decimal, unit: str, of: Unit) -> str:
    """The paper with its number; in the rule's own unit too where it prints another."""
    told = shown(value, unit)
    return of.title if told in of.title else f"{of.title}，即{told}"


def _tiered(rule: Threshold, value: Decimal, of: Unit) -> Verdict:
    reached = [tier for tier in rule.tiers if (limit := limit_of(tier)) and COMPARE[limit[0]][2](value, limit[1])]
    best = max(reached, key=lambda tier: tier.points, default=None)
    if best is None:
        return Verdict("not_met", (f"{_named(value, rule.unit, of)}，未达到计分的最低一档",), (of,))
    name, least = limit_of(best) or ("at_least", Decimal(0))
    words = f"{_named(value, rule.unit, of)}，{COMPARE[name][0]}{shown(least, rule.unit)}，计{plain(best.points):f}分"
    top = max(tier.points for tier in rule.tiers)
    return Verdict("met" if best.points == top else "not_met", (words,), (of,), best.points)


def _threshold(rule: Threshold, units: Units, scenario: Scenario) -> Verdict:
    found = _values(scenario.pick(units, rule.of), rule.unit)
    if not found:
        return Verdict()
    if rule.than:
        limits = _values(scenario.pick(units, rule.than), rule.unit)
        if not limits or rule.compare is None:
            told = f"{_named(found[0][0], rule.unit, found[0][1])}，未见用来比较的数值"
            return Verdict("unknown", (told,), (found[0][1],))
        word, other_way, compare = COMPARE[rule.compare]
        value, unit = found[0]
        limit, other = limits[0]
        good = compare(value, limit)
        words = f"{_named(value, rule.unit, unit)}，{word if good else other_way}{_named(limit, rule.unit, other)}"
        return Verdict("met" if good else "not_met", (words,), (unit, other), rule.points if good else Decimal(0))
    if rule.tiers:
        return max((_tiered(rule, value, unit) for value, unit in found), key=lambda v: v.points)
    named = limit_of(rule)
    if named is None:
        return Verdict()
    if rule.each_month:
        return _monthly(rule, found, named)
    word, other_way, compare = COMPARE[named[0]]
    good_ones = [(value, unit) for value, unit in found if compare(value, named[1])]
    value, unit = good_ones[0] if good_ones else found[0]
    words = f"{_named(value, rule.unit, unit)}，{word if good_ones else other_way}{shown(named[1], rule.unit)}"
    if not good_ones:
        return Verdict("not_met", (words,), (unit,))
    return Verdict("met", (words,), (unit,), rule.points)


def _monthly(rule: Threshold, found: Sequence[tuple[Decimal, Unit]], limit: tuple[str, Decimal]) -> Verdict:
    word, other_way, compare = COMPARE[limit[0]]
    units = tuple(unit for _, unit in found)
    wrong = [f"{unit.period}为{shown(value, rule.unit)}" for value, unit in found if not compare(value, limit[1])]
    if wrong:
        return Verdict("not_met", (f"{'、'.join(wrong)}，{other_way}{shown(limit[1], rule.unit)}",), units)
    months = {unit.period for unit in units}
    if any(len(period) == len("2019") for period in months):  # the range of all months of the year
        return Verdict("met", (f"全年各月的数值都{word}{shown(limit[1], rule.unit)}",), units, rule.points)
    told = f"{len(months)}个月的数值都{word}{shown(limit[1], rule.unit)}"
    if len(months) < MONTHS:
        return Verdict("unknown", (f"{told}，缺{MONTHS - len(months)}个月",), units)
    return Verdict("met", (told,), units, rule.points)


def _trend(rule: Trend, units: Units, scenario: Scenario) -> Verdict:
    by_year: dict[int, Unit] = {}
    for unit in scenario.pick(units, rule.of):
        if unit.amount is not None and unit.period[:4].isdigit() and len(unit.period) == 4:
            by_year.setdefault(int(unit.period), unit)
    wanted = [rule.ending - n for n in reversed(range(rule.periods))]
    known = [by_year[year] for year in wanted if year in by_year]
    first = known[0].unit if known else ""
    told = "、".join(f"{u.period}年{shown(u.amount, u.unit)}" for u in known if u.amount is not None)
    pairs = [(one, other) for one, other in pairwise(wanted) if one in by_year and other in by_year]
    up = rule.direction == "rising"
    for one, other in pairs:
        before, after = by_year[one].amount, convert(by_year[other].amount or Decimal(0), by_year[other].unit, first)
        if before is None or after is None:
            return Verdict("unknown", (f"{told}，单位不一，不能比较",), tuple(known))
        if (after <= before) if up else (after >= before):
            return Verdict("not_met", (f"{told}，{other}年未比{one}年{'提高' if up else '下降'}",), tuple(known))
    missing = [year for year in wanted if year not in by_year]
    if missing:
        gap = "、".join(f"{year}年" for year in missing)
        return Verdict("unknown", (f"{told + '，' if told else ''}缺{gap}的数值",) if known else (), tuple(known))
    words = f"{told}，连续{rule.periods}个年度{'提高' if up else '下降'}"
    return Verdict("met", (words,), tuple(known), rule.points)


def _together(rule: AllOf | SumOf, units: Units, scenario: Scenario) -> Verdict:
    found = [judge(part, units, scenario) for part in rule.parts]
    states = {one.status for one in found}
    status: Met = "not_met" if "not_met" in states else "met" if states == {"met"} else "unknown"
    points = rule.points if isinstance(rule, AllOf) and status == "met" else Decimal(0)
    return Verdict(status, _words(found), _used(found), points)


def _any(rule: AnyOf | BestOf, units: Units, scenario: Scenario) -> Verdict:
    found = [judge(part, units, scenario) for part in rule.parts]
    if isinstance(rule, AnyOf) and rule.by == "first":
        told = [one for one in found if one.status != "unknown"]
        found = told[:1] or found
    good = [one for one in found if one.status == "met"]
    if good:
        return Verdict("met", good[0].words, good[0].used, rule.points if isinstance(rule, AnyOf) else good[0].points)
    states = {one.status for one in found}
    return Verdict("not_met" if states == {"not_met"} else "unknown", _words(found), _used(found))


def _words(found: Sequence[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for one in found for words in one.words))


def _used(found: Sequence[Verdict]) -> tuple[Unit, ...]:
    return tuple({unit.key: unit for one in found for unit in one.used}.values())


def judge(rule: Rule, units: Units, scenario: Scenario) -> Verdict:
    """What the units that count under the scenario make of the rule. A paper that is not there proves nothing."""
    match rule:
        case Threshold():
            return _threshold(rule, units, scenario)
        case Trend():
            return _trend(rule, units, scenario)
        case AllOf() | SumOf():
            return _together(rule, units, scenario)
        case AnyOf() | BestOf():
            return _any(rule, units, scenario)
        case Condition():
            return judge(rule.rule, units, scenario)
        case Manual() | Tasks():
            return Verdict()
        case _:
            found = scenario.pick(units, rule.of)
            if not found:
                return Verdict()
            return Verdict("met", (f"有{found[0].title}",), (found[0],))
