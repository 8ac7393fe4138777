from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hostile_dossier import Documents, Files, Read, check, hashes, lay_down

from pipeline.inbox import DossierSource
from pipeline.reading import ReadSettings, read_dossier
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
