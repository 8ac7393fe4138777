from __future__ import annotations

import os
import shutil
import struct
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from pipeline.readers.flow import Grid
from pipeline.readers.legacy_doc import carve_pictures, compose_blocks, read_legacy
from pipeline.readers.word97 import Letter, Mark, RowEdges

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("YUSHEN_REAL") or ROOT.parent / "shared" / "real")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
IN_TABLE = Mark(in_table=True)


def letters(text: str, row: RowEdges | None = None) -> list[Letter]:
    """`|` ends a cell, `/` a row, `¶` a paragraph in a cell, `\r` one outside."""
    marks = {
        "|": Letter("\x07", IN_TABLE),
        "/": Letter("\x07", Mark(in_table=True, row_end=True, row=row)),
        "¶": Letter("\r", IN_TABLE),
    }
    return [marks.get(char, Letter(char, Mark())) for char in text]


def test_cells_and_rows() -> None:
    before, table, after = compose_blocks(letters("前\r甲|乙|/丙¶丁||/后\r"))
    assert (before, after) == ("前", "后")
    assert isinstance(table, Grid)
    assert [(s.row, s.column, s.blocks) for s in table.slots] == [
        (0, 0, ("甲",)),
        (0, 1, ("乙",)),
        (1, 0, ("丙", "丁")),
        (1, 1, ("",)),
    ]


def test_columns_follow_the_cell_edges() -> None:
    wide = RowEdges((0, 2000, 4000, 6000), (False, False, False))
    narrow = RowEdges((0, 4000, 6000), (False, False))
    stream = [*letters("甲|乙|丙|/", wide), *letters("丁|戊|/", narrow)]
    (table,) = compose_blocks(stream)
    assert isinstance(table, Grid)
    assert [(s.row, s.column, s.colspan) for s in table.slots] == [
        (0, 0, 1),
        (0, 1, 1),
        (0, 2, 1),
        (1, 0, 2),
        (1, 2, 1),
    ]


def test_a_cell_that_continues_the_one_above() -> None:
    first, second = RowEdges((0, 2000, 4000), (False, False)), RowEdges((0, 2000, 4000), (True, False))
    (table,) = compose_blocks([*letters("甲|乙|/", first), *letters("|丙|/", second)])
    assert isinstance(table, Grid)
    assert [(s.row, s.column, s.rowspan) for s in table.slots] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


def test_a_table_that_breaks_off_is_kept() -> None:
    (table,) = compose_blocks(letters("甲|乙|"))
    assert isinstance(table, Grid)
    assert len(table.slots) == 2


def test_pictures_are_carved_out_of_drawing_records() -> None:
    image = b"\x89PNG\r\n\x1a\n" + b"p" * 80
    record = struct.pack("<HHI", 0x6E00, 0xF01E, 17 + len(image)) + b"u" * 16 + b"\xff" + image
    twice = struct.pack("<HHI", 0x46B0, 0xF01D, 33 + 90) + b"u" * 32 + b"\xff" + b"\xff\xd8\xff" + b"j" * 87
    stream = b"noise" + record + b"\x1e\xf0" * 5 + twice + b"\x1e\xf0"
    assert list(carve_pictures(stream)) == [image, b"\xff\xd8\xff" + b"j" * 87]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(3000), b"x" * 9000],
)
def test_damage(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    refusal = read_legacy(path, "a.doc", "doc").refusal
    assert refusal is not None
    assert refusal.code == "UNREADABLE_FILE"


def test_rtf_without_libreoffice_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 hello}")
    refusal = read_legacy(path, "a.rtf", "rtf").refusal
    assert refusal is not None
    assert refusal.code == "UNSUPPORTED_FORMAT"
    assert "PDF" in refusal.message


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice writes the .doc for this test")
def test_a_doc_keeps_its_table_and_loses_what_was_deleted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("企业名称：江门市恒晟电器有限公司")
    for part in ("ins", "del"):
        tag = "w:t" if part == "ins" else "w:delText"
        paragraph._p.append(
            parse_xml(f'<w:{part} {W} w:id="1" w:author="a"><w:r><{tag}>{part}</{tag}></w:r></w:{part}>')
        )
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 1).text = "甲", "乙", "丙"
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(str(tmp_path / "a.docx"))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "doc", "a.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=90, check=True)
    (page,) = read_legacy(tmp_path / "a.doc", "a.doc", "doc").pages
    assert page.text == "企业名称：江门市恒晟电器有限公司ins\n甲\t乙\n丙"
    assert [(c.row, c.column, c.rowspan) for c in page.tables[0].cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real samples are not here")
def test_a_real_form_of_2003_keeps_its_tables_and_boxes() -> None:
    (page,) = read_legacy(REAL / "forms" / "freight_order_blank.doc", "a.doc", "doc").pages
    assert "□门到门" in page.text
    first = page.tables[0]
    assert (first.rows, first.columns) == (3, 6)
    assert page.cell_text(first.cells[2]) == "重量（吨）"
    assert first.cells[2].colspan == 2


@pytest.mark.skipif(not REAL.is_dir(), reason="the real samples are not here")
def test_a_real_empty_wps_file_is_told_as_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    refusal = read_legacy(REAL / "nasty" / "wps_empty_9kb.doc", "申报表.doc", "doc").refusal
    assert refusal is not None
    assert refusal.code == "UNREADABLE_FILE"
