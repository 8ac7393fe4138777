"""Cuts a run of pages into papers and names their kinds.

A page with a kind's title begins a paper; a page that says it goes on (第2页 共3页, 续页, 附件), or that an open paper
of many pages may hold, joins it; dividers and tables of contents part papers and are none. Two kinds that claim a page
with equal strength are both named: nobody is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extractors.document import Page, PageId
from extractors.page_forms import announced, divider_heading, goes_on, is_contents, page_number
from extractors.papers import SIGNS, Match, Paper, Part
from extractors.text import View, view_of

_INSIDE = re.compile(r"前\s*言|引\s*言|范\s*围|规范性引用文件|术语和定义|Foreword", re.IGNORECASE)
"""What only the contents of a standard or report list."""

Claim = tuple[Any, Match]
"""A kind (YAML or Python) and its match."""


@dataclass(frozen=True)
class NamedPaper:
    """A paper, the kind that claims it, and the other kinds that claim it with the same strength."""

    paper: Paper
    kind: Any
    match: Match
    rivals: tuple[Claim, ...] = ()


@dataclass
class _Cut:
    """What has been cut so far; `open`: the paper to which the next page may belong."""

    done: list[NamedPaper] = field(default_factory=list)
    unclaimed: list[PageId] = field(default_factory=list)
    open: NamedPaper | None = None
    hint: str = ""

    def close(self) -> None:
        if self.open is not None:
            self.done.append(self.open)
        self.open = None


def cut(pages: Sequence[Page], kinds: Iterable[Any], hint: str = "") -> tuple[list[NamedPaper], list[PageId]]:
    """The papers of a run of pages, and the pages that belong to none of them (dividers are in neither)."""
    kinds = tuple(kinds)
    state = _Cut(hint=hint)
    for page in pages:
        view = view_of(page)
        if not view.text.strip():
            if page.legibility != "blank":
                state.unclaimed.append(page.id)
            continue
        if is_contents(view.text):
            _contents(state, page, view)
            continue
        heading = divider_heading(view.text)
        single = Paper((Part(page, view),), state.hint)
        claims = _claims(single, kinds)
        if heading is not None and not any(m.strength > SIGNS or _stands(k, single) for k, m in claims):
            if state.open is not None and _keeps(state.open, single):
                state.open = replace(state.open, paper=state.open.paper.joined(single))
                continue
            state.close()
            state.hint = f"{hint} {heading}".strip()
            continue
        _take(state, single, claims)
    state.close()
    return state.done, state.unclaimed


def _contents(state: _Cut, page: Page, view: View) -> None:
    """A table of contents within a standard or report belongs to it; the dossier's own parts papers."""
    single = Paper((Part(page, view),), state.hint)
    spread = state.open is not None and getattr(state.open.kind, "SPREAD", "page") == "run"
    if state.open is not None and ((spread and _INSIDE.search(view.text)) or _keeps(state.open, single)):
        state.open = replace(state.open, paper=state.open.paper.joined(single))
    else:
        state.close()


def _keeps(open_paper: NamedPaper, single: Paper) -> bool:
    """The kind says that this page, a divider or contents by its look, is the open paper's own (a manual's chapter)."""
    asked = getattr(open_paper.kind, "keeps", None)
    return asked is not None and bool(asked(open_paper.paper, single))


def _stands(kind: Any, single: Paper) -> bool:
    """The kind says that this short page is a paper of its own and no divider."""
    asked = getattr(kind, "stands", None)
    return asked is not None and bool(asked(single))


def _claims(single: Paper, kinds: tuple[Any, ...]) -> list[Claim]:
    found = [(kind, match) for kind in kinds if (match := kind.recognise(single)) is not None]
    aside = {name for kind, match in found if match.starts for name in getattr(kind, "INSTEAD_OF", ())}
    found = [(kind, match) for kind, match in found if kind.KIND not in aside]
    return sorted(found, key=lambda claim: -claim[1].strength)


def _take(state: _Cut, single: Paper, claims: list[Claim]) -> None:
    """Put a page where it belongs: the open paper, a new one, or none."""
    if state.open is not None and _joins(state.open, single, claims):
        state.open = replace(state.open, paper=state.open.paper.joined(single))
        return
    if not claims:
        state.close()
        state.unclaimed.append(single.parts[0].page.id)
        return
    state.close()
    kind, match = claims[0]
    rivals = tuple(c for c in claims[1:] if c[1].strength == match.strength and c[0].KIND != kind.KIND)
    state.open = NamedPaper(single, kind, match, rivals)


def _joins(open_paper: NamedPaper, single: Paper, claims: list[Claim]) -> bool:
    """Does this page go on with the open paper?"""
    kind = open_paper.kind
    own = next((m for k, m in claims if k.KIND == kind.KIND), None)
    strongest = claims[0][1].strength if claims else 0.0
    if own is not None and not own.starts and own.strength >= strongest:
        return True
    if _next_number(open_paper.paper, single):
        return True
    if own is not None and own.strength == strongest and announced(open_paper.paper.text, single.text):
        return True
    asked = getattr(kind, "continues", None)
    begins = own is not None and own.starts and own.strength > SIGNS
    listed = getattr(kind, "keeps_list", None)
    if listed is not None and listed(open_paper.paper, single):
        return True
    answer = asked(open_paper.paper, single) if asked is not None and not begins else None
    if answer is not None:
        return bool(answer) and (own is not None or strongest <= SIGNS)
    if claims and strongest >= SIGNS:
        return own is not None and own.strength == strongest and goes_on(single.text)
    spread = getattr(kind, "SPREAD", "page")
    return spread == "run" or goes_on(single.text)


def _next_number(open_paper: Paper, single: Paper) -> bool:
    """The page is number n of m, and the open paper ended with number n - 1 of the same m."""
    now = page_number(single.text)
    if now is None or now.number < 2:
        return False
    before = page_number(open_paper.parts[-1].text)
    return before is not None and before.of == now.of and before.number == now.number - 1
