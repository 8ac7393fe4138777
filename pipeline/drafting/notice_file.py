"""A notice's file, whatever its format, as paragraphs and tables."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from extractors.document import Page
from matchers.drafting.notice import Notice
from pipeline.drafting.flat_text import notice_of_text
from pipeline.drafting.page_blocks import notice_of_pages
from pipeline.errors import UnusableInput
from pipeline.readers.context import ReadContext
from pipeline.readers.sniff import sniff

WRAPPED = {"pdf", "image"}
"""Formats whose lines end where the paper ends, not where a paragraph does."""


def read_notice(path: Path, context: ReadContext) -> Notice:
    """The notice in that file; raises UnusableInput naming what is wrong and what to do."""
    if not path.is_file():
        raise UnusableInput(f"没有“{path}”这个文件", remedy="请检查路径")
    try:
        found = sniff(path, path.name)
    except OSError as error:
        raise UnusableInput(f"“{path.name}”无法读取（{error.strerror or error}）", remedy="请检查文件权限") from None
    if found.refusal is not None:
        raise UnusableInput(f"“{path.name}”{found.refusal.message.split('；')[0]}", remedy=_REMEDY)
    if found.format == "text":
        return _text(path)
    if found.format in {"pdf", "image"}:
        return _scanned_or_live(path, found.format, context)
    pages = _office(path, found.format, context)
    return notice_of_pages(pages, wrapped=False)


_REMEDY = "请换成可以打开的 Word、PDF、网页或文本文件"


def _text(path: Path) -> Notice:
    from pipeline.readers.plain_text import decode_text

    text = decode_text(path.read_bytes())
    if text is None:
        raise UnusableInput(f"“{path.name}”的文字编码无法识别", remedy="请另存为 UTF-8 编码的文本文件")
    return notice_of_text(text)


def _scanned_or_live(path: Path, format_: str, context: ReadContext) -> Notice:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    document: Any
    if format_ == "pdf":
        from pipeline.readers.pdf import read_pdf

        document = read_pdf(path, path.name, sha256, context)
    else:
        from pipeline.readers.image import read_image

        document = read_image(path, path.name, sha256, context)
    if not document.pages:
        told = document.problems[0].message.split("；")[0] if document.problems else f"“{path.name}”无法读取"
        raise UnusableInput(told, remedy=_REMEDY)
    if not any(page.text.strip() for page in document.pages):
        why = "是扫描件，没有可读的文字" if not context.ocr else "是扫描件，没有识别出文字"
        remedy = "请打开文字识别后再运行" if not context.ocr else "请提供更清晰的扫描件（300 dpi）或 Word 文件"
        raise UnusableInput(f"“{path.name}”{why}", remedy=remedy)
    return notice_of_pages(document.pages, wrapped=True)


def _office(path: Path, format_: str, context: ReadContext) -> tuple[Page, ...]:
    content: Any
    if format_ == "docx":
        from pipeline.readers.word import read_word

        content = read_word(path, path.name)
    elif format_ == "html":
        from pipeline.readers.web_page import read_html

        content = read_html(path, path.name)
    elif format_ in {"doc", "rtf", "xls"}:
        from pipeline.readers.legacy_doc import read_legacy
        from pipeline.readers.sheet import read_workbook

        content = read_workbook(path, path.name, "xls") if format_ == "xls" else read_legacy(path, path.name, format_)
    elif format_ in {"xlsx", "xlsb"}:
        from pipeline.readers.sheet import read_workbook

        content = read_workbook(path, path.name, format_)
    elif format_ == "csv":
        from pipeline.readers.sheet import read_csv

        content = read_csv(path, path.name)
    elif format_ == "ofd":
        from pipeline.readers.ofd import read_ofd

        content = read_ofd(path, path.name, context)
    else:
        raise UnusableInput(f"“{path.name}”的格式（{format_}）不能用来起草", remedy=_REMEDY)
    if content.refusal is not None:
        raise UnusableInput(f"“{path.name}”{content.refusal.message.split('；')[0]}", remedy=_REMEDY)
    return tuple(content.pages)
