"""The watcher's log: JSON lines in a rotated file of the owner's, short Chinese lines on a terminal or in the journal.

What may be said is settled in `pipeline.watching.log_fields`. A log that cannot be written never stops the watcher.
"""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any, Final, TextIO, cast

import structlog
from structlog.stdlib import BoundLogger

from pipeline.emit.whole_file import make_folder
from pipeline.watching.log_fields import FieldRefused, allowed_fields, is_event, line_of

MOST_BYTES: Final = 5_000_000
FILES: Final = 5
"""The log is at most so many bytes a file, in so many files besides the current one."""

NAME: Final = "watch.log"
_PRIORITIES: Final = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}


def user_state() -> Path:
    """Where the log is kept by default: the user's folder for what must outlive a restart, beside the ledger."""
    from pipeline.ledger.address import default_path

    return default_path().parent


class PatientFile(RotatingFileHandler):
    """A rotated file (0600) that takes a full disk or a vanished folder: told once on stderr, tried again each time."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES, files: int = FILES) -> None:
        super().__init__(path, maxBytes=most_bytes, backupCount=files, encoding="utf-8", delay=True)
        self._told = False

    def _open(self) -> Any:
        path = Path(self.baseFilename)
        make_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        stream = cast(IO[str], open(descriptor, "a", encoding="utf-8", errors="backslashreplace"))  # noqa: PTH123, SIM115
        seen = os.fstat(descriptor)
        if stat.S_ISREG(seen.st_mode):
            with suppress(OSError):
                path.chmod(0o600)  # one that an earlier version or a person made wider
            if seen.st_size and hasattr(os, "pread") and os.pread(descriptor, 1, seen.st_size - 1) != b"\n":
                stream.write("\n")  # a line cut off by a full disk or a power cut spoils only itself
        return stream

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a line; to a new file where the present one was moved or removed."""
        if self.stream is not None and not self._is_in_place():
            self._let_go()
        super().emit(record)

    def doRollover(self) -> None:
        """The next file; where the old one cannot be renamed (open elsewhere on Windows), it is written on."""
        try:
            super().doRollover()
        except OSError:
            self._tell()
            self._let_go()
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Says once that the log cannot be written; the next line tries anew."""
        self._tell()
        self._let_go()

    def close(self) -> None:
        """Ends the file; what cannot be written any more is given up."""
        self._let_go()
        super().close()

    def _is_in_place(self) -> bool:
        try:
            there, ours = Path(self.baseFilename).stat(), os.fstat(cast(IO[str], self.stream).fileno())
        except (OSError, ValueError):
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def _let_go(self) -> None:
        stream, self.stream = self.stream, cast(Any, None)
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()

    def _tell(self) -> None:
        if self._told:
            return
        self._told = True
        with suppress(OSError, ValueError, AttributeError):
            print("日志文件暂时写不进（磁盘已满或文件夹不在）；看守照常进行，恢复后继续记录。", file=sys.stderr)


class _PatientLines(logging.StreamHandler[TextIO]):
    """Lines on stderr; a reader that has gone away is no reason to stop."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nobody reads: nothing to do."""


class _Allowed:
    """Lets through what may be logged. `strict` raises FieldRefused instead of leaving out."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict

    def __call__(self, logger: object, method: str, given: MutableMapping[str, Any]) -> dict[str, Any]:
        event = given.get("event")
        fields, left = allowed_fields({name: value for name, value in given.items() if name != "event"})
        if self._strict and (left or not is_event(event)):
            raise FieldRefused(f"not to be logged: {event!r} {left}")
        level = {"exception": "error", "warn": "warning"}.get(method, method)
        time = datetime.fromtimestamp(_seconds(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said = {"time": time, "level": level, "event": event if is_event(event) else "unnamed_event", **fields}
        if left:
            said["left_out"] = list(left)
        return said


def _seconds() -> float:
    import time

    return time.time()


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(record.msg, ensure_ascii=False, default=lambda _: None)


class _PeoplesLine(logging.Formatter):
    """`09:41 材料 12 已出稿（第 1 版）`; in the journal with its priority and without the time that it adds itself."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        said = cast(dict[str, Any], record.msg)
        line = line_of(said["event"], {k: v for k, v in said.items() if k not in {"time", "level", "event"}})
        if self._journal:
            return f"<{_PRIORITIES.get(said['level'], 6)}>{line}"
        clock = datetime.fromisoformat(said["time"]).astimezone().strftime("%H:%M:%S")
        return f"{clock} {line}"


def _is_journal(stream: TextIO) -> bool:
    """True if systemd's journal reads the stream (systemd.exec(5), $JOURNAL_STREAM)."""
    try:
        seen = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{seen.st_dev}:{seen.st_ino}"


def open_log(path: Path | None, loud: bool, *, strict: bool = False) -> BoundLogger:
    """The watcher's log. Never raises for a file that cannot be written.

    path: the file, None for `watch.log` in the user's state folder; loud: lines for people also on stderr (a
    terminal, a file, a container's log, the journal); strict: FieldRefused for what may not be logged, instead of
    leaving it out.
    """
    target = (path or user_state() / NAME).expanduser().absolute()
    logger = logging.Logger("yushen.watch", logging.INFO)
    file = PatientFile(target)
    file.setFormatter(_JsonLine())
    logger.addHandler(file)
    stream = sys.stderr
    if loud and stream is not None:
        lines = _PatientLines(stream)
        lines.setFormatter(_PeoplesLine(journal=_is_journal(stream)))
        logger.addHandler(lines)
    wrapped = structlog.wrap_logger(
        logger,
        processors=[_Allowed(strict=strict), _as_message],
        wrapper_class=BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=False,
    )
    return cast(BoundLogger, wrapped)


def _as_message(logger: object, method: str, said: MutableMapping[str, Any]) -> tuple[tuple[object], dict[str, Any]]:
    """The whole record to the handlers, which write it each in their way."""
    return (dict(said),), {}


def close_log(log: BoundLogger) -> None:
    """Ends the log's file."""
    for handler in list(getattr(log, "_logger", logging.Logger("")).handlers):
        handler.close()
