"""A company's list of its trademarks: every row an item of its own (mark `list_row`), with the row as its place."""

from __future__ import annotations

import re

from extractors.custom.cells import date_of, last_date_of
from extractors.custom.list_pages import goes_on, list_rows, load_columns, owner_above, recognise_list
from extractors.custom.making import cell_field, known, row_item
from extractors.evidence import Evidence, Field
from extractors.holders import holder_in
from extractors.papers import Match, Paper, Spread
from extractors.table_text import TableCell
from extractors.tables import Row

KIND = "trademark_list"
SPREAD: Spread = "page"
COLUMNS = load_columns("trademark_list.yaml")

_TITLE = re.compile(
    r"商标[^\n]{0,12}(?:清单|列表|一览表|汇总表|明细表?|统计表|目录|情况表|台账)|(?:清单|列表|一览表)[^\n]{0,6}商标"
)
_WORDS = re.compile(r"商标")
_NUMBER = re.compile(r"(?:第)?(?P<number>[A-Z]{0,4}\d[\d, ]{3,11}[A-Z]?)(?:号)?")
_JURISDICTIONS = (
    ("US", re.compile(r"美国|USPTO|\bUSA?\b")),
    ("EU", re.compile(r"欧盟|EUIPO|\bEU(?:TM)?\b")),
    ("GB", re.compile(r"英国|\bUK\b")),
    ("JP", re.compile(r"日本")),
    ("KR", re.compile(r"韩国")),
    ("DE", re.compile(r"德国")),
    ("FR", re.compile(r"法国")),
    ("CA", re.compile(r"加拿大")),
    ("AU", re.compile(r"澳大利亚")),
    ("RU", re.compile(r"俄罗斯")),
    ("IN", re.compile(r"印度(?!尼)")),
    ("VN", re.compile(r"越南")),
    ("TH", re.compile(r"泰国")),
    ("SG", re.compile(r"新加坡")),
    ("HK", re.compile(r"香港")),
    ("MO", re.compile(r"澳门")),
    ("TW", re.compile(r"台湾")),
    ("WIPO", re.compile(r"马德里|WIPO|国际注册")),
    ("CN", re.compile(r"中国(?!香港|台湾|澳门)|国内|中华人民共和国|\bCN\b")),
)
_PENDING = re.compile(r"申请中|受理|审查中|待审|初审|初步审定|驳回|实质审查|未注册|等待")


def recognise(paper: Paper) -> Match | None:
    """A table whose header names trademarks."""
    return recognise_list(paper, KIND, COLUMNS, _TITLE, _WORDS)


def continues(paper: Paper, page: Paper) -> bool | None:
    """Further rows, with or without the header again."""
    return goes_on(paper, page, COLUMNS)


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One trademark for each row with a number."""
    made = (_item(paper, row) for row in list_rows(paper, COLUMNS))
    return [one for one in made if one is not None]


def _item(paper: Paper, row: Row) -> Evidence | None:
    number = row.cells["number"]
    match = _NUMBER.search(number.text)
    if match is None or "专利" in "".join(c.text for c in row.cells.values()):
        return None
    value = re.sub(r"[, ]", "", match["number"])
    fields: dict[str, Field] = {"registration_no": cell_field(number, value)}
    place = row.cells.get("jurisdiction")
    told = next((c for c, p in _JURISDICTIONS if place and p.search(place.text)), None)
    if place is not None:
        fields["jurisdiction"] = cell_field(place, told)
    elif re.fullmatch(r"G?\d{5,8}[A-Z]?", value):
        fields["jurisdiction"] = known("WIPO" if value.startswith("G") else "CN")
    if "classes" in row.cells:
        fields["classes"] = _classes(row.cells["classes"])
    if "registration_date" in row.cells:
        fields["registration_date"] = date_of(row.cells["registration_date"])
    if "expiry_date" in row.cells:
        fields["expiry_date"] = last_date_of(row.cells["expiry_date"])
    if "holder" in row.cells:
        holder = holder_in(row.text("holder"), labelled=True)
        fields["holder"] = cell_field(row.cells["holder"], holder.name if holder else None)
    elif (owner := owner_above(paper)) is not None:
        fields["holder"] = owner
    extras = {n: cell_field(row.cells[n], row.text(n)) for n in ("name", "status", "note") if n in row.cells}
    marks = {"application"} if _PENDING.search(row.text("status")) else set()
    return row_item("trademark", KIND, paper, row, fields, anchor=number.span, extras=extras, marks=marks)


def _classes(cell: TableCell) -> Field:
    found = [m.group() for m in re.finditer(r"(?<!\d)\d{1,2}(?!\d)", cell.text) if 1 <= int(m.group()) <= 45]
    return cell_field(cell, tuple(dict.fromkeys(str(int(n)) for n in found)))
