"""A returned workbook understood against its draft: entries taken, and everything odd told with sheet and cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from matchers.draft import Met
from pipeline.emit import sheet_lists, sheet_papers, sheet_score
from pipeline.masking import mask
from pipeline.review.drafted import Drafted
from pipeline.review.entries import DECISIONS, VERDICTS, Entries
from pipeline.review.sheet_tables import KINDS, Cell, FoundTable, Opened, TableRow, folded
from pipeline.review.told import Level, Told
from pipeline.review.typed_number import read_score

_ENTRY_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "评分表": ("复核得分", "复核意见"),
    "资格条件": ("复核结论", "复核意见"),
    "佐证材料": ("复核采信", "复核意见"),
    "疑点与跟进": ("处理结果",),
    "人员": ("复核意见",),
}
_OWN: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(folded(column.title) for column in columns)
    for kind, columns in (
        ("评分表", sheet_score.COLUMNS),
        ("资格条件", sheet_lists.CONDITION_COLUMNS),
        ("佐证材料", sheet_papers.COLUMNS),
        ("疑点与跟进", sheet_lists.FOLLOW_UP_COLUMNS),
        ("人员", sheet_lists.PEOPLE_COLUMNS),
    )
}
"""The headings that the sheets have when they go out."""
_LONGEST: Final = 4000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_STRAYS: Final = 20
"""Stray rows told one by one; a sheet with more has lost its shape."""


@dataclass
class _Notes:
    """What is told while one file is understood."""

    file: str
    told: list[Told] = field(default_factory=list)

    def say(self, level: Level, text: str, sheet: str = "", cell: str = "") -> None:
        self.told.append(Told(level, self.file, text, sheet, cell))


def understand(opened: Opened, drafted: Drafted, file: str) -> tuple[Entries, tuple[Told, ...]]:
    """The entries of one sheet, and what has to be told; a cell that cannot be taken costs no other."""
    notes = _Notes(file)
    for kind in KINDS:
        if kind in opened.twice:
            notes.say("fault", f"有两张“{kind}”表，不能确定以哪一张为准，这张表的内容未收", kind)
        elif kind not in opened.tables:
            notes.say("fault", f"缺少“{kind}”表（被删除或表头被改动），这张表的内容未收", kind)
    lines = {line.id: line for line in drafted.lines}
    conditions = [condition.id for condition in drafted.conditions]
    papers = [paper.id for paper in drafted.papers]
    scores: dict[str, Decimal] = {}
    opinions: dict[str, str] = {}
    verdicts: dict[str, Met] = {}
    decisions: dict[str, bool] = {}
    condition_notes: dict[str, str] = {}
    paper_notes: dict[str, str] = {}
    settled: dict[int, str] = {}
    people_notes: dict[str, str] = {}
    for row, key in _rows(opened, "评分表", lines, notes):
        cell = row.cells["复核得分"]
        typed = read_score(cell.value)
        sheet = opened.tables["评分表"].sheet
        limit = lines[key].max_score
        if typed.value is None and typed.told:
            notes.say("fault", f"指标 {key} 的复核得分{typed.told}，未收", sheet, cell.address)
        elif typed.value is not None and not 0 <= typed.value <= limit:
            text = f"指标 {key} 的复核得分 {typed.value} 超出 0～{limit}，未收"
            notes.say("fault", text, sheet, cell.address)
        elif typed.value is not None:
            scores[key] = typed.value
            if typed.told:
                notes.say("note", f"指标 {key} 的复核得分{typed.told}，按 {typed.value} 收", sheet, cell.address)
        _text(row, "复核意见", key, opinions)
        _locked(row, "预评得分", lines[key].draft_score, sheet, notes)
        _locked(row, "满分", limit, sheet, notes)
    for row, key in _rows(opened, "资格条件", conditions, notes):
        _choice(row, "复核结论", key, VERDICTS, verdicts, opened.tables["资格条件"], notes)
        _text(row, "复核意见", key, condition_notes)
    for row, key in _rows(opened, "佐证材料", papers, notes):
        _choice(row, "复核采信", key, DECISIONS, decisions, opened.tables["佐证材料"], notes)
        _text(row, "复核意见", key, paper_notes)
    numbers = [str(doubt.number) for doubt in drafted.doubts]
    for row, key in _rows(opened, "疑点与跟进", numbers, notes):
        _text(row, "处理结果", int(key), settled)
    for row, key in _rows(opened, "人员", tuple(dict.fromkeys(drafted.people)), notes):
        _text(row, "复核意见", key, people_notes)
    entries = Entries(
        _said(opened.reviewer.value if opened.reviewer else None),
        _day(opened.day.value if opened.day else None),
        scores,
        opinions,
        decisions,
        paper_notes,
        verdicts,
        condition_notes,
        settled,
        people_notes,
    )
    return entries, tuple(notes.told)


def _rows(opened: Opened, kind: str, known: Collection[str], notes: _Notes) -> Iterator[tuple[TableRow, str]]:
    """The rows of the draft in one table, each once; what else was entered, and what is gone, is told."""
    table = opened.tables.get(kind)
    if table is None:
        return
    key_heading = KINDS[kind][0]
    wanted = _ENTRY_HEADINGS[kind]
    missing = [heading for heading in wanted if heading not in table.headings]
    doubled = [heading for heading in (*wanted, key_heading) if heading in table.doubled]
    for heading in missing:
        notes.say("fault", f"缺少“{heading}”列，这一列的内容未收", table.sheet)
    if doubled:
        notes.say("fault", f"有两列“{doubled[0]}”，不能确定以哪一列为准，这张表的内容未收", table.sheet)
        return
    names = {folded(key): key for key in known}
    seen: dict[str, TableRow] = {}
    strays = 0
    for row in table.rows:
        key = names.get(_key(row.value(key_heading)), "")
        if key and key not in seen:
            seen[key] = row
        elif key in seen:
            if _entered(row, wanted) != _entered(seen[key], wanted):
                where = row.cells[key_heading].address
                notes.say("fault", f"“{key}”有两行，内容不同，只收第 {seen[key].number} 行", table.sheet, where)
        elif any(_entered(row, wanted)) and strays < _STRAYS and _key(row.value(key_heading)) != "合计":
            strays += 1
            where = next(row.cells[h].address for h in wanted if h in row.cells and row.value(h) is not None)
            notes.say("fault", f"第 {row.number} 行不是草稿中的行，填写的内容未收", table.sheet, where)
    _told_columns(table, kind, notes)
    gone = [key for key in known if key not in seen]
    if gone:
        listed = "、".join(gone[:8]) + (f" 等 {len(gone)} 行" if len(gone) > 8 else "")
        notes.say("fault", f"缺少 {listed}（被删除或编号被改动），按未填处理", table.sheet)
    for key in known:
        if key in seen:
            yield _filled(seen[key], wanted), key


def _told_columns(table: FoundTable, kind: str, notes: _Notes) -> None:
    """Columns that people added: what stands in them is not taken."""
    for heading in table.headings:
        if heading not in _OWN[kind]:
            cells = [row.cells[heading] for row in table.rows if row.value(heading) is not None]
            if cells:
                text = f"增加的列“{heading[:30]}”不在评审表中，其中 {len(cells)} 格内容未收"
                notes.say("note", text, table.sheet, cells[0].address)


def _filled(row: TableRow, wanted: tuple[str, ...]) -> TableRow:
    """The row with every wanted heading, also where its column is gone."""
    missing = {heading: Cell("", None) for heading in wanted if heading not in row.cells}
    return TableRow(row.number, {**row.cells, **missing}) if missing else row


def _entered(row: TableRow, wanted: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.value(heading) for heading in wanted)


def _key(value: Any) -> str:
    """An id as it stands; a number may have become one by saving (`1`, `1.0`, but `2.1` is text or a number)."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return folded(value)


def _text(row: TableRow, heading: str, key: Any, into: dict[Any, str]) -> None:
    said = _said(row.value(heading))
    if said:
        into[key] = said


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return mask(_CONTROL.sub("", str(value)).strip()[:_LONGEST])


def _day(value: Any) -> str:
    return _said(value)[:40]


def _choice(
    row: TableRow,
    heading: str,
    key: str,
    allowed: Mapping[str, Any],
    into: dict[str, Any],
    table: FoundTable,
    notes: _Notes,
) -> None:
    cell = row.cells[heading]
    said = folded(cell.value)
    if said in allowed:
        into[key] = allowed[said]
    elif said:
        text = f"“{key}”的{heading}写作“{said[:20]}”，只能是{'、'.join(allowed)}，未收"
        notes.say("fault", text, table.sheet, cell.address)


def _locked(row: TableRow, heading: str, value: Decimal, sheet: str, notes: _Notes) -> None:
    cell = row.cells.get(heading)
    typed = read_score(cell.value) if cell is not None else None
    if cell is not None and typed is not None and typed.value != value:
        text = f"锁定的“{heading}”被改为“{_said(cell.value)[:20]}”，仍按草稿的 {value} 计"
        notes.say("note", text, sheet, cell.address)
