"""Office packages whose table of contents lies: refused by name, never by an exception (found by fuzzing)."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.readers.word import read_word


def package() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("证书编号：54723Q35367R1M")
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("offset", [42, 24])
def test_places_and_sizes_beyond_the_file_are_damage(offset: int, tmp_path: Path) -> None:
    data = bytearray(package())
    for match in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[match.start() + offset : match.start() + offset + 4] = struct.pack("<I", 0xFFFFFF00)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert read_word(path, "a.docx").refusal is not None


def test_a_directory_that_claims_to_be_larger_than_the_file_is_damage(tmp_path: Path) -> None:
    data = bytearray(package())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 20] = struct.pack("<II", 1000, len(data) + 5000)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    found = read_word(path, "a.docx")
    assert found.refusal is not None or found.pages


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/settings.xml"])
def test_a_part_that_holds_no_words_may_be_broken(part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(io.BytesIO(package())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:styles><w:style x></w:t>" if name == part else source.read(name))
    found = read_word(path, "a.docx")
    assert "54723Q35367R1M" in found.pages[0].text


def test_a_part_that_is_packed_in_a_way_of_its_own_may_be_lost(tmp_path: Path) -> None:
    data = bytearray(package())
    for sign, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        name = data.rindex(b"word/styles.xml") if offset == 10 else data.index(b"word/styles.xml")
        place = data.rindex(sign, 0, name)
        data[place + offset : place + offset + 2] = struct.pack("<H", 99)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert "54723Q35367R1M" in read_word(path, "a.docx").pages[0].text
