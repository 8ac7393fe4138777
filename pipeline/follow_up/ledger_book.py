"""跟进台账.xlsx: made once, then brought up to date in place, so that everything people wrote into it stays.

A row is known by the key in its hidden column, a column by its heading; rows may be sorted, columns moved or added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.emit.sheet_cells import clean, row_height
from pipeline.errors import YushenError
from pipeline.follow_up.ledger import LedgerRow, State, Updated
from pipeline.review.sheet_tables import NotRead, folded, read_tables

NAME: Final = "跟进台账.xlsx"
SHEET: Final = "跟进台账"
MEMORY: Final = "已见材料"
KEY: Final = "标识"
_STATES: Final[dict[str, State]] = {"待补正": "待补正", "已解决": "已解决", "无须补正": "无须补正"}
_MOST: Final = 4900
"""Rows that are read; more would not be seen and come in again as new."""
_FONT: Final = "微软雅黑"
_THIN: Final = Side(style="thin", color="BFC5CC")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ENTRY: Final = PatternFill("solid", fgColor="FFFDE7")
_COLOURS: Final = {"待补正": "FFEFC2", "已解决": "D5EDDB", "无须补正": "E3EDF7"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: heading, width, what the software writes there (None: people's), hidden memory or not."""

    title: str
    width: float
    said: Callable[[LedgerRow], str] | None = None
    hidden: bool = False


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(parts)


COLUMNS: Final = (
    _Column("申报单位", 28, lambda row: row.applicant),
    _Column("事项", 46, lambda row: row.said),
    _Column("类别", 14, lambda row: row.label),
    _Column("指标", 8, lambda row: "、".join(row.lines)),
    _Column("轻重", 12, lambda row: row.severity),
    _Column("请提交", 32, lambda row: row.hand_in),
    _Column("状态", 10, lambda row: row.state),
    _Column("发出日期", 12),
    _Column("补正期限", 12),
    _Column("收到日期", 12),
    _Column("收到的补正材料", 34, lambda row: row.related),
    _Column("解决日期", 12, lambda row: row.settled),
    _Column("由什么解决", 40, lambda row: row.settled_by),
    _Column("备注", 26),
    _Column("列入日期", 12, lambda row: row.first_seen),
    _Column("材料名称", 22, lambda row: row.dossier),
    _Column("代码", 12, lambda row: row.code, True),
    _Column("涉及材料种类", 12, lambda row: _joined(row.types), True),
    _Column("涉及文件", 12, lambda row: _joined(row.files), True),
    _Column(KEY, 12, lambda row: row.key, True),
)
PEOPLES: Final = tuple(column.title for column in COLUMNS if column.said is None)
DUE: Final = "补正期限"
_NEEDED: Final = ("申报单位", "事项", "状态", KEY)


class LedgerBlocked(YushenError):
    """The ledger cannot be read or written; it stays as it is."""


@dataclass(frozen=True)
class Ledger:
    """A ledger as found: its bytes, its rows, the papers it remembers, what to tell."""

    content: bytes
    rows: tuple[LedgerRow, ...]
    papers: frozenset[str]
    told: tuple[str, ...]


def read_ledger(path: Path) -> Ledger:
    """The ledger at the path. Raises LedgerBlocked, in Chinese, for one that is damaged, locked or no ledger."""
    try:
        tables = read_tables(path, {SHEET: _NEEDED, MEMORY: (MEMORY,)})
        content = path.read_bytes()
    except NotRead as cause:
        raise _blocked(path, str(cause)) from None
    except OSError as cause:
        raise _blocked(path, f"文件不能读取（{cause.strerror or cause}）") from None
    table = tables.get(SHEET)
    if table is None:
        raise _blocked(path, f"找不到含有“{'、'.join(_NEEDED)}”各列的表（“{KEY}”列是隐藏的，不能删）")
    if len(table.rows) > _MOST:
        raise _blocked(path, f"超过{_MOST}行")
    rows: list[LedgerRow] = []
    told = []
    seen: set[str] = set()
    for row in table.rows:
        said = {heading: _text(cell.value) for heading, cell in row.cells.items()}
        key = said.get(KEY, "")
        if not key:
            continue
        if key in seen:
            told.append(f"{path.name}第{row.number}行与前面一行是同一事项（整行复制的），只更新前一行")
            continue
        seen.add(key)
        rows.append(_row_of(said))
    memory = tables.get(MEMORY)
    papers = frozenset(_text(row.value(MEMORY)) for row in memory.rows) if memory else frozenset()
    return Ledger(content, tuple(rows), papers - {""}, tuple(told))


