"""What a watcher asks of its drafter, and how that travels: one line of JSON a job."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.kept_results import pack, unpack
from pipeline.ledger.rows import SeenFile
from pipeline.request import RunRequest


@dataclass(frozen=True)
class Task:
    """One dossier of a job: its name, where it lies, papers handed in later, its files as the watcher saw them."""

    name: str
    path: str
    supplements: tuple[str, ...]
    files: tuple[SeenFile, ...]


@dataclass(frozen=True)
class Job:
    """read: one dossier, so that all of it is kept; draft: all of them beside each other, and their files written.

    failures: dossiers that are set aside, with the reason.
    """

    kind: Literal["read", "draft"]
    tasks: tuple[Task, ...]
    failures: tuple[tuple[str, str], ...] = ()


def line_of(value: Job | RunRequest) -> str:
    """One line, ASCII only: a name may hold half a surrogate pair."""
    if isinstance(value, RunRequest):
        content = pack(RunRequest, value)
        assert content is not None
        return json.dumps(json.loads(content)) + "\n"
    return json.dumps([value.kind, [_task(t) for t in value.tasks], value.failures]) + "\n"


def request_of(line: str) -> RunRequest:
    """The request again."""
    request = unpack(RunRequest, line.encode())
    assert request is not None
    return request


def job_of(line: str) -> Job:
    """The job again."""
    kind, tasks, failures = json.loads(line)
    return Job(kind, tuple(_as_task(t) for t in tasks), tuple((name, message) for name, message in failures))


def _task(task: Task) -> list[Any]:
    files = [[file.path, file.size, file.changed, file.sha256] for file in task.files]
    return [task.name, task.path, list(task.supplements), files]


def _as_task(told: Sequence[Any]) -> Task:
    name, path, supplements, files = told
    return Task(name, path, tuple(supplements), tuple(SeenFile(*file) for file in files))
