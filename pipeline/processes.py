"""The little that differs between operating systems: how much memory a process uses, and how to end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from pipeline.descendants import descendants

ROUNDS = 100
"""How often what a process has started is looked for anew before it is killed: some of them start others meanwhile."""


def resident_bytes(pid: int) -> int:
    """Resident memory of a process in bytes; 0 where it is gone or cannot be asked."""
    if sys.platform == "win32":
        return _windows_resident(pid)
    if sys.platform == "linux":
        try:
            return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            return 0
    try:
        answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=5, check=False)
        return int(answer.stdout.strip() or b"0") * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def end_process(pid: int | None) -> None:
    """Kill a process and what it started, at once; a process that is gone already is fine.

    On Linux also what left its group to live on by itself, as far as the process adopts such (`adopt_orphans`).
    """
    if pid is None:
        return
    if sys.platform == "win32":
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, timeout=10, check=False)
        return
    _signal(pid, signal.SIGSTOP)  # it starts nothing more, and still adopts what its children leave behind
    for _ in range(ROUNDS):
        if not (others := descendants(pid)):
            break
        for each in others:
            _signal(each, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        # A worker leads a group of its own; until it has made one, its group is ours and must not be hit.
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
    _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _windows_resident(pid: int) -> int:
    """Working set by K32GetProcessMemoryInfo."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", ctypes.c_uint32),
            ("PageFaultCount", ctypes.c_uint32),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 6),
        ]

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return 0
    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    try:
        if not kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(handle), ctypes.byref(counters), counters.cb):
            return 0
        return int(counters.WorkingSetSize)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def adopt_orphans() -> None:
    """Linux: what a child of this process leaves behind becomes its own, so that `descendants` still finds it."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def die_with_parent() -> None:
    """Linux: the kernel kills this process when the thread that started it ends, even in a stuck C call."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
