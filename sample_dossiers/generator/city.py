"""The city's dossiers: reports, official documents, minutes, news and tables of a district and of a bureau.

The plan's blocks are those of `schemes` and `plain` (a line at the margin). A file is PDF, Word, a workbook or plain
text by its name; `as: scan` makes a PDF of 1-bit pictures of the pages.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
import yaml
from PIL import Image

from . import schemes
from .containers import pdf_bytes, steady
from .mupdf import pymupdf
from .wording import Data

PLANS = Path(__file__).parent.parent / "plan-city"
SCAN_DPI = 170
DARK = 150
"""Below this grey a dot of the scan is black."""


def plans() -> list[Data]:
    """Both units, in order."""
    return [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted(PLANS.glob("*.yaml"))]


def build(plan: Data) -> dict[str, bytes]:
    """The files of a dossier by path."""
    return {file["path"]: _file(file) for file in plan["files"]}


def expected(plan: Data) -> Data:
    """What the plan says must come of it, by hand."""
    told = copy.deepcopy(plan["expected"])
    return {"schema": "yushen/expected-progress/1", "dossier": plan["dossier"], "as_of": plan["as_of"], **told}


def _file(file: Data) -> bytes:
    pages = [[_known(block) for block in page] for page in file["pages"]]
    kind = file["path"].rpartition(".")[2]
    if file.get("as") == "scan":
        return _scanned(schemes.printed(pages))
    if kind == "docx":
        return schemes.word(pages)
    if kind == "xlsx":
        return _workbook(pages)
    if kind == "txt":
        return "".join(f"{text}\r\n" for page in pages for block in page for text in block.values()).encode("utf-8")
    return schemes.printed(pages)


def _known(block: Data) -> Data:
    """A line at the margin is a text without indent."""
    return {"text": block["plain"]} if "plain" in block else block


def _scanned(data: bytes) -> bytes:
    """Every page as a black-and-white picture, a little askew."""
    out = pymupdf.open()
    for page in pymupdf.open(stream=data, filetype="pdf"):
        shot = page.get_pixmap(dpi=SCAN_DPI, colorspace=pymupdf.csGRAY)
        image = Image.frombytes("L", (shot.width, shot.height), shot.samples)
        image = image.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
        kept = io.BytesIO()
        image.point(lambda value: 255 if value > DARK else 0).convert("1").save(
            kept, "TIFF", compression="group4", dpi=(SCAN_DPI, SCAN_DPI)
        )
        leaf = out.new_page(width=595, height=842)
        leaf.insert_image(leaf.rect, stream=kept.getvalue())
    return pdf_bytes(out, subset=False)


def _workbook(pages: Sequence[Sequence[Data]]) -> bytes:
    """Titles in merged cells, tables below; numbers as numbers."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_numbers": True})
    sheet = book.add_worksheet("统计表")
    row = 0
    for block in (block for page in pages for block in page):
        ((kind, value),) = block.items()
        if kind == "table":
            for cells in value:
                sheet.write_row(row, 0, cells)
                row += 1
        else:
            sheet.merge_range(row, 0, row, 6, value)
            row += 1
    book.close()
    return steady(kept.getvalue())
