"""Keeps a worker process and all that it starts off the network, on Linux: papers come from anybody.

The way taken is a filter of the kernel's (seccomp): a process may still open sockets of the machine's own kind
(AF_UNIX, which LibreOffice needs), and no other. Where the kernel has no such filter, an empty network of the process's
own (a namespace) does; where that is refused too, or on other systems, nothing keeps it, and `network_protection` says
so. Neither can be undone by the process. No library is used: those at hand need libseccomp on the machine.

Numbers: linux/seccomp.h, linux/filter.h, linux/audit.h, asm/unistd.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal

Protection = Literal["seccomp", "namespace", "none"]

PROTECTION_LABELS: Final[Mapping[Protection, str]] = {
    "seccomp": "读取文件的进程不能联网（seccomp）",
    "namespace": "读取文件的进程不能联网（独立的网络命名空间）",
    "none": "本机不能替读取文件的进程关闭网络",
}

NO_NEW_PRIVS: Final = 38
SET_MODE_FILTER, TSYNC = 1, 1
NEW_USER, NEW_NET = 0x10000000, 0x40000000
X32 = 0x40000000
"""Bit of a call's number by which a 64-bit process on x86 uses the 32-bit table."""

LOAD, EQUAL, AT_LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
"""BPF: load a word of the call, jump if equal, jump if at least, end with a verdict."""
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Where `struct seccomp_data` has them; the low half of an argument, as all machines below are little-endian."""
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM


@dataclass(frozen=True)
class Machine:
    """What the filter has to know of a kind of processor: its AUDIT_ARCH and the numbers of its system calls."""

    architecture: int
    seccomp: int
    sockets: tuple[int, ...]
    """socket, socketpair: refused but for AF_UNIX."""
    refused: tuple[int, ...]
    """io_uring_setup, _enter, _register (they open sockets past any filter), ptrace, process_vm_readv, _writev and
    pidfd_getfd (another process's memory and sockets), bpf."""
    x32: bool = False


_LATE: Final = (425, 426, 427, 438)  # the same number everywhere: io_uring_*, pidfd_getfd
_GENERIC: Final = (117, 270, 271, 280)  # asm-generic: ptrace, process_vm_*, bpf
MACHINES: Final[Mapping[str, Machine]] = {
    "x86_64": Machine(0xC000003E, 317, (41, 53), (*_LATE, 101, 310, 311, 321), x32=True),
    "aarch64": Machine(0xC00000B7, 277, (198, 199), (*_LATE, *_GENERIC)),
    "loongarch64": Machine(0xC0000102, 277, (198, 199), (*_LATE, *_GENERIC)),
}


def close_network() -> Protection:
    """Takes the network from this process for good, and from whatever it starts; says by what, or that it could not."""
    if sys.platform != "linux":
        return "none"
    if _filter_sockets():
        return "seccomp"
    return "namespace" if _leave_network() else "none"


@cache
def network_protection() -> Protection:
    """What a worker has on this machine; asked of a process that tries it (some 100 ms, once)."""
    if sys.platform != "linux":
        return "none"
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_try, args=(theirs,), daemon=True)
    try:
        process.start()
        theirs.close()
        answer: Protection = ours.recv() if ours.poll(30) else "none"
    except (OSError, EOFError, RuntimeError):
        return "none"
    finally:
        ours.close()
        if process.pid is not None:
            process.kill()
            process.join(5)
    return answer


def _try(pipe: Connection) -> None:
    pipe.send(close_network())


def _filter_sockets() -> bool:
    """True where the kernel took the filter, for every thread, and a socket is indeed refused."""
    machine = MACHINES.get(platform.machine())
    if machine is None or sys.maxsize < 2**32:
        return False
    code = b"".join(_program(machine))
    steps = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(steps))
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if not forgo_privileges(libc):
            return False
        long = ctypes.c_long
        if libc.syscall(long(machine.seccomp), long(SET_MODE_FILTER), long(TSYNC), ctypes.c_char_p(program)) != 0:
            return False
    except (OSError, AttributeError):
        return False
    return _is_refused(socket.AF_INET) and not _is_refused(socket.AF_UNIX)


def forgo_privileges(libc: ctypes.CDLL) -> bool:
    """No program that this process starts gets more rights than it has: without that the kernel takes no filter."""
    return bool(libc.prctl(NO_NEW_PRIVS, *(ctypes.c_ulong(n) for n in (1, 0, 0, 0))) == 0)


def _program(machine: Machine) -> Iterator[bytes]:
    """The filter, one instruction of 8 bytes each: code, steps to skip if true, if false, and a number."""

    def step(code: int, number: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, number)

    yield step(LOAD, ARCHITECTURE)
    yield step(EQUAL, machine.architecture, 1, 0)
    yield step(ANSWER, KILL)  # the 32-bit table has sockets under other numbers
    yield step(LOAD, NUMBER)
    if machine.x32:
        yield step(AT_LEAST, X32, 0, 1)
        yield step(ANSWER, REFUSE)
    for number in machine.refused:
        yield step(EQUAL, number, 0, 1)
        yield step(ANSWER, REFUSE)
    for number in machine.sockets:
        yield step(EQUAL, number, 0, 4)
        yield step(LOAD, FIRST_ARGUMENT)
        yield step(EQUAL, socket.AF_UNIX, 1, 0)
        yield step(ANSWER, REFUSE)
        yield step(ANSWER, ALLOW)
    yield step(ANSWER, ALLOW)


def _is_refused(family: int) -> bool:
    try:
        socket.socket(family, socket.SOCK_STREAM).close()
    except PermissionError:
        return True
    except OSError:  # a machine without that kind of socket
        return False
    return False


def _leave_network() -> bool:
    """Into an empty network of this process's own; as another than root that takes a user namespace around it."""
    user, group = os.getuid(), os.getgid()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(NEW_NET) == 0:
            return True
        if libc.unshare(NEW_USER | NEW_NET) != 0:
            return False
    except (OSError, AttributeError):
        return False
    with contextlib.suppress(OSError):  # unmapped, files are still ours, but we are called nobody
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    return True
