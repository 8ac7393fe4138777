from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from extractors.document import Page
from pipeline.readers.content import Content, is_ornament
from pipeline.readers.word import read_word

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TOP = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="word/document.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def package(
    body: str,
    *,
    relations: dict[str, tuple[str, str]] | None = None,
    parts: dict[str, bytes] | None = None,
    prolog: str = "",
) -> bytes:
    """A DOCX around a body; relations: id → (kind, target); an address with :// is external."""
    links = "".join(
        f'<Relationship Id="{i}" Target="{target}" Type="http://x/{kind}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for i, (kind, target) in (relations or {}).items()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", TOP)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{prolog}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>',
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def read(tmp_path: Path, data: bytes) -> Content:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    return read_word(path, "a.docx")


def page(tmp_path: Path, body: str) -> Page:
    content = read(tmp_path, package(body))
    assert content.refusal is None
    return content.pages[0]


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_runs_breaks_tabs_and_hyphens(tmp_path: Path) -> None:
    first = "<w:r><w:t>名称：</w:t><w:tab/><w:t>甲</w:t></w:r>"
    body = f"<w:p>{first}<w:r><w:br/><w:t>GB</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>"
    assert page(tmp_path, body).text == "名称： 甲\nGB-1"


def test_insertions_are_kept_and_deletions_and_hidden_text_dropped(tmp_path: Path) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>'
    )
    content = read(tmp_path, package(body))
    assert content.pages[0].text == "新显"
    assert content.note is not None


def test_hyperlinks_fields_controls_and_smart_tags(tmp_path: Path) -> None:
    body = (
        '<w:p><w:hyperlink r:id="x"><w:r><w:t>链</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>'
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:smartTag><w:r><w:t>签</w:t></w:r></w:smartTag></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>块</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert page(tmp_path, body).text == "链3控签\n块"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert page(tmp_path, body).text == "前\n框内"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('甲', down)}{cell('乙', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('丙')}{cell('丁')}</w:tr>"
        "</w:tbl>"
    )
    found = page(tmp_path, body)
    (table,) = found.tables
    assert [(c.row, c.column, c.rowspan, c.colspan, found.cell_text(c)) for c in table.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]
    assert found.text == "甲\t乙\n丙\t丁"


def test_a_table_within_a_cell(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr>{cell('外')}<w:tc>{p('前')}{inner}{p('后')}</w:tc></w:tr></w:tbl>{p('末')}"
    found = page(tmp_path, body)
    outer, nested = found.tables
    assert [found.cell_text(c) for c in outer.cells] == ["外", "前\n内一\t内二\n后"]
    assert [found.cell_text(c) for c in nested.cells] == ["内一", "内二"]
    assert found.text.endswith("\n末")


def test_rows_and_cells_in_controls_and_a_deleted_row(tmp_path: Path) -> None:
    body = (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('甲')}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}</w:tr><w:tr><w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt></w:tr></w:tbl>"
    )
    assert page(tmp_path, body).text == "甲\n乙"


def test_headers_footers_and_footnotes(tmp_path: Path) -> None:
    sections = '<w:sectPr><w:headerReference r:id="h" w:type="default"/><w:footerReference r:id="f"/></w:sectPr>'
    data = package(
        f'<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>{sections}',
        relations={"h": ("header", "header1.xml"), "f": ("footer", "footer1.xml"), "n": ("footnotes", "footnotes.xml")},
        parts={
            "word/header1.xml": f"<w:hdr {NAMESPACES}>{p('某某协会文件')}</w:hdr>".encode(),
            "word/footer1.xml": f"<w:ftr {NAMESPACES}>{p('— 1 —')}</w:ftr>".encode(),
            "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{p("分隔")}</w:footnote>'
            f'<w:footnote w:id="2">{p("脚注")}</w:footnote></w:footnotes>'.encode(),
        },
    )
    assert read(tmp_path, data).pages[0].text == "某某协会文件\n正文\n脚注"


def test_tick_boxes(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:font="Wingdings 2" w:char="F0A3"/>'
        '<w:t>否</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
        "<w:checked/></w:checkBox></w:ffData></w:fldChar></w:r></w:p>"
    )
    assert page(tmp_path, body).text == "☑是□否☑"


def blip(reference: str) -> str:
    picture = f'<a:graphic><pic:pic><a:blip r:embed="{reference}"/></pic:pic></a:graphic>'
    inline = f'<wp:inline><wp:extent cx="5000000" cy="5000000"/>{picture}</wp:inline>'
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


