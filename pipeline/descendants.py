"""What a process has started, and what that started in turn, as Linux tells it; elsewhere nothing is told."""

from __future__ import annotations

from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Process ids below `pid`, parents before children; none where it is gone or the system does not say.

    Those that have ended and wait to be noticed are left out.
    """
    found: list[int] = []
    waiting = [pid]
    while waiting:
        for child in _children(waiting.pop()):
            if child not in found and _runs(child):
                found.append(child)
                waiting.append(child)
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (thread / "children").read_text("ascii").split())
    except (OSError, ValueError):
        pass  # gone meanwhile, or a system without this
    return children


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return False
    return bool(state) and state[0] not in {"Z", "X"}
