"""The holder's English name beside its Chinese one on a bilingual paper: proof for papers that are in English only.

Handbook 14, rule 7: English names are matched only against the applicant's own English name found on a bilingual paper
together with the Chinese one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.candidates import Candidate
from extractors.choosing import choose
from extractors.evidence import Field
from extractors.holders import has_legal_form
from extractors.labels import Labelled
from extractors.papers import Paper
from extractors.spec import FieldSpec
from extractors.values import READERS

HOLDER_EN: Final = "holder_en"
_BESIDE: Final = r"[ \t]*[(/|,;:：]?[ \t]*\n?[ \t]*[(/]?[ \t]*"
_ENGLISH: Final = r"[A-Z][A-Za-z0-9 .,&()'’\-]{5,90}?(?:LTD|LIMITED|INC|LLC|CORP|CORPORATION|FACTORY|COMPANY)\b\.?"


def english_holder(
    paper: Paper, labelled: Labelled, spec: FieldSpec, candidates: Sequence[Candidate], holder: Field
) -> Field | None:
    """The English name of a holder read in Chinese: under a holder's label, in its sentence, or beside the name."""
    if not isinstance(holder.value, str) or holder.value.isascii() or not has_legal_form(holder.value):
        return None
    found = [*candidates, *_by_sentence(paper, labelled, spec), *_beside(paper, holder)]
    for candidate in found:
        name = candidate.value.value
        if isinstance(name, str) and name.isascii() and has_legal_form(name):
            return choose(paper, spec.model_copy(update={"parse": "organisation"}), [candidate])
    return None


def _by_sentence(paper: Paper, labelled: Labelled, spec: FieldSpec) -> list[Candidate]:
    """Behind "This is to certify that": every pattern of the holder's field, also those after the one that fitted."""
    found = []
    for pattern in spec.patterns:
        if "?P<w>" in pattern:
            continue
        for m in re.finditer(pattern, labelled.text, re.IGNORECASE):
            start, end = m.span("v") if "v" in m.re.groupindex else m.span()
            values = READERS["organisation"](paper.text[start:end], True)[:1]
            found += [Candidate(v, start + v.start, start + v.end, 2, True, None) for v in values]
    return found


def _beside(paper: Paper, holder: Field) -> list[Candidate]:
    """Right after the Chinese name, or right before it."""
    name = re.escape(str(holder.value)).replace("（", "[(（]").replace("）", "[)）]")
    found = []
    for pattern in (rf"{name}{_BESIDE}(?P<v>{_ENGLISH})", rf"(?:^|\n)[ \t]*(?P<v>{_ENGLISH}){_BESIDE}{name}"):
        for m in re.finditer(pattern, paper.text, re.IGNORECASE):
            values = READERS["organisation"](m["v"], True)[:1]
            found += [Candidate(v, m.start("v") + v.start, m.start("v") + v.end, 2, True, None) for v in values]
    return found
