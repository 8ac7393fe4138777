"""draft.xlsx: the reviewer's workbook of one dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matchers.draft import Draft
from pipeline.emit.page_plan import plan_pages
from pipeline.emit.private import Masker
from pipeline.emit.seal import OPEN, PROPERTY, seal
from pipeline.emit.sheet_cells import Book
from pipeline.emit.sheet_lists import write_conditions, write_files, write_follow_up, write_papers, write_people
from pipeline.emit.sheet_score import write_score
from pipeline.emit.whole_file import written_whole

NAME: Final = "draft.xlsx"


def write(draft: Draft, folder: Path) -> Path:
    """Writes `draft.xlsx` into the folder and returns its path; page numbers are those of evidence.pdf."""
    path = folder / NAME
    plan = plan_pages(draft)
    with written_whole(path) as aside:
        book = Book(aside, f"预评分表 {draft.applicant.name or draft.dossier.name}", draft.as_of, Masker.of(draft))
        write_score(book, draft, plan)
        write_conditions(book, draft, plan)
        write_papers(book, draft, plan)
        write_follow_up(book, draft, plan)
        write_people(book, draft, plan)
        write_files(book, draft)
        book.book.set_custom_property(PROPERTY, OPEN)
        book.book.close()
        seal(aside)
    return path
