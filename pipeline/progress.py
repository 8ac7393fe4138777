"""What a person sees while a run works. Quiet when not on a terminal; the summary is `pipeline.summary`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Listener(Protocol):
    """Told of every step: which dossier, what is done with it, pages done and known so far."""

    def __call__(self, dossier: str, step: str, done: int, total: int) -> None: ...


def ignore(dossier: str, step: str, done: int, total: int) -> None:
    """A listener that says nothing."""


def in_turn(listener: Listener) -> Listener:
    """The same listener for several threads at once."""
    lock = threading.Lock()

    def listen(dossier: str, step: str, done: int, total: int) -> None:
        with lock:
            listener(dossier, step, done, total)

    return listen


@contextmanager
def show_progress(loud: bool) -> Iterator[Listener]:
    """A progress display on stderr if it is a terminal: all pages with the time left, and the dossiers being read."""
    if not loud or not sys.stderr.isatty():
        yield ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[step]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Board(progress).listen


class Board:
    """All dossiers of a run on a few lines: one for the whole, one for each that is being read."""

    def __init__(self, progress: Progress, most: int = 6) -> None:
        self._progress, self._most = progress, most
        self._whole = progress.add_task("全部页", total=None, step="")
        self._rows: dict[str, TaskID] = {}
        self._pages: dict[str, tuple[int, int]] = {}
        self._steps: dict[str, str] = {}

    def listen(self, dossier: str, step: str, done: int, total: int) -> None:
        """Takes one event. Steps after reading carry no pages: the dossier leaves its row and is counted."""
        self._steps[dossier] = step
        reading = total > 0
        if reading:
            self._pages[dossier] = (done, total)
        if reading and done < total:
            self._show(dossier, step, done, total)
        elif (row := self._rows.pop(dossier, None)) is not None:
            self._progress.remove_task(row)
        pages, known = (sum(pair[n] for pair in self._pages.values()) for n in (0, 1))
        self._progress.update(self._whole, completed=pages, total=known or None, step=self._told())

    def _show(self, dossier: str, step: str, done: int, total: int) -> None:
        if dossier not in self._rows:
            if len(self._rows) >= self._most:
                return
            self._rows[dossier] = self._progress.add_task(f"  {dossier[:24]}", total=total, step=step)
        self._progress.update(self._rows[dossier], completed=done, total=total, step=step)

    def _told(self) -> str:
        """`识别材料 3/10 份`: the step that the last dossiers have reached, and how many of those known have."""
        order = ("识别材料", "评分", "写结果")
        reached = [step for step in order if step in self._steps.values()]
        if not reached:
            return "读页"
        last = reached[-1]
        there = sum(order.index(step) >= order.index(last) for step in self._steps.values() if step in order)
        return f"{last} {there}/{len(self._steps)} 份"
