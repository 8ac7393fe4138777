"""Invented dossiers with a private number in every place where one can stand; each number is used in one place only."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf as _pymupdf
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, ImageDraw

from extractors.document import Box
from extractors.layout import Piece
from pipeline.ocr import VERSION
from pipeline.ocr.engine import available_engine
from pipeline.ocr.scan import Scan
from pipeline.ocr.stored import scan_to
from pipeline.page_cache import PageCache, key_of
from pipeline.private_bank import luhn_agrees
from pipeline.private_identity import check_agrees
from pipeline.readers.context import ReadContext

pymupdf: Any = _pymupdf

HOLDER = "江门市朗川五金制品有限公司"
CODE = "91440703617700015J"
PUBLIC = (
    CODE,
    "00121Q30215R2M",
    "ZL202010430096.0",
    "ZL201921234567.5",
    "12345678",
    "GB/T 19001-2016",
    "2021-09-30",
    "2024-09-29",
    "2004-07-07",
)
"""Numbers of papers and days: each must come out as it is printed."""


@dataclass
class Planter:
    """Hands out numbers that nobody else has, and remembers which stands where."""

    places: dict[str, str] = field(default_factory=dict)

    def identity(self, place: str) -> str:
        n = len(self.places)
        body = f"440703{1960 + n % 39}{n % 12 + 1:02}{n % 28 + 1:02}{n + 101:03}"
        return self._keep(place, next(body + c for c in "0123456789X" if check_agrees(body + c)))

    def old_identity(self, place: str) -> str:
        n = len(self.places)
        return self._keep(place, f"440702{50 + n % 49}{n % 12 + 1:02}{n % 28 + 1:02}{n + 101:03}")

    def mobile(self, place: str) -> str:
        n = len(self.places)
        return self._keep(place, f"13{n % 9}{(n * 7919 + 20347) % 10000:04}{(n * 104729 + 5113) % 10000:04}")

    def landline(self, place: str) -> str:
        n = len(self.places)
        return self._keep(place, f"0750-{3000000 + (n * 15485863 + 271) % 900000}")

    def card(self, place: str, prefix: str = "622202") -> str:
        body = f"{prefix}{2012000000 + len(self.places) * 48611:012}"
        return self._keep(place, next(body + c for c in "0123456789" if luhn_agrees(body + c)))

    def passport(self, place: str) -> str:
        return self._keep(place, f"E{38174650 + len(self.places) * 977}")

    def _keep(self, place: str, number: str) -> str:
        assert place not in self.places
        assert number not in self.places.values()
        self.places[place] = number
        return number


@dataclass
class Painted:
    """Where a number stands on a page: part of the page's width and height, x0, y0, x1, y1."""

    file: str
    place: str
    box: tuple[float, float, float, float]


@dataclass
class Inbox:
    """What was laid down."""

    folder: Path
    numbers: Planter = field(default_factory=Planter)
    painted: list[Painted] = field(default_factory=list)


def pdf_bytes(pages: Sequence[str], number: str = "", inbox: Inbox | None = None, file: str = "") -> bytes:
    """A born-digital PDF, a string a page; where the numbers of the pages stand is told to the inbox."""
    document = pymupdf.open()
    for lines in pages:
        page = document.new_page(width=595, height=842)
        for n, line in enumerate(lines.strip().splitlines()):
            page.insert_text((60, 80 + n * 28), line.strip(), fontname="china-s", fontsize=13)
        if inbox is None:
            continue
        for place, planted in inbox.numbers.places.items():
            for rect in page.search_for(planted) if planted in lines else ():
                box = (rect.x0 / 595, rect.y0 / 842, rect.x1 / 595, rect.y1 / 842)
                inbox.painted.append(Painted(file, place, box))
    if number:
        document.set_metadata({"title": f"证书 {number}", "author": number, "subject": number, "keywords": number})
        document.set_toc([[1, f"身份证 {number}", 1]])
        document[0].add_text_annot((300, 300), f"身份证 {number}")
        document[0].add_freetext_annot((60, 700, 400, 730), f"ID {number}")
        document[0].insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 60, 90, 90), "uri": f"https://a.example/?id={number}"}
        )
        document.embfile_add(f"{number}.txt", number.encode())
    return bytes(document.tobytes())


def lay_down(folder: Path, cache: Path) -> Inbox:
    """Three dossiers: a folder whose name is a number, an archive, a single PDF; and what OCR read of the scan."""
    inbox = Inbox(folder)
    _folder(inbox, cache)
    _archive(inbox)
    _single(inbox)
    return inbox


