"""Can the folders of a watch be used right now, from this machine? What `yushen status` tells beside the ledger."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

PATIENCE: Final = 3.0
"""Seconds for an answer: a share that has vanished may keep who asks waiting for minutes."""
LEAST_FREE: Final = 500_000_000
"""Bytes on the disk of the results, below which it is told: a round of thick dossiers needs that much."""


def troubles_of(inbox: Path, out: Path) -> tuple[str, ...]:
    """What is wrong with them, in sentences for people; never raises, answers within seconds."""
    found = [
        _answer(lambda: _of_inbox(inbox), "收件文件夹没有回应"),
        _answer(lambda: _of_out(out), "结果文件夹没有回应"),
    ]
    return tuple(trouble for trouble in found if trouble)


def _of_inbox(folder: Path) -> str | None:
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except OSError as cause:
        return f"从这台机器打不开收件文件夹（{cause.strerror or cause}）：里面的材料现在不会被处理"
    return None


def _of_out(folder: Path) -> str | None:
    if not folder.is_dir():
        return "从这台机器打不开结果文件夹：恢复以前不会出稿"
    if hasattr(os, "statvfs"):
        disk = os.statvfs(folder)
        free = disk.f_bavail * disk.f_frsize
        if free < LEAST_FREE:
            return f"结果文件夹所在磁盘只剩 {free // 1_000_000} MB，请腾出空间"
    return None


def _answer(ask: Callable[[], str | None], silent: str) -> str | None:
    """What is answered in time; `silent` where nothing is."""
    answers: list[str | None] = []

    def work() -> None:
        try:
            answers.append(ask())
        except OSError as cause:
            answers.append(f"{silent}（{cause.strerror or cause}）")

    asking = threading.Thread(target=work, daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return answers[0] if answers else f"{silent}（等了 {PATIENCE:.0f} 秒）"
