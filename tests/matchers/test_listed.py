"""Of a published list only the applicant's row stands; a list without it is still one paper."""

from __future__ import annotations

from extractors.document import PageId
from extractors.evidence import Evidence, Field
from matchers.holding import Identity
from matchers.listed import LISTED, own_rows

APPLICANT = Identity("江门市恒晟电器有限公司")


def _row(number: int, holder: str, page: int = 1, listed: bool = True) -> Evidence:
    return Evidence(
        type="award",
        kind="award",
        fields={"holder": Field(holder, holder)},
        pages=(PageId("决定.pdf", page),),
        via="text",
        marks=frozenset({LISTED} if listed else ()),
        id=f"E{number:03d}",
    )


def test_only_the_applicants_row_stands() -> None:
    rows = [_row(1, "江门市甲有限公司"), _row(2, "江门市恒晟电器有限公司"), _row(3, "江门市乙有限公司")]
    assert [r.id for r in own_rows(rows, APPLICANT)] == ["E002"]


def test_a_list_without_the_applicant_stays_one_paper() -> None:
    rows = [_row(1, "江门市甲有限公司"), _row(2, "江门市乙有限公司")]
    assert [r.id for r in own_rows(rows, APPLICANT)] == ["E001"]


def test_lists_are_told_apart_and_other_papers_stay() -> None:
    rows = [
        _row(1, "江门市甲有限公司"),
        _row(2, "江门市恒晟电器有限公司"),
        _row(3, "江门市乙有限公司", page=2),
        _row(4, "江门市丙有限公司", page=3, listed=False),
    ]
    assert [r.id for r in own_rows(rows, APPLICANT)] == ["E002", "E003", "E004"]


def test_a_row_that_may_be_the_applicants_stays() -> None:
    rows = [_row(1, "中山市甲涂料有限公司"), _row(2, "江门市恒晟电器有限公司新会分公司")]
    assert [r.id for r in own_rows(rows, APPLICANT)] == ["E002"]
