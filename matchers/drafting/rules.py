"""From clauses to a rule of the closed set of forms; what no form expresses becomes manual and says why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from matchers.drafting.clauses import Clause, Criteria, cut
from matchers.drafting.counting import counted_rule, increments, per_several, quantity_of
from matchers.drafting.folded import amount, plain
from matchers.drafting.paper_names import PaperNames
from matchers.drafting.papers import kind_of
from matchers.drafting.wording import named, wording
from matchers.rubric_papers import Selection
from matchers.rule_forms import BestOf, Condition, Each, Manual, Presence, Rule, Streak, SumOf
from matchers.rule_parts import parts

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's rule with the papers that it names and what a person still has to settle."""

    rule: Rule
    papers: dict[str, Selection] = field(default_factory=dict)
    todos: tuple[str, ...] = ()


def read_criteria(text: str, most: Decimal | None, context: str) -> Reading:
    """The rule that the criteria state. `most`: the line's points; `context`: its name and materials."""
    criteria = cut(text)
    limit = most if most is not None else stated_most(criteria)
    papers = PaperNames(criteria, context)
    if why := _left_to_people(criteria):
        return _manual(limit, papers, why)
    if not criteria.clauses:
        return _without_points(criteria, limit, papers)
    rules = _repeated(criteria, _atoms(criteria, limit, papers), limit)
    rule, todo = _combined(criteria, rules, limit)
    papers.keep_used(rule)
    return Reading(rule, papers.selections, tuple(t for t in (todo, *papers.todos) if t))


def stated_most(criteria: Criteria) -> Decimal:
    """The most that the text itself allows, where no cell states it: its cap, or what its clauses add up to."""
    if criteria.caps:
        return max(criteria.caps)
    points = [c.points for c in criteria.clauses if c.points is not None]
    if not points:
        from matchers.drafting.mentions import find_mentions

        ranges = [m.points for m in find_mentions(criteria.text) if m.kind == "range" and m.points is not None]
        return max(ranges, default=ZERO)
    known = wording()
    words = plain(criteria.text)
    if known.says("words", words) and not known.says("same_only", words):
        return max(points)
    return max(points) if _are_alternatives(criteria) else sum(points, ZERO)


def _are_alternatives(criteria: Criteria) -> bool:
    """Steps of one thing: numbers that rise or levels of one kind of paper."""
    from matchers.drafting.quantities import find_quantities

    clauses = criteria.clauses
    if len(clauses) < 2 or any(c.per_item or c.is_added for c in clauses):
        return False
    units = [{q.unit for q in find_quantities(c.words)} for c in clauses]
    if all(units) and set.intersection(*units):
        return True
    return any(wording()["lesser"].match(c.words) for c in clauses[1:])


def _left_to_people(criteria: Criteria) -> str:
    words = plain(criteria.text)
    known = wording()
    for judgement in known.judgements:
        if judgement.words.search(words):
            return judgement.todo
    if "range" in criteria.kinds:
        return "条文只给出分数范围，由评审人员在范围内给分"
    if "deduct" in criteria.kinds:
        return "条文规定扣分，现有规则形式不能表达；请复核后由人计分"
    if _graded(criteria):
        return "条文按程度（如健全、较健全、基本健全）分档，须由人判断"
    return ""


def _graded(criteria: Criteria) -> bool:
    known = wording()
    pattern = re.compile(
        f"(?:{known['degrees'].pattern}).{{0,3}}(?:{known['adjectives'].pattern})|(?:^|[,\\s])(?:一般|较好|较差|差|良好|良|基本符合|部分符合|优)$"
    )
    graded = [c for c in criteria.clauses if pattern.search(c.words)]
    return bool(graded) and len(criteria.clauses) >= 2


def _manual(limit: Decimal, papers: PaperNames, why: str) -> Reading:
    name = papers.settled()
    rule = Manual(form="manual", of=(name,) if name else (), points=limit)
    papers.keep_used(rule)
    return Reading(rule, papers.selections, (why,))


def _without_points(criteria: Criteria, limit: Decimal, papers: PaperNames) -> Reading:
    """A requirement without points of its own: the cell's points are for meeting it."""
    words = plain(criteria.text)
    known = wording()
    clause = Clause(criteria.folded.strip(), "", limit, 0, len(criteria.folded))
    if streak := _streak(clause, limit, papers):
        papers.keep_used(streak)
        return Reading(streak, papers.selections, tuple(papers.todos))
    if known.says("vague", words) or not known.says("presence_verbs", words):
        return _manual(limit, papers, "条文没有写明得分条件，须由人判断")
    rule = _atoms(Criteria(criteria.text, criteria.folded, "", (clause,), (), criteria.kinds), limit, papers)[0]
    papers.keep_used(rule)
    todo = "条文没有写明怎样得分，按符合即得满分起草；请核对"
    return Reading(rule, papers.selections, (todo, *papers.todos))


def _atoms(criteria: Criteria, limit: Decimal, papers: PaperNames) -> list[Rule]:
    """One rule for each clause; steps of one number become one rule."""
    result: list[Rule] = []
    clauses = list(criteria.clauses)
    at = 0
    while at < len(clauses):
        clause = clauses[at]
        points = limit if clause.points is None else clause.points
        if clause.is_parallel:
            papers.shift(at)
        if (run := increments(clauses, at, limit, papers)) is not None:
            rule, used = run
        elif streak := _streak(clause, points, papers):
            rule, used = streak, 1
        elif clause.per_item and (ladder := per_several(clause, points, limit, papers, at)) is not None:
            rule, used = ladder, 1
        elif clause.per_item:
            rule, used = Each(form="each", of=(papers.name(clause, at),), points=points), 1
        elif (steps := counted_rule(clauses, at, limit, papers)) is not None:
            rule, used = steps
        else:
            rule, used = _presence(clause, at, points, papers), 1
        if clause.is_added and result and wording().says("addition", _said(criteria, clause)):
            requires = _of(result[0])
            rule = Condition(form="condition", requires=requires, rule=rule) if requires else rule
        result.append(rule)
        at += used
    return result


