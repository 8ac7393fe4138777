"""Patent certificates of four eras, foreign patents, and the papers that are no grant."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..numbers import spaced
from ..sheet import BLACK, BLUE, GREEN, GREY, RED, Sheet
from ..wording import Data, dotted, zh, zh_short

_KINDS = {
    "invention": ("发明专利证书", "发明名称", RED, "B", "二十年"),
    "utility_model": ("实用新型专利证书", "实用新型名称", GREEN, "U", "十年"),
    "design": ("外观设计专利证书", "外观设计名称", BLUE, "S", "十年"),
}


def _publication(d: Data) -> str:
    return str(d.get("publication") or f"CN {100000000 + int(d['no'][7:14]) * 13 % 99999999} {_KINDS[d['type']][3]}")


def _certificate_no(d: Data) -> str:
    return f"第{int(d['no'][8:14]) * 7 % 9000000 + 1000000}号"


def _legal_text(s: Sheet, term: str, x: float = 80) -> None:
    s.paragraph(
        "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，颁发专利证书并在专利登记簿上予以登记。专利权自授权"
        f"公告之日起生效。专利权期限为{term}，自申请日起算。",
        x,
        size=9,
        font="kai",
    )
    s.paragraph(
        "专利证书记载专利权登记时的法律状况。专利权的转移、无效、终止和变更等事项记载在专利登记簿上。",
        x,
        size=9,
        font="kai",
    )


def _frame(s: Sheet, d: Data) -> None:
    s.tint((0.995, 0.99, 0.965))
    s.border(_KINDS[d["type"]][2], 46, 2)
    s.watermark("CNIPA", 40, (0.93, 0.92, 0.9), 2)


def _era2020(book: Book, d: Data, rng: random.Random) -> None:
    title, name_label, _, _, term = _KINDS[d["type"]]
    s = Sheet(book, font="thin")
    _frame(s, d)
    s.text(80, 105, "证 书 号 " + _certificate_no(d), 10)
    s.emblem(297, 120, 60, "P")
    s.matrix(470, 92, 46, d["no"])
    s.centre(title, 22, "songbold", BLACK, 5, y=185)
    y = 240.0
    for label, value in (
        (name_label, d["title"]),
        ("发　明　人", d["inventors"]),
        ("专　利　号", spaced(d["no"])),
        ("专利申请日", zh(d["filed"])),
        ("专 利 权 人", ";".join(d["owners"])),
        ("地　　　址", "5290" + f"{rng.randrange(10, 99)} " + d["address"]),
    ):
        s.field(80, label + "：", value, 11, 152, y=y, width=360)
        y = max(y + 30, s.y + 8)
    s.text(80, y, "授权公告日：" + zh(d["granted"]), 11)
    s.text(310, y, "授权公告号：" + _publication(d), 11)
    s.y = y + 34
    _legal_text(s, term)
    s.text(90, 690, "局长", 12)
    s.text(90, 712, d.get("director", "申长雨"), 12)
    s.signature(190, 700, rng.randrange(999))
    s.right(520, 725, zh(d["granted"]), 11)
    s.seal("国家知识产权局", 455, 695, 112, rng.randrange(99))
    s.centre("第 1 页（共 2 页）", 9, y=775)
    s.centre("其他事项参见续页", 9, y=815)
    t = Sheet(book, font="thin")
    _frame(t, d)
    t.text(80, 105, "证 书 号 " + _certificate_no(d), 10)
    t.y = 170
    t.paragraph(
        f"专利权人应当依照专利法及其实施细则规定缴纳年费。本专利的年费应当在每年{d['filed'][5:7]}月{d['filed'][8:10]}日前缴纳。"
        "未按照规定缴纳年费的，专利权自应当缴纳年费期满之日起终止。",
        80,
        size=10,
        font="kai",
    )
    t.text(104, 250, "申请日时本专利记载的申请人、发明人信息如下：", 10, "kai")
    t.text(104, 275, "申请人：", 10, "kai")
    t.text(140, 295, ";".join(d["owners"]), 10, "kai")
    t.text(104, 330, "发明人：", 10, "kai")
    t.text(140, 350, d["inventors"], 10, "kai")
    t.centre("第 2 页（共 2 页）", 9, y=775)


def _era2023(book: Book, d: Data, rng: random.Random) -> None:
    title, name_label, _, _, _ = _KINDS[d["type"]]
    s = Sheet(book)
    _frame(s, d)
    s.text(80, 100, "证书号" + _certificate_no(d), 10)
    s.matrix(460, 90, 50, d["no"])
    s.text(455, 152, "专利公告信息", 8)
    s.centre(title, 22, "songbold", y=180)
    s.y = 230
    s.field(80, name_label + "：", d["title"], 11)
    s.y += 12
    s.field(80, "专利权人：", ";".join(d["owners"]), 11)
    s.field(80, "地址：", "529000 " + d["address"], 11)
    s.field(80, "发明人：", d["inventors"], 11)
    s.y += 10
    y = s.y
    s.text(80, y, "专利号：" + spaced(d["no"]), 11)
    s.text(300, y, "授权公告号：" + _publication(d), 11)
    s.text(80, y + 24, "专利申请日：" + zh(d["filed"]), 11)
    s.text(300, y + 24, "授权公告日：" + zh(d["granted"]), 11)
    s.text(80, y + 48, "申请日时申请人：" + ";".join(d.get("applicants") or d["owners"]), 11)
    s.text(80, y + 72, "申请日时发明人：" + d["inventors"], 11)
    s.y = y + 120
    s.paragraph(
        "国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权，并予以公告。专利权自授权公告之日起生效。",
        80,
        size=9.5,
        font="kai",
    )
    s.text(90, 690, "局长", 12)
    s.signature(160, 700, rng.randrange(999))
    s.right(520, 725, zh(d["granted"]), 11)
    s.seal("国家知识产权局", 455, 695, 112, rng.randrange(99))
    s.centre("第 1 页 (共 1 页)", 9, y=780)


def _era2012(book: Book, d: Data, rng: random.Random) -> None:
    title, name_label, colour, _, term = _KINDS[d["type"]]
    s = Sheet(book, font="kai")
    s.border(colour, 40, 1)
    s.guilloche((0.93, 0.9, 0.86), 0.15, 0.85, 7)
    s.text(75, 95, "证书号" + _certificate_no(d), 12)
    s.centre(" ".join(title), 28, "songbold", colour, y=170)
    y = 230.0
    for label, value in (
        (" ".join(name_label), d["title"]),
        ("发 明 人", d["inventors"]),
        ("专 利 号", spaced(d["no"])),
        ("专利申请日", zh(d["filed"])),
        ("专 利 权 人", " ".join(d["owners"])),
        ("授权公告日", zh(d["granted"])),
    ):
        s.field(80, label + "：", value, 13, 175, y=y, width=340)
        y = max(y + 32, s.y + 8)
    s.y = y + 10
    _legal_text(s, term)
    for i in range(46):
        s.page.draw_line((300 + i * 3.4, 640), (300 + i * 3.4, 662), width=rng.choice([0.6, 1.2, 2]))
    s.text(90, 720, "局 长　" + ("田力普" if d["granted"] < "2013-08" else "申长雨"), 13)
    s.seal("中华人民共和国国家知识产权局", 430, 720, 116, rng.randrange(99))
    s.right(500, 760, zh(d["granted"]), 12)
    s.centre("第 1 页（共 1 页）", 9, y=796)


CERTIFICATE = (_era2020, _era2023, _era2012)


def _us(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 612, 792, font="tiro")
    s.centre("The United States of America", 30, "tibo", y=130)
    s.matrix(440, 160, 60, d["no"])
    s.text(80, 190, "The Director of the United States Patent and Trademark Office", 13)
    s.y = 230
    for line in (
        "Has received an application for a patent for a new and useful invention.",
        "The title and description of the invention are enclosed. The requirements of law",
        "have been complied with, and it has been determined that a patent on the",
        "invention shall be granted under the law.",
    ):
        s.text(80, s.y, line, 12)
        s.y += 18
    s.text(80, 330, "United States Patent", 16, "tibo")
    s.text(80, 356, f"(10) Patent No.: {d['no']}", 13, "tibo")
    s.text(80, 378, f"(45) Date of Patent: {_english_long(d['granted'])}", 13, "tibo")
    s.text(80, 410, f"(54) {d['title']}", 12, "tibo")
    s.text(80, 432, f"(71) Applicant: {d['owners_en']}, Jiangmen (CN)", 12)
    s.text(80, 450, f"(73) Assignee: {d['owners_en']}, Jiangmen (CN)", 12)
    s.text(80, 468, f"(22) Filed: {_english_long(d['filed'])}", 12)
    s.signature(360, 640, rng.randrange(999))
    s.text(320, 665, "Director of the United States Patent and Trademark Office", 10)
    s.seal("PATENT AND TRADEMARK OFFICE", 150, 640, 110, 3, "round", (190, 150, 40))


def _english_long(date: str) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    year, month, day = date.split("-")
    return f"{names[int(month) - 1]}. {int(day)}, {year}"


FOREIGN = (_us, _us, _us)


def _acceptance(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="thin")
    s.centre("中华人民共和国国家知识产权局", 16, "songbold", y=90)
    s.rule(105)
    s.text(72, 140, "529000", 11)
    s.text(72, 158, d["address"], 11)
    s.right(530, 158, "发文日：" + zh(d["date"]), 11)
    s.centre("专 利 申 请 受 理 通 知 书", 20, "songbold", y=240)
    s.y = 285
    s.paragraph(
        "根据专利法第28条及其实施细则第38条、第39条的规定，申请人提出的专利申请已由国家知识产权局受理。现将确定的申请号、申请日"
        "等信息通知如下：",
        size=11,
    )
    for label, value in (
        ("申请号", spaced(d["no"])),
        ("申请日", zh(d["filed"])),
        ("申请人", ";".join(d["owners"])),
        ("发明创造名称", d["title"]),
    ):
        s.field(94, label + "：", value, 11)
    s.y += 20
    s.paragraph(
        "经核实，国家知识产权局确认收到文件如下：请求书每份页数：4；说明书每份页数：9；权利要求书每份页数：2。", size=11
    )
    s.seal("国家知识产权局", 430, 640, 106, rng.randrange(99), "专利审批业务章")
    s.text(72, 790, "200101　2019.11　纸件申请，回函请寄：100088 北京市海淀区", 8, colour=GREY)


def _published(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.text(60, 70, "(19) 中华人民共和国国家知识产权局", 14, "songbold")
    s.text(60, 105, "(12) 发明专利申请", 18, "heibold")
    s.rule(118)
    s.y = 145
    for line in ("(10) 申请公布号 " + d.get("publication", "CN 113456789 A"), "(43) 申请公布日 " + dotted(d["date"])):
        s.text(320, s.y, line, 11)
        s.y += 18
    s.y = 190
    for line in (
        "(21) 申请号 " + d["no"].removeprefix("ZL"),
        "(22) 申请日 " + dotted(d["filed"]),
        "(71) 申请人 " + ";".join(d["owners"]),
        "　　　地址 " + d["address"],
        "(72) 发明人 " + d["inventors"],
    ):
        s.text(60, s.y, line, 11)
        s.y += 19
    s.text(60, s.y + 20, "(54) 发明名称", 11)
    s.text(80, s.y + 40, d["title"], 12)
    s.text(60, s.y + 75, "(57) 摘要", 11)
    s.y += 98
    s.paragraph(
        f"本发明公开了{d['title']}，包括机架、驱动组件和控制组件，所述驱动组件设于机架上端，控制组件与驱动组件电连接。"
        "本发明结构紧凑、装配方便，能够提高加工精度和生产效率。",
        60,
        size=11,
    )


def _offer(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="thin")
    s.centre("国 家 知 识 产 权 局", 20, "songbold", y=90)
    s.centre("办理登记手续通知书", 18, "songbold", y=150)
    s.y = 200
    s.text(72, 200, f"申请号或专利号：{spaced(d['no'])}", 11)
    s.right(530, 200, "发文日：" + zh_short(d["date"]), 11)
    s.text(72, 222, "申请人或专利权人：" + ";".join(d["owners"]), 11)
    s.text(72, 244, "发明创造名称：" + d["title"], 11)
    s.y = 290
    s.paragraph(
        "根据专利法实施细则第54条及国家知识产权局第75号公告的规定，申请人应当于收到本通知之日起两个月内办理登记手续并缴纳本年度"
        "年费及公告印刷费。期满未办理登记手续的，视为放弃取得专利权的权利。",
        size=11,
    )
    s.seal("国家知识产权局", 430, 560, 106, rng.randrange(99), "专利审批业务章")


NOT_GRANTED = (_acceptance, _published, _offer)
