"""Certificates of management systems: Chinese, bilingual, English only; classic, modern, tabular."""

from __future__ import annotations

import random

from ..mupdf import Book, pymupdf
from ..sheet import BLUE, GOLD, GREEN, GREY, Sheet
from ..wording import Data, english, zh, zh_short

_SYSTEMS = {
    "qms": ("质量管理体系", "Quality Management System", "GB/T 19001-2016 / ISO 9001:2015", "质量管理体系 要求"),
    "ems": (
        "环境管理体系",
        "Environmental Management System",
        "GB/T 24001-2016 / ISO 14001:2015",
        "环境管理体系 要求及使用指南",
    ),
    "ohsms": (
        "职业健康安全管理体系",
        "Occupational Health and Safety Management System",
        "GB/T 45001-2020 / ISO 45001:2018",
        "职业健康安全管理体系 要求及使用指南",
    ),
    "ipms": ("知识产权管理体系", "Intellectual Property Management System", "GB/T 29490-2013", "企业知识产权管理规范"),
    "srms": (
        "社会责任管理体系",
        "Social Responsibility Management System",
        "GB/T 39604-2020",
        "社会责任管理体系 要求及使用指南",
    ),
    "enms": (
        "能源管理体系",
        "Energy Management System",
        "GB/T 23331-2020 / ISO 50001:2018",
        "能源管理体系 要求及使用指南",
    ),
    "iatf": (
        "质量管理体系",
        "Quality Management System",
        "IATF 16949:2016",
        "汽车生产件及相关服务件组织的质量管理体系要求",
    ),
}


def _of(d: Data) -> tuple[str, str, str, str]:
    name, english_name, standard, title = _SYSTEMS[d["system"]]
    return name, english_name, d.get("standard_printed") or standard, title


def _dates(d: Data) -> tuple[str, str, str]:
    return d.get("first") or d["issue"], d["issue"], d.get("expiry") or ""


def _classic(book: Book, d: Data, rng: random.Random) -> None:
    name, _, standard, _ = _of(d)
    first, issue, expiry = _dates(d)
    s = Sheet(book)
    s.tint((0.985, 0.98, 0.95))
    s.border(GOLD, 26, 2)
    s.guilloche((0.9, 0.9, 0.8))
    s.emblem(297, 105, 74, d["short"])
    s.centre(name + "认证证书", 25, "songbold", spacing=3, y=185)
    s.right(520, 222, "证书编号：" + d["no"], 11)
    s.centre("兹 证 明", 14, y=262)
    s.centre(d["holder"], 18, "heibold", y=298)
    if d.get("uscc"):
        s.centre("统一社会信用代码：" + d["uscc"], 10.5, y=320)
    s.centre("注册地址：" + d["address"], 10, y=338)
    s.centre("生产/经营地址：" + d["address"], 10, y=354)
    s.centre("建立的" + name + "符合标准：", 13, y=394)
    s.centre(standard, 13, "songbold", y=418)
    s.centre("通过认证范围如下：", 13, y=450)
    s.y = 476
    s.paragraph(d["scope"], 110, size=12, indent=0)
    s.text(110, 560, "初次获证日期：" + zh(first), 11)
    s.text(330, 560, "颁证日期：" + zh(issue), 11)
    if expiry:
        s.text(110, 582, "证书有效期至：" + zh(expiry), 11)
    s.y = 604
    s.paragraph(
        "本证书信息可在国家认证认可监督管理委员会官方网站（www.cnca.gov.cn）查询。获证组织必须定期接受监督审核并经审核合格"
        "此证书方继续有效，本证书与年度监督审核合格标识一并使用。",
        110,
        size=8.5,
    )
    s.centre(d["issuer"], 14, "kai", y=690)
    s.text(120, 735, "总经理：", 11)
    s.signature(170, 735, rng.randrange(999))
    s.seal(d["issuer"], 330, 690, 112, rng.randrange(99))
    s.emblem(440, 745, 50, "IAF")
    s.emblem(500, 745, 50, "CNAS")
    s.text(478, 783, f"CNAS C{d['no'][:3]}-M", 7, "helv")
    s.matrix(70, 715, 54, d["no"])


