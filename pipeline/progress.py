"""What a person sees while a run works, and its summary at the end. Quiet when not on a terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.run import RunResult


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
    """A progress display on stderr if it is a terminal: dossier, step, pages, time left."""
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
        TextColumn("剩余"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, object] = {}

        def listen(dossier: str, step: str, done: int, total: int) -> None:
            if dossier not in tasks:
                tasks[dossier] = progress.add_task(dossier[:24], total=None, step=step)
            progress.update(tasks[dossier], completed=done, total=total or None, step=step)  # type: ignore[arg-type]

        yield listen


def show_summary(result: RunResult) -> None:
    """One row a dossier: total with range, confidence, errors and warnings, where the sheet is."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"预审草稿（{result.rubric_title}，有效期按 {result.as_of} 判断）")
    for heading, justify in (("申报材料", "left"), ("草稿分", "right"), ("区间", "right"), ("把握", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for heading in ("错误", "警告", "评分表"):
        table.add_column(heading, justify="left" if heading == "评分表" else "right", overflow="fold")
    words = {"high": "高", "medium": "中", "low": "低"}
    for draft, folder in result.drafts:
        severities = [m.severity for m in draft.mismatches]
        table.add_row(
            draft.dossier.name,
            f"{draft.total}/{draft.total_max}",
            f"{draft.total_lowest}–{draft.total_highest}",
            words[draft.confidence],
            str(severities.count("error")),
            str(severities.count("warning")),
            str(folder / "draft.xlsx"),
        )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(f"排名与待跟进事项：{result.batch}")
    for path in result.set_aside:
        console.print(f"原有的评分表在写出后被改过，已改名保留：{path}", style="yellow", soft_wrap=True)
