"""A rule and the rules inside it, each with its place; what each names and gives. Knows no form by name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.model_errors import Place
from matchers.rubric_model import Indicator, Rubric, Selection
from matchers.rule_forms import Rule

_NAMING = ("of", "unless", "requires", "than")
"""Keys of a form that name selections."""


def parts(rule: Rule, at: Place = ()) -> Iterator[tuple[Place, Rule]]:
    """The rule and every rule inside it."""
    yield at, rule
    inner = getattr(rule, "rule", None)
    if inner is not None:
        yield from parts(inner, (*at, "rule"))
    for n, part in enumerate(getattr(rule, "parts", ())):
        yield from parts(part, (*at, "parts", n))


def rules_of(indicator: Indicator) -> Iterator[tuple[Place, Rule]]:
    """Every rule of a line, those of its other readings and of its tasks too."""
    yield from parts(indicator.rule, ("rule",))
    for n, reading in enumerate(indicator.reading):
        if reading.rule is not None:
            yield from parts(reading.rule, ("reading", n, "rule"))
    for s, sub in enumerate(indicator.sub_items):
        for t, task in enumerate(sub.tasks):
            if task.rule is not None:
                yield from parts(task.rule, ("sub_items", s, "tasks", t, "rule"))


def named(rule: Rule) -> list[tuple[Place, str]]:
    """The selections that one rule (not its parts) names, with the key that names each."""
    return [((key, n), name) for key in _NAMING for n, name in enumerate(getattr(rule, key, ()))]


def points_given(rule: Rule) -> list[tuple[Place, Decimal]]:
    """Each single number of points that one rule (not its parts) can give."""
    found: list[tuple[Place, Decimal]] = []
    points = getattr(rule, "points", None)
    if isinstance(points, Decimal):
        found.append((("points",), points))
    found += [(("tiers", n, "points"), tier.points) for n, tier in enumerate(getattr(rule, "tiers", ()))]
    return found


def wanted_fields(selection: Selection) -> list[tuple[Place, str]]:
    """The fields that a selection asks of its papers, with the key that names each."""
    found: list[tuple[Place, str]] = [(("where", name), name) for name in selection.where]
    found += [(("distinct", n), name) for n, name in enumerate(selection.distinct)]
    windows = (("window", selection.window), ("older_than", selection.older_than))
    found += [((key, "field"), window.field) for key, window in windows if window]
    if selection.share:
        found.append((("share", "when"), selection.share.when))
    if selection.bundle:
        found.append((("bundle", "field"), selection.bundle.field))
        found += [(("bundle", "by", n), name) for n, name in enumerate(selection.bundle.by)]
    if selection.measure:
        found += [(("measure",), name) for name in ("measure", "value", "unit", "period", "place")]
    elif selection.deed:
        found += [(("deed",), name) for name in ("title", "date")]
    elif selection.holder != "none":
        found.append((("holder",), selection.holder))
    return found


def selections(rubric: Rubric) -> Iterator[tuple[Place, str, Selection]]:
    """Every selection of the rubric with its place and the id of its line or condition."""
    for n, line in enumerate(rubric.indicators):
        yield from ((("indicators", n, "papers", name), line.id, selection) for name, selection in line.papers.items())
    for n, condition in enumerate(rubric.eligibility):
        yield from (
            (("eligibility", n, "papers", name), condition.id, selection)
            for name, selection in condition.papers.items()
        )


def plain(number: Decimal) -> str:
    """`5`, `2.5`."""
    return f"{number.normalize():f}"
