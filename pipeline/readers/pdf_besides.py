"""What a PDF holds besides its pages: papers attached to it, a form that only some programs draw.

They are not read. A paper among them may decide a line, so they are told as unread; data for machines (an XML, a
signature) and fonts are only noted.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pymupdf as _pymupdf

from extractors.document import Problem

pymupdf: Any = _pymupdf
FOR_MACHINES = frozenset(
    {".xml", ".json", ".xsl", ".xslt", ".xsd", ".css", ".js", ".joboptions", ".icc", ".ini", ".log"}
    | {".p7s", ".p7m", ".sig", ".asc", ".cer", ".crt", ".ttf", ".otf"}
)
MOST_PAGES = 200
"""Pages that are searched for attachments pinned to them."""
SHOWN = 5


def attachments(document: Any, path: str) -> tuple[list[Problem], str | None]:
    """The problem that attached papers are, and the remark about data for machines."""
    names = list(dict.fromkeys([*_embedded(document), *_pinned(document)]))
    papers = [name for name in names if PurePosixPath(name).suffix.lower() not in FOR_MACHINES]
    data = [name for name in names if name not in papers]
    note = f"内嵌附件 {len(data)} 个未读：{'、'.join(data[:SHOWN])}" if data else None
    if not papers:
        return [], note
    shown = "、".join(papers[:SHOWN]) + ("等" if len(papers) > SHOWN else "")
    message = f"“{path}”内嵌附件 {len(papers)} 个（{shown}），未读；请把附件另存为单独的文件后重新提交"
    return [Problem("UNSUPPORTED_FORMAT", message, path)], note


def drawn_elsewhere(document: Any, path: str) -> list[Problem]:
    """A form (XFA) whose pages are drawn by the program that opens it: the pages in the file only ask to wait."""
    kind, value = document.xref_get_key(document.pdf_catalog(), "NeedsRendering")
    if (kind, value) != ("bool", "true"):
        return []
    message = f"“{path}”是动态表单（XFA），页面内容未读；请用 Adobe Reader 打开后打印成 PDF 重新提交"
    return [Problem("UNSUPPORTED_FORMAT", message, path)]


def _embedded(document: Any) -> list[str]:
    """Names of the files in the document's own list."""
    return [_readable(str(name)) for name in document.embfile_names()] if document.embfile_count() else []


def _pinned(document: Any) -> list[str]:
    """Names of the files pinned to a page (a paper clip)."""
    found = []
    for index in range(min(document.page_count, MOST_PAGES)):
        try:
            page = document.load_page(index)
            if page.first_annot is None:
                continue
            for note in page.annots(types=(pymupdf.PDF_ANNOT_FILE_ATTACHMENT,)):
                found.append(_readable(str(note.file_info.get("filename") or "未命名")))
        except (RuntimeError, ValueError):
            continue  # told when the page is read
    return found


def _readable(name: str) -> str:
    """MuPDF gives some UTF-8 names byte by byte."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
