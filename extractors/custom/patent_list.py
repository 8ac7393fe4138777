"""A company's list of its patents: every row an item of its own (mark `list_row`), with the row as its place.

The rubric allows the list as material of indicator 4 (专利名称、项数，注明专利号、专利类型、获得日期).
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.custom.cells import date_of, organisations_of
from extractors.custom.list_pages import goes_on, list_rows, load_columns, owner_above, recognise_list
from extractors.custom.making import cell_field, known, row_item
from extractors.evidence import Evidence, Field
from extractors.papers import Match, Paper, Spread
from extractors.parsers import foreign_patent, patent_number
from extractors.parsers.found import Found
from extractors.table_text import TableCell
from extractors.tables import Row

KIND = "patent_list"
SPREAD: Spread = "page"
COLUMNS = load_columns("patent_list.yaml")

_TITLE = re.compile(
    r"(?:专利|知识产权)[^\n]{0,12}(?:清单|列表|一览表|汇总表|明细表?|统计表|目录|情况表|台账)|(?:清单|列表|一览表)[^\n]{0,6}专利"
)
_WORDS = re.compile(r"知识产权名称|授权号|专利号|专利名称|申请号|发明名称|专利\(申请\)号|授权公告号")
_KINDS = (
    ("utility_model", re.compile(r"实用新型|新型专利|utility", re.I)),
    ("design", re.compile(r"外观|design", re.I)),
    ("invention", re.compile(r"发明|invention", re.I)),
)
_JURISDICTIONS = (
    ("US", re.compile(r"美国|US(?:A|PTO)?\b", re.I)),
    ("EP", re.compile(r"欧洲|欧盟|EPO?\b", re.I)),
    ("JP", re.compile(r"日本|JP\b", re.I)),
    ("KR", re.compile(r"韩国|KR\b", re.I)),
    ("DE", re.compile(r"德国|DE\b", re.I)),
    ("TW", re.compile(r"台湾|TW\b", re.I)),
    ("HK", re.compile(r"香港|HK\b", re.I)),
    ("CN", re.compile(r"中国|国内|CN\b", re.I)),
)
_PENDING = re.compile(r"实审|实质审查|受理|公开|公布|申请中|审查中|在审|未授权|驳回|撤回|待审")
_NOT_PATENTS = re.compile(r"软件著作权|软著|作品登记|商标|集成电路")


def recognise(paper: Paper) -> Match | None:
    """A table whose header names patents."""
    return recognise_list(paper, KIND, COLUMNS, _TITLE, _WORDS)


def continues(paper: Paper, page: Paper) -> bool | None:
    """Further rows, with or without the header again."""
    return goes_on(paper, page, COLUMNS)


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One patent for each row with a number."""
    found = []
    for row in list_rows(paper, COLUMNS):
        item = _item(paper, row)
        if item is not None:
            found.append(item)
    return found


def _item(paper: Paper, row: Row) -> Evidence | None:
    number = row.cells.get("number") or row.cells.get("publication")
    if number is None or _NOT_PATENTS.search(row.text("kind")):
        return None
    read = _number(number)
    if read is None:
        return None
    field, jurisdiction, by_number = read
    fields: dict[str, Field] = {"patent_no": field, "jurisdiction": _jurisdiction(row, jurisdiction)}
    kind = row.cells.get("kind")
    printed = next((k for k, p in _KINDS if kind and p.search(kind.text)), None)
    if printed is not None and kind is not None:
        fields["kind"] = cell_field(kind, printed)
    elif by_number is not None:
        fields["kind"] = cell_field(number, by_number, check=field.reading.check)
    if "title" in row.cells:
        fields["title"] = cell_field(row.cells["title"], row.text("title"))
    for name in ("filing_date", "grant_date"):
        if name in row.cells:
            fields[name] = date_of(row.cells[name])
    if "patentees" in row.cells:
        fields["patentees"] = organisations_of(row.cells["patentees"])
    elif (owner := owner_above(paper)) is not None:
        fields["patentees"] = replace(owner, value=(str(owner.value),))
    marks, extras = set(), {}
    for name in ("status", "note", "publication", "certificate"):
        if name in row.cells:
            extras[name] = cell_field(row.cells[name], row.text(name))
    if _PENDING.search(row.text("status")) or (field.value and str(field.value).startswith("PCT")):
        marks.add("application")
        # An application has no ZL, whatever the list writes.
        fields["patent_no"] = replace(field, value=str(field.value).removeprefix("ZL"))
    if "patentees" not in fields:
        marks.add("no_patentee_column")
    return row_item("patent", KIND, paper, row, fields, anchor=field.span, extras=extras, marks=marks)


def _number(cell: TableCell) -> tuple[Field, str, str | None] | None:
    text = cell.text
    domestic = next((f for f in patent_number.find(text) if f.value), None)
    if domestic is None:
        domestic = _bare(text)
    if domestic is not None and domestic.value is not None:
        value = domestic.value
        by_digit = patent_number.KINDS.get(_kind_digit(value))
        field = cell_field(cell, value, check=domestic.check, repaired=domestic.repaired)
        return field, "CN", by_digit
    foreign = next((f for f in foreign_patent.find(text) if f.value), None)
    if foreign is not None and foreign.value is not None:
        office = re.match(r"[A-Z]{2}", foreign.value)
        return (
            cell_field(cell, foreign.value),
            office.group() if office else "",
            None if foreign.problem else "invention",
        )
    value = re.sub(r"\s", "", text)
    if sum(c.isdigit() for c in value) >= 6 and not re.search(r"[\u4e00-\u9fff]{4}", value):
        return cell_field(cell, value, labelled=True), "", None
    return None


def _bare(text: str) -> Found | None:
    """A list often leaves ZL out: 202010430096.0."""
    tight = re.sub(r"[\s]", "", text).upper()
    if not re.match(r"^[\dCN]", tight):
        return None
    return next((f for f in patent_number.find("ZL" + tight.removeprefix("CN")) if f.value), None)


def _kind_digit(number: str) -> str:
    digits = number.removeprefix("ZL").removeprefix("CN").replace(" ", "")
    return digits[4:5] if len(digits.split(".")[0]) == 12 else digits[2:3]


def _jurisdiction(row: Row, by_number: str) -> Field:
    cell = row.cells.get("jurisdiction")
    told = next((c for c, p in _JURISDICTIONS if cell and p.search(cell.text)), None)
    if told is None:
        kind = row.cells.get("kind")
        told = next((c for c, p in _JURISDICTIONS if kind and p.search(kind.text)), None)
        cell = kind
    if told and cell is not None and (not by_number or by_number == told):
        return cell_field(cell, told)
    return known(by_number or None)
