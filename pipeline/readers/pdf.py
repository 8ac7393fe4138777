"""Reads a PDF, page by page; a page that cannot be read is said, the others are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf

from extractors.document import Document, Page, PageId, Problem
from pipeline.readers.context import ReadContext, unread_document
from pipeline.readers.image_whole import has_broken_photograph
from pipeline.readers.pdf_besides import attachments, drawn_elsewhere
from pipeline.readers.pdf_damage import DAMAGED_PAGE, as_damaged, ends_too_early, is_damaged
from pipeline.readers.pdf_page import PageSource, read_page
from pipeline.worker_process import beat

pymupdf: Any = _pymupdf


def read_pdf(
    disk: Path, path: str, sha256: str, context: ReadContext, *, pages: Sequence[int] | None = None
) -> Document:
    """The document, or (`pages`, counted from 0) a stretch of it. `path` is what the dossier calls the file."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.set_subset_fontnames(True)  # two subsets of one font are two fonts, each with its own map
    try:
        document = pymupdf.open(disk, filetype="pdf")
    except (RuntimeError, ValueError, OSError):
        return _broken(path, sha256)
    with document:
        if document.needs_pass:
            message = f"“{path}”需要密码才能打开，未读；请申报单位提供未加密的文件"
            return unread_document(path, sha256, "PASSWORD_PROTECTED", message)
        try:
            count = int(document.page_count)
        except RuntimeError:
            count = 0
        if count == 0:
            return _broken(path, sha256)
        wanted = [p for p in (range(count) if pages is None else pages) if p < min(count, context.limits.pages)]
        read: list[Page] = []
        problems, note = _doubts_about_all(document, disk, path) if 0 in wanted else ([], None)
        fonts: dict[str, bool] = {}
        for index in wanted:
            page = _read_one(document, PageSource(PageId(path, index + 1), index, sha256), context, fonts)
            read.append(page)
            problems += doubts_about(page)
            beat()
        lost = any(problem.page is None for problem in problems)
        torn = any(p.legibility == "unread" or DAMAGED_PAGE in (p.note or "") for p in read)
        status = "partly_read" if lost or torn else "read"
        if count > context.limits.pages:
            limit = f"“{path}”共 {count} 页，超过 {context.limits.pages} 页，之后的页未读；请拆分后重新提交"
            problems.append(Problem("LIMIT_EXCEEDED", limit, path))
            status = "limit"
        return Document(path, sha256, status, tuple(read), count, note, tuple(problems))  # type: ignore[arg-type]


def doubts_about(page: Page) -> list[Problem]:
    """What a reviewer has to look at because the page could not be read, or not well enough."""
    if page.legibility not in {"poor", "unread"}:
        return []
    where = f"第 {page.id.number} 页" if page.id.number is not None else ""
    part = f"（图片 {page.id.part}）" if page.id.part else ""
    how = "未能识别" if page.legibility == "unread" else "识别质量低，读出的内容不可靠"
    if DAMAGED_PAGE in (page.note or ""):
        how = f"{DAMAGED_PAGE}，读出的内容不可靠"
    message = f"“{page.id.file}”{where}{part}{how}；请对照原件核对，必要时以 300 dpi 重新扫描"
    return [Problem("LOW_OCR_QUALITY", message, page.id.file, page.id.number)]


def _read_one(document: Any, source: PageSource, context: ReadContext, fonts: dict[str, bool]) -> Page:
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        page = document.load_page(source.index)
        read = read_page(page, source, context, fonts)
        if read.legibility == "blank":
            page.read_contents()
        damaged = is_damaged(pymupdf.TOOLS.mupdf_warnings()) or has_broken_photograph(page)
        return as_damaged(read) if damaged else read
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001  # one bad page must not cost the file; the page is told as unread
        return Page(source.id, "", legibility="unread", note=f"{type(error).__name__}: {error}"[:200])


def _doubts_about_all(document: Any, disk: Path, path: str) -> tuple[list[Problem], str | None]:
    """What of the file as a whole is lost or not read, and a remark."""
    problems = _lost_pages(document, path)
    repaired = bool(document.is_repaired)
    if ends_too_early(disk, repaired=repaired):
        message = f"“{path}”不完整（文件结尾缺失），可能缺页；请申报单位重新提交"
        problems.append(Problem("UNREADABLE_FILE", message, path))
    attached, note = attachments(document, path)
    problems += attached + drawn_elsewhere(document, path)
    notes = ["文件结构受损，修复后读取"] if repaired else []
    return problems, "；".join([*notes, *([note] if note else [])]) or None


def _lost_pages(document: Any, path: str) -> list[Problem]:
    """A table of pages that contradicts itself: there may be pages that nobody can reach."""
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        document.load_page(0)
    except (RuntimeError, ValueError):
        return []  # told when the page is read
    if "page tree" not in pymupdf.TOOLS.mupdf_warnings():
        return []
    return [Problem("UNREADABLE_FILE", f"“{path}”的页面目录已损坏，可能缺页；请申报单位重新提交", path)]


def _broken(path: str, sha256: str) -> Document:
    message = f"“{path}”已损坏或不是 PDF，无法读取；请申报单位重新提交"
    return unread_document(path, sha256, "UNREADABLE_FILE", message)
