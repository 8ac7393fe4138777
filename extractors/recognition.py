"""Does a page carry a kind's title in a line of its own, with what must stand beside it? Else: enough of its signs?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractors.papers import SIGNS, TITLE, Match, Paper
from extractors.spec import Kind, Recognise
from extractors.wording import mend_words

_HAN: Final = "\u3400-\u9fff"
_CLASS: Final = re.compile(r"(\[[^\]]*\]|\(\?<[!=][^)]*\))")
_NOISE: Final = re.compile(r"[\s·.,，、。:;|*_~=\-—()《》〈〉“”\"'°]+")

LOW_TITLE: Final = 0.8
"""Strength of a title in the lower half of the page and in no larger type: it may be a mention."""


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A title on a page, offsets of the paper's text; `rest`: what else its line says."""

    start: int
    end: int
    rest: str


def spaced(pattern: str) -> str:
    r"""A title's pattern that also fits with blanks or one line end between the hanzi.

    >>> bool(re.search(spaced("质量管理体系认证证书"), "质量管理体系\n认 证 证 书"))
    True
    """
    pieces = _CLASS.split(pattern)
    gap = f"(?<=[{_HAN}])(?=[{_HAN}])"
    return "".join(p if p.startswith(("[", "(?<")) else re.sub(gap, r"\\s{0,3}", p) for p in pieces)


@dataclass(frozen=True)
class Recogniser:
    """The compiled recognition of one kind."""

    kind: str
    spec: Recognise

    @cached_property
    def _titles(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(spaced(p), re.IGNORECASE) for p in self.spec.titles)

    @cached_property
    def _tests(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        names = ("need", "any", "none", "signs", "none_title")
        return {n: tuple(re.compile(p, re.IGNORECASE) for p in getattr(self.spec, n)) for n in names}

    def titles_in(self, text: str) -> list[TitleHit]:
        """Titles that stand alone in their lines, in order."""
        found: list[TitleHit] = []
        for pattern in self._titles:
            for m in pattern.finditer(text):
                start, end = m.end() - len(m.group().lstrip()), m.start() + len(m.group().rstrip())
                line_start = max(text.rfind("\n", 0, start), text.rfind("\f", 0, start)) + 1
                line_end = text.find("\n", end)
                line_end = len(text) if line_end < 0 else line_end
                rest = _NOISE.sub("", text[line_start:start] + text[end:line_end])
                if len(rest) <= self.spec.slack and not any(t.start < end and start < t.end for t in found):
                    found.append(TitleHit(start, end, rest))
        return sorted(found, key=lambda t: t.start)

    def match(self, paper: Paper, text: str | None = None) -> Match | None:
        """The kind's claim to a page, or None. `text`: the page's text with its words mended."""
        text = mend_words(paper.text) if text is None else text
        tests = self._tests
        hits = self.titles_in(text)
        if not hits and not tests["signs"]:
            return None
        if any(p.search(text) for p in tests["none"]):
            return None
        if hits:
            whole = all(p.search(text) for p in tests["need"])
            some = not tests["any"] or any(p.search(text) for p in tests["any"])
            lines = [_line(text, h) for h in hits]
            refused = [any(p.search(line) for p in tests["none_title"]) for line in lines]
            hits = [h for h, no in zip(hits, refused, strict=True) if not no]
            if hits and whole and some:
                first = hits[0]
                strength = TITLE if _prominent(paper, first, len(text)) else LOW_TITLE
                return Match(self.kind, strength, paper.span(first.start, first.end))
        if tests["signs"]:
            signs = [m for p in tests["signs"] if (m := p.search(text)) is not None]
            if len(signs) >= self.spec.signs_needed:
                return Match(self.kind, SIGNS, paper.span(*signs[0].span()))
        return None


def _line(text: str, hit: TitleHit) -> str:
    start = text.rfind("\n", 0, hit.start) + 1
    end = text.find("\n", hit.end)
    return text[start : len(text) if end < 0 else end]


def _prominent(paper: Paper, hit: TitleHit, length: int) -> bool:
    """In the upper part of the page, or in clearly larger type than the rest."""
    if hit.start <= max(250, length * 0.4):
        return True
    box = paper.box(hit.start, hit.end)
    if box is None:
        return False
    page = paper.page_at(hit.start)
    if page.height and box.y0 < page.height * 0.4:
        return True
    heights = sorted(w.box.height for w in page.words if w.box is not None)
    return bool(heights) and box.height >= 1.4 * heights[len(heights) // 2]


def recogniser_of(kind: Kind) -> Recogniser:
    """The recogniser of a kind."""
    return Recogniser(kind.kind, kind.recognise)
