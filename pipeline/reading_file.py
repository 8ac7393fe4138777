"""One file while it is being read: gathers pages, losses and remarks, and says in the end how it went."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.document import Document, FileStatus, Page, PageId, Problem
from pipeline.readers.content import Content
from pipeline.readers.refusal import Refusal
from pipeline.workers import Failure

STATUS_OF: dict[str, FileStatus] = {
    "UNREADABLE_FILE": "unreadable",
    "PASSWORD_PROTECTED": "password",
    "UNSUPPORTED_FORMAT": "unsupported",
    "LIMIT_EXCEEDED": "limit",
}
HOPELESS = 4
FAILURES: dict[str, Refusal] = {
    "timeout": Refusal("LIMIT_EXCEEDED", "读取超时，未读完；请另存为 PDF 或降低分辨率后重新提交"),
    "memory": Refusal("LIMIT_EXCEEDED", "读取时占用内存过大，未读完；请另存为 PDF 或降低分辨率后重新提交"),
    "processes": Refusal("LIMIT_EXCEEDED", "读取时起动的程序过多，未读完；请另存为 PDF 后重新提交"),
    "died": Refusal("UNREADABLE_FILE", "无法读取（读取程序被该文件弄崩）；请另存为 PDF 后重新提交"),
    "error": Refusal("UNREADABLE_FILE", "无法读取，可能已损坏；请申报单位重新提交"),
}


class FileReading:
    """A file of the dossier on its way to a `Document`. `disk` is None for a member that was never unpacked."""

    def __init__(self, path: str, disk: Path | None, *, junk: bool, depth: int, whole: bool = False) -> None:
        self.path, self.disk, self.junk, self.depth, self.whole = path, disk, junk, depth, whole
        self.sha256 = ""
        self.is_archive = False
        self.unpacked = (0, 0)
        """Bytes and entries that unpacking it (an archive) took."""
        self.failed = False
        """A worker failed on it or on a part of it: out of time or memory, died, or raised."""
        self.parts_open = 0
        self._trouble = 0
        self.futures: list[Future[Any]] = []
        self._status: FileStatus | None = None
        self._parts: list[Document] = []
        self._pages: list[Page] = []
        self._count: int | None = None
        self._problems: list[Problem] = []
        self._notes: list[str] = []

    @property
    def is_hopeless(self) -> bool:
        """Page after page brings its worker down, and hardly one was read: the rest is given up."""
        return self._trouble >= HOPELESS and len(self._pages) < 3 * self._trouble

    @property
    def is_listed(self) -> bool:
        """A dossier that is itself an archive is not among its own files, unless something is wrong with it."""
        return not (self.whole and self.is_archive and self._status is None)

    @property
    def is_refused(self) -> bool:
        """Something of the file as a whole was not read."""
        return self._status is not None

    def remark(self, note: str | None) -> None:
        if note and note not in self._notes:
            self._notes.append(note)

    def refuse(self, refusal: Refusal, *, partly: bool = False, told: bool = True) -> None:
        """Not read, or only partly; `told` False where a problem of the archive around it says so already."""
        self._status = STATUS_OF[refusal.code]
        if partly and self._status != "limit":
            self._status = "partly_read"
        if self.junk:
            return
        if told:
            self._problem(refusal)
        else:
            self.remark(refusal.message)

    def fail(self, failure: Failure) -> None:
        """The whole file brought its worker down or raised."""
        self.failed = True
        self.refuse(FAILURES[failure.kind])
        if failure.kind == "error":
            self.remark(failure.detail[:200])

    def take(self, document: Document) -> None:
        """A stretch of pages, or all of them."""
        self._parts.append(document)
        self._count = document.page_count if self._count is None else self._count
        self._pages += document.pages
        self._problems += [p for p in document.problems if p not in self._problems]
        self.remark(document.note)

    def take_content(self, content: Content) -> None:
        """An office file's text; its pictures follow."""
        is_whole = content.refusal is None and not content.losses
        self._pages += content.pages if is_whole else (replace(page, breaks_off=True) for page in content.pages)
        self._count = content.page_count
        self.remark(content.note)
        self.failed = self.failed or content.passing
        if content.refusal is not None:
            self.refuse(content.refusal)
        for loss in content.losses:
            self._problem(loss)
        if content.losses:
            self._status = self._status or "partly_read"

    def take_picture(self, page: Page | None, problems: tuple[Problem, ...]) -> None:
        if page is not None:
            self._pages.append(page)
        self._problems += [p for p in problems if p not in self._problems]
        if any(p.code in STATUS_OF for p in problems):
            self._status = self._status or "partly_read"

    def lose_pages(self, pages: tuple[int, ...] | None, failure: Failure) -> None:
        """Pages (counted from 0) that could not be read, or all of a file of which not even that is known."""
        self.failed = True
        self._trouble += 2 if failure.kind == "timeout" else 1
        refusal = FAILURES[failure.kind]
        if pages is None:
            self.refuse(refusal)
            return
        self._status = self._status or "partly_read"
        for page in pages:
            self._pages.append(Page(PageId(self.path, page + 1), "", legibility="unread", note=refusal.message))
            self._problem(refusal, page + 1)

    def lose_picture(self, page_id: PageId, failure: Failure) -> None:
        self.failed = True
        self._status = self._status or "partly_read"
        refusal = FAILURES[failure.kind]
        self._pages.append(Page(page_id, "", via="ocr", legibility="unread", has_picture=True, note=refusal.message))
        part = (page_id.part or "").rsplit("/", 1)[-1]
        self._problem(Refusal(refusal.code, f"里的图片 {part} {refusal.message}"), page_id.number)

    def leave_pictures(self, first: PageId, count: int, most: str) -> None:
        """Pictures of an office file for which the dossier has no room left; what they show is not known."""
        self.failed = True  # of this dossier, not of the file: the next run looks again
        self._status = self._status or "partly_read"
        message = f"里的图片（{count} 张）未读：这份材料解开后的文件超过 {most}；请拆分后提交"
        self._pages.append(Page(first, "", via="ocr", legibility="unread", has_picture=True, note=message))
        self._problem(Refusal("LIMIT_EXCEEDED", message))

    def _problem(self, refusal: Refusal, page: int | None = None) -> None:
        where = f"第 {page} 页" if page is not None and "里的图片" not in refusal.message else ""
        problem = Problem(refusal.code, f"“{self.path}”{where}{refusal.message}", self.path, page)
        if problem not in self._problems:
            self._problems.append(problem)

    def document(self) -> Document:
        """The file as read, with its pages in order."""
        if self.junk:
            return Document(self.path, self.sha256, "skipped", note="系统或临时文件，不是材料")
        pages = sorted(self._pages, key=lambda page: (page.id.part is not None, page.id.number or 0))
        return Document(
            self.path,
            self.sha256,
            self._final_status(bool(pages)),
            tuple(pages),
            self._count,
            "；".join(self._notes) or None,
            tuple(self._merged_problems()),
        )

    def _final_status(self, has_pages: bool) -> FileStatus:
        found = {part.status for part in self._parts}
        if self._status is not None:
            found.add(self._status)
        if not found:
            return "read"
        if len(found) == 1 and not (has_pages and found & {"unreadable"} and self._pages_read()):
            (status,) = found
            if status == "partly_read" and not self._pages_read():
                return "unreadable"
            return status
        if "limit" in found and len(found) > 1 and not self._pages_read():
            return "limit"
        return "partly_read"

    def _pages_read(self) -> bool:
        return any(page.legibility != "unread" for page in self._pages)

    def _merged_problems(self) -> list[Problem]:
        """One problem for many pages lost for one reason: a reviewer needs to be told once."""
        lost: dict[str, list[Problem]] = {}
        for problem in self._problems:
            if problem.page is not None and problem.code in STATUS_OF:
                key = problem.code + problem.message.replace(f"第 {problem.page} 页", "")
                lost.setdefault(key, []).append(problem)
        drop = {id(p) for group in lost.values() if len(group) > 1 for p in group[1:]}
        merged = []
        for problem in self._problems:
            if id(problem) in drop:
                continue
            group = next((g for g in lost.values() if g[0] is problem and len(g) > 1), None)
            if group is not None:
                numbers = "、".join(str(p.page) for p in sorted(group, key=lambda p: p.page or 0)[:20])
                more = f"等 {len(group)} 页" if len(group) > 20 else " 页"
                message = problem.message.replace(f"第 {problem.page} 页", f"第 {numbers}{more}")
                problem = Problem(problem.code, message, problem.file, min(p.page or 0 for p in group))
            merged.append(problem)
        return merged
