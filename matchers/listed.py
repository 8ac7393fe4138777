"""Published lists (a decision with its winners, an annex of projects): of their rows, those of the applicant stand.

A list names many holders; the others' rows are no papers of this dossier. Where no row may be the applicant's, one
row stands for the list, so that the paper is not lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.evidence import Evidence
from matchers.holding import Holding, Identity, holding_of

LISTED = "published_list"
"""Mark of an item that is one of several holders' rows on one paper (docs/evidence-marks.md)."""


def own_rows(evidence: Sequence[Evidence], identity: Identity) -> tuple[Evidence, ...]:
    """The evidence without those rows of published lists that name somebody else."""
    lists: dict[object, list[Evidence]] = {}
    for paper in evidence:
        if LISTED in paper.marks:
            lists.setdefault((paper.type, paper.kind, paper.pages), []).append(paper)
    dropped: set[str] = set()
    for rows in lists.values():
        kept = _own(rows, identity) or rows[:1]
        dropped |= {row.id for row in rows} - {row.id for row in kept}
    return tuple(paper for paper in evidence if paper.id not in dropped)


def _own(rows: Sequence[Evidence], identity: Identity) -> list[Evidence]:
    """The rows that are surely the applicant's; else those that may be."""
    holdings = [(row, holding_of(row.names("holder"), row.text("uscc"), identity).holding) for row in rows]
    same = [row for row, holding in holdings if holding is Holding.SAME]
    return same or [row for row, holding in holdings if holding is not Holding.DIFFERENT]
