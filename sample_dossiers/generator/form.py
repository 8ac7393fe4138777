"""The application form in three layouts: a Word table, a workbook, a printed page."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from .mupdf import Book
from .sheet import Sheet
from .wording import Data, dotted, zh_short

# group, indicator, criterion, points; the wording follows the official annex
ROWS: dict[str, tuple[str, str, str, str]] = {
    "1": (
        "一、质量技术基础设施建立情况（40分）",
        "1、计量认证技术",
        "通过测量管理体系认证5分；二级计量保证体系3分；三级计量认证1分",
        "5",
    ),
    "2.1": ("^", "2、标准研发情况", "1）近五年来参与发布的国家、行业、地方、团体标准", "5"),
    "2.2": ("^", "^", "2）承担专业标准化委员会（TC/SC）秘书处工作", "5"),
    "3": ("^", "3、质量检测能力", "企业具备独立的检验室得5分", "5"),
    "4": ("^", "4、知识产权保护", "发明专利每项2分，实用新型专利每项1分", "10"),
    "5": ("^", "5、品牌建设", "国内商标2分，国外商标3分，市级以上质量奖5分，县（区）级质量奖2分", "10"),
    "6.1": ("二、组织与管理（15分）", "6、质量管理组织架构及制度建设", "具有固定的质量管理组织架构", "2"),
    "6.2": ("^", "^", "建立质量管理体系并运行规范", "3"),
    "6.3": ("^", "^", "建立生产服务过程信息台账，完整记录与保存", "2"),
    "6.4": ("^", "^", "建立产品服务数据库，建立质量信息追溯体系", "2"),
    "6.5": ("^", "^", "有成熟稳定的流程文件与作业指导书", "2"),
    "6.6": ("^", "^", "建立健全质量检验制度和质量异常处理规程与方法", "2"),
    "6.7": ("^", "^", "建立健全企业风险管理体系", "2"),
    "7": ("三、质量保证创新能力（35分）", "7、质量管控能力", "连续三年在国家、省、市质量监督抽查中合格", "10"),
    "8.1": ("^", "8、技术创新能力", "近五年以来承担过市级或以上科技项目", "5"),
    "8.2": ("^", "^", "获得国家高新技术企业", "5"),
    "9.1": ("^", "9、质量管理体系建设", "采用合适的质量管理体系8分；成功导入卓越绩效管理模式加2分", "10"),
    "9.2": ("^", "^", "环境、社会责任、职业健康安全、知识产权管理体系及出口认证证书各1分", "5"),
    "10.1": ("四、人才培养（10分）", "10、专职质量管理人员", "专职质量管理人员2人或以上", "4"),
    "10.2": ("^", "^", "拥有首席质量官任职培训证书并被公司任命", "2"),
    "11": ("^", "11、专业人员数量", "标准化、计量、质量、特种设备等中级或以上专业职称人员数量", "4"),
}


def _total(claims: Data) -> str:
    total = sum(float(c["score"]) for c in claims.values())
    return f"{total:g}"


def _facts(d: Data) -> list[tuple[str, str]]:
    return [
        ("企业名称", d["name"]),
        ("统一社会信用代码", d["uscc"]),
        ("注册地址", d["address"]),
        ("成立日期", zh_short(d["established"])),
        ("法定代表人", d["legal"]),
        ("所属行业", d["industry"]),
        ("主导产品", d["product"]),
        ("联系人及电话", d["contact"]),
    ]


def _cells(indicator: str, claims: Data) -> tuple[str, str, str]:
    claim = claims.get(indicator)
    if claim is None:
        return "/", "无", ""
    return f"{claim['score']:g}", claim.get("proof", ""), str(claim.get("page", ""))


def word(d: Data) -> bytes:
    """附件1 as a Word document: facts, score table with merged groups, ticks, the bureaux' opinions."""
    book = Document()
    style = book.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    book.add_paragraph("附件1")
    title = book.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("江门市企业质量提升创新中心申报表")
    run.bold, run.font.size = True, Pt(20)
    for text in (
        "申报单位（盖章）：" + d["name"],
        "推荐单位：" + d["district"] + "市场监督管理局",
        "申报日期：2022年5月30日",
    ):
        book.add_paragraph(text)
    book.add_paragraph("一、企业基本情况")
    facts = book.add_table(rows=0, cols=4, style="Table Grid")
    pairs = _facts(d)
    for i in range(0, len(pairs), 2):
        row = facts.add_row().cells
        (row[0].text, row[1].text), (row[2].text, row[3].text) = pairs[i], pairs[i + 1]
    row = facts.add_row().cells
    row[0].text = "企业类型"
    row[1].merge(row[3]).text = "☑制造业企业　□分支机构　□其他"
    row = facts.add_row().cells
    row[0].text = "近一年内是否发生重大质量、安全事故"
    row[1].merge(row[3]).text = "□是　☑否"
    book.add_paragraph("二、自评情况")
    table = book.add_table(rows=1, cols=6, style="Table Grid")
    for cell, name in zip(
        table.rows[0].cells, ("一级指标", "二级指标", "评审标准", "分值", "自评分", "佐证材料及页码"), strict=True
    ):
        cell.text = name
    above: list[list[int]] = [[0, 0], [0, 0]]
    for number, (indicator, (group, name, criterion, points)) in enumerate(ROWS.items(), 1):
        cells = table.add_row().cells
        score, proof, page = _cells(indicator, d["claims"])
        for column, text in ((0, group), (1, name)):
            if text == "^":
                above[column][1] = number
            else:
                _merge(table, column, above[column])
                above[column] = [number, number]
                cells[column].text = text
        cells[2].text, cells[3].text, cells[4].text = criterion, points, score
        cells[5].text = proof + (f"（第{page}页）" if page else "")
    for column in (0, 1):
        _merge(table, column, above[column])
    cells = table.add_row().cells
    cells[0].merge(cells[2]).text = "合计"
    cells[3].text, cells[4].text = "100", _total(d["claims"])
    for heading, text in (
        ("三、企业承诺", "本单位对申报材料的真实性负责。法定代表人（签字）：" + d["legal"]),
        ("四、县（市、区）市场监管局意见", "（盖章）　　　　　年　　月　　日"),
    ):
        book.add_paragraph(heading)
        book.add_paragraph(text)
    kept = io.BytesIO()
    book.core_properties.created = book.core_properties.modified = dt.datetime(2022, 5, 30, tzinfo=dt.UTC)
    book.save(kept)
    return kept.getvalue()


