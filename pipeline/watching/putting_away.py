"""Which dossiers are moved out of the way, and what the ledger knows of it at every moment (`yushen watch --move`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.ledger.rows import Entry
from pipeline.ledger.store import Ledger
from pipeline.watching import moving

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger


AGAIN: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class PuttingAway:
    """Moves dossiers that are done with. `is_as_seen`: does one lie there as when it was last complete?"""

    inbox: Path
    ledger: Ledger
    log: BoundLogger
    clock: Callable[[], dt.datetime]
    is_as_seen: Callable[[Entry], bool]
    not_before: dict[int, dt.datetime] = field(default_factory=dict)
    """When a move that could not be is tried again."""

    def put_away(self, entries: Sequence[Entry]) -> None:
        """Moves what is drafted, repeated or set aside from the top of the inbox; no job may be under way."""
        for entry in entries:
            path = Path(entry.path)
            if path.parent != self.inbox or entry.state not in {"done", "repeated", "set_aside"}:
                continue
            later = self.not_before.get(entry.id)
            if (later is not None and self.clock() < later) or not self.is_as_seen(entry):
                continue
            month = None if entry.state == "set_aside" else self.clock().astimezone().strftime("%Y-%m")
            try:
                target = moving.target_for(self.inbox, path, month=month)
                self.ledger.moving(entry.id, str(target))
                if month is None:
                    moving.write_note(target, entry.error or "多次处理失败")
                moving.move(path, target)
            except moving.NotMoved:
                self.ledger.not_moved(entry.id)
                self.not_before[entry.id] = self.clock() + AGAIN
                self.log.warning("move_failed", dossier=entry.id)
                continue
            self._moved(self.ledger.entry(entry.id), target)

    def _moved(self, entry: Entry, target: Path) -> None:
        self.ledger.moved(entry.id, str(target), self.clock().isoformat(timespec="seconds"))
        self.log.info("dossier_moved", dossier=entry.id)

    def finish(self, entry: Entry) -> None:
        """A move that an earlier process began: it happened or it did not."""
        target = Path(entry.moving_to or "")
        if not Path(entry.path).exists() and target.exists():
            self._moved(entry, target)
        else:
            self.ledger.not_moved(entry.id)
