"""PDFs that loop, blow up, lie or hide: each is read or named, and what nobody sees on a page is never read."""

from __future__ import annotations

import hostile_pdf as made
import pytest
from hostile_dossier import Documents, Read

from extractors.document import Document


@pytest.fixture(scope="module")
def broken(read: Read) -> Documents:
    """All broken files as one dossier: none may cost another."""
    return read({f"{name}.pdf": build() for name, build in made.BROKEN.items()})


@pytest.fixture(scope="module")
def unseen(read: Read) -> Documents:
    return read({f"{name}.pdf": build() for name, build in made.UNSEEN.items()})


def text_of(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


@pytest.mark.parametrize("fault", made.BROKEN)
def test_a_broken_pdf_is_read_or_named(fault: str, broken: Documents) -> None:
    document = broken[f"{fault}.pdf"]
    unread = any(page.legibility in {"poor", "unread"} for page in document.pages)
    assert made.SHOWN in text_of(document) or document.problems or unread, (document.status, document.note)


@pytest.mark.parametrize("trick", made.UNSEEN)
def test_what_nobody_sees_is_not_read(trick: str, unseen: Documents) -> None:
    document = unseen[f"{trick}.pdf"]
    assert made.HIDDEN not in text_of(document)
    assert "2029" not in text_of(document)
    assert made.SHOWN in text_of(document)
