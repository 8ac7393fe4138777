"""The ledger: what people wrote stays, what is new comes in, what vanished is told with what settled it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from county import RUBRIC, drafted, handed_out, papers
from office import needs_office, saved_by_office

from matchers import cases
from pipeline import cli
from pipeline.follow_up.follow_up import FollowedUp, follow_up
from pipeline.follow_up.ledger_book import KEY, LedgerBlocked
from pipeline.follow_up.round_folder import read_round

FIRST, SECOND = dt.date(2022, 6, 20), dt.date(2022, 7, 1)


def old_certificate() -> Any:
    return cases.evidence(
        "metrology_confirmation", holder=cases.APPLICANT, certificate_no="计保字090", expiry_date="2021-01-01",
        file="旧计量.pdf",
    )  # fmt: skip


def new_certificate(file: str = "补正材料/新计量.pdf") -> Any:
    return cases.evidence(
        "metrology_confirmation", holder=cases.APPLICANT, certificate_no="计保字091", expiry_date="2025-01-01",
        file=file,
    )  # fmt: skip


def without_metrology() -> list[Any]:
    return [paper for paper in papers() if paper.type != "metrology_confirmation"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    handed_out(drafted("甲", found=[*without_metrology(), old_certificate()]), tmp_path)
    return tmp_path


def go(out: Path, day: dt.date = FIRST, **more: Any) -> FollowedUp:
    return follow_up(read_round(out, RUBRIC), out / "跟进台账.xlsx", day, **more)


def table(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)["跟进台账"]
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def write_into(path: Path, row: int, **values: Any) -> None:
    """Writes under headings, as a person does; `row` counts from 1 below the headings."""
    book = openpyxl.load_workbook(path)
    sheet = book["跟进台账"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in values.items():
        sheet.cell(1 + row, columns[heading]).value = value
    book.save(path)


def at(path: Path, code: str) -> int:
    return next(n for n, row in enumerate(table(path), 1) if row["代码"] == code)


def row_of(path: Path, code: str) -> dict[str, Any]:
    return table(path)[at(path, code) - 1]


def test_a_first_run_lists_every_open_matter(out: Path) -> None:
    done = go(out, due=dt.date(2022, 6, 30))
    row = row_of(done.path, "EXPIRED")
    assert row["申报单位"] == cases.APPLICANT
    assert row["状态"] == "待补正"
    assert row["列入日期"] == "2022-06-20"
    assert row["补正期限"].date() == dt.date(2022, 6, 30)
    assert "旧计量.pdf" in row["事项"]
    sheet = openpyxl.load_workbook(done.path)["跟进台账"]
    hidden = {cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden}
    assert KEY in hidden
    assert "申报单位" not in hidden


def test_a_second_run_over_the_same_drafts_changes_no_byte(out: Path) -> None:
    done = go(out)
    before = done.path.read_bytes()
    assert go(out, SECOND).new == 0
    assert done.path.read_bytes() == before


def test_a_supplement_settles_the_matter_and_is_named(out: Path) -> None:
    path = go(out).path
    write_into(path, at(path, "EXPIRED"), 发出日期=dt.date(2022, 6, 21), 收到日期="6月28日", 备注="电话已通知")
    handed_out(drafted("甲", found=[*without_metrology(), new_certificate()]), out)
    done = go(out, SECOND)
    row = row_of(path, "EXPIRED")
    assert row["状态"] == "已解决"
    assert row["解决日期"] == "2022-07-01"
    assert "补正材料/新计量.pdf" in row["由什么解决"]
    assert (row["发出日期"].date(), row["收到日期"], row["备注"]) == (dt.date(2022, 6, 21), "6月28日", "电话已通知")
    assert [settled.code for settled in done.settled] == ["EXPIRED"]
    assert len(list((out / "历次").glob("跟进台账*"))) == 1


def test_a_new_paper_elsewhere_in_the_dossier_settles_too_but_an_old_one_never(out: Path) -> None:
    path = go(out).path
    handed_out(drafted("甲", found=[*without_metrology(), new_certificate("证书/新计量.pdf")]), out)
    go(out, SECOND)
    assert "证书/新计量.pdf" in row_of(path, "EXPIRED")["由什么解决"]


def test_what_vanished_without_a_new_paper_is_told_to_be_checked(out: Path) -> None:
    path = go(out).path
    handed_out(drafted("甲", found=without_metrology()), out)
    go(out, SECOND)
    row = row_of(path, "EXPIRED")
    assert row["状态"] == "已解决"
    assert "请核对" in row["由什么解决"]


def test_what_comes_back_is_open_again_and_says_so(out: Path) -> None:
    path = go(out).path
    handed_out(drafted("甲", found=[*without_metrology(), new_certificate()]), out)
    go(out, SECOND)
    handed_out(drafted("甲", found=[*without_metrology(), old_certificate()]), out)
    go(out, dt.date(2022, 7, 5))
    row = row_of(path, "EXPIRED")
    assert (row["状态"], row["解决日期"], row["列入日期"]) == ("待补正", None, "2022-06-20")
    assert "2022-07-05又出现" in row["由什么解决"]
    before = path.read_bytes()
    go(out, dt.date(2022, 7, 6))
    assert path.read_bytes() == before


def test_a_dossier_that_has_no_draft_this_time_is_not_settled(out: Path) -> None:
    path = go(out).path
    handed_out(drafted("乙", "江门市霁光电器有限公司", papers("江门市霁光电器有限公司")), out)
    (out / "甲" / "draft.json").write_text("{damaged", "utf-8")
    done = go(out, SECOND)
    assert row_of(path, "EXPIRED")["状态"] == "待补正"
    assert any("已损坏" in told for told in done.told)
    assert any("原样保留" in told for told in done.told)


def test_rows_may_be_sorted_columns_moved_rows_and_columns_added(out: Path) -> None:
    path = go(out).path
    count = len(table(path))
    book = openpyxl.load_workbook(path)
    sheet = book["跟进台账"]
    heads, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    rows.reverse()
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["蓬江区跟进台账"])
    sheet.append(["经办人", *heads])
    for row in rows:
        sheet.append(["李某", *row])
    sheet.append(["李某", "另一家", "电话咨询"])
    book.create_sheet("通话记录")["A1"] = "6月21日"
    book.save(path)
    handed_out(drafted("甲", found=[*without_metrology(), new_certificate()]), out)
    go(out, SECOND)
    after = openpyxl.load_workbook(path)
    values = list(after["跟进台账"].iter_rows(min_row=2, values_only=True))
    lines = [dict(zip(values[0], row, strict=True)) for row in values[1:]]
    keyed = [line for line in lines if line[KEY]]
    assert all(line["经办人"] == "李某" for line in keyed[:count])
    assert next(line for line in lines if line["代码"] == "EXPIRED")["状态"] == "已解决"
    assert any(line["事项"] == "电话咨询" for line in lines)
    assert after["通话记录"]["A1"].value == "6月21日"


@needs_office
def test_a_ledger_saved_by_an_office_program(out: Path, tmp_path: Path) -> None:
    path = go(out).path
    write_into(path, at(path, "EXPIRED"), 发出日期=dt.date(2022, 6, 21), 备注="=已寄出")
    path.write_bytes(saved_by_office(path, tmp_path / "office").read_bytes())
    before = path.read_bytes()
    assert go(out, SECOND).new == 0
    assert path.read_bytes() == before, "nothing is new: the file stays as the office saved it"
    handed_out(drafted("甲", found=[*without_metrology(), new_certificate()]), out)
    go(out, SECOND)
    row = row_of(path, "EXPIRED")
    assert row["状态"] == "已解决"
    assert row["发出日期"].date() == dt.date(2022, 6, 21)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"plain text", b"\xd0\xcf\x11\xe0 old"])
def test_a_damaged_ledger_is_never_overwritten(out: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "跟进台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        cli.main(["follow-up", str(out), "--as-of", "2022-07-01"])
    assert ended.value.code == 1
    assert "没有改动" in capsys.readouterr().err
    assert path.read_bytes() == content


def test_a_workbook_that_is_no_ledger_or_lost_its_keys_stays(out: Path) -> None:
    path = go(out).path
    book = openpyxl.load_workbook(path)
    sheet = book["跟进台账"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == KEY))
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(LedgerBlocked, match=KEY):
        go(out, SECOND)
    assert path.read_bytes() == before


@pytest.mark.parametrize("lock", ["~$跟进台账.xlsx", ".~lock.跟进台账.xlsx#"])
def test_a_ledger_that_is_open_elsewhere_stays(out: Path, lock: str) -> None:
    path = go(out).path
    (out / lock).write_text("x")
    before = path.read_bytes()
    with pytest.raises(LedgerBlocked, match="正被打开"):
        go(out, SECOND)
    assert path.read_bytes() == before


def test_a_copied_row_is_told_and_only_the_first_brought_up_to_date(out: Path) -> None:
    path = go(out).path
    book = openpyxl.load_workbook(path)
    sheet = book["跟进台账"]
    sheet.append([cell.value for cell in sheet[1 + at(path, "EXPIRED")]])
    book.save(path)
    assert any("同一事项" in told for told in go(out, SECOND).told)


def test_what_a_reviewer_found_in_order_needs_nothing(out: Path) -> None:
    path = go(out).path
    content = json.loads((out / "甲" / "draft.json").read_text("utf-8"))
    book = openpyxl.load_workbook(out / "甲" / "draft.xlsx")
    sheet = book["疑点与跟进"]
    heading = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("处理结果"))
    number = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "序号")
    count = len(content["mismatches"])
    for n in range(1, count + 1):
        assert sheet.cell(number.row + n, number.column).value == n
        sheet.cell(number.row + n, heading.column).value = "已核实"
    book.save(out / "甲" / "draft.xlsx")
    go(out, SECOND)
    assert {row["状态"] for row in table(path)} == {"无须补正"}
    assert "评审人员认定：已核实" in row_of(path, "EXPIRED")["由什么解决"]
