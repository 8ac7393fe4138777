"""What every step of a run is given: worker processes, settings of reading, kept results, who is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.emit.whole_file import make_folder
from pipeline.kept_results import KeptResults
from pipeline.leftovers import scratch_folder
from pipeline.limits import TimeLimits
from pipeline.limits_file import load_limits
from pipeline.page_cache import PageCache
from pipeline.progress import Listener, in_turn
from pipeline.reading_types import ReadSettings
from pipeline.request import RunRequest, user_cache
from pipeline.workers import Workers


@dataclass(frozen=True)
class Tools:
    """What every step of one run is given."""

    workers: Workers
    settings: ReadSettings
    kept: KeptResults
    listener: Listener
    kinds: tuple[Path, ...] = ()
    """Folders of kinds of paper that only this rubric knows."""
    time: TimeLimits = field(default_factory=TimeLimits)


@contextmanager
def opened_tools(request: RunRequest, kinds: tuple[Path, ...], listener: Listener) -> Iterator[Tools]:
    """Workers (started when first needed), settings, kept results; members of archives stay until the block ends."""
    limits = load_limits(request.limits)
    with ExitStack() as stack:
        settings = ReadSettings(
            scratch=stack.enter_context(scratch_folder(request.scratch)),
            cache=request.cache or user_cache(),
            cache_sources=request.cache_sources,
            ocr=request.ocr,
        ).under(limits)
        writable = _writable(request, settings)
        workers = stack.enter_context(Workers(request.jobs or os.cpu_count() or 1, limits.worker, writable))
        yield Tools(workers, settings, KeptResults(PageCache(settings.cache)), in_turn(listener), kinds, limits.time)


def _writable(request: RunRequest, settings: ReadSettings) -> list[Path]:
    """The folders in which workers may change files; each has to be there before they start."""
    folders = [request.out, request.scratch or settings.scratch, settings.scratch, settings.cache or settings.scratch]
    for folder in folders:
        with suppress(OSError):  # what writes there will say what is wrong
            make_folder(folder)
    return folders


@contextmanager
def with_new_scratch(tools: Tools, under: Path | None) -> Iterator[Tools]:
    """The same tools with an empty scratch folder: for one piece of work of many that they are used for."""
    with scratch_folder(under) as scratch:
        yield replace(tools, settings=replace(tools.settings, scratch=scratch))
