"""The way a dossier goes: read → papers and evidence → register → match and score → emit. The first file to read.

Reading, recognising and writing happen in worker processes with limits; matching is a pure function here. What an
earlier run made of the same content is taken as it was kept, so that an unchanged inbox needs no worker at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from extractors.fitted_confidence import FittedTable
from matchers.borne_out import as_borne_out
from matchers.draft import Dossier, Draft
from matchers.draft_dossier import draft_dossier
from matchers.register import find_shared
from matchers.rubric import Rubric, kind_folders
from pipeline.cache_size import shrink
from pipeline.emit import batch, summary_table
from pipeline.emit.whole_file import OutputBlocked
from pipeline.inbox import DossierSource, find_dossiers
from pipeline.kept_results import Recognised, find_recognised, keep_recognised
from pipeline.masking import mask
from pipeline.no_network import Protection
from pipeline.output import Output, begin_output, continue_output, finish_output
from pipeline.progress import Listener, ignore
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadDossier
from pipeline.request import RunRequest, as_of_day, fitted_table, output_folder, rubric_of, user_cache
from pipeline.steps import extract
from pipeline.supplements import with_supplements
from pipeline.tools import Tools, opened_tools
from pipeline.workers import Failure as WorkerFailure
from pipeline.workers import Outcome, wait_for

__all__ = ["Failure", "Plan", "RunRequest", "RunResult", "draft_round", "plan_of", "read_only", "run", "user_cache"]

NO_ROOM = "解压时临时磁盘空间不足，这次没有出稿"
CHANGED = "材料在读取过程中有变动，这次没有出稿；变动停止后请重新运行"

FailureKind = Literal["internal", "output", "changed"]
"""Of the program itself; of the place that results go to; of papers that changed while they were read."""


@dataclass(frozen=True)
class Failure:
    """A dossier that got no draft because of an internal failure, and what was seen of it."""

    dossier: str
    message: str
    kind: FailureKind = "internal"


@dataclass(frozen=True)
class Plan:
    """What all dossiers of a run have in common; `unchanged` tells whether a dossier lies there as when it was found.

    failures: dossiers that are not to be drafted, and why: they are told in the batch sheet.
    """

    rubric: Rubric
    as_of: dt.date
    table: FittedTable | None
    out: Path
    unchanged: Callable[[DossierSource], bool] | None = None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class RunResult:
    """What a run made: each draft with its folder, the failures, the batch sheet."""

    rubric_title: str
    as_of: str
    drafts: tuple[tuple[Draft, Path], ...]
    failures: tuple[Failure, ...]
    batch: Path
    set_aside: tuple[Path, ...] = ()
    """Where versions went that somebody had reviewed, before the new ones were written."""
    tables: tuple[Path, ...] = ()
    """The rubric's own tables over all dossiers (推荐名单汇总表, …)."""
    protection: Protection | None = None
    """What kept the processes that opened papers off the network; None where none had to be started."""


@dataclass
class _Work:
    """One dossier on its way: what is known of it so far, and what the workers have in hand of it."""

    source: DossierSource
    read: ReadDossier
    recognising: Future[Outcome[Recognised]] | None
    extraction: Recognised | None = None
    failure: Failure | None = None
    draft: Draft | None = None
    output: Output | None = None

    def fail(self, message: str, kind: FailureKind = "internal") -> None:
        self.failure = self.failure or Failure(self.source.name, mask(message), kind)


def run(request: RunRequest, listener: Listener = ignore) -> RunResult:
    """Drafts every dossier of the request. Raises YushenError if nothing can be begun; bad documents never raise."""
    plan = plan_of(request)
    sources = with_supplements(
        find_dossiers(request.paths, single=request.single, out=plan.out), request.supplements, plan.out
    )
    with opened_tools(request, kind_folders(request.rubric, plan.rubric), listener) as tools:
        return draft_round(sources, plan, tools)


def plan_of(request: RunRequest) -> Plan:
    """The request's rubric, day, table and output folder; YushenError where one cannot be used."""
    rubric = rubric_of(request)
    return Plan(rubric, as_of_day(request, rubric), fitted_table(request), output_folder(request))


def draft_round(sources: Sequence[DossierSource], plan: Plan, tools: Tools) -> RunResult:
    """Drafts these dossiers beside each other and writes what belongs to all of them; bad documents never raise."""
    works = _read_all(sources, tools)
    for work in works:
        _recognised(work, tools)
        if plan.unchanged is not None and not plan.unchanged(work.source):
            work.fail(CHANGED, "changed")
        elif plan.unchanged is not None and work.read.short_of_disk:
            work.fail(NO_ROOM, "output")  # who watches can wait for room
    _match(works, plan, tools)
    for work in works:
        _begin_output(work, plan.out, tools)
    _finish_output(works, tools)
    if any(work.recognising or (work.output and work.output.order) for work in works) and tools.settings.cache:
        shrink(tools.settings.cache)
    drafts = tuple((work.draft, plan.out / work.source.name) for work in works if work.draft and not work.failure)
    failures = (*plan.failures, *(work.failure for work in works if work.failure))
    sheet = batch.write(
        [draft for draft, _ in drafts], plan.out, failures=[(failure.dossier, failure.message) for failure in failures]
    )
    tables = summary_table.write(plan.rubric.tables, [draft for draft, _ in drafts], plan.out)
    moved = tuple(work.output.moved for work in works if work.output and work.output.moved)
    protection = tools.workers.protection
    return RunResult(plan.rubric.title, plan.as_of.isoformat(), drafts, failures, sheet, moved, tables, protection)


