"""Cells of a reviewer's sheet: text that never becomes a formula, colours by grade, widths, heights, A4 landscape."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.emit.private import Masker

CELL_LIMIT: Final = 32_767
SHEET_NAME: Final = 31
RESERVED_SHEETS: Final = {"history"}
_ROW_LIMIT: Final = 409.0
_LINE: Final = 14.5
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
"""What no cell can hold, and marks that nobody sees: those that turn the direction of writing make `fdp.exe` of
`exe.pdf`."""
_FONT: Final = "微软雅黑"
ENTRY: Final = "#FFFDE7"
"""The colour of the cells that the reviewer fills in."""
_GRADES: Final[dict[str, tuple[str, str]]] = {
    "high": ("#D5EDDB", "#0B4F26"),
    "medium": ("#FFEFC2", "#6B4700"),
    "low": ("#FAD4D4", "#7A1212"),
    "accepted": ("#D5EDDB", "#0B4F26"),
    "questioned": ("#FFEFC2", "#6B4700"),
    "rejected": ("#E6E6E6", "#444444"),
    "error": ("#FAD4D4", "#7A1212"),
    "warning": ("#FFEFC2", "#6B4700"),
    "info": ("#E3EDF7", "#1F3F66"),
    "met": ("#D5EDDB", "#0B4F26"),
    "not_met": ("#FAD4D4", "#7A1212"),
    "unknown": ("#FFEFC2", "#6B4700"),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A text on the colour of a grade: a confidence, a status, a severity."""

    text: str | Decimal
    grade: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens a file beside the workbook."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that the reviewer fills in, not locked; with what an earlier sheet held, and the choices offered.

    free: something else than the choices may be written.
    """

    value: str | Decimal | None = None
    choices: tuple[str, ...] = ()
    free: bool = False
    left: bool = False


Value = str | int | Decimal | Graded | Link | Entry | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters, and whether its cells are centred."""

    title: str
    width: float
    centred: bool = False


