"""A plan's lines: targets reached or not, tasks done or not, in the same shape as any other scored line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from extractors.evidence import Evidence
from matchers.progress.gathering import gather_plan
from matchers.progress.measuring import Asker
from matchers.progress.rows import not_mine, printed_units
from matchers.progress.targets import target
from matchers.progress.task_lines import task_line
from matchers.progress.tasks import Asked, states_of
from matchers.progress.units import Plan
from matchers.progress.who import Unit as Who
from matchers.rubric_model import PlanPeriod, Rubric
from matchers.scoring import Scored
from matchers.unread import Unread


def is_plan(rubric: Rubric) -> bool:
    """Does the rubric hold targets and tasks of units, instead of an applicant's scores?"""
    return rubric.applicant == "unit" and any(line.target or line.sub_items for line in rubric.indicators)


def judge_plan(
    rubric: Rubric, papers: Sequence[Evidence], who: Who, as_of: dt.date, unread: Unread
) -> dict[str, Scored]:
    """Every line of the plan, judged for the unit that hands in."""
    period = rubric.period or PlanPeriod(start=dt.date(as_of.year, 1, 1), end=as_of)
    asker = Asker(Plan(rubric.units), who, as_of.year)
    asked = Asked(asker, period, as_of, unread.places)
    gathered = gather_plan(rubric, papers, asker, as_of)
    found = {}
    for line in rubric.indicators:
        units = gathered[line.id]
        if not who.names or asker.plan.covers(printed_units(line), who.names) == "no":
            found[line.id] = not_mine(line, asker, states_of(line, {}, asked))
        elif line.sub_items:
            found[line.id] = task_line(line, units, asked)
        else:
            found[line.id] = target(line, units, asked)
    return found
