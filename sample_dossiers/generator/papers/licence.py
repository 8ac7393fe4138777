"""营业执照 and the notice of a change of name."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import GOLD, GREY, Sheet
from ..wording import Data, dotted, zh, zh_short


def _landscape(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595)
    s.border((0.55, 0.55, 0.4), 22, 1)
    for row in range(4):
        for col in range(4):
            s.text(90 + col * 190, 130 + row * 110, "SCJDGL", 17, "helv", (0.93, 0.9, 0.9))
    s.emblem(421, 62, 66, "徽")
    s.text(98, 110, "统一社会信用代码", 12, "heibold")
    s.text(98, 132, d["uscc"], 13)
    s.centre("营业执照", 40, "songbold", GOLD, 26, y=142)
    s.centre("（副　本）（1-1）", 13, y=166)
    s.matrix(690, 92, 58, d["uscc"])
    for i, line in enumerate(
        ("扫描二维码登录“国", "家企业信用信息公示", "系统”了解更多登记、", "备案、许可、监管信息")
    ):
        s.text(752, 100 + i * 10, line, 6.5)
    y = 205.0
    for label, value in (
        ("名　　称", d["name"]),
        ("类　　型", d["type"]),
        ("法定代表人", d["legal"]),
        ("经营范围", d["scope"]),
    ):
        s.field(98, label, value, 12, 180, "heibold", width=290, y=y)
        y = s.y + 12
    y = 205.0
    for label, value in (
        ("注册资本", d["capital"]),
        ("成立日期", zh(d["established"])),
        ("营业期限", "长期" if not d.get("term") else f"{zh(d['established'])}至{zh(d['term'])}"),
        ("住　　所", d["address"]),
    ):
        s.field(505, label, value, 12, 575, "heibold", width=190, y=y)
        y = s.y + 12
    s.text(560, 470, "登 记 机 关", 13, "hei")
    s.text(590, 520, zh_short(d["registered"]), 13)
    s.seal(d["registrar"], 655, 480, 110, rng.randrange(99))
    s.text(30, 588, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", 7, colour=GREY)
    s.text(420, 588, "市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告", 7, colour=GREY)


def _portrait(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="thin")
    s.border((0.5, 0.52, 0.45), 40, 1)
    s.emblem(297, 118, 78, "徽")
    s.centre("营 业 执 照", 44, "songbold", (0.25, 0.2, 0.1), 4, y=212)
    s.centre("（副　本）", 16, "songbold", y=240)
    s.text(200, 278, f"统一社会信用代码  {d['uscc']}", 11.5)
    s.y = 320
    for label, value in (
        ("名　　　称", d["name"]),
        ("类　　　型", d["type"]),
        ("住　　　所", d["address"]),
        ("法定代表人", d["legal"]),
        ("注 册 资 本", d["capital"]),
        ("成 立 日 期", zh_short(d["established"])),
        ("营 业 期 限", f"{zh_short(d['established'])}至" + (zh_short(d["term"]) if d.get("term") else "长期")),
        ("经 营 范 围", d["scope"]),
    ):
        s.field(96, label, value, 11, 178, "hei", width=320)
        s.y += 5
    s.matrix(88, 640, 90, d["uscc"])
    s.text(300, 690, "登 记 机 关", 12)
    s.text(370, 745, zh_short(d["registered"]), 12)
    s.seal(d["registrar"], 430, 705, 118, rng.randrange(99))
    s.text(52, 822, "企业信用信息公示系统网址：http://gsxt.gdgs.gov.cn", 7, colour=GREY)


def _printout(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="hei")
    s.tint((0.995, 0.985, 0.955))
    s.border(GOLD, 30, 2)
    s.centre("营业执照", 46, "songbold", GOLD, 34, y=120)
    s.centre("电子营业执照下载打印件", 10, y=144)
    s.centre(f"统一社会信用代码：{d['uscc']}", 13, y=170)
    s.y = 200
    s.table(
        90,
        [95, 235, 95, 235],
        [
            ["企业名称", d["name"], "法定代表人", d["legal"]],
            ["主体类型", d["type"], "注册资本", d["capital"]],
            ["成立时间", dotted(d["established"]), "经营期限", dotted(d["term"]) if d.get("term") else "无固定期限"],
            ["住所（主要经营场所）", d["address"], None, None],
            ["经营范围", d["scope"], None, None],
        ],
        11,
        padding=6,
    )
    s.text(560, 515, "登记机关", 12)
    s.text(560, 540, zh(d["registered"]), 12)
    s.seal(d["registrar"], 625, 512, 104, rng.randrange(99))
    s.matrix(95, 470, 70, d["uscc"])


LICENCE = (_landscape, _portrait, _printout)


def _approval(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre("准予变更登记通知书", 22, "songbold", y=110)
    s.right(520, 145, f"（{d['district']}）登记通内变字〔{d['date'][:4]}〕第{d['no']}号", 10.5)
    s.y = 190
    s.text(72, s.y, d["now"] + "：", 12)
    s.y += 26
    s.paragraph("你单位提交的变更登记申请材料齐全，符合法定形式，我局决定准予变更登记，变更事项如下：", size=12)
    s.y += 8
    s.table(72, [110, 170, 170], [["变更事项", "变更前", "变更后"], ["名称", d["before"], d["now"]]], 11, head=True)
    s.y += 30
    s.paragraph(f"统一社会信用代码：{d['uscc']}。请于领取新营业执照后办理相关手续。", size=12)
    s.right(500, 560, d["registrar"], 12)
    s.right(500, 585, zh(d["date"]), 12)
    s.seal(d["registrar"], 430, 560, 110, rng.randrange(99))


def _register(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre("企业机读档案登记资料", 18, "heibold", y=90)
    s.y = 125
    s.table(
        60,
        [110, 365],
        [
            ["企业名称", d["now"]],
            ["统一社会信用代码", d["uscc"]],
            ["曾用名", d["before"]],
            ["名称变更核准日期", dotted(d["date"])],
            ["登记机关", d["registrar"]],
        ],
        11,
    )
    s.y += 30
    s.paragraph("本资料由登记机关档案查询窗口打印，仅供查询人参考使用。", 60, size=10)
    s.seal(d["registrar"], 420, s.y + 50, 104, rng.randrange(99), "查询专用章")


def _reply(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="kai")
    s.centre("企业名称变更核准通知书", 20, "songbold", y=120)
    s.y = 170
    s.paragraph(
        f"经核准，企业名称由“{d['before']}”变更为“{d['now']}”，原企业名称不再使用。变更后主体资格、"
        f"债权债务由变更后的企业承继。统一社会信用代码不变，仍为{d['uscc']}。",
        size=13,
    )
    s.right(500, 420, d["registrar"], 13)
    s.right(500, 446, zh_short(d["date"]), 13)
    s.seal(d["registrar"], 440, 425, 110, rng.randrange(99))


NAME_CHANGE = (_approval, _register, _reply)
