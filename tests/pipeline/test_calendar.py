"""`yushen calendar`: who owes what on which day, as XLSX and iCalendar; rows that cannot be read are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import openpyxl
import pytest

from pipeline.award_list import read_award_list
from pipeline.cli import main
from pipeline.errors import UnusableInput

Row = tuple[object, ...]


def workbook(path: Path, *rows: Row, title: str = "名单") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


HEAD: Row = ("序号", "单位名称", "认定日期", "联系人", "状态")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["calendar", *(str(a) for a in arguments)])
    told = capsys.readouterr()
    return int(str(end.value.code)), told.out, told.err


def calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str, str]:
    out = tmp_path / "out"
    return run(capsys, "jiangmen-qic-2022", "--awarded", path, "--out", out, "--as-of", "2024-01-10")


def test_what_is_due_as_sheet_and_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(
        tmp_path / "名单.xlsx",
        ("江门市企业质量提升创新中心名单",),
        HEAD,
        (1, "甲公司", dt.date(2022, 9, 15), "张三 13800138000", ""),
        (2, "乙公司", "2022年9月15日", "", "终止"),
    )
    status, out, err = calendar(tmp_path, capsys, path)
    assert (status, err) == (0, "")
    assert out.startswith("2家单位，7项：已过期2项，30天内2项。")
    sheets = openpyxl.load_workbook(tmp_path / "out" / "calendar.xlsx")
    rows = [r[:4] for r in sheets["待办事项"].iter_rows(min_row=4, values_only=True)]
    assert rows[0] == ("2023-01-31", "已过期", "提交2022年度中心工作总结报告", "甲公司")
    assert rows[2] == ("2024-01-31", "30天内", "提交2023年度中心工作总结报告", "甲公司")
    assert rows[-1] == ("2025-09-15", "未到期", "有效期届满，接受资格复审", "甲公司")
    units = [r[:4] for r in sheets["单位一览"].iter_rows(min_row=4, values_only=True)]
    assert units[1] == ("乙公司", "2022-09-15", "2025-09-15", "已终止")
    assert [r[0] for r in sheets["终止与取消核对表"].iter_rows(min_row=4, values_only=True)] == [
        *(f"终止（{n}）" for n in "一二三"),
        *(f"取消（{n}）" for n in "一二三"),
        "报告",
    ]
    assert "13800138000" not in str([c for s in sheets for r in s.iter_rows(values_only=True) for c in r])
    text = (tmp_path / "out" / "calendar.ics").read_bytes()
    assert b"13800138000" not in text
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == 7
    last = events[-1]
    assert str(last["summary"]) == "甲公司：有效期届满，接受资格复审"
    assert last.decoded("dtstart") == dt.date(2025, 9, 15)
    assert last.walk("VALARM")[0].decoded("trigger") == dt.timedelta(days=-30)
    assert str(events[0]["summary"]).startswith("【已过期】")
    assert not events[0].walk("VALARM")
    assert len({str(event["uid"]) for event in events}) == 7


def test_the_same_list_gives_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "名单.xlsx", HEAD, (1, "甲公司", dt.date(2022, 9, 15), "", ""))
    found = []
    for _ in range(2):
        calendar(tmp_path, capsys, path)
        found.append([(tmp_path / "out" / f"calendar.{kind}").read_bytes() for kind in ("xlsx", "ics")])
    assert found[0] == found[1]


def test_each_bad_row_is_one_line_and_the_rest_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(
        tmp_path / "名单.xlsx",
        HEAD,
        (1, "甲公司", dt.date(2022, 9, 15), "", ""),
        (2, "乙公司", "", "", ""),
        (3, "丙公司", "去年", "", ""),
        (4, "甲 公司", dt.date(2023, 9, 15), "", ""),
        (5, "", dt.date(2023, 9, 15), "", ""),
        (6, "丁公司", "2022年9月", "", ""),
        (7, "戊公司", "2022.9.15", "", "待定"),
        (8, "己公司", "2022-02-30", "", ""),
        (None, "合计", "", "", ""),
        title="2022年",
    )
    status, out, err = calendar(tmp_path, capsys, path)
    assert status == 1
    assert out.startswith("2家单位，14项")
    assert err.splitlines() == [
        "名单.xlsx 工作表“2022年”第3行：“乙公司”没有认定日期，未列入",
        "名单.xlsx 工作表“2022年”第4行：“丙公司”的认定日期“去年”读不出（不是日期：去年），未列入",
        "名单.xlsx 工作表“2022年”第5行：“甲 公司”重复，工作表“2022年”第2行已有，"
        "且认定日期不同（2022-09-15与2023-09-15），此行未列入",
        "名单.xlsx 工作表“2022年”第6行：没有单位名称，未列入",
        "名单.xlsx 工作表“2022年”第7行：“丁公司”的认定日期“2022年9月”须写到日，例如 2022-09-15，未列入",
        "名单.xlsx 工作表“2022年”第8行：“戊公司”的状态“待定”看不懂（可用：有效、终止、取消），按有效列入",
        "名单.xlsx 工作表“2022年”第9行：“己公司”的认定日期“2022-02-30”读不出"
        "（历法中没有这一天：2022年2月30日），未列入",
    ]
    rows = openpyxl.load_workbook(tmp_path / "out" / "calendar.xlsx")["未列入"].iter_rows(min_row=4, values_only=True)
    assert [r[0] for r in rows] == err.splitlines()


def test_a_day_that_lies_ahead_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "名单.xlsx", HEAD, (1, "甲公司", dt.date(2032, 9, 15), "", ""), title="名单")
    status, out, err = calendar(tmp_path, capsys, path)
    assert status == 1
    assert err == "名单.xlsx 工作表“名单”第2行：“甲公司”的认定日期2032-09-15晚于判断日2024-01-10，已列入，请核对\n"
    assert out.startswith("1家单位")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("企业名称,认定时间\n甲公司,2022/9/15\n乙公司,44819\n".encode(encoding))
    listed = read_award_list(path)
    assert [(u.name, str(u.awarded)) for u in listed.units] == [("甲公司", "2022-09-15"), ("乙公司", "2022-09-15")]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", bytes(range(256))])
def test_what_is_no_list_is_unusable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnusableInput):
        read_award_list(path)


def test_unusable_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "名单.xlsx", HEAD, (1, "甲公司", dt.date(2022, 9, 15), "", ""))
    assert run(capsys, "jiangmen-qic-2022", "--awarded", tmp_path / "nix", "--out", tmp_path / "o")[0] == 2
    (tmp_path / "bare.yaml").write_text("{id: bare, title: 办法, document: 某号, as_of: 2022-01-01}", "utf-8")
    status, _, err = run(capsys, tmp_path / "bare.yaml", "--awarded", path, "--out", tmp_path / "o")
    assert status == 2
    assert "没有写认定之后的事项" in err
    arguments = ("jiangmen-qic-2022", "--awarded", path, "--out", tmp_path / "o", "--as-of", "2024-13-01")
    assert run(capsys, *arguments)[0] == 2
