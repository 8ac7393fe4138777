"""Invented papers whose every value is known: what fuzzing starts from. People, companies and numbers do not exist."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from extractors.parsers import patent_number, uscc

STYLES: tuple[Callable[[dt.date], str], ...] = (
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month:02}月{day.day:02}日",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
)
SYLLABLES = "华新永鸿德信达锐恒泰嘉宝鑫盛联创凯源"
TRADES = ("电器", "五金制品", "水暖器材", "食品机械", "精密模具", "卫浴")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper: label and value; `field` of the evidence that the value is, None for mere wording."""

    label: str
    value: str = ""
    field: str | None = None


@dataclass(frozen=True, slots=True)
class FuzzPaper:
    """A paper before it is written into a file: its evidence type, title, lines, and fields computed from others.

    derived: field → (field that it follows from, years).
    """

    type: str
    title: str
    lines: tuple[Line, ...]
    derived: Mapping[str, tuple[str, int]]

    @property
    def printed(self) -> dict[str, str]:
        """Every known field as it stands on the paper."""
        return {line.field: line.value for line in self.lines if line.field}

    @property
    def labels(self) -> dict[str, str]:
        """The label beside every known field."""
        return {line.field: line.label for line in self.lines if line.field}

    def with_value(self, field: str, value: str) -> FuzzPaper:
        """The same paper with another value printed."""
        return replace(self, lines=tuple(replace(x, value=value) if x.field == field else x for x in self.lines))


def _day(rng: random.Random, first: int = 2014, last: int = 2021) -> dt.date:
    return dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def _later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years) - dt.timedelta(days=1)


def _firm(rng: random.Random) -> str:
    return f"江门市{''.join(rng.sample(SYLLABLES, 2))}{rng.choice(TRADES)}有限公司"


def _management(rng: random.Random) -> FuzzPaper:
    issue, style = _day(rng), rng.choice(STYLES)
    number = f"{_digits(rng, 5)}Q{_digits(rng, 5)}R{rng.randint(0, 4)}M"
    lines = (
        Line("证书编号", number, "certificate_no"),
        Line("获证组织", _firm(rng), "holder"),
        Line("管理体系符合", "GB/T 19001-2016"),
        Line("认证范围", "水龙头的设计和生产"),
        Line("发证日期", style(issue), "issue_date"),
        Line("有效期至", style(_later(issue, 3)), "expiry_date"),
        Line("粤衡认证有限公司"),
    )
    return FuzzPaper("management_certificate", "质量管理体系认证证书", lines, {})


def _patent(rng: random.Random) -> FuzzPaper:
    filed, style = _day(rng, 2014, 2019), rng.choice(STYLES[:2])
    granted = filed + dt.timedelta(days=rng.randint(250, 900))
    body = f"{filed.year}{rng.choice('12')}0{_digits(rng, 6)}"
    number = f"ZL{body}.{patent_number.check_digit(body)}"
    sort = "发明" if body[4] == "1" else "实用新型"
    lines = (
        Line("证书号", f"第{_digits(rng, 7)}号"),
        Line(f"{sort}名称", "一种阀芯装配工装"),
        Line("专利号", number, "patent_no"),
        Line("专利申请日", style(filed), "filing_date"),
        Line("专利权人", _firm(rng), "patentees"),
        Line("授权公告日", style(granted), "grant_date"),
        Line("国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权"),
    )
    return FuzzPaper("patent", f"{sort}专利证书", lines, {})


def _trademark(rng: random.Random) -> FuzzPaper:
    start, style = _day(rng, 2012, 2021), rng.choice(STYLES[:2])
    lines = (
        Line("国家知识产权局商标局"),
        Line("注册号", _digits(rng, 8), "registration_no"),
        Line("核定使用商品（第11类）", "水龙头；淋浴用设备；浴室装置"),
        Line("注册人", _firm(rng), "holder"),
        Line("注册日期", style(start), "registration_date"),
        Line("有效期至", style(_later(start, 10)), "expiry_date"),
    )
    return FuzzPaper("trademark", "商标注册证", lines, {})


def _high_tech(rng: random.Random) -> FuzzPaper:
    issue = _day(rng, 2018, 2021)
    lines = (
        Line("企业名称", _firm(rng), "holder"),
        Line("证书编号", f"GR{issue.year}44{_digits(rng, 6)}", "certificate_no"),
        Line("发证时间", rng.choice(STYLES[:2])(issue), "issue_date"),
        Line("有效期", "三年"),
        Line("批准机关", "广东省科学技术厅 广东省财政厅"),
    )
    return FuzzPaper("high_tech_enterprise", "高新技术企业证书", lines, {"expiry_date": ("issue_date", 3)})


def _licence(rng: random.Random) -> FuzzPaper:
    organisation = "".join(rng.choice(uscc.ALPHABET) for _ in range(8))
    body = "91440703" + organisation + uscc.organisation_digit(organisation)
    lines = (
        Line("统一社会信用代码", body + uscc.check_character(body), "uscc"),
        Line("名称", _firm(rng), "name"),
        Line("类型", "有限责任公司"),
        Line("住所", f"江门市蓬江区建设路{rng.randint(1, 99)}号"),
        Line("成立日期", rng.choice(STYLES[:2])(_day(rng, 1999, 2015)), "established"),
        Line("经营范围", "制造、销售：水暖器材"),
        Line("登记机关", "江门市蓬江区市场监督管理局"),
    )
    return FuzzPaper("business_licence", "营业执照", lines, {})


DESIGNS: tuple[Callable[[random.Random], FuzzPaper], ...] = (_management, _patent, _trademark, _high_tech, _licence)


def make_paper(rng: random.Random) -> FuzzPaper:
    """A paper of some design."""
    return rng.choice(DESIGNS)(rng)


def reprint(paper: FuzzPaper, rng: random.Random) -> FuzzPaper:
    """The paper with one value printed otherwise, as anybody would see: a digit changed, dropped, doubled, all gone."""
    field = rng.choice(sorted(paper.printed))
    value = paper.printed[field]
    at = rng.randrange(len(value))
    digits = [n for n, char in enumerate(value) if char.isdigit()]
    if digits and rng.random() < 0.8:
        at = rng.choice(digits)
    other = rng.choice("0123456789") if value[at].isdigit() else rng.choice(SYLLABLES)
    changed = rng.choice(
        (value[:at] + other + value[at + 1 :], value[:at] + value[at + 1 :], value[: at + 1] + value[at:], "")
    )
    return paper.with_value(field, changed)
