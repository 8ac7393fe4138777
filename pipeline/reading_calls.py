"""Calls to the workers and what to do with each answer, in the one thread that reads a dossier."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from pipeline.workers import Workers, wait_for


class Calls:
    """Hands out calls and, in `answer_all`, each outcome to its handler, which may call again."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self._answers: queue.SimpleQueue[tuple[Callable[[Any], None], Future[Any]]] = queue.SimpleQueue()
        self._pending = 0

    def call(
        self,
        function: Callable[[Any], Any],
        order: Any,
        handle: Callable[[Any], None],
        *,
        seconds: float,
        urgency: int = 5,
    ) -> Future[Any]:
        """One call; `handle` gets its `Outcome`. Lower urgency numbers go first."""
        self._pending += 1
        future = self.workers.submit(function, order, seconds=seconds, urgency=urgency)
        future.add_done_callback(lambda done: self._answers.put((handle, done)))
        return future

    def answer_all(self) -> None:
        """Until nothing is under way; waits in short steps, so that Ctrl-C is heard on Windows too."""
        while self._pending:
            try:
                handle, future = self._answers.get(timeout=0.5)
            except queue.Empty:
                continue
            self._pending -= 1
            handle(wait_for(future))
