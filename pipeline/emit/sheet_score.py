"""The score table: one row a line of the rubric; points and sums follow what the reviewer enters, by formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from matchers.draft import Draft, Item, Line
from matchers.what_if import points_of
from pipeline.emit.labels import code_label, word
from pipeline.emit.page_plan import PagePlan
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value
from pipeline.emit.sheet_score_head import span_text as span_text
from pipeline.emit.sheet_score_head import write_footnote, write_heading, write_signature
from pipeline.emit.sheet_sums import write_sums
from pipeline.emit.wording import headline, points_text
from pipeline.review.entries import Entries

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
    Column("汇编页码\n（书签）", 12, True),
    Column("复核\n得分", 8, True),
    Column("复核后\n得分", 8, True),
    Column("复核意见", 24),
)
NAME: Final = "评分表"
TOP: Final = 6
"""Row of the headings (from 0)."""
PAPERS_SHOWN: Final = 10
_MAX, _CLAIMED, _DRAFT, _REVIEWED, _FINAL, _OPINION = 2, 3, 4, 11, 12, 13


def write_score(book: Book, draft: Draft, plan: PagePlan, entries: Entries | None = None) -> None:
    """Adds the sheet 评分表, filled with what an earlier sheet held, and the hidden sheet of its sums."""
    entries = entries or Entries()
    footer = f"{draft.applicant.name or draft.dossier.name}　预评分草稿，由评审人员定分"
    sheet = book.sheet(NAME, COLUMNS, repeat=TOP, footer=footer)
    book.headings(sheet, TOP, COLUMNS)
    items = {item.id: item for item in draft.items}
    rows = _rows(draft)
    scores = {line: f"'{NAME}'!${xl_rowcol_to_cell(row, _REVIEWED)}" for line, row in rows.items()}
    sums, unsettled = write_sums(book, draft, scores, entries.decisions)
    at = TOP + 1
    group_rows: list[int] = []
    finals: list[Decimal] = []
    for group, lines in groupby(draft.lines, key=lambda line: line.group):
        members = list(lines)
        stretch = (at + 1, at + len(members))
        told = [_final(line, entries) for line in members]
        for line, final in zip(members, told, strict=True):
            _line_row(book, sheet, rows[line.id], line, plan, items, entries, final)
            _final_cell(book, sheet, rows[line.id], line, sums[line.id], final)
        cap = draft.group_caps.get(group)
        finals.append(_capped(sum(told, Decimal(0)), cap))
        _group_row(book, sheet, at, group, members, stretch, cap, finals[-1])
        group_rows.append(at)
        at = stretch[1] + 1
    _total_row(book, sheet, at, draft, group_rows, sum(finals, Decimal(0)))
    write_footnote(book, sheet, at + 1)
    write_heading(book, sheet, draft, at, sum(finals, Decimal(0)), unsettled)
    write_signature(book, sheet, entries)
    sheet.freeze_panes(TOP + 1, 2)
    sheet.print_area(0, 0, at + 1, len(COLUMNS) - 1)
    book.protect(sheet)


def _rows(draft: Draft) -> dict[str, int]:
    """The row of each line (from 0): one row of its group stands above the first."""
    rows = {}
    at = TOP + 1
    for _, lines in groupby(draft.lines, key=lambda line: line.group):
        for line in lines:
            at += 1
            rows[line.id] = at
        at += 1
    return rows


def _final(line: Line, entries: Entries) -> Decimal:
    """The line's points after the review, as the sheet's formula says."""
    if line.id in entries.scores:
        return entries.scores[line.id]
    if line.choices is None:
        return line.draft_score
    return points_of(line.choices, entries.decisions, line.max_score)


def _capped(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


_SUM_LOOK: Final[dict[str, Any]] = {"bold": True, "bg_color": "#DCE6F1"}


def _group_row(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    lines: Sequence[Line],
    stretch: tuple[int, int],
    cap: Decimal | None,
    final: Decimal,
) -> None:
    """A group's heading, with sums by formula over its rows, no more than the group gives."""
    _sum_row(book, sheet, row, title, (_sum(lines, "lowest"), _sum(lines, "highest")))
    values = {column: _sum(lines, name) for column, name in _SUMMED.items()} | {_FINAL: final}
    for column, value in values.items():
        told = f"SUM({_range(*stretch, column)})"
        if cap is not None and column in (_DRAFT, _FINAL):
            told = f"MIN({told},{points_text(cap)})"
            value = min(value, cap)
        sheet.write_formula(row, column, f"={told}", book.cell(align="center", **_SUM_LOOK), float(value))


