"""The progress sheet of a plan: an overview by unit, the table of all rows by units, one sheet for each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from matchers.draft import Draft
from pipeline.emit.labels import word
from pipeline.emit.progress_rows import Cell, PlanRow, cells_of, has_tasks, rows_of, unit_name
from pipeline.emit.sheet_cells import Book, Column, Graded, Link, Value, clean, sheet_name
from pipeline.emit.wording import points_text

TARGET_STATES: Final = ("met", "not_met", "unknown")
TASK_STATES: Final = ("done", "overdue", "unclear", "open")
URGENT: Final = ("overdue", "not_met", "unclear", "unknown", "open", "done", "met")
"""The order in which a unit's rows stand on its own sheet: what has to be done first."""
GRADES: Final[Mapping[str, str]] = {
    "met": "met",
    "done": "met",
    "not_met": "not_met",
    "overdue": "not_met",
    "unknown": "unknown",
    "unclear": "unknown",
    "open": "info",
    "none": "rejected",
}
"""The colour of each state: green, red, yellow, blue; grey for a row that is not the unit's."""
SHEETS: Final = 60
"""Units with a sheet of their own; further ones stand in the table only."""


def write_progress(book: Book, drafts: Sequence[Draft]) -> None:
    """Adds the sheets; the drafts are of one plan."""
    ordered = sorted(drafts, key=lambda draft: (unit_name(draft), draft.dossier.name))
    cells = [cells_of(draft) for draft in ordered]
    names = _sheet_names(ordered)
    _overview(book, ordered, cells, names)
    _table(book, ordered, cells)
    for draft, own, name in zip(ordered[:SHEETS], cells, names, strict=False):
        _unit(book, draft, own, name)


def _state(text: str, state: str) -> Graded:
    return Graded(text, GRADES[state])


def _states(drafts: Sequence[Draft]) -> tuple[str, ...]:
    return TASK_STATES if has_tasks(drafts) else TARGET_STATES


def _sheet_names(drafts: Sequence[Draft]) -> list[str]:
    """Names of the units' own sheets, each once."""
    found: list[str] = []
    for draft in drafts:
        name = sheet_name(sheet_name(unit_name(draft))[:25])  # room for a number; what was cut may end badly
        made, number = name, 2
        while made.casefold() in {other.casefold() for other in found} or made in {
            "进度总览",
            "进度表",
            "待跟进",
            "未出稿",
        }:
            made, number = f"{name}_{number}", number + 1
        found.append(made)
    return found


def _title(book: Book, sheet: Worksheet, text: str, about: str, last: int) -> None:
    title = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, book.text(text), title)
    plain = book.format(align="left")
    sheet.set_row(1, 34)
    sheet.merge_range(1, 0, 1, last, "", plain)
    sheet.write_string(1, 0, book.text(about), plain)


