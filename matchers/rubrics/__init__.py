"""The built-in rubrics: one folder an edition, named by its id, with rubric.yaml and cases.yaml."""

from __future__ import annotations

from matchers.rubric import RubricSummary, built_in_ids, rubric_summary
from matchers.rubric_loader import outline

__all__ = ["built_in_ids", "summaries"]


def summaries() -> list[RubricSummary]:
    """All built-in rubrics, for `yushen rubrics`."""
    return [rubric_summary(outline(rubric_id)) for rubric_id in built_in_ids()]
