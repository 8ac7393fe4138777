"""From a published notice to the draft of a rubric: wording and tables in, `Rubric` with open questions out."""

from __future__ import annotations

from matchers.drafting.compose import draft_notice
from matchers.drafting.notice import Notice, Sheet, Slot
from matchers.drafting.rubric_draft import RubricDraft, describe

__all__ = ["Notice", "RubricDraft", "Sheet", "Slot", "describe", "draft_notice"]
