from __future__ import annotations

import sys
from pathlib import Path

import pytest

from matchers.draft import Draft

sys.path.insert(0, str(Path(__file__).parent))
import fake_draft


@pytest.fixture(scope="session")
def faked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, dict[str, Path]]:
    """The invented draft and where its files lie."""
    return fake_draft.make(tmp_path_factory.mktemp("dossier"))


@pytest.fixture(scope="session")
def draft(faked: tuple[Draft, dict[str, Path]]) -> Draft:
    return faked[0]
