"""Seeded mutants over every input format: each ends well, a third is readable, nothing wrong is called certain.

`make fuzz` does the same with 5,000. What it found is held by tests of its own, e.g. `extractors/test_torn_values.py`.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evaluation.fuzz import DRAFTED, FORMATS, Mutant, Result, draft, make_mutants, read_all
from evaluation.fuzzing.files import make_file
from evaluation.fuzzing.judging import judge
from extractors.document import Document, PageId, text_page
from extractors.extraction import extract_evidence
from pipeline.readers.plain_text import decode_text
from pipeline.reading_types import ReadSettings

SEED, COUNT = 20_211, 230
KINDS = [kind for kind in FORMATS if kind not in {"doc", "rtf"}] + ["rtf"]
"""Word 97 is made, and RTF read, by LibreOffice, which takes a second each: left to `make fuzz`, but for a few."""


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    return list(make_mutants(COUNT, SEED, KINDS, each=3))


@pytest.fixture(scope="module")
def results(mutants: list[Mutant], tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    folder = tmp_path_factory.mktemp("fuzz")
    return list(read_all(iter(mutants), 1, ReadSettings(scratch=folder / "scratch", ocr=False), folder))


def test_every_format_is_there(mutants: list[Mutant]) -> None:
    assert {mutant.good.format for mutant in mutants} == set(KINDS)


def test_every_mutant_ends_in_pages_or_in_a_named_refusal(results: list[Result]) -> None:
    assert len(results) == COUNT
    for result in results:
        assert not result.ending.faults, (result.mutant.number, result.mutant.how)
        assert result.ending.documents
        assert result.ending.is_readable or result.ending.refusal or _shows_nothing(result), result.mutant.number


def _shows_nothing(result: Result) -> bool:
    """Read whole, and there was no word in it (an archive without members, a workbook without cells)."""
    return all(document.status in {"read", "skipped"} for document in result.ending.documents)


def test_nothing_wrong_is_called_certain(results: list[Result]) -> None:
    assert [f"{r.mutant.number} {r.mutant.how} {wrong}" for r in results for wrong in r.wrong] == []


def test_a_third_stays_readable(results: list[Result]) -> None:
    readable = [result for result in results if result.ending.is_readable]
    assert 3 * len(readable) >= COUNT
    assert sum(bool(result.ending.evidence) for result in readable) * 2 > len(readable)


def test_mutants_end_in_drafts(mutants: list[Mutant], tmp_path: Path) -> None:
    made = draft(mutants[: 4 * DRAFTED], tmp_path)
    assert not made.failures
    assert len(made.drafts) == 4
    for _, folder in made.drafts:
        written = json.loads((folder / "draft.json").read_text("utf-8"))
        assert len(written["dossier"]["files"]) >= DRAFTED


def test_the_same_seed_gives_the_same_mutants() -> None:
    kinds = [kind for kind in dict.fromkeys(KINDS) if kind != "7z"]  # whose packer writes the time of day
    one, other = (list(make_mutants(2 * len(kinds), SEED, kinds, each=1)) for _ in range(2))
    assert [(m.good.format, m.how, m.data) for m in one] == [(m.good.format, m.how, m.data) for m in other]


def test_a_wrong_value_would_be_seen() -> None:
    """The judge itself: a digit that the reading made up is wrong, one that the file shows is not."""
    good = make_file("txt", random.Random(2))
    text = decode_text(good.data) or ""
    (paper,) = good.papers
    shown = paper.printed["certificate_no"]
    other = paper.with_value("certificate_no", f"7{shown[1:]}")

    def wrong(read: str, data: bytes) -> list[str]:
        page = text_page(PageId("a.txt", 1), read)
        evidence = extract_evidence([Document("a.txt", "0" * 64, "read", (page,))]).evidence
        return [one.field for one in judge(good, data, evidence, [page])]

    changed = text.replace(shown, other.printed["certificate_no"])
    assert wrong(text, good.data) == []
    assert wrong(changed, good.data) == ["certificate_no"]
    assert wrong(changed, changed.encode(good.layout)) == []
