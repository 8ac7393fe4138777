"""Tables over all dossiers of a run (`tables:` of the rubric): lists of applicants and figures, filled as far as known.

What people decide is left empty and marked; whose columns these are stands on every sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from xlsxwriter.worksheet import Worksheet

from matchers.draft import Draft
from matchers.rubric_tables import Figure, SummaryTable, TableColumn
from pipeline.emit.labels import value_text, word
from pipeline.emit.private import Masker
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Value, clean, row_height
from pipeline.emit.whole_file import written_whole

_NARROW: Final = frozenset({"number", "uscc", "district", "established", "condition", "person"})

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')


def write(tables: Sequence[SummaryTable], drafts: Sequence[Draft], out: Path) -> tuple[Path, ...]:
    """Writes every workbook that the tables name and returns their paths, in the order of the rubric."""
    names = list(dict.fromkeys(table.file for table in tables))
    return tuple(_workbook(name, [t for t in tables if t.file == name], drafts, out) for name in names)


def _workbook(name: str, tables: Sequence[SummaryTable], drafts: Sequence[Draft], out: Path) -> Path:
    path = out / f"{_FORBIDDEN.sub('_', name)}.xlsx"
    ordered = sorted(drafts, key=lambda d: d.dossier.name)
    with written_whole(path) as aside:
        book = Book(aside, name, ordered[0].as_of if ordered else "", Masker.of_all(ordered))
        for table in tables:
            _sheet(book, table, ordered)
        book.book.close()
    return path


def _sheet(book: Book, table: SummaryTable, drafts: Sequence[Draft]) -> None:
    columns = _columns(table)
    sheet = book.sheet(table.id, columns, repeat=3, footer=f"《{table.title}》草稿，由人核定")
    _heading(book, sheet, table, columns, drafts)
    rows = [_figure(figure, drafts) for figure in table.figures] or [
        [_value(column, draft, place) for column in table.columns] for place, draft in enumerate(drafts, 1)
    ]
    book.table(sheet, 3, columns, rows)
    sheet.freeze_panes(4, 2 if len(columns) > 4 else 1)


def _columns(table: SummaryTable) -> tuple[Column, ...]:
    if table.figures:
        return (Column("项目", 44), Column("数量", 10, True), Column("单位", 8, True), Column("说明", 50))
    return tuple(Column(c.title, float(c.width), c.value in _NARROW) for c in table.columns)


def _heading(
    book: Book, sheet: Worksheet, table: SummaryTable, columns: Sequence[Column], drafts: Sequence[Draft]
) -> None:
    last = len(columns) - 1
    wide = sum(c.width for c in columns)
    first = drafts[0] if drafts else None
    due = f"报送截止：{table.due.isoformat()}　" if table.due else ""
    quota = f"名额：不超过{table.quota}个（本表{len(drafts)}个）　" if table.quota else ""
    about = f"依据：{first.rubric_source if first else ''} {table.source.clause}　{due}{quota}" + (
        f"核对基准日：{first.as_of}" if first else "没有可列入的材料"
    )
    big = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    plain = book.format(align="left")
    lines = (about, f"说明：{table.note}")
    told = [(table.title, big, 30.0), *((text, plain, row_height([(text, wide)]) + 4) for text in lines)]
    for row, (text, form, height) in enumerate(told):
        sheet.set_row(row, height)
        sheet.merge_range(row, 0, row, last, "", form)
        sheet.write_string(row, 0, book.text(text), form)


def _figure(figure: Figure, drafts: Sequence[Draft]) -> list[Value]:
    if figure.people:
        return [figure.title, Entry(), figure.unit, "由人填写"]
    if not figure.condition:
        return [figure.title, len(drafts), figure.unit, "本次运行的材料"]
    statuses = [c.status for d in drafts for c in d.eligibility if c.id == figure.condition]
    open_ones = statuses.count("unknown")
    told = f"条件“{figure.condition}”：{'、'.join(word('met', s) for s in figure.status)}"
    if "unknown" not in figure.status and open_ones:
        told += f"；另有{open_ones}{figure.unit}待核"
    return [figure.title, sum(s in figure.status for s in statuses), figure.unit, told]


def _value(column: TableColumn, draft: Draft, place: int) -> Value:
    applicant = draft.applicant
    match column.value:
        case "number":
            return place
        case "applicant" | "person":
            return applicant.name or f"（未识别）{draft.dossier.name}"
        case "employer":
            return applicant.employer or "（未识别）"
        case "uscc":
            return applicant.uscc or "（未识别）"
        case "district":
            return applicant.district or ""
        case "established":
            return applicant.established or ""
        case "dossier":
            return draft.dossier.name
        case "condition":
            status = next((c.status for c in draft.eligibility if c.id == column.of), "unknown")
            return Graded(column.words.get(status, word("met", status)), status)
        case "open":
            return _open(column.of, draft)
        case "paper":
            return _from_paper(column, draft)
        case "people":
            return Entry()


def _open(part: str, draft: Draft) -> str:
    """The conditions that are not met, in words; then those not settled, by number."""
    mine = [c for c in draft.eligibility if not part or c.part == part]
    told = [f"{word('met', 'not_met')}：{c.id} {c.text}" for c in mine if c.status == "not_met"]
    if ids := [c.id for c in mine if c.status == "unknown"]:
        told.append(f"{word('met', 'unknown')}：{'、'.join(ids)}")
    return "\n".join(told) or "均符合"


def _from_paper(column: TableColumn, draft: Draft) -> str:
    """The field of the first paper of the type that has it and is not refused."""
    for item in draft.items:
        value = item.evidence.value(column.field)
        if item.evidence.type == column.type and item.status != "rejected" and value not in (None, ()):
            text = value_text(column.type, column.field, value)
            return clean(column.words.get(text, text))
    return ""
