"""The text of one cell of a list: one or more stretches of pages, read as if the cell were one line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extractors.document import Page, Span, Via
from extractors.text import View


@dataclass(frozen=True)
class Run:
    """A stretch of one page's text."""

    page: Page
    start: int
    end: int

    @property
    def raw(self) -> str:
        return self.page.text[self.start : self.end]


@dataclass(frozen=True)
class TableCell:
    """One cell: its stretches in reading order (several where it is wrapped or cut by a page's end)."""

    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        """Folded, lines joined without a blank; blanks stay only inside Latin words and numbers."""
        return join_lines("\n".join(r.raw for r in self.runs))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the cell, folded, empty ones left out."""
        raw = "\n".join(r.raw for r in self.runs)
        return tuple(t for part in raw.splitlines() if (t := join_lines(part)))

    @property
    def raw(self) -> str:
        return "\n".join(r.raw for r in self.runs)

    @property
    def span(self) -> Span:
        """Where the cell begins: its first stretch."""
        run = self.runs[0]
        return run.page.span(run.start, run.end)

    @property
    def via(self) -> Via:
        return self.runs[0].page.via

    @property
    def score(self) -> float:
        return min(r.page.score_of(r.start, r.end) for r in self.runs)


def join_lines(text: str) -> str:
    r"""One line of folded text: a blank stays only between two characters of Latin script.

    >>> join_lines('江门市恒晟\n电器 有限公司')
    '江门市恒晟电器有限公司'
    >>> join_lines('GB/T  19001-\n2016')
    'GB/T 19001-2016'
    """
    out: list[str] = []
    pending = ""
    for char in View.of(text).text:
        if char.isspace():
            pending = "\n" if char == "\n" or pending == "\n" else " "
            continue
        if pending and out and out[-1].isascii() and char.isascii():
            words = out[-1].isalpha() and char.isalpha()
            if pending == " " or words:
                out.append(" ")
        pending = ""
        out.append(char)
    return "".join(out)
