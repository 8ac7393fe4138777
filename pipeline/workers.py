"""Worker processes that the parent can kill: every file is parsed in one of them, under limits of time and memory.

A worker lives for many calls (loading the OCR models costs seconds). A call that hangs, eats memory or crashes its
process ends as a `Failure`; the worker is replaced and the other calls go on. One thread of the parent looks after
one worker, so that a limit holds even where the child is stuck in C code.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from pipeline.answers import unpack_answer
from pipeline.descendants import descendants
from pipeline.limits import WorkerLimits as WorkerLimits
from pipeline.limits import size_text
from pipeline.no_network import Protection
from pipeline.outcomes import Failure as Failure
from pipeline.outcomes import Outcome as Outcome
from pipeline.outcomes import Success as Success
from pipeline.processes import end_process, resident_bytes
from pipeline.worker_process import serve

T = TypeVar("T")
A = TypeVar("A")

POLL_SECONDS = 0.05
MEMORY_POLL_SECONDS = 0.2
MOST_ANSWER = 1_000_000_000
"""Bytes of one answer; a file's text and tables have a few million."""


@dataclass(slots=True)
class _Call:
    function: Callable[[Any], Any]
    item: Any
    seconds: float
    future: Future[Outcome[Any]]


class _Garbled(Exception):
    """What a child sent is no answer."""


