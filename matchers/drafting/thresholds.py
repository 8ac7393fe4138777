"""Numbers that a paper states and the points for reaching them, or for staying below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matchers.drafting.quantities import Quantity
from matchers.rule_forms import Manual, Rule, Threshold, ValueTier

Steps = Sequence[tuple[Quantity, Decimal]]


@dataclass(frozen=True, slots=True)
class _Step:
    quantity: Quantity
    points: Decimal

    @property
    def place(self) -> tuple[Decimal, int]:
        """Where the step stands on the scale of its number; 低于 n stands just under n."""
        if self.quantity.low is not None:
            return self.quantity.low, 1
        return self.quantity.below or Decimal(0), 0


def threshold_rule(name: str, steps: Steps, unit: str) -> Rule:
    """One threshold, or one with a tier for each step; the more the better, or the less the better."""
    known = sorted((_Step(q, p) for q, p in steps if p > 0), key=lambda step: step.place)
    if not known:
        return Manual(form="manual", of=(name,), points=Decimal(0))
    falling = len(known) > 1 and known[0].points > known[-1].points
    if len(known) == 1:
        falling = known[0].quantity.low is None
    tiers = [tier for step in known if (tier := _tier(step, falling)) is not None]
    if not tiers:
        return Manual(form="manual", of=(name,), points=max(step.points for step in known))
    ordered = tuple(sorted(tiers, key=lambda tier: tier.points))
    if len(ordered) == 1:
        tier = ordered[0]
        return Threshold(
            form="threshold",
            of=(name,),
            unit=unit,
            at_least=tier.at_least,
            more_than=tier.more_than,
            at_most=tier.at_most,
            less_than=tier.less_than,
            points=tier.points,
        )
    return Threshold(form="threshold", of=(name,), unit=unit, tiers=ordered)


def _tier(step: _Step, falling: bool) -> ValueTier | None:
    quantity = step.quantity
    if not falling:
        low = Decimal(0) if quantity.low is None else quantity.low
        if quantity.is_strict and quantity.low is not None:
            return ValueTier(more_than=low, points=step.points)
        return ValueTier(at_least=low, points=step.points)
    most = quantity.below if quantity.below is not None else quantity.high
    if most is None:
        return None
    if quantity.is_strict and quantity.below is not None:
        return ValueTier(less_than=most, points=step.points)
    return ValueTier(at_most=most, points=step.points)
