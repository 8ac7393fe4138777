"""The labels of a kind of paper, compiled, and where they stand in a text.

Longer labels win over shorter ones that they contain (上一认证周期截止日期 is not 截止日期).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractors.wording import mend_words

Rank = Literal[0, 1]

_COLON = re.compile(r"[ \t]*(?:[:;=|]|[.·](?=[ \t]))?[ \t]*[:]?[ \t_]*")
_GLOSS = re.compile(r"[ \t]*(?:\([A-Za-z][A-Za-z .,'/&-]{1,60}\)|\([^()\d\n]{1,12}\))")
_ENGLISH_TWIN = re.compile(r"[ \t]*/?[ \t]*[A-Za-z][A-Za-z .'/&()-]{2,50}(?=[:])")


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label on the paper. `field` None: known, but of no field here. `value_at`: where its value may begin."""

    start: int
    end: int
    value_at: int
    field: str | None
    rank: Rank
    english: bool
    colon: bool
    firm: bool


@dataclass(frozen=True)
class LabelBook:
    """All labels of a kind, compiled. `entries`: label -> (field or None, rank)."""

    entries: Mapping[str, tuple[str | None, Rank]]

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self.entries, key=len, reverse=True)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._names:
            return None
        first = "".join(sorted({re.escape(c) for n in self._names for c in (n[0].lower(), n[0].upper())}))
        labels = "|".join(f"(?P<l{i}>{_as_regex(n)})" for i, n in enumerate(self._names))
        # The look at the first character spares most places of a page two hundred tries.
        return re.compile(f"(?=[{first}])(?:{labels})", re.IGNORECASE)

    def find(self, text: str) -> list[LabelHit]:
        """The labels in a text whose words are mended, in order, none inside another."""
        return list(self._joined(text, list(self._raw(text)))) if self._pattern is not None else []

    def _raw(self, text: str) -> Iterator[LabelHit]:
        assert self._pattern is not None
        for m in self._pattern.finditer(text):
            assert m.lastgroup is not None
            name = self._names[int(m.lastgroup[1:])]
            field, rank = self.entries[name]
            if rank == 1 and not name.isascii() and re.search(r"[\u3400-\u9fff]$", text[: m.start()][-1:]):
                continue  # 再认证审核完成日期 is another label, of which nobody knows, than 日期
            gloss = _GLOSS.match(text, m.end()) or _ENGLISH_TWIN.match(text, m.end())
            end = gloss.end() if gloss else m.end()
            colon = _COLON.match(text, end)
            value_at = colon.end() if colon else end
            has_colon = ":" in text[end:value_at] or ":" in text[m.start() : m.end()]
            before = text[m.start() - 1] if m.start() else "\n"
            after = text[end] if end < len(text) else "\n"
            # "the company mentioned below": an English word between blanks is no label, a hanzi word is.
            apart = "\n\t\f|" if name.isascii() else "\n\t\f |"
            firm = has_colon or (before in apart and after in "\n\t\f |") or before in "\n\t\f"
            firm = firm or (before == " " and " " in m.group().strip() and not name.isascii())
            # SCJ成立日期 2012年: letters of a watermark run into the label's line.
            firm = firm or (before.isascii() and before.isalnum() and after in " :\t" and not name.isascii())
            # (73)专利权人: the number of the item on the front page of a patent.
            firm = firm or (before == ")" and re.search(r"\(\d\d\)$", text[: m.start()][-4:]) is not None)
            yield LabelHit(m.start(), end, value_at, field, rank, name.isascii(), has_colon, firm)

    @staticmethod
    def _joined(text: str, hits: Sequence[LabelHit]) -> Iterator[LabelHit]:
        """A Chinese label and its English twin beside it are one label."""
        at = 0
        while at < len(hits):
            hit = hits[at]
            while at + 1 < len(hits):
                after = hits[at + 1]
                between = text[hit.end : after.start]
                if after.field != hit.field or hit.colon or between.strip(" \t/()|") or hit.field is None:
                    break
                hit = LabelHit(
                    hit.start, after.end, after.value_at, hit.field, min(hit.rank, after.rank), False, after.colon, True
                )
                at += 1
            yield hit
            at += 1


def _as_regex(label: str) -> str:
    """A label as a pattern: blanks between hanzi allowed, blanks of English flexible, whole words only."""
    if label.isascii():
        words = r"[ \t.]*".join(re.escape(w) for w in label.split())
        left = r"(?<![A-Za-z])" if label[0].isalpha() else ""
        right = r"(?![A-Za-z])" if label[-1].isalpha() else ""
        return f"{left}{words}{right}"
    gap = r"[ ]{0,3}\n?[ ]{0,3}" if len(label) >= 5 else "[ ]{0,3}"
    return gap.join(re.escape(c) for c in label if c != " ")


def book_of(groups: Iterable[tuple[str | None, Rank, Iterable[str]]]) -> LabelBook:
    """A label book from (field, rank, labels); a label given to two fields stays with the first."""
    entries: dict[str, tuple[str | None, Rank]] = {}
    for field, rank, labels in groups:
        for label in labels:
            entries.setdefault(mend_words(label), (field, rank))
    return LabelBook(entries)
