from __future__ import annotations

from pathlib import Path

import fake_draft
import pytest

from matchers.draft import Draft


@pytest.fixture(scope="session")
def faked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, dict[str, Path]]:
    """The invented draft and where its files lie."""
    return fake_draft.make(tmp_path_factory.mktemp("dossier"))


@pytest.fixture(scope="session")
def draft(faked: tuple[Draft, dict[str, Path]]) -> Draft:
    return faked[0]
