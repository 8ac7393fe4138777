"""Masks everything that one draft emits, knowing which numbers belong to its papers and stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matchers.draft import Draft
from pipeline.masking import Private, covered, find_private, mask

_NUMBER_FIELDS: Final = (
    "certificate_no",
    "patent_no",
    "registration_no",
    "report_no",
    "project_no",
    "number",
    "standard_no",
    "uscc",
)
_LEAST: Final = 7
"""Digits of the shortest number, or part of one, that is looked for on other pages; fewer hit years and amounts."""

_FEW: Final = 100
_TOKEN: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z+(（][0-9A-Za-z()（）|×-]{5,24}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Masker:
    """Masks strings of one draft; `keep` holds the digits of its papers' numbers.

    known: private numbers that only their page tells to be private (fifteen digits under 身份证号码, a number over two
    cells), and so would get out where a few words of that page stand alone.
    """

    keep: frozenset[str]
    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, draft: Draft) -> Masker:
        """The masker that knows the numbers of all papers in the draft."""
        keep: set[str] = {draft.applicant.uscc or ""}
        for item in draft.items:
            for name in _NUMBER_FIELDS:
                field = item.evidence.fields.get(name)
                if field is not None:
                    keep |= {re.sub(r"\s", "", text) for text in (str(field.value or ""), field.raw)}
        kept = frozenset(keep - {""})
        return cls(kept, frozenset(_told_by_pages(draft, kept)))

    @classmethod
    def of_all(cls, drafts: Iterable[Draft]) -> Masker:
        """The masker for what tells of several dossiers."""
        each = [cls.of(draft) for draft in drafts]
        none: frozenset[str] = frozenset()
        keep = none.union(*(masker.keep for masker in each))
        return cls(keep, none.union(*(masker.known for masker in each)) - keep)

    def text(self, text: str, context: str = "") -> str:
        """The string without private numbers."""
        return covered(text, self.find(text, context))

    def find(self, text: str, context: str = "") -> list[Private]:
        """The private numbers of a text, in order and without overlap."""
        found = find_private(text, context=context, keep=self.keep)
        if not self.known:
            return found
        for start, end in _places(self.known, text):
            if all(end <= one.start or one.end <= start for one in found):
                digits = sum(char.isalnum() for char in text[start:end])
                found.append(Private(start, end, min(6, digits // 3), 3))
        return sorted(found)

    def value(self, value: Any) -> Any:
        """A nested value of lists and objects with every string masked; keys too (a key may be a person's)."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self.value(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.value(part) for part in value]
        return value


def _told_by_pages(draft: Draft, keep: frozenset[str]) -> Iterator[str]:
    """Numbers that are private on their page and would not be found without it; parts of one over two cells too."""
    for document in draft.dossier.documents:
        for page in document.pages:
            for one in find_private(page.text, keep=keep):
                printed = page.text[one.start : one.end]
                for part in (printed, *re.split(r"[\t\n]+", printed)):
                    number = re.sub(r"[\s-]", "", part)
                    if len(number) >= _LEAST and number not in keep and mask(number) == number:
                        yield number


def _places(numbers: frozenset[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers stand; of very many (a round's) only those that are written without blanks."""
    if len(numbers) <= _FEW:
        yield from (hit.span() for hit in _pattern(numbers).finditer(text))
    else:
        yield from (hit.span() for hit in _TOKEN.finditer(text) if hit.group().replace("-", "") in numbers)


@lru_cache(maxsize=8)
def _pattern(numbers: frozenset[str]) -> re.Pattern[str]:
    """The numbers as they may be printed, the longest first."""
    printed = (r"[ -]?".join(map(re.escape, number)) for number in sorted(numbers, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(printed)})(?![0-9A-Za-z])")
