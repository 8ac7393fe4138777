"""The dossier that hostile files are laid into is a good one: else nothing that they spoil would be seen."""

from __future__ import annotations

import hostile_draft as made
import pytest
from hostile_draft import Drafts, drafts_of, line, states


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return drafts_of({"坏文件": {"坏.pdf": b"%PDF-1.7 nothing follows"}}, tmp_path_factory.mktemp("run"))


def test_the_plain_dossier_comes_out_high(drafts: Drafts) -> None:
    rows = drafts.plain["indicators"]
    assert {row["id"]: row["draft_score"] for row in rows if row["draft_score"]} == made.SCORES
    not_high = {row["id"] for row in rows if row["confidence"] != "high"}
    assert not_high <= {row["id"] for row in rows if row["id"].startswith("6.")}, not_high
    assert set(states(drafts.plain).values()) == {"read"}


def test_an_unread_file_leaves_only_capped_lines_high(drafts: Drafts) -> None:
    draft = drafts.by_case["坏文件"]
    made.check_draft("坏文件", drafts.plain, draft, ["坏.pdf"])
    assert {row["id"] for row in draft["indicators"] if row["confidence"] == "high"} == made.CAPPED


def test_a_line_that_stays_high_without_reason_is_seen(drafts: Drafts) -> None:
    draft = drafts.by_case["坏文件"]
    line(draft, "4")["confidence"] = "high"
    with pytest.raises(AssertionError):
        made.check_draft("坏文件", drafts.plain, draft, ["坏.pdf"])
