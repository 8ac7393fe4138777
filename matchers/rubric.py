"""The rubric: loading one (`load_rubric`) and telling what it holds (`rubric_summary`)."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.strict_yaml import YamlProblem
from matchers.rubric_loader import built_in_ids, kind_folders, load_rubric
from matchers.rubric_model import Eligibility, Indicator, OpenReading, Rubric, Selection, Source

__all__ = [
    "Eligibility",
    "Indicator",
    "OpenReading",
    "Rubric",
    "RubricSummary",
    "Selection",
    "Source",
    "YamlProblem",
    "built_in_ids",
    "kind_folders",
    "load_rubric",
    "rubric_summary",
]


@dataclass(frozen=True, slots=True)
class RubricSummary:
    """One row of `yushen rubrics`."""

    id: str
    title: str
    document: str
    as_of: str
    in_force_until: str | None
    lines: int
    conditions: int
    max_score: str


def rubric_summary(rubric: Rubric) -> RubricSummary:
    """What a person must know to choose the rubric."""
    return RubricSummary(
        rubric.id,
        rubric.title,
        rubric.document,
        rubric.as_of.isoformat(),
        rubric.in_force_until.isoformat() if rubric.in_force_until else None,
        len(rubric.indicators),
        len(rubric.eligibility),
        str(rubric.max_score),
    )
