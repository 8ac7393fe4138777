"""How often the drafts were right, by the record of reviews: by indicator, confidence and kind of paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.review.record import LineRow, ReviewRow

EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.94, 0.96, 0.98, 1.01)
"""Buckets of certainty; finer where a draft calls a reading certain."""


@dataclass(frozen=True, slots=True)
class LineCase:
    """One line that a person reviewed: what the draft said, what came of it; `looked`: something was entered."""

    dossier: str
    reviewer: str
    indicator: str
    name: str
    confidence: str
    promised: bool
    draft: Decimal
    lowest: Decimal
    highest: Decimal
    final: Decimal
    looked: bool
    reason: str

    @property
    def is_right(self) -> bool:
        return self.draft == self.final


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One paper that a person judged, outright or by leaving a line that it counts on as drafted."""

    type: str
    confidence: float
    via: str
    status: str
    confirmed: bool


@dataclass(frozen=True)
class Share:
    """How many of a group were right. `untouched`: lines left blank, which nobody said anything about."""

    key: str
    name: str
    cases: int
    right: int
    within: int = 0
    difference: Decimal = Decimal(0)
    untouched: int = 0

    @property
    def share(self) -> float | None:
        return self.right / self.cases if self.cases else None


@dataclass(frozen=True, slots=True)
class Bucket:
    """Papers of one stretch of certainty: how many, how many a person confirmed, and the mean certainty."""

    lowest: float
    highest: float
    mean: float
    cases: int
    confirmed: int

    @property
    def share(self) -> float:
        return self.confirmed / self.cases

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies with 95 % (Wilson)."""
        return wilson(self.confirmed, self.cases)


@dataclass(frozen=True)
class Quality:
    """All that the report shows."""

    reviews: int
    dossiers: int
    lines: tuple[LineCase, ...]
    papers: tuple[PaperCase, ...]
    by_indicator: tuple[Share, ...]
    by_confidence: tuple[Share, ...]
    by_type: tuple[Share, ...]
    overturned: tuple[Share, ...]
    buckets: tuple[Bucket, ...]

    @property
    def silent(self) -> tuple[LineCase, ...]:
        """Wrong lines that carried the promise: high and without a warning."""
        return tuple(case for case in self.lines if case.promised and not case.is_right)


def measure(session: Session) -> Quality:
    """The report's figures from the current reviews in the record."""
    reviews = list(session.scalars(select(ReviewRow).where(ReviewRow.current).order_by(ReviewRow.id)))
    lines = tuple(_line_case(review, row) for review in reviews for row in review.lines)
    judged = [row for review in reviews for row in review.papers if row.confirmed is not None]
    papers = tuple(PaperCase(p.type, p.confidence, p.via, p.status, bool(p.confirmed)) for p in judged)
    taken = [paper for paper in papers if paper.status == "accepted"]
    doubted = [paper for paper in papers if paper.status != "accepted"]
    names = {case.indicator: case.name for case in lines}
    return Quality(
        len(reviews),
        len({review.draft for review in reviews}),
        lines,
        papers,
        tuple(_share(key, names[key], [c for c in lines if c.indicator == key]) for key in names),
        tuple(
            _share(key, "", [c for c in lines if (c.confidence, c.promised) == (grade, promised)])
            for key, grade, promised in _GRADES
        ),
        tuple(_paper_share(kind, taken) for kind in sorted({paper.type for paper in taken})),
        tuple(_paper_share(kind, doubted) for kind in sorted({paper.type for paper in doubted})),
        buckets_of(taken),
    )


_GRADES: Final = (
    ("high", "high", True),
    ("high_warned", "high", False),
    ("medium", "medium", False),
    ("low", "low", False),
)


def _line_case(review: ReviewRow, row: LineRow) -> LineCase:
    return LineCase(
        review.applicant,
        review.reviewer,
        row.indicator,
        row.name,
        row.confidence,
        row.confidence == "high" and not row.warned,
        row.draft_score,
        row.lowest,
        row.highest,
        row.final,
        row.looked,
        row.reason,
    )


def _share(key: str, name: str, cases: Sequence[LineCase]) -> Share:
    """Of the lines that somebody looked at; blank ones are only counted."""
    looked = [case for case in cases if case.looked]
    return Share(
        key,
        name,
        len(looked),
        sum(case.is_right for case in looked),
        sum(case.lowest <= case.final <= case.highest for case in looked),
        sum((abs(case.final - case.draft) for case in looked), Decimal(0)),
        len(cases) - len(looked),
    )


def _paper_share(kind: str, papers: Sequence[PaperCase]) -> Share:
    own = [paper for paper in papers if paper.type == kind]
    return Share(kind, "", len(own), sum(paper.confirmed for paper in own))


def buckets_of(papers: Iterable[PaperCase], edges: Sequence[float] = EDGES) -> tuple[Bucket, ...]:
    """The papers by certainty; empty stretches are left out."""
    every = list(papers)
    found = []
    for lowest, highest in pairwise(edges):
        own = [paper for paper in every if lowest <= paper.confidence < highest]
        if own:
            mean = sum(paper.confidence for paper in own) / len(own)
            found.append(Bucket(lowest, min(highest, 1.0), mean, len(own), sum(paper.confirmed for paper in own)))
    return tuple(found)


def wilson(right: int, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson score).

    >>> [round(end, 2) for end in wilson(9, 10)]
    [0.6, 0.98]
    """
    if not cases:
        return 0.0, 1.0
    z = 1.96
    share = right / cases
    centre = share + z * z / (2 * cases)
    spread = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    whole = 1 + z * z / cases
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)
