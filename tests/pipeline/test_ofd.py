from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from extractors.document import Box, PageId, text_page
from pipeline.readers.content import Content, Frame, placed
from pipeline.readers.context import Limits, ReadContext
from pipeline.readers.ofd import read_ofd

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("YUSHEN_REAL") or ROOT.parent / "shared" / "real")
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def text(words: str, x: float, y: float, size: float = 5) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 {size * 1.2}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def image(x: float, y: float, width: float, height: float) -> str:
    return f'<ofd:ImageObject ID="2" Boundary="{x} {y} {width} {height}" ResourceID="7"/>'


def ofd(pages: list[str], template: str = "", broken: int | None = None) -> bytes:
    out = io.BytesIO()
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "OFD.xml", f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        )
        archive.writestr(
            "D/Document.xml",
            f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            "</ofd:PageArea>"
            '<ofd:TemplatePage ID="9" BaseLoc="T.xml"/><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>'
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        archive.writestr(
            "D/Res.xml",
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
            "<ofd:MediaFile>i.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        )
        archive.writestr("D/Res/i.png", PNG)
        layer = "<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content>"
        archive.writestr("D/T.xml", f"<ofd:Page {NS}>{layer.format(template)}</ofd:Page>")
        for number, page in enumerate(pages):
            body = f'<ofd:Page {NS}><ofd:Template TemplateID="9"/>{layer.format(page)}</ofd:Page>'
            archive.writestr(f"D/Pages/{number}.xml", "<broken" if number == broken else body)
    return out.getvalue()


def read(tmp_path: Path, data: bytes, pages: int = 100) -> Content:
    path = tmp_path / "a.ofd"
    path.write_bytes(data)
    return read_ofd(path, "a.ofd", ReadContext(limits=Limits(pages=pages)))


def test_template_and_content_make_one_page_with_places(tmp_path: Path) -> None:
    content = read(tmp_path, ofd([text("甲公司", 60, 50)], template=text("名称：", 20, 50)))
    (page,) = content.pages
    assert page.text == "名称： 甲公司"
    assert page.id == PageId("a.ofd", 1)
    box = page.box_of(page.text.index("甲"), len(page.text))
    assert box is not None
    assert box.x0 == pytest.approx(60 * 72 / 25.4, abs=1)
    assert box.y0 == pytest.approx(50 * 72 / 25.4, abs=3)
    assert page.width == pytest.approx(595.3, abs=0.1)
    assert content.page_count == 1


def test_what_template_and_page_both_print_is_read_once(tmp_path: Path) -> None:
    (page,) = read(tmp_path, ofd([text("工程名称：甲", 20, 50)], template=text("工程名称：", 20, 50))).pages
    assert page.text == "工程名称：甲"


def test_text_beyond_the_page_is_not_there(tmp_path: Path) -> None:
    (page,) = read(tmp_path, ofd([text("内", 20, 50) + text("外", 400, 50)])).pages
    assert page.text == "内"


def test_a_scanned_page_is_a_picture_with_the_pages_number(tmp_path: Path) -> None:
    content = read(tmp_path, ofd([text("第一页文字", 20, 50), image(0, 0, 210, 297)]))
    assert [page.id.number for page in content.pages] == [1]
    (picture,) = content.pictures
    assert picture.page_id == PageId("a.ofd", 2)
    assert picture.frame is not None
    assert content.page_count == 2


def test_a_pattern_behind_plenty_of_text_is_no_scan(tmp_path: Path) -> None:
    lines = "".join(text("本证书证明该组织的管理体系符合标准要求", 20, 40 + 10 * n) for n in range(5))
    content = read(tmp_path, ofd([lines + image(0, 0, 210, 297)]))
    assert content.pictures == ()
    assert content.pages[0].has_picture


def test_a_page_drawn_as_shapes_is_unread_and_told(tmp_path: Path) -> None:
    content = read(tmp_path, ofd(['<ofd:PathObject ID="3" Boundary="0 0 1 1"/>' * 100]))
    assert content.pages[0].legibility == "unread"
    assert [loss.code for loss in content.losses] == ["LOW_OCR_QUALITY"]


def test_a_broken_page_leaves_the_others(tmp_path: Path) -> None:
    content = read(tmp_path, ofd([text("甲", 20, 50), text("乙", 20, 50), text("丙", 20, 50)], broken=1))
    assert [(page.text, page.legibility) for page in content.pages] == [("甲", "good"), ("", "unread"), ("丙", "good")]
    assert [loss.code for loss in content.losses] == ["UNREADABLE_FILE"]


def test_too_many_pages(tmp_path: Path) -> None:
    content = read(tmp_path, ofd([text("甲", 20, 50)] * 5), pages=3)
    assert len(content.pages) == 3
    assert [loss.code for loss in content.losses] == ["LIMIT_EXCEEDED"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", ofd([])[:300], ofd([])])
def test_damage(tmp_path: Path, data: bytes) -> None:
    refusal = read(tmp_path, data).refusal
    assert refusal is not None
    assert refusal.code == "UNREADABLE_FILE"


def test_entities_are_refused(tmp_path: Path) -> None:
    data = ofd([text("甲", 20, 50)]).replace(b"<ofd:OFD ", b"<!DOCTYPE a>", 1)
    assert read(tmp_path, data).refusal is not None


def test_a_picture_is_placed_on_its_page() -> None:
    from dataclasses import replace

    from extractors.document import Word

    word = Word("甲乙", 0, Box(10, 20, 30, 30), scores=(1.0, 1.0), edges=(10, 20, 30))
    page = replace(text_page(PageId("a", 1), "甲乙"), words=(word,), width=100.0, height=200.0)
    moved = placed(page, Frame(Box(50, 100, 250, 300), 300, 400))
    assert moved.words[0].box == Box(70, 120, 110, 130)
    assert moved.words[0].edges == (70, 90, 110)
    assert (moved.width, moved.height) == (300, 400)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real samples are not here")
def test_real_files() -> None:
    context = ReadContext()
    reply = read_ofd(REAL / "official" / "redhead_reply.ofd", "a.ofd", context)
    assert "路卫发〔2011〕76号" in reply.pages[0].text
    permit = read_ofd(REAL / "ofd" / "construction_permit_demo.ofd", "a.ofd", context)
    assert permit.pages[1].text.count("建筑工程施工许可证附件") == 1
    assert "2020年10月09日至2021年04月07日" in permit.pages[0].text