def _folder(inbox: Inbox, cache: Path) -> None:
    n = inbox.numbers
    dossier = inbox.folder / f"朗川五金 {n.identity('dossier: folder name')}"
    sub = dossier / f"材料{n.mobile('folder in the dossier')}"
    sub.mkdir(parents=True)
    form = f"""
        企业质量提升创新中心申报表
        企业名称：{HOLDER}
        统一社会信用代码：{CODE}
        法定代表人：李四 身份证号码：{n.identity("form: identity")}
        联系人：王五 手机：{n.mobile("form: mobile")} 电话：{n.landline("form: landline")}
        开户行及账号：中国银行江门分行 {n.card("form: account")}
        护照号码：{n.passport("form: passport")}
        质量管理体系认证证书（编号00121Q30215R2M） 联系 {n.mobile("form: in a claim")}
    """
    (dossier / "0申报表.pdf").write_bytes(pdf_bytes([form], "", inbox, "0申报表.pdf"))
    licence = f"""
        营业执照
        统一社会信用代码 {CODE}
        名称 {HOLDER}
        类型 有限责任公司
        法定代表人 李四 {n.identity("licence")}
        成立日期 2004年07月07日
        营业期限 长期
        住所 江门市蓬江区朗川路1号 电话 {n.landline("licence: address")}
        经营范围 五金制品制造、销售；服务电话{n.mobile("licence: business scope")}。
    """
    (dossier / "1营业执照.pdf").write_bytes(pdf_bytes([licence], "", inbox, "1营业执照.pdf"))
    certificate = f"""
        质量管理体系认证证书
        证书编号：00121Q30215R2M
        兹证明
        {HOLDER}
        建立的质量管理体系符合标准：
        GB/T 19001-2016 / ISO 9001:2015
        通过认证范围如下：五金制品的生产 {n.mobile("certificate: scope")}
        发证日期：2021年9月30日
        有效期至：2024年9月29日
        中国质量认证中心
    """
    name = f"质量体系{n.mobile('file name')}.pdf"
    inside = n.identity("PDF: title, bookmark, note, link, attachment")
    (sub / name).write_bytes(pdf_bytes([certificate], inside, inbox, "质量体系"))
    for number, kind in (("ZL202010430096.0", "发明专利证书"), ("ZL201921234567.5", "实用新型专利证书")):
        patent = f"""
            {kind}
            发明名称：一种防松螺母{n.mobile(f"{kind}: title")}
            发明人：赵六 {n.identity(f"{kind}: person")}
            专利号：{number}
            专利申请日：2019年04月21日
            专利权人：{HOLDER}
            授权公告日：2021年03月18日
        """
        (sub / f"{kind}.pdf").write_bytes(pdf_bytes([patent], "", inbox, kind))
    mark = f"""
        商标注册证
        第12345678号
        注册人 {HOLDER}
        注册日期 2018年03月07日
        有效期至 2028年03月06日
        注册地址 江门市 电话{n.landline("trademark")}
    """
    (sub / "商标.pdf").write_bytes(pdf_bytes([mark]))
    diploma = f"""
        广东省职称证书
        姓名：赵六
        身份证号：{n.identity("diploma")}
        职称名称：高级工程师
        专业：机械
        取得方式：评审通过 联系电话{n.mobile("diploma: phone")}
        评审通过时间：2019年12月20日
        证书编号：{n.identity("diploma: its number is an identity")}
        发证单位：江门市人力资源和社会保障局
    """
    (sub / "职称.pdf").write_bytes(pdf_bytes([diploma], "", inbox, "职称"))
    _appointment(dossier, n)
    _workbook(dossier, n)
    _table(dossier / "社保名单.csv", n)
    _scan(inbox, dossier / "社保扫描.png", cache)


def _appointment(dossier: Path, n: Planter) -> None:
    paper = docx.Document()
    paper.core_properties.title = n.mobile("docx: title")
    paper.core_properties.author = n.identity("docx: author")
    paper.core_properties.comments = n.identity("docx: remarks")
    paper.sections[0].header.paragraphs[0].text = f"{HOLDER} 电话{n.landline('docx: header')}"
    paper.sections[0].footer.paragraphs[0].text = f"手机{n.mobile('docx: footer')}"
    paper.add_heading(f"关于任命首席质量官的决定 {n.mobile('docx: heading')}")
    split = n.identity("docx: over runs")
    row = paper.add_paragraph("兹任命赵六（身份证 ")
    for part in (split[:5], split[5:9], split[9:]):
        row.add_run(part)
    row.add_run("）为公司首席质量官。2020年1月6日")
    table = paper.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "姓名", "身份证号码"
    table.rows[1].cells[0].text = "赵六"
    cell = n.identity("docx: over two lines of a cell")
    table.rows[1].cells[1].text = f"{cell[:10]}\n{cell[10:]}"
    remark = paper.add_comment(row.runs[1], text=f"请核对 {n.mobile('docx: comment')}", author="王五")
    assert remark is not None
    paper.save(str(dossier / "任命书.docx"))


