from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import fake_draft
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from matchers.draft import Draft, Mismatch
from pipeline.emit import workbook
from pipeline.emit.page_plan import plan_pages
from pipeline.emit.sheet_cells import CELL_LIMIT, clean, row_height, sheet_name

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    "{=1+1}",
    "http://example.invalid/" + "a" * 3000,
    "mailto:a@b",
    "a\x0bb\x00c\x1bd\ufffe",
    "_x0041_",
    "长" * 40000,
    "😀" * 30000,
    "a/b\\c:d*e?f[g]",
    "\ud800",
    "\u202edcba",
]


def cells(path: Path) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(path).worksheets}


def rows_of(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """The lines of the score table by their id."""
    return {str(r[0].value): tuple(c.value for c in r) for r in sheet.iter_rows(min_row=7) if r[0].value is not None}


@pytest.fixture(scope="module")
def written(draft: Draft, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook.write(draft, tmp_path_factory.mktemp("sheet"))


def test_sheets_and_their_order(written: Path) -> None:
    sheets = cells(written)
    shown = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    assert shown == ["评分表", "资格条件", "佐证材料", "疑点与跟进", "人员", "文件清单"]
    assert {title for title, sheet in sheets.items() if sheet.sheet_state == "hidden"} == {"计算", "预审标识"}


def test_only_the_reviewers_cells_are_unlocked_and_no_password_is_set(draft: Draft, written: Path) -> None:
    for title, sheet in cells(written).items():
        assert sheet.protection.sheet, title
        assert not sheet.protection.password
        headings = {
            c.column: "".join(str(c.value).split())
            for row in sheet.iter_rows(max_row=7)
            for c in row
            if isinstance(c.value, str) and c.fill.fgColor.rgb == "FF1F4E79"
        }
        opened = {headings.get(c.column) for r in sheet.iter_rows(min_row=8) for c in r if not c.protection.locked}
        wanted = {
            "评分表": {"复核得分", "复核意见"},
            "佐证材料": {"复核采信", "复核意见"},
            "疑点与跟进": {"处理结果"} if len(draft.mismatches) > 6 else set(),
        }
        assert opened <= wanted.get(title, {"复核结论", "复核意见"})
        assert opened >= wanted.get(title, set())


def test_choices_are_offered_where_there_is_one(written: Path) -> None:
    offered = {
        title: {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
        for title, sheet in cells(written).items()
    }
    assert offered["佐证材料"] == {'"采信,不采信"'}
    assert offered["资格条件"] == {'"符合,不符合,待定"'}
    assert offered["疑点与跟进"] == {'"已核实,需补正,不影响,已处理"'}


def test_every_line_stands_in_the_rubrics_order_with_its_points(draft: Draft, written: Path) -> None:
    rows = rows_of(cells(written)["评分表"])
    assert [k for k in rows if k in {line.id for line in draft.lines}] == [line.id for line in draft.lines]
    for line in draft.lines:
        assert rows[line.id][2] == line.max_score
        assert rows[line.id][4] == line.draft_score
        assert rows[line.id][7] == line.basis


def test_headings_are_frozen_and_repeat_on_a4_landscape(written: Path) -> None:
    for title, sheet in cells(written).items():
        if sheet.sheet_state == "hidden":
            continue
        assert sheet.freeze_panes is not None, title
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows is not None


def test_the_reviewers_points_are_limited_to_the_line(draft: Draft, written: Path) -> None:
    rules = cells(written)["评分表"].data_validations.dataValidation
    assert len(rules) == len(draft.lines)
    assert [Decimal(rule.formula2) for rule in rules] == [line.max_score for line in draft.lines]
    assert {(rule.type, rule.operator or "between", rule.formula1) for rule in rules} == {("decimal", "between", "0")}


def test_page_numbers_and_links_lead_to_evidence_pdf(draft: Draft, written: Path) -> None:
    plan = plan_pages(draft)
    sheet = cells(written)["佐证材料"]
    shown = 0
    for row in sheet.iter_rows(min_row=2):
        page = plan.page_of(str(row[0].value))
        assert row[14].value == (None if page is None else f"P{page}\n书签“{row[0].value}”")
        if page is not None:
            shown += 1
            assert row[14].hyperlink.target == "evidence.pdf"
    assert shown == 16


def test_errors_come_first_and_say_what_to_do(draft: Draft, written: Path) -> None:
    rows = [[c.value for c in r] for r in cells(written)["疑点与跟进"].iter_rows(min_row=2)]
    assert [r[1] for r in rows] == ["错误"] * 3 + ["警告"] * 4 + ["提示"]
    assert all(r[4] for r in rows)
    assert len(rows) == len(draft.mismatches)


def test_nothing_private_is_in_the_sheet(written: Path) -> None:
    for sheet in cells(written).values():
        for row in sheet.iter_rows():
            for cell in row:
                assert fake_draft.PHONE not in str(cell.value)
                assert fake_draft.IDENTITY not in str(cell.value)


def test_no_part_of_a_sheet_lies_in_the_temporary_folder(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill it would stay there, with what stands in the sheet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert cells(workbook.write(draft, tmp_path))


def test_text_of_documents_never_becomes_a_formula_or_breaks_the_file(draft: Draft, tmp_path: Path) -> None:
    nasty = replace(
        draft,
        applicant=replace(draft.applicant, name="=1+1 & &P"),
        lines=(replace(draft.lines[0], basis=HOSTILE[0], name=HOSTILE[7], group="=A1"), *draft.lines[1:]),
        mismatches=tuple(Mismatch(text, "warning", text, file=text) for text in HOSTILE),
        dossier=replace(draft.dossier, name="a/b:c*?[d]"),
    )
    path = workbook.write(nasty, tmp_path)
    formulas = [c for s in cells(path).values() for r in s.iter_rows() for c in r if c.data_type == "f"]
    assert formulas
    assert {c.parent.title for c in formulas} == {"评分表", "计算"}
    assert all(str(c.value).startswith(("=SUM", "=M", "=IF", "='计算'")) for c in formulas)
    messages = [str(r[3].value) for r in cells(path)["疑点与跟进"].iter_rows(min_row=2)]
    assert "=1+1" in messages
    assert any(m.endswith("已截断）") for m in messages)
    assert all(len(m.encode("utf-16-le")) // 2 <= CELL_LIMIT for m in messages)


@given(st.text())
def test_cells_hold_any_text(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not any(ord(c) < 32 and c != "\n" for c in cleaned)
    assert clean(cleaned) == cleaned
    assert 20 <= row_height([(cleaned, 10)]) <= 409


@given(st.text())
def test_sheet_names_are_what_excel_takes(name: str) -> None:
    made = sheet_name(name)
    assert 1 <= len(made) <= 31
    assert not set(made) & set("[]:*?/\\")


def test_the_same_draft_gives_the_same_bytes(draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook.write(draft, tmp_path / "a").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert workbook.write(draft, tmp_path / "b").read_bytes() == first


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: sums are not recalculated")
def test_sums_recalculated_by_libreoffice_are_ours(draft: Draft, tmp_path: Path) -> None:
    path = workbook.write(draft, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["评分表"]
    at = {str(r[0].value): r[0].row for r in sheet.iter_rows(min_row=7) if r[0].value is not None}
    sheet.cell(at["7"], 12).value = 10  # the reviewer gives ten where the draft has none
    sheet.cell(at["1"], 12).value = 0  # and nothing where the draft has five
    book.save(tmp_path / "edited.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "calc"),
    ]
    subprocess.run([*command, str(tmp_path / "edited.xlsx")], check=True, capture_output=True, timeout=180)
    calc = openpyxl.load_workbook(tmp_path / "calc" / "edited.xlsx", data_only=True)["评分表"]
    total = at["合计"]
    assert calc.cell(total, 3).value == draft.total_max
    assert calc.cell(total, 5).value == draft.total
    assert calc.cell(total, 13).value == draft.total + 10 - 5
    assert calc.cell(5, 13).value == draft.total + 5
    for group in dict.fromkeys(line.group for line in draft.lines):
        members = [line for line in draft.lines if line.group == group]
        assert calc.cell(at[group], 5).value == sum(line.draft_score for line in members)
        assert calc.cell(at[group], 4).value == sum(line.claimed_score or 0 for line in members)
