"""Workbooks and CSV: a page for every sheet, a table for every stretch of rows that is not empty.

Read by pandas on calamine, which does not build the million columns that a hostile sheet claims. Dates become ISO
text, whole numbers lose `.0`. What a reviewer who opens the file does not see (hidden sheets, rows and columns, white
letters) is not taken, and told where it may matter.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.document import Page, PageId
from pipeline.limits import DEFAULTS, Limits, size_text
from pipeline.readers.content import Content
from pipeline.readers.flow import Block, Grid, Slot, compose_flow
from pipeline.readers.package import DAMAGED, LOCKED, Package, Refused, lost_parts, too_large
from pipeline.readers.plain_text import decode_text
from pipeline.readers.refusal import Refusal
from pipeline.readers.sheet_package import check_size, count_uncomputed, old_pictures, sheet_pictures
from pipeline.readers.sheet_unseen import Unseen, take_out, unseen_in

ENOUGH = 50
"""Characters on a hidden sheet from which on it may be a paper or a list of papers."""
COVERED = 10
"""Characters in hidden rows and columns from which on they are told."""
NUMBERED = re.compile(r"\d[\d.\-/ ]{4,}\d|\d{4}\s*年")
Merge = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(path: Path, name: str, kind: str, limits: Limits = DEFAULTS) -> Content:
    """XLSX, XLSM, XLSB, XLS or ET; `kind` is the sniffed format."""
    import pandas
    import python_calamine as calamine

    unseen: Mapping[int, Unseen] = {}
    try:
        if kind == "xlsx":
            with Package(path, limits) as package:
                check_size(package)
                unseen = unseen_in(package)
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            with pandas.ExcelFile(file, engine="calamine") as workbook:
                content = _sheets(workbook, name, limits, unseen)
        if kind == "xlsx":
            with Package(path, limits) as package:
                return _with_pictures(content, package, name)
        if kind != "xls":
            return content
        pictures, losses = old_pictures(path, name, limits)
        return replace(content, pictures=pictures, losses=(*content.losses, *losses))
    except Refused as refused:
        return Content(refusal=refused.refusal)
    except calamine.PasswordError:
        return Content(refusal=LOCKED)
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError):
        return Content(refusal=DAMAGED)
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":  # of the Rust library, beyond Exception: it would end the worker
            raise
        return Content(refusal=DAMAGED)


def _sheets(workbook: Any, name: str, limits: Limits, unseen: Mapping[int, Unseen]) -> Content:
    pages: list[Page] = []
    losses: list[Refusal] = []
    hidden: list[str] = []
    covered = cells = 0
    book = workbook.book
    for at, meta in enumerate(book.sheets_metadata[: limits.sheets]):
        is_hidden = not str(meta.visible).endswith(".Visible")
        if not str(meta.typ).endswith(".WorkSheet"):
            continue
        sheet = book.get_sheet_by_index(at)
        page_id = PageId(name, at + 1)
        if sheet.total_height * sheet.total_width > limits.area:
            what = f"的工作表“{meta.name}”行列范围超过 {limits.area} 格，未读；请删去多余行列后重新提交"
            losses.append(Refusal("LIMIT_EXCEEDED", what))
            pages.append(replace(compose_flow(page_id, []), legibility="unread"))
            continue
        frame = workbook.parse(at, header=None, dtype=object, na_filter=False)
        rows = [[cell_text(v) for v in row] for row in frame.to_numpy().tolist()]
        count = sum(bool(text) for row in rows for text in row)
        if cells + count > limits.cells:
            losses.append(
                Refusal("LIMIT_EXCEEDED", f"的单元格超过 {limits.cells} 个，自工作表“{meta.name}”起未读；请拆分后提交")
            )
            pages.append(replace(compose_flow(page_id, []), legibility="unread"))
            break
        cells += count
        if is_hidden:
            hidden.append(meta.name)
            if _may_matter(rows):
                what = f"里隐藏的工作表“{meta.name}”有内容，未计；请取消隐藏后重新提交"
                losses.append(Refusal("UNREADABLE_FILE", what))
            continue
        covered += take_out(rows, unseen.get(at))
        merges = getattr(sheet, "merged_cell_ranges", None) or []
        page = compose_flow(page_id, regions(rows, merges))
        pages.append(replace(page, note=f"工作表“{meta.name}”"))
    if len(book.sheets_metadata) > limits.sheets:
        losses.append(Refusal("LIMIT_EXCEEDED", f"的工作表超过 {limits.sheets} 个，其余未读；请拆分后提交"))
    if covered >= COVERED:
        what = f"里有 {covered} 个字在隐藏的行列里或为看不见的文字，未计；请取消隐藏后重新提交"
        losses.append(Refusal("UNREADABLE_FILE", what))
    note = f"含隐藏的工作表：{'、'.join(hidden)}，未计" if hidden else None
    return Content(tuple(pages), page_count=len(book.sheets_metadata), losses=tuple(losses), note=note)


def _with_pictures(content: Content, package: Package, name: str) -> Content:
    pictures, losses = sheet_pictures(package, name)
    shown = {picture.page_id.number for picture in pictures}
    pages = tuple(replace(p, has_picture=True) if p.id.number in shown else p for p in content.pages)
    uncomputed = count_uncomputed(package)
    if uncomputed:
        what = f"有 {uncomputed} 个公式没有保存计算结果，读不到值；请用 Excel 或 WPS 打开并保存后重新提交"
        losses = [*losses, Refusal("UNREADABLE_FILE", what)]
    return replace(content, pages=pages, pictures=pictures, losses=(*content.losses, *losses, *lost_parts(package)))


def _may_matter(rows: Sequence[Sequence[str]]) -> bool:
    """Is there more on a hidden sheet than the choices of a drop-down list? Papers have numbers and dates."""
    texts = [text for row in rows for text in row if text]
    return sum(map(len, texts)) >= ENOUGH and any(NUMBERED.search(text) for text in texts)


def read_csv(path: Path, name: str, limits: Limits = DEFAULTS) -> Content:
    """CSV or TSV in any encoding; also text that calls itself .xls."""
    if path.stat().st_size > limits.table_bytes:
        return Content(refusal=too_large("", size_text(limits.table_bytes)))
    text = decode_text(path.read_bytes())
    if text is None:
        return Content(refusal=DAMAGED)
    first = text[:20_000].split("\n", 1)[0]
    delimiter = max("\t,;|，", key=first.count)
    csv.field_size_limit(10_000_000)
    rows: list[list[str]] = []
    cells = 0
    losses: tuple[Refusal, ...] = ()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > limits.cells:
                losses = (Refusal("LIMIT_EXCEEDED", f"的单元格超过 {limits.cells} 个，其余未读；请拆分后提交"),)
                break
            rows.append([value.strip() for value in row])
    except csv.Error:
        return Content((compose_flow(PageId(name), text.split("\n")),))
    return Content((compose_flow(PageId(name), regions(rows, [])),), losses=losses)


def cell_text(value: object) -> str:
    """A cell's value as a person reads it.

    >>> [cell_text(v) for v in (3.0, 0.1 + 0.2, 440703199001011234.0, True, dt.datetime(2021, 9, 30), None, " a ")]
    ['3', '0.3', '440703199001011000', '是', '2021-09-30', '', 'a']
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()


