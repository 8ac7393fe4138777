"""PDFs that loop, blow up, lie or hide: each is read or named, and what nobody sees on a page is never read."""

from __future__ import annotations

import time
from collections.abc import Iterator

import hostile_pdf as made
import pytest
from hostile_dossier import Documents, Files, Read, check, hashes, lay_down

from extractors.document import Document
from pipeline.inbox import DossierSource
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.workers import WorkerLimits, Workers

PAGE_SECONDS = 4.0
"""Patience with one page of these tests; what hangs would hang for a day."""


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers(2, WorkerLimits(seconds=30)) as made:
        yield made


@pytest.fixture(scope="session")
def read(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Lays files down as a dossier, reads it, and holds that each is listed, explained and as it was."""

    def run(files: Files) -> Documents:
        folder = tmp_path_factory.mktemp("dossier")
        lay_down(files, folder)
        before = hashes(folder)
        settings = ReadSettings(
            scratch=tmp_path_factory.mktemp("scratch"), ocr=False, page_seconds=PAGE_SECONDS, office_seconds=20
        )
        started = time.monotonic()
        found = read_dossier(DossierSource("甲", folder), workers, settings, None)
        assert time.monotonic() - started < 60
        assert hashes(folder) == before
        documents = {document.path: document for document in found.documents}
        assert set(files) <= set(documents)
        for document in documents.values():
            check(document)
        return documents

    return run


@pytest.fixture(scope="module")
def broken(read: Read) -> Documents:
    """All broken files as one dossier: none may cost another."""
    return read({f"{name}.pdf": build() for name, build in made.BROKEN.items()})


@pytest.fixture(scope="module")
def unseen(read: Read) -> Documents:
    return read({f"{name}.pdf": build() for name, build in made.UNSEEN.items()})


def text_of(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


@pytest.mark.parametrize("fault", made.BROKEN)
def test_a_broken_pdf_is_read_or_named(fault: str, broken: Documents) -> None:
    document = broken[f"{fault}.pdf"]
    unread = any(page.legibility in {"poor", "unread"} for page in document.pages)
    assert made.SHOWN in text_of(document) or document.problems or unread, (document.status, document.note)


@pytest.mark.parametrize("trick", made.UNSEEN)
def test_what_nobody_sees_is_not_read(trick: str, unseen: Documents) -> None:
    document = unseen[f"{trick}.pdf"]
    assert made.HIDDEN not in text_of(document)
    assert "2029" not in text_of(document)
    assert made.SHOWN in text_of(document)
