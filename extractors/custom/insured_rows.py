"""Persons and months from the tables of social security papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.columns import Columns
from extractors.custom.insured import Insured, expand
from extractors.custom.insured_text import SocialLabels, masked_identity, months_of
from extractors.custom.making import cell_field
from extractors.evidence import Field
from extractors.holders import holder_in
from extractors.papers import Paper
from extractors.parsers import dates
from extractors.table_text import TableCell
from extractors.tables import Row, read_rows

_NAME = re.compile(r"^[\u4e00-\u9fff㐀-䶿·]{2,6}$")
_NO_NAME = re.compile(r"合计|小计|总计|姓名|备注|制表|单位|以下空白|经办|打印|说明|人数")
_KINDS = ("pension", "injury", "unemployment", "medical")
_WORD = {"pension": "养老", "injury": "工伤", "unemployment": "失业", "medical": "医疗"}
_NOTHING = re.compile(r"^(?:0+(?:\.0+)?|[-—/×xX否无]+|未参保|未参加|未缴.?|)$")
_FOOTER = re.compile(r"截\s?止|合\s?计|累\s?计|总\s?计|小\s?计|该参保人|实际缴费|打印|制表|备注|以上|说明|验证码")
"""What stands in the last row of a table of months: sums and the day of printing, never a month that was paid."""
_TICKED = re.compile(r"[√☑✓■●是已]|\d")
_NOW = re.compile(r"(?P<from>20\d\d[年.\-/]?\d{1,2})月?\s?(?:至|到|-|~|--)\s?今")


def people_in_rows(paper: Paper, columns: Columns, period: Field | None) -> list[Insured]:
    """The persons of a list, a row each (or several)."""
    found: list[Insured] = []
    for row in read_rows(paper.pages, columns):
        name = re.sub(r"\s", "", row.text("person"))
        if not _NAME.match(name) or _NO_NAME.search(name):
            continue
        one = Insured(name, cell_field(row.cells["person"], name))
        one.identity = masked_identity(row.text("identity")) if "identity" in row.cells else None
        _fill(one, row, paper)
        if not one.months and one.month_field is None and period is not None and isinstance(period.value, str):
            first, _, last = period.value.partition("/")
            one.months, one.month_field = expand(first, last), period
        found.append(one)
    return found


def people_in_text(paper: Paper, columns: Columns, labels: SocialLabels, period: Field | None) -> list[Insured]:
    """The one person of a certificate, with the rows of its table of periods or months."""
    person = labels.person(paper)
    if person is None:
        return []
    name, place = person
    identity = labels.identity(paper)
    found: list[Insured] = []
    for row in read_rows(paper.pages, columns):
        if any(_FOOTER.search(row.text(cell)) for cell in ("row", "period", "from", "to", "employer")):
            continue
        one = Insured(name, place, identity)
        _fill(one, row, paper)
        if one.months:
            found.append(one)
    if any(o.employer for o in found):
        # The table of months below the table of employers says the same again.
        found = [o for o in found if o.employer]
    if not found:
        one = Insured(name, place, identity)
        if period is not None and isinstance(period.value, str):
            first, _, last = period.value.partition("/")
            one.months, one.month_field = expand(first, last), period
        one.insurances = _named_in(paper.text)
        found.append(one)
    return found


def _fill(one: Insured, row: Row, paper: Paper) -> None:
    one.status = row.text("status") or None
    if "employer" in row.cells:
        holder = holder_in(re.sub(r"^[\u4e00-\u9fff]{2,5}[市区县]?:", "", row.text("employer")), labelled=True)
        if holder is not None and len(holder.name) >= 4:
            one.employer = cell_field(row.cells["employer"], holder.name)
    one.insurances = _insurances(row)
    for first, last, place in _ranges(row, paper):
        one.months |= expand(first, last)
        one.month_field = one.month_field or place
    for title, cell in row.others.items():
        month = next((f.value for f in dates.find_months(title) if f.value), None)
        if month and len(month) == 7 and _TICKED.search(cell.text) and not _NOTHING.match(cell.text):
            one.months.add(month)
            one.month_field = one.month_field or cell_field(cell, month)


def _insurances(row: Row) -> set[str]:
    """险种 as printed, and the columns of single insurances that hold something."""
    found = {w for w in re.split(r"[、,，/;；+\s]+", row.text("insurance")) if w}
    stated = [k for k in _KINDS if k in row.cells]
    for kind in stated:
        if not _NOTHING.match(re.sub(r"\s", "", row.text(kind))):
            found.add(_WORD[kind])
    return found


def _ranges(row: Row, paper: Paper) -> Iterator[tuple[str, str, Field]]:
    if "from" in row.cells:
        start = _month(row.text("from"))
        cell = row.cells.get("to")
        end = _month(cell.text) if cell is not None else None
        if start and end is None and cell is not None and ("今" in cell.text or not cell.text):
            end = _printed_month(paper)
        if start and end:
            yield start, end, cell_field(row.cells["from"], f"{start}/{end}")
            return
        # 本单位参保起始时间 without an end says since when, not which months were paid.
    if "period" in row.cells:
        cell = row.cells["period"]
        text = _as_range(cell)
        if open_end := _NOW.search(text):
            start, end = _month(open_end["from"]), _printed_month(paper)
            if start and end:
                yield start, end, cell_field(cell, f"{start}/{end}")
            return
        for one in dates.find_months(text):
            months = months_of(one.value) if one.value else None
            if months:
                first, last = months.split("/")
                yield first, last, cell_field(cell, months)


def _as_range(cell: TableCell) -> str:
    """Two months in two lines (or two cells under one header) are the ends of a range."""
    if len(cell.runs) == 2:  # two cells under one header; a narrow one may break its month
        ends = [re.sub(r"\s", "", run.raw) for run in cell.runs]
        if all(len(list(_finds(end))) == 1 and "/" not in next(iter(_finds(end))) for end in ends):
            return "至".join(ends)
    single = [list(_finds(line)) for line in cell.lines]
    if len(single) == 2 and all(len(found) == 1 and "/" not in found[0] for found in single):
        return "至".join(cell.lines)
    return cell.text


def _month(text: str) -> str | None:
    for one in _finds(text):
        months = months_of(one)
        if months:
            return months.split("/")[0]
    return None


def _finds(text: str) -> Iterable[str]:
    # 202112 broken over two lines of a narrow cell.
    whole = re.sub(r"\s", "", text) if re.fullmatch(r"[\d\s]{6,10}", text) else text
    return [f.value for f in dates.find_months(whole) if f.value]


def _printed_month(paper: Paper) -> str | None:
    """Where 至今 ends: the month before the paper was printed; that of printing need not have been paid yet."""
    match = re.search(
        r"(?:打印|开具|出具|查询|制表|证明|生成)(?:日期|时间)?[:：]?\s*(?P<day>20\d\d[年.\-/]\s?\d{1,2}[月.\-/]\s?\d{0,2}日?)",
        paper.text,
    )
    month = _month(match["day"]) if match is not None else None
    if month is None:
        days = [f.value for f in dates.find_days(paper.text) if f.value and len(f.value) == 10]
        month = days[-1][:7] if days else None
    if month is None:
        return None
    index = int(month[:4]) * 12 + int(month[5:7]) - 2
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _named_in(text: str) -> set[str]:
    found = {w for w in ("养老", "工伤", "失业", "医疗") if w in text}
    return found if "养老" not in found else {"养老"} | found
