"""A paper: the pages (or part of a page) that belong to one certificate, report or chapter; and what names its kind.

Patterns run on `Paper.text`: the normalised views of its pages (`extractors.text`), one after another, joined by a
form feed. `Paper.span` leads from there back to what stands on the page.

Kinds written in Python are modules listed in `extractors.custom.MODULES`. Each has

    KIND: str                                              id of the kind, as in `Evidence.kind`
    def recognise(paper: Paper) -> Match | None            is called with papers of one page
    def extract(paper: Paper, match: Match) -> list[Evidence]      is called with the whole paper

and may have

    SPREAD: Spread = "page"                                how far an open paper reaches, see `Spread`
    def continues(paper: Paper, page: Paper) -> bool | None        does this page go on with that open paper?
                                                                   None: the general rules decide
    def keeps_list(paper: Paper, page: Paper) -> bool              a page that is the open paper's own although another
                                                                   kind claims it (a list inside the form)
    def keeps(paper: Paper, page: Paper) -> bool                   a page that looks like a divider or a table of
                                                                   contents is the open paper's own
    def stands(page: Paper) -> bool                                a short page that looks like a divider is a paper
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol

from extractors.document import Box, Page, PageId, Span, Via
from extractors.evidence import Evidence
from extractors.text import View, view_of

Spread = Literal["page", "run"]
"""page: further pages only if they say that they go on (第2页 共3页, 续页, 附件); run: every page that nobody claims,
until another kind, a divider or another file."""

TITLE = 1.0
"""Strength: the paper's own title stands on the page and what must stand beside it too."""
SIGNS = 0.7
"""Strength: no title (cut off, in the picture, unreadable), but several labels that only this kind has."""
WEAK = 0.4
"""Strength: may be of this kind; taken only where nobody else claims the page."""


@dataclass(frozen=True, slots=True)
class Match:
    """A kind claims a paper. `anchor`: the words that show it; `starts`: the page is a first page (False: an inner
    page, which joins the open paper of the same kind and begins a paper only where there is none).
    """

    kind: str
    strength: float
    anchor: Span | None = None
    starts: bool = True


@dataclass(frozen=True)
class Part:
    """One page, or the stretch [start, end) of its view's text where two papers share the page."""

    page: Page
    view: View
    start: int = 0
    end: int | None = None

    @cached_property
    def text(self) -> str:
        return self.view.text[self.start : self.end]


@dataclass(frozen=True)
class Paper:
    """Pages in order. `hint`: file name and divider heading before it (佐证材料之三：…); no proof of anything."""

    parts: tuple[Part, ...]
    hint: str = ""

    @classmethod
    def of(cls, pages: Sequence[Page], hint: str = "") -> Paper:
        """A paper of whole pages."""
        return cls(tuple(Part(p, view_of(p)) for p in pages), hint)

    def joined(self, other: Paper) -> Paper:
        """A longer paper: the pages of another one after these."""
        return replace(self, parts=self.parts + other.parts)

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(p.page for p in self.parts)

    @property
    def views(self) -> tuple[View, ...]:
        return tuple(p.view for p in self.parts)

    @property
    def page_ids(self) -> tuple[PageId, ...]:
        return tuple(dict.fromkeys(p.page.id for p in self.parts))

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.page.id.file for p in self.parts))

    @cached_property
    def text(self) -> str:
        """The normalised text of all parts, joined by a form feed."""
        return "\f".join(p.text for p in self.parts)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each part begins in `text`."""
        at, result = 0, []
        for part in self.parts:
            result.append(at)
            at += len(part.text) + 1
        return tuple(result)

    def part_at(self, offset: int) -> int:
        """The index of the part that holds this offset of `text`."""
        return max(bisect.bisect_right(self.starts, offset) - 1, 0)

    def page_at(self, offset: int) -> Page:
        return self.parts[self.part_at(offset)].page

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands, in offsets of `Page.text`; what runs over a page's end is cut there."""
        index = self.part_at(start)
        part, first = self.parts[index], self.starts[index]
        end = min(end, first + len(part.text))
        raw_start, raw_end = part.view.raw(start - first + part.start, max(end, start) - first + part.start)
        return Span(part.page.id, raw_start, raw_end)

    def raw(self, start: int, end: int) -> str:
        """What stands on the page at `text[start:end]`, as printed."""
        span = self.span(start, end)
        return self.page_at(start).text[span.start : span.end]

    def score(self, start: int, end: int) -> float:
        """The lowest character score within `text[start:end]`; 1.0 for a text layer."""
        span = self.span(start, end)
        return self.page_at(start).score_of(span.start, span.end)

    def breaks_off_at(self, end: int) -> bool:
        """Does what was read of a damaged file end here? What stands behind it, or the rest of it, is lost."""
        index = self.part_at(max(end - 1, 0))
        part = self.parts[index]
        if not part.page.breaks_off:
            return False
        return not part.view.text[end - self.starts[index] + part.start :].strip()

    def box(self, start: int, end: int) -> Box | None:
        span = self.span(start, end)
        return self.page_at(start).box_of(span.start, span.end)

    def via(self, start: int = 0) -> Via:
        """How the page at this offset was read."""
        return self.page_at(start).via


class CustomKind(Protocol):
    """A module of `extractors/custom/` (see the module's docstring for what it may have besides)."""

    KIND: str

    def recognise(self, paper: Paper) -> Match | None: ...

    def extract(self, paper: Paper, match: Match) -> list[Evidence]: ...
