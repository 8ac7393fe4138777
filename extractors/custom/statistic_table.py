"""Measured values in tables: 指标 | 单位 | 2018年 | 2019年 | 同比, or a row for each district and a column a measure.

Columns of targets, changes and notes are no values. A unit stands in its own column, in the cell, in brackets behind
the measure or the header, or over the table (单位：万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from extractors.columns import Columns
from extractors.custom import clauses
from extractors.custom.document_head import Head
from extractors.custom.making import cell_field, read_field, row_item
from extractors.custom.statistic_fields import FIELDS, TYPE, ends_of, marks_of, of_title, place_of_head, value_field
from extractors.evidence import Evidence, Field, Reading
from extractors.papers import Paper
from extractors.parsers import measured_value, periods
from extractors.parsers.measured_value import Amount
from extractors.table_text import TableCell
from extractors.tables import Row, read_rows

COLUMNS: Final = Columns(
    titles={
        "measure": ["指标名称", "=指标", "统计指标", "监测指标", "考核指标", "评价指标", "工作指标", "指标内容",
                    "考核内容", "指标项", "主要指标", "考核细则要求", "指标要求", "统计项目", "=项目", "项目名称",
                    "=内容", "二级指标", "三级指标", "评价内容", "=考核项目", "监测项目",
                    "抽检类别", "产品类别", "食品类别", "样品类别"],
        "place": ["=地区", "县区", "=县(市、区)", "=市(区)", "=市区", "=区域", "行政区", "=属地", "镇街", "=镇(街)",
                  "=县市区", "各市区"],
        "when": ["=月份", "=月度", "=年份", "=年度", "=时间", "=季度"],
        "group": ["一级指标", "指标类别", "=类别", "=分类"],
        "unit": ["计量单位", "=单位"],
        "row": ["=序号", "=编号"],
    },
    needed=[("measure", "place", "when")],
    keys=["measure", "place", "when"],
)  # fmt: skip
_NO_VALUE: Final = re.compile(
    r"目标|同比|增长|增减|增幅|增速|比上年|较上年|上升|变化|备注|责任|说明|分值|得分|排序|序号|来源|要求|标准|计划|任务|应|满分|权重|上年同期|去年同期|扣分"
)
_VALUE: Final = re.compile(
    r"数值|数据|实绩|实际|完成|达到|指标值|现状|绝对数|绝对值|本年|本期|累计|合计|结果|总量|数量|实现|情况|当期|全年|年度值|年(?:底|末)?$|季度|月"
)
_BRACKET: Final = re.compile(r"\((?P<unit>[^()]{1,8})\)")
_UNIT_LINE: Final = re.compile(r"(?:计量)?单位[:：]\s*(?P<unit>[^\s,;。)）]{1,6})")
_UNIT: Final = re.compile(rf"(?:%|‰|[十百千]?[万亿]{{0,2}}(?:{measured_value.UNITS})|个百分点)")
_SUB: Final = re.compile(r"^(?:其中|#|[一-]?、)?[:：]?")


@dataclass(frozen=True)
class _Known:
    """What the rows of a table share: the words over it."""

    period: tuple[str, int, int] | None
    unit: tuple[str, int, int] | None


def table_figures(paper: Paper, head: Head) -> list[Evidence]:
    """The values of every row, each an item."""
    found: list[Evidence] = []
    above: dict[int, _Known] = {}
    last = ""
    for row in read_rows(paper.pages, COLUMNS):
        known = above.get(row.table) or above.setdefault(row.table, _above(paper, row))
        if "measure" in row.cells:
            cell = row.cells["measure"]
            name, elliptic = _measure(cell.text, row, last)
            if not name:
                continue
            last = last if elliptic else name
            for header, value in row.others.items():
                if _is_value(header):
                    one = _item(paper, row, head, known, (name, cell, elliptic), header, value)
                    found += [one] if one else []
        else:
            found += _by_columns(paper, row, head, known)
    return found


def _measure(text: str, row: Row, last: str) -> tuple[str, bool]:
    """The measure's name, and whether the row above gave part of it (其中：种植业产品)."""
    name = re.sub(r"[“”\"]", "", _SUB.sub("", _without_unit(text))).strip("。;,:、")
    name = re.sub(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、]", "", name)
    if not re.search(r"[\u4e00-\u9fff]{2}", name) or re.fullmatch(r"合计|总计|小计|备注.*|注.*|单位|说明", name):
        return "", False
    head = clauses.rate_head(last)
    percent = row.text("unit").strip() in {"%", "‰"} or any("%" in v.text for v in row.others.values())
    if percent and head and not clauses.names_a_rate(name) and len(name) <= 12:
        return name + (head.removeprefix("产品") if name.endswith("产品") else head), True
    return name, False


