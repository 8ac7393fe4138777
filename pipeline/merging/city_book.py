"""全市汇总.xlsx: the city's ranking, each county's 推荐汇总表, what dossiers have in common, the round's picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.emit.labels import code_label
from pipeline.emit.private import Masker
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Value
from pipeline.emit.whole_file import written_whole
from pipeline.emit.wording import points_text
from pipeline.merging.city import City, Ranked

NAME: Final = "全市汇总.xlsx"
_CHOICES: Final = {
    "shortlisted": ("入围", "met"),
    "tied": ("并列，须定夺", "unknown"),
    "not_shortlisted": ("未入围", "rejected"),
    "excluded": ("资格不符", "not_met"),
    "no_quota": ("", ""),
}


def write(city: City, out: Path, picture: Path | None = None) -> Path:
    """Writes `全市汇总.xlsx` into the folder and returns its path."""
    path = out / NAME
    keep = {one.entrant.drafted.uscc or "" for one in city.ranked}
    keep |= {word for common in city.common for word in common.what.split()}
    with written_whole(path) as aside:
        book = Book(aside, f"全市汇总 {city.rubric_title}", city.as_of, Masker(frozenset(keep - {""})))
        _ranking(book, city)
        if picture is not None:
            _picture(book, picture)
        for county in city.counties:
            _county(book, city, county)
        _common(book, city)
        _told(book, city)
        book.book.close()
    return path


def _heading(book: Book, sheet: object, last: int, title: str, about: str) -> None:
    form = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    sheet.set_row(0, 30)  # type: ignore[attr-defined]
    sheet.merge_range(0, 0, 0, last, book.text(title), form)  # type: ignore[attr-defined]
    sheet.set_row(1, 34)  # type: ignore[attr-defined]
    sheet.merge_range(1, 0, 1, last, book.text(about), book.format(align="left"))  # type: ignore[attr-defined]


def _ranking(book: Book, city: City) -> None:
    columns = (
        Column("名次", 9, True),
        Column("企业名称", 34),
        Column("县（市、区）", 14, True),
        Column("得分", 8, True),
        Column("性质", 9, True),
        Column("可能区间", 11, True),
        Column("预评得分", 9, True),
        Column("结果", 14, True),
        Column("县内名次", 9, True),
        Column("未决事项", 9, True),
        Column("资格和未决", 36),
        Column("重复", 26),
        Column("统一社会信用代码", 22, True),
        Column("材料", 24),
    )
    sheet = book.sheet("全市排名", columns, repeat=2, footer="全市汇总；名单由评审机构审定")
    quota = f"名额 {city.quota} 家。" if city.quota is not None else "没有写明名额。"
    about = (
        f"评分依据：{city.rubric_source}　审查基准日：{city.as_of}　{len(city.counties)}个县（市、区）共"
        f"{len(city.ranked)}家。{quota}已复核的按最终得分，未复核的按预评得分并标为草稿；同分并列，名额线上并列的不代为取舍。"
    )
    _heading(book, sheet, len(columns) - 1, f"{city.rubric_title}　全市汇总", about)
    book.table(sheet, 2, columns, [_rank_row(one, city) for one in city.ranked])
    sheet.freeze_panes(3, 2)


def _rank_row(one: Ranked, city: City) -> tuple[Value, ...]:
    entrant = one.entrant
    label, grade = _CHOICES[one.choice]
    if label and not entrant.reviewed and one.choice != "excluded":
        label, grade = f"{label}（草稿）", "questioned"
    kinds = [c.kind for c in city.common if any(_is_of(p, entrant.county, entrant.drafted.dossier) for p in c.places)]
    return (
        _place(one.place, one.tied),
        entrant.name,
        entrant.county,
        entrant.total,
        Graded("复核", "accepted") if entrant.reviewed else Graded("草稿", "questioned"),
        "—" if entrant.reviewed else f"{points_text(entrant.lowest)}～{points_text(entrant.highest)}",
        entrant.drafted.total,
        Graded(label, grade) if label else "",
        "—" if one.county_place is None else str(one.county_place),
        entrant.open_matters,
        entrant.remarks,
        "；".join(dict.fromkeys(kinds)),
        entrant.drafted.uscc or "未识别",
        entrant.drafted.dossier,
    )


def _place(place: int | None, tied: bool) -> str:
    return "—" if place is None else f"{place}" + ("（并列）" if tied else "")


def _is_of(place: object, county: str, dossier: str) -> bool:
    return (place.county, place.dossier) == (county, dossier)  # type: ignore[attr-defined]


def _county(book: Book, city: City, county: str) -> None:
    """The county's 推荐汇总表, to be signed; the opinion is the county's to write."""
    columns = (
        Column("序号", 7, True),
        Column("企业名称", 36),
        Column("统一社会信用代码", 22, True),
        Column("注册地", 14, True),
        Column("得分", 9, True),
        Column("性质", 9, True),
        Column("县内名次", 10, True),
        Column("全市名次", 10, True),
        Column("资格和未决", 34),
        Column("推荐意见（填写）", 20),
        Column("备注", 18),
    )
    sheet = book.sheet(f"推荐 {county}", columns, repeat=2, footer=f"{county}推荐汇总表")
    ranked = [one for one in city.ranked if one.entrant.county == county]
    about = f"{city.rubric_title}　审查基准日：{city.as_of}　共{len(ranked)}家。推荐单位（盖章）：　　　　　日期："
    _heading(book, sheet, len(columns) - 1, f"{county}　推荐汇总表", about)
    rows: list[Sequence[Value]] = [
        (
            number,
            one.entrant.name,
            one.entrant.drafted.uscc or "未识别",
            one.entrant.drafted.district or "",
            one.entrant.total,
            "复核" if one.entrant.reviewed else Graded("草稿", "questioned"),
            "—" if one.county_place is None else str(one.county_place),
            _place(one.place, one.tied),
            one.entrant.remarks,
            Entry(left=True),
            Entry(left=True),
        )
        for number, one in enumerate(ranked, 1)
    ]
    book.table(sheet, 2, columns, rows)
    sheet.freeze_panes(3, 2)


def _common(book: Book, city: City) -> None:
    columns = (
        Column("类别", 20, True),
        Column("内容", 40),
        Column("跨县区", 9, True),
        Column("涉及单位和材料", 90),
        Column("核实情况（填写）", 26),
    )
    rows: list[Sequence[Value]] = [
        (
            one.kind,
            one.what,
            Graded("是", "error") if one.across else "否",
            "\n".join(f"{p.county}：{p.applicant}（{p.dossier}{'：' + p.file if p.file else ''}）" for p in one.places),
            Entry(left=True),
        )
        for one in sorted(city.common, key=lambda common: not common.across)
    ]
    sheet = book.sheet("重复", columns, repeat=0, footer="同一单位、专利、证书、报告或人员出现在几份材料里")
    book.table(sheet, 0, columns, rows)


def _told(book: Book, city: City) -> None:
    columns = (Column("并入情况", 120),)
    rows: list[Sequence[Value]] = [(line,) for line in city.told or ("全部并入",)]
    sheet = book.sheet("并入情况", columns, repeat=0, footer="未并入的和须知道的")
    book.table(sheet, 0, columns, rows)


def _picture(book: Book, picture: Path) -> None:
    sheet = book.book.add_worksheet("一览")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.insert_image(0, 0, str(picture), {"x_scale": 0.6, "y_scale": 0.6, "description": "本轮一览"})


def flags_by_kind(city: City) -> list[tuple[str, int]]:
    """Chinese name of each kind of doubt and how often it stands, the most frequent first."""
    total: dict[str, int] = {}
    for one in city.ranked:
        for code, count in one.entrant.codes.items():
            total[code_label(code)] = total.get(code_label(code), 0) + count
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
