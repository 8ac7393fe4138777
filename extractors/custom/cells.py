"""Cells of lists as fields: a day, a month, names of organisations."""

from __future__ import annotations

import re

from extractors.custom.making import cell_field
from extractors.evidence import Field
from extractors.holders import holders_in
from extractors.parsers import dates
from extractors.table_text import TableCell

_EXCEL_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(?::00)?")


def date_of(cell: TableCell) -> Field:
    """The day (or month) that a cell gives; of several the first; None where none can be read."""
    text = _EXCEL_DAY.sub(r"\1", cell.text)
    one = dates.read(text)
    if one.value is None:
        found = dates.find_days(text) or dates.find_months(text)
        if not found:
            return cell_field(cell, None)
        one = found[0]
    value = dates.ends(one.value)[0] if one.value else None
    return cell_field(cell, value, repaired=one.repaired)


def last_date_of(cell: TableCell) -> Field:
    """The end of a validity: the last day of the cell."""
    found = [f for f in dates.find_days(_EXCEL_DAY.sub(r"\1", cell.text)) if f.value]
    if not found:
        return date_of(cell)
    return cell_field(cell, found[-1].value, repaired=found[-1].repaired)


def organisations_of(cell: TableCell) -> Field:
    """Names in a cell: separated by ; 、 / or by line ends behind a whole name."""
    text = cell.text
    names = [h.name for part in re.split(r"[/|]", text) for h in holders_in(part)]
    return cell_field(cell, tuple(dict.fromkeys(names)))
