"""A county's sheets come back: filled in, saved again by office programs, moved, renamed, half filled, spoiled."""

from __future__ import annotations

import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import county
import openpyxl
import pytest
from office import needs_office, saved_by_office

from matchers.draft import Draft
from pipeline.errors import UnusableInput
from pipeline.review.collect import CollectRequest, collect
from pipeline.review.counting import total_of
from pipeline.review.results import DossierResult, Round
from pipeline.review.results_book import write

D = Decimal


@pytest.fixture(scope="module")
def draft() -> Draft:
    return county.drafted("甲")


@pytest.fixture
def out(draft: Draft, tmp_path: Path) -> Path:
    county.handed_out(draft, tmp_path)
    return tmp_path


def result_of(found: Round, dossier: str = "甲") -> DossierResult:
    return next(s.result for s in found.standings if s.result.drafted.dossier == dossier)


def points(found: Round, dossier: str = "甲") -> dict[str, Decimal]:
    return {line.line.id: line.points for line in result_of(found, dossier).lines}


def faults(found: Round) -> list[str]:
    return [str(told) for told in found.told if told.level == "fault"]


def test_points_follow_what_the_reviewer_entered(draft: Draft, out: Path) -> None:
    sixth_patent, group = county.ids(draft, "patent"), county.ids(draft, "management_certificate")[1]
    county.fill(
        out / "甲" / "draft.xlsx",
        得分={"1": 2.5},
        意见={"1": "证书只到二级"},
        采信={sixth_patent[0]: "不采信", group: "采信"},
        结论={"6.(一)": "符合"},
    )
    found = collect(CollectRequest(out))
    assert faults(found) == []
    given = points(found)
    assert given["1"] == D("2.5")
    assert given["4"] == 10, "six patents of two points are capped at ten; five still give ten"
    assert given["9.2"] == 1, "the questioned certificate was taken"
    assert result_of(found).total == draft.total - D("0.5") + 1
    assert result_of(found).conditions[0].verdict == "met"


def test_two_refused_patents_cost_points_and_people_count_by_tiers(draft: Draft, out: Path) -> None:
    patents, people = county.ids(draft, "patent"), county.ids(draft, "credential")
    county.fill(out / "甲" / "draft.xlsx", 采信=dict.fromkeys([*patents[:2], people[0]], "不采信"))
    given = points(collect(CollectRequest(out)))
    assert given["4"] == 8
    assert [given["10.1"], given["11"]] == [D(4), D(2)], (
        "four engineers reach the top of one line, the middle of the other"
    )


