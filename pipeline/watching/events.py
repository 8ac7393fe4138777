"""Events of the file system, where it gives any; network shares give none and are looked at from time to time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
"""Not opening and reading: that is what the watcher's own workers do."""


class _Bell(FileSystemEventHandler):
    def __init__(self, notice: Callable[[], None]) -> None:
        self._notice = notice

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._notice()


@contextmanager
def watched(folders: Sequence[Path], notice: Callable[[], None]) -> Iterator[bool]:
    """Calls `notice`, in a thread of its own, when anything in the folders changes; False where that cannot be had."""
    observer = Observer()
    try:
        for folder in folders:
            observer.schedule(_Bell(notice), str(folder), recursive=True, event_filter=_CHANGES)
        observer.start()
    except OSError:  # no more watches on this machine, or a file system without
        yield False
        return
    try:
        yield True
    finally:
        observer.stop()
        observer.join(5)
