"""Final points of one dossier from its reviews, and the ranking of all: the sums that the sheets' formulas give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from matchers.draft import Met
from matchers.what_if import points_of
from pipeline.review.drafted import Drafted, DraftedLine
from pipeline.review.entries import Entries
from pipeline.review.results import (
    Choice,
    ConditionResult,
    DossierResult,
    LineResult,
    Opinion,
    Review,
    Standing,
)

ZERO: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
UNSIGNED: Final = "未署名"


def opinion_of(line: DraftedLine, review: Review) -> Opinion:
    """A reviewer's points on a line: as typed, else following the decisions on papers, else the draft's."""
    entries = review.entries
    name = review.reviewer or UNSIGNED
    reason = entries.opinions.get(line.id, "")
    if line.id in entries.scores:
        return Opinion(name, entries.scores[line.id], "entered", reason)
    if line.choices is None:
        return Opinion(name, line.draft_score, "draft", reason)
    points = points_of(line.choices, entries.decisions, line.max_score)
    how = "papers" if points != line.draft_score else "draft"
    return Opinion(name, points, "papers" if how == "papers" else "draft", reason)


def is_unsettled(line: DraftedLine, entries: Entries) -> bool:
    """Papers of the line were decided on, the points cannot follow, and nobody gave them."""
    return line.choices is None and line.id not in entries.scores and any(i in entries.decisions for i in line.evidence)


def is_looked_at(line: DraftedLine, entries: Entries) -> bool:
    """The reviewer entered something about the line: points, an opinion, a decision on one of its papers."""
    entered = line.id in entries.scores or line.id in entries.opinions
    return entered or any(paper in entries.decisions for paper in line.evidence)


def group_sums(drafted: Drafted, points: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The sum of each group's lines, no more than the group gives."""
    sums: dict[str, Decimal] = {}
    for line in drafted.lines:
        sums[line.group] = sums.get(line.group, ZERO) + points[line.id]
    return {group: min(found, drafted.group_caps.get(group, found)) for group, found in sums.items()}


def total_of(drafted: Drafted, review: Review) -> Decimal:
    """What one reviewer's sheet shows as 复核后总分."""
    points = {line.id: opinion_of(line, review).points for line in drafted.lines}
    return sum(group_sums(drafted, points).values(), ZERO)


def count_dossier(drafted: Drafted, reviews: Sequence[Review], limit: Decimal) -> DossierResult:
    """All reviews of one draft together: the mean of the reviewers; lines that differ by more than `limit` are told."""
    lines = tuple(_line(line, reviews, limit) for line in drafted.lines)
    groups = group_sums(drafted, {result.line.id: result.points for result in lines})
    conditions = []
    for condition in drafted.conditions:
        verdicts: dict[str, Met] = {
            review.reviewer or UNSIGNED: review.entries.verdicts[condition.id]
            for review in reviews
            if condition.id in review.entries.verdicts
        }
        agreed = set(verdicts.values())
        notes = tuple(
            review.entries.condition_notes[condition.id]
            for review in reviews
            if condition.id in review.entries.condition_notes
        )
        conditions.append(ConditionResult(condition, verdicts, agreed.pop() if len(agreed) == 1 else None, notes))
    total = sum(groups.values(), ZERO)
    return DossierResult(drafted, tuple(reviews), lines, groups, total, tuple(conditions))


def _line(line: DraftedLine, reviews: Sequence[Review], limit: Decimal) -> LineResult:
    opinions = tuple(opinion_of(line, review) for review in reviews)
    given = [opinion.points for opinion in opinions]
    if not given:
        return LineResult(line, (), line.draft_score, ZERO, False)
    spread = max(given) - min(given)
    mean = (sum(given, ZERO) / len(given)).quantize(_CENT, ROUND_HALF_UP)
    plain = Decimal(format(mean, "f").rstrip("0").rstrip(".")) if "." in format(mean, "f") else mean
    return LineResult(line, opinions, plain, spread, spread > limit)


def rank(results: Sequence[DossierResult], quota: int | None) -> tuple[Standing, ...]:
    """Highest total first, excluded ones last; equal totals share a place, also over the line of the quota.

    Where the scheme gives no points nobody is ranked: the reviewers choose among those who are eligible.
    """
    if all(result.drafted.total_max == 0 for result in results):
        unranked = sorted(results, key=lambda r: (bool(r.excluded), r.drafted.dossier))
        return tuple(Standing(r, None, False, "excluded" if r.excluded else "no_quota") for r in unranked)
    eligible = sorted((r for r in results if not r.excluded), key=lambda r: (-r.total, r.drafted.dossier))
    totals = [result.total for result in eligible]
    standings = []
    for result in eligible:
        place = 1 + sum(total > result.total for total in totals)
        alike = totals.count(result.total)
        choice: Choice = "no_quota"
        if quota is not None:
            last = place + alike - 1
            choice = "shortlisted" if last <= quota else "tied" if place <= quota else "not_shortlisted"
        standings.append(Standing(result, place, alike > 1, choice))
    excluded = sorted((r for r in results if r.excluded), key=lambda r: (-r.total, r.drafted.dossier))
    return (*standings, *(Standing(result, None, False, "excluded") for result in excluded))
