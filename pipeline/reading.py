"""The reading step: every file of a dossier becomes a `Document`, whatever is wrong with it.

The parent only lists and hashes files and hands out work; contents are opened in worker processes. Pages of a long
PDF and pictures of an office file are shared out, so that several workers have a hand in one scan and one bad page
costs only itself. Files that were read before are taken as they were kept (`kept_files`).
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.document import Document, PageId
from pipeline.allowance import Allowance
from pipeline.inbox import DossierSource
from pipeline.kept_files import KeptFile, KeptFiles
from pipeline.listing import SPECIAL, Listed, list_files
from pipeline.names import is_junk, natural_order, path_name
from pipeline.readers.archive_intake import DISK_FULL, LINK, Expansion
from pipeline.reading_calls import Calls
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
    stretches,
)
from pipeline.reading_types import ReadDossier, ReadProgress, ReadSettings
from pipeline.supplements import listed_supplements
from pipeline.workers import Failure, Outcome, Workers

ARCHIVES = {"zip", "7z", "rar", "tar", "gz"}


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
        self.kept_files = KeptFiles(settings)
        self.kept: list[tuple[Listed, KeptFile]] = []
        self.seen = ReadProgress()
        self.calls = Calls(workers)
        self._archives: deque[tuple[FileReading, Inspection]] = deque()
        self._expanding = False
        self._allowance = Allowance(settings.archives)
        self._short_of_disk = False
        self._folders = 0

    def run(self, source: DossierSource) -> ReadDossier:
        path = source.path
        if path.is_symlink():
            self._add(Listed(path_name(path), path, LINK), 0)
        elif path.is_dir():
            for listed in list_files(path, most=self.settings.files, deepest=self.settings.folder_depth):
                self._add(listed, 0)
        else:
            self._add(Listed(path_name(path), path, None if path.is_file() else SPECIAL), 0, whole=True)
        self.calls.answer_all()
        if source.supplements:
            taken = {*self.files, *(document.path for _, kept in self.kept for document in kept.documents)}
            for listed in listed_supplements(source, taken, self.settings):
                self._add(listed, 0)
            self.calls.answer_all()
        self.kept_files.keep(self.files, self.kept)
        documents = [file.document() for file in self.files.values() if file.is_listed]
        documents += [document for _, kept in self.kept for document in kept.documents]
        documents.sort(key=lambda document: (natural_order(document.path), document.path))
        disk = {file.path: file.disk for file in self.files.values() if file.disk is not None}
        disk.update({listed.path: listed.disk for listed, _ in self.kept})
        packed = any(kept.packed for _, kept in self.kept)
        there = {d.path: disk[d.path] for d in documents if d.path in disk}
        return ReadDossier(tuple(documents), there, packed, self._short_of_disk)

    def _tell(self, *, files: int = 0, new_files: int = 0, pages: int = 0, new_pages: int = 0) -> None:
        seen = self.seen
        self.seen = ReadProgress(
            seen.files_done + files, seen.files_total + new_files, seen.pages_done + pages, seen.pages_total + new_pages
        )
        if self.progress is not None:
            self.progress(self.seen)

    def _add(self, listed: Listed, depth: int, *, whole: bool = False, note: str | None = None) -> None:
        """Takes a file in: `depth` counts the archives around it, `whole` marks the dossier that is one file."""
        junk = is_junk(listed.path)
        self._tell(new_files=1)
        if listed.refusal is None:
            kept = self.kept_files.find(listed, depth=depth, junk=junk, whole=whole, note=note)
            if kept is not None and self._take(listed, kept):
                return
        file = FileReading(listed.path, listed.disk, junk=junk, depth=depth, whole=whole)
        file.remark(note)
        self.files[listed.path] = file
        if listed.refusal is not None:
            file.refuse(listed.refusal)
            self._tell(files=1)
            return
        order = FileOrder(listed.disk, listed.path, junk, self.settings.context)
        self.calls.call(
            inspect, order, lambda o: self._inspected(file, o), seconds=self.settings.inspect_seconds, urgency=2
        )

    def _take(self, listed: Listed, kept: KeptFile) -> bool:
        """A file as it was read before, unless what is in it exceeds what may still be unpacked."""
        if kept.packed and not self._allowance.admits(kept.written, kept.entries):
            return False
        self._allowance.use(kept.written, kept.entries)
        self.kept.append((listed, kept))
        pages = sum(len(document.pages) for document in kept.documents)
        self._tell(files=1, pages=pages, new_pages=pages)
        return True

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
            self._archives.append((file, seen))
            return self._expand_next()
        if seen.format == "pdf":
            return self._read_pdf(file, seen.pages)
        if seen.format == "image":
            order = PagesOrder(file.disk, file.path, file.sha256, self.settings.context)
            self._tell(new_pages=1)
            seconds = self.settings.page_seconds * 2
            self.calls.call(read_image_file, order, lambda o: self._image_read(file, o), seconds=seconds)
            return None
        folder = self._new_folder()
        office = OfficeOrder(file.disk, file.path, seen.format, folder, self.settings.context)
        self._tell(new_pages=1)
        seconds = self.settings.office_seconds
        self.calls.call(read_office, office, lambda o: self._office_read(file, o), seconds=seconds, urgency=3)
        return None

    def _new_folder(self) -> Path:
        self._folders += 1
        return self.settings.scratch / f"{self._folders:06d}"

    def _expand_next(self) -> None:
        """One archive at a time: each may unpack what those before it left of the dossier's allowance."""
        while self._archives and not self._expanding:
            file, seen = self._archives.popleft()
            file.is_archive = True
            if (refusal := self._allowance.refusal(file.depth)) is not None:
                file.refuse(refusal)
                self._tell(files=1)
            else:
                self._expanding = True
                self._expand(file, seen)

    def _expand(self, file: FileReading, seen: Inspection) -> None:
        assert file.disk is not None
        name = file.path.rsplit("/", 1)[-1]
        order = ExpandOrder(file.disk, name, seen.format, self._new_folder(), self._allowance.left())  # type: ignore[arg-type]
        self.calls.call(
            expand, order, lambda o: self._expanded(file, o), seconds=self.settings.expand_seconds, urgency=1
        )

    def _expanded(self, file: FileReading, outcome: Outcome[Expansion]) -> None:
        self._tell(files=1)
        if isinstance(outcome, Failure):
            file.fail(outcome)
        else:
            self._unpacked(file, outcome.value)
        self._expanding = False
        self._expand_next()

    def _unpacked(self, file: FileReading, found: Expansion) -> None:
        self._allowance.use(found.written, len(found.members))
        file.unpacked = (found.written, len(found.members))
        if found.refusal == DISK_FULL:
            file.failed = self._short_of_disk = True  # of this moment: the next run unpacks it again
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

    def _read_pdf(self, file: FileReading, count: int) -> None:
        count = min(count, self.settings.context.limits.pages)
        self._tell(new_pages=max(count, 1))
        for pages in stretches(count, self.workers.jobs):
            self._read_pages(file, pages)

    def _read_pages(self, file: FileReading, pages: tuple[int, ...] | None, *, urgency: int = 5) -> None:
        assert file.disk is not None
        order = PagesOrder(file.disk, file.path, file.sha256, self.settings.context, pages)
        file.parts_open += 1
        seconds = self.settings.page_seconds
        future = self.calls.call(
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
        pictures = self._allowance.pictures(answer, file)
        file.parts_open = len(pictures)
        self._tell(pages=1, new_pages=len(pictures), files=not pictures)
        for order in pictures:
            self.calls.call(
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