def _modern(book: Book, d: Data, rng: random.Random) -> None:
    name, english_name, standard, _ = _of(d)
    first, issue, expiry = _dates(d)
    s = Sheet(book, font="hei")
    s.page.draw_rect(pymupdf.Rect(0, 80, 82, 700), color=None, fill=(0.15, 0.3, 0.55))
    s.page.insert_text(
        (52, 560), "Certificate of Registration", fontsize=30, fontname="heit", rotate=90, color=(1, 1, 1)
    )
    s.page.draw_circle((330, 430), 300, color=None, fill=(0.9, 0.94, 0.98), overlay=False)
    s.emblem(150, 100, 74, d["short"])
    s.text(112, 175, name + " 注册证书", 17, "heibold")
    s.text(112, 210, "兹证明", 12)
    s.text(112, 240, d["holder"], 15, "heibold")
    if d.get("uscc"):
        s.text(112, 260, "统一社会信用代码: " + d["uscc"], 9.5)
    s.field(112, "审核地址: ", d["address"], 9.5, width=360, y=276)
    s.text(112, 320, "的" + name + "适用于", 12)
    s.y = 348
    s.paragraph(d["scope"], 112, 400, 11.5, "heibold", indent=0)
    s.text(112, 410, "经审核，符合下列标准的要求并予以注册", 12)
    s.text(112, 438, standard, 13, "songbold")
    s.y = 480
    s.paragraph(
        "注册要求组织必须按照上述标准保持其管理体系，并接受监督。本证书信息可在国家认监委网站查询。",
        112,
        400,
        8.5,
        indent=0,
    )
    for i, (label, value) in enumerate(
        (
            ("注册号", d["no"]),
            ("初次发证", zh_short(first)),
            ("本次发证", zh_short(issue)),
            ("有效期限", zh_short(expiry) if expiry else "见年度确认页"),
        )
    ):
        s.text(330, 590 + i * 18, label + "：", 10.5)
        s.text(400, 590 + i * 18, value, 10.5)
    s.signature(120, 600, rng.randrange(999))
    s.text(120, 630, "授权签发人", 10)
    s.seal(d["issuer"], 200, 660, 96, rng.randrange(99))
    s.matrix(450, 680, 58, d["no"])
    s.text(112, 760, d["issuer"] + "　" + english_name, 8.5, colour=GREY)


def _bilingual(book: Book, d: Data, rng: random.Random) -> None:
    name, english_name, standard, title = _of(d)
    first, issue, expiry = _dates(d)
    s = Sheet(book)
    s.border(BLUE, 30, 0)
    s.watermark(d["short"] * 2, 70, (0.88, 0.92, 0.96), 2)
    s.emblem(110, 100, 70, d["short"])
    s.text(170, 92, d["issuer"], 15, "heibold")
    s.text(170, 112, d.get("issuer_en", "CERTIFICATION CO., LTD."), 9, "helv")
    s.centre(name + "认证证书", 22, "heibold", BLUE, 2, y=175)
    s.centre(english_name.upper() + " CERTIFICATE", 11.5, "tibo", y=196)
    s.centre(f"证书编号 Certificate No.: {d['no']}", 11, y=222)
    s.centre("兹证明 / This is to certify that the management system of", 11, y=258)
    s.centre(d["holder"], 17, "songbold", y=288)
    s.centre(d["holder_en"], 12, "tibo", y=308)
    s.centre(d["address"], 10, y=330)
    s.centre("符合标准 / conforms to the standard", 11, y=366)
    s.centre(standard, 14, "songbold", y=390)
    s.centre(f"《{title}》", 11, y=408)
    s.centre("认证范围 / for the following scope", 11, y=446)
    s.y = 470
    s.paragraph(d["scope"], 110, size=11, indent=0)
    s.y = 560
    for zh_label, en_label, value in (
        ("首次认证日期", "Initial certification", first),
        ("签发日期", "Date of issue", issue),
        ("证书到期日期", "Valid until", expiry),
    ):
        if value:
            s.text(100, s.y, f"{zh_label} {en_label}:", 10.5)
            s.text(290, s.y, f"{zh(value)}　{english(value)}", 10.5)
            s.y += 20
    s.text(100, 690, "签发人 Authorised by", 10)
    s.signature(215, 690, rng.randrange(999))
    s.seal(d["issuer"], 430, 665, 110, rng.randrange(99))
    s.matrix(95, 715, 56, d["no"])
    s.emblem(230, 745, 52, "IAF")
    s.emblem(300, 745, 52, "UKAS")
    s.text(170, 788, "The validity of this certificate can be verified at www.cnca.gov.cn", 8, "helv", GREY)


