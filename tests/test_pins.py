"""Each pin that has a reason is held by the reason itself (see research on packages; comments in pyproject.toml)."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf

pymupdf: Any = _pymupdf

ROOT = Path(__file__).parent.parent


def version(package: str) -> tuple[int, ...]:
    return tuple(int(part) for part in importlib.metadata.version(package).split(".")[:2])


def test_pymupdf_keeps_dates_in_tables_whole() -> None:
    """PyMuPDF 2.0 reads `2025-03-19` in a ruled table as `20250319` and dashes; the pin keeps it below."""
    assert (1, 26) <= version("pymupdf") < (2, 0)
    document = pymupdf.open()
    page = document.new_page()
    for row in range(3):
        for column in range(2):
            cell = pymupdf.Rect(72 + column * 120, 72 + row * 24, 192 + column * 120, 96 + row * 24)
            page.draw_rect(cell)
            page.insert_text((cell.x0 + 6, cell.y1 - 8), f"2025-03-{10 + row * 2 + column}", fontsize=10)
    found = page.find_tables().tables[0].extract()
    assert [cell for row in found for cell in row] == [f"2025-03-{10 + n}" for n in range(6)]


def test_ocr_models_come_inside_the_wheel() -> None:
    """Nothing may be downloaded at run time: rapidocr must ship its detection and recognition models."""
    files = importlib.metadata.files("rapidocr") or []
    models = [f for f in files if f.suffix == ".onnx"]
    assert any("det" in f.name for f in models)
    assert any("rec" in f.name for f in models)


def test_rapidocr_runtime_is_pinned_with_it() -> None:
    """rapidocr declares no inference runtime, so ours must be among our own dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [d.split("==")[0].split(">")[0] for d in project["dependencies"]]
    assert {"rapidocr", "onnxruntime", "opencv-python-headless"} <= set(names)


def test_the_packages_that_the_user_named_stay() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {d.split("==")[0].split(">")[0] for d in project["dependencies"]}
    assert {"pdfplumber", "python-docx", "pymupdf", "jieba", "rapidfuzz", "pandas"} <= names


def test_the_named_packages_do_work_and_are_not_only_listed() -> None:
    """Each is imported somewhere in the product."""
    modules = {"pdfplumber", "docx", "pymupdf", "jieba", "rapidfuzz", "pandas"}
    sources = [
        p.read_text("utf-8") for floor in ("extractors", "matchers", "pipeline") for p in (ROOT / floor).rglob("*.py")
    ]
    used = {m for m in modules if any(f"import {m}" in text or f"from {m}" in text for text in sources)}
    assert used == modules
