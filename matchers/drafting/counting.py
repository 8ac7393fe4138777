"""Steps of one number: 达到 n 项得 m 分, 占比 n% 以上得 m 分, 每增加 1 项加 1 分 as tiers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from matchers.drafting.clauses import Clause
from matchers.drafting.folded import amount
from matchers.drafting.quantities import Quantity, find_quantities, in_one_unit
from matchers.drafting.thresholds import threshold_rule
from matchers.drafting.wording import named, wording
from matchers.rule_forms import Count, Presence, Rule, Tier

if TYPE_CHECKING:
    from matchers.drafting.paper_names import PaperNames

MOST_TIERS: Final = 30
"""So many steps of 每增加 are written out; a longer ladder would be no help to a reader."""
ONE: Final = Decimal(1)


def quantity_of(clause: Clause) -> Quantity | None:
    """The number that the clause asks for; None if it asks for none."""
    found = find_quantities(clause.words)
    return found[0] if found else None


def counted_rule(clauses: Sequence[Clause], at: int, limit: Decimal, papers: PaperNames) -> tuple[Rule, int] | None:
    """The rule for the clause at that place and its neighbours that ask for more or less of the same."""
    first = quantity_of(clauses[at])
    if first is None:
        return None
    steps = [(first, clauses[at])]
    for clause in clauses[at + 1 :]:
        more = quantity_of(clause)
        if (
            more is None
            or not _one_scale(more.unit, first.unit)
            or clause.per_item
            or _is_step(clause)
            or not _same(clauses[at], clause)
        ):
            break
        if clause.points == steps[-1][1].points or (more.low, more.below) == (steps[-1][0].low, steps[-1][0].below):
            break  # the same points or the same limit again: another thing, not a step
        steps.append((more, clause))
    evened = in_one_unit([quantity for quantity, _ in steps])
    points = [(q, limit if c.points is None else c.points) for q, (_, c) in zip(evened, steps, strict=True)]
    first = evened[0]
    if first.unit == "年" and (aged := papers.aged([clause for _, clause in steps], at)):
        parts = tuple(
            Presence(form="presence", of=(name,), points=p) for name, (_, p) in zip(aged, points, strict=True)
        )
        return papers.best(parts), len(steps)
    name = papers.name(clauses[at], at)
    if first.is_counted and all(q.is_counted for q, _ in points):
        tiers = _tiers(points)
        if tiers is None or len(tiers) < len({id(clause) for _, clause in steps}):
            return None
        if len(tiers) == 1 and tiers[0].at_least == 1:
            return Presence(form="presence", of=(name,), points=tiers[0].points), len(steps)
        return Count(form="count", of=(name,), tiers=tiers), len(steps)
    measured = papers.measured(clauses[at], at)
    return threshold_rule(measured, points, first.unit), len(steps)


def _one_scale(unit: str, other: str) -> bool:
    """One unit, or two of money."""
    return unit == other or (unit.endswith("元") and other.endswith("元"))


def _same(first: Clause, other: Clause) -> bool:
    """Steps of one thing: the later clause names no other paper."""
    from matchers.drafting.papers import kind_of

    one, two = kind_of(first.words), kind_of(other.words)
    return two is None or one == two


def _tiers(points: Sequence[tuple[Quantity, Decimal]]) -> tuple[Tier, ...] | None:
    """Rising tiers; None where the numbers do not rise with the points."""
    found: dict[int, Decimal] = {}
    for quantity, value in points:
        low = ONE if quantity.low is None else quantity.low
        if low != low.to_integral_value() or value == 0:
            return None
        found[max(int(low), 1)] = max(value, found.get(max(int(low), 1), Decimal(0)))
    tiers = sorted(found.items())
    if not tiers or any(a[1] >= b[1] for a, b in pairwise(tiers)):
        return None
    return tuple(Tier(at_least=low, points=value) for low, value in tiers)


def _is_step(clause: Clause) -> bool:
    return wording()["increment"].search(clause.words) is not None


def increments(clauses: Sequence[Clause], at: int, limit: Decimal, papers: PaperNames) -> tuple[Rule, int] | None:
    """A base and 每增加 n 项加 m 分: written out as tiers up to the line's points."""
    if at + 1 < len(clauses) and not _is_step(clauses[at]) and _is_step(clauses[at + 1]):
        base, step, used = clauses[at], clauses[at + 1], 2
    else:
        return None
    found = wording()["increment"].search(step.words)
    assert found is not None
    size = amount(named(found, "step") or "1") or ONE
    gain = step.points
    worth = limit if base.points is None else base.points
    if gain is None or gain <= 0 or size <= 0:
        return None
    quantity = quantity_of(base) or Quantity(ONE, None, "项", 0, 0)
    low = ONE if quantity.low is None else quantity.low
    ladder = [(low, worth)]
    while ladder[-1][1] + gain <= limit and len(ladder) < MOST_TIERS:
        ladder.append((ladder[-1][0] + size, ladder[-1][1] + gain))
    if ladder[-1][1] < limit and len(ladder) < MOST_TIERS:
        ladder.append((ladder[-1][0] + size, limit))
    if quantity.is_counted and all(n == n.to_integral_value() for n, _ in ladder):
        tiers = tuple(Tier(at_least=max(int(n), 1), points=p) for n, p in ladder)
        return Count(form="count", of=(papers.name(base, at),), tiers=tiers), used
    steps = [(Quantity(n, None, quantity.unit, 0, 0), p) for n, p in ladder]
    return threshold_rule(papers.measured(base, at), steps, quantity.unit), used


def per_several(clause: Clause, points: Decimal, limit: Decimal, papers: PaperNames, at: int) -> Rule | None:
    """每100户得2分, 每3项得1分, 每提高1个百分点得1分: written out as tiers; None where it is one by one."""
    found = wording()["per_several"].search(clause.words)
    size = amount(named(found, "step") or "") if found else None
    unit = named(found, "unit") if found else None
    if size is None or unit is None or points <= 0 or size <= 0:
        return None
    counted = Quantity(size, None, unit, 0, 0).is_counted
    if counted and size == 1:
        return None
    ladder = [(size, points)]
    while ladder[-1][1] < limit and len(ladder) < MOST_TIERS:
        ladder.append((ladder[-1][0] + size, min(ladder[-1][1] + points, limit)))
    if counted and all(n == n.to_integral_value() for n, _ in ladder):
        tiers = tuple(Tier(at_least=int(n), points=p) for n, p in ladder)
        return Count(form="count", of=(papers.name(clause, at),), tiers=tiers)
    return threshold_rule(papers.measured(clause, at), [(Quantity(n, None, unit, 0, 0), p) for n, p in ladder], unit)
