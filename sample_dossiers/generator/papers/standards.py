# ruff: noqa: E501  (hanzi count double; what is printed stays in one piece)
"""Standards: cover, contents, foreword and a page of text; committees' papers; proofs that are not the text."""

from __future__ import annotations

import random
import re

from ..mupdf import Book
from ..sheet import GOLD, RED, Sheet
from ..wording import Data, numerals, zh, zh_short

_CLASS = {"national": "中华人民共和国国家标准", "group": "团　体　标　准", "enterprise": "企　业　标　准"}


def _class_line(d: Data) -> str:
    return str(d.get("class_line") or _CLASS[d["level"]])


def _body_page(book: Book, d: Data, font: str) -> None:
    s = Sheet(book, font=font)
    s.right(525, 60, d["no"].replace("-", "—"), 10)
    s.centre(d["title"], 15, "hei", y=110)
    s.y = 150
    for number, name, text in (
        ("1", "范围", f"规定了{d['title']}的术语和定义、技术要求、试验方法、检验规则、标志、包装、运输和贮存。"),
        ("2", "规范性引用文件", "下列文件中的内容通过文中的规范性引用而构成必不可少的条款。"),
        ("3", "术语和定义", "下列术语和定义适用于本文件。"),
    ):
        s.text(70, s.y, f"{number}　{name}", 11, "hei")
        s.y += 24
        s.paragraph(text, 70, size=10.5)
        if number == "2":
            for cited in (
                "GB/T 191—2008　包装储运图示标志",
                "GB/T 2828.1—2012　计数抽样检验程序 第1部分",
                "GB 4806.1—2016　食品安全国家标准 食品接触材料及制品通用安全要求",
            ):
                s.paragraph(cited, 70, size=10.5)
        s.y += 10
    s.right(525, 790, "1", 9)


