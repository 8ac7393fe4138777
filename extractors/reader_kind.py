"""A kind in YAML whose fields a Python reader takes: `reader: statistic`.

A reader is a module of `extractors/custom/` that stands in `extractors.custom.READERS` and is active only where a kind
names it. Besides what `extractors.papers` asks of a kind in Python it has

    TYPE: str                      the evidence type that it yields
    FIELDS: tuple[str, ...]        the fields of that type
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType

from extractors.evidence import Evidence
from extractors.papers import Match, Paper, Spread
from extractors.recognition import Recogniser, recogniser_of
from extractors.spec import Kind
from extractors.wording import mend_words


@dataclass(frozen=True)
class ReaderKind:
    """The kind's file and its reader, with the protocol of a kind in Python."""

    spec: Kind
    module: ModuleType

    @property
    def KIND(self) -> str:
        return self.spec.kind

    @property
    def SPREAD(self) -> Spread:
        own: Spread = getattr(self.module, "SPREAD", "page")
        return self.spec.spread if "spread" in self.spec.model_fields_set else own

    @cached_property
    def _recogniser(self) -> Recogniser | None:
        """The kind's own recognition, where its file has one; else the reader's."""
        wanted = self.spec.recognise
        return recogniser_of(self.spec) if wanted.titles or wanted.signs else None

    def recognise(self, paper: Paper) -> Match | None:
        if self._recogniser is not None:
            return self._recogniser.match(paper)
        found: Match | None = self.module.recognise(paper)
        return None if found is None else replace(found, kind=self.spec.kind)

    def extract(self, paper: Paper, match: Match) -> list[Evidence]:
        text = mend_words(paper.text)
        given = {m.mark for m in self.spec.marks if any(re.search(p, text, re.IGNORECASE) for p in m.when)}
        items: list[Evidence] = self.module.extract(paper, match)
        return [replace(item, kind=self.spec.kind, marks=item.marks | given) for item in items]

    def continues(self, paper: Paper, page: Paper) -> bool | None:
        asked = getattr(self.module, "continues", None)
        return None if asked is None else asked(paper, page)

    def keeps_list(self, paper: Paper, page: Paper) -> bool:
        return self._asked("keeps_list", paper, page)

    def keeps(self, paper: Paper, page: Paper) -> bool:
        return self._asked("keeps", paper, page)

    def stands(self, page: Paper) -> bool:
        return self._asked("stands", page)

    def _asked(self, name: str, *papers: Paper) -> bool:
        asked = getattr(self.module, name, None)
        return asked is not None and bool(asked(*papers))
