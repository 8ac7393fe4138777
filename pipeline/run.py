"""The way a dossier goes: read → papers and evidence → register → match and score → emit. The first file to read.

Reading, recognising and writing happen in worker processes with limits; matching is a pure function here.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from matchers.draft import Dossier, Draft
from matchers.draft_dossier import draft_dossier
from matchers.register import find_shared
from matchers.rubric import Rubric, YamlProblem, load_rubric
from pipeline.emit import batch
from pipeline.errors import UnusableInput
from pipeline.inbox import DossierSource, find_dossiers
from pipeline.progress import Listener, ignore
from pipeline.reading import ReadDossier, ReadSettings, read_dossier
from pipeline.steps import OutputOrder, Recognised, extract, write_evidence_pdf, write_sheets
from pipeline.workers import Failure as WorkerFailure
from pipeline.workers import Outcome, Workers, wait_for

EXTRACT_SECONDS = 300.0
"""Patience with recognising one dossier's papers; 200 pages take about two seconds."""
EVIDENCE_PDF_SECONDS = 300.0
SHEET_SECONDS = 120.0
"""Patience with writing one dossier's files."""


@dataclass(frozen=True)
class RunRequest:
    """What to do: the command line's arguments, already parsed.

    cache: None for the user's cache folder; cache_sources: further folders of read pages that are only looked into.
    """

    paths: tuple[Path, ...]
    rubric: str
    out: Path
    as_of: dt.date | None = None
    single: bool = False
    jobs: int | None = None
    cache: Path | None = None
    cache_sources: tuple[Path, ...] = ()
    ocr: bool = True


@dataclass(frozen=True)
class Failure:
    """A dossier that got no draft because of an internal failure, and what was seen of it."""

    dossier: str
    message: str


@dataclass(frozen=True)
class RunResult:
    """What a run made: each draft with its folder, the failures, the batch sheet."""

    rubric_title: str
    as_of: str
    drafts: tuple[tuple[Draft, Path], ...]
    failures: tuple[Failure, ...]
    batch: Path


@dataclass
class _Work:
    """One dossier on its way: what is known of it so far, and what the workers have in hand of it."""

    source: DossierSource
    read: ReadDossier
    recognising: Future[Outcome[Recognised]]
    extraction: Recognised | None = None
    failure: str | None = None
    draft: Draft | None = None
    order: OutputOrder | None = None
    writing: tuple[Future[Outcome[None]], ...] = ()


def run(request: RunRequest, listener: Listener = ignore) -> RunResult:
    """Drafts every dossier of the request. Raises YushenError if nothing can be begun; bad documents never raise."""
    rubric = _rubric(request.rubric)
    as_of = request.as_of or rubric.as_of
    out = _output_folder(request.out)
    sources = find_dossiers(request.paths, single=request.single, out=out)
    with ExitStack() as stack:
        workers = stack.enter_context(Workers(request.jobs or os.cpu_count() or 1))
        works = [_read(source, workers, request, listener, stack) for source in sources]
        for work in works:
            _recognised(work, listener)
        _match(works, rubric, as_of, listener)
        for work in works:
            _begin_output(work, out, workers)
        for work in works:
            _finish_output(work, workers, listener)
    drafts = tuple((work.draft, out / work.source.name) for work in works if work.draft and not work.failure)
    failures = tuple(Failure(work.source.name, work.failure) for work in works if work.failure)
    sheet = batch.write([draft for draft, _ in drafts], out, failures=[(f.dossier, f.message) for f in failures])
    return RunResult(rubric.title, as_of.isoformat(), drafts, failures, sheet)


def user_cache() -> Path:
    """The folder where read pages are kept between runs: YUSHEN_CACHE, else the platform's cache folder."""
    if given := os.environ.get("YUSHEN_CACHE"):
        return Path(given)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "yushen" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "yushen"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yushen"


def _rubric(id_or_path: str) -> Rubric:
    try:
        return load_rubric(id_or_path)
    except YamlProblem as problem:
        raise UnusableInput(
            f"评审办法不能使用：\n{problem}", remedy="内置的办法见 yushen rubrics；自己的办法文件请按提示修改"
        ) from None


def _output_folder(out: Path) -> Path:
    """The folder for results, made if need be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise UnusableInput(
            f"不能建立结果文件夹“{out}”（{cause.strerror or cause}）", remedy="请换一个可以写入的文件夹"
        ) from None
    return out


def _read(source: DossierSource, workers: Workers, request: RunRequest, listener: Listener, stack: ExitStack) -> _Work:
    """Every file of one dossier, read; members of archives stay on disk until the run ends."""
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yushen-")))
    settings = ReadSettings(
        scratch=scratch, cache=request.cache or user_cache(), cache_sources=request.cache_sources, ocr=request.ocr
    )
    read = read_dossier(
        source, workers, settings, lambda seen: listener(source.name, "读页", seen.pages_done, seen.pages_total)
    )
    # Recognised by one worker while the others read the next dossier.
    return _Work(source, read, workers.submit(extract, read.documents, seconds=EXTRACT_SECONDS))


def _recognised(work: _Work, listener: Listener) -> None:
    """Papers and evidence of one dossier; a document that cannot be worked through is told, the others go on."""
    listener(work.source.name, "识别材料", 0, 0)
    outcome = wait_for(work.recognising)
    if isinstance(outcome, WorkerFailure):
        work.failure = f"识别材料时出错（{outcome.detail or outcome.kind}）；请把这份材料连同版本号发给软件维护人员"
        return
    work.extraction = outcome.value


def _match(works: list[_Work], rubric: Rubric, as_of: dt.date, listener: Listener) -> None:
    """Register the numbers of all dossiers, then draft each."""
    known = [work for work in works if work.extraction is not None]
    dossiers = [
        Dossier(work.source.name, work.extraction.documents, work.extraction.evidence, work.extraction.forms)
        for work in known
        if work.extraction is not None
    ]
    shared = find_shared(dossiers)
    for work, dossier in zip(known, dossiers, strict=True):
        listener(work.source.name, "评分", 0, 0)
        try:
            work.draft = draft_dossier(dossier, rubric, as_of, shared)
        except Exception as cause:  # noqa: BLE001  # the edge of one dossier: the others still get their drafts
            work.failure = f"评分时出错（{type(cause).__name__}: {cause}）；请把这份材料连同版本号发给软件维护人员"


def _begin_output(work: _Work, out: Path, workers: Workers) -> None:
    """Hand the three files of one dossier to the workers, because source pages are opened again."""
    if work.draft is not None:
        work.order = OutputOrder(work.draft, out / work.source.name, work.read.disk)
        work.writing = (
            workers.submit(write_evidence_pdf, work.order, seconds=EVIDENCE_PDF_SECONDS),
            workers.submit(write_sheets, work.order, seconds=SHEET_SECONDS),
        )


def _finish_output(work: _Work, workers: Workers, listener: Listener) -> None:
    """The files as written; a page that cannot be drawn again must not cost the draft."""
    if work.order is None:
        return
    listener(work.source.name, "写结果", 0, 0)
    pages, sheets = map(wait_for, work.writing)
    if isinstance(pages, WorkerFailure):
        bare = replace(work.order, disk={})  # the same PDF with the pages' text in place of the pages
        pages = wait_for(workers.submit(write_evidence_pdf, bare, seconds=EVIDENCE_PDF_SECONDS))
    for outcome in (pages, sheets):
        if isinstance(outcome, WorkerFailure):
            work.failure = (
                f"写结果时出错（{outcome.detail or outcome.kind}）；请检查结果文件夹能否写入、文件是否正被打开"
            )
