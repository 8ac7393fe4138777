"""The score table: one row a line of the rubric, sums that follow the reviewer's own points where given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from matchers.draft import Draft, Item, Line
from pipeline.emit.labels import code_label, word
from pipeline.emit.page_plan import PagePlan
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value, row_height
from pipeline.emit.wording import headline, points_text

COLUMNS: Final = (
    Column("编号", 6, True),
    Column("评审指标", 18),
    Column("满分", 6, True),
    Column("申报\n得分", 7, True),
    Column("预评\n得分", 7, True),
    Column("可能\n区间", 9, True),
    Column("把握", 6, True),
    Column("预评依据", 46),
    Column("提示", 14),
    Column("佐证材料", 33),
    Column("汇编\n页码", 8, True),
    Column("复核\n得分", 8, True),
    Column("复核意见", 22),
)
TOP: Final = 5
"""Row of the headings (from 0)."""
PAPERS_SHOWN: Final = 10
_MAX, _CLAIMED, _DRAFT, _REVIEWED = 2, 3, 4, 11


def write_score(book: Book, draft: Draft, plan: PagePlan) -> None:
    """Adds the sheet 评分表."""
    footer = f"{draft.applicant.name or draft.dossier.name}　预评分草稿，由评审人员定分"
    sheet = book.sheet("评分表", COLUMNS, repeat=TOP, footer=footer)
    book.headings(sheet, TOP, COLUMNS)
    items = {item.id: item for item in draft.items}
    at = TOP + 1
    stretches: list[tuple[int, int]] = []
    for group, lines in groupby(draft.lines, key=lambda line: line.group):
        members = list(lines)
        first, last = at + 1, at + len(members)
        stretches.append((first, last))
        _sum_row(book, sheet, at, group, members, [(first, last)], (_sum(members, "lowest"), _sum(members, "highest")))
        for row, line in enumerate(members, first):
            _line_row(book, sheet, row, line, plan, items)
        at = last + 1
    whole = (draft.total_lowest, draft.total_highest)
    _sum_row(book, sheet, at, "合计", draft.lines, stretches, whole, confidence=draft.confidence)
    _explain(book, sheet, at + 1)
    _heading(book, sheet, draft, at)
    sheet.freeze_panes(TOP + 1, 2)
    sheet.print_area(0, 0, at + 1, len(COLUMNS) - 1)


def _heading(book: Book, sheet: Worksheet, draft: Draft, total_row: int) -> None:
    last = len(COLUMNS) - 1
    counts = {s: sum(m.severity == s for m in draft.mismatches) for s in ("error", "warning", "info")}
    title = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    plain = book.format(align="left")
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, book.text(f"{draft.rubric_title}　预评分表（草稿）"), title)
    rows = (
        f"申报单位：{draft.applicant.name or '未识别'}　　　统一社会信用代码：{draft.applicant.uscc or '未识别'}　　　"
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
    sheet.write_string(4, 0, told, big)
    sheet.merge_range(4, 8, 4, 10, "复核后总分（未填复核得分的按预评得分计）", book.format(align="right"))
    total = xl_rowcol_to_cell(total_row, _REVIEWED)
    sheet.write_formula(4, 11, f"={total}", book.format(bold=True, font_size=14, align="center"), float(draft.total))


def _sum_row(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    lines: Sequence[Line],
    stretches: Sequence[tuple[int, int]],
    bounds: tuple[Decimal, Decimal],
    *,
    confidence: str | None = None,
) -> None:
    """A group's heading or the total, with sums by formula over the stretches of rows."""
    look: dict[str, Any] = {"bold": True, "bg_color": "#DCE6F1"}
    sheet.set_row(row, 24)
    sheet.merge_range(row, 0, row, 1, "", book.cell(**look))
    sheet.write_string(row, 0, book.text(title), book.cell(**look))
    figures = ((_MAX, "max_score"), (_CLAIMED, "claimed_score"), (_DRAFT, "draft_score"))
    for column, name in figures:
        parts = ",".join(_range(first, last, column) for first, last in stretches)
        form = book.cell(align="center", **look)
        sheet.write_formula(row, column, f"=SUM({parts})", form, float(_sum(lines, name)))
    book.put(sheet, row, 5, span_text(*bounds), centred=True, **look)
    if confidence is None:
        book.put(sheet, row, 6, None, **look)
    else:
        book.put(sheet, row, 6, Graded(word("confidence", confidence), confidence), bold=True)
    for column in range(7, len(COLUMNS)):
        book.put(sheet, row, column, None, **look)
    terms = [f"SUM({_range(a, b, _REVIEWED)})" for a, b in stretches]
    terms += [f'SUMPRODUCT(({_range(a, b, _REVIEWED)}="")*{_range(a, b, _DRAFT)})' for a, b in stretches]
    form = book.cell(align="center", **look)
    sheet.write_formula(row, _REVIEWED, "=" + "+".join(terms), form, float(_sum(lines, "draft_score")))


