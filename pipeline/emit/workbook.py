"""draft.xlsx: the reviewer's workbook of one dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from matchers.draft import Draft
from pipeline.emit import draft_json
from pipeline.emit.page_plan import plan_pages
from pipeline.emit.private import Masker
from pipeline.emit.progress_rows import is_progress
from pipeline.emit.progress_sheet import write_unit
from pipeline.emit.seal import OPEN, PROPERTY, seal
from pipeline.emit.sheet_cells import Book
from pipeline.emit.sheet_changes import write_changes
from pipeline.emit.sheet_identity import SheetIdentity, write_identity
from pipeline.emit.sheet_lists import write_conditions, write_files, write_follow_up, write_people
from pipeline.emit.sheet_papers import write_papers
from pipeline.emit.sheet_score import write_score
from pipeline.emit.snippets import Picture
from pipeline.emit.whole_file import written_whole
from pipeline.review.carry import Change
from pipeline.review.entries import Entries

NAME: Final = "draft.xlsx"


@dataclass(frozen=True)
class Additions:
    """What may stand in a sheet besides the draft: pictures by id, an earlier sheet's entries, what changed."""

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    entries: Entries | None = None
    changes: tuple[Change, ...] | None = None


def write(draft: Draft, folder: Path, additions: Additions = Additions()) -> Path:
    """Writes `draft.xlsx` into the folder and returns its path; page numbers are those of evidence.pdf."""
    path = folder / NAME
    plan = plan_pages(draft)
    entries = additions.entries
    with written_whole(path) as aside:
        book = Book(aside, f"预评分表 {draft.applicant.name or draft.dossier.name}", draft.as_of, Masker.of(draft))
        if is_progress([draft]):
            write_unit(book, draft)
        # Where no points are published, the conditions are what a person came for.
        first, second = (write_score, write_conditions) if draft.total_max else (write_conditions, write_score)
        first(book, draft, plan, entries)
        second(book, draft, plan, entries)
        write_papers(book, draft, plan, entries, additions.pictures)
        write_follow_up(book, draft, plan, entries)
        write_people(book, draft, plan, entries)
        write_files(book, draft)
        if additions.changes is not None:
            write_changes(book, draft, additions.changes)
        content = draft_json.to_bytes(draft_json.as_dict(draft))
        write_identity(
            book,
            identity_of(draft, content),
            content,
            carried=bool(additions.changes) or not (entries or Entries()).is_empty,
        )
        book.book.set_custom_property(PROPERTY, OPEN)
        book.book.close()
        seal(aside)
    return path


def identity_of(draft: Draft, content: bytes) -> SheetIdentity:
    """Which draft this is; two runs that draft the same give the same."""
    return SheetIdentity(
        draft=draft_json.digest(content),
        rubric=draft.rubric_id,
        as_of=draft.as_of,
        dossier=draft.dossier.name,
        applicant=draft.applicant.name or "",
        software=_version(),
    )


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("yushen")
    except PackageNotFoundError:
        return ""
