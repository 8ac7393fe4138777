"""Lists that companies type themselves: patents, staff, trademarks; as PDF, Word or workbook."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter
from docx import Document
from docx.oxml.ns import qn

from .mupdf import Book
from .numbers import spaced
from .sheet import Sheet
from .wording import Data, dotted, zh_short

_TYPES = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
_HEADS = (
    ("序号", "专利名称", "专利号", "专利类型", "申请日", "授权公告日", "专利权人", "法律状态"),
    ("编号", "名称", "专利（申请）号", "类别", "申请时间", "获得日期", "权利人", "状态"),
    ("No.", "发明创造名称", "专利号码", "种类", "专利申请日", "授权日", "专利权人", "备注"),
)


def table(d: Data) -> tuple[str, list[list[str]]]:
    """Title and rows of a list, headings first."""
    layout = int(d.get("layout", 0))
    show = (lambda s: s, dotted, zh_short)[layout]
    if d["list"] == "staff":
        head = ["序号", "姓名", "部门", "岗位", "职称", "备注"]
        return "专职质量管理人员名单", [
            head,
            *[
                [str(i), p["name"], "品质部", p.get("post", "质量工程师"), p["title"], ""]
                for i, p in enumerate(d["rows"], 1)
            ],
        ]
    if d["list"] == "trademarks":
        head = ["序号", "商标名称", "注册号", "国际分类", "注册日期", "注册人"]
        return "注册商标一览表", [
            head,
            *[
                [str(i), t["mark"], str(t["no"]), str(t["class"]), show(t["registered"]), t["holder"]]
                for i, t in enumerate(d["rows"], 1)
            ],
        ]
    rows = [list(_HEADS[layout])]
    for i, p in enumerate(d["rows"], 1):
        number = spaced(p["no"]) if layout == 2 else p["no"]
        rows.append(
            [
                str(i),
                p["title"],
                number,
                _TYPES[p["type"]],
                show(p["filed"]),
                show(p["granted"]) if p.get("granted") else "/",
                ";".join(p["owners"]),
                p.get("state", "授权" if layout else "有效"),
            ]
        )
    return ("专利清单", "获得专利情况一览表", "知识产权（专利）明细表")[layout], rows


def printed(book: Book, d: Data) -> None:
    """The list on a landscape page."""
    title, rows = table(d)
    s = Sheet(book, 842, 595, font="hei")
    s.centre(d["holder"], 13, y=55)
    s.centre(title, 18, "heibold", y=82)
    s.y = 98
    share = [40, 170, 130, 65, 80, 80, 150, 55] if len(rows[0]) == 8 else [50, 150, 140, 130, 150, 140]
    s.table(36, share, rows, 9.5, head=True, centred=True)


def word(d: Data) -> bytes:
    """The list as a Word table."""
    title, rows = table(d)
    book = Document()
    style = book.styles["Normal"]
    style.font.name = "宋体"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    book.add_heading(title, 1)
    book.add_paragraph("单位名称：" + d["holder"])
    ruled = book.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(ruled.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def workbook(lists: list[Data]) -> bytes:
    """One sheet a list."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2022, 5, 30)})  # noqa: DTZ001  the library wants no zone
    for d in lists:
        title, rows = table(d)
        sheet = book.add_worksheet(title[:28])
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, d["holder"] + title)
        for r, row in enumerate(rows, 2):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)
        sheet.set_column(1, len(rows[0]), 22)
    book.close()
    return kept.getvalue()


def pasted(pictures: list[tuple[str, bytes]]) -> bytes:
    """A Word file into which someone pasted pictures of papers, each with a caption."""
    from docx.shared import Cm

    book = Document()
    for caption, data in pictures:
        book.add_paragraph(caption)
        book.add_picture(io.BytesIO(data), width=Cm(14.5))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
