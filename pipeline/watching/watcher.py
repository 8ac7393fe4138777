"""The watcher at work: look, enter what is seen, give the drafter one job at a time, enter what it made.

It opens no paper and keeps nothing in its head that the ledger does not know: ended at any moment and started again,
it goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.kept_outputs import NAMES
from pipeline.ledger.rows import Entry, Watch
from pipeline.ledger.store import Ledger
from pipeline.watching.contents import Program
from pipeline.watching.drafter_link import DrafterLink, Event
from pipeline.watching.intake import Intake
from pipeline.watching.jobs import Job, Task
from pipeline.watching.made_files import digests_of
from pipeline.watching.orders import Orders
from pipeline.watching.pauses import Pause, retry_after
from pipeline.watching.putting_away import PuttingAway
from pipeline.watching.sights import look

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger

STRIKES: Final = 3
"""So often may a dossier end its process; then it is set aside."""
ROUND_SECONDS: Final = 600.0
"""A dossier that is read waits at most so long for others before it is drafted."""
PROGRESS_SECONDS: Final = 2.0


@dataclass
class Watcher:
    """One inbox being watched by this process, which holds the watch in the ledger."""

    orders: Orders
    ledger: Ledger
    watch: Watch
    intake: Intake
    link: DrafterLink
    log: BoundLogger
    clock: Callable[[], dt.datetime]
    is_round_due: bool = True
    is_away: bool = False
    _read_at: dict[int, float] = field(default_factory=dict)
    _told_progress: float = 0.0
    _at_work: tuple[Entry, ...] = ()
    _last_named: str | None = None
    _pause: Pause = field(default_factory=Pause)

    def __post_init__(self) -> None:
        self._away = PuttingAway(self.orders.inbox, self.ledger, self.log, self.clock, self._is_as_seen)

    def begin(self) -> None:
        """What an earlier process left open or could not write waits again; outputs not whole are made anew."""
        interrupted = self.ledger.recover(self.watch, self._at())
        if interrupted:
            self.log.info("dossier_resumed", count=interrupted)
        for entry in self.ledger.entries(self.watch):
            if entry.moving_to:
                self._away.finish(entry)
            broken = entry.state == "done" and entry.key and not self.intake.is_whole(entry, entry.key)
            if broken or entry.state == "failed":  # who starts again has made room, closed the sheet, …
                self.ledger.waiting(entry.id, self._at())
        self.intake.renew(self.intake.program, self._at())

    def look(self) -> None:
        """Enters what lies in the inbox. An inbox that cannot be listed is away: nothing in it is gone."""
        try:
            sights = look(self.orders.inbox, self.orders.supplements)
        except OSError:
            if not self.is_away:
                self.log.warning("inbox_missing")
            self.is_away = True
            return
        if self.is_away:
            self.log.info("inbox_back")
        self.is_away = False
        lost = self.intake.lost
        self.intake.take(sights, time.monotonic(), self._at())
        self.is_round_due |= self.intake.lost > lost

    def hear(self) -> None:
        """Enters what the drafter said."""
        for event in self.link.take():
            self._heard(event)

    def give_work(self) -> None:
        """Puts away what is done with and hands the drafter its next job, if it has none."""
        if self.link.job is not None or self.is_away:
            return
        entries = self.ledger.entries(self.watch)
        if self.orders.move:
            self._away.put_away(entries)
            entries = self.ledger.entries(self.watch)
        now = time.monotonic()
        waited = any(now - self._read_at.get(e.id, now) > ROUND_SECONDS for e in entries if e.state == "read")
        if not waited and (entry := self._next(entries)) is not None:
            self._begin_reading(entry)
        elif self._pause.is_over(now):
            self._begin_round(entries)

    def renew(self, program: Program) -> int:
        """The rubric was edited: whatever is in work is given up, everything is done again; how many dossiers."""
        self.end()
        self.ledger.recover(self.watch, self._at())
        self.is_round_due = True
        return self.intake.renew(program, self._at())

    def is_idle(self) -> bool:
        """Nothing arrives, nothing is in work, nothing waits that could be done now."""
        if self.link.job is not None or self.is_away or self.intake.unsettled or self.is_round_due:
            return False
        entries = self.ledger.entries(self.watch)
        return not any(e.state in {"arriving", "waiting", "reading", "read"} for e in entries)

    def end(self) -> None:
        """Ends the drafter; what it was doing is done again."""
        self.link.end()

    # What to do next

    def _next(self, entries: Sequence[Entry]) -> Entry | None:
        """The next to be read: those that made trouble last, so that the others go on."""
        at = self._at()
        ready = [
            e
            for e in entries
            if e.state == "waiting" or (e.state == "failed" and e.retry_at is not None and e.retry_at <= at)
        ]
        for entry in sorted(ready, key=lambda e: (e.strikes + e.interruptions, e.first_seen, e.id)):
            twin = self.intake.twin_of(entry, entries)
            if twin is None:
                return entry
            self.ledger.repeated(entry.id, twin.id, at)
            self.log.info("dossier_repeated", dossier=entry.id, same_as=twin.id)
        for entry in entries:
            if entry.state == "repeated" and self.intake.twin_of(entry, entries) is None:
                self.ledger.waiting(entry.id, at)  # the other one is gone or became another
                return self.ledger.entry(entry.id)
        return None

    def _begin_reading(self, entry: Entry) -> None:
        assert entry.key is not None
        self.ledger.begin(entry.id, entry.key, self._at())
        self.log.info("dossier_begun", dossier=entry.id)
        self._at_work, self._last_named = (entry,), entry.name
        self.link.give(Job("read", (self._task(entry),)))

    def _begin_round(self, entries: Sequence[Entry]) -> None:
        """Drafts all that are read beside those that were drafted before: numbers may be used by two of them."""
        there = [e for e in entries if e.state in {"read", "done"} and Path(e.path).exists()]
        fresh = any(e.state == "read" for e in there)
        aside = tuple((e.name, e.error or "已搁置") for e in entries if e.state == "set_aside")
        if not fresh and not self.is_round_due:
            return
        if not there:
            self.is_round_due = False
            return
        self._at_work, self._last_named = tuple(there), None
        self.link.give(Job("draft", tuple(self._task(e) for e in there), aside))

    def _task(self, entry: Entry) -> Task:
        papers = self.intake.supplements_for(entry, self.orders.supplements)
        return Task(entry.name, entry.path, tuple(map(str, papers)), self.intake.files(entry))

    # What the drafter said

    def _heard(self, event: Event) -> None:
        kind = event["event"]
        if kind == "progress":
            self._progress(event)
        elif kind == "read":
            self._read(event["message"])
        elif kind == "drafted":
            self._drafted(event)
        elif kind in {"ended", "broken"}:
            self._died(str(event.get("why") or event.get("message")))
        elif kind in {"blocked", "unusable"}:
            self._blocked(str(event["message"]))

    def _progress(self, event: Event) -> None:
        self._last_named = event["dossier"]
        now = time.monotonic()
        job = self.link.job
        if job is not None and job.kind == "read" and now - self._told_progress > PROGRESS_SECONDS:
            self._told_progress = now
            self.ledger.progress(self._at_work[0].id, event["step"], event["done"], event["total"])

    def _read(self, failure: str | None) -> None:
        entry = self.ledger.entry(self._at_work[0].id)
        self.link.done()
        if entry.state != "reading":
            return  # it changed meanwhile, and will be read again
        if failure is not None:
            self._strike(entry, failure)
        elif not self._is_as_seen(entry):
            self.log.info("dossier_changed", dossier=entry.id)
            self.ledger.arriving(entry.id, self._at())
        else:
            self.ledger.read(entry.id, self._at())
            self._read_at[entry.id] = time.monotonic()
            self.log.info("dossier_read", dossier=entry.id)

    def _drafted(self, event: Event) -> None:
        at_work = {entry.name: entry for entry in self._at_work}
        self.link.done()
        self.is_round_due = False
        self._pause.end()
        for name in event["drafts"]:
            self._made(at_work[name])
        failed = 0
        for name, message, why in event["failures"]:
            if (entry := at_work.get(name)) is not None:
                failed += 1
                self._failed(entry, message, why)
        self.log.info("round_done", done=len(event["drafts"]), failed=failed)

    def _made(self, entry: Entry) -> None:
        now = self.ledger.entry(entry.id)
        last = self.ledger.last_made(entry.id)
        files = digests_of(self.orders.out / entry.name, NAMES, last)
        if entry.key is None or files is None:
            return
        made = self.intake.program.made(entry.key, files, self._at())
        after = self.ledger.made(entry.id, made)
        self._read_at.pop(entry.id, None)
        if after.version > now.version:
            self.log.info("dossier_done", dossier=entry.id, version=after.version)

    def _failed(self, entry: Entry, message: str, why: str) -> None:
        now = self.ledger.entry(entry.id)
        if now.state not in {"read", "done"}:
            return
        if why == "changed":
            self.ledger.arriving(entry.id, self._at())
        elif why == "output":
            attempts = sum(1 for one in self.ledger.attempts(entry.id) if one.outcome == "failed")
            retry = self._in(retry_after(attempts))
            self.ledger.failed(entry.id, message, self._at(), retry)
            self.log.warning("dossier_failed", dossier=entry.id, reason="output", retry_at=retry)
        else:
            self._strike(now, message)

    def _died(self, why: str) -> None:
        """The drafter ended in the middle of a job: the dossier that it was at gets a strike."""
        job = self.link.job
        self.link.done()
        if job is None:
            return
        if job.kind == "read":
            entry = self.ledger.entry(self._at_work[0].id)
            if entry.state == "reading":
                self._strike(entry, f"读这份材料的进程中途结束：{why}")
            return
        named = next((e for e in self._at_work if e.name == self._last_named), None)
        if named is not None:
            self._strike(self.ledger.entry(named.id), f"为这份材料出稿的进程中途结束：{why}")
        self._pause.begin(time.monotonic())

    def _blocked(self, message: str) -> None:
        """The round's own files cannot be written, or the rubric cannot be used (any more)."""
        job = self.link.job
        self.link.done()
        if job is None:
            return
        self.log.warning("round_blocked", reason="blocked")
        if job.kind == "read":
            self.ledger.failed(self._at_work[0].id, message, self._at(), self._in(retry_after(0)))
        self.is_round_due = True
        self._pause.begin(time.monotonic())

    def _strike(self, entry: Entry, message: str) -> None:
        strikes = self.ledger.strike(entry.id, message, self._at())
        self.log.warning("dossier_struck", dossier=entry.id, strikes=strikes)
        if strikes < STRIKES:
            return
        self.ledger.set_aside(entry.id, message, self._at())
        self.log.error("dossier_set_aside", dossier=entry.id, strikes=strikes)
        self.is_round_due = True

    def _is_as_seen(self, entry: Entry) -> bool:
        return self.intake.lies_as_seen(entry, self.orders.supplements)

    def _at(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    def _in(self, seconds: float) -> str:
        return (self.clock() + dt.timedelta(seconds=seconds)).isoformat(timespec="seconds")
