"""All broken PDFs in one dossier, through to its draft: loops, bombs and lies cost no other paper and no `high`."""

from __future__ import annotations

from pathlib import Path

import hostile_pdf as made
import pytest
from hostile_draft import CAPPED, SCORES, check_draft, drafts_of


@pytest.mark.slow
def test_all_broken_files_beside_a_good_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = tmp_path / "limits.yaml"
    limits.write_text("time:\n  page: 4 秒\n", "utf-8")
    monkeypatch.setenv("YUSHEN_LIMITS", str(limits))
    root = tmp_path / "run"
    root.mkdir()
    broken = {f"{name}.pdf": build() for name, build in made.BROKEN.items()}
    drafts = drafts_of({"坏文件": broken}, root)
    draft = drafts.by_case["坏文件"]
    check_draft("坏文件", drafts.plain, draft, list(broken))
    assert {row["id"]: row["draft_score"] for row in draft["indicators"] if row["draft_score"]} == SCORES
    assert {row["id"] for row in draft["indicators"] if row["confidence"] == "high"} == CAPPED