def _repeated(criteria: Criteria, rules: list[Rule], limit: Decimal) -> list[Rule]:
    """1次得5分 … 1次得3分, 最高10分: a limit above what one of each gives means that each may be repeated."""
    ones = [quantity is not None and quantity.low == 1 for quantity in map(quantity_of, criteria.clauses)]
    if limit not in criteria.caps or len(rules) != len(ones) or len(rules) < 2 or not all(ones):
        return rules
    if not all(isinstance(rule, Presence) for rule in rules) or sum(map(_top, rules)) >= limit:
        return rules
    return [Each(form="each", of=rule.of, points=rule.points) for rule in rules if isinstance(rule, Presence)]


def _said(criteria: Criteria, clause: Clause) -> str:
    words = criteria.folded[clause.start : clause.end]
    return re.sub(r"(?:再|另外?|额外)\s*加", "", words)


def _presence(clause: Clause, at: int, points: Decimal, papers: PaperNames) -> Rule:
    several = papers.several(clause) if "各" in clause.words[-3:] or papers.each_of(clause) else []
    if len(several) > 1:
        parts = tuple(Presence(form="presence", of=(name,), points=points) for name in several)
        return SumOf(form="sum_of", parts=parts)
    return Presence(form="presence", of=(papers.name(clause, at),), points=points)


def _streak(clause: Clause, points: Decimal, papers: PaperNames) -> Rule | None:
    found = wording()["streak"].search(clause.words)
    years = amount(named(found, "years") or "") if found else None
    if years is None or not 1 <= years <= 20:
        return None
    return Streak(form="streak", of=(papers.name(clause, 0),), years=int(years), ending=(0, 1), points=points)


def _of(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, part in parts(rule) for name in getattr(part, "of", ())))


def _top(rule: Rule) -> Decimal:
    match rule:
        case SumOf():
            return sum((_top(part) for part in rule.parts), ZERO)
        case BestOf():
            return max(_top(part) for part in rule.parts)
        case Condition():
            return _top(rule.rule)
        case _:
            tiers = getattr(rule, "tiers", ())
            return max((t.points for t in tiers), default=getattr(rule, "points", ZERO))


def _combined(criteria: Criteria, rules: list[Rule], limit: Decimal) -> tuple[Rule, str]:
    if len(rules) == 1:
        only = rules[0]
        if isinstance(only, Presence) and only.points < limit and limit in criteria.caps:
            return Each(form="each", of=only.of, points=only.points), ""  # a limit above one award: it may be repeated
        return only, _misfit(only, limit)
    known, words = wording(), plain(criteria.text)
    whole = SumOf(form="sum_of", parts=tuple(rules))
    tops = [_top(rule) for rule in rules]
    each = any(isinstance(rule, Each) for rule in rules)
    if known.says("words", words) and not known.says("same_only", words) and not (each and limit > max(tops)):
        by = "order" if known.says("by_order", words) else "points"
        return BestOf(form="best_of", parts=tuple(rules), by=by), ""  # type: ignore[arg-type]
    if known.says("sum_of", words) or each or sum(tops) == limit or any(isinstance(r, Condition) for r in rules):
        return whole, ""
    ladders = (_runs(criteria, rules), _lesser_runs(criteria, rules))
    runs = next((r for r in ladders if 1 < len(r) < len(rules) and sum(max(map(_top, run)) for run in r) == limit), [])
    if runs:
        parts = tuple(run[0] if len(run) == 1 else BestOf(form="best_of", parts=tuple(run)) for run in runs)
        return SumOf(form="sum_of", parts=parts), ""
    if max(tops) == limit:
        return BestOf(form="best_of", parts=tuple(rules)), ""
    todo = f"各项得分之和{_plain(sum(tops, ZERO))}分与分值{_plain(limit)}分不一致，是累加还是只取一项请核对"
    return (whole if limit > max(tops) else BestOf(form="best_of", parts=tuple(rules))), todo


def _runs(criteria: Criteria, rules: list[Rule]) -> list[list[Rule]]:
    """Neighbours that mean one kind of paper."""
    runs: list[list[Rule]] = []
    last = None
    clauses = criteria.clauses
    for at, rule in enumerate(rules):
        kind = kind_of(clauses[at].words) if len(rules) == len(clauses) else None
        if runs and (kind is None or kind == last):
            runs[-1].append(rule)
        else:
            runs.append([rule])
        last = kind or last
    return runs


def _lesser_runs(criteria: Criteria, rules: list[Rule]) -> list[list[Rule]]:
    """Neighbours of which the later ones are the next lower step: 一级得5分，二级得3分，三级得1分."""
    runs: list[list[Rule]] = []
    for at, rule in enumerate(rules):
        lower = len(rules) == len(criteria.clauses) and wording()["lesser"].match(criteria.clauses[at].words)
        if runs and lower:
            runs[-1].append(rule)
        else:
            runs.append([rule])
    return runs


def _misfit(rule: Rule, limit: Decimal) -> str:
    if isinstance(rule, Each | Manual) or _top(rule) == limit:
        return ""
    return f"条文写明的得分{_plain(_top(rule))}分与分值{_plain(limit)}分不一致，请核对"


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
