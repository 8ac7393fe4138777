"""What no type can say of a rubric: references that lead nowhere, sums that do not fit, ids that stand twice.

Each problem has its place in the file, so that the message names the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractors.model_errors import Place, nearest
from matchers.rubric_check_plan import check_plan
from matchers.rubric_check_tables import check_tables
from matchers.rubric_cycles import check_cycles
from matchers.rubric_model import Group, Indicator, Rubric, Selection
from matchers.rule_forms import Count, Threshold
from matchers.rule_parts import named, plain, points_given, rules_of, selections, wanted_fields

Told = tuple[Place, str]
LIMITS = ("at_least", "more_than", "at_most", "less_than")
Types = Mapping[str, Sequence[str]]


def check(rubric: Rubric, types: Types, complete: bool = True) -> list[Told]:
    """Every problem of the rubric; `types` are the evidence types that a selection may name, with their fields.

    Not `complete`: there are more types, which could not be loaded, so an unknown one is no problem of this file.
    """
    return [
        *_repeated(rubric),
        *(told for n, line in enumerate(rubric.indicators) for told in _line(rubric, line, ("indicators", n))),
        *(told for at, _, selection in selections(rubric) for told in _selection(selection, at, types, complete)),
        *_sums(rubric),
        *_conditions(rubric),
        *_calls(rubric),
        *check_plan(rubric),
        *check_cycles(rubric),
        *(told for told in check_tables(rubric, types) if complete or told[0][-1:] != ("type",)),
    ]


def _repeated(rubric: Rubric) -> Iterator[Told]:
    """Ids that stand twice; lines and conditions share one space, because a draft names both."""
    after = rubric.after_award
    yield from _twice({"eligibility": rubric.eligibility, "indicators": rubric.indicators})
    yield from _twice({"groups": rubric.groups})
    yield from _twice({"calls": rubric.calls})
    if after is not None:
        for told in (_twice({"duties": after.duties}), _twice({"grounds": after.grounds})):
            yield from ((("after_award", *place), text) for place, text in told)
    for n, line in enumerate(rubric.indicators):
        tasks = [(("sub_items", s, "tasks", t), task.id) for s, sub in enumerate(line.sub_items)
                 for t, task in enumerate(sub.tasks)]  # fmt: skip
        rows2 = [*((("sub_items", s), sub.id) for s, sub in enumerate(line.sub_items)), *tasks]
        once: set[tuple[int, str]] = set()
        for at, name in rows2:
            if (len(at), name) in once:
                yield ("indicators", n, *at, "id"), f"编号“{name}”重复"
            once.add((len(at), name))


def _twice(space: Mapping[str, Sequence[Any]]) -> Iterator[Told]:
    """Ids that stand twice in the lists of one space of names."""
    seen: set[str] = set()
    for key, rows in space.items():
        for n, row in enumerate(rows):
            if row.id in seen:
                yield (key, n, "id"), f"编号“{row.id}”重复"
            seen.add(row.id)


def _line(rubric: Rubric, line: Indicator, at: Place) -> Iterator[Told]:
    groups = [g.id for g in rubric.groups]
    if line.group not in groups:
        yield (*at, "group"), f"没有“{line.group}”这一类{nearest(line.group, groups)}；可用：{'、'.join(groups)}"
    yield from _rules(line, at)
    if not line.source.quote.strip():
        yield (*at, "source", "quote"), "引文为空；请照抄官方文件的原文"
    yield from _names(line, at)


def _rules(line: Indicator, at: Place) -> Iterator[Told]:
    for inner, rule in rules_of(line):
        for key, points in points_given(rule):
            if points > line.max:
                yield (*at, *inner, *key), f"这一档给{plain(points)}分，高于本项满分{plain(line.max)}分"
        if isinstance(rule, Count):
            steps = [(tier.at_least, tier.points) for tier in rule.tiers]
            if steps != sorted(set(steps)) or len({s for s, _ in steps}) < len(steps):
                yield (*at, *inner, "tiers"), "各档须按 at_least 由少到多排列，分值随之增加，不得重复"
        if isinstance(rule, Threshold):
            yield from _limits(rule, (*at, *inner))
        if getattr(rule, "of", None) == () and rule.form != "manual":
            yield (*at, *inner, "of"), f"形式 {rule.form} 的规则没有写用哪些材料"


def _limits(rule: Threshold, at: Place) -> Iterator[Told]:
    """A threshold says by exactly one limit (in each tier) what the number must keep."""
    own = [key for key in LIMITS if getattr(rule, key) is not None]
    if rule.tiers:
        for n, tier in enumerate(rule.tiers):
            if sum(getattr(tier, key) is not None for key in LIMITS) != 1:
                yield (*at, "tiers", n), f"每一档须写一个限值，且只写一个：{'、'.join(LIMITS)}"
    elif rule.than:
        if rule.compare is None:
            yield at, "写了 than 就须写 compare（怎样比较）"
    elif len(own) != 1:
        yield at, f"须写一个限值，且只写一个：{'、'.join(LIMITS)}；或写 tiers（分档）、than（与另一数字比）"


def _names(line: Indicator, at: Place) -> Iterator[Told]:
    """Names of selections that are not there, and selections that nothing uses."""
    used: list[tuple[Place, str]] = [
        ((*inner, *key), name) for inner, rule in rules_of(line) for key, name in named(rule)
    ]
    for n, material in enumerate(line.needs):
        used += [(("needs", n, "of", i), name) for i, name in enumerate(material.of)]
        used += [(("needs", n, "instead", i), name) for i, name in enumerate(material.instead)]
    for s, sub in enumerate(line.sub_items):
        for t, task in enumerate(sub.tasks):
            used += [(("sub_items", s, "tasks", t, "papers", i), name) for i, name in enumerate(task.papers)]
        for t, tier in enumerate(sub.tiers):
            used += [(("sub_items", s, "tiers", t, "papers", i), name) for i, name in enumerate(tier.papers)]
    allowed = list(line.papers)
    for place, name in used:
        if name not in line.papers:
            listed = "、".join(allowed) or "（本项没有写 papers）"
            yield (*at, *place), f"本项的 papers 里没有“{name}”{nearest(name, allowed)}；可用：{listed}"
    told_why = {name for name, s in line.papers.items() if s.doubt and s.doubt.effect == "reject"}
    names = {name for _, name in used}
    for name in allowed:
        if name not in names | told_why:
            yield (*at, "papers", name), "没有规则用到这类材料"


def _selection(selection: Selection, at: Place, types: Types, complete: bool) -> Iterator[Told]:
    if selection.type not in types:
        if not complete:
            return
        hint = nearest(selection.type, list(types))
        yield (*at, "type"), f"没有“{selection.type}”这种证据类型{hint}；可用：{'、'.join(types)}"
        return
    known = list(types[selection.type])
    for place, name in wanted_fields(selection):
        if name not in known:
            hint = nearest(name, known)
            yield (*at, *place), f"{selection.type} 没有字段“{name}”{hint}；可用：{'、'.join(known)}"


def _sums(rubric: Rubric) -> Iterator[Told]:
    for n, group in enumerate(rubric.groups):
        total = sum((i.max for i in rubric.indicators if i.group == group.id), Decimal(0))
        if wrong := _sum_wrong(group, total):
            yield ("groups", n, "max"), wrong
    whole = rubric.max_score
    if rubric.total is not None and whole != rubric.total:
        yield ("total",), f"各类满分合计{plain(whole)}分，与总分{plain(rubric.total)}分不符"
    for n, line in enumerate(rubric.indicators):
        given = [sub.points for sub in line.sub_items]
        if given and all(points is not None for points in given):
            total = sum((points for points in given if points is not None), Decimal(0))
            if total != line.max and not line.uneven:
                at = ("indicators", n, "max")
                yield at, f"各分项合计{plain(total)}分，与本项满分{plain(line.max)}分不符"


def _sum_wrong(group: Group, total: Decimal) -> str:
    if group.capped:
        return "" if total >= group.max else f"“{group.title}”封顶{plain(group.max)}分，各项合计只有{plain(total)}分"
    if total == group.max:
        return ""
    return f"“{group.title}”各项合计{plain(total)}分，与本类满分{plain(group.max)}分不符（确为封顶的写 capped: true）"


def _conditions(rubric: Rubric) -> Iterator[Told]:
    places = [f"{i.id}:{name}" for i in rubric.indicators for name in i.papers]
    for n, condition in enumerate(rubric.eligibility):
        at: Place = ("eligibility", n)
        allowed = [*condition.papers, *places]
        for c, choice in enumerate(condition.met_by):
            for i, name in enumerate(choice):
                if name not in allowed:
                    own = f"；本条件的 papers：{'、'.join(condition.papers)}" if condition.papers else ""
                    hint = nearest(name, allowed)
                    yield (*at, "met_by", c, i), f"没有“{name}”这类材料{hint}，应写“指标编号:材料名”{own}"
        for i, name in enumerate(condition.against):
            if name not in allowed:
                yield (*at, "against", i), f"没有“{name}”这类材料{nearest(name, allowed)}"
        if not condition.source.quote.strip():
            yield (*at, "source", "quote"), "引文为空；请照抄官方文件的原文"


def _calls(rubric: Rubric) -> Iterator[Told]:
    for n, call in enumerate(rubric.calls):
        if call.counties_until is not None and call.counties_until < call.applicants_until:
            yield ("calls", n, "counties_until"), f"县级上报截止日早于申报截止日{call.applicants_until}"
