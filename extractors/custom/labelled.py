"""Values beside labels: behind the label in its line, else in the next line or cell; whole cells of ruled tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from extractors.papers import Paper

_GLOSS = re.compile(r"[ \n/]{0,3}[A-Za-z][A-Za-z .()&'/-]{1,30}(?=\s?:|\t)\s?:?")
"""The English of a label in the same cell or line (委托单位 Client), never what stands in the next cell."""


class Labels:
    """Label words by field, longest first; blanks and line ends may stand between the characters of a label."""

    def __init__(self, words: Mapping[str, Sequence[str]], glued: Collection[str] = ()) -> None:
        """`glued`: fields whose value may follow the label at once (OCR loses the colon: 姓名张三)."""
        self._patterns = {name: _pattern(labels, glued=name in glued) for name, labels in words.items()}

    def values(self, paper: Paper, name: str, reach: int = 90) -> list[tuple[int, int]]:
        """Where values of this label stand in the paper's text, in order; each ends at a tab, line end or `reach`."""
        text = paper.text
        found = []
        for match in self._patterns[name].finditer(text):
            start = match.end()
            if not match.group().endswith(":") and (gloss := _GLOSS.match(text, start)):
                start = gloss.end()
            stop = min(len(text), start + reach)
            line = re.match(r"[^\n\t\f]*", text[start:stop])
            end = start + (line.end() if line else 0)
            if not text[start:end].strip(" :_"):
                rest = re.match(r"[\s:_]*[^\n\t\f]*", text[start:stop])
                end = start + (rest.end() if rest else 0)
            found.append((start, end))
        return found

    def blocks(self, paper: Paper, name: str, reach: int = 400) -> list[tuple[int, int]]:
        """As `values`, but the whole cell of a ruled table, or up to the next full stop or empty line."""
        found = []
        for start, _ in self.values(paper, name, reach):
            text = paper.text[start : start + reach]
            lead = len(text) - len(text.lstrip(" :\n\t_"))
            cell = _cell_end_at(paper, start + lead)
            if cell is not None:
                found.append((start + lead, cell))
                continue
            body = re.match(r"[^\t\f]*?(?:。|\n\s*\n|\t|\f|$)", text[lead:])
            found.append((start + lead, start + lead + (body.end() if body else 0)))
        return found


def flat(text: str) -> tuple[str, list[int]]:
    r"""The text without white space, and where each character stood.

    >>> flat("广东省市场\n监督")
    ('广东省市场监督', [0, 1, 2, 3, 4, 6, 7])
    """
    places = [at for at, char in enumerate(text) if not char.isspace()]
    return "".join(text[at] for at in places), places


def cell_end(paper: Paper, start: int) -> int | None:
    """The end of the table cell that holds the first word behind `start`; None outside tables."""
    text = paper.text[start : start + 120]
    return _cell_end_at(paper, start + len(text) - len(text.lstrip(" :\n\t_")))


def _cell_end_at(paper: Paper, at: int) -> int | None:
    """The end of the table cell that holds this offset."""
    if at >= len(paper.text):
        return None
    index = paper.part_at(at)
    part, base = paper.parts[index], paper.starts[index]
    if not part.page.tables:
        return None
    raw = paper.span(at, at + 1).start
    for table in part.page.tables:
        for cell in table.cells:
            if cell.start <= raw < cell.end:
                end = part.view.inside(cell.start, cell.end)[1] - part.start + base
                return max(at, min(end, base + len(part.text)))
    return None


def _pattern(labels: Sequence[str], *, glued: bool) -> re.Pattern[str]:
    words = sorted(labels, key=len, reverse=True)
    spaced = "|".join(r"\s{0,4}".join(re.escape(c) for c in w) for w in words)
    note = r"(?:\s?\([^()\n]{1,10}\))?"
    parts = [rf"(?<![\u4e00-\u9fff])(?:{spaced}){note}(?![\u4e00-\u9fff])\s?:?", rf"(?:{spaced}){note}\s?:"]
    if glued:
        parts.append(rf"(?<![\u4e00-\u9fff])(?:{spaced})")
    return re.compile("|".join(parts))
