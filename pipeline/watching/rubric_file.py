"""Is the rubric's file still the one that the watcher began with? An official may edit it at any time."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import YushenError
from pipeline.watching.log_fields import fault_of
from pipeline.watching.watch_request import WatchRequest, program_for
from pipeline.watching.watcher import Watcher

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger


@dataclass
class RubricFile:
    """The rubric's file, asked before every look whether it was edited."""

    asked: WatchRequest
    stamp: tuple[object, ...] | None = None

    def renew(self, watcher: Watcher, log: BoundLogger) -> None:
        """With another rubric everything is drafted again; one with faults is told and the former one stays."""
        stamp = _stamp_of(self.asked.request.rubric)
        before, self.stamp = self.stamp, stamp
        if before is None or before == stamp:
            return
        try:
            program = program_for(self.asked)
        except YushenError as error:
            log.error("rubric_unusable", fault=fault_of(error))
            return
        if program != watcher.intake.program:
            log.info("rubric_renewed", count=watcher.renew(program))


def _stamp_of(rubric: str) -> tuple[object, ...]:
    """Times and sizes of the rubric's file and of what lies beside it (cases, lists, folders of kinds).

    A built-in rubric changes with the program only.
    """
    path = Path(rubric)
    if not path.is_file():
        return ()
    beside = path.resolve().parent
    stamps = []
    for file in (*beside.glob("*.*"), *beside.glob("*/*.y*ml")):
        with contextlib.suppress(OSError):
            seen = file.stat()
            stamps.append((str(file), seen.st_size, seen.st_mtime_ns))
    return tuple(sorted(stamps))
