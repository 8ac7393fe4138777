"""What a line counts: findings about a paper, and units (a paper, a project of two papers, a person)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from matchers.draft import Status

Effect = Literal["reject", "open", "adverse", "question", "propose", "soft", "note"]
"""What a finding does to the paper on this line.

reject: never counts. open: refused, but another reading of the text would take it (upper end of the range).
adverse: refused, and it works against the line (a failing report). question: 0 in the draft, in the upper end.
propose: doubted, yet the default counts it (not in the lower end). soft: in order, but another reading would not
count it (lower end). note: only told.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about a paper. `broken`: a deciding field is unread or fails its check (the line is low).

    `doubtful`: the finding rests on a reading that is not certain.
    """

    code: str
    detail: str
    effect: Effect
    broken: bool = False
    doubtful: bool = False


def status_of(findings: Iterable[Finding]) -> Status:
    """accepted, questioned or rejected, by the strictest effect."""
    effects = {f.effect for f in findings}
    if effects & {"reject", "open", "adverse"}:
        return "rejected"
    return "questioned" if effects & {"question", "propose"} else "accepted"


@dataclass(frozen=True)
class Unit:
    """One thing that may earn points on one line.

    key: equal keys are one and the same; evidence: ids; title: how the basis names it; share, upper_share: the part of
    the points (joint undertaking), in the draft and under the reading most favourable; certain: every deciding field
    is certain; year, day: when (for streaks); amount: a number (for thresholds); people: names.
    """

    key: str
    evidence: tuple[str, ...]
    title: str
    findings: tuple[Finding, ...] = ()
    share: Decimal = Decimal(1)
    upper_share: Decimal = Decimal(1)
    certain: bool = True
    day: dt.date | None = None
    amount: Decimal | None = None
    people: tuple[str, ...] = ()
    unit: str = ""
    """The unit of `amount`."""
    period: str = ""
    """What `amount` is of: `2019`, `2019-06`, `2019-H1`."""

    @property
    def status(self) -> Status:
        return status_of(self.findings)

    @property
    def _effects(self) -> set[Effect]:
        return {f.effect for f in self.findings}

    @property
    def in_draft(self) -> bool:
        """Counts in the proposed score."""
        return not self._effects & {"reject", "open", "adverse", "question"}

    @property
    def in_lowest(self) -> bool:
        """Counts where nothing doubted and no open reading does."""
        return not self._effects & {"reject", "open", "adverse", "question", "propose", "soft"}

    @property
    def in_highest(self) -> bool:
        """Counts where everything doubted does."""
        return not self._effects & {"reject", "adverse"}

    @property
    def in_widest(self) -> bool:
        """Counts where even refusals that rest on an uncertain reading are set aside."""
        return not any(f.effect in {"reject", "adverse"} and not f.doubtful for f in self.findings)

    @property
    def broken(self) -> bool:
        """A deciding field is unread or fails its check, on a paper that is not refused for certain anyway."""
        refused = any(f.effect in {"reject", "adverse", "open"} and not f.doubtful for f in self.findings)
        return any(f.broken for f in self.findings) and self.in_highest and not refused

    @property
    def adverse(self) -> bool:
        """Works against the line (and is not somebody else's paper)."""
        return "reject" not in self._effects
