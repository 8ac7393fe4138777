"""Plain text as paragraphs and tables: cells parted by tabs, one cell a line, or bars of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.document import Box
from matchers.drafting.notice import Notice, Sheet, sheet_of
from pipeline.drafting.column_layout import Run
from pipeline.drafting.unruled import find_in

_BAR: Final = re.compile(r"^\s*\|.*\|\s*$|^[^|]+\|[^|]+\|")
_RULER: Final = re.compile(r"^[\s|:+=-]+$")


def notice_of_text(text: str) -> Notice:
    """The blocks of a text file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    if any(line.startswith("\t") and line.count("\t") == 1 for line in lines) and _one_cell_a_line(lines):
        return Notice(tuple(_cells_by_line(lines)))
    if not any("\t" in line or _BAR.match(line) for line in lines) and (spaced := _spaced(lines)) is not None:
        return spaced
    blocks: list[str | Sheet] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if "\t" in line.strip("\n ") and line.strip():
            end, rows = _tabbed(lines, at)
            blocks.append(sheet_of(rows))
            at = end
        elif _BAR.match(line):
            end, rows = _barred(lines, at)
            if len(rows) > 1:
                blocks.append(sheet_of(rows))
            else:
                blocks.append(line.strip())
            at = end
        else:
            if line.strip():
                blocks.append(line.strip())
            at += 1
    return Notice(tuple(blocks))


def _spaced(lines: Sequence[str]) -> Notice | None:
    """Columns that blanks keep apart, as text copied out of a PDF has them: read like a page without lines."""
    runs = [_runs(line, number) for number, line in enumerate(lines)]
    blocks: list[str | Sheet] = []
    for found in find_in([line for line in runs if line], None, 0):
        blocks += [*found.before, found.sheet]
    return Notice(tuple(blocks)) if blocks else None


def _runs(line: str, number: int) -> list[Run]:
    """Stretches without two blanks in a row, at their place in half-width characters."""
    result = []
    for match in re.finditer(r"\S+(?: \S+)*", line.replace("\t", "    ")):
        left = sum(1 + (ord(char) > 0x2E7F) for char in line[: match.start()])
        wide = sum(1 + (ord(char) > 0x2E7F) for char in match.group())
        result.append(Run(match.group(), Box(left * 5, number * 10, (left + wide) * 5, number * 10 + 9)))
    return result


def _tabbed(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    """A run of lines with tabs. A line without its full number of cells is continued by the next."""
    width = 0
    rows: list[list[str]] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip() or ("\t" not in line and not _continues(rows, width, lines, at)):
            break
        cells = line.split("\t")
        if not width:
            width = len(cells)
        if rows and len(rows[-1]) < width and len(rows[-1]) + len(cells) - 1 <= width and len(cells) < width:
            rows[-1][-1] += "\n" + cells[0]
            rows[-1] += cells[1:]
        elif rows and "\t" not in line:
            rows[-1][-1] += "\n" + line
        else:
            rows.append(cells)
        at += 1
    return at, rows


def _continues(rows: list[list[str]], width: int, lines: Sequence[str], at: int) -> bool:
    """True for a line without tabs that belongs to the cell before: more of the table follows at once."""
    if not rows or at + 1 >= len(lines):
        return False
    return len(rows[-1]) < width or "\t" in lines[at + 1]


def _barred(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    rows = []
    while at < len(lines) and "|" in lines[at]:
        if not _RULER.match(lines[at]):
            rows.append([cell.strip().replace("<br>", "\n") for cell in lines[at].strip().strip("|").split("|")])
        at += 1
    return at, rows


def _one_cell_a_line(lines: Sequence[str]) -> bool:
    cells = [line for line in lines if line.startswith("\t")]
    return len(cells) >= 6 and sum(line.count("\t") == 1 for line in cells) > 0.8 * len(cells)


def _cells_by_line(lines: Sequence[str]) -> list[str | Sheet]:
    """Every cell is a line that begins with a tab; a blank line ends a row."""
    blocks: list[str | Sheet] = []
    rows: list[list[str]] = []
    row: list[str] = []
    blank = False

    def end_row() -> None:
        if row:
            rows.append(list(row))
            row.clear()

    def end_table() -> None:
        end_row()
        if rows:
            blocks.append(sheet_of(_of_one_width(rows)))
            rows.clear()

    for line in lines:
        if line.startswith("\t"):
            if blank:
                end_row()
            row.append(line[1:].strip())
            blank = False
        elif not line.strip():
            blank = True
        elif row and not (blank and _is_heading(line)):
            row[-1] += "\n" + line.strip()  # a cell of several paragraphs
            blank = False
        else:
            end_table()
            blocks.append(line.strip())
            blank = False
    end_table()
    return blocks


def _is_heading(line: str) -> bool:
    return re.match(r"\s*(?:附件|附表|第.{1,3}[章部]|[一二三四五六七八九十]+、)", line) is not None


def _of_one_width(rows: list[list[str]]) -> list[list[str]]:
    """A heading that blank lines cut into pieces is put together; rows are as wide as most of them."""
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count)
    result: list[list[str]] = []
    for row in rows:
        if result and len(result[-1]) < usual and len(result[-1]) + len(row) <= usual:
            result[-1] += row
        else:
            result.append(row)
    return result