def _number(value: float) -> str:
    """Fifteen digits, as Excel keeps them; no exponent where a person would not see one."""
    if not math.isfinite(value):
        return ""
    number = Decimal(format(value, ".15g"))
    return format(number, "f") if 1e-9 < abs(value) < 1e30 or value == 0 else format(value, ".15g")


def regions(rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> list[Block]:
    """The stretches of rows between empty rows: a grid each, or a line where there is but one value in it."""
    spans = dict(merges)
    covered = {r for (top, _), (bottom, _) in merges if bottom - top < 5000 for r in range(top, bottom + 1)}
    blocks: list[Block] = []
    stretch: list[int] = []
    for at in range(len(rows) + 1):
        if at < len(rows) and (any(rows[at]) or (at in covered and stretch)):
            stretch.append(at)
        elif stretch:
            blocks += _region(rows, stretch, spans)
            stretch = []
    return blocks


def _region(
    rows: Sequence[Sequence[str]], stretch: Sequence[int], spans: dict[tuple[int, int], tuple[int, int]]
) -> list[Block]:
    top, bottom = stretch[0], stretch[-1]
    filled = [c for r in stretch for c, text in enumerate(rows[r]) if text]
    left, right = min(filled), max(filled)
    if left == right:
        return [text for r in stretch if (text := rows[r][left])]
    values = [text for r in stretch for text in rows[r] if text]
    if len(values) == 1:
        return [values[0]]
    dense = (bottom - top + 1) * (right - left + 1) <= 20 * len(values) + 2000
    hidden: set[tuple[int, int]] = set()
    slots = []
    for r in stretch:
        for c in range(left, min(right + 1, max(len(rows[r]), right + 1))):
            text = rows[r][c] if c < len(rows[r]) else ""
            if (r, c) in hidden or not (text or dense):
                continue
            last_row, last_column = spans.get((r, c), (r, c))
            last_row, last_column = min(last_row, bottom), min(last_column, right)
            if (last_row, last_column) != (r, c):
                hidden.update((i, j) for i in range(r, last_row + 1) for j in range(c, last_column + 1))
            slots.append(Slot(r - top, c - left, (text,) if text else (), last_row - r + 1, last_column - c + 1))
    return [Grid(tuple(slots))]
