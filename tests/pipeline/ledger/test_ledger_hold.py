"""One process alone works on a watch; a killed one leaves the watch free and its work known."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import ledger_places
import psutil
import pytest
from ledger_places import T, a_watch, asked, begun, version_of, waiting

from pipeline.ledger.rows import Entry, Holder, Watch
from pipeline.ledger.store import HoldLost, Ledger, opened

Where = Path | str
LIMIT = 60.0

AT_WORK = f"""
import sys, time
from pipeline.ledger.rows import SeenFile
from pipeline.ledger.store import opened
with opened(sys.argv[1], make=True) as ledger:
    watch = ledger.watch("/收件", "/结果", "jiangmen-qic-2022", "{T[0]}")
    with ledger.hold(watch, "{T[0]}") as mine:
        if mine:
            entry = ledger.arrived(watch, "甲", "/收件/甲", "{T[1]}", name="甲")
            ledger.settled(entry.id, [SeenFile("a.pdf", 10, 20, "f")], "c1", "k1", "{T[2]}")
            ledger.begin(entry.id, "k1", "{T[3]}")
        print("mine" if mine else "taken", flush=True)
        time.sleep(600 if mine else 0)
"""


@pytest.fixture(params=ledger_places.BACKENDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Where]:
    with ledger_places.place(request.param, tmp_path) as place:
        yield place


@pytest.fixture
def ledger(where: Where) -> Iterator[Ledger]:
    with opened(where, make=True) as found:
        yield found


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(LIMIT)
    assert process.stdout is not None
    process.stdout.close()


def held_soon(ledger: Ledger, watch: Watch) -> bool:
    """Whether the watch can be held: a server needs a moment to see that a process is no more."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with ledger.hold(watch) as mine:
            if mine:
                return True
    return False


def test_a_watch_is_held_once_and_told_by_whom(ledger: Ledger, where: Where) -> None:
    watch = a_watch(ledger)
    other = ledger.watch("/收件乙", "/结果乙", "甲规则", T[0])
    assert ledger.holder(watch) is None
    with ledger.hold(watch, T[5]) as mine, opened(where, make=True) as second:
        assert mine
        with second.hold(watch) as theirs:
            assert not theirs
        found = second.holder(watch)
        assert found is not None
        assert str(os.getpid()) in found.who
        assert found.since == T[5]
        with second.hold(other) as beside:
            assert beside, "another inbox is watched by another process"
        waiting(ledger, watch)
    assert ledger.holder(watch) is None
    assert held_soon(ledger, watch)


def test_of_two_processes_one_works_and_what_a_killed_one_had_begun_is_done_once(where: Where) -> None:
    racers = [begun(AT_WORK, where), begun(AT_WORK, where)]
    words = [said(racer) for racer in racers]
    with opened(where, make=True) as ledger:
        try:
            assert sorted(words) == ["mine", "taken"]
            watch = a_watch(ledger)
            with ledger.hold(watch) as mine:
                assert not mine
            found = ledger.holder(watch)
            assert found is not None
            assert str(racers[words.index("mine")].pid) in found.who
        finally:
            for racer in racers:
                kill(racer)
        is_interrupted_for_the_time(1, ledger, watch)
        assert ledger.holder(watch) is None, "a killed holder is not told as one"
        third = begun(AT_WORK, where)
        said_by_third = said(third)
        kill(third)
        assert said_by_third == "mine"
        entry = is_interrupted_for_the_time(2, ledger, watch)
        ledger.begin(entry.id, "k1", T[21])
        ledger.read(entry.id, T[22])
        done = ledger.made(entry.id, version_of("k1"))
        assert (done.version, done.interruptions) == (1, 0)


def is_interrupted_for_the_time(times: int, ledger: Ledger, watch: Watch) -> Entry:
    """The watch is free again, and the work that was begun is known."""
    assert [e.state for e in ledger.entries(watch)] == ["reading"]
    assert held_soon(ledger, watch)
    assert ledger.recover(watch, T[20]) == 1
    entry = ledger.entries(watch)[0]
    assert (entry.state, entry.interruptions, entry.strikes) == ("waiting", times, 0)
    assert [a.outcome for a in ledger.attempts(entry.id)] == ["interrupted"] * times
    return entry


def cut(where: Where, whose: str) -> None:
    """Ends the server's connections that have a lock on a watch, or those that have none."""
    holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
    words = "IN" if whose == "holds" else "NOT IN"
    schema = str(where).rpartition("%3D")[2]
    with asked(where) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE application_name = 'yushen' AND pid <> pg_backend_pid() "
            f"AND pid {words} ({holders}) AND pid IN (SELECT unnest(%s::int[]))",
            (ledger_pids(schema),),
        )


def ledger_pids(schema: str) -> list[int]:
    """The server's processes for this test's connections: those of this very process."""
    mine = {c.laddr.port for c in psutil.Process().net_connections("tcp") if c.status == psutil.CONN_ESTABLISHED}
    with asked(ledger_places.postgresql_url()) as admin:
        rows = admin.execute("SELECT pid, client_port FROM pg_stat_activity WHERE application_name = 'yushen'")
        return [pid for pid, port in rows.fetchall() if port in mine]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with ledger_places.place("postgresql", tmp_path) as place:
        yield str(place)


def test_a_hold_outlives_its_connection(server: str) -> None:
    with opened(server, make=True) as ledger, opened(server, make=True) as second:
        watch = a_watch(ledger)
        with ledger.hold(watch) as mine:
            assert mine
            cut(server, "holds")
            entry = waiting(ledger, watch)
            with second.hold(watch) as theirs:
                assert not theirs, "taken again by the first writing"
            cut(server, "all others")
            assert ledger.entry(entry.id) == entry


def test_who_lost_a_watch_to_another_process_writes_nothing_any_more(server: str) -> None:
    with opened(server, make=True) as ledger, opened(server, make=True) as second:
        watch = a_watch(ledger)
        with ledger.hold(watch) as mine:
            assert mine
            entry = waiting(ledger, watch)
            cut(server, "holds")
            with second.hold(watch, T[7]) as theirs:
                assert theirs
                with pytest.raises(HoldLost, match="另一个进程已接手"):
                    ledger.begin(entry.id, "k1", T[8])
                assert second.recover(watch, T[8]) == 0
            with pytest.raises(HoldLost):
                ledger.begin(entry.id, "k1", T[9])
            assert second.entry(entry.id).state == "waiting"
        with second.hold(watch, T[10]) as theirs:
            assert theirs
            assert second.holder(watch) == Holder(f"{socket.gethostname()}，进程 {os.getpid()}", T[10])
