"""Inspection reports (cover, table, results and notes), laboratory certificates."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import BLUE, GREY, RED, Sheet
from ..wording import Data, dotted, english, zh, zh_short


def _conclusion(d: Data) -> str:
    standard = d.get("against", "GB 4706.1-2005")
    return str(
        d.get("conclusion_printed")
        or (
            f"经抽样检验，所检项目符合{standard}标准要求。"
            if d["conclusion"] == "pass"
            else f"所检项目不符合{standard}标准要求，判定为不合格。"
        )
    )


def _items(d: Data) -> list[list[str | None]]:
    passed = d["conclusion"] == "pass"
    return [
        ["序号", "检验项目", "单位", "标准要求", "实测值", "单项判定"],
        ["1", "标志和说明", "—", "符合标准规定", "符合", "合格"],
        ["2", "外观质量", "—", "无明显缺陷", "无明显缺陷", "合格"],
        ["3", "结构与尺寸", "mm", "±0.5", "0.2", "合格"],
        ["4", "机械强度", "N", "≥120", "186" if passed else "97", "合格" if passed else "不合格"],
        ["5", "耐久性", "次", "≥3000", "3000", "合格"],
    ]


def _marks(s: Sheet, number: str) -> None:
    for i, mark in enumerate(("CMA", "CNAS", "CAL")):
        s.emblem(110 + i * 90, 95, 60, mark)
    s.text(85, 138, number, 8)
    s.text(178, 138, "CNAS L0" + number[-3:], 8)


def _notes(s: Sheet, body: str) -> None:
    s.centre("注 意 事 项", 15, "songbold", y=120)
    s.y = 160
    for i, note in enumerate(
        (
            "报告无“检验检测专用章”或检验单位公章无效。",
            "未经本单位书面批准，不得部分复制本报告。",
            "报告无主检、审核、批准人签字无效，报告涂改无效。",
            "对检验报告若有异议，应于收到报告之日起十五日内向检验单位提出。",
            "对委托送检样品，检验结果仅对来样负责；不合格项目复检按规定办理。",
        )
    ):
        s.paragraph(f"{i + 1}. {note}", size=11, indent=0)
    s.y += 20
    s.paragraph(f"检验单位：{body}　地址：广州市天河区某路1号　邮政编码：510000", size=10, indent=0)


def _supervised(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    _marks(s, "2017190101" + str(rng.randrange(100, 999)))
    s.right(520, 110, "No: " + d["no"], 12)
    s.centre("检 验 报 告", 38, "songbold", y=250)
    s.centre("TEST REPORT", 16, "tibo", y=280)
    s.y = 380
    for label, value in (
        ("产 品 名 称", d["product"]),
        ("受 检 单 位", d["holder"]),
        ("生 产 单 位", d["holder"]),
        ("检 验 类 别", d["category"]),
    ):
        s.field(140, label + "：", value, 15, 250)
        s.y += 12
    s.centre(d["body"], 18, "songbold", y=700)
    s.seal(d["body"], 330, 695, 116, rng.randrange(99), "检验检测专用章")
    t = Sheet(book)
    t.centre(d["body"], 15, "songbold", y=70)
    t.centre("检 验 报 告", 18, "songbold", y=98)
    t.text(60, 122, "No: " + d["no"], 10)
    t.right(535, 122, "共 3 页 第 1 页", 10)
    t.y = 130
    t.table(
        60,
        [80, 158, 80, 157],
        [
            ["产品名称", d["product"], "规格型号", d.get("model", "A-18")],
            ["商标", d.get("mark", "—"), "产品等级", "合格品"],
            ["受检单位", d["holder"], "检验类别", d["category"]],
            ["生产单位", d["holder"], "抽样地点", "成品仓库"],
            ["抽样日期", zh(d["sampled"]), "样品数量", "3件"],
            ["抽样基数", "600件", "抽样单编号", "GD" + d["no"][-6:]],
            ["任务来源", d["authority"], "样品状态", "完好"],
            ["检验依据", d.get("against", "GB 4706.1-2005"), None, None],
            ["检验结论", _conclusion(d) + "\n\n　　　　　　　　　　　签发日期：" + zh(d["date"]), None, None],
            ["备注", "/", None, None],
        ],
        10.5,
        padding=7,
    )
    t.seal(d["body"], 420, t.y - 60, 108, rng.randrange(99), "检验检测专用章")
    t.text(70, 790, "批准：　　　　　　　审核：　　　　　　　主检：", 11)
    for x in (110, 250, 390):
        t.signature(x, 790, rng.randrange(999))
    u = Sheet(book)
    u.text(60, 80, "No: " + d["no"], 10)
    u.right(535, 80, "共 3 页 第 2 页", 10)
    u.y = 95
    u.table(60, [40, 120, 50, 110, 80, 75], _items(d), 10.5, head=True, centred=True)
    u.centre("（以下空白）", 11, y=u.y + 30)
    _notes(Sheet(book), d["body"])


def _compact(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.right(540, 60, "报告编号：" + d["no"], 11)
    _marks(s, "2019190203" + str(rng.randrange(100, 999)))
    s.centre(d["body"], 19, "heibold", y=185)
    s.centre("检验检测报告", 26, "heibold", y=225)
    s.y = 250
    unit = "被抽查单位" if "抽查" in d["category"] else "委托单位"
    when = "抽样日期" if "抽查" in d["category"] else "到样日期"
    s.table(
        55,
        [95, 390],
        [
            ["样品名称", d["product"]],
            [unit, d["holder"]],
            ["生产企业", d["holder"]],
            ["检验类别", d["category"]],
            ["任务来源", d.get("authority") or "企业委托"],
            [when, dotted(d["sampled"])],
            ["检验依据", d.get("against", "GB 4706.1-2005")],
            ["综合判定", _conclusion(d)],
            ["签发日期", dotted(d["date"])],
        ],
        11.5,
        padding=8,
    )
    s.seal(d["body"], 430, s.y - 40, 108, rng.randrange(99), "检验检测专用章")
    s.y += 20
    s.table(55, [40, 125, 50, 115, 80, 75], _items(d), 9.5, head=True, centred=True, padding=3)
    s.text(55, 800, "声明：本报告仅对所检样品负责；未加盖检验检测专用章无效；不得部分复制。", 8.5, colour=GREY)


def _bilingual(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.emblem(100, 90, 70, "LAB")
    s.text(150, 85, d["body"], 16, "heibold")
    s.centre("检测报告 Test Report", 26, "heibold", BLUE, y=200)
    s.y = 270
    client = "受检单位 Inspected Unit" if "抽查" in d["category"] else "委托单位 Applicant"
    for label, value in (
        ("报告编号 Report No.", d["no"]),
        ("样品名称 Sample Name", d["product"]),
        (client, d["holder"]),
        ("生产单位 Manufacturer", d["holder"]),
        ("检测类别 Test Type", d["category"]),
        ("抽样单位/任务下达 Assigned by", d.get("authority") or "—"),
        ("抽样/收样日期 Sampling Date", d["sampled"]),
        ("签发日期 Issue Date", d["date"]),
    ):
        s.field(80, label + "：", value, 11.5, 270)
        s.y += 9
    s.y += 12
    s.field(80, "检验结论 Conclusion：", _conclusion(d), 12.5, 270, "heibold")
    s.text(80, 690, "编制 Prepared by", 10)
    s.text(240, 690, "审核 Checked by", 10)
    s.text(400, 690, "批准 Approved by", 10)
    for x in (110, 270, 430):
        s.signature(x, 720, rng.randrange(999))
    s.seal(d["body"], 430, 660, 112, rng.randrange(99), "检验检测专用章")
    u = Sheet(book)
    u.text(60, 80, "报告编号：" + d["no"], 10)
    u.y = 95
    u.table(60, [40, 120, 50, 110, 80, 75], _items(d), 10.5, head=True, centred=True)
    u.centre("*** 报告结束 End of Report ***", 11, y=u.y + 30)


REPORT = (_supervised, _compact, _bilingual)


def _cnas_zh(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(BLUE, 28, 2)
    s.guilloche((0.87, 0.91, 0.96))
    s.centre("中国合格评定国家认可委员会", 19, "heibold", BLUE, y=120)
    s.centre("实验室认可证书", 27, "songbold", spacing=4, y=165)
    s.centre(f"（注册号：{d['no']}）", 13, y=195)
    s.centre("兹证明：", 13, y=240)
    s.centre(d["holder"] + d.get("lab", "检测中心"), 17, "heibold", y=275)
    s.centre("（法人：" + d["holder"] + "）", 12, y=298)
    s.centre(d["address"], 11, y=320)
    s.y = 360
    s.paragraph(
        "符合ISO/IEC 17025：2017《检测和校准实验室能力的通用要求》（CNAS-CL01《检测和校准实验室能力认可准则》）的要求，"
        "具备承担本证书附件所列服务能力，予以认可。",
        90,
        size=12.5,
    )
    s.paragraph("获认可的能力范围见标有相同认可注册号的证书附件，证书附件是本证书组成部分。", 90, size=12)
    s.text(110, 560, "生效日期：" + zh(d["issue"]), 12)
    s.text(110, 584, "截止日期：" + zh(d["expiry"]), 12)
    s.text(320, 660, "中国合格评定国家认可委员会授权人", 11)
    s.signature(360, 700, rng.randrange(999))
    s.seal("中国合格评定国家认可委员会", 430, 690, 112, rng.randrange(99))


def _cnas_en(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.border(RED, 32, 0)
    s.centre("China National Accreditation Service for Conformity Assessment", 13, "tibo", y=100)
    s.centre("LABORATORY ACCREDITATION CERTIFICATE", 19, "tibo", y=135)
    s.centre("实验室认可证书", 18, "songbold", y=165)
    s.centre(f"Registration No. / 注册号：{d['no']}", 12, y=192)
    s.centre(d["holder"], 16, "heibold", y=250)
    s.centre(d["holder_en"], 12, "tibo", y=272)
    s.y = 320
    s.paragraph(
        "is accredited in accordance with ISO/IEC 17025:2017 General Requirements for the Competence of Testing and "
        "Calibration Laboratories (CNAS-CL01).",
        90,
        size=12,
        font="tiro",
        indent=0,
    )
    s.text(90, 430, f"Effective Date 生效日期：{d['issue']}（{english(d['issue'])}）", 12)
    s.text(90, 455, f"Expiry Date 截止日期：{d['expiry']}（{english(d['expiry'])}）", 12)
    s.seal("中国合格评定国家认可委员会", 420, 640, 112, rng.randrange(99))


def _cnas_table(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre("中国合格评定国家认可委员会", 16, y=90)
    s.centre("认 可 证 书", 30, "songbold", y=140)
    s.y = 180
    s.table(
        80,
        [130, 305],
        [
            ["注册号", d["no"]],
            ["机构名称", d["holder"] + d.get("lab", "实验室")],
            ["所属法人", d["holder"]],
            ["地址", d["address"]],
            ["认可依据", "ISO/IEC 17025:2017（CNAS-CL01:2018）"],
            ["初次认可", zh_short(d["issue"])],
            ["有效期限", f"{zh_short(d['issue'])}至{zh_short(d['expiry'])}"],
        ],
        12,
        padding=8,
    )
    s.seal("中国合格评定国家认可委员会", 420, 600, 112, rng.randrange(99))


CNAS = (_cnas_zh, _cnas_en, _cnas_table)
