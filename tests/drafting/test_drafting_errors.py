"""What cannot be drafted from says in Chinese what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf as _pymupdf
import pytest

from matchers.drafting.conditions import read_conditions
from pipeline.drafting import draft_rubric
from pipeline.errors import UnusableInput
from pipeline.readers.context import ReadContext

pymupdf: Any = _pymupdf


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"没有“.*无此文件\.docx”这个文件"):
        draft_rubric(tmp_path / "无此文件.docx")


def test_a_text_without_any_scoring(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于召开会议的通知\n请于5月1日前报名。\n", "utf-8")
    with pytest.raises(UnusableInput, match="没有找到评分表"):
        draft_rubric(path)


def test_a_broken_word_file(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 40)
    with pytest.raises(UnusableInput, match=r"坏\.docx"):
        draft_rubric(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "空.pdf"
    path.write_bytes(b"")
    with pytest.raises(UnusableInput, match="空文件"):
        draft_rubric(path)


def test_a_scan_without_reading_of_pictures(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    grey = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 600, 800), False)
    grey.clear_with(90)
    page.insert_image(page.rect, pixmap=grey)
    path = tmp_path / "扫描.pdf"
    document.save(path)
    with pytest.raises(UnusableInput, match="扫描件"):
        draft_rubric(path, context=ReadContext(ocr=False))


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("近三年未发生较大及以上安全、环保、质量事故。", "people_decide"),
        ("近一年内在质量抽查中未出现不合格情况。", "no_failure"),
        ("近一年未在监督抽查中出现产品不合格。", "no_failure"),
    ],
)
def test_a_failed_inspection_answers_only_conditions_about_inspections(words: str, check: str) -> None:
    lines = ("第五条 申报企业应当同时具备下列条件：", "（一）在本市注册。", f"（二）{words}")
    assert read_conditions(lines)[1].check == check
