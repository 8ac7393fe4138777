"""What one person entered in one draft.xlsx: the values only, already understood; how they were read is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from matchers.draft import Met

TAKEN: Final = "采信"
REFUSED: Final = "不采信"
DECISIONS: Final[Mapping[str, bool]] = {TAKEN: True, REFUSED: False}
VERDICTS: Final[Mapping[str, Met]] = {"符合": "met", "不符合": "not_met", "待定": "unknown"}
SETTLED: Final = ("已核实", "需补正", "不影响", "已处理")
"""What the sheet offers for a doubt; a reviewer may write something else."""


@dataclass(frozen=True)
class Entries:
    """The reviewer's cells that are filled: by line, paper, condition, number of the doubt, and person."""

    reviewer: str = ""
    day: str = ""
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, bool] = field(default_factory=dict)
    paper_notes: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Met] = field(default_factory=dict)
    condition_notes: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[int, str] = field(default_factory=dict)
    people_notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was entered, beyond a name and a day."""
        return not (
            self.scores
            or self.opinions
            or self.decisions
            or self.paper_notes
            or self.verdicts
            or self.condition_notes
            or self.settled
            or self.people_notes
        )
