"""Published lists: one line names the holder and what was given, many lines make one paper (annexes, decisions)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.candidates import Candidate, value_is_english
from extractors.choosing import choose, side_of
from extractors.columns import Columns
from extractors.evidence import Field, Reading
from extractors.papers import Paper
from extractors.spec import Kind
from extractors.table_text import TableCell
from extractors.tables import read_rows
from extractors.values import READERS


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def rows_of(paper: Paper, text: str, kind: Kind) -> list[dict[str, Field]]:
    """The fields of every line that the first fitting pattern of `rows` finds; none where no pattern fits."""
    if in_table := _table_rows(paper, kind):
        return in_table
    for pattern in kind.rows:
        rows = [_row(paper, m, kind) for m in _compiled(pattern).finditer(text)]
        rows = [row for row in rows if row]
        if rows:
            return rows
    return []


def _table_rows(paper: Paper, kind: Kind) -> list[dict[str, Field]]:
    """The rows of a table whose header names the holder and another field: cell by cell, whatever the order."""
    if not kind.columns:
        return []
    others = [name for name in kind.columns if name != "holder"]
    columns = Columns({**kind.columns, "row": ("=序号",)}, [["holder"], others], ["holder"])
    rows = []
    for row in read_rows(paper.pages, columns):
        fields = {n: f for n, cell in row.cells.items() if n != "row" and (f := _of_cell(cell, kind, n)) is not None}
        if "holder" in fields and len(fields) > 1:
            rows.append(fields)
    return rows


def _of_cell(cell: TableCell, kind: Kind, name: str) -> Field | None:
    """A cell as its field says; nothing where the cell says no such value."""
    spec = kind.all_fields[name]
    values = READERS[spec.parse](cell.text, True)
    if not values or values[0].value is None:
        return None
    one = values[0]
    value = side_of(one.value, spec.side) if spec.parse == "date" and isinstance(one.value, str) else one.value
    reading = Reading(cell.via, cell.score, check=one.check, repaired=one.repaired)
    return None if value is None else Field(value, cell.raw, cell.span, reading)


def _row(paper: Paper, match: re.Match[str], kind: Kind) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name, spec in kind.all_fields.items():
        if name not in match.re.groupindex or match.group(name) is None:
            continue
        start, end = match.span(name)
        values = READERS[spec.parse](paper.text[start:end], True)[:1]
        found = [Candidate(v, start + v.start, start + v.end, 0, value_is_english(v), None) for v in values]
        field = choose(paper, spec, found)
        if field is not None and field.value is not None:
            fields[name] = field
    return fields