def test_pictures_come_in_document_order_each_once(tmp_path: Path) -> None:
    data = package(
        blip("b") + blip("a") + blip("b"),
        relations={"a": ("image", "media/image1.png"), "b": ("image", "media/image2.png")},
        parts={"word/media/image1.png": png(), "word/media/image2.png": png(5)},
    )
    content = read(tmp_path, data)
    assert [(x.page_id.number, x.page_id.part) for x in content.pictures] == [
        (None, "word/media/image2.png"),
        (None, "word/media/image1.png"),
    ]
    assert content.pages == ()  # pictures only
    assert not content.losses


@pytest.mark.parametrize(
    ("size", "centimetres", "ornament"),
    [((380, 380), 4, True), ((120, 300), 9, True), ((1200, 1200), 4, True), ((1200, 1200), 12, False),
     ((455, 635), 4, False), ((380, 380), 12, True), ((1654, 2339), 14, False)],
)  # fmt: skip
def test_seals_logos_and_codes_are_told_from_papers(size: tuple[int, int], centimetres: int, ornament: bool) -> None:
    assert is_ornament(png(*size), centimetres**2) == ornament


@pytest.mark.parametrize(
    ("relations", "parts", "code"),
    [
        ({"a": ("image", "media/i.emf")}, {"word/media/i.emf": bytes(40) + b" EMF" + bytes(99)}, "UNSUPPORTED_FORMAT"),
        ({"a": ("image", "http://x.example/i.png")}, {}, "UNREADABLE_FILE"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told(
    tmp_path: Path, relations: dict[str, tuple[str, str]], parts: dict[str, bytes], code: str
) -> None:
    content = read(tmp_path, package(p("文") + blip("a"), relations=relations, parts=parts))
    assert [loss.code for loss in content.losses] == [code]
    assert content.pages[0].text == "文"


def test_an_embedded_file_is_told(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:object><o:OLEObject ProgID="Package" r:id="o"/></w:object></w:r></w:p>' + p("文")
    data = package(body, relations={"o": ("oleObject", "embeddings/o.bin")}, parts={"word/embeddings/o.bin": b"x"})
    assert [loss.code for loss in read(tmp_path, data).losses] == ["UNSUPPORTED_FORMAT"]


def test_macros_and_a_remote_template_are_left_alone(tmp_path: Path) -> None:
    data = package(
        p("文"),
        relations={"t": ("attachedTemplate", "http://x.example/t.dotm"), "m": ("vbaProject", "vbaProject.bin")},
        parts={"word/vbaProject.bin": b"macro"},
    )
    content = read(tmp_path, data)
    assert content.pages[0].text == "文"
    assert not content.losses


def test_laughs_and_outside_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for prolog, body in (
        (f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>', p("&l9;")),
        (f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', p("&x;")),
    ):
        content = read(tmp_path, package(body, prolog=prolog))
        assert content.refusal is not None
        assert content.refusal.code == "UNREADABLE_FILE"
        assert not content.pages


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    content = read(tmp_path, package(p("文") + " " * 60_000_000))
    assert content.refusal is not None
    assert content.refusal.code == "LIMIT_EXCEEDED"


def test_deep_nesting_does_not_break_the_walk(tmp_path: Path) -> None:
    body = "<w:sdt><w:sdtContent>" * 80 + p("深") + "</w:sdtContent></w:sdt>" * 80 + p("末")
    assert page(tmp_path, body).text == "末"


def test_relations_that_lead_nowhere_do_no_harm(tmp_path: Path) -> None:
    data = package(p("文") + blip("x") + blip("y"), relations={"x": ("image", "NULL"), "h": ("header", "none.xml")})
    assert read(tmp_path, data).pages[0].text == "文"


def test_backslashes_in_part_names(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p("文")))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename.replace("/", "\\"), old.read(info))
    assert read(tmp_path, out.getvalue()).pages[0].text == "文"


def test_an_empty_document_is_a_blank_page(tmp_path: Path) -> None:
    found = page(tmp_path, "<w:p/>")
    assert found.legibility == "blank"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", package(p("文"))[:400], package("").replace(b"PK\x01\x02", b"PK\x09\x09")]
)
def test_damage(tmp_path: Path, data: bytes) -> None:
    content = read(tmp_path, data)
    assert content.refusal is not None
    assert content.refusal.code == "UNREADABLE_FILE"
