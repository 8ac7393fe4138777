"""Papers handed in later, in a folder of their own: read under 补正材料/, none lost, none given to another."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.errors import UnusableInput
from pipeline.inbox import DossierSource, find_dossiers
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.supplements import is_supplement, with_supplements
from pipeline.workers import Workers


def pdf(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    book.new_page().insert_text((72, 72), text * 20, fontname="china-s")
    book.save(path)
    return path


def paths(source: DossierSource, tmp_path: Path) -> dict[str, str]:
    settings = ReadSettings(scratch=tmp_path / "scratch", cache=None, ocr=False)
    with Workers(1) as workers:
        read = read_dossier(source, workers, settings)
    assert all(d.path in read.disk for d in read.documents)
    return {d.path: "".join(page.text for page in d.pages) for d in read.documents}


def test_what_was_handed_in_later_is_read_under_its_own_folder(tmp_path: Path) -> None:
    pdf(tmp_path / "收件" / "甲" / "证书.pdf", "原有证书")
    pdf(tmp_path / "收件" / "甲" / "补正材料" / "新证.pdf", "先前补的")
    pdf(tmp_path / "收件" / "乙" / "证书.pdf", "乙的证书")
    pdf(tmp_path / "补" / "甲" / "新证.pdf", "后来补的")
    sources = with_supplements(find_dossiers([tmp_path / "收件"], single=False, out=None), tmp_path / "补")
    found = {source.name: paths(source, tmp_path) for source in sources}
    assert set(found["甲"]) == {"证书.pdf", "补正材料/新证.pdf", "补正材料/新证 (2).pdf"}
    assert "后来补的" in found["甲"]["补正材料/新证 (2).pdf"]
    assert set(found["乙"]) == {"证书.pdf"}
    assert not list((tmp_path / "收件" / "甲" / "补正材料").glob("*(2)*")), "the inbox is only read"


def test_a_dossier_that_is_an_archive_keeps_its_own_supplements(tmp_path: Path) -> None:
    inner = pdf(tmp_path / "a.pdf", "包里的")
    (tmp_path / "收件").mkdir()
    with zipfile.ZipFile(tmp_path / "收件" / "甲.zip", "w") as packed:
        packed.write(inner, "补正材料/新证.pdf")
    pdf(tmp_path / "补" / "甲" / "新证.pdf", "包外的")
    source = with_supplements(find_dossiers([tmp_path / "收件"], single=False, out=None), tmp_path / "补")[0]
    found = paths(source, tmp_path)
    texts = {path: text for path, text in found.items() if path.endswith(".pdf")}
    assert len(texts) == 2
    assert any("包里的" in text for text in texts.values())
    assert any("包外的" in text for text in texts.values())


def test_a_single_file_of_the_dossiers_name(tmp_path: Path) -> None:
    pdf(tmp_path / "收件" / "甲" / "证书.pdf", "原有证书")
    pdf(tmp_path / "补" / "甲.pdf", "补的")
    source = with_supplements(find_dossiers([tmp_path / "收件"], single=False, out=None), tmp_path / "补")[0]
    assert set(paths(source, tmp_path)) == {"证书.pdf", "补正材料/甲.pdf"}


def test_a_folder_that_belongs_to_no_dossier_is_no_silent_loss(tmp_path: Path) -> None:
    pdf(tmp_path / "收件" / "甲" / "证书.pdf", "原有证书")
    pdf(tmp_path / "补" / "甲公司" / "新证.pdf", "补的")
    (tmp_path / "补" / "Thumbs.db").write_bytes(b"x")
    with pytest.raises(UnusableInput, match=r"甲公司.*没有对应") as told:
        with_supplements(find_dossiers([tmp_path / "收件"], single=False, out=None), tmp_path / "补")
    assert "Thumbs.db" not in str(told.value)


def test_a_folder_inside_the_inbox_is_no_dossier(tmp_path: Path) -> None:
    pdf(tmp_path / "收件" / "甲" / "证书.pdf", "原有证书")
    pdf(tmp_path / "收件" / "补正" / "甲" / "新证.pdf", "补的")
    sources = find_dossiers([tmp_path / "收件"], single=False, out=None)
    with pytest.raises(UnusableInput, match="收件文件夹里面"):
        with_supplements(sources, tmp_path / "收件" / "补正")


def test_a_folder_that_is_not_there_or_would_be_written_into(tmp_path: Path) -> None:
    source = DossierSource("甲", tmp_path / "收件" / "甲")
    with pytest.raises(UnusableInput, match="找不到补正材料文件夹"):
        with_supplements([source], tmp_path / "无")
    (tmp_path / "补").mkdir()
    with pytest.raises(UnusableInput, match="里面"):
        with_supplements([source], tmp_path / "补", tmp_path / "补" / "out")
    assert with_supplements([source], None) == [source]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("补正材料/a.pdf", True), ("补正材料.zip!/x/a.pdf", True), ("证书/a.pdf", False), ("补正材料.pdf", False)],
)
def test_which_paths_were_handed_in_later(path: str, is_one: bool) -> None:
    assert is_supplement(path) is is_one
