"""What stands over and under the score table: whose it is, the totals, who reviewed, how to fill it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from matchers.draft import Draft
from pipeline.emit.applicant_words import NO_POINTS, applicant_words
from pipeline.emit.labels import word
from pipeline.emit.sheet_cells import ENTRY, Book, Entry
from pipeline.emit.wording import points_text
from pipeline.review.entries import Entries

REVIEWER: Final = "评审人"
DAY: Final = "复核日期"
WIDTH: Final = 14
"""Columns of the score table."""
_FINAL, _OPINION = 12, 13


def write_heading(book: Book, sheet: Worksheet, draft: Draft, total_row: int, total: Decimal, unsettled: str) -> None:
    """Whose draft this is, what it proposes, and the total after the review (`total_row`: where the sum stands)."""
    last = WIDTH - 1
    counts = {s: sum(m.severity == s for m in draft.mismatches) for s in ("error", "warning", "info")}
    title = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    plain = book.format(align="left")
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, book.text(f"{draft.rubric_title}　预评分表（草稿）"), title)
    rows = (
        f"{applicant_words(draft, '　　　')}　　　"
        f"注册地：{draft.applicant.district or '未识别'}　　　成立日期：{draft.applicant.established or '未识别'}",
        f"评分依据：{draft.rubric_source}　　　审查基准日：{draft.as_of}　　　申报材料：{draft.dossier.name}"
        f"（{len([d for d in draft.dossier.documents if d.status != 'skipped'])} 个文件）",
        f"疑点：错误 {counts['error']} 项，警告 {counts['warning']} 项，提示 {counts['info']} 项（见“疑点与跟进”）",
    )
    for n, text in enumerate(rows, 1):
        sheet.set_row(n, 19)
        sheet.merge_range(n, 0, n, last, "", plain)
        sheet.write_string(n, 0, book.text(text), plain)
    big = book.format(bold=True, font_size=12)
    sheet.set_row(4, 26)
    sheet.merge_range(4, 0, 4, 7, "", big)
    told = (
        f"预评总分 {points_text(draft.total)} ／ {points_text(draft.total_max)}　　"
        f"可能区间 {points_text(draft.total_lowest)}～{points_text(draft.total_highest)}　　"
        f"把握程度 {word('confidence', draft.confidence)}"
    )
    if not draft.total_max:
        told = NO_POINTS
    sheet.write_string(4, 0, told, big)
    sheet.merge_range(4, 8, 4, 11, "复核后总分（未填复核得分的按采信情况计）", book.format(align="right"))
    cell = xl_rowcol_to_cell(total_row, _FINAL)
    sheet.write_formula(4, _FINAL, f"={cell}", book.format(bold=True, font_size=14, align="center"), float(total))
    hint = f'=IF({unsettled}>0,"有 "&{unsettled}&" 项采信有改动，须填复核得分","")'
    sheet.write_formula(4, _OPINION, hint, book.format(bold=True, font_color="#B3261E"), "")


def write_signature(book: Book, sheet: Worksheet, entries: Entries) -> None:
    """Who reviewed, and when: two reviewers of one dossier are told apart by the name."""
    row = 5
    sheet.set_row(row, 24)
    label = book.cell(align="center", bg_color="#DCE6F1", bold=True)
    entry = book.cell(align="center", bg_color=ENTRY, locked=False)
    for first, last, text in ((0, 1, REVIEWER), (5, 6, DAY)):
        sheet.merge_range(row, first, row, last, text, label)
    sheet.merge_range(row, 2, row, 4, book.text(entries.reviewer), entry)
    book.put(sheet, row, 7, Entry(entries.day))
    told = "请填写姓名。黄色格由评审人员填写，其余各格已锁定；材料的采信在“佐证材料”表中选择。"
    sheet.merge_range(row, 8, row, WIDTH - 1, told, book.format(font_size=9, font_color="#555555"))


def write_footnote(book: Book, sheet: Worksheet, row: int) -> None:
    """How to read and fill in the table."""
    text = (
        "说明：把握“高”且无警告的项目，各决定性内容均已读准，可直接采用预评得分；“中”“低”的请按依据所列材料和页码复核。"
        "佐证材料的页码（P）为 evidence.pdf 的页码，书签在其左侧目录中。黄色栏由评审人员填写：填了复核得分的以此为准；"
        "留空的，按预评得分和“佐证材料”表中的复核采信计算，不超过本项和本组满分。"
    )
    sheet.set_row(row, 34)
    look = book.format(font_size=9, font_color="#555555")
    sheet.merge_range(row, 0, row, WIDTH - 1, "", look)
    sheet.write_string(row, 0, text, look)


def span_text(lowest: Decimal, highest: Decimal) -> str:
    """A range of points: `3～5`; one figure where both ends agree."""
    low, high = points_text(lowest), points_text(highest)
    return low if low == high else f"{low}～{high}"