def _without_unit(text: str) -> str:
    return _BRACKET.sub(lambda m: "" if _UNIT.fullmatch(m["unit"]) else m.group(), text)


def _is_value(header: str) -> bool:
    if _NO_VALUE.search(header):
        return False
    return _VALUE.search(header) is not None or any(f.hint == "named" for f in periods.find(header))


def _by_columns(paper: Paper, row: Row, head: Head, known: _Known) -> Iterator[Evidence]:
    """One row for each district or month: every other column with a unit or a rate in its header is a measure."""
    for header, value in row.others.items():
        name = _without_unit(header)
        bracket = _BRACKET.search(header)
        has_unit = bracket is not None and _UNIT.fullmatch(bracket["unit"]) is not None
        if _NO_VALUE.search(header) or not (has_unit or clauses.names_a_rate(name)):
            continue
        one = _item(paper, row, head, known, (name, value, False), header, value)
        if one is None:
            continue
        fields = dict(one.fields)
        if (place := row.cells.get("place")) is not None:
            fields["place"] = cell_field(place, place.text)
        if (when := row.cells.get("when")) is not None:
            own = int(known.period[0][:4]) if known.period else head.year
            found = [f for f in periods.find(when.text, own) if f.value]
            if len(found) != 1:
                continue  # 合计, 平均
            derived = "年份取自表名或材料的标题" if found[0].hint == "relative" else None
            fields["period"] = replace(cell_field(when, found[0].value), reading=_reading(when, derived))
        yield replace(one, fields=fields)


def _reading(cell: TableCell, derived: str | None) -> Reading:
    return Reading(cell.via, cell.score, derived=derived)