def _workbook(dossier: Path, n: Planter) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = f"社保{n.mobile('xlsx: sheet name')}"
    sheet.append([f"社会保险参保证明 {HOLDER}"])
    sheet.append(["姓名", "身份证号码", "手机", "工资卡号", "参保年月"])
    sheet.append(["赵六", n.identity("xlsx: identity"), n.mobile("xlsx: mobile"), n.card("xlsx: card"), "202112"])
    sheet.append(["钱七", n.old_identity("xlsx: fifteen digits"), int(n.mobile("xlsx: as a number")), None, "202112"])
    parted = n.identity("xlsx: over two cells")
    sheet.append([f"孙八 {n.mobile('xlsx: beside a name')}", parted[:10], parted[10:], None, "202112"])
    sheet["A3"].comment = Comment(f"手机 {n.mobile('xlsx: comment')}", n.identity("xlsx: comment's author"))
    sheet["A4"].hyperlink = f"tel:{n.mobile('xlsx: link')}"
    book.defined_names["ID"] = DefinedName("ID", attr_text=f'"{n.identity("xlsx: defined name")}"')
    book.properties.title = n.identity("xlsx: title")
    book.properties.creator = n.mobile("xlsx: creator")
    book.save(dossier / "社保.xlsx")


def _table(path: Path, n: Planter) -> None:
    text = io.StringIO()
    wide = n.mobile("csv: full width").translate({ord(str(d)): 0xFF10 + d for d in range(10)})
    grouped = n.identity("csv: in groups")
    rows = [
        ["姓名", "身份证号", "电话"],
        ["赵六", f"{grouped[:6]}-{grouped[6:14]}-{grouped[14:]}", wide],
        ["钱七", " ".join(n.identity("csv: with blanks")), f"+86 {n.mobile('csv: +86')}"],
    ]
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode("gb18030"))


def _scan(inbox: Inbox, path: Path, cache: Path) -> None:
    """A picture of a table, and what OCR is said to have read of it; a letter for a digit in one number."""
    n = inbox.numbers
    confused = n.identity("scan: a digit misread")
    rows = [
        ("社会保险参保证明", "单位名称", HOLDER),
        ("姓名", "身份证号码", "联系电话"),
        ("赵六", n.identity("scan: identity"), n.mobile("scan: mobile")),
        ("钱七", n.old_identity("scan: fifteen digits"), n.landline("scan: landline")),
        ("孙八", f"{confused[:2]}O{confused[3:]}", "2021-12"),
    ]
    width, height, dpi = 1240, 1754, 150
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pieces = []
    scale = 72 / dpi
    for r, cells in enumerate(rows):
        for c, cell in enumerate(cells):
            x, y = 80 + c * 380, 150 + r * 90
            ascii_only = cell.isascii()
            pen.text((x, y), cell if ascii_only else "#" * len(cell), fill="black", font_size=34)
            right = x + (len(cell) * 19 if ascii_only else len(cell) * 32)
            box = Box(x * scale, (y - 4) * scale, right * scale, (y + 40) * scale)
            pieces.append(Piece(cell, box, tuple(0.99 for _ in cell)))
            for place, number in n.places.items():
                if number == cell or (place == "scan: a digit misread" and r == 4 and c == 1):
                    inbox.painted.append(
                        Painted(path.name, place, (x / width, y / height, right / width, (y + 34) / height))
                    )
    picture.save(path, dpi=(dpi, dpi))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    scan = Scan(width * scale, height * scale, pieces=tuple(pieces), score=0.99, calls=1)
    key = key_of("scan", VERSION, available_engine(ReadContext().engine), sha256, "picture")
    PageCache(cache).put(key, scan_to(scan))


def _archive(inbox: Inbox) -> None:
    n = inbox.numbers
    named = n.mobile("dossier: archive name")
    with zipfile.ZipFile(inbox.folder / f"二号{named}.zip", "w") as packed:
        letter = f"营业执照\n统一社会信用代码 {CODE}\n名称 {HOLDER}\n成立日期 2004年07月07日"
        packed.writestr(f"证件 {n.identity('member name')}/执照.pdf", pdf_bytes([letter]))
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as box:
            box.writestr(f"{n.mobile('member of an archive in it')}.txt", f"联系人 {n.mobile('text in it')}")
            box.comment = n.identity("archive: remark").encode()
        packed.writestr(f"内{n.identity('archive in an archive')}.zip", inner.getvalue())
        packed.writestr(f"坏{n.mobile('damaged member')}.pdf", b"%PDF-1.7 nothing")
        packed.writestr(f"不认识{n.mobile('unsupported member')}.xyz", b"x")


def _single(inbox: Inbox) -> None:
    n = inbox.numbers
    long = f"""
        产品检验报告
        报告编号：JM2021-0750
        委托单位：{HOLDER}
        检验类别：委托检验
        样品名称：螺母
        检验结论：合格
        签发日期：2021年05月06日
        地址：江门 电话：{n.landline("report")} {n.card("report: a Visa card", "404117")[:19]}
    """
    path = inbox.folder / f"三号{n.old_identity('dossier: file name')}.pdf"
    path.write_bytes(pdf_bytes([long], n.identity("single PDF: title and the like")))
