"""Whatever happens in whatever order: strikes are counted, versions never decrease, names stay unique and the same."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ledger_places
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from ledger_places import version_of

from pipeline.ledger.rows import Entry
from pipeline.ledger.store import Ledger, opened

NAMES = st.sampled_from(["甲", "A", "a", "batch.xlsx", "BATCH.XLSX (2)", "甲 (2)"])
KEYS = st.sampled_from(["k1", "k2"])
PICK = st.integers(0, 99)


@dataclass
class Known:
    """What must be true of a dossier."""

    name: str
    key: str | None = None
    strikes: int = 0
    interruptions: int = 0
    version: int = 0
    last: tuple[str, str] | None = None
    is_open: bool = False
    attempts: int = 0
    states: set[str] = field(default_factory=lambda: {"arriving"})

    def take(self, key: str) -> None:
        if key != self.key:
            self.key, self.strikes, self.interruptions = key, 0, 0


class LedgerMachine(RuleBasedStateMachine):
    """Two watches that write to one folder, on a ledger that is closed and opened again at any time."""

    backend = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.where = self.stack.enter_context(ledger_places.place(self.backend, Path(folder)))
        self.known: dict[int, Known] = {}
        self.clock = 0

    @initialize()
    def begin(self) -> None:
        self.open()
        self.watches = [self.ledger.watch(f"/收件{n}", "/结果", "甲规则", self.at()) for n in (1, 2)]

    def open(self) -> None:
        self.opened = opened(self.where, make=True)
        self.ledger: Ledger = self.opened.__enter__()

    def at(self) -> str:
        self.clock += 1
        return f"2026-11-21T10:{self.clock // 60:02}:{self.clock % 60:02}+00:00"

    def picked(self, pick: int) -> int | None:
        return sorted(self.known)[pick % len(self.known)] if self.known else None

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        self.stack.close()

    @rule(which=st.integers(0, 1), entry=NAMES, name=NAMES)
    def arrived(self, which: int, entry: str, name: str) -> None:
        found = self.ledger.arrived(self.watches[which], entry, f"/收件/{entry}", self.at(), name=name)
        known = self.known.setdefault(found.id, Known(found.name))
        known.states = {"arriving"}

    @rule(pick=PICK, key=KEYS)
    def settled(self, pick: int, key: str) -> None:
        if (id := self.picked(pick)) is not None:
            self.ledger.settled(id, [], key, key, self.at())
            self.known[id].take(key)
            self.known[id].states = {"waiting"}

    @rule(pick=PICK, key=KEYS)
    def began(self, pick: int, key: str) -> None:
        if (id := self.picked(pick)) is not None:
            self.ledger.begin(id, key, self.at())
            self.known[id].take(key)
            self.known[id].is_open = True
            self.known[id].attempts += 1
            self.known[id].states = {"reading"}

    @rule(pick=PICK)
    def read(self, pick: int) -> None:
        if (id := self.picked(pick)) is not None:
            self.ledger.read(id, self.at())
            self.known[id].is_open = False
            self.known[id].states = {"read"}

    @rule(pick=PICK, key=KEYS, digest=st.sampled_from(["d1", "d2"]))
    def made(self, pick: int, key: str, digest: str) -> None:
        if (id := self.picked(pick)) is None:
            return
        known = self.known[id]
        found = self.ledger.made(id, version_of(key, self.at(), **{"draft.json": digest}))
        known.version += known.last != (key, digest)
        known.last = (key, digest)
        stays = known.states & {"arriving", "gone"} or (
            known.states == {"waiting"} and known.key is not None and known.key != key
        )
        if not stays:
            known.key, known.strikes, known.interruptions, known.is_open = key, 0, 0, False
            known.states = {"done"}
        assert found.version == known.version

    @rule(pick=PICK)
    def unchanged(self, pick: int) -> None:
        if (id := self.picked(pick)) is not None:
            self.ledger.unchanged(id, self.at())
            known = self.known[id]
            known.strikes, known.interruptions, known.is_open = 0, 0, False
            known.states = {"done"}

    @rule(pick=PICK)
    def struck(self, pick: int) -> None:
        if (id := self.picked(pick)) is not None:
            known = self.known[id]
            known.strikes += 1
            known.attempts += not known.is_open
            known.is_open = False
            assert self.ledger.strike(id, "进程被杀", self.at()) == known.strikes
            if known.states & {"reading", "read"}:
                known.states = {"waiting"}

    @rule(pick=PICK)
    def failed(self, pick: int) -> None:
        if (id := self.picked(pick)) is not None:
            known = self.known[id]
            self.ledger.failed(id, "读不了", self.at(), self.at())
            known.attempts += not known.is_open
            known.is_open = False
            known.states = {"failed"}

    @rule(pick=PICK, how=st.sampled_from(["arriving", "waiting", "gone"]))
    def becomes(self, pick: int, how: str) -> None:
        if (id := self.picked(pick)) is not None:
            getattr(self.ledger, how)(id, self.at())
            self.known[id].is_open = False
            self.known[id].states = {how}

    @rule(which=st.integers(0, 1))
    def recovered(self, which: int) -> None:
        mine = [self.known[entry.id] for entry in self.ledger.entries(self.watches[which])]
        assert self.ledger.recover(self.watches[which], self.at()) == sum(known.is_open for known in mine)
        for known in mine:
            known.interruptions += known.is_open
            known.is_open = False
            if known.states == {"reading"}:
                known.states = {"waiting"}

    @rule()
    def reopened(self) -> None:
        self.opened.__exit__(None, None, None)
        self.open()

    @invariant()
    def all_is_as_known(self) -> None:
        if not self.known:
            return
        found: list[Entry] = [entry for watch in self.watches for entry in self.ledger.entries(watch)]
        assert {e.id: (e.name, e.key, e.strikes, e.interruptions, e.version) for e in found} == {
            id: (k.name, k.key, k.strikes, k.interruptions, k.version) for id, k in self.known.items()
        }
        assert all(e.state in self.known[e.id].states for e in found)
        assert len({e.name.casefold() for e in found}) == len(found)
        assert not {e.name.casefold() for e in found} & {"batch.xlsx"}
        assert all(e.first_seen <= e.since for e in found)
        for id, known in self.known.items():
            versions, attempts = self.ledger.history(id), self.ledger.attempts(id)
            assert len(versions) == known.version
            assert [a.outcome for a in attempts].count("open") == known.is_open
            assert all((a.ended is None) == (a.outcome == "open") for a in attempts)
            assert len(attempts) == known.attempts


@pytest.mark.parametrize("backend", ledger_places.BACKENDS)
def test_in_any_order(backend: str, tmp_path: Path) -> None:
    with ledger_places.place(backend, tmp_path):
        pass  # skips here, with the reason, where there is no PostgreSQL
    machine: Any = type("Machine", (LedgerMachine,), {"backend": backend})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12 if backend == "sqlite" else 5,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
