"""What stands between papers: divider pages, tables of contents, statements, empty backs."""

from __future__ import annotations

import random

from ..mupdf import Book
from ..sheet import BLUE, Sheet
from ..wording import Data


def divider(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """A page that names the indicator of the papers after it."""
    if variant == 0:
        s = Sheet(book, font="songbold")
        s.centre(f"佐证材料之{d['number']}", 26, y=360)
        s.centre(d["title"], 20, y=410)
    elif variant == 1:
        s = Sheet(book, font="hei")
        s.border(BLUE, 60, 0)
        s.text(110, 200, f"附件{d['number']}", 22, "heibold")
        for i, line in enumerate(s.lines(d["title"], 380, 24, "hei")):
            s.centre(line, 24, y=400 + i * 36)
    else:
        s = Sheet(book, font="kai")
        s.centre(f"第{d['number']}部分", 30, y=340)
        s.rule(360, 180)
        s.centre(d["title"] + "证明材料", 22, y=405)


def contents(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """The dossier's table of contents."""
    s = Sheet(book, font=("song", "hei", "wqy")[variant])
    s.centre(("目　录", "申报材料目录", "佐证材料清单")[variant], 22, "heibold", y=100)
    s.y = 145
    if variant == 1:
        s.table(
            70,
            [50, 320, 85],
            [["序号", "材料名称", "页码"], *[[str(i), str(e[0]), str(e[1])] for i, e in enumerate(d["entries"], 1)]],
            11.5,
            head=True,
        )
        return
    for i, (name, page) in enumerate(d["entries"], 1):
        end = s.text(75, s.y, f"{i}. {name} ", 12)
        dots = "…" * int((505 - end) / 12)
        s.text(end, s.y, dots, 12)
        s.right(525, s.y, str(page), 12)
        s.y += 24


def statement(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """The applicant's promise that everything is true."""
    s = Sheet(book)
    s.centre("真实性声明", 24, "songbold", y=140)
    s.y = 210
    s.paragraph(
        "本单位郑重承诺：所提交的申报材料真实、合法、有效，复印件与原件一致。如有虚假，愿承担由此产生的一切法律责任。",
        90,
        size=14,
    )
    s.right(500, 420, d["holder"] + "（盖章）", 13)
    s.right(500, 450, "2022年5月30日", 13)
    s.seal(d["holder"], 430, 425, 108, rng.randrange(99))


def look_alike(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """Papers of the trade that prove nothing here: credit grades, internal auditors, energy meters."""
    s = Sheet(book, 842, 595, font="kai")
    s.border((0.7, 0.55, 0.2), 30, 2)
    s.centre(d["title"], 34, "songbold", y=170)
    s.y = 250
    s.paragraph(d["text"], 120, size=17)
    s.right(720, 450, d["issuer"], 15)
    s.right(720, 478, d["when"], 14)
    s.seal(d["issuer"], 640, 450, 112, rng.randrange(99))


DRAWERS = {"divider": divider, "contents": contents, "statement": statement, "look_alike": look_alike}
