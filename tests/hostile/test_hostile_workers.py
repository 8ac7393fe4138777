"""What a parser that hangs, crashes, or was taken over may do to its process, and that the parent goes on."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import greedy_calls
import pytest

from extractors.document import Document, Page, PageId
from pipeline.answers import ForeignAnswer, unpack_answer
from pipeline.descendants import descendants
from pipeline.limits import WorkerLimits
from pipeline.reading_tasks import Inspection
from pipeline.workers import Failure, Outcome, Success, Workers, wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and groups of processes are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has started")


def outcome_of(
    call: Callable[[Any], Any], item: object, seconds: float = 40, limits: WorkerLimits | None = None
) -> Outcome[Any]:
    """How the call ends; and a call after it is answered, and nothing is left of the worker's in the end."""
    with Workers(1, limits) as workers:
        wait_for(workers.submit(greedy_calls.answer, 1))  # started, so that only the call is timed
        outcome = wait_for(workers.submit(call, item, seconds=seconds))
        assert wait_for(workers.submit(greedy_calls.answer, 2)) == Success(2)
    return outcome


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def wait_until_gone(pids: list[int], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while any(map(is_running, pids)):
        assert time.monotonic() < deadline, [pid for pid in pids if is_running(pid)]
        time.sleep(0.1)


@pytest.mark.parametrize("call", [greedy_calls.hang_deaf, greedy_calls.stop], ids=["ignores signals", "stopped"])
def test_a_call_that_no_signal_ends_runs_out_of_time(call: Callable[[Any], Any]) -> None:
    outcome = outcome_of(call, 0, seconds=2)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "timeout"


def test_a_crash_in_c_costs_its_call_only() -> None:
    outcome = outcome_of(greedy_calls.crash, 0)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"


def test_nesting_without_end_costs_its_call_only() -> None:
    assert isinstance(outcome_of(greedy_calls.recurse_in_c, 0), Failure)


def test_what_a_parser_prints_blocks_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcome_of(greedy_calls.chatter, 20) == Success(20)
    assert capfd.readouterr() == ("", "")


@linux
def test_memory_of_what_a_worker_starts_counts_as_its_own() -> None:
    outcome = outcome_of(greedy_calls.have_a_child_eat, 400, limits=WorkerLimits(memory=200_000_000))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "memory"


@linux
def test_processes_that_multiply_are_all_ended(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    outcome = outcome_of(greedy_calls.fork_without_end, str(note), limits=WorkerLimits(processes=20))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "processes"
    wait_until_gone([int(line) for line in note.read_text("ascii").split()])


@linux
def test_nothing_works_on_after_its_call_has_ended(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    assert outcome_of(greedy_calls.leave_a_daemon, str(note)) == Success("done")
    wait_until_gone([int(note.read_text("ascii"))])


@linux
def test_a_worker_stuck_in_c_dies_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import greedy_calls
            from pipeline.workers import Workers
            if __name__ == "__main__":
                with Workers(1) as workers:
                    workers.submit(greedy_calls.stay_in_c, {str(note)!r}).result()
            """
        ),
        "utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, str(script)], env=environment) as parent:
        deadline = time.monotonic() + 60
        while not note.exists() or not note.read_text("ascii"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        pid = int(note.read_text("ascii"))
        assert is_running(pid)
        parent.kill()
    wait_until_gone([pid])


def test_bytes_that_are_no_answer_end_the_worker() -> None:
    outcome = outcome_of(greedy_calls.speak_nonsense, 0)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"


def test_an_answer_that_would_run_something_is_not_unpacked(tmp_path: Path) -> None:
    note = tmp_path / "caught"
    outcome = outcome_of(greedy_calls.send_a_trap, str(note))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"
    assert "system" in outcome.detail
    assert not note.exists()


def test_an_answer_beyond_all_measure_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workers.MOST_ANSWER", 10_000)
    outcome = outcome_of(bytes, 20_000)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"


def test_what_our_workers_send_comes_through() -> None:
    page = Page(PageId("a.pdf", 1), "正文")
    value = (
        Document("a.pdf", "0" * 64, "read", (page,), 1),
        Inspection("0", "pdf", 3),
        Path("a"),
        frozenset({1}),
        None,
    )
    assert unpack_answer(pickle.dumps(("value", value))) == ("value", value)


@pytest.mark.parametrize(
    "told",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"cpipeline.purge\npurge\n(tR.",
        b"cpipeline.processes\nend_process\n(I1\ntR.",
        b"cpipeline.processes\nos\n.",
        b"\x80\x04\x8c\x12pipeline.processes\x8c\x07os.kill\x93.",
        b"cpipeline.workers\nWorkers\n(tR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cpipeline.processes\nPath\n.",
        b"cfunctools\npartial\n.",
    ],
)
def test_names_of_functions_are_refused_in_an_answer(told: bytes) -> None:
    with pytest.raises(ForeignAnswer):
        unpack_answer(told)


@linux
def test_a_process_that_has_ended_has_no_descendants() -> None:
    child = subprocess.Popen(["sleep", "30"])
    assert child.pid in descendants(os.getpid())
    child.kill()
    deadline = time.monotonic() + 20
    while child.pid in descendants(os.getpid()):  # dead, though nobody has asked for how it ended
        assert time.monotonic() < deadline
    child.wait()
    assert descendants(child.pid) == []