def clean(text: str) -> str:
    r"""The text as a cell can hold it: no control characters, at most 32,767 characters, blanks at the ends off.

    >>> clean("A\x0bB\r\nC")
    'AB\nC'
    """
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\t", " ")).strip()
    if _utf16_length(text) <= CELL_LIMIT:
        return text
    return text.encode("utf-16-le")[: 2 * (CELL_LIMIT - 20)].decode("utf-16-le", "ignore") + "……（内容过长，已截断）"


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Book:
    """A workbook being written: formats made once, properties fixed, every string masked and clean."""

    def __init__(self, path: Path, title: str, day: str, masker: Masker) -> None:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,  # else its parts lie in the temporary folder, and after a kill they stay there
            "default_format_properties": {"font_name": _FONT, "font_size": 10},
        }
        self.book = xlsxwriter.Workbook(str(path), options)
        self._masker = masker
        self._formats: dict[str, Format] = {}
        # The day of the review stands for the clock: the same draft gives the same bytes.
        created = dt.datetime.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else dt.datetime(2022, 1, 1)  # noqa: DTZ001
        self.book.set_properties({"title": self.text(title)[:250], "author": "yushen", "created": created})
        self.book.set_calc_mode("auto")

    def text(self, text: str) -> str:
        """The text as it may be emitted."""
        return clean(self._masker.text(text))

    def format(self, **properties: Any) -> Format:
        """A cell format with the house's font, wrapped and aligned to the top; made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            self._formats[key] = self.book.add_format(base | properties)
        return self._formats[key]

    def cell(self, **more: Any) -> Format:
        """A bordered cell."""
        return self.format(border=1, border_color="#BFC5CC", **more)

    def grade(self, grade: str, **more: Any) -> Format:
        """A bordered cell on the colour of a grade."""
        back, ink = _GRADES.get(grade, ("#FFFFFF", "#000000"))
        return self.cell(bg_color=back, font_color=ink, align="center", **more)

    def heading(self) -> Format:
        """A column heading."""
        return self.cell(bold=True, bg_color="#1F4E79", font_color="#FFFFFF", align="center")

    def sheet(self, name: str, columns: Sequence[Column], *, repeat: int, footer: str) -> Worksheet:
        """A new sheet: widths set, A4 landscape, as wide as the page, rows up to `repeat` printed on every page."""
        sheet = self.book.add_worksheet(sheet_name(name))
        for n, column in enumerate(columns):
            sheet.set_column(n, n, column.width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(repeat)
        sheet.set_footer("&L&8" + self.text(footer)[:80].replace("&", "&&") + "&R&8第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, *, centred: bool = False, **more: Any) -> None:
        """Writes one cell; a string is always written as a string."""
        align = {"align": "center"} if centred else {}
        if value is None:
            sheet.write_blank(row, column, None, self.cell(**align, **more))
        elif isinstance(value, Entry):
            self._entry(sheet, row, column, value, **more)
        elif isinstance(value, Graded):
            form = self.grade(value.grade, **more)
            if isinstance(value.text, Decimal):
                sheet.write_number(row, column, float(value.text), form)
            else:
                sheet.write_string(row, column, self.text(value.text), form)
        elif isinstance(value, Link):
            form = self.cell(font_color="#0B57A4", underline=1, align="center", **more)
            sheet.write_url(row, column, f"external:{value.target}", form, self.text(value.text))
        elif isinstance(value, str):
            sheet.write_string(row, column, self.text(value), self.cell(**align, **more))
        else:
            sheet.write_number(row, column, float(value), self.cell(**align, **more))

    def _entry(self, sheet: Worksheet, row: int, column: int, entry: Entry, **more: Any) -> None:
        align = {} if entry.left else {"align": "center"}
        form = self.cell(bg_color=ENTRY, locked=False, **align, **more)
        if entry.value is None or entry.value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(entry.value, Decimal):
            sheet.write_number(row, column, float(entry.value), form)
        else:
            sheet.write_string(row, column, self.text(entry.value), form)
        if entry.choices:
            rule: dict[str, Any] = {"validate": "list", "source": list(entry.choices)}
            told = "请从下拉列表中选择：" + "、".join(entry.choices)
            rule |= {"show_error": False} if entry.free else {"error_title": "不在选项内", "error_message": told}
            sheet.data_validation(row, column, row, column, rule)

    def protect(self, sheet: Worksheet) -> None:
        """Locks all cells but the reviewer's, without a password; filters, widths and heights stay free."""
        allowed = ("autofilter", "sort", "format_columns", "format_rows", "format_cells")
        sheet.protect("", dict.fromkeys(allowed, True))

    def table(self, sheet: Worksheet, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> int:
        """Headings, rows, filter and frozen heading; returns the row after the last."""
        self.headings(sheet, top, columns)
        for n, values in enumerate(rows):
            self.row(sheet, top + 1 + n, columns, values)
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(columns) - 1)
        sheet.freeze_panes(top + 1, 1)
        if not rows:
            sheet.merge_range(
                top + 1, 0, top + 1, len(columns) - 1, "（无）", self.cell(align="center", font_color="#777777")
            )
        return top + 1 + max(len(rows), 1)

    def headings(self, sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
        """The row of column headings."""
        sheet.set_row(row, 30)
        for n, column in enumerate(columns):
            sheet.write_string(row, n, column.title, self.heading())

    def row(self, sheet: Worksheet, row: int, columns: Sequence[Column], values: Sequence[Value]) -> None:
        """One row of a table, as high as its longest wrapped cell needs."""
        sheet.set_row(row, row_height([(shown(v), c.width) for v, c in zip(values, columns, strict=True)]))
        for n, (value, column) in enumerate(zip(values, columns, strict=True)):
            self.put(sheet, row, n, value, centred=column.centred)


def shown(value: Value) -> str:
    """The text that a cell shows, for the height of its row; numbers need no room."""
    if isinstance(value, Graded | Link):
        return str(value.text)
    if isinstance(value, Entry):
        return str(value.value or "")
    return value if isinstance(value, str) else ""


def row_height(cells: Sequence[tuple[str, float]]) -> float:
    """Height in points for the cells of a row: each a text and its column's width in characters."""
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in cells), default=1)
    return min(max(lines * _LINE + 5, 20.0), _ROW_LIMIT)


def _lines(text: str, width: float) -> int:
    units = sum(2.1 if unicodedata.east_asian_width(c) in "WFA" else 1.1 for c in text[:4000])
    return max(1, -int(-units // max(width - 1, 1)))


def sheet_name(name: str) -> str:
    """A name that Excel takes: no forbidden character, no quote at the ends, at most 31 units, not empty, not taken.

    >>> sheet_name("a" * 30 + "'b"), sheet_name("History"), sheet_name("甲/乙"), sheet_name("")
    ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'History_', '甲_乙', '表')
    """
    made = re.sub(r"[\[\]:*?/\\]", "_", clean(name)).strip("'")
    made = made.encode("utf-16-le")[: 2 * SHEET_NAME].decode("utf-16-le", "ignore").strip("' \n")
    return f"{made}_" if made.lower() in RESERVED_SHEETS else made or "表"
