"""The watcher's end of the pipe to its drafter: started when needed, watched, ended."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.processes import end_process, resident_bytes
from pipeline.request import RunRequest
from pipeline.watching.jobs import Job, line_of

Event = dict[str, Any]
MODULE: Final = "pipeline.watching.drafter"


@dataclass(frozen=True, slots=True)
class DrafterLimits:
    """What the drafter may use. Its workers have limits of their own, of seconds and not of minutes.

    silence: seconds without an event while it has a job; memory: resident bytes at which it is ended;
    recycle_memory: bytes beyond which it is replaced when it has nothing to do.
    """

    silence: float = 1800.0
    memory: int = 8_000_000_000
    recycle_memory: int = 2_000_000_000


@dataclass
class DrafterLink:
    """One drafter process at a time. `wake` is called whenever there is something to take."""

    request: RunRequest
    wake: Callable[[], None]
    limits: DrafterLimits = field(default_factory=DrafterLimits)
    _process: subprocess.Popen[str] | None = None
    _events: queue.SimpleQueue[tuple[int, Event]] = field(default_factory=queue.SimpleQueue)
    _heard: float = 0.0
    _is_ready: bool = False
    job: Job | None = None

    def give(self, job: Job) -> None:
        """Hands over a job; the drafter is started if there is none. What it says of it comes by `take`."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        self.job, self._heard = job, time.monotonic()
        self._send(line_of(job))

    def take(self) -> list[Event]:
        """What was heard since the last time; `ended` with `why` closes a job whose process is no more."""
        found = []
        while True:
            try:
                number, event = self._events.get_nowait()
            except queue.Empty:
                break
            if self._process is None or number != self._process.pid:
                continue  # of one that was ended
            self._heard = time.monotonic()
            if event["event"] == "ready":
                self._is_ready = True
            if event["event"] == "ended":
                code, self._process = self._process.wait(), None
                event["why"] = f"进程退出（{code}）"
                if not self._is_ready:  # no paper's fault: it had not seen one
                    event = {"event": "unusable", "message": f"处理程序不能启动（{code}）"}
            found.append(event)
        return found + self._overdue()

    def done(self) -> None:
        """The job is over; a drafter that has grown is replaced."""
        self.job = None
        if self._process is not None and resident_bytes(self._process.pid) > self.limits.recycle_memory:
            self.end()

    def end(self) -> None:
        """Ends the drafter and its workers, at once; there may be none."""
        process, self._process, self.job = self._process, None, None
        if process is None:
            return
        end_process(process.pid)
        with contextlib.suppress(OSError):
            process.stdin and process.stdin.close()
        process.wait()

    def _overdue(self) -> list[Event]:
        if self.job is None or self._process is None:
            return []
        why = None
        if time.monotonic() - self._heard > self.limits.silence:
            why = f"{self.limits.silence:.0f} 秒没有进展"
        elif resident_bytes(self._process.pid) > self.limits.memory:
            why = f"占用内存超过 {self.limits.memory // 1_000_000} MB"
        if why is None:
            return []
        self.end()
        return [{"event": "ended", "why": why}]

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=sys.platform != "win32",  # Ctrl-C is the watcher's to hear
        )
        self._is_ready = False
        threading.Thread(target=self._hear, args=(self._process,), daemon=True).start()
        self._send(line_of(self.request))

    def _send(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it ended: heard as such
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _hear(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with contextlib.suppress(ValueError):
                self._events.put((process.pid, json.loads(line)))
                self.wake()
        self._events.put((process.pid, {"event": "ended"}))
        self.wake()
