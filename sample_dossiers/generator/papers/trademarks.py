# ruff: noqa: E501  (hanzi count double; what is printed stays in one piece)
"""Trademark registrations at home and abroad, renewals and transfers."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import GOLD, GREY, RED, Sheet
from ..wording import Data, dotted, english, zh, zh_short


def _classic(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(GOLD, 30, 2)
    s.guilloche((0.94, 0.91, 0.84))
    s.right(520, 95, f"第 {d['no']} 号", 13, "songbold")
    s.centre("商 标 注 册 证", 34, "songbold", RED, y=150)
    s.emblem(297, 245, 120, d["mark"])
    s.centre(f"核定使用商品（第 {d['class']} 类）", 13, y=350)
    s.y = 378
    s.paragraph(d["goods"] + "（截止）", 100, size=12)
    s.y = 470
    for label, value in (("注　册　人", d["holder"]), ("注 册 地 址", d["address"])):
        s.field(100, label, value, 12.5, 180)
        s.y += 6
    start, end = d.get("from") or d["registered"], d["expiry"]
    s.text(100, s.y + 10, f"注册有效期限　自公元 {zh(start)} 至 {zh(end)} 止", 12.5)
    s.text(100, s.y + 40, "注 册 日 期　" + zh(d["registered"]), 12.5)
    s.text(100, 690, "局长签发", 12)
    s.signature(180, 690, rng.randrange(999))
    s.text(300, 710, "发证机关", 12)
    s.seal(d.get("issuer", "国家工商行政管理总局商标局"), 420, 700, 110, rng.randrange(99))


def _electronic(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.tint((0.99, 0.985, 0.97))
    s.border(RED, 34, 0)
    s.centre("商标注册证", 30, "songbold", RED, 10, y=140)
    s.centre(f"第{d['no']}号", 14, y=172)
    s.emblem(297, 260, 110, d["mark"])
    s.y = 360
    s.field(90, "核定使用商品/服务项目（国际分类：" + str(d["class"]) + "）", "", 12)
    s.paragraph("第" + str(d["class"]) + "类：" + d["goods"], 90, size=11.5, indent=0)
    s.y += 20
    for label, value in (
        ("注册人：", d["holder"]),
        ("注册人地址：", d["address"]),
        ("注册日期：", zh(d["registered"])),
        ("有效期至：", zh(d["expiry"])),
    ):
        s.field(90, label, value, 12, 180)
        s.y += 6
    s.text(90, 690, "发证机关：国家知识产权局", 12)
    s.matrix(90, 705, 60, str(d["no"]))
    s.seal("国家知识产权局", 420, 700, 110, rng.randrange(99), "商标业务专用章")


def _reissued(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="kai")
    s.border(GOLD, 40, 1)
    s.centre("中华人民共和国", 15, y=100)
    s.centre("商标注册证", 30, "songbold", y=140)
    s.y = 175
    s.table(
        80,
        [130, 305],
        [
            ["商标注册号", f"第 {d['no']} 号"],
            ["注册商标", d["mark"]],
            ["商标注册人", d["holder"]],
            ["地址", d["address"]],
            ["国际分类", f"第{d['class']}类"],
            ["核定使用商品", d["goods"]],
            ["注册日期", zh_short(d["registered"])],
            ["有效期限", f"{zh_short(d.get('from') or d['registered'])}至{zh_short(d['expiry'])}"],
        ],
        13,
        padding=8,
    )
    s.right(500, 640, d.get("issuer", "国家工商行政管理总局商标局"), 13)
    s.seal(d.get("issuer", "国家工商行政管理总局商标局"), 420, 640, 110, rng.randrange(99))


CERTIFICATE = (_classic, _electronic, _reissued)


def _renewal(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre("核准续展注册证明", 26, "songbold", y=130)
    s.centre(f"第 {d['no']} 号", 14, y=170)
    s.y = 230
    s.paragraph(
        f"兹核准{d['holder']}的第 {d['no']} 号商标续展注册，续展注册有效期自 {zh(d['from'])} 至 {zh(d['expiry'])}。"
        "本证明应与商标注册证一并使用。",
        90,
        size=14,
    )
    s.right(500, 480, "国家知识产权局", 14)
    s.right(500, 506, zh_short(d["date"]), 13)
    s.seal("国家知识产权局", 430, 480, 110, rng.randrange(99), "商标业务专用章")


RENEWAL = (_renewal, _renewal, _renewal)


def _transfer(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre("核准商标转让证明", 26, "songbold", y=130)
    s.y = 210
    s.paragraph(f"兹核准第 {d['no']} 号商标转让注册。", 90, size=14)
    s.y += 10
    for label, value in (("转让人", d["from_holder"]), ("受让人", d["holder"]), ("受让人地址", d["address"])):
        s.field(118, label + "：", value, 13)
    s.y += 10
    s.paragraph("本证明应与商标注册证一并使用，自核准之日起生效。", 90, size=13)
    s.right(500, 480, "国家知识产权局商标局", 14)
    s.right(500, 506, zh_short(d["date"]), 13)
    s.seal("国家知识产权局", 430, 480, 110, rng.randrange(99), "商标业务专用章")


TRANSFER = (_transfer, _transfer, _transfer)


def _hong_kong(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border((0.3, 0.3, 0.5), 30, 0)
    s.centre("香港特別行政區政府知識產權署商標註冊處", 14, "songbold", y=90)
    s.centre("Trade Marks Registry, Intellectual Property Department", 11, "tibo", y=110)
    s.centre("註冊證明書 CERTIFICATE OF REGISTRATION", 16, "songbold", y=160)
    s.centre("《商標條例》（第559章） Trade Marks Ordinance (Cap. 559)", 10.5, y=182)
    s.emblem(297, 260, 90, d["mark"])
    s.y = 350
    for label, value in (
        ("商標編號 Trade Mark No.:", str(d["no"])),
        ("類別 Class No.:", str(d["class"])),
        ("擁有人姓名/名稱 Owner's Name:", f"{d['holder']} {d['holder_en']}"),
        ("註冊日期 Date of Registration:", english(d["registered"])),
        ("註冊屆滿日期 Expiry Date:", english(d["expiry"])),
    ):
        s.field(80, label, value, 11, 280)
        s.y += 8
    s.text(80, 690, "商標註冊處處長 Registrar of Trade Marks", 11)
    s.signature(330, 690, rng.randrange(999))


def _united_states(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 612, 792, font="tiro")
    s.border((0.2, 0.2, 0.2), 36, 0)
    s.centre("United States of America", 26, "tibo", y=100)
    s.centre("United States Patent and Trademark Office", 17, "tibo", y=130)
    s.emblem(306, 220, 100, d["mark"])
    y = 330.0
    for label, value in (
        ("Reg. No.", str(d["no"])),
        ("Registered", english(d["registered"])),
        ("Int. Cl.:", str(d["class"])),
        ("Trademark", "Principal Register"),
    ):
        s.text(70, y, label + " " + value, 12, "tibo")
        y += 24
    s.y = 330
    s.paragraph(
        f"{d['holder_en']} (CHINA limited company) {d['holder']}, Jiangmen, Guangdong, CHINA", 250, 300, 11, "song", 0
    )
    s.paragraph(f"CLASS {d['class']}: {d['goods_en']}", 250, 300, 11, indent=0)
    s.paragraph(
        "THE MARK CONSISTS OF STANDARD CHARACTERS WITHOUT CLAIM TO ANY PARTICULAR FONT STYLE", 250, 300, 10, indent=0
    )
    s.signature(80, 650, rng.randrange(999))
    s.text(70, 680, "Director of the United States Patent and Trademark Office", 10)


def _madrid(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre("WORLD INTELLECTUAL PROPERTY ORGANIZATION", 14, "hebo", y=80)
    s.centre("CERTIFICATE OF REGISTRATION", 20, "hebo", y=120)
    s.centre("商标国际注册证", 15, y=146)
    s.y = 185
    s.paragraph(
        "The International Bureau of the World Intellectual Property Organization certifies that the indications appearing "
        "in the present certificate conform to the recording made in the International Register of Marks.",
        70,
        size=10,
        font="helv",
        indent=0,
    )
    s.y += 20
    for label, value in (
        ("151 Date of the registration:", english(d["registered"])),
        ("180 Expected expiration date:", english(d["expiry"])),
        ("111 INTERNATIONAL REGISTRATION No.", str(d["no"])),
        ("732 Name of the holder:", f"{d['holder_en']}（{d['holder']}）"),
        ("511 International Classification:", f"{d['class']}  {d['goods_en']}"),
        ("832 Designations under the Madrid Protocol:", d.get("designations", "JP - KR - AU")),
    ):
        s.field(70, label, value, 10.5, 310)
        s.y += 10
    s.emblem(297, 620, 110, d["mark"])
    s.text(70, 760, "Geneva, " + english(d["registered"]) + "　" + dotted(d["registered"]), 10, colour=GREY)


FOREIGN = (_hong_kong, _united_states, _madrid)
