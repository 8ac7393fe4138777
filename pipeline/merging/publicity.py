"""The list for public notice (公示) as DOCX: who is proposed, for how many days, from when until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from matchers.working_days import is_working_day
from pipeline.emit.sheet_cells import clean
from pipeline.emit.whole_file import written_whole
from pipeline.merging.city import City

NAME: Final = "公示名单.docx"
_BLANK: Final = "＿＿＿＿年＿＿月＿＿日"
_UNITS: Final = {"days": "天", "working_days": "个工作日"}


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long the scheme's list is published, in the words of its text."""

    days: int
    unit: str
    body: str
    clause: str
    quote: str

    @property
    def shown(self) -> str:
        """`10天`, `5个工作日`."""
        return f"{self.days}{_UNITS[self.unit]}"

    def last_day(self, first: dt.date) -> dt.date | None:
        """The last day of a publication that begins on `first`, which does not count; None where nobody can tell.

        >>> Publicity(10, "days", "", "", "").last_day(dt.date(2022, 7, 1))
        datetime.date(2022, 7, 11)
        """
        if self.unit == "days":
            return first + dt.timedelta(days=self.days)
        day, left = first, self.days
        while left:
            day += dt.timedelta(days=1)
            working = is_working_day(day)
            if working is None:
                return None
            left -= working
        return day


@cache
def _known() -> dict[str, Publicity]:
    text = resources.files("pipeline.emit").joinpath("data", "publicity.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.BaseLoader)  # strings only
    return {
        rubric: Publicity(int(row["days"]), row["unit"], row["body"], row["clause"], row["quote"])
        for rubric, row in loaded.items()
    }


def publicity_of(rubric: str) -> Publicity | None:
    """What the scheme's text says of publication; None where nothing is known of it."""
    return _known().get(rubric)


def write(city: City, out: Path, title: str, first: dt.date | None = None) -> Path:
    """Writes `公示名单.docx`: the shortlisted of the city. A list that still rests on drafts says so in red."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    known = publicity_of(city.rubric)
    book: Any = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    style = book.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(14)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    book.core_properties.author, book.core_properties.title = "yushen", "公示名单"
    warnings = _warnings(city)
    for warning in warnings:
        _warn(book, warning)
    heading = book.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(f"关于拟选定{title}名单的公示")
    run.bold, run.font.size = True, Pt(18)
    body = book.add_paragraph(_about(city, title, known, first))
    body.paragraph_format.first_line_indent = Pt(28)
    _table(book, city)
    end = book.add_paragraph(
        "公示期间，对名单有异议的，请以书面形式向我局反映；以单位名义反映的须加盖公章，以个人名义反映的须署真实姓名和联系方式。"
    )
    end.paragraph_format.first_line_indent, end.paragraph_format.space_before = Pt(28), Pt(10)
    contact = book.add_paragraph("联系人：                联系电话：                地址：")
    contact.paragraph_format.first_line_indent = Pt(28)
    for text in (known.body if known else "（单位名称）", _BLANK):
        book.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    path = out / NAME
    with written_whole(path) as aside:
        book.save(str(aside))
    return path


def _warnings(city: City) -> list[str]:
    told = []
    if not city.is_final:
        told.append("草稿：有的得分尚未复核，不得公示")
    tied = [one.entrant.name for one in city.ranked if one.choice == "tied"]
    if tied:
        told.append(f"名额线上同分，须定夺后列入：{'、'.join(tied)}")
    if city.quota is None and city.total_max:
        told.append("办法没有写明名额，未被排除的都列入，请删减")
    open_ones = [one.entrant.name for one in city.ranked if one.choice == "shortlisted" and one.entrant.remarks]
    if open_ones:
        told.append(f"有未决事项，须先办结：{'、'.join(open_ones)}")
    if any(common.across for common in city.common):
        told.append("有跨县（市、区）重复的材料，见汇总表“重复”，须先核实")
    return told


def _warn(book: Any, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = book.add_paragraph().add_run(f"【{text}】")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(11), RGBColor(0xC0, 0, 0)


def _about(city: City, title: str, known: Publicity | None, first: dt.date | None) -> str:
    term = known.shown if known else "＿＿天"
    last = known.last_day(first) if known and first else None
    when = f"{_day(first)}至{_day(last)}"
    basis = f"根据{city.rubric_source}" + (f"（{known.clause}：“{known.quote}”）" if known else "")
    return f"{basis}，经评审和审议，拟选定下列单位为{title}，现向社会公示。公示期为{term}，自{when}。"


def _day(day: dt.date | None) -> str:
    return _BLANK if day is None else f"{day.year}年{day.month}月{day.day}日"


def proposed(city: City) -> list[tuple[str, str]]:
    """(name, where) of those on the list, in the order of their places."""
    wanted = {"shortlisted"} if city.quota is not None else {"no_quota"}
    return [
        (one.entrant.name, one.entrant.drafted.district or one.entrant.county)
        for one in city.ranked
        if one.choice in wanted
    ]


def _table(book: Any, city: City) -> None:
    from docx.shared import Cm

    rows = proposed(city)
    table = book.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("序号", "企业名称", "所在县（市、区）"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for number, (name, where) in enumerate(rows, 1):
        for cell, text in zip(table.add_row().cells, (str(number), clean(name), clean(where)), strict=True):
            cell.text = text
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (1.8, 10, 4), strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, (1.8, 10, 4), strict=True):
        column.width = Cm(width)
