"""Papers whose pages print the applicant's name although another holder was read: a refusal would be too bold.

A holder can be read from the wrong place (a certifier, a member's name, the joint undertaker). Where the applicant's
own name or code stands on the very same pages, the paper is doubted, not refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from extractors.document import Document
from extractors.evidence import Evidence
from matchers.holding import Identity

CROWDED = 2
"""A page with more items than this is a list: its other rows may well name the applicant."""


def _squeezed(text: str) -> str:
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text)).upper()


def papers_naming(evidence: Sequence[Evidence], documents: Sequence[Document], identity: Identity) -> frozenset[str]:
    """The ids of papers on whose pages the applicant's name, a former name or its code is printed."""
    names = [_squeezed(n) for n in (identity.name, identity.uscc, *identity.former) if n]
    if not names:
        return frozenset()
    crowd = Counter(page for paper in evidence for page in paper.pages)
    wanted = {page for paper in evidence for page in paper.pages}
    naming = set()
    for document in documents:
        for page in document.pages:
            if page.id in wanted:
                text = _squeezed(page.text)
                if any(name in text for name in names):
                    naming.add(page.id)
    return frozenset(
        paper.id
        for paper in evidence
        if "list_row" not in paper.marks and any(page in naming and crowd[page] <= CROWDED for page in paper.pages)
    )
