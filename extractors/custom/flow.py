"""The running text of a paper without line ends, page heads and page numbers, with the way back to `Paper.text`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.papers import Paper

_EDGE = re.compile(
    r"\s*(?:[-—·.]?\s*(?:[IVXl]{1,6}|\d{1,4}|第\s?\d+\s?页(?:\s?[,，/]?\s?共\s?\d+\s?页)?)\s*[-—·.]?"
    r"|(?:[A-Z]{1,6}\d{0,6}|T|Q)\s?/?\s?[A-Z0-9]{0,12}\s?[\d.]+\s?[-—一_:]\s?(?:19|20)?\d\d)\s*"
)
EDGE_LINES = 2


@dataclass(frozen=True)
class Flow:
    """`text` has no white space; `at[i]` is the offset of character i in the paper's text.

    `gaps`: positions in `text` before which white space stood; `breaks`: those where it was a line's end.
    """

    text: str
    at: tuple[int, ...]
    gaps: frozenset[int] = field(default=frozenset())
    breaks: frozenset[int] = field(default=frozenset())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the paper's text."""
        return self.at[start], self.at[end - 1] + 1


def flow_of(paper: Paper, first: int = 0, last: int | None = None) -> Flow:
    """The flow of parts [first, last) of a paper."""
    chars: list[str] = []
    at: list[int] = []
    gaps: set[int] = set()
    breaks: set[int] = set()
    stop = len(paper.parts) if last is None else last
    for index in range(first, stop):
        part, base = paper.parts[index], paper.starts[index]
        for start, line in _body(part.text):
            for offset, char in enumerate(line):
                if char.isspace():
                    gaps.add(len(chars))
                    continue
                chars.append(char)
                at.append(base + start + offset)
            gaps.add(len(chars))
            breaks.add(len(chars))
    return Flow("".join(chars), tuple(at), frozenset(gaps), frozenset(breaks))


def _body(text: str) -> list[tuple[int, str]]:
    """The lines of a page with their offsets, without page head and page number."""
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    edge = {*range(min(EDGE_LINES, len(lines))), *range(max(len(lines) - EDGE_LINES, 0), len(lines))}
    return [pair for i, pair in enumerate(lines) if not (i in edge and is_edge(pair[1]))]


def is_edge(line: str) -> bool:
    """A page number or a page head with the number of a standard."""
    return _EDGE.fullmatch(line) is not None