def _english(book: Book, d: Data, rng: random.Random) -> None:
    _, english_name, standard, _ = _of(d)
    first, issue, expiry = _dates(d)
    s = Sheet(book, font="tiro")
    s.border(GREEN, 26, 2)
    s.emblem(297, 110, 80, d["short"])
    s.centre("CERTIFICATE", 36, "tibo", GREEN, 6, y=205)
    s.centre(f"Certificate Registration No.: {d['no']}", 12, y=235)
    s.centre("This is to certify that", 14, y=280)
    s.centre(d["holder_en"], 18, "tibo", y=312)
    s.centre(d.get("address_en", "Jiangmen City, Guangdong Province, P. R. China"), 11, y=334)
    s.centre(f"has implemented and maintains an {english_name}", 13, y=380)
    s.centre("which fulfils the requirements of", 13, y=400)
    s.centre(standard.split(" / ")[-1], 18, "tibo", y=432)
    s.centre("Scope: " + d.get("scope_en", "Design and manufacture of household products"), 12, y=475)
    for i, (label, value) in enumerate(
        (("Original certification date", first), ("Current issue date", issue), ("Expiry date", expiry))
    ):
        if value:
            s.text(160, 550 + i * 20, label, 12)
            s.text(330, 550 + i * 20, english(value), 12)
    s.signature(130, 670, rng.randrange(999))
    s.text(130, 700, "Managing Director", 11)
    s.text(130, 716, d.get("issuer_en", "Certification Ltd."), 11)
    s.emblem(440, 680, 70, "UKAS")
    s.text(
        80,
        790,
        "This certificate remains the property of the certification body and is subject to annual surveillance.",
        8.5,
        colour=GREY,
    )


def _tabular(book: Book, d: Data, rng: random.Random) -> None:
    name, _, standard, title = _of(d)
    first, issue, expiry = _dates(d)
    s = Sheet(book, font="thin")
    s.border(GREEN, 34, 1)
    s.centre("认 证 证 书", 34, "songbold", GREEN, y=120)
    s.centre(f"（{name}）", 16, y=148)
    s.right(530, 178, "证书号：" + d["no"], 11)
    s.y = 200
    period = f"{zh(issue)} 至 {zh(expiry)}" if expiry else "三年，须经年度监督合格保持"
    s.table(
        70,
        [110, 345],
        [
            ["获证组织名称", d["holder"]],
            ["统一社会信用代码", d.get("uscc") or "/"],
            ["注册地址", d["address"]],
            ["审核地址", d["address"]],
            ["认证依据", f"{standard}《{title}》"],
            ["认证覆盖的业务范围", d["scope"]],
            ["初次获证", zh(first)],
            ["证书有效期", period],
        ],
        11.5,
        padding=8,
    )
    s.y += 24
    s.paragraph(
        "经审核，上述组织的管理体系符合认证依据的要求，特发此证。在证书有效期内，获证组织须按规定接受监督审核。",
        70,
        size=10,
    )
    s.right(520, 700, d["issuer"], 13)
    s.right(520, 722, "发证日期：" + zh(issue), 11)
    s.seal(d["issuer"], 440, 695, 112, rng.randrange(99))
    s.matrix(75, 670, 62, d["no"])


LAYOUTS = (_classic, _modern, _bilingual, _english, _tabular)
