"""Real odd files (`../shared/real/nasty`) beside a good dossier: read or named, and no line of it is wrongly `high`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hostile_draft import Drafts, check_draft, drafts_of, is_unread

ROOT = Path(__file__).parents[2]
NASTY = Path(os.environ.get("YUSHEN_REAL") or ROOT.parent / "shared" / "real") / "nasty"
FILES = sorted(path.name for path in NASTY.iterdir() if path.is_file()) if NASTY.is_dir() else []
UNREADABLE = ("empty", "invalid", "malformed", "pw_", "stub", "wps")

pytestmark = pytest.mark.skipif(not FILES, reason="real samples are not here (YUSHEN_REAL)")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return drafts_of({name: {name: (NASTY / name).read_bytes()} for name in FILES}, tmp_path_factory.mktemp("nasty"))


@pytest.mark.parametrize("name", FILES)
def test_a_real_odd_file_is_read_or_named(name: str, drafts: Drafts) -> None:
    assert not drafts.failures
    check_draft(name, drafts.plain, drafts.by_case[name], [name])


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(UNREADABLE)])
def test_what_cannot_be_read_is_called_unread(name: str, drafts: Drafts) -> None:
    assert is_unread(drafts.by_case[name], [name])
