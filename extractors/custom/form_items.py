"""Things that an application form names: numbers, days, persons, by line; and counts (发明专利3项)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.columns import Columns
from extractors.custom import patent_list, trademark_list
from extractors.custom.making import load_data
from extractors.evidence import ClaimItem
from extractors.papers import Paper
from extractors.parsers import (
    certificate_number,
    cnas_number,
    dates,
    foreign_patent,
    high_tech_number,
    measurement_number,
    patent_number,
    standard_number,
)
from extractors.parsers.found import Found
from extractors.table_text import TableCell
from extractors.tables import Row, read_rows

_DATA = load_data("application_form.yaml")
LISTS = {k: Columns(v["columns"], v["needed"], v.get("keys", ())) for k, v in _DATA["lists"].items()}
WORDS: Mapping[str, Sequence[str]] = _DATA["certificate_words"]

_COUNT = re.compile(
    r"(?<![\d.年第])(?P<n>\d{1,3})\s?(?:项|件|个|份|张|名|人|种|款|家|本)(?!以上|或以上|及以上|以内|月)"
)
_MANAGEMENT = re.compile(
    r"(?:19001|14001|24001|45001|28001|29490|19022|39604|19580|23331|9001|16949|27001|22080|23001|27922)"
)
_TRADEMARK = re.compile(r"第\s?(?P<number>G?\d{5,8}[A-Z]?)\s?号")
_SPLIT = re.compile(r"[\n;；。]")
_NAME = re.compile(r"^[\u4e00-\u9fff·]{2,5}$")


def items_in(cell: TableCell, lines: Sequence[str]) -> list[tuple[str, ClaimItem]]:
    """The numbers that a cell names, each with the line that it belongs to (one of `lines` where that can be)."""
    found: list[tuple[str, ClaimItem]] = []
    text = cell.text
    for line, one in _numbers(text, lines):
        if lines and line not in lines:
            line = next((x for x in lines if x.split(".")[0] == line.split(".")[0]), "")
            if not line:
                continue
        around = _around(text, one.start, one.end)
        found.append((line, ClaimItem(around.strip(), one.value, _day(around, one.value or ""), None, cell.span)))
    return found


def count_in(text: str) -> int | None:
    """What a cell counts: the sum of 3项, 5件, 2人; None without such words.

    >>> count_in("发明专利3项，实用新型5项"), count_in("拥有2人或以上"), count_in("详见附件")
    (8, None, None)
    """
    found = [int(m["n"]) for m in _COUNT.finditer(text)]
    return sum(found) if found else None


def listed_items(paper: Paper) -> list[tuple[str, ClaimItem]]:
    """The rows of lists inside the form, with their lines."""
    found: list[tuple[str, ClaimItem]] = []
    found += [("4", _row_item(r, "number", "title", "grant_date")) for r in read_rows(paper.pages, patent_list.COLUMNS)]
    found += [
        ("5", _row_item(r, "number", "name", "registration_date"))
        for r in read_rows(paper.pages, trademark_list.COLUMNS)
        if "专利" not in r.text("number") and re.search(r"\d{5}", r.text("number"))
    ]
    for key in ("2.1", "7", "8.1"):
        found += [(key, _row_item(r, "number", "name", "date")) for r in read_rows(paper.pages, LISTS[key])]
    for row in read_rows(paper.pages, LISTS["certificates"]):
        line = line_of_words(row.text("name") + " " + row.text("number"))
        if line:
            found.append((line, _row_item(row, "number", "name", "date")))
    for row in read_rows(paper.pages, LISTS["people"]):
        name = re.sub(r"\s", "", row.text("name"))
        if _NAME.match(name) and row.text("title"):
            line = "10.2" if "首席质量官" in row.text("title") else "11"
            text = " ".join(c.text for c in row.cells.values())
            found.append((line, ClaimItem(text, row.text("number") or None, _cell_day(row, "date"), name, row.span)))
    return _distinct(found)


def line_of_words(text: str) -> str | None:
    """The line of a certificate by the words of its name or number."""
    for line, words in WORDS.items():
        if any(w.upper() in text.upper() for w in words):
            return line
    return None


def _row_item(row: Row, number: str, name: str, date: str) -> ClaimItem:
    printed = row.text(number)
    value = next((f.value for _, f in _numbers(printed, ()) if f.value), None)
    if value is None:
        match = _TRADEMARK.search(printed)
        value = match["number"] if match else re.sub(r"\s", "", printed)
    text = " ".join(c.text for c in row.cells.values())
    return ClaimItem(text, value or None, _cell_day(row, date), row.text(name) or None, row.span)


def _cell_day(row: Row, name: str) -> str | None:
    return _day(row.text(name), "") if name in row.cells else None


def _numbers(text: str, lines: Sequence[str]) -> Iterator[tuple[str, Found]]:
    patents = [f for f in patent_number.find(text) if f.value] + [f for f in foreign_patent.find(text) if f.value]
    yield from (("4", f) for f in patents)
    for one in standard_number.find(text):
        if one.value and not _MANAGEMENT.search(one.value) and one.hint != "plan":
            yield "2.1", one
    for one in measurement_number.find(text):
        if one.value:
            yield "1", one
    for one in certificate_number.find(text):
        if one.value and not one.value.startswith("CMS"):
            yield line_of_words(_around(text, one.start, one.end)) or _by_letter(one.value), one
    yield from (("8.2", f) for f in high_tech_number.find(text) if f.value)
    yield from (("3", f) for f in cnas_number.find(text) if f.value)
    if "5" in lines:
        for match in _TRADEMARK.finditer(text):
            yield "5", Found(match["number"], *match.span())


def _by_letter(number: str) -> str:
    """The system letter of a certificate number: Q is quality, others are of 9.2."""
    match = re.match(r"\d{3}[A-Z]{0,2}\d{2}([A-Z]{1,5})\d", number)
    return "9.1" if match and match[1] in {"Q", "QJ", "YQ"} else "9.2"


def _around(text: str, start: int, end: int) -> str:
    """The clause around a number."""
    cuts = [m.start() for m in _SPLIT.finditer(text)]
    first = max((c + 1 for c in cuts if c < start), default=0)
    last = min((c for c in cuts if c >= end), default=len(text))
    return text[first:last][:200]


def _day(text: str, without: str) -> str | None:
    found = [f.value for f in dates.find_days(text.replace(without, " ") if without else text) if f.value]
    return found[0] if found and found[0] != dates.LONG_TERM else None


def _distinct(found: list[tuple[str, ClaimItem]]) -> list[tuple[str, ClaimItem]]:
    kept: dict[tuple[str, str | None, str | None], tuple[str, ClaimItem]] = {}
    for line, one in found:
        kept.setdefault((line, one.number, one.name if one.number is None else None), (line, one))
    return list(kept.values())