def _overview(book: Book, drafts: Sequence[Draft], cells: Sequence[Mapping[str, Cell]], names: Sequence[str]) -> None:
    states = _states(drafts)
    pointed = any(draft.total_max for draft in drafts)
    columns = [
        Column("单位", 26),
        Column("负责\n行数", 8, True),
        *(Column(word("progress", state), 10, True) for state in states),
        Column("达成率", 9, True),
        *([Column("提议分\n（自评参考）", 12, True)] if pointed else []),
        Column("警告", 7, True),
        Column("不能确定是否\n由其负责", 14, True),
        Column("材料", 26),
        Column("明细", 10, True),
        Column("草稿", 10, True),
    ]
    sheet = book.sheet("进度总览", columns, repeat=2, footer="进度总览（草稿），由人核定")
    first = drafts[0]
    about = f"依据：{first.rubric_source}　基准日：{first.as_of}　共 {len(drafts)} 个单位。只统计各单位自己负责的行。"
    if has_tasks(drafts):
        about += "每年的任务按年分计。“逾期”指已过时限而材料中未见完成的依据，不等于没有做。"
    _title(book, sheet, f"{first.rubric_title}　进度总览（草稿）", about, len(columns) - 1)
    rows = []
    for draft, own in zip(drafts, cells, strict=True):
        count = Counter(cell.status for cell in own.values() if cell.status)
        whole = sum(count.values())
        good = count[states[0]]
        rows.append(
            [
                unit_name(draft),
                whole,
                *(_state(str(count[state]), state) if count[state] else 0 for state in states),
                f"{100 * good / whole:.0f}%" if whole else "—",
                *([points_text(draft.total)] if pointed else []),
                sum(m.severity == "warning" for m in draft.mismatches),
                sum(not cell.status and "是否包括本单位" in cell.basis for cell in own.values()),
                draft.dossier.name,
                "查看",
                Link("打开", f"{clean(draft.dossier.name)}/draft.xlsx".replace("%", "%25").replace("#", "%23")),
            ]
        )
    end = book.table(sheet, 2, columns, rows)
    for n, name in enumerate(names[:SHEETS]):
        at = len(columns) - 2
        form = book.cell(font_color="#0B57A4", underline=1, align="center")
        sheet.write_url(3 + n, at, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", form, "查看")
    sheet.freeze_panes(3, 1)
    _legend(book, sheet, end + 1, states)


def _legend(book: Book, sheet: Worksheet, row: int, states: Sequence[str]) -> None:
    plain = book.format(font_size=9, font_color="#555555", text_wrap=False)
    sheet.write_string(row, 0, "颜色：", plain)
    for n, state in enumerate((*states, "none"), 1):
        book.put(sheet, row, n, _state("不是其任务" if state == "none" else word("progress", state), state))


def _table(book: Book, drafts: Sequence[Draft], cells: Sequence[Mapping[str, Cell]]) -> None:
    tasks = has_tasks(drafts)
    rows = rows_of(drafts[0])
    columns = [
        Column("编号", 13, True),
        Column("任务" if tasks else "指标", 40),
        Column("责任单位", 24),
        Column("完成时限" if tasks else "目标", 15, True),
        Column("全部单位", 13, True),
        *(Column(unit_name(draft), 17, True) for draft in drafts),
    ]
    sheet = book.sheet("进度表", columns, repeat=0, footer="进度表（草稿）；空白为不是该单位的行")
    made = [_row(row, [own.get(row.number, Cell()) for own in cells], tasks) for row in rows]
    book.table(sheet, 0, columns, made)
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 2)


def _due(row: PlanRow) -> str:
    return row.due or (f"（空）\n{row.deadline}" if row.deadline else "（空）")


def _row(row: PlanRow, cells: Sequence[Cell], tasks: bool) -> list[Value]:
    known = [cell for cell in cells if cell.status]
    good = sum(cell.status in {"done", "met"} for cell in known)
    states = {cell.status for cell in known}
    worst = next((state for state in URGENT if state in states), "none")
    together: Value = (
        _state(f"{good}／{len(known)} {'完成' if tasks else '达到'}", worst) if known else _state("—", "none")
    )
    return [row.number, row.text, "、".join(row.units), _due(row), together, *(_cell(cell) for cell in cells)]


def _cell(cell: Cell) -> Value:
    if not cell.status:
        return _state("由人确定" if "是否包括本单位" in cell.basis else "", "none")
    told = [word("progress", cell.status), cell.value, cell.paper if cell.status in {"done", "unclear", "met"} else ""]
    return _state("\n".join(part for part in told if part), cell.status)


def write_unit(book: Book, draft: Draft, name: str = "进度明细") -> None:
    """Adds one unit's sheet: its rows, those first that need something done."""
    _unit(book, draft, cells_of(draft), name)


def _unit(book: Book, draft: Draft, cells: Mapping[str, Cell], name: str) -> None:
    tasks = any(line.tasks for line in draft.lines)
    columns = [
        Column("状态", 10, True),
        Column("编号", 13, True),
        Column("事项", 22),
        Column("任务" if tasks else "指标", 34),
        Column("完成时限" if tasks else "目标", 14, True),
        Column("数值", 12, True),
        Column("依据", 60),
        Column("材料", 26),
    ]
    sheet = book.sheet(name, columns, repeat=2, footer=f"{unit_name(draft)}　进度（草稿）")
    mine = [(row, cells[row.number]) for row in rows_of(draft) if cells[row.number].status]
    mine.sort(key=lambda one: URGENT.index(one[1].status))
    count = Counter(cell.status for _, cell in mine)
    told = "，".join(f"{word('progress', state)} {count[state]}" for state in URGENT if count[state])
    about = f"基准日：{draft.as_of}　负责 {len(mine)} 行：{told or '无'}。先列逾期、未达到和待核的。"
    _title(book, sheet, f"{unit_name(draft)}　进度明细（草稿）", about, len(columns) - 1)
    rows: list[list[Value]] = [
        [
            _state(word("progress", cell.status), cell.status),
            row.number,
            row.item,
            row.text,
            _due(row),
            cell.value or "—",
            cell.basis,
            cell.paper or "—",
        ]
        for row, cell in mine
    ]
    book.table(sheet, 2, columns, rows)
    sheet.freeze_panes(3, 2)
