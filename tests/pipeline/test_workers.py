from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from pipeline.processes import resident_bytes
from pipeline.worker_process import beat
from pipeline.workers import Failure, Success, WorkerLimits, Workers, wait_for


def double(number: int) -> int:
    return number * 2


def my_pid(_: int) -> int:
    return os.getpid()


def hang(seconds: float) -> str:
    time.sleep(seconds)
    return "late"


def beat_on(times: int) -> str:
    for _ in range(times):
        time.sleep(0.4)
        beat()
    return "done"


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat(megabytes: int) -> int:
    hoard = [bytearray(b"x" * 1_000_000) for _ in range(megabytes)]
    time.sleep(5)
    return len(hoard)


def allocate_wildly(_: int) -> int:
    return len(bytearray(40_000_000_000))


def complain(_: int) -> None:
    raise ValueError("坏文件")


def unpicklable(_: int) -> object:
    return lambda: None


def start_sleeper(path: str) -> None:
    import subprocess

    child = subprocess.Popen(["sleep", "60"])
    Path(path).write_text(str(child.pid), "ascii")
    time.sleep(60)


def test_values_come_in_order_from_processes_that_stay() -> None:
    with Workers(2) as workers:
        assert [outcome for _, outcome in workers.map(double, range(20))] == [Success(2 * n) for n in range(20)]
        pids = {wait_for(workers.submit(my_pid, n)) for n in range(20)}
    assert len(pids) <= 2


def test_a_hanging_call_ends_as_a_timeout_and_the_others_are_done() -> None:
    with Workers(2) as workers:
        slow = workers.submit(hang, 60.0, seconds=0.5)
        rest = [outcome for _, outcome in workers.map(double, range(5), ordered=False)]
        assert sorted(o.value for o in rest if isinstance(o, Success)) == [0, 2, 4, 6, 8]
        outcome = wait_for(slow)
        assert isinstance(outcome, Failure)
        assert outcome.kind == "timeout"
        assert wait_for(workers.submit(double, 4)) == Success(8)


def test_a_call_that_reports_progress_may_take_longer() -> None:
    with Workers(1) as workers:
        assert wait_for(workers.submit(double, 1)) == Success(2)  # started, so that only the beats are timed
        assert wait_for(workers.submit(beat_on, 8, seconds=2.4)) == Success("done")


def test_a_killed_worker_is_replaced() -> None:
    with Workers(1) as workers:
        outcome = wait_for(workers.submit(die, 0))
        assert isinstance(outcome, Failure)
        assert outcome.kind == "died"
        assert wait_for(workers.submit(double, 2)) == Success(4)


def test_memory_is_limited_by_the_parent() -> None:
    with Workers(1, WorkerLimits(memory=200_000_000)) as workers:
        outcome = wait_for(workers.submit(eat, 400))
        assert isinstance(outcome, Failure)
        assert outcome.kind == "memory"


@pytest.mark.skipif(os.name == "nt", reason="address space is limited on POSIX only")
def test_one_wild_allocation_is_refused() -> None:
    with Workers(1) as workers:
        outcome = wait_for(workers.submit(allocate_wildly, 0))
        assert isinstance(outcome, Failure)
        assert outcome.kind == "memory"


def test_an_exception_and_a_value_that_cannot_travel_are_failures() -> None:
    with Workers(1) as workers:
        first = wait_for(workers.submit(my_pid, 0))
        assert wait_for(workers.submit(complain, 0)) == Failure("error", "ValueError: 坏文件")
        outcome = wait_for(workers.submit(unpicklable, 0))
        assert isinstance(outcome, Failure)
        assert wait_for(workers.submit(my_pid, 0)) == first  # nobody was killed for it


def test_an_item_that_cannot_travel_is_a_failure() -> None:
    with Workers(1) as workers:
        outcome = wait_for(workers.submit(double, (n for n in range(2))))  # type: ignore[arg-type]
        assert isinstance(outcome, Failure)
        assert wait_for(workers.submit(double, 1)) == Success(2)


def test_workers_are_recycled_after_so_many_calls() -> None:
    with Workers(1, WorkerLimits(recycle_calls=2)) as workers:
        pids = [outcome.value for _, outcome in workers.map(my_pid, range(4)) if isinstance(outcome, Success)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.skipif(os.name == "nt", reason="sleep is a POSIX program")
def test_what_a_worker_started_dies_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with Workers(1) as workers:
        wait_for(workers.submit(double, 1))  # started, so that only the call is timed
        wait_for(workers.submit(start_sleeper, str(note), seconds=3))
    grandchild = int(note.read_text("ascii"))
    for _ in range(50):
        if resident_bytes(grandchild) == 0:
            break
        time.sleep(0.1)
    assert resident_bytes(grandchild) == 0


def test_closing_is_quick_and_leaves_nothing() -> None:
    started = time.monotonic()
    with Workers(2) as workers:
        futures = [workers.submit(hang, 60.0) for _ in range(6)]
        pid = wait_for(Workers(1).submit(my_pid, 0))  # a second set is independent
        assert isinstance(pid, Success)
        time.sleep(1)
    assert time.monotonic() - started < 30
    assert all(isinstance(wait_for(f), Failure) for f in futures)


def test_urgent_calls_go_first() -> None:
    with Workers(1) as workers:
        workers.submit(hang, 0.5)
        order: list[str] = []
        late = workers.submit(double, 1, urgency=5)
        early = workers.submit(double, 2, urgency=0)
        late.add_done_callback(lambda _: order.append("late"))
        early.add_done_callback(lambda _: order.append("early"))
        wait_for(late)
        wait_for(early)
    assert order == ["early", "late"]


def test_a_machine_that_starts_no_process_fails_the_call_and_hangs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    with Workers(1) as workers:
        outcome = workers.submit(double, 1).result(timeout=10)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"
