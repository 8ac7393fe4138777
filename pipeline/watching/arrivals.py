"""When is a dossier complete? When it lay unchanged for long enough, or says so itself.

Time is the caller's monotonic clock: a machine whose clock is set back, or files with times from the future, change
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.kept_results import Stamp
from pipeline.watching.closed import is_closed
from pipeline.watching.sights import Sight

SETTLE_SECONDS: Final = 30.0
"""How long nothing may change. A stick that is copied file by file pauses for some seconds between two."""
PATIENCE_SECONDS: Final = 600.0
"""How long a dossier may wait with a download under way, with no file in it or with one that cannot be opened; then it
is taken as it is, and the draft names what could not be read."""


@dataclass(frozen=True, slots=True)
class _Since:
    stamps: frozenset[tuple[str, Stamp | None]]
    moment: float
    is_closed: bool


@dataclass
class Arrivals:
    """Since when each dossier lies there as it does."""

    settle: float = SETTLE_SECONDS
    patience: float = PATIENCE_SECONDS
    _known: dict[str, _Since] = field(default_factory=dict)

    def complete(self, sights: Sequence[Sight], now: float) -> list[Sight]:
        """Those that are all there; dossiers that are not among the sights are forgotten."""
        known = {sight.entry: self._since(sight, now) for sight in sights}
        self._known = known
        return [sight for sight in sights if self._is_complete(sight, now - known[sight.entry].moment)]

    def is_out_of_patience(self, sight: Sight, now: float) -> bool:
        """Has it been waited for long enough, whatever still is in the way?"""
        since = self._known.get(sight.entry)
        return since is not None and now - since.moment >= max(self.patience, self.settle)

    def _since(self, sight: Sight, now: float) -> _Since:
        before = self._known.get(sight.entry)
        if before is not None and before.stamps == sight.stamps:
            return before
        one_file = not sight.is_folder and len(sight.files) == 1 and sight.files[0].stamp is not None
        return _Since(sight.stamps, now, one_file and is_closed(sight.files[0].disk))

    def _is_complete(self, sight: Sight, quiet: float) -> bool:
        if sight.has_partial or not sight.files:
            return quiet >= max(self.patience, self.settle)
        return sight.is_marked or self._known[sight.entry].is_closed or quiet >= self.settle
