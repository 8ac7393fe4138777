# ruff: noqa: E501  (hanzi count double; what is printed stays in one piece)
"""Science projects (start and end), export and product certificates."""

from __future__ import annotations

import random

from ..mupdf import Book, pymupdf
from ..sheet import BLUE, GREEN, GREY, RED, Sheet
from ..wording import Data, dotted, english, numerals, zh, zh_short


def _plan_notice(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre(d["issuer"], 32, "songbold", RED, 5, y=115)
    s.centre(d["document"], 13, "kai", y=152)
    s.rule(165, 60, colour=RED, width=1.8)
    for i, line in enumerate(
        s.lines(f"{d['issuer']}关于下达{d['date'][:4]}年度科技计划项目的通知", 400, 18, "songbold")
    ):
        s.centre(line, 18, "songbold", y=210 + i * 28)
    s.y = 285
    s.text(72, s.y, "各有关单位：", 12.5)
    s.y += 24
    s.paragraph(
        f"根据《{d['issuer'].removesuffix('科学技术局').removesuffix('科学技术厅')}科技计划项目管理办法》，经评审、公示等程序，现将"
        f"{d['date'][:4]}年度科技计划立项项目予以下达（见附件），请各承担单位按要求组织实施。",
        size=12.5,
    )
    s.text(72, 420, "附件：立项项目表", 12)
    s.right(510, 560, d["issuer"], 13)
    s.right(510, 585, zh_short(d["date"]), 13)
    s.seal(d["issuer"], 440, 560, 112, rng.randrange(99))
    t = Sheet(book)
    t.text(60, 80, "附件", 12, "hei")
    t.centre(f"{d['date'][:4]}年度科技计划立项项目表", 16, "songbold", y=115)
    t.y = 135
    t.table(
        55,
        [35, 95, 175, 130, 55],
        [
            ["序号", "项目编号", "项目名称", "承担单位", "备注"],
            ["1", d["no"][:-1] + "1", "新型环保涂料关键技术研究", "江门市某某涂料有限公司", ""],
            ["2", d["no"], d["name"], d["holder"], ""],
            ["3", d["no"][:-1] + "8", "智能仓储系统研发", "江门市某某物流设备有限公司", ""],
        ],
        10.5,
        head=True,
        padding=6,
    )


def _contract(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.right(520, 90, "项目编号：" + d["no"], 12)
    s.centre(d.get("programme", "江门市科技计划项目") + "合同书", 28, "songbold", y=220)
    s.y = 340
    for label, value in (
        ("项目名称", d["name"]),
        ("管理单位（甲方）", d["issuer"]),
        ("承担单位（乙方）", d["holder"]),
        ("起止时间", d.get("term", "")),
        ("签订日期", zh_short(d["date"])),
    ):
        s.field(100, label + "：", value, 14, 230)
        s.y += 14
    s.centre(d["issuer"] + "　制", 13, y=740)
    t = Sheet(book)
    t.text(72, 80, "一、项目主要研究内容", 13, "hei")
    t.y = 110
    t.paragraph(f"围绕{d['name']}开展关键工艺与装备研究，完成样机试制、性能测试及中试验证，形成自主知识产权。", size=12)
    t.text(72, t.y + 10, "二、经费安排：市级财政资助30万元，乙方自筹120万元。", 12)
    t.text(72, 500, "甲方（盖章）：" + d["issuer"], 12)
    t.text(72, 560, "乙方（盖章）：" + d["holder"], 12)
    t.text(72, 620, zh_short(d["date"]), 12)
    t.seal(d["issuer"], 240, 500, 104, rng.randrange(99))
    t.seal(d["holder"], 260, 570, 104, rng.randrange(99))


def _task(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre("科技项目任务书", 26, "heibold", y=130)
    s.y = 170
    s.table(
        70,
        [110, 345],
        [
            ["立项编号", d["no"]],
            ["项目名称", d["name"]],
            ["计划类别", d.get("programme", "重点研发项目")],
            ["项目承担单位", d["holder"]],
            ["下达部门", d["issuer"]],
            ["立项文号", d["document"]],
            ["立项日期", dotted(d["date"])],
            ["实施期限", d.get("term", "")],
        ],
        12,
        padding=9,
    )
    s.text(80, 600, "立项部门（盖章）：" + d["issuer"], 12)
    s.text(80, 625, zh(d["date"]), 12)
    s.seal(d["issuer"], 260, 605, 108, rng.randrange(99))


APPROVAL = (_plan_notice, _contract, _task)


def _acceptance_certificate(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.right(520, 90, d["document"], 11)
    s.centre("科技计划项目验收证书", 28, "songbold", y=200)
    s.y = 300
    for label, value in (
        ("项 目 名 称", d["name"]),
        ("项 目 编 号", d["no"]),
        ("承 担 单 位", d["holder"]),
        ("组织验收单位", d["issuer"]),
        ("验 收 日 期", zh_short(d["date"])),
    ):
        s.field(110, label + "：", value, 14, 225)
        s.y += 14
    s.centre(d["issuer"] + "制", 13, y=730)
    t = Sheet(book)
    t.text(72, 90, "验收意见", 14, "hei")
    t.y = 125
    t.paragraph(
        f"{zh_short(d['date'])}，{d['issuer']}组织专家对{d['holder']}承担的“{d['name']}”项目进行验收。专家组听取了汇报，审阅了"
        "资料，经质询讨论，认为项目完成了合同书规定的各项指标，同意通过验收。",
        size=12.5,
    )
    t.text(72, 500, "组织验收单位意见：同意验收结题。", 12.5)
    t.right(500, 560, d["issuer"], 12)
    t.right(500, 584, zh_short(d["date"]), 12)
    t.seal(d["issuer"], 430, 560, 108, rng.randrange(99))


def _closing_notice(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="kai")
    s.centre(d["issuer"], 26, "songbold", y=110)
    s.right(520, 150, d["document"], 12)
    s.centre("关于同意科技计划项目结题的通知", 18, "songbold", y=200)
    s.y = 245
    s.text(72, s.y, d["holder"] + "：", 13)
    s.y += 28
    s.paragraph(
        f"你单位承担的市级科技计划项目“{d['name']}”（项目编号：{d['no']}），已完成项目合同约定的任务，经审核，"
        "同意结题。",
        size=13,
    )
    s.right(500, 520, d["issuer"], 13)
    s.right(500, 545, numerals(d["date"]), 13)
    s.seal(d["issuer"], 440, 520, 112, rng.randrange(99))


def _opinion(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre("项目结题证书", 26, "heibold", y=120)
    s.y = 160
    s.table(
        70,
        [110, 345],
        [
            ["证书编号", d["document"]],
            ["项目名称", d["name"]],
            ["立项编号", d["no"]],
            ["完成单位", d["holder"]],
            ["结题形式", "会议验收"],
            ["结论", "通过验收，准予结题"],
            ["批准部门", d["issuer"]],
            ["结题日期", dotted(d["date"])],
        ],
        12,
        padding=9,
    )
    s.seal(d["issuer"], 420, 560, 112, rng.randrange(99))


ACCEPTANCE = (_acceptance_certificate, _closing_notice, _opinion)


def _gs(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="helv")
    s.page.draw_rect(pymupdf.Rect(0, 0, 595, 60), color=None, fill=(0.15, 0.3, 0.6))
    s.text(50, 40, d["issuer"], 17, "hebo", (1, 1, 1))
    s.centre("CERTIFICATE", 32, "hebo", BLUE, 6, y=130)
    s.centre(f"No. {d['no']}", 14, y=160)
    s.y = 210
    for label, value in (
        ("Holder of Certificate:", f"{d['holder_en']}"),
        ("", d["holder"]),
        ("Certification Mark:", d["mark_line"]),
        ("Product:", d["product_en"]),
        ("Manufacturer / Factory:", d.get("maker_en") or d["holder_en"]),
        ("Tested according to:", d.get("tested", "EN 60335-1:2012")),
    ):
        s.field(60, label, value, 12, 220, "hebo", "hei")
        s.y += 8
    s.y += 20
    s.paragraph(
        "The product meets the requirements of the German Equipment and Product Safety Act. The certification mark shown above "
        "can be affixed on the product. This certificate is issued by a third-party certification body.",
        60,
        size=10.5,
        indent=0,
    )
    if d.get("expiry"):
        s.text(60, 560, "Valid until:", 12, "hebo")
        s.text(220, 560, d["expiry"], 12)
    s.text(60, 585, "Date,", 12, "hebo")
    s.text(220, 585, d["issue"], 12)
    s.signature(420, 660, rng.randrange(999))
    s.text(380, 690, "Certification Officer", 10)


def _ce_type(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="tiro")
    s.border(GREEN, 30, 0)
    s.centre(d["issuer"], 18, "tibo", y=90)
    s.centre("Notified Body No. 0" + str(rng.randrange(100, 999)), 11, y=110)
    s.centre("EU-TYPE EXAMINATION CERTIFICATE (Module B)", 19, "tibo", GREEN, y=160)
    s.centre(f"Certificate No.: {d['no']}", 13, y=190)
    s.y = 240
    for label, value in (
        ("Certificate holder", d["holder_en"]),
        ("Manufacturer", d.get("maker_en") or d["holder_en"]),
        ("Product", d["product_en"]),
        ("Directive / Regulation", d.get("directive", "2014/35/EU (LVD)")),
        ("Scheme", d["mark_line"]),
    ):
        s.field(80, label, value, 12, 230, "tibo", "song")
        s.y += 10
    s.centre("（" + d["holder"] + "）", 11, "song", y=s.y + 6)
    s.text(80, 540, f"Date of issue: {english(d['issue'])}", 12)
    if d.get("expiry"):
        s.text(80, 562, f"Date of expiry: {english(d['expiry'])}", 12)
    s.signature(400, 680, rng.randrange(999))


def _ul(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.emblem(100, 90, 80, "UL")
    s.centre("CERTIFICATE OF COMPLIANCE", 24, "hebo", y=170)
    s.y = 220
    for label, value in (
        ("Certificate Number 证书编号", d["no"]),
        ("Issued to 颁发给", f"{d['holder_en']} {d['holder']}"),
        ("Manufacturer 制造商", f"{d.get('maker_en') or d['holder_en']}"),
        ("Product 产品", d["product_en"]),
        ("Mark 标志", d["mark_line"]),
        ("Issue Date 签发日期", d["issue"]),
        ("Expiration Date 有效期至", d.get("expiry") or "—"),
    ):
        s.field(60, label, value, 11.5, 250)
        s.y += 8
    s.text(60, 620, d["issuer"], 13, "hebo")
    s.text(
        60,
        790,
        "This is to certify that representative samples of the product have been investigated by the certification body.",
        8,
        "helv",
        GREY,
    )


EXPORT = (_gs, _ce_type, _ul)


def _ccc(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border((0.6, 0.5, 0.2), 28, 2)
    s.centre("中国国家强制性产品认证证书", 23, "songbold", y=120)
    s.centre("证书编号：" + d["no"], 12, y=155)
    s.y = 200
    for label, value in (
        ("委托人名称、地址", d["holder"] + "　" + d["address"]),
        ("生产者（制造商）名称、地址", d["holder"]),
        ("生产企业名称、地址", d["holder"]),
        ("产品名称和系列、规格、型号", d["product"]),
        ("产品标准和技术要求", d.get("against", "GB 4706.1-2005")),
        ("认证模式", "型式试验+获证后监督"),
    ):
        s.field(90, label, "", 11, label_font="hei")
        s.field(110, "", value, 11)
    s.text(90, 560, f"发证日期：{zh(d['issue'])}　　有效期至：{zh(d['expiry'])}", 11.5)
    s.centre("中国质量认证中心", 15, y=680)
    s.seal("中国质量认证中心", 297, 675, 112, rng.randrange(99))


def _cqc(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.border(BLUE, 30, 0)
    s.centre("产品认证证书", 26, "heibold", BLUE, 4, y=120)
    s.y = 160
    s.table(
        70,
        [120, 335],
        [
            ["证书编号", d["no"]],
            ["申请人", d["holder"]],
            ["制造商", d["holder"]],
            ["产品名称", d["product"]],
            ["认证规则", "CQC自愿性产品认证规则"],
            ["颁发日期", dotted(d["issue"])],
            ["有效期", "至" + dotted(d["expiry"])],
        ],
        12,
        padding=8,
    )
    s.seal("中国质量认证中心", 420, 600, 112, rng.randrange(99))


PRODUCT = (_ccc, _cqc, _ccc)
