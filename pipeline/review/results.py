"""What a round of review came to, as plain values: for results.xlsx, letters, the ledger and the county's merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from matchers.draft import Met
from pipeline.review.drafted import Drafted, DraftedCondition, DraftedLine
from pipeline.review.entries import Entries
from pipeline.review.told import Told

How = Literal["entered", "papers", "draft"]
"""Where a reviewer's points come from: typed; following decisions on papers; the draft's, left as they were."""
Choice = Literal["shortlisted", "tied", "not_shortlisted", "excluded", "no_quota"]


@dataclass(frozen=True)
class Review:
    """One person's sheet of one draft; `digest` names the entries, so that the same sheet is recorded once."""

    draft: str
    reviewer: str
    day: str
    file: str
    entries: Entries
    digest: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """One reviewer's points on one line, how they came about, and the reason given."""

    reviewer: str
    points: Decimal
    how: How
    reason: str = ""


@dataclass(frozen=True)
class LineResult:
    """One line after the review: every reviewer's points, the final ones (their mean), and how far they differ."""

    line: DraftedLine
    opinions: tuple[Opinion, ...]
    points: Decimal
    spread: Decimal
    third_look: bool

    @property
    def is_changed(self) -> bool:
        """The final points are not the draft's."""
        return self.points != self.line.draft_score


@dataclass(frozen=True)
class ConditionResult:
    """One condition after the review: each reviewer's verdict; `verdict` None where nobody decided or they differ."""

    condition: DraftedCondition
    verdicts: Mapping[str, Met]
    verdict: Met | None
    notes: tuple[str, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Two reviewers decided otherwise."""
        return len(set(self.verdicts.values())) > 1


@dataclass(frozen=True)
class DossierResult:
    """One applicant after the review. `excluded`: ids of the conditions that the reviewers found not met."""

    drafted: Drafted
    reviews: tuple[Review, ...]
    lines: tuple[LineResult, ...]
    groups: Mapping[str, Decimal]
    total: Decimal
    conditions: tuple[ConditionResult, ...]

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviews)

    @property
    def excluded(self) -> tuple[str, ...]:
        return tuple(c.condition.id for c in self.conditions if c.verdict == "not_met")

    @property
    def open_conditions(self) -> tuple[str, ...]:
        """Conditions that still wait for a verdict: disputed, undecided, or left blank where the draft has doubts."""
        return tuple(
            c.condition.id
            for c in self.conditions
            if c.verdict == "unknown" or c.is_disputed or (c.verdict is None and c.condition.status != "met")
        )

    @property
    def third_looks(self) -> tuple[LineResult, ...]:
        return tuple(line for line in self.lines if line.third_look)


@dataclass(frozen=True)
class Standing:
    """An applicant's place; None where excluded. `tied`: somebody else has the same total."""

    result: DossierResult
    place: int | None
    tied: bool
    choice: Choice


@dataclass(frozen=True)
class Round:
    """A whole round: every draft with what the reviewers made of it, ranked; and what collecting had to tell."""

    rubric: str
    rubric_title: str
    rubric_source: str
    as_of: str
    quota: int | None
    limit: Decimal
    standings: tuple[Standing, ...]
    told: tuple[Told, ...] = field(default=())

    @property
    def has_faults(self) -> bool:
        """Something that a person entered could not be taken."""
        return any(told.level == "fault" for told in self.told)
