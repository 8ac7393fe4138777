"""What is kept between runs comes back as it went, or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Box, Cell, Document, Page, PageId, Problem, Span, Table, Word
from extractors.evidence import ApplicationForm, Claim, ClaimItem, Evidence, Field, Reading, Reason
from extractors.extraction import extract_evidence
from matchers.draft import Dossier
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from pipeline import kept_results
from pipeline.kept_outputs import find_outputs, keep_outputs, key_of_draft, place_outputs
from pipeline.kept_results import KeptResults, Recognised, find_recognised, keep_recognised, pack, unpack
from pipeline.page_cache import PageCache

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
lengths = st.floats(0, 2000, allow_nan=False)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), lengths, lengths, lengths, lengths)
ids = st.builds(PageId, words, st.none() | st.integers(1, 3000), st.none() | words)
spans = st.builds(Span, ids, st.integers(0, 99), st.integers(0, 99))
tuples = st.lists(numbers, max_size=3).map(tuple)
pages = st.builds(
    Page,
    id=ids,
    text=words,
    words=st.lists(
        st.builds(Word, words, st.integers(0, 99), st.none() | boxes, st.none() | tuples, st.none() | tuples),
        max_size=3,
    ).map(tuple),
    tables=st.lists(
        st.builds(Table, st.lists(st.builds(Cell, *[st.integers(0, 9)] * 6, st.none() | boxes)).map(tuple)), max_size=1
    ).map(tuple),
    width=st.none() | lengths,
    via=st.sampled_from(["text", "ocr"]),
    legibility=st.sampled_from(["good", "poor", "unread", "blank"]),
    note=st.none() | words,
    turned=st.sampled_from([0, 90, 180, 270]),
)
documents = st.builds(
    Document,
    path=words,
    sha256=words,
    status=st.sampled_from(["read", "partly_read", "unreadable", "password", "unsupported", "skipped", "limit"]),
    pages=st.lists(pages, max_size=2).map(tuple),
    page_count=st.none() | st.integers(0, 9),
    problems=st.lists(st.builds(Problem, words, words, words, st.none() | st.integers(1, 9)), max_size=2).map(tuple),
)
values = st.none() | words | st.booleans() | st.integers() | st.lists(words, max_size=3).map(tuple)
readings = st.builds(Reading, score=numbers, agreed=st.booleans(), repaired=st.none() | words)
fields = st.builds(Field, values, words, st.none() | spans, readings)
evidence = st.builds(
    Evidence,
    type=words,
    kind=words,
    fields=st.dictionaries(words, fields, max_size=3),
    pages=st.lists(ids, max_size=2).map(tuple),
    via=st.sampled_from(["text", "ocr"]),
    anchor=st.none() | spans,
    extras=st.dictionaries(words, fields, max_size=2),
    marks=st.frozensets(words, max_size=3),
    reasons=st.lists(st.builds(Reason, words, words), max_size=2).map(tuple),
    confidence=numbers,
    deciding=st.lists(words, max_size=2).map(tuple),
)
points = st.decimals(0, 100, places=2) | st.just(Decimal("2.50"))
items = st.builds(ClaimItem, words, st.none() | words, span=st.none() | spans)
claims = st.builds(Claim, st.none() | words, words, st.none() | points, items=st.lists(items, max_size=2).map(tuple))
forms = st.builds(ApplicationForm, evidence, applicant=fields, claims=st.lists(claims, max_size=2).map(tuple))


def types_of(value: object) -> object:
    """The value with the type of everything in it, since 1 == True == 1.0 == Decimal(1)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value), [types_of(getattr(value, f.name)) for f in dataclasses.fields(value)]
    if isinstance(value, (tuple, list)):
        return type(value), [types_of(v) for v in value]
    if isinstance(value, dict):
        return {key: types_of(v) for key, v in value.items()}
    return type(value), str(value) if isinstance(value, Decimal) else value


@given(documents)
@settings(max_examples=60)
def test_a_document_comes_back_with_all_its_types(document: Document) -> None:
    content = pack(Document, document)
    assert content is not None
    assert types_of(unpack(Document, content)) == types_of(document)


@given(evidence, forms)
@settings(max_examples=60)
def test_evidence_and_forms_come_back_with_all_their_types(item: Evidence, form: ApplicationForm) -> None:
    recognised = Recognised((), (item, form.evidence), (form,))
    content = pack(Recognised, recognised)
    assert content is not None
    assert types_of(unpack(Recognised, content)) == types_of(recognised)


