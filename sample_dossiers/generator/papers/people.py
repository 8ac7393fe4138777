"""Title certificates, chief quality officers, appointments, social insurance."""

from __future__ import annotations

import random

from ..mupdf import Book, pymupdf
from ..sheet import GOLD, GREY, RED, Sheet
from ..wording import Data, dotted, numerals, zh, zh_short


def _guangdong(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.border(RED, 40, 0)
    s.centre("广东省职称证书", 28, "songbold", RED, 4, y=140)
    s.page.draw_rect(pymupdf.Rect(410, 190, 490, 300), color=(0.5, 0.5, 0.5), fill=(0.85, 0.9, 0.95), width=0.6)
    s.page.draw_circle((450, 228), 20, color=None, fill=(0.6, 0.5, 0.45))
    s.page.draw_rect(pymupdf.Rect(424, 254, 476, 298), color=None, fill=(0.25, 0.3, 0.45))
    s.y = 210
    for label, value in (
        ("姓　　名", d["person"]),
        ("身份证号", d["id"]),
        ("职称名称", d["title"]),
        ("级　　别", d["grade"]),
        ("专　　业", d["speciality"]),
        ("取得方式", d.get("way", "评审")),
        ("通过时间", zh(d["date"])),
        ("评审组织", d.get("board", "江门市工程系列中级职称评审委员会")),
        ("证书编号", d["no"]),
        ("发证单位", d["issuer"]),
    ):
        s.field(95, label + "：", value, 13, 175, width=225 if s.y < 300 else 340)
        s.y += 6
    s.right(490, 640, "发证时间：" + zh(d["date"]), 12)
    s.seal(d["issuer"], 430, 610, 108, rng.randrange(99), "职称专用章")
    s.matrix(95, 610, 62, d["no"])
    s.text(95, 700, "查询网址：http://www.gdhrss.gov.cn/gdweb/zyjsrc", 8.5, colour=GREY)


def _older(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 595, 420, font="kai")
    s.tint((0.97, 0.98, 0.95))
    s.page.draw_line((297, 20), (297, 400), color=(0.7, 0.7, 0.7))
    s.page.draw_rect(pymupdf.Rect(100, 60, 190, 175), color=(0.4, 0.4, 0.4), fill=(0.88, 0.88, 0.88), width=0.5)
    s.page.draw_circle((145, 105), 24, color=None, fill=(0.55, 0.5, 0.48))
    s.text(50, 220, "姓　名　" + d["person"], 13)
    s.text(50, 246, "身份证号码　" + d["id"], 11)
    s.text(50, 272, d["no"], 12)
    s.centre("专业技术资格证书", 18, "songbold", RED, y=70, x=446)
    s.y = 110
    for label, value in (
        ("资格名称：", d["title"]),
        ("专　　业：", d["speciality"]),
        ("批准时间：", zh_short(d["date"])),
        ("评审委员会：", d.get("board", "江门市工程技术中级专业技术资格评审委员会")),
    ):
        s.field(320, label, value, 12, width=170)
        s.y += 4
    s.text(320, 330, "发证机关：" + d["issuer"], 11)
    s.text(320, 356, zh_short(d["date"]), 12)
    s.seal(d["issuer"], 470, 320, 96, rng.randrange(99))
    s.seal(d["issuer"], 180, 165, 70, rng.randrange(99), "钢印")


def _examined(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 595, 420)
    s.border(GOLD, 20, 0)
    s.centre("中华人民共和国", 14, "songbold", y=60)
    s.centre("专业技术资格证书", 22, "songbold", RED, 3, y=90)
    s.y = 130
    for label, value in (
        ("管理号 File No.", d["no"]),
        ("姓名 Full Name", d["person"]),
        ("证件号码 ID No.", d["id"]),
        ("资格名称 Qualification", d["title"]),
        ("专业类别 Speciality", d["speciality"]),
        ("级别 Level", d["grade"]),
        ("批准日期 Approval Date", zh(d["date"])),
        ("签发单位 Issued by", d["issuer"]),
    ):
        s.field(60, label + "：", value, 11.5, 210)
        s.y += 3
    s.seal(d["issuer"], 480, 320, 96, rng.randrange(99))


TITLE = (_guangdong, _older, _examined)


def _cqo_certificate(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="kai")
    s.border(GOLD, 28, 2)
    s.centre("企业首席质量官任职培训证书", 32, "songbold", RED, 2, y=140)
    s.right(750, 180, "证书编号：" + d["no"], 12, "song")
    s.y = 240
    s.paragraph(
        f"{d['person']}（身份证号：{d['id']}）于{zh_short(d['from'])}至{zh_short(d['date'])}参加企业首席质量官任职培训，"
        "完成规定学时，经考核合格，特发此证。",
        110,
        size=18,
    )
    s.right(730, 450, d["issuer"], 16)
    s.right(730, 478, zh_short(d["date"]), 14)
    s.seal(d["issuer"], 650, 450, 112, rng.randrange(99))


def _cqo_card(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.border(RED, 36, 1)
    s.centre("首席质量官任职培训合格证书", 24, "heibold", y=140)
    s.y = 200
    s.table(
        90,
        [120, 295],
        [
            ["姓名", d["person"]],
            ["身份证号码", d["id"]],
            ["工作单位", d["holder"]],
            ["培训时间", f"{dotted(d['from'])}—{dotted(d['date'])}"],
            ["编号", d["no"]],
            ["发证日期", dotted(d["date"])],
        ],
        13,
        padding=9,
    )
    s.right(500, 600, d["issuer"], 13)
    s.seal(d["issuer"], 430, 600, 112, rng.randrange(99))


def _cqo_plain(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595)
    s.centre("证　　书", 40, "songbold", GOLD, y=130)
    s.centre("（首席质量官任职培训）", 17, y=165)
    s.text(110, 230, f"{d['person']} 同志：", 17)
    s.y = 265
    s.paragraph("参加广东省企业首席质量官任职培训班学习，成绩合格，准予结业。", 110, size=17)
    s.text(110, 380, "身份证号：" + d["id"], 12)
    s.text(110, 402, "发证编号：" + d["no"], 12)
    s.right(730, 440, d["issuer"], 15)
    s.right(730, 466, numerals(d["date"]), 14)
    s.seal(d["issuer"], 650, 440, 112, rng.randrange(99))


CQO = (_cqo_certificate, _cqo_card, _cqo_plain)


def _appoint_notice(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre(d["holder"] + "文件", 24, "songbold", RED, y=110)
    s.centre(d["no"], 12, y=142)
    s.rule(154, 60, colour=RED, width=1.5)
    s.centre(f"关于任命{d['person']}为{d['post']}的通知", 18, "songbold", y=200)
    s.y = 250
    s.text(72, s.y, "公司各部门：", 13)
    s.y += 26
    s.paragraph(
        f"因公司质量管理工作需要，经公司研究决定，任命{d['person']}同志为公司{d['post']}，全面负责公司质量战略、质量管理体系"
        "运行和质量改进工作。任期三年，自发文之日起生效。",
        size=13,
    )
    s.right(500, 520, d["holder"], 13)
    s.right(500, 546, zh_short(d["date"]), 13)
    s.seal(d["holder"], 430, 525, 108, rng.randrange(99))


def _appoint_letter(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="kai")
    s.border(GOLD, 50, 0)
    s.centre("任 命 书", 36, "songbold", y=170)
    s.y = 250
    s.paragraph(f"兹任命 {d['person']} 先生担任本公司{d['post']}，授权其对公司产品质量行使一票否决权。", 100, size=16)
    s.paragraph("此任命自签发之日起生效。", 100, size=16)
    s.text(100, 480, "总经理（签字）：", 14)
    s.signature(230, 480, rng.randrange(999))
    s.right(480, 580, d["holder"], 14)
    s.right(480, 606, zh(d["date"]), 13)
    s.seal(d["holder"], 410, 585, 108, rng.randrange(99))


def _appoint_decision(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.centre(d["holder"], 18, "heibold", y=90)
    s.centre("人 事 任 免 决 定", 22, "heibold", y=130)
    s.right(520, 160, d["no"], 11)
    s.y = 200
    s.paragraph(
        f"经董事会研究决定，聘任{d['person']}同志为公司{d['post']}，聘期自{zh_short(d['date'])}起，至另有通知时止。",
        size=13,
    )
    s.paragraph("特此决定。", size=13)
    s.right(510, 480, d["holder"] + "（盖章）", 12)
    s.right(510, 505, dotted(d["date"]), 12)
    s.seal(d["holder"], 440, 485, 108, rng.randrange(99))


APPOINTMENT = (_appoint_notice, _appoint_letter, _appoint_decision)


def _months(start: str, end: str) -> list[str]:
    year, month = map(int, start.split("-"))
    found = []
    while f"{year}-{month:02}" <= end:
        found.append(f"{year}{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _insured_one(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    person = d["persons"][0]
    s.centre("广东省社会保险个人参保证明", 20, "songbold", y=90)
    s.y = 115
    s.paragraph("该参保人在江门市参加社会保险情况如下：", 60, size=11)
    months = _months(d["from"], d["to"])
    s.table(
        60,
        [70, 160, 70, 175],
        [["姓名", person["name"], "证件号码", person["id"]], ["参保险种情况", None, None, None]],
        10.5,
    )
    s.table(
        60,
        [130, 180, 55, 55, 55],
        [
            ["参保起止时间", "单位", "养老", "工伤", "失业"],
            [f"{months[0]}　-　{months[-1]}", "江门市:" + d["holder"], *[str(len(months))] * 3],
            [
                "截止",
                dotted(d["printed"]) + "，该参保人累计月数合计",
                str(len(months)),
                str(len(months)),
                str(len(months)),
            ],
        ],
        10,
        head=True,
    )
    s.y += 16
    rows: list[list[str | None]] = [["缴费年月", "单位编号", "缴费工资", "养老单位缴费", "养老个人缴费", "备注"]]
    rows += [[m, "1107" + str(len(d["holder"]) * 731), "4500", "630.00", "360.00", "已参保"] for m in months]
    s.table(60, [75, 90, 70, 90, 90, 60], rows, 9.5, head=True, centred=True, padding=3)
    s.y += 14
    s.paragraph(
        "备注：本《参保证明》标注的“已参保”表示参保人当月有实际到账的缴费记录。本证明可通过验真码核验，有效期半年。",
        60,
        size=9,
    )
    s.text(60, 770, "证明机构名称（证明专用章）", 10)
    s.right(530, 770, "证明时间 " + d["printed"], 10)
    s.seal("江门市社会保险基金管理局", 180, 740, 104, rng.randrange(99), "证明专用章")


def _insured_unit(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="hei")
    s.centre("单位参保人员缴费明细（社保证明）", 17, "heibold", y=60)
    s.text(50, 88, "单位名称：" + d["holder"], 10.5)
    s.right(790, 88, "打印日期：" + dotted(d["printed"]), 10.5)
    months = _months(d["from"], d["to"])
    s.y = 96
    rows: list[list[str | None]] = [["序号", "姓名", "证件号码", "险种", "缴费起止年月", "月数", "缴费状态"]]
    for i, p in enumerate(d["persons"], 1):
        rows.append(
            [
                str(i),
                p["name"],
                p["id"][:6] + "********" + p["id"][-4:],
                "企业职工基本养老保险、工伤保险、失业保险",
                f"{months[0]}-{months[-1]}",
                str(len(months)),
                "正常参保",
            ]
        )
    s.table(50, [40, 80, 150, 230, 130, 45, 65], rows, 10, head=True, centred=True)
    s.y += 14
    s.text(50, s.y, "经办机构：江门市社会保险基金管理局", 10)
    s.seal("江门市社会保险基金管理局", 640, s.y + 25, 100, rng.randrange(99), "业务专用章")


def _insured_tax(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="thin")
    s.centre("社会保险费缴费证明", 20, "songbold", y=80)
    s.text(60, 110, "缴费单位：" + d["holder"], 11)
    s.text(60, 128, f"费款所属期：{zh_short(d['from'])}至{zh_short(d['to'])}", 11)
    s.y = 140
    rows: list[list[str | None]] = [["姓名", "身份证件号码", "征收品目", "所属期起", "所属期止", "实缴金额"]]
    for p in d["persons"]:
        for kind, money in (("企业职工基本养老保险费", "5940.00"), ("失业保险费", "198.00")):
            rows.append([p["name"], p["id"], kind, d["from"], d["to"], money])
    s.table(60, [60, 130, 120, 55, 55, 55], rows, 9, head=True, centred=True, padding=3)
    s.y += 24
    s.paragraph("以上缴费信息来源于社会保险费征管信息系统，缴费人可通过电子税务局核验。", 60, size=10)
    s.right(520, s.y + 40, "国家税务总局江门市税务局", 12)
    s.right(520, s.y + 62, "开具日期：" + zh_short(d["printed"]), 11)
    s.seal("国家税务总局江门市税务局", 440, s.y + 40, 104, rng.randrange(99), "征税专用章")


SOCIAL = (_insured_unit, _insured_one, _insured_tax)
