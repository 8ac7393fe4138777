# mypy: disable-error-code="no-untyped-call"
"""evidence.pdf: the pages that count, in the rubric's order, with the read values marked and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pymupdf

from extractors.document import Page, PageId
from matchers.draft import Draft, Item
from pipeline.emit.evidence_index import draw_index, link_index
from pipeline.emit.evidence_sheet import Caption, draw_caption, draw_frame, draw_marks, link_back, marks_of
from pipeline.emit.page_plan import PagePlan, Section, Sheet, plan_pages
from pipeline.emit.private import Masker
from pipeline.emit.snippets import Frame
from pipeline.emit.source_page import open_page
from pipeline.emit.source_text import draw_text, draw_words
from pipeline.emit.whole_file import written_whole
from pipeline.emit.wording import headline, page_text

NAME: Final = "evidence.pdf"
_LANDSCAPE: Final = 1.08


def write(draft: Draft, folder: Path, disk: Mapping[str, Path], frames: dict[int, Frame] | None = None) -> Path:
    """Writes `evidence.pdf` into the folder; `disk` says where each file of the dossier lies.

    frames: filled with page of evidence.pdf → where the source page stands on it.
    """
    document = assemble(draft, disk, frames)
    path = folder / NAME
    # Opened here: given a name, MuPDF makes the file anew, for everybody to read while it is written.
    with written_whole(path) as aside, aside.open("wb") as file:
        document.save(file, garbage=3, deflate=True, no_new_id=True)
    document.close()
    return path


def assemble(draft: Draft, disk: Mapping[str, Path], frames: dict[int, Frame] | None = None) -> pymupdf.Document:
    """The whole file in memory; the same draft and files give the same bytes."""
    plan = plan_pages(draft)
    masker = Masker.of(draft)
    pages = {page.id: page.seen() for d in draft.dossier.documents for page in d.pages}
    items = {item.id: item for item in draft.items}
    document = pymupdf.open()
    draw_index(document, draft, plan, masker)
    opened: dict[PageId, pymupdf.Document | None] = {}
    for section in plan.sections:
        for sheet in section.sheets:
            if sheet.page not in opened:
                opened[sheet.page] = _open(pages.get(sheet.page), sheet.page, disk, masker)
            caption = _caption(plan, section, sheet, items)
            page = pages.get(sheet.page)
            frame = _draw_sheet(document, caption, sheet.page, page, opened[sheet.page], masker)
            if frame is not None and frames is not None:
                frames[sheet.number] = (frame.x0, frame.y0, frame.x1, frame.y1)
    link_index(document, draft, plan)
    for number in range(plan.index_pages, document.page_count):
        link_back(document[number])
    document.set_toc(_bookmarks(plan, items, masker))
    document.set_metadata(
        {"title": masker.text(f"佐证材料汇编 {draft.applicant.name or draft.dossier.name}"), "producer": "yushen"}
    )
    document.subset_fonts()
    return document


def _open(page: Page | None, place: PageId, disk: Mapping[str, Path], masker: Masker) -> pymupdf.Document | None:
    """The source page, or None whatever is wrong with its file: the sheet then says so."""
    try:
        return open_page(page, place, disk, masker)
    except Exception:  # noqa: BLE001  # the edge of one file: the sheet says that there is no page
        return None


def _caption(plan: PagePlan, section: Section, sheet: Sheet, items: Mapping[str, Item]) -> Caption:
    shown = tuple(items[i] for i in sheet.items)
    others = [
        f"第{other.number}页（{part.key}）"
        for part in plan.sections
        for other in part.sheets
        if part.key != section.key and set(other.items) & set(sheet.items)
    ]
    return Caption(section.title, section.key, sheet.number, plan.page_count, shown, "、".join(others[:4]))


def _draw_sheet(
    document: pymupdf.Document,
    caption: Caption,
    place: PageId,
    page: Page | None,
    source: pymupdf.Document | None,
    masker: Masker,
) -> pymupdf.Rect | None:
    """Adds the page; returns where the source page stands on it, None where its text is written out instead."""
    shape = source[0].rect if source is not None else None
    if shape is None and page is not None and page.width and page.height:
        shape = pymupdf.Rect(0, 0, page.width, page.height)
    lying = shape is not None and shape.width > shape.height * _LANDSCAPE
    sheet = document.new_page(width=842 if lying else 595, height=595 if lying else 842)
    marks = marks_of(caption.items, page)
    every = [mark for group in marks.values() for mark in group]
    top = draw_caption(sheet, caption, page_text(place), marks, masker)
    room = pymupdf.Rect(24, top, sheet.rect.width - 24, sheet.rect.height - 16)
    if source is not None:
        frame = _centred(room, source[0].rect)
        sheet.show_pdf_page(frame, source, 0)
    elif page is not None and page.width and page.height and any(w.box for w in page.words):
        frame = _centred(room, pymupdf.Rect(0, 0, page.width, page.height))
        draw_words(sheet, frame, page, masker)
    else:
        draw_text(sheet, room, page, place, every, masker)
        return None
    draw_frame(sheet, frame)
    if page is not None:
        draw_marks(sheet, frame, page, every)
    return frame


def _centred(room: pymupdf.Rect, shape: pymupdf.Rect) -> pymupdf.Rect:
    """The largest rectangle of that shape in the room, in the middle of its width, at its top."""
    scale = min(room.width / max(shape.width, 1), room.height / max(shape.height, 1))
    width, height = shape.width * scale, shape.height * scale
    x = room.x0 + (room.width - width) / 2
    return pymupdf.Rect(x, room.y0, x + width, room.y0 + height)


def _bookmarks(plan: PagePlan, items: Mapping[str, Item], masker: Masker) -> list[list[object]]:
    marks: list[list[object]] = [[1, "目录", 1]]
    for section in plan.sections:
        marks.append([1, masker.text(section.title), section.sheets[0].number])
        told: set[str] = set()
        for sheet in section.sheets:
            for item_id in sheet.items:
                if item_id not in told:
                    told.add(item_id)
                    marks.append([2, masker.text(f"{item_id} {headline(items[item_id].evidence)}"), sheet.number])
    return marks
