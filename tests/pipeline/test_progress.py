"""What a person sees on a terminal: pages only ever rise, read dossiers leave, later steps count dossiers."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress

from pipeline.progress import Board


def board(most: int = 6) -> tuple[Board, Progress]:
    progress = Progress(console=Console(file=io.StringIO(), width=100))
    return Board(progress, most), progress


def test_pages_read_stay_read_in_later_steps() -> None:
    shown, progress = board()
    shown.listen("甲", "读页", 0, 64)
    shown.listen("甲", "读页", 64, 64)
    shown.listen("甲", "写结果", 0, 0)
    whole = progress.tasks[0]
    assert (whole.completed, whole.total) == (64, 64)
    assert whole.fields["step"] == "写结果 1/1 份"


def test_a_read_dossier_leaves_its_row() -> None:
    shown, progress = board()
    shown.listen("甲", "读页", 1, 4)
    shown.listen("乙", "读页", 1, 8)
    assert [task.description.strip() for task in progress.tasks[1:]] == ["甲", "乙"]
    shown.listen("甲", "读页", 4, 4)
    assert [task.description.strip() for task in progress.tasks[1:]] == ["乙"]
    assert (progress.tasks[0].completed, progress.tasks[0].total) == (5, 12)


def test_a_hundred_dossiers_do_not_flood_the_terminal() -> None:
    shown, progress = board(most=6)
    for number in range(100):
        shown.listen(f"{number}", "读页", 1, 9)
    assert len(progress.tasks) == 7
    assert progress.tasks[0].total == 900
