"""The hidden sheet that tells which draft a returned sheet belongs to, however it was renamed, moved or saved again.

The same facts stand in the workbook's own properties, in case somebody deletes the sheet.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Final

from pipeline.emit.sheet_cells import Book
from pipeline.review.earlier import CARRIED

NAME: Final = "预审标识"
FORMAT: Final = "yushen/sheet/1"
FORMAT_LABEL: Final = "格式"
LABELS: Final = {
    "draft": "草稿编号",
    "rubric": "评审办法",
    "as_of": "审查基准日",
    "dossier": "申报材料",
    "applicant": "申报单位",
    "software": "软件版本",
}
PREFIX: Final = "yushen-"
CONTENT_LABEL: Final = "草稿内容"
_CHUNK: Final = 30_000
"""Characters of one cell; a cell holds 32,767."""
_LARGEST: Final = 50_000_000
"""Bytes of a draft; more is no draft of ours."""


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Which draft a sheet was written for: its digest, rubric id, day, dossier, applicant, and by which version."""

    draft: str
    rubric: str
    as_of: str
    dossier: str
    applicant: str = ""
    software: str = ""


def packed(content: bytes) -> str:
    """The draft as text for the hidden sheet, so that a sheet is understood even when its draft.json is gone."""
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def unpacked(text: str) -> bytes | None:
    """The draft again; None where somebody changed it."""
    try:
        loose = zlib.decompressobj()
        content = loose.decompress(base64.b64decode(text, validate=True), _LARGEST)
    except (ValueError, zlib.error):
        return None
    return content if loose.eof else None


def write_identity(book: Book, identity: SheetIdentity, content: bytes, *, carried: bool) -> None:
    """Adds the hidden sheet and the properties.

    content: the bytes of draft.json; carried: the sheet holds entries of an earlier one.
    """
    sheet = book.book.add_worksheet(NAME)
    sheet.hide()
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, FORMAT_LABEL)
    sheet.write_string(0, 1, FORMAT)
    for row, (key, label) in enumerate(LABELS.items(), 1):
        value = book.text(getattr(identity, key))
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)
        book.book.set_custom_property(PREFIX + key, value[:250], "text")
    text = packed(content)
    for n, start in enumerate(range(0, len(text), _CHUNK), len(LABELS) + 1):
        sheet.write_string(n, 0, CONTENT_LABEL)
        sheet.write_string(n, 1, text[start : start + _CHUNK])
    if carried:
        book.book.set_custom_property(CARRIED, "1", "text")
    book.protect(sheet)
