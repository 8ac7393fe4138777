"""The reading step: every file of a dossier becomes a `Document`, whatever is wrong with it.

The parent only lists names and hands out work; contents are opened in worker processes. Pages of a long PDF and
pictures of an office file are shared out, so that several workers have a hand in one scan and one bad page costs only
itself.
"""

from __future__ import annotations

import queue
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.document import Document, PageId
from pipeline.inbox import DossierSource
from pipeline.listing import SPECIAL, Listed, list_files
from pipeline.names import is_junk, natural_order, path_name
from pipeline.readers.archive import LINK, Expansion, Refusal
from pipeline.reading_file import FileReading
from pipeline.reading_tasks import (
    ExpandOrder,
    FileOrder,
    Inspection,
    OfficeAnswer,
    OfficeOrder,
    PagesOrder,
    expand,
    inspect,
    read_image_file,
    read_office,
    read_pdf_pages,
    read_picture_file,
)
from pipeline.reading_types import ReadDossier, ReadProgress, ReadSettings
from pipeline.workers import Failure, Outcome, Workers, wait_for

__all__ = ["ReadDossier", "ReadProgress", "ReadSettings", "read_dossier"]

ARCHIVES = {"zip", "7z", "rar", "tar", "gz"}
PAGES_AT_ONCE = 8


def read_dossier(
    source: DossierSource,
    workers: Workers,
    settings: ReadSettings,
    progress: Callable[[ReadProgress], None] | None = None,
) -> ReadDossier:
    """Reads every file of one dossier; never raises for what is in it."""
    settings.scratch.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=settings.scratch))
    return _Reading(workers, replace(settings, scratch=scratch), progress).run(source)


