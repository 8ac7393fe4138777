"""What could not be read: files, pages, and pages that look like a paper which nothing recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Document, Page, PageId
from extractors.evidence import Evidence
from matchers.codes import severity_of
from matchers.draft import Mismatch
from matchers.rubric_model import Eligibility, Indicator, Rubric

CODES = {
    "unreadable": "UNREADABLE_FILE",
    "password": "PASSWORD_PROTECTED",
    "unsupported": "UNSUPPORTED_FORMAT",
    "limit": "LIMIT_EXCEEDED",
    "partly_read": "LOW_OCR_QUALITY",
}
DIVIDER = 50
"""A page with fewer characters than this is a divider or a caption, not a paper."""
TITLE_AREA = 200
"""A paper's own words stand within its first characters; further down they are only mentioned."""


@dataclass(frozen=True)
class Unread:
    """Places that nobody read (`places`, in words) and suspects by line: (page, sign)."""

    places: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]
    suspects: dict[str, tuple[tuple[PageId, str], ...]]


def _page_words(page: Page) -> str:
    return page.id.file + (f" 第{page.id.number}页" if page.id.number is not None else "")


def _document(document: Document) -> tuple[list[str], list[Mismatch]]:
    places, told = [], []
    known = {(p.code, p.page) for p in document.problems}
    for problem in document.problems:
        told.append(
            Mismatch(problem.code, severity_of(problem.code), problem.message, None, (), problem.file, problem.page)
        )
    if document.status == "skipped":
        return [], told
    if document.status != "read":
        places.append(document.path)
        code = CODES[document.status]
        if not known:
            why = document.note or document.status
            message = f"{document.path}未能（全部）读取：{why}。请打开原件核对，或转成PDF后重交。"
            told.append(Mismatch(code, severity_of(code), message, None, (), document.path))
    for page in document.pages:
        if page.legibility in {"poor", "unread"}:
            places.append(_page_words(page))
            if ("LOW_OCR_QUALITY", page.id.number) not in known:
                message = f"{_page_words(page)}未能可靠识别。请打开原件阅读，或重新扫描。"
                told.append(Mismatch("LOW_OCR_QUALITY", "warning", message, None, (), page.id.file, page.id.number))
    if document.page_count is not None and document.page_count > len(document.pages) and document.status == "read":
        places.append(f"{document.path}（共{document.page_count}页，读了{len(document.pages)}页）")
    return places, told


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def _sign(sign: str, text: str) -> bool:
    words = [_squeezed(word) for word in sign.split("+")]
    return words[0] in text[:TITLE_AREA] and all(word in text for word in words)


def _looks_like_contents(text: str) -> bool:
    return "目录" in text[:40] or len(re.findall(r"[.…·]{3,}\d", text)) >= 3


def find_unread(documents: Sequence[Document], evidence: Sequence[Evidence], rubric: Rubric) -> Unread:
    """Everything of the dossier that was not read or not understood and might matter."""
    places: list[str] = []
    told: list[Mismatch] = []
    for document in documents:
        some, more = _document(document)
        places += some
        told += more
    understood = {page for paper in evidence for page in paper.pages}
    suspected: list[Indicator | Eligibility] = [*rubric.indicators, *rubric.eligibility]
    suspects: dict[str, list[tuple[PageId, str]]] = {}
    for document in documents:
        for page in document.pages:
            if page.id in understood or page.legibility != "good":
                continue
            text = _squeezed(page.text)
            if len(text) < DIVIDER or _looks_like_contents(text):
                continue
            for line in suspected:
                sign = next((s for s in line.signs if _sign(s, text)), None)
                if sign:
                    suspects.setdefault(line.id, []).append((page.id, sign.replace("+", "、")))
    return Unread(tuple(dict.fromkeys(places)), tuple(told), {k: tuple(v) for k, v in suspects.items()})
