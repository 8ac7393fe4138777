"""PDF pages: only what a person sees is live text; tables, turned pages, pictures, broken and locked files."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf
import pytest

from extractors.document import Document, Page
from pipeline.readers.context import Limits, ReadContext
from pipeline.readers.pdf import read_pdf

pymupdf: Any = _pymupdf
NO_OCR = ReadContext(ocr=False)
REAL = Path(os.environ.get("YUSHEN_REAL", Path(__file__).parents[3] / "shared" / "real"))
LATIN_FONTS = [
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("C:/Windows/Fonts/times.ttf"),
    Path("/System/Library/Fonts/Supplemental/Arial.ttf"),
]
real = pytest.mark.skipif(not REAL.is_dir(), reason="real samples are not here (YUSHEN_REAL)")


def new_pdf() -> tuple[Any, Any]:
    document = pymupdf.open()
    return document, document.new_page(width=595, height=842)


def write(page: Any, x: float, y: float, text: str, size: float = 12, **more: Any) -> None:
    page.insert_text((x, y), text, fontsize=size, fontname="china-s", **more)


def read(tmp_path: Path, document: Any, context: ReadContext = NO_OCR, **save: Any) -> Document:
    path = tmp_path / "a.pdf"
    document.save(path, **save)
    return read_pdf(path, "证书/a.pdf", hashlib.sha256(path.read_bytes()).hexdigest(), context)


def only_page(document: Document) -> Page:
    (page,) = document.pages
    return page


def check_places(page: Page) -> None:
    assert all(page.text[w.start : w.end] == w.text for w in page.words)


def test_text_with_places(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "质量管理体系认证证书", 20)
    write(page, 72, 150, "证书编号：00121Q30215R2M")
    write(page, 72, 180, "有效期至：2024年9月29日")
    found = only_page(read(tmp_path, document))
    assert found.text == "质量管理体系认证证书\n证书编号：00121Q30215R2M\n有效期至：2024年9月29日"
    assert (found.via, found.legibility, found.width, found.height) == ("text", "good", 595, 842)
    start = found.text.index("00121Q")
    box = found.box_of(start, start + len("00121Q30215R2M"))
    assert box is not None
    assert 130 < box.x0 < 134
    assert 138 < box.y0 < 142
    assert found.score_of(0, 10) == 1.0
    check_places(found)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_reads_the_same_and_its_box_is_where_a_person_sees_it(tmp_path: Path, rotation: int) -> None:
    document, page = new_pdf()
    for line in range(4):
        write(page, 72, 100 + 30 * line, f"第{line}行证书编号：00121Q30215R2M")
    page.set_rotation(rotation)
    found = only_page(read(tmp_path, document))
    assert found.text.split("\n")[0] == "第0行证书编号：00121Q30215R2M"
    box = found.seen().box_of(0, 3)
    assert box is not None
    corner = pymupdf.Rect(72, 90, 108, 102) * page.rotation_matrix
    assert abs(box.x0 - corner.x0) < 3
    assert abs(box.y0 - corner.y0) < 3


def test_what_nobody_sees_is_not_read(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "看得见的文字")
    write(page, 72, 130, "隐藏的识别层", render_mode=3)
    write(page, 72, 160, "白色的文字", color=(1, 1, 1))
    write(page, 72, 190, "透明的文字", fill_opacity=0)
    write(page, 72, 700, "裁切框外的文字")
    page.set_cropbox(pymupdf.Rect(0, 0, 595, 500))
    assert only_page(read(tmp_path, document)).text == "看得见的文字"


def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    document, page = new_pdf()
    page.draw_rect(pymupdf.Rect(60, 80, 300, 120), fill=(0, 0, 0.4))
    write(page, 72, 105, "表头文字", color=(1, 1, 1))
    assert only_page(read(tmp_path, document)).text == "表头文字"


def test_fake_bold_is_read_once(tmp_path: Path) -> None:
    document, page = new_pdf()
    for shift in (0, 0.3, 0.6):
        write(page, 72 + shift, 100, "荣誉证书")
    write(page, 72, 200, "人人为我")
    assert only_page(read(tmp_path, document)).text == "荣誉证书\n人人为我"


def test_letters_of_a_vertical_title_survive(tmp_path: Path) -> None:
    document, page = new_pdf()
    for at, char in enumerate("申报材料"):
        write(page, 290, 150 + 80 * at, char, 36)
    assert only_page(read(tmp_path, document)).text.replace("\n", "") == "申报材料"


def test_a_drawn_table_becomes_cells(tmp_path: Path) -> None:
    document, page = new_pdf()
    xs, ys = [72, 172, 372, 472], [100, 130, 160, 190]
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y))
    for x in xs:
        page.draw_line((x, ys[0]), (x, ys[-1]))
    rows = [["序号", "专利号", "授权公告日"], ["1", "ZL201810123456.7", "2020-05-01"], ["2", "", "2021-06-02"]]
    for j, row in enumerate(rows):
        for i, text in enumerate(row):
            write(page, xs[i] + 5, ys[j] + 20, text)
    found = only_page(read(tmp_path, document))
    table = found.tables[0]
    assert (table.rows, table.columns) == (3, 3)
    assert [[found.cell_text(c) if c else "" for c in row] for row in found.grid(table)] == rows
    check_places(found)


def test_a_frame_is_no_table(tmp_path: Path) -> None:
    document, page = new_pdf()
    for inset in (30, 36, 44):
        page.draw_rect(pymupdf.Rect(inset, inset, 595 - inset, 842 - inset))
    write(page, 200, 200, "荣誉证书", 30)
    write(page, 100, 300, "江门市某某电器有限公司")
    assert only_page(read(tmp_path, document)).tables == ()


def test_impossible_dates_send_a_page_to_ocr(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "发证日期：5332年36月41日")
    found = only_page(read(tmp_path, document))
    assert (found.text, found.legibility, found.via) == ("", "unread", "ocr")
    assert found.note is not None


def shifted(document: Any, by: int) -> Any:
    """The same page with a ToUnicode map that says every digit `by` too high."""
    data = pymupdf.open("pdf", document.tobytes())
    glyphs = {(code, glyph) for span in data[0].get_texttrace() for code, glyph, *_ in span["chars"]}
    said = [(g, 0x30 + (c - 0x30 + by) % 10 if 0x30 <= c <= 0x39 else c) for c, g in sorted(glyphs)]
    lines = "\n".join(f"<{glyph:04x}> <{code:04x}>" for glyph, code in said)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(said)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap end end"
    )
    for xref in range(1, data.xref_length()):
        if data.xref_is_stream(xref) and b"begincmap" in data.xref_stream(xref):
            data.update_stream(xref, cmap.encode())
    return data


@pytest.mark.parametrize("by", [1, 3, 8])
def test_a_false_map_of_digits_is_seen_without_any_date(tmp_path: Path, by: int) -> None:
    font = next((f for f in LATIN_FONTS if f.is_file()), None)
    if font is None:
        pytest.skip("no Latin font on this machine")
    document, page = new_pdf()
    page.insert_text((72, 100), "Certificate No. 00121Q30215R2M 4687", fontsize=12, fontname="F0", fontfile=str(font))
    honest = only_page(read(tmp_path, document))
    assert "00121Q30215R2M" in honest.text
    false = only_page(read(tmp_path, shifted(document, by)))
    assert (false.text, false.legibility) == ("", "unread")
    assert false.note is not None
    assert "数字" in false.note


def test_blank_pages_are_blank_and_unread_pages_are_told(tmp_path: Path) -> None:
    document, _ = new_pdf()
    page = document.new_page(width=595, height=842)
    picture = np.full((600, 400), 255, np.uint8)
    cv2.putText(picture, "SCAN", (50, 300), 0, 3, 0, 8)
    page.insert_image(page.rect, stream=cv2.imencode(".png", picture)[1].tobytes())
    found = read(tmp_path, document)
    assert [p.legibility for p in found.pages] == ["blank", "unread"]
    assert found.status == "partly_read"
    assert [(p.code, p.file, p.page) for p in found.problems] == [("LOW_OCR_QUALITY", "证书/a.pdf", 2)]


def test_text_under_a_full_page_picture_is_not_live(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "图片下面的旧识别层文字，与所见可能不同")
    picture = np.full((842, 595), 255, np.uint8)
    cv2.putText(picture, "SCAN", (50, 300), 0, 3, 0, 8)
    page.insert_image(page.rect, stream=cv2.imencode(".png", picture)[1].tobytes())
    found = only_page(read(tmp_path, document))
    assert found.text == ""
    assert found.legibility == "unread"


def test_live_text_over_a_background_picture_stays(tmp_path: Path) -> None:
    document, page = new_pdf()
    picture = np.full((842, 595), 255, np.uint8)
    cv2.rectangle(picture, (20, 20), (575, 822), 0, 3)
    page.insert_image(page.rect, stream=cv2.imencode(".png", picture)[1].tobytes())
    for line in range(3):
        write(page, 72, 200 + 40 * line, f"电子证照第{line}行的文字内容完整可读")
    found = only_page(read(tmp_path, document))
    assert found.text.count("电子证照") == 3
    assert found.has_picture


def test_passwords(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "证书编号")
    locked = read(tmp_path, document, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="a", user_pw="b")
    assert (locked.status, locked.problems[0].code) == ("password", "PASSWORD_PROTECTED")
    owner = read(tmp_path, document, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="a")
    assert (owner.status, owner.pages[0].text) == ("read", "证书编号")


def test_too_many_pages_are_said_and_the_first_are_read(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "第一页")
    document.new_page()
    document.new_page()
    found = read(tmp_path, document, ReadContext(ocr=False, limits=Limits(pages=2)))
    assert (found.status, len(found.pages), found.page_count) == ("limit", 2, 3)
    assert found.problems[0].code == "LIMIT_EXCEEDED"


def test_a_stretch_of_pages(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(5):
        write(document.new_page(), 72, 100, f"第{number + 1}页")
    path = tmp_path / "a.pdf"
    document.save(path)
    found = read_pdf(path, "a.pdf", "0", NO_OCR, pages=(2, 3))
    assert [(p.id.number, p.text) for p in found.pages] == [(3, "第3页"), (4, "第4页")]


def test_attached_papers_are_told_as_unread_and_data_for_machines_is_noted(tmp_path: Path) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "封面")
    document.embfile_add("签名.xml", b"<x/>", filename="签名.xml")
    found = read(tmp_path, document)
    assert (found.status, found.problems) == ("read", ())
    assert "签名.xml" in (found.note or "")
    document.embfile_add("附件.pdf", b"x", filename="附件.pdf")
    found = read(tmp_path, document)
    assert (found.status, [p.code for p in found.problems]) == ("partly_read", ["UNSUPPORTED_FORMAT"])
    assert "附件.pdf" in found.problems[0].message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"not a pdf at all", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_what_is_no_pdf_is_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.pdf"
    path.write_bytes(data)
    found = read_pdf(path, "b.pdf", "0", NO_OCR)
    assert (found.status, found.problems[0].code) == ("unreadable", "UNREADABLE_FILE")
    assert "b.pdf" in found.problems[0].message


@pytest.mark.parametrize("seed", range(12))
def test_damaged_bytes_never_raise(tmp_path: Path, seed: int) -> None:
    document, page = new_pdf()
    write(page, 72, 100, "证书编号：00121Q30215R2M")
    data = bytearray(document.tobytes())
    random = np.random.default_rng(seed)
    for at in random.integers(0, len(data), 40):
        data[at] = int(random.integers(0, 256))
    path = tmp_path / "c.pdf"
    path.write_bytes(bytes(data[: len(data) // 2] if seed % 3 == 0 else data))
    found = read_pdf(path, "c.pdf", "0", NO_OCR)
    assert found.status in {"read", "partly_read", "unreadable", "password"}
    assert found.pages or found.problems


@real
def test_useless_layers_of_real_standards() -> None:
    for name in ("jtt808_2019_p1-6", "gmt0031_2014"):
        found = read_pdf(REAL / "standards" / f"{name}.pdf", name, "0", NO_OCR)
        assert all(page.legibility == "unread" and page.via == "ocr" for page in found.pages), name
    good = read_pdf(REAL / "standards" / "tgdrta002_2020_p1-6.pdf", "t", "0", NO_OCR)
    assert all(page.legibility in {"good", "blank"} for page in good.pages)
    assert "T/GDRTA 002—2020" in good.pages[0].text


def jpeg(shade: int = 128) -> bytes:
    noise = np.random.default_rng(shade).integers(0, 255, (400, 300)).astype(np.uint8)
    return cv2.imencode(".jpg", noise)[1].tobytes()


@pytest.mark.parametrize(("shown", "damaged"), [(True, True), (False, False)])
def test_a_broken_photograph_beside_text_is_told_where_it_is_shown(tmp_path: Path, shown: bool, damaged: bool) -> None:
    data = jpeg()
    broken = data[: len(data) // 2] + data[len(data) * 3 // 5 :]
    document, page = new_pdf()
    for line in range(20):
        write(page, 60, 60 + 20 * line, "广东省某某有限公司质量管理制度第几条规定如下")
    page.insert_image((60, 500, 360, 800), stream=broken)
    if not shown:
        page.clean_contents()
        (stream,) = page.get_contents()
        text = document.xref_stream(stream)
        document.update_stream(stream, re.sub(rb"/\S+ Do", b"", text))
    found = read(tmp_path, document)
    assert ("损坏" in (found.pages[0].note or "")) is damaged
    assert "质量管理制度" in found.pages[0].text


@pytest.mark.parametrize("lie", ["ColorSpace /Nonsense", "Filter [/DCTDecode /Nonsense]"])
def test_a_picture_that_cannot_be_loaded_costs_no_text(tmp_path: Path, lie: str) -> None:
    document, page = new_pdf()
    for line in range(20):
        write(page, 60, 60 + 20 * line, "广东省某某有限公司质量管理制度第几条规定如下")
    xref = page.insert_image((60, 500, 360, 800), stream=jpeg())
    key, _, value = lie.partition(" ")
    document.xref_set_key(xref, key, value)
    assert "质量管理制度" in read(tmp_path, document).pages[0].text
