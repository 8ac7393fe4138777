"""Every mark that a kind's YAML gives is explained in docs/evidence-marks.md."""

from __future__ import annotations

import re
from pathlib import Path

from extractors.spec import load_kinds

TABLE = Path(__file__).parents[2] / "docs" / "evidence-marks.md"


def test_marks_are_documented() -> None:
    rows = [line.split("|")[1] for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    known = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    given = {mark.mark for kind in load_kinds() for mark in kind.marks}
    given |= {kind.later_mark for kind in load_kinds() if kind.later_mark}
    assert len(known) > 20
    assert not given - known, f"未写入 docs/evidence-marks.md：{sorted(given - known)}"
