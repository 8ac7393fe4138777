"""A paper that prints the applicant's name is doubted, not refused, when another holder was read from it."""

from __future__ import annotations

import pytest

from extractors.document import Document, PageId, text_page
from extractors.evidence import Evidence, Field
from matchers.holding import Identity
from matchers.mentions import papers_naming

NAME = "江门市恒晟电器有限公司"


def paper(number: str, page: int, marks: frozenset[str] = frozenset()) -> Evidence:
    holder = {"holder": Field("广东省家用电器协会")}
    return Evidence("secretariat", "secretariat", holder, (PageId("a.pdf", page),), "text", marks=marks, id=number)


def document(*texts: str) -> Document:
    pages = tuple(text_page(PageId("a.pdf", n), text) for n, text in enumerate(texts, 1))
    return Document("a.pdf", "0", "read", pages)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"秘书处由广东省家用电器协会、{NAME}联合承担", True),
        ("秘书处由江门市恒晟\n电器有限公司承担", True),
        ("秘书处由广东省家用电器协会承担", False),
        ("秘书处由江门市恒展电器有限公司承担", False),
    ],
)
def test_the_name_on_the_same_page_counts(text: str, named: bool) -> None:
    found = papers_naming([paper("E1", 1)], [document(text)], Identity(NAME))
    assert (found == {"E1"}) is named


def test_rows_of_a_list_are_not_saved_by_their_neighbours() -> None:
    rows = [paper(f"E{n}", 1, frozenset({"list_row"})) for n in range(3)]
    assert not papers_naming(rows, [document(NAME)], Identity(NAME))


def test_the_code_counts_as_the_name() -> None:
    identity = Identity(NAME, "91440705MA4W00070N")
    assert papers_naming([paper("E1", 1)], [document("代码 91440705MA4W 00070N")], identity) == {"E1"}


def test_without_an_applicant_nothing_is_named() -> None:
    assert not papers_naming([paper("E1", 1)], [document(NAME)], Identity(None))
