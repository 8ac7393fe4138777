"""Quality awards, proofs of the excellence model, high-tech certificates."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import GOLD, RED, Sheet
from ..wording import Data, dotted, numerals, zh, zh_short


def _certificate(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="kai")
    s.tint((0.99, 0.97, 0.92))
    s.border(RED, 30, 2)
    s.emblem(421, 90, 70, "质")
    s.centre(d["name"], 34, "songbold", RED, 4, y=170)
    s.centre("证　书", 30, "songbold", RED, y=215)
    s.y = 280
    s.text(120, s.y, d["holder"] + "：", 19)
    s.y += 38
    s.paragraph(f"荣获{d['year']}年度{d['name']}。特发此证，以资鼓励。", 120, size=19)
    s.right(720, 470, d["issuer"], 17, "song")
    s.right(720, 498, numerals(d["date"]), 15, "song")
    s.seal(d["issuer"], 640, 470, 112, rng.randrange(99))


def _decision(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre(d["issuer"] + "文件", 32, "songbold", RED, 4, y=120)
    s.centre(d["document"], 13, "kai", y=165)
    s.rule(178, 60, colour=RED, width=1.8)
    for i, line in enumerate(
        s.lines(f"{d['issuer']}关于授予{d['holder']}等企业{d['name']}的决定", 400, 18, "songbold")
    ):
        s.centre(line, 18, "songbold", y=222 + i * 28)
    s.y = 310
    s.text(72, s.y, "各县（市、区）人民政府，市有关单位：", 12.5)
    s.y += 24
    s.paragraph(
        f"为深入实施质量强市战略，表彰在质量管理方面成效显著的企业，经评审和公示，决定授予{d['holder']}{d['name']}，"
        "并按规定给予奖励。希望获奖企业珍惜荣誉，再接再厉。",
        size=12.5,
    )
    s.right(510, 600, d["issuer"], 13)
    s.right(510, 626, zh_short(d["date"]), 13)
    s.seal(d["issuer"], 440, 600, 112, rng.randrange(99))
    s.text(72, 770, "公开方式：主动公开", 10)


def _plaque(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="heibold")
    s.tint((0.9, 0.8, 0.5))
    s.border((0.5, 0.35, 0.1), 30, 0)
    s.centre("授予：" + d["holder"], 22, "hei", y=180)
    s.centre(d["name"], 46, "songbold", RED, 6, y=290)
    s.centre(f"（{d['year']}年）", 20, "hei", y=330)
    s.centre(d["issuer"], 24, "songbold", y=450)
    s.centre(zh_short(d["date"]), 17, "hei", y=485)


AWARD = (_certificate, _decision, _plaque)


def _evaluation(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(GOLD, 28, 2)
    s.guilloche((0.93, 0.91, 0.85))
    s.centre("卓越绩效管理模式评价证书", 25, "songbold", y=150)
    s.right(520, 190, "证书编号：" + d["no"], 11)
    s.centre("兹证明", 14, y=240)
    s.centre(d["holder"], 19, "heibold", y=275)
    s.y = 320
    s.paragraph(
        "依据GB/T 19580-2012《卓越绩效评价准则》，经资料评审和现场评价，该组织已成功导入卓越绩效管理模式并有效运行，"
        "达到成熟度AAAA级。",
        100,
        size=13,
    )
    s.text(100, 450, "发证日期：" + zh(d["date"]), 12)
    if d.get("expiry"):
        s.text(100, 474, "有效期至：" + zh(d["expiry"]), 12)
    s.right(510, 640, d["issuer"], 14)
    s.seal(d["issuer"], 430, 640, 112, rng.randrange(99))


def _closing(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre("卓越绩效模式导入项目验收证明", 21, "heibold", y=120)
    s.y = 165
    s.table(
        70,
        [115, 340],
        [
            ["被评价组织", d["holder"]],
            ["评价依据", "GB/T 19580—2012 卓越绩效评价准则\nGB/Z 19579—2012 实施指南"],
            ["导入周期", d.get("period", "2020年3月至2021年3月")],
            ["第三方评价机构", d["issuer"]],
            ["评价结论", "经现场评审，导入工作达到预期目标，成功导入卓越绩效管理模式，同意验收。"],
            ["评价日期", dotted(d["date"])],
        ],
        12,
        padding=9,
    )
    s.right(510, 560, d["issuer"] + "（盖章）", 12)
    s.seal(d["issuer"], 430, 560, 112, rng.randrange(99))


def _resolution(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre(d["holder"] + "文件", 25, "songbold", RED, y=110)
    s.centre(d["no"], 12, y=142)
    s.rule(155, 60, colour=RED, width=1.5)
    s.centre("关于导入卓越绩效管理模式的决定", 18, "songbold", y=200)
    s.y = 245
    s.text(72, s.y, "公司各部门：", 12.5)
    s.y += 24
    s.paragraph(
        "为全面提升公司经营管理水平，经总经理办公会研究，决定自即日起全面导入GB/T 19580《卓越绩效评价准则》，"
        "成立卓越绩效推进小组，由总经理任组长，各部门负责人为成员。",
        size=12.5,
    )
    s.right(510, 500, d["holder"], 13)
    s.right(510, 525, zh_short(d["date"]), 13)
    s.seal(d["holder"], 430, 505, 108, rng.randrange(99))


EXCELLENCE = (_evaluation, _closing, _resolution)


def _high_tech(book: Book, d: Data, rng: random.Random, late: bool, spell: str) -> None:
    s = Sheet(book, 842, 595)
    s.border(GOLD, 26, 2)
    s.guilloche((0.93, 0.93, 0.88), 0.25, 0.8, 6)
    s.emblem(421, 90, 70, "CTP")
    s.centre("高新技术企业", 44, "songbold", GOLD, 14, y=185)
    s.centre("证书", 36, "songbold", GOLD, 14, y=235)
    date = {"zh": zh, "short": zh_short, "numerals": numerals}[spell](d["issue"])
    s.text(110, 300, "企业名称：" + d["holder"], 14)
    s.text(510, 300, "证书编号：" + d["no"], 14)
    s.text(110, 335, "发证时间：" + date, 14)
    s.text(510, 335, "有 效 期：三年" if late else "有效期：叁年", 14)
    s.text(110, 375, "批准机关：", 14)
    bodies = (
        ["广东省科学技术厅", "广东省财政厅", "国家税务总局广东省税务局"]
        if late
        else ["广东省科学技术厅", "广东省财政厅", "广东省国家税务局", "广东省地方税务局"]
    )
    for i, body in enumerate(bodies):
        s.seal(body, 245 + i * 125, 425, 98, rng.randrange(99))
        if not late:
            s.centre(body, 10, y=490, x=245 + i * 125)


def _high_tech_a(book: Book, d: Data, rng: random.Random) -> None:
    _high_tech(book, d, rng, True, "numerals")


def _high_tech_b(book: Book, d: Data, rng: random.Random) -> None:
    _high_tech(book, d, rng, True, "zh")


def _high_tech_c(book: Book, d: Data, rng: random.Random) -> None:
    _high_tech(book, d, rng, False, "short")


HIGH_TECH = (_high_tech_a, _high_tech_b, _high_tech_c)
