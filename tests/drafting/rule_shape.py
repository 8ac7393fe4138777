"""A rule in a few words: `sum_of(each 2, presence 5)`, `count 3:1 4:2`, `threshold 3:5 5:8`, `manual`."""

from __future__ import annotations

from decimal import Decimal

from matchers.rule_forms import BestOf, Condition, Count, Manual, Rule, Streak, SumOf, Threshold


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def shape(rule: Rule) -> str:
    match rule:
        case SumOf() | BestOf():
            return f"{rule.form}({', '.join(shape(part) for part in rule.parts)})"
        case Condition():
            return f"condition({shape(rule.rule)})"
        case Count():
            return "count " + " ".join(f"{tier.at_least}:{plain(tier.points)}" for tier in rule.tiers)
        case Threshold():
            tiers = rule.tiers or (rule,)
            return "threshold " + " ".join(f"{limit(tier)}:{plain(tier.points)}" for tier in tiers)
        case Streak():
            return f"streak {rule.years} {plain(rule.points)}"
        case Manual():
            return "manual"
        case _:
            return f"{rule.form} {plain(getattr(rule, 'points', Decimal(0)))}"


def limit(tier: Threshold | object) -> str:
    for name, sign in (("at_least", ""), ("more_than", ">"), ("at_most", "<="), ("less_than", "<")):
        value = getattr(tier, name)
        if value is not None:
            return sign + plain(value)
    return "?"
