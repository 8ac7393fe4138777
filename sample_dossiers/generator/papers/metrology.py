"""Measurement-management certificates and old metrology-assurance certificates."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import BLUE, GOLD, GREEN, GREY, RED, Sheet
from ..wording import Data, english, numerals, zh, zh_short

_SCOPE = "产品质量、经营管理、节能降耗、环境监测等方面的测量管理体系"


def _mms_classic(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(BLUE, 26, 2)
    s.guilloche((0.87, 0.9, 0.95))
    s.emblem(297, 110, 80, "CMS")
    s.centre("测量管理体系认证证书", 27, "songbold", spacing=2, y=200)
    s.centre("证书编号：" + d["no"], 12, y=232)
    s.y = 280
    for label, value in (("单位名称", d["holder"]), ("单位地址", d["address"]), ("注册地址", d["address"])):
        s.field(95, label + "：", value, 12.5)
        s.y += 4
    s.y += 14
    s.paragraph(
        f"经审核，该单位的测量管理体系符合GB/T 19022-2003/ISO 10012:2003《测量管理体系 测量过程和测量设备的要求》，"
        f"达到{d['grade']}级水平，特发此证。",
        95,
        size=12.5,
    )
    s.field(95, "测量管理体系覆盖的产品或业务范围：", "", 12.5)
    s.paragraph(d["scope"] + _SCOPE, 95, size=12)
    s.text(95, 620, "颁证日期：" + zh(d["issue"]), 12)
    s.text(95, 645, "有效期至：" + zh(d["expiry"]), 12)
    s.right(510, 690, d["issuer"], 13)
    s.seal(d["issuer"], 430, 690, 118, rng.randrange(99))
    s.matrix(95, 690, 56, d["no"])


def _mms_bilingual(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.border(GREEN, 30, 0)
    s.centre("测量管理体系认证证书", 24, "heibold", GREEN, 2, y=130)
    s.centre("MEASUREMENT MANAGEMENT SYSTEM CERTIFICATE", 12, "hebo", y=152)
    s.centre("编号 No. " + d["no"], 11, y=180)
    s.centre("兹证明", 13, y=230)
    s.centre(d["holder"], 18, "songbold", y=262)
    s.centre(d["address"], 10, y=284)
    s.centre("建立的测量管理体系符合 GB/T 19022-2003 idt ISO 10012:2003 标准", 12, y=330)
    s.centre(f"认证级别：{d['grade']}", 13, y=356)
    s.y = 390
    s.paragraph("覆盖范围：" + d["scope"] + _SCOPE, 100, size=11.5, indent=0)
    s.text(100, 560, f"发证日期 Issued on：{zh(d['issue'])}（{english(d['issue'])}）", 11)
    s.text(100, 584, f"有效期至 Valid until：{zh(d['expiry'])}（{english(d['expiry'])}）", 11)
    s.text(300, 680, d["issuer"], 12)
    s.seal(d["issuer"], 400, 680, 112, rng.randrange(99))


def _mms_table(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595)
    s.border(GOLD, 28, 1)
    s.centre("测量管理体系认证证书", 30, "songbold", y=110, spacing=4)
    s.y = 145
    s.table(
        110,
        [140, 480],
        [
            ["注册编号", d["no"]],
            ["企业名称", d["holder"]],
            ["生产地址", d["address"]],
            ["认证标准", "GB/T 19022-2003 / ISO 10012:2003"],
            ["证书等级", d["grade"] + "级"],
            ["覆盖的业务范围", d["scope"] + _SCOPE],
            ["有效期", f"{zh_short(d['issue'])}至{zh_short(d['expiry'])}"],
        ],
        12,
        padding=7,
    )
    s.right(720, 500, d["issuer"], 13)
    s.seal(d["issuer"], 650, 495, 108, rng.randrange(99))


MMS = (_mms_classic, _mms_bilingual, _mms_table)

_GRADES = {"2": "二级", "3": "三级"}


def _assurance_classic(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595)
    s.border(RED, 26, 2)
    s.centre("计量保证体系确认合格证书", 30, "songbold", RED, 3, y=130)
    s.right(760, 165, d["no"], 12)
    s.y = 220
    s.text(110, s.y, d["holder"] + "：", 17, "kai")
    s.y += 36
    s.paragraph(
        f"经审查，你单位符合{_GRADES[d['level']]}计量保证体系的确认条件，准予确认，特发此证。", 110, size=17, font="kai"
    )
    s.text(110, 400, "发证日期：" + zh(d["issue"]), 13)
    if d.get("expiry"):
        s.text(110, 425, "有效期至：" + zh(d["expiry"]), 13)
    s.right(730, 440, d["issuer"], 14)
    s.right(730, 465, numerals(d["issue"]), 13)
    s.seal(d["issuer"], 640, 440, 112, rng.randrange(99))


def _assurance_portrait(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(GOLD, 30, 1)
    s.centre(_GRADES[d["level"]] + "计量保证体系合格证书", 25, "songbold", y=160)
    s.y = 240
    for label, value in (
        ("企业名称", d["holder"]),
        ("企业地址", d["address"]),
        ("证书编号", d["no"]),
        ("发证时间", zh(d["issue"])),
        ("有效期限", zh(d["expiry"]) if d.get("expiry") else ""),
    ):
        if value:
            s.field(110, label + "：", value, 14, 200)
            s.y += 8
    s.y += 20
    s.paragraph("经考核，该企业计量保证体系能够满足生产经营、质量控制和能源管理的需要。", 110, size=13)
    s.right(480, 650, d["issuer"], 14)
    s.seal(d["issuer"], 420, 650, 112, rng.randrange(99))


def _assurance_plain(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="thin")
    s.centre("计量合格确认证书", 28, "songbold", y=150)
    s.centre(f"（{_GRADES[d['level']]}）", 18, y=180)
    s.y = 260
    s.paragraph(f"兹确认{d['holder']}的计量检测体系达到{_GRADES[d['level']]}要求，核发本证书。", 90, size=14)
    s.text(90, 400, "证号：" + d["no"], 12)
    s.text(90, 425, "核发日期：" + zh_short(d["issue"]), 12)
    if d.get("expiry"):
        s.text(90, 450, "本证书有效期至" + zh_short(d["expiry"]) + "止", 12)
    s.right(500, 560, d["issuer"], 14)
    s.seal(d["issuer"], 430, 555, 112, rng.randrange(99))
    s.text(90, 780, "本证书须妥善保管，不得涂改、转让。", 9, colour=GREY)


ASSURANCE = (_assurance_classic, _assurance_portrait, _assurance_plain)