_SUMMED: Final = {_MAX: "max_score", _CLAIMED: "claimed_score", _DRAFT: "draft_score"}


def _total_row(book: Book, sheet: Worksheet, row: int, draft: Draft, groups: Sequence[int], final: Decimal) -> None:
    """The total: the sum of the groups' sums."""
    _sum_row(book, sheet, row, "合计", (draft.total_lowest, draft.total_highest))
    book.put(sheet, row, 6, Graded(word("confidence", draft.confidence), draft.confidence), bold=True)
    values = {column: _sum(draft.lines, name) for column, name in _SUMMED.items()}
    values |= {_MAX: draft.total_max, _DRAFT: draft.total, _FINAL: final}
    for column, value in values.items():
        cells = ",".join(xl_rowcol_to_cell(group, column) for group in groups)
        told = f"=SUM({cells})" if cells else "=0"
        sheet.write_formula(row, column, told, book.cell(align="center", **_SUM_LOOK), float(value))


def _sum_row(book: Book, sheet: Worksheet, row: int, title: str, bounds: tuple[Decimal, Decimal]) -> None:
    """What a group's row and the total's have in common."""
    sheet.set_row(row, 24)
    sheet.merge_range(row, 0, row, 1, "", book.cell(**_SUM_LOOK))
    sheet.write_string(row, 0, book.text(title), book.cell(**_SUM_LOOK))
    for column in range(2, len(COLUMNS)):
        book.put(sheet, row, column, None, **_SUM_LOOK)
    book.put(sheet, row, 5, span_text(*bounds), centred=True, **_SUM_LOOK)


def _final_cell(book: Book, sheet: Worksheet, row: int, line: Line, points: str, final: Decimal) -> None:
    """The reviewer's points where they are a number within the line's, else what the papers give."""
    given = xl_rowcol_to_cell(row, _REVIEWED)
    limit = points_text(line.max_score)
    formula = f"=IF(ISNUMBER({given}),IF(AND({given}>=0,{given}<={limit}),{given},{points}),{points})"
    sheet.write_formula(row, _FINAL, formula, book.cell(align="center", bold=True), float(final))


def _line_row(
    book: Book,
    sheet: Worksheet,
    row: int,
    line: Line,
    plan: PagePlan,
    items: Mapping[str, Item],
    entries: Entries,
    final: Decimal,
) -> None:
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
        Link(f"P{_joined(pages)}\n（{line.id}）", "evidence.pdf") if pages else None,
        Entry(entries.scores.get(line.id)),
        final,
        Entry(entries.opinions.get(line.id), left=True),
    ]
    book.row(sheet, row, COLUMNS, values)
    over = line.claimed_score is not None and line.claimed_score > line.draft_score
    bold = {"bold": True, "font_size": 11}
    book.put(sheet, row, _DRAFT, line.draft_score, centred=True, **bold, **({"font_color": "#B3261E"} if over else {}))
    told = f"0～{points_text(line.max_score)}；留空按采信情况计"
    if line.choices is None and line.evidence:
        told = f"0～{points_text(line.max_score)}；本项改动采信后，须在此填分"
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
            "input_message": told,
        },
    )


def _papers(line: Line, plan: PagePlan, items: Mapping[str, Item]) -> Iterator[str]:
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