class _Worker:
    """One child process and the pipe to it; started when first needed, and again after it was killed."""

    def __init__(self, limits: WorkerLimits, writable: Sequence[Path] | None) -> None:
        self.limits = limits
        self.writable = writable
        self.process: Any = None
        self.pipe: Connection | None = None
        self.calls = 0
        self.protection: Protection | None = None

    def start(self) -> bool:
        """True when the child said that it is ready."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.limits, self.writable), daemon=True)
        try:
            process.start()
        except (OSError, RuntimeError, ValueError):  # no more processes or memory on this machine
            ours.close()
            theirs.close()
            return False
        self.process = process
        theirs.close()
        self.pipe, self.calls = ours, 0
        try:
            if not ours.poll(self.limits.start_seconds):
                return False
            kind, self.protection = unpack_answer(ours.recv_bytes(MOST_ANSWER))
            return bool(kind == "ready")
        except Exception:  # noqa: BLE001  # whatever comes instead of that word: no worker to work with
            return False

    def run(self, call: _Call) -> Outcome[Any]:
        """Have the child do one call; the child does not survive a failure other than an exception."""
        if self.process is None or not self.process.is_alive():
            self.end()
            if not self.start():
                self.end()
                return Failure("died", "工作进程无法启动")
        outcome = self._converse(call)
        self.calls += 1
        spoilt = isinstance(outcome, Failure) and outcome.kind != "error"
        tired = min(self.limits.recycle_memory, int(0.75 * self.limits.memory))
        if spoilt or self.calls >= self.limits.recycle_calls or self._resident() > tired or self._family():
            self.end()  # also where something that the call has started still runs
        return outcome

    def _converse(self, call: _Call) -> Outcome[Any]:
        assert self.pipe is not None
        beats = 0
        try:
            self.pipe.send((call.function, call.item))
            measured = time.monotonic()
            deadline = measured + call.seconds
            last = measured + max(call.seconds, self.limits.call_seconds)
            while True:
                if self.pipe.poll(POLL_SECONDS):
                    kind, value = self._answer()
                    if kind == "value":
                        return Success(value)
                    if kind != "beat":
                        return Failure("memory" if kind == "memory" else "error", str(value), beats)
                    beats += 1
                    deadline = min(time.monotonic() + call.seconds, last)
                now = time.monotonic()
                if now > deadline:
                    seconds = self.limits.call_seconds if deadline == last else call.seconds
                    return Failure("timeout", f"{seconds:.0f} 秒内未读完", beats)
                if now - measured > MEMORY_POLL_SECONDS:
                    measured = now
                    if (beyond := self._beyond(beats)) is not None:
                        return beyond
        except (EOFError, OSError):
            self.process.join(1)
            return Failure("died", f"工作进程中途退出（{self.process.exitcode}）", beats)
        except _Garbled as cause:
            return Failure("died", f"工作进程的答复无法理解（{cause}）", beats)
        except Exception as error:  # noqa: BLE001  # an item that cannot be pickled must not end the thread
            return Failure("error", f"{type(error).__name__}: {error}")

    def _answer(self) -> tuple[str, Any]:
        """One message of the child; what is none means that the child is no longer ours to trust."""
        assert self.pipe is not None
        data = self.pipe.recv_bytes(MOST_ANSWER)
        try:
            kind, value = unpack_answer(data)
        except Exception as error:  # noqa: BLE001  # damaged, foreign, or nonsense: the child ends for it
            raise _Garbled(f"{type(error).__name__}: {error}"[:200]) from None
        return str(kind), value

    def _beyond(self, beats: int) -> Failure | None:
        """What the child and the programs that it started use too much of."""
        family = self._family()
        if len(family) > self.limits.processes:
            return Failure("processes", f"起动的程序超过 {self.limits.processes} 个", beats)
        if self._resident() + sum(map(resident_bytes, family)) > self.limits.memory:
            return Failure("memory", f"占用内存超过 {size_text(self.limits.memory)}", beats)
        return None

    def _family(self) -> list[int]:
        """The programs that the child has started and that still run."""
        return descendants(self.process.pid) if self.process is not None and self.process.pid else []

    def _resident(self) -> int:
        return resident_bytes(self.process.pid) if self.process is not None and self.process.pid else 0

    def end(self) -> None:
        """Kill the child and whatever it started; safe to call twice."""
        if self.pipe is not None:
            self.pipe.close()
        if self.process is not None:
            end_process(self.process.pid)
            self.process.join(5)
        self.pipe = self.process = None


class Workers:
    """A fixed number of worker processes; a context manager. Functions and items travel by pickle.

    writable: folders in which they may change files, besides the system's temporary one; None for no such limit.
    """

    def __init__(
        self, jobs: int | None = None, limits: WorkerLimits | None = None, writable: Sequence[Path] | None = None
    ) -> None:
        self.jobs = max(1, jobs or os.cpu_count() or 1)
        self.limits = limits or WorkerLimits()
        self.writable = writable
        self._queue: queue.PriorityQueue[tuple[int, int, _Call | None]] = queue.PriorityQueue()
        self._count = 0
        self._closed = False
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._threads: list[threading.Thread] = []

    @property
    def protection(self) -> Protection | None:
        """What keeps the workers off the network; None while none was started."""
        return next((worker.protection for worker in self._workers if worker.protection is not None), None)

    def submit(
        self, function: Callable[[A], T], item: A, *, seconds: float | None = None, urgency: int = 1
    ) -> Future[Outcome[T]]:
        """Queue one call; the future's result is an `Outcome` and never raises. Lower urgency numbers go first."""
        future: Future[Outcome[T]] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("workers are closed")
            self._count += 1
            number = self._count
            if len(self._threads) < self.jobs:
                worker = _Worker(self.limits, self.writable)
                thread = threading.Thread(target=self._look_after, args=(worker,), daemon=True)
                self._workers.append(worker)
                self._threads.append(thread)
                thread.start()
        call = _Call(function, item, seconds or self.limits.seconds, future)
        self._queue.put((urgency, number, call))
        return future

    def map(
        self,
        function: Callable[[A], T],
        items: Iterable[A],
        *,
        seconds: float | None = None,
        ordered: bool = True,
    ) -> Iterator[tuple[A, Outcome[T]]]:
        """Item and outcome of every call: in the items' order, or as they come in."""
        futures = [(item, self.submit(function, item, seconds=seconds)) for item in items]
        if ordered:
            for item, future in futures:
                yield item, wait_for(future)
            return
        done: queue.SimpleQueue[int] = queue.SimpleQueue()
        for at, (_, future) in enumerate(futures):
            future.add_done_callback(lambda _, at=at: done.put(at))  # type: ignore[misc]
        for _ in futures:
            item, future = futures[_next_of(done)]
            yield item, wait_for(future)

    def _look_after(self, worker: _Worker) -> None:
        try:
            while True:
                _, _, call = self._queue.get()
                if call is None:
                    return
                if self._closed:
                    call.future.cancel()
                elif call.future.set_running_or_notify_cancel():
                    call.future.set_result(worker.run(call))
        finally:
            worker.end()

    def close(self) -> None:
        """Kill every worker and cancel what waits; calls in progress end as `died`."""
        with self._lock:
            self._closed = True
        while True:
            try:
                _, _, call = self._queue.get_nowait()
            except queue.Empty:
                break
            if call is not None:
                call.future.cancel()
        for worker in self._workers:
            if worker.process is not None:
                end_process(worker.process.pid)
        for _ in self._threads:
            self._queue.put((0, 0, None))
        for thread in self._threads:
            thread.join(10)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def wait_for(future: Future[Outcome[T]]) -> Outcome[T]:
    """The outcome of one call; waits in short steps, so that Ctrl-C is heard on Windows too."""
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            continue
        except CancelledError:
            return Failure("died", "已取消")


def _next_of(done: queue.SimpleQueue[int]) -> int:
    while True:
        try:
            return done.get(timeout=0.5)
        except queue.Empty:
            continue
