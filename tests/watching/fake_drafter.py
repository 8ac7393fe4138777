"""A watcher whose drafter is played by the test: it says what it is told to say, and writes what a draft would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pipeline.kept_outputs import NAMES
from pipeline.ledger.rows import Entry
from pipeline.ledger.store import Ledger, opened
from pipeline.watching.arrivals import Arrivals
from pipeline.watching.contents import Program
from pipeline.watching.drafter_link import DrafterLink, Event
from pipeline.watching.intake import Intake
from pipeline.watching.jobs import Job
from pipeline.watching.orders import Orders
from pipeline.watching.watcher import Watcher

PROGRAM = Program("0.1.0", "c0de", "办法", "r", "k", "2022-06-10")


@dataclass
class FakeLink:
    """Takes jobs and does nothing; `jobs` are all that it was given."""

    job: Job | None = None
    jobs: list[Job] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ended: int = 0

    def give(self, job: Job) -> None:
        assert self.job is None
        self.job = job
        self.jobs.append(job)

    def take(self) -> list[Event]:
        events, self.events = self.events, []
        return events

    def done(self) -> None:
        self.job = None

    def end(self) -> None:
        self.job = None
        self.ended += 1


class Silent:
    """A log that keeps its events."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def info(self, event: str, **_fields: Any) -> None:
        self.said.append(event)

    warning = error = info


@dataclass
class Office:
    """An inbox, an output folder, a ledger, a watcher over them. The clock never says the same twice, as a real one."""

    root: Path
    ledger: Ledger
    move: bool = False
    now: dt.datetime = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
    log: Silent = field(default_factory=Silent)

    def __post_init__(self) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.out.mkdir(exist_ok=True)
        self.start()

    @property
    def inbox(self) -> Path:
        return self.root / "收件"

    @property
    def out(self) -> Path:
        return self.root / "结果"

    def start(self, program: Program = PROGRAM) -> None:
        """A new process: nothing of the earlier one is known but the ledger."""
        self.link = FakeLink()
        row = self.ledger.watch(str(self.inbox), str(self.out), "办法", self.now.isoformat())
        self.watch = row
        intake = Intake(self.ledger, row, self.out, Arrivals(settle=0, patience=0), program)
        self.watcher = Watcher(
            Orders(self.inbox, self.out, move=self.move),
            self.ledger,
            row,
            intake,
            cast(DrafterLink, self.link),
            cast(Any, self.log),
            self._clock,
        )
        self.watcher.begin()

    def _clock(self) -> dt.datetime:
        self.now += dt.timedelta(microseconds=1)
        return self.now

    def put(self, path: str, content: str = "证书") -> Path:
        place = self.inbox / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, "utf-8")
        return place

    def entry(self, name: str) -> Entry:
        return next(entry for entry in self.ledger.entries(self.watch) if entry.entry == name)

    def states(self) -> dict[str, str]:
        return {entry.entry: entry.state for entry in self.ledger.entries(self.watch)}

    def look(self) -> None:
        """Looks and gives work."""
        self.watcher.look()
        self.watcher.give_work()

    def say(self, event: str, **fields: Any) -> None:
        self.link.events.append({"event": event, **fields})
        self.watcher.hear()

    def finish(self, text: str = "") -> None:
        """Does the job at hand as a drafter would that has no trouble."""
        job = self.link.job
        assert job is not None
        if job.kind == "read":
            self.say("read", name=job.tasks[0].name, message=None)
            return
        for task in job.tasks:
            folder = self.out / task.name
            folder.mkdir(exist_ok=True)
            for name in NAMES:
                (folder / name).write_text(f"{task.name}{[file.sha256 for file in task.files]}{text}", "utf-8")
        self.say("drafted", drafts=[task.name for task in job.tasks], failures=[])

    def work(self, turns: int = 50) -> None:
        """Looks, gives work and does it until nothing is left."""
        for _ in range(turns):
            self.look()
            if self.link.job is None:
                return
            self.finish()
        raise AssertionError(f"never idle: {self.states()}")


@contextmanager
def office(root: Path, *, move: bool = False) -> Iterator[Office]:
    """An office with its own ledger."""
    with opened(root / "ledger.sqlite", make=True) as ledger:
        yield Office(root, ledger, move)
