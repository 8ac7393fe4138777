"""Which of a line's units a score is counted with: the draft's own, the least, the most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matchers.unit import Unit

Units = Mapping[str, Sequence[Unit]]
Choice = Callable[[Unit], bool]


@dataclass(frozen=True)
class Scenario:
    """Which units count (`choose`), which count against (`against`), which share of the points they bring."""

    as_of: dt.date
    choose: Choice
    against: Choice
    upper: bool = False

    def share(self, unit: Unit) -> Decimal:
        return unit.upper_share if self.upper else unit.share

    def pick(self, units: Units, names: Sequence[str]) -> list[Unit]:
        """The counted units of these selections, each key once, in a fixed order."""
        found: dict[str, Unit] = {}
        for name in names:
            for unit in units.get(name, ()):
                if self.choose(unit) and (unit.key not in found or self.share(unit) > self.share(found[unit.key])):
                    found[unit.key] = unit
        return sorted(found.values(), key=lambda u: (-self.share(u), not u.certain, u.evidence, u.key))
