"""Tables that give each grade a column of its own, with the points in the heading."""

from __future__ import annotations

from decimal import Decimal

from matchers.drafting.clauses import Clause, Criteria, cut
from matchers.drafting.folded import fold
from matchers.drafting.lines import Line
from matchers.drafting.paper_names import PaperNames
from matchers.drafting.rules import Reading
from matchers.rule_forms import BestOf, Manual, Presence


def read_grades(line: Line) -> tuple[Reading, Decimal]:
    """The best of the grades, where each says what it asks for; else left to people."""
    graded = [(points, text) for points, text in line.grades if points]
    most = line.points if line.points is not None else max((p for p, _ in graded), default=Decimal(0))
    if not graded:
        return Reading(Manual(form="manual", points=most), {}, ("按档次评分，档次由人判断",)), most
    clauses = tuple(Clause(fold(text), "", points, 0, 0) for points, text in graded)
    criteria = Criteria(line.quote, fold(line.quote), "", clauses, (), cut(line.quote).kinds)
    papers = PaperNames(criteria, line.name)
    parts = tuple(
        Presence(form="presence", of=(papers.name(clause, at),), points=clause.points or Decimal(0))
        for at, clause in enumerate(clauses)
    )
    rule = parts[0] if len(parts) == 1 else BestOf(form="best_of", parts=parts)
    return Reading(rule, papers.selections, ("按档次评分，档次是否达到须由人核对", *papers.todos)), most
