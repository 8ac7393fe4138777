"""The hidden sheet that tells which draft a returned sheet belongs to, however it was renamed, moved or saved again.

The same facts stand in the workbook's own properties, in case somebody deletes the sheet.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Which draft a sheet was written for: its digest, rubric id, day, dossier, applicant, and by which version."""

    draft: str
    rubric: str
    as_of: str
    dossier: str
    applicant: str = ""
    software: str = ""


def write_identity(book: Book, identity: SheetIdentity, *, carried: bool) -> None:
    """Adds the hidden sheet and the properties; `carried`: the sheet holds entries of an earlier one."""
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
    if carried:
        book.book.set_custom_property(CARRIED, "1", "text")
    book.protect(sheet)
