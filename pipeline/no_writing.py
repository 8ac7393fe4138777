"""Keeps a worker process and all that it starts from changing files but in a few folders, on Linux (Landlock).

A parser that was taken over by the paper that it read can then change neither the inbox nor anything else of the
user's: only the results, the cache and temporary files. Nor can it signal processes that it did not start. Kernels
before 5.19, other systems, and kernels built without Landlock do not keep it from that; reading is never restricted.

Numbers: linux/landlock.h; the system calls have the same numbers on every kind of processor.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.no_network import forgo_privileges

CREATE, ADD_RULE, RESTRICT = 444, 445, 446
VERSION_QUESTION, PATH_BENEATH = 1, 1
OLDEST: Final = 2
"""The version that lets files be moved between folders; the one before forbids it altogether."""
WRITE_FILE, TRUNCATE, REFER = 1 << 1, 1 << 14, 1 << 13
TO_A_FILE: Final = WRITE_FILE | TRUNCATE
TO_A_FOLDER: Final = TO_A_FILE | REFER | sum(1 << bit for bit in range(4, 13))
"""Also making and removing files, folders, links, sockets, pipes and devices."""
SCOPES: Final = 3
"""Sockets without a file, and signals, end at the worker and what it started (version 6)."""
ALWAYS: Final = ("/dev/null", "/dev/shm", "/tmp")
"""What programs take for granted; LibreOffice has its sockets in /tmp wherever other temporary files are."""


def confine_writing(folders: Sequence[Path]) -> bool:
    """Forbids this thread, and what it starts, every change outside the folders, for good; False where it cannot.

    A folder that is not there yet cannot be named: it stays closed.
    """
    if sys.platform != "linux":
        return False
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        version = _call(libc, CREATE, None, 0, VERSION_QUESTION)
        if version < OLDEST:
            return False
        handled = TO_A_FOLDER if version >= 3 else TO_A_FOLDER & ~TRUNCATE
        words = (handled, 0, SCOPES) if version >= 6 else (handled,)
        attributes = struct.pack(f"={len(words)}Q", *words)
        rules = _call(libc, CREATE, attributes, len(attributes), 0)
        if rules < 0:
            return False
        try:
            for path in (*map(Path, ALWAYS), *folders):
                _allow(libc, rules, path, handled)
            return forgo_privileges(libc) and _call(libc, RESTRICT, rules, 0) == 0
        finally:
            os.close(rules)
    except (OSError, AttributeError):
        return False


def _allow(libc: ctypes.CDLL, rules: int, path: Path, handled: int) -> None:
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = handled if path.is_dir() else handled & TO_A_FILE
            _call(libc, ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
        finally:
            os.close(place)


def _call(libc: ctypes.CDLL, number: int, *arguments: int | bytes | None) -> int:
    """A system call; -1 where it is refused."""
    given = [ctypes.c_char_p(a) if isinstance(a, bytes | None) else ctypes.c_long(a) for a in arguments]
    return int(libc.syscall(ctypes.c_long(number), *given))
