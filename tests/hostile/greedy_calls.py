"""Calls by which a worker process uses too much, or does what a parser that was taken over might do.

A module of their own that imports nothing: a worker starts for each.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline import worker_process
from pipeline.worker_process import beat


def answer(number: int) -> int:
    return number


def own_pid(_: int) -> int:
    return os.getpid()


def eat(megabytes: int) -> int:
    hoard = [bytearray(b"x" * 1_000_000) for _ in range(megabytes)]
    time.sleep(30)
    return len(hoard)


def have_a_child_eat(megabytes: int) -> None:
    code = f"import time; hoard = [bytearray(b'x' * 10**6) for _ in range({megabytes})]; time.sleep(30)"
    subprocess.run([sys.executable, "-S", "-c", code], check=False)


def start_sleepers(count: int) -> None:
    for _ in range(count):
        subprocess.Popen(["sleep", "60"])
    time.sleep(30)


def go_on_beating(_: int) -> None:
    for _ in range(300):
        time.sleep(0.1)
        beat()


def open_many(count: int) -> int:
    return len([open(os.devnull, "rb") for _ in range(count)])  # noqa: PTH123


def write(order: tuple[str, int]) -> int:
    return Path(order[0]).write_bytes(bytes(order[1]))


def touch(path: Path) -> None:
    with path.open("ab"):
        pass


def change(order: tuple[str, str]) -> dict[str, str]:
    """What came of changing a file and the folder that it lies in, in each way; the second folder may be written to."""
    file, elsewhere = map(Path, order)
    found = {}
    ways: dict[str, Callable[[], object]] = {
        "write": lambda: file.write_bytes(b"changed"),
        "append": lambda: touch(file),
        "truncate": lambda: os.truncate(file, 0),
        "create": lambda: (file.parent / "new").touch(),
        "make folder": lambda: (file.parent / "newer").mkdir(),
        "link": lambda: (file.parent / "link").symlink_to("/etc"),
        "hard link": lambda: os.link(file, elsewhere / "linked"),
        "rename": lambda: file.rename(file.with_name("renamed")),
        "move away": lambda: file.rename(elsewhere / "moved"),
        "remove": lambda: file.unlink(),
        "by a child": lambda: subprocess.run(["rm", str(file)], check=True, capture_output=True),
    }
    for name, way in ways.items():
        try:
            way()
            found[name] = "done"
        except (OSError, subprocess.SubprocessError):
            found[name] = "refused"
    return found


def read_and_write(order: tuple[str, str]) -> str:
    """Reads the one file; makes a folder at the other, writes in it, renames across folders, removes."""
    source, target = map(Path, order)
    text = source.read_text("utf-8")
    target.mkdir()
    (target / "a").write_text(text, "utf-8")
    (target / "b").mkdir()
    (target / "a").rename(target / "b" / "c")
    return (target / "b" / "c").read_text("utf-8")


def signal_parent(_: int) -> str:
    try:
        os.kill(os.getppid(), 0)
    except PermissionError:
        return "refused"
    return "sent"


def fork_without_end(note: str) -> None:
    """Every process starts two more, each in a group of its own, five hundred in all."""
    for _ in range(9):
        if os.fork() == 0:
            os.setsid()
            with Path(note).open("a", encoding="ascii") as file:
                file.write(f"{os.getpid()}\n")
    time.sleep(60)


def leave_a_daemon(note: str) -> str:
    """A grandchild that no longer belongs to anybody, and a call that ends well."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            Path(note).write_text(str(os.getpid()), "ascii")
            time.sleep(60)
        os._exit(0)
    os.wait()
    while not Path(note).exists():
        time.sleep(0.05)
    return "done"


def hang_deaf(_: int) -> None:
    """Heeds no signal that can be ignored."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def stop(_: int) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def crash(_: int) -> str:
    """Reads at an address that is nobody's, as a stack that overflows in C does."""
    return str(ctypes.string_at(8))


def recurse_in_c(_: int) -> str:
    """A parser written in C that goes down for every bracket: here the interpreter's own, made to forget its limit."""
    sys.setrecursionlimit(10**9)
    nested: list[object] = []
    for _ in range(10**6):
        nested = [nested]
    return repr(nested)


def chatter(megabytes: int) -> int:
    for _ in range(megabytes):
        os.write(1, b"o" * 1_000_000)
        os.write(2, b"e" * 1_000_000)
    return megabytes


def stay_in_c(note: str) -> None:
    """A call that holds the interpreter, so that no thread of this process runs."""
    Path(note).write_text(str(os.getpid()), "ascii")
    ctypes.PyDLL(None).sleep(60)


def speak_nonsense(_: int) -> None:
    """Bytes that are no answer, on the pipe to the parent."""
    _own_pipe().send_bytes(b"\x80\x05nonsense.")
    time.sleep(30)


def send_a_trap(note: str) -> None:
    """An answer whose unpacking would write a file in the parent, as any pickle may ask for."""
    _own_pipe().send(("value", _Trap(note)))
    time.sleep(30)


class _Trap:
    def __init__(self, note: str) -> None:
        self.note = note

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, (f"echo caught > {self.note}",))


def _own_pipe() -> Connection:
    pipe = worker_process._pipe
    assert pipe is not None
    return pipe