def _amount(cell: TableCell) -> Amount | None:
    """The one measured number of a cell; a sentence with several gives none."""
    text = cell.text
    read = measured_value.read(text)
    if read is not None:
        return read
    if len(text) > 40:
        return None
    found = [
        a for a in measured_value.find(text)
        if a.unit and not a.is_difference and not clauses.is_difference(text[: a.start])
        and not clauses.is_wish(text, a.start, text[a.end :], None)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _item(
    paper: Paper, row: Row, head: Head, known: _Known, named: tuple[str, TableCell, bool], header: str, value: TableCell
) -> Evidence | None:
    name, name_cell, elliptic = named
    amount = _amount(value)
    if amount is None or amount.is_difference:
        return None
    unit = _unit(paper, row, header, name_cell, value, amount, known)
    if unit.value == "" and re.search(r"(?:排名|名次|位次)$", name):
        unit, amount = replace(unit, value="名"), replace(amount, rank=True)
    if unit.value in ("", None) and not clauses.names_a_rate(name) and not re.search(r"数$|量$", name):
        return None
    start, end = _place_of(paper, value)
    fields = {
        "measure": cell_field(name_cell, name, labelled=not elliptic),
        "value": replace(value_field(paper, name, amount, str(unit.value), start, end), raw=value.raw, span=value.span),
        "unit": unit,
        "period": _period(paper, row, header, head, known, name_cell),
        "place": place_of_head(paper, head),
    }
    extras = {n: replace(f, raw=value.raw, span=value.span) for n, f in ends_of(paper, amount, start, end).items()}
    if head.issuer is not None:
        extras["issuer"] = read_field(paper, head.issuer.value, head.issuer.start, head.issuer.end)
    return row_item(
        TYPE, TYPE, paper, row, fields, anchor=value.span, extras=extras,
        marks=marks_of(amount) | ({"elliptic"} if elliptic else set()), names=FIELDS,
    )  # fmt: skip


def _place_of(paper: Paper, cell: TableCell) -> tuple[int, int]:
    """Where a cell begins in the paper's text."""
    run = cell.runs[0]
    for part, base in zip(paper.parts, paper.starts, strict=True):
        if part.page is run.page:
            start, end = part.view.inside(run.start, run.end)
            return base + start - part.start, base + max(end, start + 1) - part.start
    return 0, 1


def _unit(
    paper: Paper, row: Row, header: str, name: TableCell, value: TableCell, amount: Amount, known: _Known
) -> Field:
    if amount.unit:
        return cell_field(value, amount.unit, repaired=amount.repaired)
    own = row.cells.get("unit")
    if own is not None and own.text.strip():
        return cell_field(own, own.text.strip("() "))
    for text, cell in ((name.text, name), (header, value)):
        for m in _BRACKET.finditer(text):
            if _UNIT.fullmatch(m["unit"]):
                return cell_field(cell, m["unit"])
    if known.unit is not None:
        return read_field(paper, *known.unit)
    return cell_field(value, "")


def _period(paper: Paper, row: Row, header: str, head: Head, known: _Known, name: TableCell) -> Field:
    for text in (header, name.text):
        found = [f for f in periods.find(text, head.year) if f.value]
        if found:
            how = "取自表头" if text is header else None
            if how is None:
                return cell_field(name, found[0].value)
            return _of_header(paper, row, str(found[0].value), how)
    if known.period is not None:
        return read_field(paper, *known.period, derived="取自表名")
    return of_title(paper, head)


def _of_header(paper: Paper, row: Row, value: str, how: str) -> Field:
    """The year of the column's header, as well as the last such year over the row is read."""
    start = _place_of(paper, next(iter(row.cells.values())))[0]
    at = paper.text.rfind(value[:4], 0, start)
    if at < 0:
        return Field(value, reading=Reading(via=row.page.via, score=UNSEEN, derived=how))
    return read_field(paper, value, at, at + 4, derived=how)


UNSEEN: Final = 0.8
"""Score of a header's year that nobody found on the page again."""


def _above(paper: Paper, row: Row) -> _Known:
    """Year and unit that stand over the table, in its title or beside it; not those of another table or of prose."""
    part, base = next((p, b) for p, b in zip(paper.parts, paper.starts, strict=True) if p.page is row.page)
    table = next((t for t in row.page.tables if any(c.start == row.span.start for c in t.cells)), None)
    start = min((c.start for c in table.cells if c.end > c.start), default=0) if table else row.span.start
    before = max((c.end for t in row.page.tables for c in t.cells if c.end <= start), default=0)
    first = max(part.view.inside(before, before)[0] - part.start, 0)
    last = max(part.view.inside(row.span.start, row.span.start)[0] - part.start, first)
    year = unit = None
    lines = [(m.group(), base + first + m.start()) for m in re.finditer(r"[^\n]+", part.text[first:last])]
    for line, at in reversed(
        [pair for pair in lines if "\t" not in pair[0].strip()][-6:]
    ):  # a header has several cells
        for m in _UNIT_LINE.finditer(line):
            if unit is None and _UNIT.fullmatch(m["unit"]):
                unit = (m["unit"], at + m.start("unit"), at + m.end("unit"))
        if re.search(r"[。;]\s*$", line):
            break
        named = [f for f in periods.find(line) if f.hint == "named" and f.value and "日" not in line[f.start : f.end]]
        if named and year is None and not re.search(r"日期|填报|制表|发布", line):
            year = (str(named[0].value), at + named[0].start, at + named[0].end)
    return _Known(year, unit)