def test_a_streak_ends_where_a_year_is_refused(draft: Draft, out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", 采信={county.ids(draft, "inspection_report")[1]: "不采信"})
    assert points(collect(CollectRequest(out)))["7"] == 0


@needs_office
def test_office_agrees_with_our_sums_and_its_file_is_taken(draft: Draft, out: Path, tmp_path: Path) -> None:
    patents, people = county.ids(draft, "patent"), county.ids(draft, "credential")
    decided = {
        patents[0]: "不采信",
        patents[1]: "不采信",
        people[0]: "不采信",
        county.ids(draft, "management_certificate")[1]: "采信",
        county.ids(draft, "inspection_report")[0]: "不采信",
    }
    filled = county.fill(out / "甲" / "draft.xlsx", 得分={"1": 2.5, "6.1": 2, "5": 0}, 采信=decided)
    saved = saved_by_office(filled, tmp_path / "saved")
    moved = tmp_path / "交回" / "王评审交来的表 (1).xlsx"
    moved.parent.mkdir()
    shutil.copy(saved, moved)
    found = collect(CollectRequest(moved.parent, out))
    assert faults(found) == []
    result = result_of(found)
    assert result.reviews[0].entries.decisions == {k: v == "采信" for k, v in decided.items()}
    sheet = openpyxl.load_workbook(saved, data_only=True)["评分表"]
    row, column = county.at(sheet, "复核后得分")
    shown = {str(sheet.cell(n, 1).value): sheet.cell(n, column).value for n in range(row + 1, sheet.max_row + 1)}
    for line in result.lines:
        assert D(str(shown[line.line.id])) == line.points, line.line.id
    for group, total in result.groups.items():
        assert D(str(shown[group])) == total
    assert D(str(shown["合计"])) == result.total == total_of(result.drafted, result.reviews[0])
    assert D(str(sheet.cell(5, column).value)) == result.total


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("４", D(4)), ("4分", D(4)), ("=3+2", D(5)), (" 3.5 ", D("3.5")), (0, D(0)), ("四", None), (6, None), (-1, None),
     ("=E8", None), (True, None), ("3/2", None), (1e308, None), ("=9**9**9", None), ("=1/0", None), ("#REF!", None)],
)  # fmt: skip
def test_scores_as_people_type_them(typed: Any, taken: Decimal | None, out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", 得分={"1": typed, "5": 1})
    found = collect(CollectRequest(out))
    entries = result_of(found).reviews[0].entries
    assert entries.scores.get("1") == taken
    assert entries.scores["5"] == 1, "the rest is collected"
    if taken is None:
        (told,) = faults(found)
        assert "甲/draft.xlsx〔评分表〕L" in told
        assert "指标 1 " in told


def test_rows_and_columns_that_moved_are_found_by_their_headings(draft: Draft, out: Path) -> None:
    path = county.fill(out / "甲" / "draft.xlsx", 得分={"4": 7}, 意见={"4": "一件已失效"})
    book = openpyxl.load_workbook(path)
    sheet = book["评分表"]
    sheet.insert_rows(1, 3)
    sheet.insert_cols(8, 2)
    row, _ = county.at(sheet, "复核得分")
    sheet.cell(row, 8).value = "我的备注"
    sheet.cell(row + 2, 8).value = "看过"
    sheet.insert_rows(row + 3)
    _, column = county.at(sheet, "复核得分")
    sheet.cell(row + 3, 1).value = "另加"
    sheet.cell(row + 3, column).value = 9
    book.save(path)
    found = collect(CollectRequest(out))
    assert points(found)["4"] == 7
    assert result_of(found).lines[4].opinions[0].reason == "一件已失效"
    (told,) = faults(found)
    assert "不是草稿中的行" in told
    assert any("增加的列“我的备注”" in t.text for t in found.told if t.level == "note")


def test_a_deleted_sheet_costs_only_itself(out: Path) -> None:
    path = county.fill(out / "甲" / "draft.xlsx", 得分={"5": 1}, 结论={"6.(一)": "不符合"})
    book = openpyxl.load_workbook(path)
    del book["资格条件"]
    del book["预审标识"]
    book.save(path)
    found = collect(CollectRequest(out))
    assert points(found)["5"] == 1
    assert [told.split("：")[1] for told in faults(found)] == [
        "缺少“资格条件”表（被删除或表头被改动），这张表的内容未收"
    ]


def test_a_choice_that_is_none_is_told_with_its_cell(draft: Draft, out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", 采信={"E002": "部分采信"}, 得分={"5": 1})
    (told,) = faults(collect(CollectRequest(out)))
    assert "〔佐证材料〕K3" in told
    assert "部分采信" in told


def test_files_that_are_no_sheets_are_told_and_the_rest_is_collected(draft: Draft, out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", 得分={"5": 1})
    (out / "旧格式.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0" * 9)
    (out / "有密码.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(90)
    )
    (out / "断了.xlsx").write_bytes((out / "甲" / "draft.xlsx").read_bytes()[:3000])
    (out / "空.xlsx").write_bytes(b"")
    (out / "文本.xlsx").write_text("得分 5", "utf-8")
    with zipfile.ZipFile(out / "别的.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<broken")
    (out / "~$draft.xlsx").write_bytes(b"lock")
    openpyxl.Workbook().save(out / "通讯录.xlsx")
    found = collect(CollectRequest(out))
    assert points(found)["5"] == 1
    told = {line.split("：")[0]: line for line in faults(found)}
    assert set(told) == {"旧格式.xls", "有密码.xlsx", "断了.xlsx", "空.xlsx", "文本.xlsx", "别的.xlsx"}
    assert "另存为 .xlsx" in told["旧格式.xls"]
    assert "密码" in told["有密码.xlsx"]
    assert [t.text for t in found.told if t.file == "通讯录.xlsx"] == ["不是预审评分表，跳过"]


def test_an_open_sheet_is_taken_as_last_saved_and_told(out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", 得分={"5": 1})
    (out / "甲" / "~$draft.xlsx").write_bytes(b"lock")
    found = collect(CollectRequest(out))
    assert points(found)["5"] == 1
    assert any("还开着" in told.text for told in found.told)


def test_a_locked_file_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == "锁.xlsx":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **more)

    shutil.copy(out / "甲" / "draft.xlsx", out / "锁.xlsx")
    monkeypatch.setattr(Path, "open", refuse)
    (told,) = faults(collect(CollectRequest(out)))
    assert told.startswith("锁.xlsx：文件正被打开")


def test_a_sheet_of_another_run_or_rubric_is_not_taken(draft: Draft, out: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    stranger = county.drafted("甲", "江门市别家电器有限公司")
    other = county.handed_out(stranger, elsewhere) / "draft.xlsx"
    county.fill(other, out / "另一次.xlsx", 得分={"5": 1})
    book = openpyxl.load_workbook(other)
    for row in book["预审标识"].iter_rows():
        if row[0].value == "评审办法":
            row[1].value = "qingyuan-award-organisation-2025"
    book.save(out / "别的办法.xlsx")
    unknown = county.handed_out(county.drafted("丁"), elsewhere) / "draft.xlsx"
    county.fill(unknown, out / "丁.xlsx", 得分={"5": 1})
    county.fill(out / "甲" / "draft.xlsx", 得分={"5": 2})
    found = collect(CollectRequest(out))
    told = {line.split("：")[0]: line for line in faults(found)}
    assert set(told) == {"另一次.xlsx", "别的办法.xlsx", "丁.xlsx"}
    assert "另一次运行" in told["另一次.xlsx"]
    assert "qingyuan-award-organisation-2025" in told["别的办法.xlsx"]
    assert "找不到“丁”的草稿" in told["丁.xlsx"]
    assert points(found)["5"] == 2


def test_a_sheet_that_lost_all_marks_is_not_guessed(out: Path) -> None:
    path = county.fill(out / "甲" / "draft.xlsx", 得分={"5": 1})
    book = openpyxl.load_workbook(path)
    del book["预审标识"]
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(path)
    (told,) = faults(collect(CollectRequest(out)))
    assert "标识表和文件属性都已丢失" in told


def test_two_reviewers_are_both_kept_and_differences_listed(out: Path) -> None:
    sheet = out / "甲" / "draft.xlsx"
    county.fill(sheet, out / "a.xlsx", "王评审", 得分={"4": 10, "5": 1}, 结论={"6.(一)": "符合", "6.(二)": "符合"})
    county.fill(sheet, out / "b.xlsx", "李评审", 得分={"4": 4, "5": 2}, 结论={"6.(一)": "不符合", "6.(二)": "符合"})
    found = collect(CollectRequest(out))
    result = result_of(found)
    assert [review.reviewer for review in result.reviews] == ["王评审", "李评审"]
    assert [(line.line.id, line.spread, line.points) for line in result.third_looks] == [("4", D(6), D(7))]
    assert points(found)["5"] == D("1.5")
    assert result.conditions[0].is_disputed
    assert result.conditions[0].verdict is None
    assert not result.excluded
    wider = collect(CollectRequest(out, limit=D(6)))
    assert not result_of(wider).third_looks


def test_two_sheets_of_one_reviewer_are_not_chosen_between(out: Path) -> None:
    sheet = out / "甲" / "draft.xlsx"
    county.fill(sheet, out / "a.xlsx", "王评审", 得分={"4": 10})
    county.fill(sheet, out / "b.xlsx", "王 评审", 得分={"4": 4})
    found = collect(CollectRequest(out))
    assert not result_of(found).reviews
    (told,) = faults(found)
    assert "a.xlsx、b.xlsx" in told
    assert "指标 4" in told
    county.fill(sheet, out / "b.xlsx", "王评审", 得分={"4": 10})
    assert len(result_of(collect(CollectRequest(out))).reviews) == 1, "the same sheet twice is one review"


def test_half_filled_sheets_say_what_is_left(out: Path) -> None:
    county.fill(out / "甲" / "draft.xlsx", reviewer="", 得分={"9.2": 1})
    notes = [told.text for told in collect(CollectRequest(out)).told]
    assert any("评审人没有填写" in note for note in notes)
    assert any("按预评得分计：7、10.1、11" in note for note in notes)
    assert any("资格条件没有填复核结论" in note for note in notes)


def test_ranking_ties_quota_and_exclusion(tmp_path: Path) -> None:
    for n, name in enumerate("甲乙丙丁戊"):
        folder = county.handed_out(county.drafted(name, f"江门市{name}电器有限公司"), tmp_path)
        score = {"5": [5, 4, 4, 1, 10][n]}
        verdict = dict.fromkeys((f"6.({c})" for c in "一二三四五六七八"), "符合")
        verdict["6.(一)"] = "不符合" if name == "戊" else "符合"
        county.fill(folder / "draft.xlsx", 得分=score, 结论=verdict)
    found = collect(CollectRequest(tmp_path, quota=2))
    told = [(s.result.drafted.dossier, s.place, s.tied, s.choice) for s in found.standings]
    assert told == [
        ("甲", 1, False, "shortlisted"),
        ("丙", 2, True, "tied"),
        ("乙", 2, True, "tied"),
        ("丁", 4, False, "not_shortlisted"),
        ("戊", None, False, "excluded"),
    ]
    book = openpyxl.load_workbook(write(found, tmp_path / "out"))
    assert book.sheetnames == ["排名", "逐项对照", "分组合计", "资格", "分歧", "收取情况"]
    rows = [[cell.value for cell in row] for row in book["排名"].iter_rows(min_row=4)]
    assert [(row[0], row[5]) for row in rows] == [
        ("1", "推荐"), ("2（并列）", "并列，须定夺"), ("2（并列）", "并列，须定夺"), ("4", "未入围"), ("—", "资格不符"),
    ]  # fmt: skip
    assert "6.(一)" in rows[4][6]


def test_nothing_to_collect_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="没有草稿"):
        collect(CollectRequest(tmp_path))
    with pytest.raises(UnusableInput, match="找不到文件夹"):
        collect(CollectRequest(tmp_path / "nowhere"))


def test_a_scheme_without_points_is_not_ranked(tmp_path: Path) -> None:
    from matchers import cases
    from matchers.draft_dossier import draft_dossier
    from matchers.rubric import load_rubric

    rubric = load_rubric("qingyuan-award-organisation-2025")
    for name in "甲乙":
        dossier = cases.dossier(county.papers(), [cases.form({})], name=name)
        folder = county.handed_out(draft_dossier(dossier, rubric, rubric.as_of), tmp_path)
        first = rubric.eligibility[0].id
        county.fill(folder / "draft.xlsx", 结论={first: "不符合" if name == "乙" else "符合"})
    found = collect(CollectRequest(tmp_path))
    assert faults(found) == []
    assert [(s.result.drafted.dossier, s.place, s.choice) for s in found.standings] == [
        ("甲", None, "no_quota"),
        ("乙", None, "excluded"),
    ]
    write(found, tmp_path)


def test_two_drafts_of_one_dossier_are_told(out: Path) -> None:
    county.handed_out(county.drafted("甲", inventions=1), out / "另一批")
    (told,) = faults(collect(CollectRequest(out)))
    assert "有 2 份不同的草稿" in told
