"""A workbook that a person saved is never replaced."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipeline.emit.seal import OPEN, PROPERTY, is_sealed, seal


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "draft.xlsx"
    made = xlsxwriter.Workbook(str(path))
    made.add_worksheet("评分").write("A1", "江门")
    made.set_custom_property(PROPERTY, OPEN)
    made.close()
    seal(path)
    return path


def test_as_written_it_is_sealed_and_opens(book: Path) -> None:
    assert is_sealed(book)
    assert openpyxl.load_workbook(book)["评分"]["A1"].value == "江门"


def test_the_same_content_is_sealed_alike(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    seal(book)
    assert is_sealed(book)
    assert book.read_bytes() == before


def test_saved_by_a_person_the_seal_is_broken(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened["评分"]["B1"] = 4
    opened.save(book)
    assert not is_sealed(book)


def test_one_changed_cell_breaks_the_seal(book: Path) -> None:
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(book, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content.replace("江门".encode(), "台山".encode()))
    assert not is_sealed(book)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_what_is_no_workbook_is_not_ours(book: Path, content: bytes) -> None:
    book.write_bytes(content)
    assert not is_sealed(book)
