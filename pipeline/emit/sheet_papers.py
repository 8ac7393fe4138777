"""The sheet of papers: each with what was read, a picture of the place, the doubt, and the reviewer's decision."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from extractors.evidence import Evidence
from matchers.draft import Draft, Item
from pipeline.emit.labels import code_label, value_text, word
from pipeline.emit.page_plan import PagePlan
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value, row_height, shown
from pipeline.emit.sheet_lists import footer_of
from pipeline.emit.sheet_sums import PAPERS
from pipeline.emit.snippets import Picture
from pipeline.emit.wording import anchor_page, headline, key_fields, points_text, unread_fields
from pipeline.review.entries import DECISIONS, REFUSED, TAKEN, Entries

_DATES: Final = (
    "issue_date",
    "grant_date",
    "registration_date",
    "publish_date",
    "date",
    "established",
    "year",
    "from_month",
)


COLUMNS: Final = (
    Column("编号", 7, True),
    Column("材料", 24),
    Column("摘录（遮盖了身份证号、电话）", 52, True),
    Column("读取内容", 36),
    Column("持有单位", 18),
    Column("日期", 11, True),
    Column("有效期至", 11, True),
    Column("预审\n采信", 7, True),
    Column("计分", 10, True),
    Column("原因", 28),
    Column("复核\n采信", 9, True),
    Column("复核意见", 18),
    Column("文件", 20),
    Column("页码", 6, True),
    Column("汇编页码\n（书签）", 11, True),
    Column("读取", 9, True),
)
PICTURE: Final = 2
_PIXEL: Final = 0.75
"""Points of a pixel as office programs count them."""


def write_papers(
    book: Book,
    draft: Draft,
    plan: PagePlan,
    entries: Entries | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> None:
    """Adds the sheet 佐证材料: every recognised paper, also what earned nothing and why; pictures by evidence id."""
    entries, pictures = entries or Entries(), pictures or {}
    sheet = book.sheet(PAPERS, COLUMNS, repeat=0, footer=footer_of(draft))
    rows = [_paper(item, plan, entries, pictures) for item in draft.items]
    book.table(sheet, 0, COLUMNS, rows)
    for row, (item, values) in enumerate(zip(draft.items, rows, strict=True), 1):
        picture = pictures.get(item.id)
        if picture is None:
            continue
        texts = [(shown(v), c.width) for v, c in zip(values, COLUMNS, strict=True)]
        sheet.set_row(row, max(row_height(texts), picture.height * _PIXEL + 6))
        place = {"x_offset": 3, "y_offset": 3, "object_position": 1, "description": f"{item.id} 摘录"}
        sheet.insert_image(row, PICTURE, f"{item.id}.jpg", {"image_data": io.BytesIO(picture.content), **place})
    book.protect(sheet)


def _paper(item: Item, plan: PagePlan, entries: Entries, pictures: Mapping[str, Picture]) -> tuple[Value, ...]:
    evidence = item.evidence
    place = anchor_page(evidence)
    details = {reason.code: reason.detail for reason in evidence.reasons}
    why = [f"{code_label(code)}：{details[code]}" if details.get(code) else code_label(code) for code in item.reasons]
    unread = unread_fields(evidence)
    if unread:
        why.append(f"未读出：{unread}")
    holder = evidence.names("holder") or evidence.names("patentees")
    file = "" if place is None else place.file + (f"（图片 {place.part}）" if place.part else "")
    page = plan.page_of(item.id)
    decided = {True: TAKEN, False: REFUSED}
    note = entries.paper_notes.get(item.id)
    decision = decided[entries.decisions[item.id]] if item.id in entries.decisions else None
    expiry = evidence.value("expiry_date")
    return (
        item.id,
        headline(evidence),
        None if item.id in pictures else _no_picture(item, page),
        key_fields(evidence, skip=("holder", "patentees", "expiry_date")),
        "；".join(holder),
        _date(evidence),
        value_text(evidence.type, "expiry_date", expiry) if "expiry_date" in evidence.fields else "",
        Graded(word("status", item.status), item.status),
        "\n".join(f"{line}：{points_text(points)}分" for line, points in item.counted.items() if points),
        "\n".join(why),
        None if evidence.type == "application_form" else Entry(decision, tuple(DECISIONS)),
        Entry(note, left=True),
        file,
        "" if place is None or place.number is None else place.number,
        None if page is None else Link(f"P{page}\n书签“{item.id}”", "evidence.pdf"),
        f"{word('via', evidence.via)}\n{evidence.confidence:.0%}",
    )


def _no_picture(item: Item, page: int | None) -> str:
    """Why there is no picture beside a paper."""
    if item.evidence.type == "application_form":
        return ""
    return "无摘录图，见原文件" if page is None else f"无摘录图，见 evidence.pdf 第{page}页"


def _date(evidence: Evidence) -> str:
    for name in _DATES:
        value = evidence.text(name)
        if value is not None:
            return value + (
                f"至{evidence.text('to_month')}" if name == "from_month" and evidence.text("to_month") else ""
            )
    return "—" if any(name in evidence.fields for name in _DATES) else ""
