"""What runs inside a worker process: take a call from the pipe, do it, send back its value or its failure."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from pipeline.limits import WorkerLimits
from pipeline.no_network import Protection, close_network
from pipeline.no_writing import confine_writing
from pipeline.processes import adopt_orphans, die_with_parent

_pipe: Connection | None = None

# Address space that libraries map without using it (onnxruntime, OpenCV); the parent watches what is really used.
ADDRESS_SLACK = 6_000_000_000


def beat() -> None:
    """Tell the parent that a long call gets on: its clock starts anew. Does nothing outside a worker."""
    if _pipe is not None:
        _pipe.send(("beat", None))


def serve(pipe: Connection, limits: WorkerLimits, writable: Sequence[Path] | None = None) -> None:
    """Answer calls until the parent closes the pipe. `writable`: the folders to change files in, None for any."""
    global _pipe
    _pipe = pipe
    pipe.send(("ready", _settle(limits, writable)))
    while True:
        try:
            function, item = pipe.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # noqa: BLE001  # what cannot be unpickled fails this call only
            pipe.send(("error", f"{type(error).__name__}: {error}"))
            continue
        try:
            answer = ("value", function(item))
        except MemoryError:
            answer = ("memory", "内存不足")
        except RecursionError:
            answer = ("error", "嵌套过深")
        except Exception as error:  # noqa: BLE001  # the edge of one file: what is caught is shown to the user
            answer = ("error", f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionError):
            return
        except Exception as error:  # noqa: BLE001  # a value that cannot be pickled
            pipe.send(("error", f"{type(error).__name__}: {error}"))


def _settle(limits: WorkerLimits, writable: Sequence[Path] | None) -> Protection:
    """Leave the terminal, the network and other people's files, die with the parent, stop at a wild allocation.

    Returns what keeps this process off the network.
    """
    os.umask(0o077)  # members of archives and pictures out of office files are people's papers
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):
            os.setsid()  # a group of its own, so that what it starts dies with it
    if sys.platform != "win32":
        _limit_resources(limits)
    protection = close_network()
    if writable is not None:
        confine_writing([*writable, Path(tempfile.gettempdir())])
    die_with_parent()  # after it: a namespace of one's own makes the kernel forget
    adopt_orphans()
    _silence()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    return protection


def _limit_resources(limits: WorkerLimits) -> None:
    """What the kernel refuses to this process and to what it starts; a lower limit of the system's stays."""
    import resource

    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory + ADDRESS_SLACK),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
    ):
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            amount = min(amount, most)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def _silence() -> None:
    """C libraries complain on stdout and stderr; what matters comes back as a value."""
    if os.environ.get("YUSHEN_WORKER_NOISE"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, stream)
    os.close(nowhere)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
