"""Invented notices as data: paragraphs, tables with merged cells, and what a careful person would draft from them.

`^` stands for a cell merged with the one above, `<` for one merged with the one to the left. `rule` is the shape of
the rule (`rule_shape`); two readings that a careful person may take are parted by ` | `.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.strict_yaml import load

FOLDER = Path(__file__).parent / "notices"


@dataclass(frozen=True)
class Table:
    lead: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The heading is the first row."""

    def merges(self) -> list[tuple[int, int, int, int, str]]:
        """Cells as (row, column, rowspan, colspan, text), row by row."""
        found = []
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text in {"^", "<"}:
                    continue
                wide = 1
                while c + wide < len(row) and row[c + wide] == "<":
                    wide += 1
                high = 1
                while r + high < len(self.rows) and self.rows[r + high][c] == "^":
                    high += 1
                found.append((r, c, high, wide, text))
        return found


@dataclass(frozen=True)
class ExpectedLine:
    max: str
    rules: tuple[str, ...]
    id: str = ""
    types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Notice:
    name: str
    title: str
    before: tuple[str, ...]
    tables: tuple[Table, ...]
    lines: tuple[ExpectedLine, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    """Formats in which the table can be read at all; empty: every one."""


def read_spec(path: Path) -> Notice:
    tree = load(path.read_text("utf-8"), path.name)
    expected = dict(tree["expected"])
    lines = tuple(
        ExpectedLine(
            entry["max"],
            tuple(rule.strip() for rule in entry["rule"].split(" | ")),
            entry.get("id", ""),
            frozenset(entry.get("types", ())),
        )
        for entry in expected.pop("lines")
    )
    tables = tuple(
        Table(
            tuple(table.get("lead", ())),
            tuple(
                tuple(cell or "" for cell in row)
                for row in ([table["columns"]] if table.get("columns") else []) + table["rows"]
            ),
        )
        for table in tree["tables"]
    )
    formats = tuple(tree.get("formats", ()))
    return Notice(path.stem, tree["title"], tuple(tree["before"]), tables, lines, expected, formats)


def all_specs() -> list[Notice]:
    return [read_spec(path) for path in sorted(FOLDER.glob("*.yaml"))]
