from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font, PatternFill
from PIL import Image

from extractors.document import Page
from pipeline.limits import Limits
from pipeline.readers.content import Content
from pipeline.readers.sheet import read_csv, read_workbook


def save(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def read(path: Path) -> Content:
    return read_workbook(path, "a.xlsx", "xlsx")


def cells(page: Page, table: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, page.cell_text(c)) for c in page.tables[table].cells]


def test_values_read_as_a_person_reads_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(
        ["数", 3.0, 0.5, dt.date(2021, 9, 30), dt.datetime.fromisoformat("2021-09-30T08:05:00"), True, 20210930]
    )
    (page,) = read(save(book, tmp_path / "a.xlsx")).pages
    assert page.text == "数\t3\t0.5\t2021-09-30\t2021-09-30 08:05:00\t是\t20210930"


def test_merged_cells_and_stretches_between_empty_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "专利清单"
    sheet.merge_cells("A1:C1")
    sheet.append(["类别", "名称", "专利号"])
    sheet.append(["发明", "一", "ZL202010430096.0"])
    sheet.append([None, "二", "x"])
    sheet.merge_cells("A3:A4")
    sheet["B7"], sheet["C8"] = "甲", "乙"
    sheet["A10"] = "以上属实"
    (page,) = read(save(book, tmp_path / "a.xlsx")).pages
    first = cells(page)
    assert (0, 0, 1, 3, "专利清单") in first
    assert (2, 0, 2, 1, "发明") in first
    assert len(page.tables) == 2
    assert cells(page, 1) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (1, 0, 1, 1, ""), (1, 1, 1, 1, "乙")]
    assert page.text.endswith("\n以上属实")


def test_every_sheet_is_a_page_and_hidden_ones_are_not_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.create_sheet("选项")["A1"] = "是"
    draft = book.create_sheet("底稿")
    draft["A1"] = "发明专利证书 " + "一种电器外壳的成型方法" * 5
    draft["A2"] = "ZL 2020 1 0430096.0"
    book.create_sheet("清单")["A1"] = "乙"
    book["选项"].sheet_state = draft.sheet_state = "hidden"
    content = read(save(book, tmp_path / "a.xlsx"))
    assert [(page.id.number, page.text) for page in content.pages] == [(1, "甲"), (4, "乙")]
    assert content.note is not None
    assert "底稿" in content.note
    assert [loss.code for loss in content.losses] == ["UNREADABLE_FILE"], "a drop-down list is no paper"
    assert "底稿" in content.losses[0].message


def test_hidden_rows_and_columns_and_white_cells_are_not_taken_but_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 6):
        sheet[f"A{row}"], sheet[f"B{row}"] = f"甲{row}", f"乙{row}，工程师"
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[3].height = 0.5
    sheet.column_dimensions["B"].hidden = True
    sheet["A4"].font = Font(color="FFFFFFFF")
    sheet["A5"].font, sheet["A5"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF203864")
    content = read(save(book, tmp_path / "a.xlsx"))
    assert content.pages[0].text == "甲1\n甲5"
    assert [loss.code for loss in content.losses] == ["UNREADABLE_FILE"]
    assert "隐藏" in content.losses[0].message


def test_a_formula_without_its_result_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "合计"
    book.active["B1"] = "=1+1"
    content = read(save(book, tmp_path / "a.xlsx"))
    assert [loss.code for loss in content.losses] == ["UNREADABLE_FILE"]


def test_pictures_know_their_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    second = book.create_sheet("照片")
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(data, "PNG")
    second.add_image(SheetImage(data), "A1")
    content = read(save(book, tmp_path / "a.xlsx"))
    assert [(x.page_id.number, x.page_id.part) for x in content.pictures] == [(2, "xl/media/image1.png")]
    assert content.pages[1].has_picture


def edit(path: Path, change: dict[str, tuple[bytes, bytes]]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            before, after = change.get(info.filename, (b"", b""))
            new.writestr(info.filename, old.read(info).replace(before, after) if before else old.read(info))
    path.write_bytes(out.getvalue())
    return path


def test_a_claimed_million_columns_is_no_matter(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    path = edit(
        save(book, tmp_path / "a.xlsx"),
        {"xl/worksheets/sheet1.xml": (b'<dimension ref="A1:A1"', b'<dimension ref="A1:XFD1048576"')},
    )
    assert read(path).pages[0].text == "甲"


def test_two_cells_at_the_far_corners_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2
    refusal = read(save(book, tmp_path / "a.xlsx")).refusal
    assert refusal is not None
    assert refusal.code == "LIMIT_EXCEEDED"


def test_too_many_cells_keeps_the_sheets_before(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    for _ in range(20):
        book.create_sheet("多").append(["x"] * 9)
    content = read_workbook(save(book, tmp_path / "a.xlsx"), "a.xlsx", "xlsx", Limits(cells=10))
    assert content.pages[0].text == "甲"
    assert [loss.code for loss in content.losses] == ["LIMIT_EXCEEDED"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("姓名,职称\n张三,工程师".encode("gbk"), "姓名\t职称\n张三\t工程师"),
        ("姓名,职称\n张三,工程师".encode("utf-8-sig"), "姓名\t职称\n张三\t工程师"),
        ("姓名\t职称\n张三\t工程师".encode("utf-16"), "姓名\t职称\n张三\t工程师"),
        ("姓名;职称\n张三;工程师".encode(), "姓名\t职称\n张三\t工程师"),
        (b'a,"b\nc"\n1,"x ""y"""', 'a\tb\nc\n1\tx "y"'),
        ("备注,长度不一\n一,二,三".encode(), "备注\t长度不一\t\n一\t二\t三"),
        (b"", ""),
    ],
)
def test_csv_in_any_encoding(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    (page,) = read_csv(path, "a.csv").pages
    assert page.text == text
    assert page.id.number is None


def test_csv_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 10)
    refusal = read_csv(path, "a.csv").refusal
    assert refusal is not None
    assert refusal.code == "UNREADABLE_FILE"
