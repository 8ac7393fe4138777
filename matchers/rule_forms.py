"""The forms that a rule may have: a closed set (design, decision 7). A new form needs two lines of real rubrics."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Constraint

Points = Annotated[Decimal, Constraint(ge=0, le=1000)]


class Strict:
    """Extra keys are refused where YAML comes in."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Each(Strict):
    """每项 n 分."""

    form: Literal["each"]
    of: tuple[str, ...]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Presence(Strict):
    """有则得 n 分, once however many; `first`: the best units stand first (for the basis only)."""

    form: Literal["presence"]
    of: tuple[str, ...]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Tier(Strict):
    """达到 at_least 项得 points 分."""

    at_least: Annotated[int, Constraint(ge=1)]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Count(Strict):
    """达到 n 项得 m 分: the highest tier reached."""

    form: Literal["count"]
    of: tuple[str, ...]
    tiers: Annotated[tuple[Tier, ...], Constraint(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Streak(Strict):
    """连续 n 年: one unit in each of `years` calendar years, the last 0, 1, … before the as-of year; none `unless`."""

    form: Literal["streak"]
    of: tuple[str, ...]
    unless: tuple[str, ...] = ()
    years: Annotated[int, Constraint(ge=1, le=20)]
    ending: tuple[int, ...] = (0,)
    within_months: Annotated[int, Constraint(ge=1)] | None = None
    """Another reading of 近三年: only papers of the last so many months."""
    points: Points


@dataclass(frozen=True, kw_only=True)
class Limit(Strict):
    """One limit of a number: 以上 and 达到 include it, 大于 and 低于 do not. Exactly one of the four is given."""

    at_least: Decimal | None = None
    more_than: Decimal | None = None
    at_most: Decimal | None = None
    less_than: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ValueTier(Limit):
    """达到 1‰ 的得 30 分: the points where the limit is kept."""

    points: Points


@dataclass(frozen=True, kw_only=True)
class Threshold(Limit):
    """A number on a paper keeps a limit, in the unit stated; or a tier for each of several limits.

    than: selections of the number that stands for the limit (低于全国平均水平); then `compare` says how.
    """

    form: Literal["threshold"]
    of: tuple[str, ...]
    field: str = "value"
    unit: str = ""
    tiers: tuple[ValueTier, ...] = ()
    than: tuple[str, ...] = ()
    compare: Literal["less_than", "more_than", "at_most", "at_least"] | None = None
    each_month: bool = False
    """The limit must be kept in each of the twelve months; a month without a value leaves it open."""
    points: Points = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Trend(Strict):
    """连续 n 年不断提高（递减）: the values of n years that follow each other rise (fall), each strictly."""

    form: Literal["trend"]
    of: tuple[str, ...]
    direction: Literal["rising", "falling"]
    periods: Annotated[int, Constraint(ge=2, le=20)]
    ending: Annotated[int, Constraint(ge=1990, le=2100)]
    """The last year of the run."""
    points: Points = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Tasks(Strict):
    """The line's sub-items bring their own points, each where all its tasks are done."""

    form: Literal["tasks"]


@dataclass(frozen=True, kw_only=True)
class AllOf(Strict):
    """且: every part must be fulfilled; then the points."""

    form: Literal["all_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=2)]
    points: Points = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class AnyOf(Strict):
    """或: one part must be fulfilled; then the points.

    by first: the first part that can be told decides (the overall figure goes before those of its kinds).
    """

    form: Literal["any_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=2)]
    by: Literal["any", "first"] = "any"
    points: Points = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Manual(Strict):
    """专家评议: papers are collected, no points proposed; the range is 0 to the maximum."""

    form: Literal["manual"]
    of: tuple[str, ...] = ()
    points: Points


@dataclass(frozen=True, kw_only=True)
class BestOf(Strict):
    """就高不就低."""

    form: Literal["best_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=1)]
    by: Literal["points", "order"] = "points"
    """order: the first part that has a unit counts, even where a later one would give more (只计最高级别)."""


@dataclass(frozen=True, kw_only=True)
class SumOf(Strict):
    """分值累计."""

    form: Literal["sum_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Condition(Strict):
    """The inner rule counts only where each selection of `requires` has a unit; else what it gives is questioned."""

    form: Literal["condition"]
    requires: tuple[str, ...]
    rule: Rule


Rule = Annotated[
    Each | Presence | Count | Streak | Threshold | Trend | Tasks | AllOf | AnyOf | Manual | BestOf | SumOf | Condition,
    Constraint(discriminator="form"),
]
FORMS = (
    "each",
    "presence",
    "count",
    "streak",
    "threshold",
    "trend",
    "tasks",
    "all_of",
    "any_of",
    "manual",
    "best_of",
    "sum_of",
    "condition",
)