def read_only(source: DossierSource, tools: Tools) -> str | None:
    """Reads one dossier and recognises its papers, so that a later round finds both kept; what failed, if so.

    Raises OutputBlocked where the disk has no room to unpack it.
    """
    work = _read(source, tools)
    _recognised(work, tools)
    if work.read.short_of_disk:
        raise OutputBlocked(NO_ROOM, remedy="请清理磁盘，稍后会再试")
    return work.failure.message if work.failure else None


def _read_all(sources: Sequence[DossierSource], tools: Tools) -> list[_Work]:
    """Every dossier read, a few at a time, so that no worker waits for the last page of one."""
    threads = ThreadPoolExecutor(max_workers=tools.workers.jobs + 1, thread_name_prefix="dossier")
    try:
        futures = [threads.submit(_read, source, tools) for source in sources]
        return [_result(future) for future in futures]
    except BaseException:
        tools.workers.close()  # the threads wait for the workers: ended first, or Ctrl-C would wait for both
        raise
    finally:
        threads.shutdown(cancel_futures=True)


def _result(future: Future[_Work]) -> _Work:
    """What a thread made; waits in short steps, so that Ctrl-C is heard on Windows too."""
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                raise


def _read(source: DossierSource, tools: Tools) -> _Work:
    """Every file of one dossier, read, and its recognition begun while the others are still being read."""
    read = read_dossier(
        source,
        tools.workers,
        tools.settings,
        lambda seen: tools.listener(source.name, "读页", seen.pages_done, seen.pages_total),
    )
    if (known := find_recognised(tools.kept, read.documents, tools.kinds)) is not None:
        return _Work(source, read, None, known)
    seconds = tools.time.recognise
    return _Work(source, read, tools.workers.submit(extract, (read.documents, tools.kinds), seconds=seconds))


def _recognised(work: _Work, tools: Tools) -> None:
    """Papers and evidence of one dossier; a document that cannot be worked through is told, the others go on."""
    tools.listener(work.source.name, "识别材料", 0, 0)
    if work.recognising is None:
        return
    outcome = wait_for(work.recognising)
    if isinstance(outcome, WorkerFailure):
        work.fail(f"识别材料时出错（{outcome.detail or outcome.kind}）；请把这份材料连同版本号发给软件维护人员")
        return
    work.extraction = outcome.value
    keep_recognised(tools.kept, work.read.documents, outcome.value, tools.kinds)


def _match(works: list[_Work], plan: Plan, tools: Tools) -> None:
    """Register the numbers of all dossiers, then draft each."""
    known = [work for work in works if work.extraction is not None and work.failure is None]
    dossiers = [
        Dossier(work.source.name, work.extraction.documents, work.extraction.evidence, work.extraction.forms)
        for work in known
        if work.extraction is not None
    ]
    if plan.table is not None:
        dossiers = [as_borne_out(dossier, plan.table) for dossier in dossiers]
    shared = find_shared(dossiers)
    for work, dossier in zip(known, dossiers, strict=True):
        tools.listener(work.source.name, "评分", 0, 0)
        try:
            work.draft = draft_dossier(dossier, plan.rubric, plan.as_of, shared)
        except Exception as cause:  # noqa: BLE001  # the edge of one dossier: the others still get their drafts
            work.fail(f"评分时出错（{type(cause).__name__}: {cause}）；请把这份材料连同版本号发给软件维护人员")


def _begin_output(work: _Work, out: Path, tools: Tools) -> None:
    """The three files of one dossier: as they were kept, or handed to the workers, who open source pages again."""
    if work.draft is None:
        return

    def disk() -> Mapping[str, Path]:
        if work.read.packed:  # only now are the members of its archives needed on disk
            return read_dossier(work.source, tools.workers, replace(tools.settings, unpack=True)).disk
        return work.read.disk

    work.output = begin_output(work.draft, out / work.source.name, disk, tools.workers, tools.kept, tools.time)


def _finish_output(works: Sequence[_Work], tools: Tools) -> None:
    """The files as written, of all dossiers: while one's sheet is written, the others' pages are drawn."""
    for work in works:
        if work.output is not None:
            continue_output(work.output, tools.workers)
    for work in works:
        if work.output is not None:
            tools.listener(work.source.name, "写结果", 0, 0)
            finish_output(work.output, tools.workers, tools.kept)
            if work.output.failure:
                work.fail(work.output.failure, "output")
