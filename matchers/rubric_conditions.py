"""Conditions of a scheme: who may apply, which materials must be there. Met, not met or unknown; no points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from matchers.rubric_papers import Selection, Source
from matchers.rule_forms import Strict


@dataclass(frozen=True, kw_only=True)
class Eligibility(Strict):
    """One condition: settled by papers (`met_by`: each inner list needs one selection) or by a check.

    A selection is one of the condition's own `papers`, or `indicator:selection` of a scored line.
    """

    id: str
    text: str
    source: Source
    part: str = "申报条件"
    """The heading under which the condition stands in the sheet: 申报条件, 材料齐全性, …"""
    papers: Mapping[str, Selection] = field(default_factory=dict)
    met_by: tuple[tuple[str, ...], ...] = ()
    check: Literal["papers", "registered_manufacturer", "no_failure", "people_decide"] = "people_decide"
    refused: Literal["unknown", "not_met"] = "unknown"
    """What follows where the only papers found are refused for certain (a licence founded last year)."""
