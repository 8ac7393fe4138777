"""Documents in, evidence out: sequences of pages, papers, and what each paper says.

Kinds beside (`extractors.scheme_kinds`) read every page besides: the figures of a report that is a document too.

Single pictures that follow one another in one folder are one sequence: a cover and a foreword photographed apart are
one paper. Nothing here looks at a file's format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from extractors.cutting import NamedPaper, cut
from extractors.document import Document, Page, PageId
from extractors.engine import SpecKind
from extractors.evidence import ApplicationForm, Evidence
from extractors.scheme_kinds import KindSet, load_kind_set
from extractors.told import tell_readings
from extractors.twofold import split_page

AMBIGUOUS = 0.5
"""Confidence of a paper that two kinds claim with equal strength."""


@dataclass(frozen=True)
class Extraction:
    """Everything that the papers of a dossier say; `unclaimed`: pages with content that no kind knows."""

    evidence: tuple[Evidence, ...]
    forms: tuple[ApplicationForm, ...] = ()
    unclaimed: tuple[PageId, ...] = ()


def extract_evidence(documents: Sequence[Document], kinds: Sequence[Path] = ()) -> Extraction:
    """The evidence of all papers, in the order of the documents.

    `kinds`: folders of kinds of paper besides the built-in ones (a rubric's `kinds:`); SpecError where one is wrong.
    """
    known = load_kind_set(kinds)
    evidence: list[Evidence] = []
    forms: list[ApplicationForm] = []
    unclaimed: list[PageId] = []
    for pages in sequences(documents):
        papers, left = cut(pages, known.kinds, hint_of(pages))
        for named in papers:
            found = _read(named, known)
            if not found:
                left += named.paper.page_ids
            for one in found:
                if isinstance(one, ApplicationForm):
                    forms.append(one)
                    evidence.append(one.evidence)
                else:
                    evidence.append(tell_readings(one))
        besides = _read_besides(pages, known)
        evidence += besides
        read = {page for item in besides for page in item.pages}
        unclaimed += [page for page in left if page not in read]
    return Extraction(tuple(evidence), tuple(forms), tuple(unclaimed))


def _read_besides(pages: Sequence[Page], known: KindSet) -> list[Evidence]:
    """What the kinds beside find, each on all pages as if it were the only kind."""
    found: list[Evidence] = []
    for kind in known.beside:
        papers, _ = cut(pages, (kind,), hint_of(pages))
        for named in papers:
            found += [tell_readings(item) for item in kind.extract(named.paper, named.match)]
    return found


def _read(named: NamedPaper, known: KindSet) -> list[Evidence | ApplicationForm]:
    """The items of one paper; of two kinds that claim it alike, the one that reads more, marked as ambiguous."""
    if isinstance(named.kind, SpecKind) and len(named.paper.parts) == 1:
        halves = split_page(named, known.specs)
        if halves is not None:
            return list(halves)
    readings = [_items(named.kind, named.match, named)]
    readings += [_items(kind, match, named) for kind, match in named.rivals]
    readings = [r for r in readings if r]
    if not readings:
        return []
    best = max(readings, key=_read_fields)
    if len(readings) == 1:
        return best
    return [_doubted(one) for one in best]


def _items(kind: Any, match: Any, named: NamedPaper) -> list[Evidence | ApplicationForm]:
    return list(kind.extract(named.paper, match))


def _read_fields(items: list[Evidence | ApplicationForm]) -> int:
    papers = [i.evidence if isinstance(i, ApplicationForm) else i for i in items]
    return sum(f.value not in (None, ()) for p in papers for f in p.fields.values())


def _doubted(one: Evidence | ApplicationForm) -> Evidence | ApplicationForm:
    if isinstance(one, ApplicationForm):
        return replace(one, evidence=_doubted_evidence(one.evidence))
    return _doubted_evidence(one)


def _doubted_evidence(item: Evidence) -> Evidence:
    return replace(item, marks=item.marks | {"ambiguous"}, confidence=min(item.confidence, AMBIGUOUS))


def sequences(documents: Sequence[Document]) -> list[list[Page]]:
    """Runs of pages that may hold papers over several pages: one document, or the pictures of one folder."""
    runs: list[list[Page]] = []
    folder: str | None = None
    for document in documents:
        picture = _folder_if_picture(document)
        if picture is not None and picture == folder:
            runs[-1].extend(document.pages)
        else:
            runs.append(list(document.pages))
        folder = picture
    return [_in_natural_order(run) for run in runs if run]


_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".heic", ".heif", ".tif", ".tiff", ".gif", ".jfif"})


def _folder_if_picture(document: Document) -> str | None:
    path = PurePosixPath(document.path)
    single = len(document.pages) == 1 and path.suffix.lower() in _PICTURES
    return str(path.parent) if single else None


def _in_natural_order(run: list[Page]) -> list[Page]:
    """Page 2 before page 10; only where the run is one of pictures (else the pages are in order already)."""
    if len({p.id.file for p in run}) < 2:
        return run
    return sorted(run, key=lambda p: [(int(s), "") if s.isdigit() else (-1, s) for s in _PIECE.split(p.id.file) if s])


_PIECE = re.compile(r"(\d+)")


def hint_of(pages: Sequence[Page]) -> str:
    """The names of the file and its folders: a hint for people and for weak recognition, never a proof."""
    files = {p.id.file for p in pages}
    return next(iter(files)) if len(files) == 1 else str(PurePosixPath(pages[0].id.file).parent)