class _Reading:
    """One dossier on its way: files found so far, calls under way, and what to do with each answer."""

    def __init__(
        self, workers: Workers, settings: ReadSettings, progress: Callable[[ReadProgress], None] | None
    ) -> None:
        self.workers, self.settings, self.progress = workers, settings, progress
        self.files: dict[str, FileReading] = {}
        self.seen = ReadProgress()
        self._answers: queue.SimpleQueue[tuple[Callable[[Any], None], Future[Any]]] = queue.SimpleQueue()
        self._pending = 0
        self._unpacked = 0
        self._entries = 0
        self._folders = 0

    def run(self, source: DossierSource) -> ReadDossier:
        path = source.path
        if path.is_symlink():
            self._add(Listed(path_name(path), path, LINK), 0)
        elif path.is_dir():
            for listed in list_files(path, most=self.settings.files):
                self._add(listed, 0)
        else:
            self._add(Listed(path_name(path), path, None if path.is_file() else SPECIAL), 0, whole=True)
        while self._pending:
            try:
                handle, future = self._answers.get(timeout=0.5)
            except queue.Empty:
                continue
            self._pending -= 1
            handle(wait_for(future))
        documents = [file.document() for file in self.files.values() if file.is_listed]
        documents.sort(key=lambda document: natural_order(document.path))
        disk = {file.path: file.disk for file in self.files.values() if file.disk is not None}
        return ReadDossier(tuple(documents), {d.path: disk[d.path] for d in documents if d.path in disk})

    # Calls and answers

    def _call(
        self,
        function: Callable[[Any], Any],
        order: Any,
        handle: Callable[[Any], None],
        *,
        seconds: float,
        urgency: int = 5,
    ) -> Future[Any]:
        self._pending += 1
        future = self.workers.submit(function, order, seconds=seconds, urgency=urgency)
        future.add_done_callback(lambda done: self._answers.put((handle, done)))
        return future

    def _tell(self, *, files: int = 0, new_files: int = 0, pages: int = 0, new_pages: int = 0) -> None:
        seen = self.seen
        self.seen = ReadProgress(
            seen.files_done + files, seen.files_total + new_files, seen.pages_done + pages, seen.pages_total + new_pages
        )
        if self.progress is not None:
            self.progress(self.seen)

    # One file

    def _add(self, listed: Listed, depth: int, *, whole: bool = False, note: str | None = None) -> None:
        """Takes a file in: `depth` counts the archives around it, `whole` marks the dossier that is one file."""
        junk = is_junk(listed.path)
        file = FileReading(listed.path, listed.disk, junk=junk, depth=depth, whole=whole)
        file.remark(note)
        self.files[listed.path] = file
        self._tell(new_files=1)
        if listed.refusal is not None:
            file.refuse(listed.refusal)
            self._tell(files=1)
            return
        order = FileOrder(listed.disk, listed.path, junk, self.settings.context)
        self._call(inspect, order, lambda o: self._inspected(file, o), seconds=self.settings.inspect_seconds, urgency=2)

    def _inspected(self, file: FileReading, outcome: Outcome[Inspection]) -> None:
        if isinstance(outcome, Failure):
            file.fail(outcome)
            return self._tell(files=1)
        seen = outcome.value
        file.sha256 = seen.sha256
        file.remark(seen.note)
        if file.junk or seen.refusal is not None:
            if seen.refusal is not None and not file.junk:
                file.refuse(seen.refusal)
            return self._tell(files=1)
        assert file.disk is not None
        if seen.format in ARCHIVES:
            return self._expand(file, seen)
        if seen.format == "pdf":
            return self._read_pdf(file, seen.pages)
        if seen.format == "image":
            order = PagesOrder(file.disk, file.path, file.sha256, self.settings.context)
            self._tell(new_pages=1)
            self._call(
                read_image_file, order, lambda o: self._image_read(file, o), seconds=self.settings.page_seconds * 2
            )
            return None
        folder = self._new_folder()
        office = OfficeOrder(file.disk, file.path, seen.format, folder, self.settings.context)
        self._tell(new_pages=1)
        self._call(
            read_office, office, lambda o: self._office_read(file, o), seconds=self.settings.office_seconds, urgency=3
        )
        return None

    def _new_folder(self) -> Path:
        self._folders += 1
        return self.settings.scratch / f"{self._folders:06d}"

    # Archives

    def _expand(self, file: FileReading, seen: Inspection) -> None:
        limits = self.settings.archives
        file.is_archive = True
        left = replace(
            limits,
            total_bytes=limits.total_bytes - self._unpacked,
            entries=limits.entries - self._entries,
        )
        if file.depth >= limits.depth:
            file.refuse(Refusal("LIMIT_EXCEEDED", f"嵌套超过 {limits.depth} 层，未解压；请解压后以文件夹提交"))
            return self._tell(files=1)
        if left.total_bytes <= 0 or left.entries <= 0:
            file.refuse(Refusal("LIMIT_EXCEEDED", "未解压：这份材料解压后的文件过多或过大；请拆分后提交"))
            return self._tell(files=1)
        assert file.disk is not None
        name = file.path.rsplit("/", 1)[-1]
        order = ExpandOrder(file.disk, name, seen.format, self._new_folder(), left)  # type: ignore[arg-type]
        self._call(expand, order, lambda o: self._expanded(file, o), seconds=self.settings.expand_seconds, urgency=1)
        return None

    def _expanded(self, file: FileReading, outcome: Outcome[Expansion]) -> None:
        self._tell(files=1)
        if isinstance(outcome, Failure):
            file.fail(outcome)
            return
        found = outcome.value
        self._unpacked += found.written
        self._entries += len(found.members)
        if found.refusal is not None:
            file.refuse(found.refusal, partly=any(member.disk for member in found.members))
        prefix = "" if file.whole else f"{file.path}!/"
        locked = found.refusal is not None and found.refusal.code == "PASSWORD_PROTECTED"
        for member in found.members:
            if member.disk is not None:
                self._add(Listed(prefix + member.path, member.disk), file.depth + 1, note=member.note)
                continue
            inner = FileReading(prefix + member.path, None, junk=is_junk(member.path), depth=file.depth + 1)
            if member.refusal is not None:
                inner.refuse(member.refusal, told=not locked)
            self.files[inner.path] = inner
            self._tell(new_files=1, files=1)

    # PDF

    def _read_pdf(self, file: FileReading, count: int) -> None:
        count = min(count, self.settings.context.limits.pages)
        self._tell(new_pages=max(count, 1))
        if count <= 1:
            self._read_pages(file, None)
            return
        step = max(1, min(PAGES_AT_ONCE, -(-count // (2 * self.workers.jobs))))
        for first in range(0, count, step):
            self._read_pages(file, tuple(range(first, min(first + step, count))))

    def _read_pages(self, file: FileReading, pages: tuple[int, ...] | None, *, urgency: int = 5) -> None:
        assert file.disk is not None
        order = PagesOrder(file.disk, file.path, file.sha256, self.settings.context, pages)
        file.parts_open += 1
        seconds = self.settings.page_seconds
        future = self._call(
            read_pdf_pages, order, lambda o: self._pages_read(file, pages, o), seconds=seconds, urgency=urgency
        )
        file.futures.append(future)

    def _pages_read(self, file: FileReading, pages: tuple[int, ...] | None, outcome: Outcome[Document]) -> None:
        file.parts_open -= 1
        done = len(pages) if pages else 1
        if isinstance(outcome, Failure):
            if pages is not None and len(pages) > 1 and not file.is_hopeless:
                done = self._read_again(file, pages, outcome)
            else:
                file.lose_pages(pages, outcome)
            if file.is_hopeless:
                for future in file.futures:
                    future.cancel()
        else:
            file.take(outcome.value)
        self._tell(pages=done, files=file.parts_open == 0)

    def _read_again(self, file: FileReading, pages: tuple[int, ...], failure: Failure) -> int:
        """After a stretch failed: the page that it stumbled over alone, and what stands before and after it.

        A page that ran out of time will do so again and is lost at once. Returns how many pages are done with.
        """
        at = min(failure.beats, len(pages) - 1)
        for rest in (pages[:at], pages[at + 1 :]):
            if rest:
                self._read_pages(file, rest)
        if failure.kind == "timeout":
            file.lose_pages((pages[at],), failure)
            return 1
        self._read_pages(file, (pages[at],), urgency=4)
        return 0

    # Images and office files

    def _image_read(self, file: FileReading, outcome: Outcome[Document]) -> None:
        if isinstance(outcome, Failure):
            file.fail(outcome)
        else:
            file.take(outcome.value)
        self._tell(pages=1, files=1)

    def _office_read(self, file: FileReading, outcome: Outcome[OfficeAnswer]) -> None:
        if isinstance(outcome, Failure):
            file.fail(outcome)
            return self._tell(pages=1, files=1)
        answer = outcome.value
        file.take_content(answer.content)
        file.parts_open = len(answer.pictures)
        self._tell(pages=1, new_pages=len(answer.pictures), files=not answer.pictures)
        for order in answer.pictures:
            self._call(
                read_picture_file,
                order,
                lambda o, page_id=order.page_id: self._picture_read(file, page_id, o),  # type: ignore[misc]
                seconds=self.settings.page_seconds * 2,
            )
        return None

    def _picture_read(self, file: FileReading, page_id: PageId, outcome: Outcome[Any]) -> None:
        file.parts_open -= 1
        if isinstance(outcome, Failure):
            file.lose_picture(page_id, outcome)
        else:
            file.take_picture(*outcome.value)
        self._tell(pages=1, files=file.parts_open == 0)
