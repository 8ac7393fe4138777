"""A small county's round: invented drafts on disk, and a person who fills in sheets with openpyxl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from extractors.evidence import Evidence
from matchers import cases
from matchers.draft import Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from pipeline.emit import draft_json, workbook

RUBRIC = "jiangmen-qic-2022"
DAY = dt.date(2022, 6, 10)
COLUMNS = {
    "评分表": ("编号", {"得分": "复核得分", "意见": "复核意见"}),
    "资格条件": ("编号", {"结论": "复核结论", "意见": "复核意见"}),
    "佐证材料": ("编号", {"采信": "复核采信", "意见": "复核意见"}),
}


def patents(number: int, name: str = cases.APPLICANT) -> list[Evidence]:
    return [
        cases.evidence(
            "patent", patent_no=f"ZL20201043{n:04}.0", patentees=[name], file=f"专利{n}.pdf", title=f"电器{n}"
        )
        for n in range(1, number + 1)
    ]


def papers(name: str = cases.APPLICANT, inventions: int = 6) -> list[Evidence]:
    """Six inventions (12 points, capped at 10), two systems, one of a group, a licence, five engineers, an own mark."""
    people = ["张三", "李四", "王五", "赵六", "钱七"]
    return [
        cases.evidence("business_licence", name=name, file="执照.pdf"),
        *patents(inventions, name),
        cases.evidence("management_certificate", holder=name, file="质量.pdf"),
        cases.evidence(
            "management_certificate", kind="ems", standard="GB/T 24001-2016", certificate_no="00122E30344R0M",
            holder="恒晟集团有限公司", file="环境.pdf",
        ),
        cases.evidence("metrology_confirmation", holder=name, file="计量.pdf"),
        cases.evidence("trademark", holder=name, file="商标.pdf"),
        cases.evidence("inspection_report", holder=name, report_no="R19", date="2019-05-01", file="检19.pdf"),
        cases.evidence("inspection_report", holder=name, report_no="R20", date="2020-05-01", file="检20.pdf"),
        cases.evidence("inspection_report", holder=name, report_no="R21", date="2021-05-01", file="检21.pdf"),
        *(cases.evidence("credential", person=p, holder=name, file=f"{p}.pdf", identity=None) for p in people),
        cases.evidence("social_security", holder=name, persons=people, identities=[], file="社保.pdf"),
    ]  # fmt: skip


def drafted(
    name: str = "甲", applicant: str = cases.APPLICANT, found: list[Evidence] | None = None, **changes: Any
) -> Draft:
    """The draft of a small dossier."""
    claims = {"4": 10, "1": 5, "9.1": 8, "9.2": 1}
    given = papers(applicant, **changes) if found is None else found
    dossier = cases.dossier(given, [cases.form(claims, applicant)], name=name)
    return draft_dossier(dossier, load_rubric(RUBRIC), DAY)


def handed_out(draft: Draft, out: Path) -> Path:
    """The dossier's folder with draft.json and draft.xlsx, as a run writes them."""
    folder = out / draft.dossier.name
    draft_json.write(draft, folder)
    workbook.write(draft, folder)
    return folder


def at(sheet: Any, heading: str) -> tuple[int, int]:
    """Row and column of a heading."""
    for row in sheet.iter_rows(max_row=20):
        for cell in row:
            if cell.value is not None and "".join(str(cell.value).split()) == heading:
                return cell.row, cell.column
    raise AssertionError(f"no heading {heading} on {sheet.title}")


def cell_of(book: Any, sheet: str, key: str, heading: str) -> Any:
    """The cell in the row of an id under a heading."""
    page = book[sheet]
    row, column = at(page, heading)
    _, ids = at(page, COLUMNS[sheet][0])
    for number in range(row + 1, page.max_row + 1):
        if str(page.cell(number, ids).value) == key:
            return page.cell(number, column)
    raise AssertionError(f"no row {key} on {sheet}")


def fill(path: Path, to: Path | None = None, reviewer: str = "王评审", **entries: Mapping[str, Any]) -> Path:
    """Fills a sheet in as a person would: `得分={"4": 8}`, `采信={"E002": "不采信"}`, `结论`, `意见`."""
    book = openpyxl.load_workbook(path)
    if reviewer:
        row, column = at(book["评分表"], "评审人")
        book["评分表"].cell(row, column + 2).value = reviewer
    for kind, values in entries.items():
        sheet = {"得分": "评分表", "意见": "评分表", "采信": "佐证材料", "结论": "资格条件"}[kind]
        for key, value in values.items():
            cell_of(book, sheet, key, COLUMNS[sheet][1][kind]).value = value
    target = to or path
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def ids(draft: Draft, type_: str) -> list[str]:
    return [item.id for item in draft.items if item.evidence.type == type_]
