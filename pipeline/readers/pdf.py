"""Reads a PDF, page by page; a page that cannot be read is said, the others are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf

from extractors.document import Document, Page, PageId, Problem
from pipeline.readers.context import ReadContext, unread_document
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
        problems: list[Problem] = _lost_pages(document, path) if 0 in wanted else []
        fonts: dict[str, bool] = {}
        for index in wanted:
            page = _read_one(document, PageSource(PageId(path, index + 1), index, sha256), context, fonts)
            read.append(page)
            problems += doubts_about(page)
            beat()
        lost = any(problem.code == "UNREADABLE_FILE" for problem in problems)
        status = "partly_read" if lost or any(p.legibility == "unread" for p in read) else "read"
        if count > context.limits.pages:
            limit = f"“{path}”共 {count} 页，超过 {context.limits.pages} 页，之后的页未读；请拆分后重新提交"
            problems.append(Problem("LIMIT_EXCEEDED", limit, path))
            status = "limit"
        return Document(path, sha256, status, tuple(read), count, _note(document), tuple(problems))  # type: ignore[arg-type]


def doubts_about(page: Page) -> list[Problem]:
    """What a reviewer has to look at because the page could not be read, or not well enough."""
    if page.legibility not in {"poor", "unread"}:
        return []
    where = f"第 {page.id.number} 页" if page.id.number is not None else ""
    part = f"（图片 {page.id.part}）" if page.id.part else ""
    how = "未能识别" if page.legibility == "unread" else "识别质量低，读出的内容不可靠"
    message = f"“{page.id.file}”{where}{part}{how}；请对照原件核对，必要时以 300 dpi 重新扫描"
    return [Problem("LOW_OCR_QUALITY", message, page.id.file, page.id.number)]


def _read_one(document: Any, source: PageSource, context: ReadContext, fonts: dict[str, bool]) -> Page:
    try:
        page = document.load_page(source.index)
        pymupdf.TOOLS.reset_mupdf_warnings()
        read = read_page(page, source, context, fonts)
        if read.legibility == "blank" and _is_cut_off(page):
            return replace(read, legibility="unread", note="页面内容损坏，读不出")
        return read
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001  # one bad page must not cost the file; the page is told as unread
        return Page(source.id, "", legibility="unread", note=f"{type(error).__name__}: {error}"[:200])


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


def _is_cut_off(page: Any) -> bool:
    """Whether what the page draws is missing or breaks off: it only looks blank."""
    pymupdf.TOOLS.reset_mupdf_warnings()
    page.read_contents()
    warnings = pymupdf.TOOLS.mupdf_warnings()
    return any(sign in warnings for sign in ("zlib error", "read error", "not a stream", "object out of range"))


def _broken(path: str, sha256: str) -> Document:
    message = f"“{path}”已损坏或不是 PDF，无法读取；请申报单位重新提交"
    return unread_document(path, sha256, "UNREADABLE_FILE", message)


def _note(document: Any) -> str | None:
    notes = []
    if document.is_repaired:
        notes.append("文件结构受损，修复后读取，可能缺页")
    count = document.embfile_count()
    if count:
        names = "、".join(_readable(str(name)) for name in document.embfile_names()[:5])
        notes.append(f"内嵌附件 {count} 个未读：{names}")
    return "；".join(notes) or None


def _readable(name: str) -> str:
    """MuPDF gives some UTF-8 names byte by byte."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