def _row_of(said: Mapping[str, str]) -> LedgerRow:
    return LedgerRow(
        key=said[KEY],
        dossier=said.get("材料名称", ""),
        applicant=said.get("申报单位", ""),
        said=said.get("事项", ""),
        code=said.get("代码", ""),
        label=said.get("类别", ""),
        severity=said.get("轻重", ""),
        hand_in=said.get("请提交", ""),
        state=_STATES.get(said.get("状态", ""), "待补正"),
        first_seen=said.get("列入日期", "")[:10],
        settled=said.get("解决日期", "")[:10],
        settled_by=said.get("由什么解决", ""),
        related=said.get("收到的补正材料", ""),
        lines=tuple(filter(None, said.get("指标", "").split("、"))),
        types=tuple(filter(None, said.get("涉及材料种类", "").split("\n"))),
        files=tuple(filter(None, said.get("涉及文件", "").split("\n"))),
    )


def ledger_bytes(before: Ledger | None, after: Updated, due: dt.date | None = None) -> bytes:
    """The workbook after the update; people's cells as they were. `due`: the day written into new rows."""
    book = load_workbook(BytesIO(before.content)) if before else _new_book()
    sheet = next(sheet for sheet in book.worksheets if _heading_row(sheet))
    top = _heading_row(sheet)
    assert top is not None
    columns = _columns(sheet, top)
    places = _places(sheet, top, columns)
    last = max([top, *(row for row in range(top + 1, sheet.max_row + 1) if _is_used(sheet, row))])
    for row in after.rows:
        at = places.get(row.key)
        if at is None:
            last += 1
            at = last
            if due is not None and DUE in columns:
                sheet.cell(at, columns[DUE]).value = due
            _dress(sheet, at, columns)
        _fill(sheet, at, columns, row)
        shown = [(column.said(row), column.width) for column in COLUMNS if column.said and not column.hidden]
        needed = row_height(shown)
        if (sheet.row_dimensions[at].height or 0) < needed:
            sheet.row_dimensions[at].height = needed
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(max(columns.values()))}{max(last, top + 1)}"
    _remember(book, after.papers)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Any, at: int, columns: Mapping[str, int], row: LedgerRow) -> None:
    for column in COLUMNS:
        if column.said is None or column.title not in columns:
            continue
        cell = sheet.cell(at, columns[column.title])
        value = clean(column.said(row)) or None
        if _text(cell.value) == (value or ""):
            continue
        cell.value = value
        if cell.data_type == "f":
            cell.data_type = "s"  # a text that begins with = stays a text
    state = sheet.cell(at, columns["状态"])
    state.fill = PatternFill("solid", fgColor=_COLOURS[row.state])


def _dress(sheet: Any, at: int, columns: Mapping[str, int]) -> None:
    peoples = {columns[title] for title in PEOPLES if title in columns}
    for n in range(1, max(columns.values()) + 1):
        cell = sheet.cell(at, n)
        cell.font, cell.border = Font(name=_FONT, size=10), copy(_BORDER)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if n in peoples:
            cell.fill = copy(_ENTRY)
    for title in ("发出日期", "补正期限", "收到日期"):
        if title in columns:
            sheet.cell(at, columns[title]).number_format = "yyyy-mm-dd"


def _new_book() -> Any:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for n, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, n, column.title)
        cell.font = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E79")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = copy(_BORDER)
        letter = get_column_letter(n)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.hidden
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    days = DataValidation(
        type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=False,
        showInputMessage=True, prompt="日期，例如 2022-06-30", promptTitle="填写",
    )  # fmt: skip
    sheet.add_data_validation(days)
    days.add("H2:J2000")
    memory = book.create_sheet(MEMORY)
    memory.sheet_state = "hidden"
    return book


def _remember(book: Any, papers: frozenset[str]) -> None:
    if MEMORY not in book.sheetnames:
        book.create_sheet(MEMORY).sheet_state = "hidden"
    sheet = book[MEMORY]
    sheet.cell(1, 1, MEMORY)
    for n, paper in enumerate(sorted(papers), 2):
        cell = sheet.cell(n, 1)
        cell.value = clean(paper)
        cell.data_type = "s"


def _heading_row(sheet: Any) -> int | None:
    for number, row in enumerate(sheet.iter_rows(max_row=60, max_col=80, values_only=True), 1):
        headings = {folded(value) for value in row}
        if all(title in headings for title in _NEEDED):
            return number
    return None


def _columns(sheet: Any, top: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for cell in sheet[top]:
        if cell.value is not None:
            found.setdefault(folded(cell.value), cell.column)
    return found


def _places(sheet: Any, top: int, columns: Mapping[str, int]) -> dict[str, int]:
    """Key → its row; of rows that were copied the first."""
    found: dict[str, int] = {}
    for number in range(top + 1, sheet.max_row + 1):
        if key := _text(sheet.cell(number, columns[KEY]).value):
            found.setdefault(key, number)
    return found


def _is_used(sheet: Any, row: int) -> bool:
    return any(cell.value is not None for cell in sheet[row])


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()


def _blocked(path: Path, why: str) -> LedgerBlocked:
    return LedgerBlocked(
        f"台账“{path}”没有改动：{why}",
        remedy="请关闭正打开它的程序，或恢复备份；另起一份用 --ledger 给出新文件名",
    )
