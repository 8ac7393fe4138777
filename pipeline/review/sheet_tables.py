"""The tables of a returned workbook, found by their headings and not by their place: rows and columns may have moved.

Nothing is understood here yet: a cell is its address and its value as it stands (formulas as text).
"""

from __future__ import annotations

import contextlib
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pipeline.emit.sheet_identity import CONTENT_LABEL, FORMAT_LABEL, LABELS, PREFIX, SheetIdentity, unpacked
from pipeline.emit.sheet_score_head import DAY, REVIEWER

_MOST_ROWS: Final = 5000
_MOST_COLUMNS: Final = 80
_HEADING_ROWS: Final = 60
"""A heading stands within so many rows, even if rows were put above it."""
_LARGEST: Final = 200_000_000


class NotRead(Exception):
    """The file cannot be read as a workbook; says why, and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its address on its sheet, and what stands in it."""

    address: str
    value: Any


@dataclass(frozen=True)
class TableRow:
    """One row under the headings: folded heading → cell."""

    number: int
    cells: Mapping[str, Cell]

    def value(self, heading: str) -> Any:
        """What stands under the heading; None for an empty cell or a heading that is not there."""
        found = self.cells.get(heading)
        return None if found is None else found.value


@dataclass(frozen=True)
class FoundTable:
    """A table: the sheet's present name, its headings (folded) in order, headings that stand twice, its rows."""

    sheet: str
    headings: tuple[str, ...]
    doubled: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Opened:
    """A returned workbook: which draft it says it is of, its tables by kind, who reviewed and when."""

    path: Path
    identity: SheetIdentity | None
    tables: Mapping[str, FoundTable]
    twice: tuple[str, ...]
    """Kinds of table of which two sheets were found, none under its own name."""
    reviewer: Cell | None
    day: Cell | None
    content: bytes | None = None
    """The draft that the sheet was written from, as it stands in the hidden sheet."""


KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "评分表": ("编号", "评审指标", "复核得分"),
    "资格条件": ("编号", "条件", "复核结论"),
    "佐证材料": ("编号", "材料", "复核采信"),
    "疑点与跟进": ("序号", "问题", "处理结果"),
    "人员": ("姓名", "职称(资格)", "复核意见"),
}
"""The sheets by name, each with the headings by which it is known."""