def _line_row(book: Book, sheet: Worksheet, row: int, line: Line, plan: PagePlan, items: dict[str, Item]) -> None:
    pages = sorted({p for i in line.evidence if (p := plan.page_of(i, line.id) or plan.page_of(i)) is not None})
    papers = "\n".join(_papers(line, plan, items))
    values: list[Value] = [
        line.id,
        line.name,
        line.max_score,
        line.claimed_score if line.claimed_score is not None else "—",
        line.draft_score,
        span_text(line.lowest, line.highest),
        Graded(word("confidence", line.confidence), line.confidence),
        line.basis,
        "\n".join(code_label(code) for code in line.flags),
        papers,
        Link(_joined(pages), "evidence.pdf") if pages else None,
        Entry(),
        Entry(),
    ]
    book.row(sheet, row, COLUMNS, values)
    sheet.set_row(row, row_height([(v, c.width) for v, c in zip(values, COLUMNS, strict=True) if isinstance(v, str)]))
    over = line.claimed_score is not None and line.claimed_score > line.draft_score
    bold = {"bold": True, "font_size": 11}
    book.put(sheet, row, _DRAFT, line.draft_score, centred=True, **bold, **({"font_color": "#B3261E"} if over else {}))
    sheet.write_blank(row, len(COLUMNS) - 1, None, book.cell(bg_color="#FFFDE7"))
    sheet.data_validation(
        row,
        _REVIEWED,
        row,
        _REVIEWED,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": float(line.max_score),
            "error_title": "超出分值",
            "error_message": f"请填写 0 至 {points_text(line.max_score)} 之间的数。",
            "input_title": "复核得分",
            "input_message": f"0～{points_text(line.max_score)}；留空按预评得分计",
        },
    )


def _papers(line: Line, plan: PagePlan, items: dict[str, Item]) -> Iterator[str]:
    """One row a paper, those that earn points first; a long list is cut, all stand in the sheet of papers."""
    known = [items[i] for i in line.evidence if i in items]
    known.sort(
        key=lambda item: (not item.counted.get(line.id), ("accepted", "questioned", "rejected").index(item.status))
    )
    for item in known[:PAPERS_SHOWN]:
        points = item.counted.get(line.id)
        told = f"{points_text(points)}分" if points else word("status", item.status)
        page = plan.page_of(item.id, line.id) or plan.page_of(item.id)
        yield f"{item.id} {headline(item.evidence)}［{told}］" + (f" P{page}" if page else "")
    if len(known) > PAPERS_SHOWN:
        yield f"等 {len(known)} 件，其余见“佐证材料”"


def _explain(book: Book, sheet: Worksheet, row: int) -> None:
    text = (
        "说明：把握“高”且无警告的项目，各决定性内容均已读准，可直接采用预评得分；“中”“低”的请按依据所列材料和页码复核。"
        "佐证材料的页码（P）为 evidence.pdf 的页码。黄色栏由评审人员填写；复核得分留空的，合计按预评得分计。"
    )
    sheet.set_row(row, 34)
    look = book.format(font_size=9, font_color="#555555")
    sheet.merge_range(row, 0, row, len(COLUMNS) - 1, "", look)
    sheet.write_string(row, 0, text, look)


def span_text(lowest: Decimal, highest: Decimal) -> str:
    """A range of points: `3～5`; one figure where both ends agree."""
    low, high = points_text(lowest), points_text(highest)
    return low if low == high else f"{low}～{high}"


def _joined(pages: Sequence[int]) -> str:
    """`7–9、12`."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return "、".join(str(p[0]) if len(p) == 1 else f"{p[0]}–{p[-1]}" for p in parts)


def _sum(lines: Sequence[Line], name: str) -> Decimal:
    return sum((getattr(line, name) or Decimal(0) for line in lines), Decimal(0))


def _range(first: int, last: int, column: int) -> str:
    return f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
