"""Which pages go into evidence.pdf, in the rubric's order, and on which page of it each stands.

Workbook and PDF both ask this plan, so their page numbers cannot differ. A paper that serves two indicators stands
under each of them: a reviewer goes line by line and must not jump.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from extractors.document import PageId
from extractors.evidence import Evidence
from matchers.draft import Draft, Item

ROWS_ON_FIRST: Final = 33
"""Rows of the index on its first page, under the heading."""
ROWS_ON_NEXT: Final = 39
WHOLE_PAPER: Final = 6
"""Pages without a read value are left out, and never more than this many pages of one paper are shown."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of evidence.pdf: the source page, and the ids of the items that it shows."""

    number: int
    page: PageId
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The sheets of one indicator (key: its id), of the conditions (`资格`) or of what earned nothing (`附`)."""

    key: str
    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """The whole order of evidence.pdf; the index takes the first `index_pages` pages."""

    index_pages: int
    sections: tuple[Section, ...]

    @property
    def page_count(self) -> int:
        return self.index_pages + sum(len(s.sheets) for s in self.sections)

    def page_of(self, item: str, key: str | None = None) -> int | None:
        """The page where an item stands first, within one section if its key is given."""
        for section in self.sections:
            if key in (None, section.key):
                for sheet in section.sheets:
                    if item in sheet.items:
                        return sheet.number
        return None

    def pages_of(self, item: str) -> tuple[int, ...]:
        """All pages where an item stands."""
        return tuple(sheet.number for s in self.sections for sheet in s.sheets if item in sheet.items)


def pages_shown(evidence: Evidence) -> tuple[PageId, ...]:
    """The pages of a paper on which something was read that decides; its first page where nothing has a place."""
    told = {f.span.page for f in (*evidence.fields.values(), *evidence.extras.values()) if f.span is not None}
    if evidence.anchor is not None:
        told.add(evidence.anchor.page)
    shown = [page for page in evidence.pages if page in told] or list(evidence.pages[:1])
    return tuple(shown[:WHOLE_PAPER]) or tuple(sorted(told, key=str)[:1])


def plan_pages(draft: Draft) -> PagePlan:
    """The plan for one draft: conditions, then the lines of the rubric, then papers that earned nothing."""
    items = {item.id: item for item in draft.items if item.evidence.type != "application_form"}
    groups: list[tuple[str, str, list[Item]]] = []
    met = [i for c in draft.eligibility for i in c.evidence]
    licence = [item.id for item in items.values() if item.evidence.type == "business_licence"]
    groups.append(("资格", "资格条件", _items(items, [*licence, *met], refused=False)))
    for line in draft.lines:
        groups.append((line.id, f"{line.id} {line.name}", _items(items, line.evidence, refused=False)))
    shown = {item.id for _, _, group in groups for item in group}
    rest = [i for i, item in items.items() if i not in shown and "DUPLICATE_EVIDENCE" not in item.reasons]
    groups.append(("附", "附：未计分材料", _items(items, rest, refused=True)))

    drafted = [(key, title, _sheets(group, whole=key != "附")) for key, title, group in groups]
    drafted = [entry for entry in drafted if entry[2]]
    rows = sum(1 + sum(len(ids) for _, ids in sheets) for _, _, sheets in drafted)
    index_pages = 1 + max(0, -(-(rows - ROWS_ON_FIRST) // ROWS_ON_NEXT))
    number = index_pages
    sections = []
    for key, title, sheets in drafted:
        numbered = []
        for page, ids in sheets:
            number += 1
            numbered.append(Sheet(number, page, tuple(ids)))
        sections.append(Section(key, title, tuple(numbered)))
    return PagePlan(index_pages, tuple(sections))


def _items(items: dict[str, Item], ids: Iterable[str], *, refused: bool) -> list[Item]:
    """The items with a page to show, each once; refused papers only where asked for."""
    found = [items[i] for i in dict.fromkeys(ids) if i in items]
    return [item for item in found if refused or item.status != "rejected"]


def _sheets(group: list[Item], *, whole: bool) -> list[tuple[PageId, list[str]]]:
    """One sheet a source page, in the order of first use; items on the same page share it."""
    sheets: dict[PageId, list[str]] = {}
    for item in group:
        for page in pages_shown(item.evidence)[: None if whole else 1]:
            sheets.setdefault(page, []).append(item.id)
    return list(sheets.items())
