"""Two papers on one page: two titles, one below the other, each with a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.cutting import NamedPaper
from extractors.engine import SpecKind
from extractors.evidence import Evidence
from extractors.papers import Paper, Part
from extractors.wording import mend_words

_NUMBERS = ("certificate_no", "patent_no", "registration_no", "number", "project_no")


def split_page(named: NamedPaper, kinds: Sequence[SpecKind]) -> list[Evidence] | None:
    """The items of the two (or more) papers on the page, or None where it carries one paper."""
    part = named.paper.parts[0]
    text = mend_words(part.text)
    starts: list[int] = []
    for kind in kinds:
        for hit in kind.recogniser.titles_in(text):
            line = text.rfind("\n", 0, hit.start) + 1
            if all(abs(line - s) > 40 for s in starts):
                starts.append(line)
    if len(starts) < 2:
        return None
    return _pieces(named, part, sorted(starts), kinds)


def _pieces(named: NamedPaper, part: Part, starts: list[int], kinds: Sequence[SpecKind]) -> list[Evidence] | None:
    """Cut before every title but the first; each piece must be a paper with a number that no other piece has."""
    edges = [0, *starts[1:], len(part.text)]
    found: list[Evidence] = []
    numbers: set[str] = set()
    for start, end in pairwise(edges):
        piece = Paper((replace(part, start=part.start + start, end=part.start + end),), named.paper.hint)
        claims = [(k, m) for k in kinds if (m := k.recognise(piece)) is not None]
        if not claims:
            return None
        kind, match = max(claims, key=lambda claim: claim[1].strength)
        items = kind.extract(piece, match)
        own = {v for i in items for n in _NUMBERS if (v := i.text(n))}
        if not own or own & numbers:
            return None
        numbers |= own
        found += items
    return found