def _merge(table: Data | object, column: int, span: list[int]) -> None:
    if span[1] > span[0]:
        top = table.cell(span[0], column)  # type: ignore[union-attr]
        text = top.text
        top.merge(table.cell(span[1], column)).text = text  # type: ignore[union-attr]


def workbook(d: Data) -> bytes:
    """The form as a workbook: facts and scores on two sheets."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2022, 5, 30)})  # noqa: DTZ001  the library wants no zone
    box = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    bold = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    first = book.add_worksheet("基本情况")
    first.merge_range(0, 0, 0, 3, "江门市企业质量提升创新中心申报表", bold)
    first.set_column(0, 3, 24)
    for i, (label, value) in enumerate(_facts(d)):
        first.write(2 + i, 0, label, box)
        first.merge_range(2 + i, 1, 2 + i, 3, value, box)
    second = book.add_worksheet("自评表")
    second.set_column(0, 0, 6)
    second.set_column(1, 2, 34)
    second.set_column(3, 4, 9)
    second.set_column(5, 5, 50)
    second.merge_range(0, 0, 0, 5, "评审指标自评表", bold)
    for column, name in enumerate(("序号", "评审指标", "评分内容", "满分", "自评得分", "证明材料")):
        second.write(1, column, name, box)
    start, shown = 2, ""
    for number, (indicator, (_, name, criterion, points)) in enumerate(ROWS.items(), 2):
        score, proof, _ = _cells(indicator, d["claims"])
        second.write(number, 0, number - 1, box)
        second.write(number, 2, criterion, box)
        second.write(number, 3, float(points), box)
        second.write(number, 4, float(score) if score != "/" else "", box)
        second.write(number, 5, proof if score != "/" else "", box)
        if name != "^":
            _joined(second, start, number - 1, shown, box)
            start, shown = number, name
    _joined(second, start, len(ROWS) + 1, shown, box)
    second.write(len(ROWS) + 2, 1, "总分", box)
    second.write_formula(len(ROWS) + 2, 4, f"=SUM(E3:E{len(ROWS) + 2})", box, float(_total(d["claims"])))
    book.close()
    return kept.getvalue()


def _joined(sheet: object, start: int, end: int, text: str, box: object) -> None:
    if text and end > start:
        sheet.merge_range(start, 1, end, 1, text, box)  # type: ignore[attr-defined]
    elif text:
        sheet.write(start, 1, text, box)  # type: ignore[attr-defined]


def printed(book: Book, d: Data) -> None:
    """The form on paper: cover, facts, scores over two pages."""
    s = Sheet(book)
    s.centre("江门市企业质量提升创新中心", 26, "songbold", y=220)
    s.centre("申　报　表", 34, "songbold", y=280)
    s.y = 480
    for label, value in (("申报企业", d["name"]), ("所在县（市、区）", d["district"]), ("填报日期", "2022年5月28日")):
        s.field(120, label + "：", value, 15, 250)
        s.y += 12
    s.seal(d["name"], 330, 500, 112, len(d["name"]))
    t = Sheet(book)
    t.centre("企业基本信息", 15, "hei", y=70)
    t.y = 85
    t.table(55, [110, 375], _facts(d), 11, padding=6)
    t.y += 30
    t.centre("评审项目申报得分", 15, "hei", y=t.y)
    head = ["评审项目", "评分标准", "满分", "申报得分", "佐证材料", "页码"]
    rows: list[list[str | None]] = []
    name = ""
    for indicator, (_, label, criterion, points) in ROWS.items():
        name = label if label != "^" else name
        score, proof, page = _cells(indicator, d["claims"])
        rows.append(
            [name if label != "^" else "^", criterion, points, score, proof, page or ("" if score != "/" else "/")]
        )
    widths = [85, 145, 35, 50, 140, 35]
    t.table(55, widths, [head, *rows[:5]], 9)
    u = Sheet(book)
    u.y = 60
    u.table(55, widths, [head, *rows[5:16]], 9)
    v = Sheet(book)
    v.y = 60
    v.table(55, widths, [head, *rows[16:], ["合　计", None, "100", _total(d["claims"]), "", ""]], 9)
    v.y += 30
    v.paragraph("本企业承诺以上填报内容真实有效。", 60, size=11)
    v.right(520, v.y + 30, "法定代表人：" + d["legal"], 11)
    v.right(520, v.y + 52, dotted("2022-05-28"), 11)
    v.seal(d["name"], 430, v.y + 60, 108, 3)