def _contents(book: Book, d: Data, font: str) -> None:
    s = Sheet(book, font=font)
    s.right(525, 60, d["no"].replace("-", "—"), 10)
    s.centre("目　　次", 16, "hei", y=110)
    s.y = 160
    for i, name in enumerate(
        ("前言", "1　范围", "2　规范性引用文件", "3　术语和定义", "4　技术要求", "5　试验方法", "6　检验规则")
    ):
        s.text(75, s.y, name + "…" * 28, 10.5)
        s.right(520, s.y, "Ⅱ" if not i else str((i + 1) // 2), 10.5)
        s.y += 20
    s.right(525, 790, "Ⅰ", 9)


def _foreword(book: Book, d: Data, font: str, title: str, sentences: list[str], size: float = 10.5) -> None:
    s = Sheet(book, font=font)
    s.right(525, 60, d["no"].replace("-", "—"), 10)
    s.centre(title, 16, "hei", y=120)
    s.y = 165
    for sentence in sentences:
        s.paragraph(sentence, 70, size=size)
    s.right(525, 790, "Ⅱ", 9)


def _people(rng: random.Random) -> str:
    return "、".join(
        rng.choice("甄闵佘芮晁缪") + rng.choice(("柏舟", "若谷", "知行", "怀瑾", "望舒", "子衿")) for _ in range(4)
    )


def _new(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="hei")
    s.text(70, 75, "ICS " + d.get("ics", "97.040.60"), 10.5)
    s.text(70, 92, "CCS " + d.get("ccs", "Y 68"), 10.5)
    if d["level"] == "national":
        s.text(455, 90, "GB", 42, "heibold")
    s.centre(_class_line(d), 25, "heibold", spacing=6, y=160)
    s.right(525, 205, d["no"].replace("-", "—"), 14)
    if d.get("replaces"):
        s.right(525, 224, "代替 " + d["replaces"].replace("-", "—"), 10)
    s.rule(235, 70)
    for i, line in enumerate(s.lines(d["title"], 420, 24, "hei")):
        s.centre(line, 24, "hei", y=380 + i * 34)
    s.centre(d.get("title_en", "Technical specification"), 12, "tibo", y=450)
    if d.get("draft"):
        s.centre(f"（{d['draft']}）", 15, y=490)
    s.text(70, 690, (d.get("published") or "XXXX-XX-XX") + " 发布", 12)
    s.right(525, 690, (d.get("effective") or "XXXX-XX-XX") + " 实施", 12)
    s.rule(702, 70)
    s.centre(d["publisher"] + "　发 布", 14, y=745)
    _contents(book, d, "song")
    order = "本文件按照GB/T 1.1—2020《标准化工作导则 第1部分：标准化文件的结构和起草规则》的规定起草。"
    _foreword(
        book,
        d,
        "song",
        "前　　言",
        [
            order,
            "请注意本文件的某些内容可能涉及专利。本文件的发布机构不承担识别专利的责任。",
            f"本文件由{d['proposer']}提出。",
            f"本文件由{d.get('owner', d['proposer'])}归口。",
            "本文件起草单位：" + "、".join(d["units"]) + "。",
            f"本文件主要起草人：{_people(rng)}。",
        ],
    )
    _body_page(book, d, "song")


def _old(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.text(70, 75, "ICS " + d.get("ics", "77.140.75"), 10.5)
    s.text(70, 92, d.get("ccs", "H 48"), 10.5)
    if d["level"] == "industry":
        s.text(70, 109, f"备案号：{rng.randrange(50000, 69999)}—20{rng.randrange(16, 20)}", 10)
        s.text(430, 110, re.split(r"[/ ]", d["no"])[0], 44, "songbold")
    s.centre(_class_line(d), 26, "songbold", spacing=4, y=165)
    s.right(525, 206, d["no"].replace("-", "—"), 14, "songbold")
    if d.get("replaces"):
        s.right(525, 223, "代替" + d["replaces"].replace("-", "—"), 10)
    s.rule(240, 70)
    for i, line in enumerate(s.lines(d["title"], 400, 22, "hei")):
        s.centre(line, 22, "hei", y=390 + i * 30)
    if d.get("draft"):
        s.centre(d["draft"], 14, y=480)
    s.text(70, 700, (d.get("published") or "××××-××-××") + "发布", 12.5, "hei")
    s.right(525, 700, (d.get("effective") or "××××-××-××") + "实施", 12.5, "hei")
    s.rule(712, 70)
    s.centre(d["publisher"], 15, "songbold", spacing=3, y=750)
    s.text(440, 750, "发 布", 12)
    half = max(1, len(d["units"]) // 2)
    _foreword(
        book,
        d,
        "song",
        "前　言",
        [
            "本标准按照GB/T 1.1—2009给出的规则起草。",
            f"本标准由{d['proposer']}提出并归口。",
            "本标准负责起草单位：" + "、".join(d["units"][:half]) + "。",
        ]
        + (["本标准参加起草单位：" + "、".join(d["units"][half:]) + "。"] if d["units"][half:] else [])
        + [f"本标准主要起草人：{_people(rng)}。", "本标准为首次发布。"],
    )
    _body_page(book, d, "song")


def _plain(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="wqy")
    s.right(525, 70, "ICS " + d.get("ics", "03.120.20"), 10.5)
    s.rule(120, 60, colour=RED, width=2)
    s.centre(_class_line(d), 32, "heibold", spacing=12, y=180)
    s.centre(d["no"].replace("-", "—"), 17, y=225)
    for i, line in enumerate(s.lines(d["title"], 380, 26, "heibold")):
        s.centre(line, 26, "heibold", y=360 + i * 38)
    if d.get("draft"):
        s.centre(f"（{d['draft']}）", 15, y=470)
    s.rule(660, 60, colour=RED, width=2)
    s.text(90, 690, (d.get("published") or "20××-××-××") + " 发布", 13)
    s.text(350, 690, (d.get("effective") or "20××-××-××") + " 实施", 13)
    s.centre(d["publisher"] + "　　发布", 15, y=740)
    first, rest = d["units"][0], d["units"][1:]
    drafting = f"本文件由{first}" + (
        f"、{rest[0]}负责起草，{'、'.join(rest[1:])}参加起草。"
        if len(rest) > 1
        else f"负责起草{'，' + rest[0] + '参加起草' if rest else ''}。"
    )
    _foreword(
        book,
        d,
        "wqy",
        "前 言",
        [
            "本文件依据GB/T 1.1—2020的规定起草。",
            f"本文件由{d['proposer']}提出并归口。",
            drafting,
            f"本文件主要起草人：{_people(rng)}。",
            "本文件首次发布。",
        ],
        11,
    )


STANDARD = (_new, _old, _plain)


def _drafter_certificate(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595)
    s.border(GOLD, 26, 2)
    s.centre("标准起草单位证书", 34, "songbold", RED, 6, y=140)
    s.y = 210
    s.text(110, s.y, d["holder"] + "：", 17, "kai")
    s.y += 36
    s.paragraph(
        f"你单位参与起草的{d['no'].replace('-', '—')}《{d['title']}》已于{zh_short(d['published'])}发布，特发此证，以资证明。",
        110,
        size=17,
        font="kai",
    )
    s.right(720, 450, d["issuer"], 15)
    s.right(720, 476, zh_short(d["date"]), 14)
    s.seal(d["issuer"], 640, 450, 112, rng.randrange(99))


def _letter(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre("证　　明", 26, "songbold", y=130)
    s.y = 200
    s.paragraph(
        f"兹证明{d['holder']}为标准《{d['title']}》（{d['no']}）的主要参编单位，该单位派员全程参与标准的调研、起草、验证工作，"
        "为标准的制定作出了积极贡献。",
        90,
        size=14,
    )
    s.paragraph("特此证明。", 90, size=14)
    s.right(500, 480, d["issuer"], 14)
    s.right(500, 506, numerals(d["date"]), 13)
    s.seal(d["issuer"], 430, 480, 112, rng.randrange(99))


def _thanks(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="kai")
    s.border(RED, 36, 0)
    s.centre("荣誉证书", 40, "songbold", GOLD, 14, y=150)
    s.y = 230
    s.paragraph(
        f"{d['holder']}：在{d['no']}《{d['title']}》团体标准编制工作中表现突出，被评为标准参编先进单位。", 120, size=18
    )
    s.right(720, 440, d["issuer"], 15)
    s.right(720, 466, zh(d["date"]), 14)
    s.seal(d["issuer"], 640, 440, 112, rng.randrange(99))


WRONG_PROOF = (_drafter_certificate, _letter, _thanks)


def _announcement(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book)
    s.centre(d["issuer"], 30, "songbold", RED, 3, y=115)
    s.centre(d["document"], 13, "kai", y=150)
    s.rule(162, 60, colour=RED, width=1.6)
    title = f"关于{d.get('act', '成立')}{d['committee']}的" + ("公告" if d["level"] == "national" else "通知")
    for i, line in enumerate(s.lines(title, 400, 18, "songbold")):
        s.centre(line, 18, "songbold", y=205 + i * 27)
    s.y = 280
    s.paragraph(
        f"为进一步做好标准化工作，经研究，决定{d.get('act', '成立')}{d['committee']}，编号为{d['code']}，"
        f"秘书处由{'、'.join(d['units'])}{'联合' if len(d['units']) > 1 else ''}承担。委员会由27名委员组成，任期五年。",
        size=13,
    )
    s.y += 12
    s.table(
        72,
        [165, 75, 150, 60],
        [["名称", "编号", "秘书处承担单位", "主任委员"], [d["committee"], d["code"], "、".join(d["units"]), "芮望舒"]],
        10.5,
        head=True,
    )
    s.right(510, 620, d["issuer"], 13)
    s.right(510, 645, zh_short(d["date"]), 13)
    s.seal(d["issuer"], 430, 620, 112, rng.randrange(99))


def _reply(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, font="kai")
    s.centre(d["issuer"], 26, "songbold", y=110)
    s.right(520, 150, d["document"], 12)
    s.centre(f"关于同意{d['committee']}秘书处承担单位的批复", 16, "songbold", y=190)
    s.y = 230
    s.text(72, s.y, "、".join(d["units"]) + "：", 13)
    s.y += 28
    joint = "联合承担" if len(d["units"]) > 1 else "承担"
    s.paragraph(
        f"你单位报送的申请收悉。经研究，同意由你单位{joint}{d['committee']}（{d['code']}）秘书处工作，任期五年。"
        "请按照专业标准化技术委员会管理办法做好相关工作。",
        size=13,
    )
    s.right(500, 560, d["issuer"], 13)
    s.right(500, 586, zh(d["date"]), 13)
    s.seal(d["issuer"], 440, 560, 112, rng.randrange(99))


def _plate(book: Book, d: Data, rng: random.Random) -> None:
    s = Sheet(book, 842, 595, font="heibold")
    s.tint((0.93, 0.88, 0.7))
    s.border((0.6, 0.45, 0.1), 24, 0)
    s.centre(d["committee"], 30, "songbold", RED, y=190)
    s.centre(f"（{d['code']}）", 22, y=235)
    s.centre("秘 书 处", 46, "songbold", RED, y=310)
    s.centre(("联合承担单位：" if len(d["units"]) > 1 else "承担单位：") + "　".join(d["units"]), 17, "hei", y=380)
    s.centre(d["issuer"], 18, "hei", y=470)
    s.centre(zh_short(d["date"]), 14, "hei", y=500)
    s.seal(d["issuer"], 560, 470, 100, rng.randrange(99), colour=(150, 60, 40))


COMMITTEE = (_announcement, _reply, _plate)
