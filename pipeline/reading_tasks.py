"""What is done with one file inside a worker process: looking at it, unpacking it, reading it or a part of it.

Each function takes one frozen order and returns one frozen answer, both picklable. Readers are imported only here and
only when needed, so that a worker that never sees an image never loads the OCR models.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.document import Document, Page, PageId, Problem
from pipeline.limits import ArchiveLimits, size_text
from pipeline.readers.archive import ArchiveFormat, expand_archive
from pipeline.readers.archive_intake import Expansion
from pipeline.readers.content import Content, Frame, placed
from pipeline.readers.context import ReadContext
from pipeline.readers.refusal import Refusal
from pipeline.readers.sniff import Format, sniff
from pipeline.worker_process import beat

CHUNK = 1 << 22
PAGES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class FileOrder:
    """One file: where it lies and what the dossier calls it."""

    disk: Path
    path: str
    junk: bool
    context: ReadContext


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is: hash, format, pages (PDF only, 0 where it does not say), and why it is not read (if so)."""

    sha256: str
    format: Format
    pages: int = 0
    refusal: Refusal | None = None
    note: str | None = None


def inspect(order: FileOrder) -> Inspection:
    """Hash and format of a file; junk is hashed only."""
    limit = order.context.limits.file_bytes
    try:
        size = order.disk.stat().st_size
        if size > limit:
            too_large = Refusal("LIMIT_EXCEEDED", f"超过 {size_text(limit)}，未读；请压缩扫描件或拆分后重新提交")
            return Inspection("", "refused", refusal=too_large)
        digest = hashlib.sha256()
        with order.disk.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                beat()
        sha256 = digest.hexdigest()
        if order.junk:
            return Inspection(sha256, "refused")
        found = sniff(order.disk, order.path)
    except PermissionError:
        return Inspection("", "refused", refusal=Refusal("UNREADABLE_FILE", "没有读取权限；请检查文件权限后重新运行"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Inspection(
            "", "refused", refusal=Refusal("UNREADABLE_FILE", f"读取时出错（{why}）；请检查文件后重新运行")
        )
    pages = _count_pages(order.disk) if found.format == "pdf" else 0
    return Inspection(sha256, found.format, pages, found.refusal, found.note)


def _count_pages(path: Path) -> int:
    """Pages of a PDF, for sharing it out; 0 leaves every question to the reader."""
    import pymupdf

    pdf: Any = pymupdf
    pdf.TOOLS.mupdf_display_errors(False)
    try:
        with pdf.open(path, filetype="pdf") as document:
            return 0 if document.needs_pass else int(document.page_count)
    except Exception:  # noqa: BLE001  # the reader says what is wrong with it
        return 0


@dataclass(frozen=True, slots=True)
class ExpandOrder:
    """An archive to unpack into a folder of ours."""

    disk: Path
    name: str
    kind: ArchiveFormat
    folder: Path
    limits: ArchiveLimits


def expand(order: ExpandOrder) -> Expansion:
    """Unpack an archive."""
    return expand_archive(order.disk, order.kind, order.name, order.folder, order.limits)


@dataclass(frozen=True, slots=True)
class PagesOrder:
    """A PDF (or a stretch of its pages, counted from 0) or an image file."""

    disk: Path
    path: str
    sha256: str
    context: ReadContext
    pages: tuple[int, ...] | None = None


def stretches(count: int, jobs: int) -> list[tuple[int, ...] | None]:
    """How a PDF is shared out: stretches of pages for several workers; None is the whole of a short one."""
    if count <= 1:
        return [None]
    step = max(1, min(PAGES_AT_ONCE, -(-count // (2 * jobs))))
    return [tuple(range(first, min(first + step, count))) for first in range(0, count, step)]


def read_pdf_pages(order: PagesOrder) -> Document:
    """The pages of a PDF, or some of them."""
    from pipeline.readers.pdf import read_pdf

    return read_pdf(order.disk, order.path, order.sha256, order.context, pages=order.pages)


def read_image_file(order: PagesOrder) -> Document:
    """An image file: one page, or a page for every frame of a TIFF."""
    from pipeline.readers.image import read_image

    return read_image(order.disk, order.path, order.sha256, order.context)


@dataclass(frozen=True, slots=True)
class OfficeOrder:
    """An office file, a text file or an OFD; `folder` takes its pictures."""

    disk: Path
    path: str
    format: Format
    folder: Path
    context: ReadContext


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """A picture out of an office file: where its bytes lie, and what `Picture` says of it."""

    disk: Path
    page_id: PageId
    frame: Frame | None
    ornament: bool
    context: ReadContext


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """An office file as read: its content without the pictures' bytes, an order for each, and their size on disk."""

    content: Content
    pictures: tuple[PictureOrder, ...] = ()
    written: int = 0


def read_office(order: OfficeOrder) -> OfficeAnswer:
    """Text and tables of an office file, and its pictures put aside."""
    content = _office_content(order)
    pictures = []
    if content.pictures:
        order.folder.mkdir(parents=True, exist_ok=True)
    for at, picture in enumerate(content.pictures):
        disk = order.folder / f"{at:04d}"
        disk.write_bytes(picture.data)
        pictures.append(PictureOrder(disk, picture.page_id, picture.frame, picture.ornament, order.context))
    written = sum(len(picture.data) for picture in content.pictures)
    return OfficeAnswer(replace(content, pictures=()), tuple(pictures), written)


def _office_content(order: OfficeOrder) -> Content:
    kind, limits = order.format, order.context.limits
    if kind == "docx":
        from pipeline.readers.word import read_word

        return read_word(order.disk, order.path, limits)
    if kind in {"xlsx", "xlsb", "xls"}:
        from pipeline.readers.sheet import read_workbook

        return read_workbook(order.disk, order.path, kind, limits)
    if kind == "csv":
        from pipeline.readers.sheet import read_csv

        return read_csv(order.disk, order.path, limits)
    if kind in {"doc", "rtf"}:
        from pipeline.readers.legacy_doc import read_legacy

        return read_legacy(order.disk, order.path, kind, limits)
    if kind == "ofd":
        from pipeline.readers.ofd import read_ofd

        return read_ofd(order.disk, order.path, order.context)
    if kind == "html":
        from pipeline.readers.web_page import read_html

        return read_html(order.disk, order.path, limits)
    from pipeline.readers.web_page import read_text

    return read_text(order.disk, order.path, limits)


def read_picture_file(order: PictureOrder) -> tuple[Page | None, tuple[Problem, ...]]:
    """The page that a picture becomes, and what was wrong with it; None for an ornament in which nothing is read."""
    from pipeline.readers.image import read_picture

    page, problems = read_picture(order.disk.read_bytes(), order.page_id, order.context)
    if order.ornament and page.legibility != "good":
        return None, ()
    return page if order.frame is None else placed(page, order.frame), problems
