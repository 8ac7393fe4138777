"""One dossier's files on their way: what lies there already, evidence.pdf, then the sheet with pictures cut from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from matchers.draft import Draft
from pipeline.errors import YushenError
from pipeline.kept_outputs import NAMES, find_outputs, keep_outputs, key_of_draft, place_outputs
from pipeline.kept_results import KeptResults
from pipeline.limits import TimeLimits
from pipeline.review.earlier import Earlier, needs_room
from pipeline.steps import Frame, OutputOrder, write_evidence_pdf, write_sheets
from pipeline.workers import Failure, Outcome, Workers, wait_for


@dataclass
class Output:
    """The files of one dossier. `moved`: where a reviewed version went; `order`: None where nothing had to be made.

    time: the patience with writing them.
    """

    folder: Path
    key: str | None = None
    order: OutputOrder | None = None
    moved: Path | None = None
    failure: str | None = None
    time: TimeLimits = field(default_factory=TimeLimits)
    pages: Future[Outcome[Mapping[int, Frame]]] | None = None
    sheets: Future[Outcome[None]] | None = None


def begin_output(
    draft: Draft,
    folder: Path,
    disk: Callable[[], Mapping[str, Path]],
    workers: Workers,
    kept: KeptResults,
    time: TimeLimits | None = None,
) -> Output:
    """The files as they were kept, or evidence.pdf handed to a worker. `disk` is asked only where pages are drawn."""
    output = Output(folder, key_of_draft(draft), time=time or TimeLimits())
    known = find_outputs(kept, output.key) if output.key else None
    try:
        earlier = _earlier(folder, draft)
        output.moved = earlier.moved
        if earlier.stays and all((folder / name).exists() for name in NAMES):
            return output
        if known is not None and earlier.is_plain:
            place_outputs(known, folder)
            return output
    except (OSError, YushenError) as cause:
        output.failure = _not_written(str(cause))
        return output
    if not earlier.is_plain:
        output.key = None  # what a person typed is of this folder only
    output.order = OutputOrder(draft, folder, disk(), earlier)
    output.pages = workers.submit(write_evidence_pdf, output.order, seconds=output.time.evidence_pdf)
    return output


def _earlier(folder: Path, draft: Draft) -> Earlier:
    if not needs_room(folder):
        return Earlier()
    from pipeline.review.versions import make_room

    return make_room(folder, draft)


def continue_output(output: Output, workers: Workers) -> None:
    """evidence.pdf as written, then the sheets; a page that cannot be drawn again must not cost the draft."""
    if output.order is None or output.pages is None:
        return
    pages = wait_for(output.pages)
    if isinstance(pages, Failure):
        output.key = None
        bare = replace(output.order, disk={})  # the same PDF with the pages' text in place of the pages
        pages = wait_for(workers.submit(write_evidence_pdf, bare, seconds=output.time.evidence_pdf))
    if isinstance(pages, Failure):
        output.failure = _not_written(pages.detail or pages.kind)
    else:
        output.order = replace(output.order, frames=pages.value)
    output.sheets = workers.submit(write_sheets, output.order, seconds=output.time.sheets)


def finish_output(output: Output, workers: Workers, kept: KeptResults) -> None:
    """The sheets as written; where the pictures cost them, without pictures."""
    if output.order is None or output.sheets is None:
        return
    sheets = wait_for(output.sheets)
    if isinstance(sheets, Failure) and sheets.kind != "error" and output.order.frames:
        output.key = None
        bare = replace(output.order, frames={})
        sheets = wait_for(workers.submit(write_sheets, bare, seconds=output.time.sheets))
    if isinstance(sheets, Failure):
        output.failure = _not_written(sheets.detail or sheets.kind)
    # A source that is gone by now may have been gone when its pages were drawn.
    if output.key and not output.failure and all(path.exists() for path in output.order.disk.values()):
        keep_outputs(kept, output.key, output.folder)


def _not_written(cause: str) -> str:
    return f"写结果时出错（{cause}）；请检查结果文件夹能否写入、文件是否正被打开"
