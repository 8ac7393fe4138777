"""The list of those who were awarded, as an office keeps it (XLSX or CSV): unit, day, contact, state."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.parsers import dates
from matchers.award_calendar import Awarded, State
from pipeline.errors import UnusableInput
from pipeline.masking import mask
from pipeline.readers.plain_text import decode_text
from pipeline.readers.sheet import cell_text

MOST_ROWS: Final = 20_000
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("单位名称", "企业名称", "认定单位", "获奖单位", "单位", "企业", "名称"),
    "awarded": ("认定日期", "认定时间", "授予日期", "获奖日期", "公布日期", "评审通过日期"),
    "contact": ("联系人", "联系人及电话", "联系方式"),
    "state": ("状态", "资格状态"),
}
_STATES: Final[dict[str, State]] = {
    "": "in_force",
    "有效": "in_force",
    "在效": "in_force",
    "正常": "in_force",
    "终止": "ended",
    "已终止": "ended",
    "取消": "cancelled",
    "已取消": "cancelled",
    "撤销": "cancelled",
    "已撤销": "cancelled",
}
_SERIALS: Final = range(32_874, 73_051)
"""Days since 1899-12-30 that a cell without a date's format shows: 1990 to 2099."""


@dataclass(frozen=True)
class AwardList:
    """The units that could be read, and one line for each row that could not or not wholly."""

    units: tuple[Awarded, ...]
    problems: tuple[str, ...]


def read_award_list(path: Path) -> AwardList:
    """The list at `path`; raises UnusableInput where it is no list at all."""
    sheets = list(_sheets(path))
    units: list[Awarded] = []
    problems: list[str] = []
    headed = False
    for sheet, rows in sheets:
        at = _heading(rows)
        if at is None:
            continue
        headed = True
        _read_rows(path.name, sheet, rows, at, units, problems)
    if not headed:
        raise UnusableInput(
            f"“{path.name}”里没有找到表头", remedy="第一行须有“单位名称”和“认定日期”两列，另可有“联系人”“状态”"
        )
    return AwardList(tuple(units), tuple(problems))


def later(file: str, unit: Awarded, as_of: dt.date) -> str:
    """What is told of a unit whose day lies ahead: perhaps a slip of the pen."""
    return f"{file} {unit.place}：“{mask(unit.name)}”的认定日期{unit.awarded}晚于判断日{as_of}，已列入，请核对"


def _sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Every sheet with its rows of text; a CSV is one sheet without a name."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise UnusableInput(f"不能读取“{path}”（{cause.strerror or cause}）", remedy="请检查路径") from None
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        yield from _workbook(path)
        return
    text = decode_text(data)
    if text is None:
        raise UnusableInput(f"“{path.name}”不是 XLSX 或 CSV", remedy="请另存为 XLSX 或 CSV")
    first = text.split("\n", 1)[0]
    delimiter = max("\t,;，", key=first.count)
    try:
        yield "", [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as cause:
        raise UnusableInput(f"“{path.name}”不是完整的 CSV（{cause}）", remedy="请另存为 XLSX") from None


def _workbook(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    import python_calamine as calamine

    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height * sheet.total_width > 5_000_000:
                    raise UnusableInput(f"“{path.name}”的工作表“{name}”范围过大", remedy="请删去多余的行和列")
                yield name, [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except calamine.PasswordError:
        raise UnusableInput(f"“{path.name}”有密码", remedy="请去掉密码后再用") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, ValueError):
        raise UnusableInput(f"“{path.name}”不是完好的表格文件", remedy="请用 Excel 或 WPS 打开后另存") from None


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The row of headings among the first twenty and the column of each; None where unit or day has no column."""
    for number, row in enumerate(rows[:20]):
        cells = [re.sub(r"\s|（.*?）|\(.*?\)|[*＊:：]", "", cell) for cell in row]
        found = {key: cells.index(word) for key, words in _HEADINGS.items()
                 if (word := next((w for w in words if w in cells), None)) is not None}  # fmt: skip
        if {"name", "awarded"} <= found.keys():
            return number, found
    return None


def _read_rows(
    file: str,
    sheet: str,
    rows: Sequence[Sequence[str]],
    heading: tuple[int, dict[str, int]],
    units: list[Awarded],
    problems: list[str],
) -> None:
    top, columns = heading
    known = {_key(unit.name): unit for unit in units}
    for number, row in enumerate(rows[top + 1 : top + 1 + MOST_ROWS], top + 2):
        cells = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
        place = (f"工作表“{sheet}”" if sheet else "") + f"第{number}行"
        if not any(cells.values()) or re.fullmatch(r"合计|总计|说明[:：]?.*|注[:：].*", cells["name"]):
            continue
        where = f"{file} {place}"
        if not cells["name"]:
            problems.append(f"{where}：没有单位名称，未列入")
            continue
        day, wrong = _day(cells["awarded"])
        if day is None:
            problems.append(f"{where}：“{mask(cells['name'])}”{wrong}，未列入")
            continue
        if before := known.get(_key(cells["name"])):
            same = "" if before.awarded == day else f"，且认定日期不同（{before.awarded}与{day}）"
            problems.append(f"{where}：“{mask(cells['name'])}”重复，{before.place}已有{same}，此行未列入")
            continue
        state = _STATES.get(cells.get("state", ""))
        if state is None:
            allowed = "、".join(("有效", "终止", "取消"))
            problems.append(
                f"{where}：“{mask(cells['name'])}”的状态“{cells['state']}”看不懂（可用：{allowed}），按有效列入"
            )
        unit = Awarded(cells["name"], day, cells.get("contact", ""), state or "in_force", place)
        known[_key(unit.name)] = unit
        units.append(unit)
    if len(rows) - top - 1 > MOST_ROWS:
        problems.append(f"{file}：超过{MOST_ROWS}行，其余未读")


def _key(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _day(text: str) -> tuple[dt.date | None, str]:
    """The day, or why there is none."""
    if not text:
        return None, "没有认定日期"
    if text.isdecimal() and int(text) in _SERIALS:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text)), ""
    found = dates.read(re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?$", "", text))
    if found.value is None:
        return None, f"的认定日期“{text[:20]}”读不出（{found.problem}）"
    try:
        return dt.date.fromisoformat(found.value), ""
    except ValueError:
        return None, f"的认定日期“{text[:20]}”须写到日，例如 2022-09-15"
