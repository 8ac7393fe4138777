"""The hidden sheet behind a reviewer's new points: each line's points as they follow 采信 / 不采信 of its papers.

The formulas say what `matchers.what_if.points_of` says, so that Excel, WPS, LibreOffice and this program agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from matchers.draft import Choices, Draft, Line, Part, Worth
from matchers.what_if import points_of
from pipeline.emit.sheet_cells import Book
from pipeline.review.entries import REFUSED, TAKEN

NAME: Final = "计算"
PAPERS: Final = "佐证材料"
DECISION: Final = 10
"""Column (from 0) of the reviewer's decision in the sheet of papers."""
_FIRST: Final = 5
"""Column where a line's table of combinations begins."""


def decision_cells(draft: Draft) -> dict[str, str]:
    """Evidence id → the cell with the reviewer's decision; one row a paper under the headings."""
    column = xl_col_to_name(DECISION)
    return {item.id: f"'{PAPERS}'!${column}${n}" for n, item in enumerate(draft.items, 2)}


def write_sums(
    book: Book, draft: Draft, scores: Mapping[str, str], decisions: Mapping[str, bool]
) -> tuple[dict[str, str], str]:
    """Adds the sheet; returns line id → the cell with its points, and the cell that counts lines left unsettled.

    scores: line id → the cell of 复核得分. A line is unsettled where its papers were decided on, its points cannot
    follow by formula, and nobody gave them.
    """
    sheet = book.book.add_worksheet(NAME)
    sheet.hide()
    papers = decision_cells(draft)
    for n, title in enumerate(("指标", "得分", "须人工填分", "分项", "材料得分")):
        sheet.write_string(0, n, title)
    row = 1
    found: dict[str, str] = {}
    for line in draft.lines:
        sheet.write_string(row, 0, line.id)
        found[line.id] = f"'{NAME}'!$B${row + 1}"
        if line.choices is None:
            sheet.write_number(row, 1, float(line.draft_score))
            _unsettled(sheet, row, line, papers, scores[line.id], decisions)
            row += 1
        else:
            row = _line(sheet, row, line, line.choices, papers, decisions)
    sheet.write_formula(0, 6, f"=SUM(C2:C{row + 1})", None, 0)
    book.protect(sheet)
    return found, f"'{NAME}'!$G$1"


def _unsettled(
    sheet: Worksheet,
    row: int,
    line: Line,
    papers: Mapping[str, str],
    score: str,
    decisions: Mapping[str, bool],
) -> None:
    cells = [papers[paper] for paper in line.evidence if paper in papers]
    if cells:
        decided = "+".join(f'({cell}<>"")' for cell in cells)
        value = int(any(paper in decisions for paper in line.evidence))
        sheet.write_formula(row, 2, f"=IF(AND(NOT(ISNUMBER({score})),{decided}>0),1,0)", None, value)


def _line(
    sheet: Worksheet,
    row: int,
    line: Line,
    choices: Choices,
    papers: Mapping[str, str],
    decisions: Mapping[str, bool],
) -> int:
    """One line's formulas; returns the next free row."""
    value = float(points_of(choices, decisions, line.max_score))
    first = row
    if choices.table:
        last = xl_col_to_name(_FIRST + len(choices.table) - 1)
        for n, points in enumerate(choices.table):
            sheet.write_number(row, _FIRST + n, float(points))
        bits = [_bit(papers.get(stake.paper), stake.taken, 1 << n) for n, stake in enumerate(choices.stakes)]
        place = "+".join(["1", *bits])
        sheet.write_formula(row, 1, f"=INDEX({xl_col_to_name(_FIRST)}{row + 1}:{last}{row + 1},1,{place})", None, value)
        return row + 1
    totals: list[str] = []
    for part in choices.parts:
        row = _part(sheet, row, part, papers)
        totals.append(f"D{row}")
    total = "+".join(totals) or "0"
    sheet.write_formula(first, 1, f"=MAX(0,MIN({_plain(line.max_score)},{total}))", None, value)
    return max(row, first + 1)


def _part(sheet: Worksheet, row: int, part: Part, papers: Mapping[str, str]) -> int:
    """The worths of a part in column E, its total in column D of the last row."""
    start = row + 1
    for worth in part.worths:
        sheet.write_formula(row, 4, f"={_worth(worth, papers)}", None, float(worth.points) if worth.taken else 0)
        row += 1
    if not part.worths:
        row += 1
    stretch = f"E{start}:E{row}"
    if part.mode == "count":
        told = "0"
        for least, points in sorted(part.tiers):
            told = f"IF(SUM({stretch})>={least},{_plain(points)},{told})"
        sheet.write_formula(row - 1, 3, f"={told}")
    else:
        sheet.write_formula(row - 1, 3, f"={'SUM' if part.mode == 'sum' else 'MAX'}({stretch})")
    return row


def _worth(worth: Worth, papers: Mapping[str, str]) -> str:
    cells = [papers[paper] for paper in worth.papers if paper in papers]
    refused = ",".join(f'{cell}="{REFUSED}"' for cell in cells)
    points = _plain(worth.points)
    if not worth.taken:
        head = papers.get(worth.papers[0])
        points = f'IF({head}="{TAKEN}",{points},0)' if head else "0"
    return f"IF(OR({refused}),0,{points})" if refused else points


def _bit(cell: str | None, taken: bool, weight: int) -> str:
    if cell is None:
        return str(weight if taken else 0)
    return f'({cell}<>"{REFUSED}")*{weight}' if taken else f'({cell}="{TAKEN}")*{weight}'


def _plain(points: Decimal) -> str:
    return format(points, "f")