def folded(value: object) -> str:
    """A heading or a choice without blanks and line ends, full-width characters made narrow."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split()) if value is not None else ""


def open_sheet(path: Path) -> Opened:
    """The workbook as it stands. Raises NotRead; a PermissionError becomes one too."""
    with _workbook(path, formulas=True, again="重新收取", then="重交") as book:
        return _opened(path, book)


@contextlib.contextmanager
def _workbook(path: Path, *, formulas: bool, again: str, then: str) -> Iterator[Any]:
    """The workbook; whatever shows it as broken, at once or when its parts are read, becomes NotRead."""
    _check(path)
    try:
        book = load_workbook(path, read_only=True, data_only=not formulas, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except NotRead:
        raise
    except PermissionError:
        raise NotRead(f"文件正被打开或没有读取权限，请关闭后{again}") from None
    except Exception as cause:  # noqa: BLE001  # the edge of one file: whatever openpyxl says of a broken workbook
        raise NotRead(
            f"文件已损坏，不能读取（{type(cause).__name__}），请用办公软件打开另存为 .xlsx 后{then}"
        ) from None


def _check(path: Path) -> None:
    try:
        with path.open("rb") as handle:
            head = handle.read(8)
            rest = handle.read(_LARGEST) if head[:4] == b"\xd0\xcf\x11\xe0" else b""
    except PermissionError:
        raise NotRead("文件正被打开或没有读取权限，请关闭后重新收取") from None
    except OSError as cause:
        raise NotRead(f"文件不能读取（{cause.strerror or cause}）") from None
    if head[:4] == b"\xd0\xcf\x11\xe0":
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise NotRead("文件设了打开密码，请去掉密码后重交")
        raise NotRead("文件是旧格式（.xls 或 .et），请在办公软件里另存为 .xlsx 后重交")
    if not head:
        raise NotRead("文件是空的（0 字节），可能没有传完整，请重交")
    if head[:2] != b"PK":
        raise NotRead("文件不是 .xlsx 工作簿，请在办公软件里另存为 .xlsx 后重交")
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(info.file_size for info in packed.infolist()) > _LARGEST:
                raise NotRead("文件过大或已损坏，不像是评审表；请重交原表")
            if "xl/workbook.xml" not in packed.namelist():
                raise NotRead("文件不是 .xlsx 工作簿，请在办公软件里另存为 .xlsx 后重交")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise NotRead("文件已损坏，可能没有传完整，请重交") from None


def _opened(path: Path, book: Any) -> Opened:
    found: dict[str, list[FoundTable]] = {}
    identity: SheetIdentity | None = None
    content: bytes | None = None
    reviewer = day = None
    for sheet in book.worksheets:
        rows = _grid(sheet)
        if identity is None and (identity := _identity(rows)) is not None:
            content = unpacked("".join(str(_at(r, 1) or "") for r in rows if folded(_at(r, 0)) == CONTENT_LABEL))
        for kind, wanted in KINDS.items():
            table = _table(sheet.title, rows, wanted)
            if table is not None:
                found.setdefault(kind, []).append(table)
                if kind == "评分表" and (reviewer is None or sheet.title == kind):
                    reviewer, day = _beside(rows, REVIEWER), _beside(rows, DAY)
    tables: dict[str, FoundTable] = {}
    twice = []
    for kind, several in found.items():
        named = [table for table in several if table.sheet == kind] or several
        if len(named) == 1:
            tables[kind] = named[0]
        else:
            twice.append(kind)
    return Opened(path, identity or _from_properties(book), tables, tuple(twice), reviewer, day, content)


def _grid(sheet: Any) -> list[list[Any]]:
    if not hasattr(sheet, "iter_rows"):  # a sheet that holds only a chart
        return []
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what the file claims of its size may be wrong
    return [list(row) for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)]


def _table(name: str, rows: list[list[Any]], wanted: tuple[str, ...]) -> FoundTable | None:
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        headings = [folded(value) for value in row]
        if not all(word in headings for word in wanted):
            continue
        columns = {heading: n for n, heading in reversed(list(enumerate(headings))) if heading}
        doubled = tuple(sorted({h for h in headings if h and headings.count(h) > 1}))
        body = [
            TableRow(
                number, {h: Cell(f"{get_column_letter(n + 1)}{number}", _at(cells, n)) for h, n in columns.items()}
            )
            for number, cells in enumerate(rows[at + 1 :], at + 2)
            if any(value is not None for value in cells)
        ]
        return FoundTable(name, tuple(dict.fromkeys(h for h in headings if h)), doubled, tuple(body))
    return None


def _at(cells: list[Any], n: int) -> Any:
    return cells[n] if n < len(cells) else None


def _beside(rows: list[list[Any]], label: str) -> Cell | None:
    """The cell at the right of a label."""
    for number, row in enumerate(rows[:_HEADING_ROWS], 1):
        for n, value in enumerate(row):
            if folded(value).rstrip(":") == label:
                for further in range(n + 1, min(n + 5, len(row))):
                    if row[further] is not None:
                        if folded(row[further]).rstrip(":") in (REVIEWER, DAY):
                            break
                        return Cell(f"{get_column_letter(further + 1)}{number}", row[further])
                return Cell(f"{get_column_letter(n + 3)}{number}", None)
    return None


def _identity(rows: list[list[Any]]) -> SheetIdentity | None:
    if not rows or folded(_at(rows[0], 0)) != FORMAT_LABEL:
        return None
    said = {folded(_at(row, 0)): str(_at(row, 1) or "") for row in rows}
    return _from({key: said.get(label, "") for key, label in LABELS.items()})


def _from_properties(book: Any) -> SheetIdentity | None:
    try:
        said = {str(one.name): str(one.value) for one in book.custom_doc_props.props}
    except (AttributeError, TypeError):
        return None
    return _from({key: said.get(PREFIX + key, "") for key in LABELS})


def _from(said: Mapping[str, str]) -> SheetIdentity | None:
    return SheetIdentity(**said) if said["draft"] and said["rubric"] else None


def read_tables(path: Path, wanted: Mapping[str, tuple[str, ...]]) -> Mapping[str, FoundTable]:
    """The tables of another workbook of ours (results, ledger), by the headings that each must have.

    Formulas are taken as the values that they had when the file was saved. Raises NotRead.
    """
    with _workbook(path, formulas=False, again="重新运行", then="再用") as book:
        grids = [(sheet.title, _grid(sheet)) for sheet in book.worksheets]
    found: dict[str, FoundTable] = {}
    for name, headings in wanted.items():
        tables = [table for title, rows in grids if (table := _table(title, rows, headings)) is not None]
        named = [table for table in tables if table.sheet == name] or tables
        if named:
            found[name] = named[0]
    return found
