"""Office files, OFD and web pages that blow up, fetch, run or hide, through to the draft: the patent in them counts
where a reviewer sees it, and never for sure where nobody does.
"""

from __future__ import annotations

import hostile_office as made
import pytest
from hostile_draft import Drafts, check_draft, drafts_of, is_unread, line, states

LINE = "4"
"""The line of the patent: 3 points without it, 5 with it, far from its cap of 10."""


def name_of(case: str) -> str:
    return f"附件.{made.CASES[case].suffix}"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    cases = {case: {name_of(case): trick.build()} for case, trick in made.CASES.items()}
    return drafts_of(cases, tmp_path_factory.mktemp("run"))


@pytest.mark.parametrize("case", made.CASES)
def test_an_office_file_is_read_or_named_in_the_draft(case: str, drafts: Drafts) -> None:
    assert not drafts.failures
    draft, hostile, ending = drafts.by_case[case], [name_of(case)], made.CASES[case].ending
    check_draft(case, drafts.plain, draft, hostile, changes={LINE})
    row = line(draft, LINE)
    seen = row["draft_score"] == 5
    assert row["draft_score"] in {3, 5}
    if ending == "hidden":
        assert not seen or row["confidence"] != "high", "what nobody sees was counted for sure"
        return
    assert seen or is_unread(draft, hostile), states(draft)
    assert seen or row["confidence"] != "high", "a patent was lost in silence"
    assert seen == (ending == "read"), states(draft)
