"""Published lists: one line names the holder and what was given, many lines make one paper (annexes, decisions)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.candidates import Candidate, value_is_english
from extractors.choosing import choose
from extractors.evidence import Field
from extractors.papers import Paper
from extractors.spec import Kind
from extractors.values import READERS


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def rows_of(paper: Paper, text: str, kind: Kind) -> list[dict[str, Field]]:
    """The fields of every line that the first fitting pattern of `rows` finds; none where no pattern fits."""
    for pattern in kind.rows:
        rows = [_row(paper, m, kind) for m in _compiled(pattern).finditer(text)]
        rows = [row for row in rows if row]
        if rows:
            return rows
    return []


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
