# mypy: disable-error-code="no-untyped-call"
"""The first pages of evidence.pdf: whose papers these are, and which page proves what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import pymupdf

from matchers.draft import Draft, Item
from pipeline.emit.applicant_words import applicant_words, total_words
from pipeline.emit.labels import word
from pipeline.emit.page_plan import ROWS_ON_FIRST, ROWS_ON_NEXT, PagePlan, Section
from pipeline.emit.pdf_text import BLUE, GRADES, INK, LINE, PALE, SHADE, Colour, fit, link, put, put_right
from pipeline.emit.private import Masker
from pipeline.emit.wording import headline, place_text, points_text

A4: Final = pymupdf.Rect(0, 0, 595, 842)
LEFT: Final = 42
RIGHT: Final = 553
ROW: Final = 19.0


class _Row(NamedTuple):
    text: str
    state: str
    colour: Colour
    points: str
    source: str
    page: int
    is_heading: bool


def draw_index(document: pymupdf.Document, draft: Draft, plan: PagePlan, masker: Masker) -> None:
    """Adds the index pages; every row is drawn, its link is set later by `link_index`."""
    rows = _rows(draft, plan)
    done = 0
    for number in range(1, plan.index_pages + 1):
        page = document.new_page(width=A4.width, height=A4.height)
        room = ROWS_ON_FIRST if number == 1 else ROWS_ON_NEXT
        top = _heading(page, draft, plan, masker) if number == 1 else 60.0
        _columns(page, top)
        for n, row in enumerate(rows[done : done + room]):
            _draw(page, top + 8 + n * ROW, row, masker)
        done += room
        put_right(page, RIGHT, 820, f"{number} / {plan.page_count}", 8, PALE)
        put(page, LEFT, 820, "预审草稿，由评审人员复核定分", 8, PALE)


def link_index(document: pymupdf.Document, draft: Draft, plan: PagePlan) -> None:
    """Sets the links of the index rows, once the pages that they lead to exist."""
    done = 0
    rows = _rows(draft, plan)
    for number in range(1, plan.index_pages + 1):
        room = ROWS_ON_FIRST if number == 1 else ROWS_ON_NEXT
        top = 168.0 if number == 1 else 60.0
        for n, row in enumerate(rows[done : done + room]):
            y = top + 8 + n * ROW
            link(document[number - 1], pymupdf.Rect(LEFT, y, RIGHT, y + ROW), row.page)
        done += room


def _heading(page: pymupdf.Page, draft: Draft, plan: PagePlan, masker: Masker) -> float:
    put(page, LEFT, 66, "佐证材料汇编", 22, BLUE)
    put_right(page, RIGHT, 66, f"共 {plan.page_count} 页", 9, PALE)
    page.draw_line((LEFT, 76), (RIGHT, 76), color=BLUE, width=1.2)
    facts = [
        applicant_words(draft),
        f"评分办法：{draft.rubric_title}（{draft.rubric_source}）　　审查基准日：{draft.as_of}",
        total_words(draft),
        "页内黄色框为读取到的内容，序号与页眉所列相同；身份证号、电话号码已遮盖。点击各行可跳转。",
    ]
    for n, fact in enumerate(facts):
        put(page, LEFT, 96 + n * 16, fit(masker.text(fact), RIGHT - LEFT, 9.5), 9.5, PALE if n == 3 else INK)
    return 168.0


def _columns(page: pymupdf.Page, top: float) -> None:
    for x, text in ((LEFT + 4, "指标／材料"), (306, "采信"), (346, "计分"), (384, "来源")):
        put(page, x, top, text, 8.5, PALE)
    put_right(page, RIGHT - 4, top, "页码", 8.5, PALE)
    page.draw_line((LEFT, top + 5), (RIGHT, top + 5), color=LINE, width=0.8)


def _draw(page: pymupdf.Page, y: float, row: _Row, masker: Masker) -> None:
    base = y + 12.5
    if row.is_heading:
        page.draw_rect((LEFT, y, RIGHT, y + ROW), color=None, fill=SHADE)
        put(page, LEFT + 4, base, fit(masker.text(row.text), 330, 10), 10, BLUE)
        put_right(page, RIGHT - 44, base, row.points, 8.5, row.colour)
    else:
        put(page, LEFT + 14, base, fit(masker.text(row.text), 244, 9), 9)
        put(page, 306, base, row.state, 8.5, row.colour)
        put(page, 346, base, row.points, 8.5)
        put(page, 384, base, fit(masker.text(row.source), 138, 8), 8, PALE)
        page.draw_line((LEFT, y + ROW), (RIGHT, y + ROW), color=LINE, width=0.3)
    put_right(page, RIGHT - 4, base, str(row.page), 9.5, BLUE)


def _rows(draft: Draft, plan: PagePlan) -> list[_Row]:
    items = {item.id: item for item in draft.items}
    rows = []
    for section in plan.sections:
        rows.append(_section_row(draft, section))
        for sheet in section.sheets:
            rows += [_item_row(items, i, section.key, sheet.number) for i in sheet.items]
    return rows


def _section_row(draft: Draft, section: Section) -> _Row:
    line = next((line for line in draft.lines if line.id == section.key), None)
    first = section.sheets[0].number
    if line is None:
        return _Row(section.title, "", INK, "", "", first, True)
    told = (
        f"预评 {points_text(line.draft_score)}／{points_text(line.max_score)} 分　"
        f"区间 {points_text(line.lowest)}～{points_text(line.highest)}　把握{word('confidence', line.confidence)}"
    )
    return _Row(section.title, "", GRADES[line.confidence], told, "", first, True)


def _item_row(items: Mapping[str, Item], item_id: str, key: str, page: int) -> _Row:
    item = items[item_id]
    points = item.counted.get(key)
    evidence = item.evidence
    return _Row(
        f"{item.id}　{headline(evidence)}",
        word("status", item.status),
        GRADES[item.status],
        "" if points is None else points_text(points),
        place_text(evidence),
        page,
        False,
    )
