"""500 documents of all formats through one process: its memory grows by less than a tenth (issue 5)."""

from __future__ import annotations

from pathlib import Path

from evaluation.memory import MOST, measure, write_documents


def test_five_hundred_documents_do_not_make_a_process_grow(tmp_path: Path) -> None:
    paths = list(write_documents(tmp_path / "documents", 500, seed=7))
    assert len({path.read_bytes() for path in paths}) == 500
    found = measure(paths, tmp_path / "scratch")
    assert len(found.processes) == 1, "the worker was replaced on the way"
    assert found.growth < MOST
