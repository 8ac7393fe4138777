"""The process that reads and drafts for a watcher: `python -m pipeline.watching.drafter`, jobs in, events out.

One line of JSON each way. The watcher opens no paper itself: what a paper can do, it does to this process or to its
workers, and the watcher sees it end and goes on. It ends with the watcher, however that ends.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from matchers.rubric import kind_folders
from pipeline.errors import YushenError
from pipeline.inbox import DossierSource
from pipeline.kept_results import Stamp
from pipeline.ledger.rows import SeenFile
from pipeline.processes import die_with_parent
from pipeline.request import RunRequest
from pipeline.run import Failure, Plan, draft_round, plan_of, read_only
from pipeline.tools import Tools, opened_tools, with_new_scratch
from pipeline.watching.contents import UNREAD, is_as_seen
from pipeline.watching.jobs import Job, Task, job_of, request_of
from pipeline.watching.sights import look_at


class _Voice:
    """Events, a line each, on the pipe to the watcher."""

    def __init__(self, pipe: TextIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def say(self, event: str, **fields: Any) -> None:
        with self._lock:
            self._pipe.write(json.dumps({"event": event, **fields}) + "\n")
            self._pipe.flush()

    def listen(self, dossier: str, step: str, done: int, total: int) -> None:
        self.say("progress", dossier=dossier, step=step, done=done, total=total)


def serve(lines: queue.SimpleQueue[str], voice: _Voice) -> None:
    """Does one job after the other; never returns by itself."""
    request = request_of(lines.get())
    try:
        plan = plan_of(request)
    except YushenError as error:
        voice.say("unusable", message=str(error))
        return
    with opened_tools(request, kind_folders(request.rubric, plan.rubric), voice.listen) as tools:
        voice.say("ready")
        while True:
            job = job_of(lines.get())
            try:
                with with_new_scratch(tools, request.scratch) as own:
                    _do(job, plan, _with_known(own, job.tasks), request, voice)
            except YushenError as error:
                voice.say("blocked", message=str(error))
            except Exception as error:  # noqa: BLE001  # the edge of one dossier or round: the watcher tells it
                voice.say("broken", message=f"{type(error).__name__}: {error}")


def _do(job: Job, plan: Plan, tools: Tools, request: RunRequest, voice: _Voice) -> None:
    sources = [_source(task) for task in job.tasks]
    if job.kind == "read":
        failure = read_only(sources[0], tools)
        voice.say("read", name=sources[0].name, message=failure)
        return
    files = {task.name: task.files for task in job.tasks}
    plan = replace(
        plan,
        unchanged=lambda source: _is_unchanged(source, files[source.name]),
        failures=tuple(Failure(name, message) for name, message in job.failures),
    )
    result = draft_round(sources, plan, tools)
    voice.say(
        "drafted",
        drafts=[folder.name for _, folder in result.drafts],
        failures=[[failure.dossier, failure.message, failure.kind] for failure in result.failures],
    )


def _source(task: Task) -> DossierSource:
    return DossierSource(task.name, Path(task.path), tuple(map(Path, task.supplements)))


def _is_unchanged(source: DossierSource, files: Sequence[SeenFile]) -> bool:
    sight = look_at(source.path, supplements=source.supplements)
    return sight is not None and is_as_seen(sight, files)


def _with_known(tools: Tools, tasks: Sequence[Task]) -> Tools:
    """The hashes that the watcher has seen already: a share is not read through again for every round."""
    known: dict[Path, tuple[Stamp, str]] = {}
    for task in tasks:
        sight = look_at(Path(task.path), supplements=tuple(map(Path, task.supplements)))
        hashes: Mapping[str, SeenFile] = {file.path: file for file in task.files if file.sha256 != UNREAD}
        for file in sight.files if sight is not None else ():
            seen = hashes.get(file.path)
            if seen is not None and file.stamp == Stamp(seen.size, seen.changed):
                known[file.disk] = (file.stamp, seen.sha256)
    return replace(tools, settings=replace(tools.settings, known=known))


def _hear(lines: queue.SimpleQueue[str]) -> None:
    """Jobs as they come; when the watcher is gone, so is this process, whatever it is doing."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def main() -> None:
    """The pipe to the watcher is the first standard output; whatever else is printed goes nowhere."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    voice = _Voice(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(lines,), daemon=True).start()
    serve(lines, voice)


if __name__ == "__main__":
    main()
