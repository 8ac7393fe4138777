"""The draft: what the software proposes for one dossier. People decide; this is what they start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extractors.document import Document
from extractors.evidence import ApplicationForm, Evidence

Confidence = Literal["high", "medium", "low"]
Severity = Literal["error", "warning", "info"]
Status = Literal["accepted", "questioned", "rejected"]
Met = Literal["met", "not_met", "unknown"]
Done = Literal["done", "open", "overdue", "unclear"]
"""How a task stands: shown done; due later; past its day without a paper; papers that do not settle it."""


@dataclass(frozen=True)
class Dossier:
    """One applicant's papers, read: the input of matching. `name` is the folder's or file's name."""

    name: str
    documents: tuple[Document, ...]
    evidence: tuple[Evidence, ...]
    forms: tuple[ApplicationForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What a person has to follow up. `message` is Chinese, names the paper and what to do."""

    code: str
    severity: Severity
    message: str
    indicator: str | None = None
    evidence: tuple[str, ...] = ()
    file: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of how a line's points came about: what was looked at, what came of it, for `yushen explain`."""

    text: str
    points: Decimal | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A piece of evidence after judging: `counted` maps indicator ids to the points it earns in the draft."""

    evidence: Evidence
    status: Status
    reasons: tuple[str, ...] = ()
    counted: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.evidence.id


@dataclass(frozen=True, slots=True)
class TaskState:
    """How one task of a plan stands for the unit, in one year where it is due every year.

    status: None where the task is not this unit's, or where nobody can tell whether it is. deadline: a day in ISO, or
    empty.
    """

    id: str
    sub_item: str
    text: str
    units: tuple[str, ...]
    due: str
    deadline: str
    year: int | None
    status: Done | None
    evidence: tuple[str, ...] = ()
    basis: str = ""

    @property
    def label(self) -> str:
        """`2.2`, or `2.2（2018年）`."""
        return self.id if self.year is None else f"{self.id}（{self.year}年）"


@dataclass(frozen=True, slots=True)
class Stake:
    """A paper on a line: does the draft take it, as long as no person decides otherwise?"""

    paper: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """What papers earn together; they count unless one is refused, where `taken` or a person takes the first."""

    papers: tuple[str, ...]
    points: Decimal
    taken: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a line's points: the sum or the best of what counts, or the tier that its number reaches."""

    mode: Literal["sum", "max", "count"]
    worths: tuple[Worth, ...] = ()
    tiers: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """A line's points as they follow a person's decisions on its papers: terms that add up, or every combination.

    Bit n of a place in `table` tells whether the paper of stake n is taken. `matchers.what_if` makes and reads it.
    """

    stakes: tuple[Stake, ...]
    parts: tuple[Part, ...] = ()
    table: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Line:
    """One scored line of the rubric: lowest, proposed and highest points, how sure, and why in one Chinese sentence."""

    id: str
    name: str
    group: str
    max_score: Decimal
    draft_score: Decimal
    lowest: Decimal
    highest: Decimal
    claimed_score: Decimal | None
    confidence: Confidence
    basis: str
    flags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    status: Met | Done | None = None
    """For a plan: whether the target is reached, or how the line's tasks stand; None: not this unit's row."""
    value: str = ""
    """The value found for a target, with its period."""
    goal: str = ""
    """The target as printed."""
    units: tuple[str, ...] = ()
    """The units in charge, as printed."""
    tasks: tuple[TaskState, ...] = ()
    choices: Choices | None = None
    """How the points follow decisions on papers; None where only a person can say."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of eligibility, with the evidence that settles it."""

    id: str
    text: str
    status: Met
    evidence: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    basis: str = ""
    part: str = "申报条件"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, as far as the papers tell."""

    name: str | None
    uscc: str | None
    district: str | None = None
    established: str | None = None
    employer: str | None = None
    """Where a person applies: the organisation in which the person works; `name` is then the person's."""


@dataclass(frozen=True)
class Draft:
    """The whole draft of one dossier; `pipeline.emit` writes it as JSON, sheet and PDF."""

    dossier: Dossier
    rubric_id: str
    rubric_title: str
    rubric_source: str
    as_of: str
    applicant: Applicant
    eligibility: tuple[Condition, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    mismatches: tuple[Mismatch, ...]
    total: Decimal
    total_max: Decimal
    total_lowest: Decimal
    total_highest: Decimal
    confidence: Confidence
    people: tuple[Person, ...] = ()
    group_caps: Mapping[str, Decimal] = field(default_factory=dict)
    """The most that each group's lines give together, by the group's title."""
    at_most: int | None = None
    """How many applicants the call awards."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person across papers: title, months insured, appointment; the identity number only masked."""

    name: str
    masked_id: str | None = None
    titles: tuple[str, ...] = ()
    speciality: str | None = None
    months: tuple[str, ...] = ()
    employer: str | None = None
    chief_quality_officer: bool = False
    evidence: tuple[str, ...] = ()
