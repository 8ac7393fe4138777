"""The program's version changes with its sources, and with nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import code_digest as module
from pipeline.code_digest import PACKAGES, code_digest, digest_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for package in PACKAGES:
        (tmp_path / package / "data").mkdir(parents=True)
        (tmp_path / package / "step.py").write_text("a = 1", "utf-8")
        (tmp_path / package / "data" / "kinds.yaml").write_text("a: 1", "utf-8")
    return tmp_path


@pytest.mark.parametrize("path", ["extractors/step.py", "matchers/data/kinds.yaml", "pipeline/step.py"])
def test_a_changed_source_is_another_version(root: Path, path: str) -> None:
    before = digest_of(root)
    (root / path).write_text((root / path).read_text("utf-8").replace("1", "2"), "utf-8")
    assert digest_of(root) != before


def test_a_new_and_a_renamed_source_are_another_version(root: Path) -> None:
    before = digest_of(root)
    (root / "pipeline" / "step.py").rename(root / "pipeline" / "other.py")
    renamed = digest_of(root)
    (root / "pipeline" / "empty.py").write_text("", "utf-8")
    assert len({before, renamed, digest_of(root)}) == 3


def test_compiled_files_and_dates_do_not_count(root: Path) -> None:
    before = digest_of(root)
    (root / "pipeline" / "__pycache__").mkdir()
    (root / "pipeline" / "__pycache__" / "step.pyc").write_bytes(b"1")
    (root / "pipeline" / "step.py").touch()
    assert digest_of(root) == before


def test_another_library_or_program_is_another_version(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_of(root)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99")
    library = digest_of(root)
    monkeypatch.setattr("shutil.which", lambda name: f"/somewhere/{name}")
    assert len({before, library, digest_of(root)}) == 3


def test_unreadable_sources_are_never_the_same_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGES", ("nowhere",))
    assert code_digest.__wrapped__() != code_digest.__wrapped__()


def test_it_is_the_same_in_every_process_and_quick() -> None:
    command = [sys.executable, "-c", "from pipeline.code_digest import code_digest; print(code_digest())"]
    root = Path(module.__file__).parents[1]
    one, two = (subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout for _ in range(2))
    assert one == two
    start = time.process_time()
    code_digest.__wrapped__()
    assert time.process_time() - start < 0.5