def document(text: str = "质量管理体系认证证书", path: str = "a.pdf") -> Document:
    return Document(path, "0" * 64, "read", (Page(PageId(path, 1), text, (Word(text, 0),)),), 1)


def test_half_a_character_is_not_kept(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    kept.put(Document, document("半个\ud83d"), "key")
    assert kept.get(Document, "key") is None
    assert not list(tmp_path.rglob("*.page"))


def test_what_does_not_come_back_equal_is_not_kept(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    kept.put(Reading, Reading(score=float("inf")), "key")
    assert kept.get(Reading, "key") is None


@pytest.mark.parametrize(
    "content", [b"", b"null", b"{}", b"[1,2", b'{"path": 3}', b"cos\nsystem\n(S'true'\ntR.", b"[" * 100_000]
)
def test_an_entry_of_another_shape_is_no_entry(content: bytes, tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    kept.put(Document, document(), "key")
    (path,) = tmp_path.rglob("*.page")
    other = PageCache(tmp_path / "other")
    other.put_bytes("0" * 64, content)
    path.write_bytes(next((tmp_path / "other").rglob("*.page")).read_bytes())
    assert kept.get(Document, "key") is None


def test_another_version_of_the_program_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptResults(PageCache(tmp_path))
    kept.put(Document, document(), "key")
    assert kept.get(Document, "key") == document()
    monkeypatch.setattr(kept_results, "code_digest", lambda: "another")
    assert kept.get(Document, "key") is None


def test_recognition_is_found_for_the_very_documents_only(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    read = (document(),)
    recognised = Recognised(read, extract_evidence(read).evidence, ())
    keep_recognised(kept, read, recognised)
    assert find_recognised(kept, read) == recognised
    assert find_recognised(kept, (document("质量管理体系认证证书2"),)) is None
    assert find_recognised(kept, (document(path="b.pdf"),)) is None


def test_recognition_that_lost_a_document_is_tried_again(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    read = (document(),)
    keep_recognised(kept, read, Recognised((dataclasses.replace(read[0], status="partly_read"),), (), ()))
    assert find_recognised(kept, read) is None


def test_a_form_comes_back_as_the_very_item_in_the_list(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path))
    read = (document(),)
    item = Evidence("application_form", "form", {}, (PageId("a.pdf", 1),), "text")
    copy = dataclasses.replace(item)
    keep_recognised(kept, read, Recognised(read, (item, copy), (ApplicationForm(copy), ApplicationForm(item))))
    found = find_recognised(kept, read)
    assert found is not None
    assert {id(form.evidence) for form in found.forms} == {id(one) for one in found.evidence}


def draft_of(read: tuple[Document, ...], as_of: dt.date = dt.date(2022, 6, 10)) -> object:
    found = extract_evidence(read)
    return draft_dossier(Dossier("甲", read, found.evidence, found.forms), load_rubric("jiangmen-qic-2022"), as_of)


def test_the_outputs_key_tells_every_change() -> None:
    first = key_of_draft(draft_of((document(),)))  # type: ignore[arg-type]
    assert first == key_of_draft(draft_of((document(),)))  # type: ignore[arg-type]
    others = {
        key_of_draft(draft_of((document("别的"),))),  # type: ignore[arg-type]
        key_of_draft(draft_of((document(),), dt.date(2022, 6, 11))),  # type: ignore[arg-type]
        key_of_draft(draft_of((dataclasses.replace(document(), sha256="1" * 64),))),  # type: ignore[arg-type]
    }
    assert first not in others
    assert len(others) == 3


def test_outputs_are_found_whole_or_not_at_all(tmp_path: Path) -> None:
    kept = KeptResults(PageCache(tmp_path / "cache"))
    folder = tmp_path / "甲"
    folder.mkdir()
    for name in ("evidence.pdf", "draft.xlsx"):
        (folder / name).write_bytes(name.encode())
    keep_outputs(kept, "k", folder)
    assert find_outputs(kept, "k") is None
    (folder / "draft.json").write_bytes(b"{}")
    keep_outputs(kept, "k", folder)
    files = find_outputs(kept, "k")
    assert files is not None
    (folder / "evidence.pdf").write_bytes(b"somebody wrote here")
    stamp = (folder / "draft.json").stat().st_mtime_ns
    place_outputs(files, folder)
    assert (folder / "evidence.pdf").read_bytes() == b"evidence.pdf"
    assert (folder / "draft.json").stat().st_mtime_ns == stamp
