"""`yushen rubrics`: what an official sees, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from matchers.rubric import load_rubric
from matchers.rubric_loader import BUILT_IN
from pipeline.cli import main

RUBRIC = """\
id: small
title: 小办法
document: 某号
text: [official.txt]
total: 5
as_of: 2022-06-10
groups: [{id: 一, title: 一、创新, max: 5}]
indicators:
  - id: "1"
    name: 发明专利
    group: 一
    max: 5
    source: {clause: 附件, quote: 每项得1分}
    materials: 专利证书
    papers: {patents: {title: 专利证书, type: patent, where: {kind: [invention]}, holder: patentees, checks: [holder]}}
    rule: {form: each, of: [patents], points: 1}
"""
CASES = """\
"1":
  - name: 两项专利得2分
    evidence: [{type: patent, times: 2, patent_no: "null", title: 甲}, {type: patent, patent_no: B, title: 乙}]
    points: 1
    range: [1, 3]
"""


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    (tmp_path / "official.txt").write_text("发明专利每项得1分，最高5分", "utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, "utf-8")
    return tmp_path / "rubric.yaml"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main([str(a) for a in arguments])
    told = capsys.readouterr()
    return int(str(end.value.code)), told.out, told.err


def test_rubrics_alone_lists_the_built_in_ones(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rubrics")
    assert status == 0
    assert "jiangmen-qic-2022\t江门市企业质量提升创新中心评审指标\t江监市规字〔2022〕1号" in out


def test_check_of_the_built_in_rubric_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rubrics", "check", "jiangmen-qic-2022")
    assert status == 0
    assert out.startswith("可以使用，")


def test_check_tells_every_fault_in_one_line_each(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = RUBRIC.replace("id: small", "id: small\nidd: x").replace("total: 5", "total: 6")
    rubric.write_text(text.replace("points: 1}", "points: 6}").replace("每项得1分", "每项得3分"), "utf-8")
    rubric.with_name("cases.yaml").write_text(CASES.replace("points: 1\n", "points: 4\n"), "utf-8")
    status, out, _ = run(capsys, "rubrics", "check", rubric)
    assert status == 1
    lines = out.splitlines()
    for said in ("未知的键“idd”", "与总分6分不符", "高于本项满分5分", "官方文本里没有这段原文", "得分应为4分"):
        assert sum(said in line for line in lines) == 1, said
    assert lines[-1] == "不能使用：5处错误，请逐条改正后再检查。"
    assert all(line.startswith(str(rubric.parent)) for line in lines[:-1])


def test_check_lists_what_people_must_settle_and_what_no_paper_gives(
    rubric: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rubric.write_text(RUBRIC.replace("    rule:", "    todo: 是否只计发明\n    rule:"), "utf-8")
    status, out, _ = run(capsys, "rubrics", "check", rubric)
    assert status == 1
    assert "“1 发明专利”待人确定：是否只计发明" in out
    assert "可以使用，没有案例" in out


@pytest.mark.parametrize("text", ["a: [", "", "- 1"])
def test_what_is_no_rubric_is_unusable(rubric: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    rubric.write_text(text, "utf-8")
    status, _, err = run(capsys, "rubrics", "check", rubric)
    assert status == 2
    assert err.startswith("错误：")
    assert "Traceback" not in err


def test_test_prints_names_and_points_and_tells_differences(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = rubric.with_name("cases.yaml")
    row = '"1":\n  - {name: 一项专利得1分, evidence: [{type: patent}], points: 1}\n'
    cases.write_text(row, "utf-8")
    status, out, _ = run(capsys, "rubrics", "test", rubric)
    assert status == 0
    assert out == "相符\t1\t一项专利得1分\t1分\n共1个案例，全部相符。\n"
    cases.write_text(row.replace("points: 1", "points: 2"), "utf-8")
    status, out, _ = run(capsys, "rubrics", "test", rubric)
    assert status == 1
    assert "不符\t1\t一项专利得1分\t1分\n\t第2行：得分应为2分，实为1分" in out
    assert out.endswith("共1个案例，1处不符。\n")


def test_test_tells_what_is_wrong_with_the_cases(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric.with_name("cases.yaml").write_text(
        '"1":\n  - {name: 甲, evidence: [{type: patnt}, {type: patent, grant_dat: x}], point: 1}\n"9":\n'
        "  - {name: 乙, points: 1}\n  - {name: 丙, evidence: [{type: patent, times: x}], points: 1, range: [1]}\n",
        "utf-8",
    )
    status, out, _ = run(capsys, "rubrics", "test", rubric)
    assert status == 1
    assert "未知的键“point”（是否指“points”？）" in out
    assert "办法里没有“9”这一项" in out
    assert "cases.yaml：第" in out


def test_test_without_cases_says_where_they_belong(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "rubrics", "test", rubric)
    assert status == 2
    assert "rubric.cases.yaml 或 cases.yaml" in err


def test_show_prints_quotation_points_materials_and_reading(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rubrics", "show", rubric)
    assert status == 0
    assert "评审标准（原文）：每项得1分\n分值：5\n材料（原文）：专利证书\n" in out
    assert "本软件的读法：“专利证书”每有一项得1分。本项不超过5分。" in out
    assert "·“专利证书”：专利，类别为发明；持有单位须为申报单位" in out


def test_show_writes_a_sheet_and_a_word_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, document = tmp_path / "办法.xlsx", tmp_path / "办法.docx"
    status, _, _ = run(capsys, "rubrics", "show", "jiangmen-qic-2022", "--xlsx", sheet, "--docx", document)
    assert status == 0
    lines = load_rubric("jiangmen-qic-2022").indicators
    rows = list(openpyxl.load_workbook(sheet)["评审指标"].iter_rows(min_row=4, values_only=True))
    assert [(r[1], r[3], r[4]) for r in rows] == [(i.id, i.source.quote, str(i.max)) for i in lines]
    table = docx.Document(str(document)).tables[0]
    assert [row.cells[1].text for row in table.rows[1:]] == [i.id for i in lines]


def test_show_into_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    status, _, err = run(capsys, "rubrics", "show", "jiangmen-qic-2022", "--xlsx", tmp_path / "file" / "r.xlsx")
    assert status == 2
    assert "无法写入“r.xlsx”" in err


def test_diff_tells_what_a_new_edition_changes(rubric: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = rubric.with_name("new.yaml")
    new.write_text(RUBRIC.replace("points: 1}", "points: 2}"), "utf-8")
    status, out, _ = run(capsys, "rubrics", "diff", rubric, new)
    assert status == 0
    assert out == "指标1“发明专利”：计分规则有改动：“专利证书”每有一项得【删：1】【增：2】分\n共1处改动。\n"
    assert run(capsys, "rubrics", "diff", rubric, rubric)[1] == "两份办法没有不同。\n"


def test_schema_is_json_for_an_editor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rubrics", "schema")
    assert status == 0
    assert json.loads(out)["properties"]["as_of"]["description"].startswith("默认的判断日")
    assert "案例" in json.loads(run(capsys, "rubrics", "schema", "--cases")[1])["title"]
    assert run(capsys, "rubrics", "schema", "--out", tmp_path)[0] == 0
    assert sorted(p.name for p in tmp_path.glob("*.json")) == ["cases.schema.json", "rubric.schema.json"]


def test_draft_writes_a_rubric_that_loads_and_never_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notice, out = BUILT_IN / "jiangmen-qic-2022" / "text" / "measures-2022-1.txt", tmp_path / "new.yaml"
    status, told, _ = run(capsys, "rubrics", "draft", notice, "--out", out, "--id", "drafted", "--as-of", "2026-01-01")
    assert status == 0
    assert "共 21 个评分项，分值合计 100 分" in told
    drafted = load_rubric(str(out))
    assert (drafted.id, str(drafted.as_of)) == ("drafted", "2026-01-01")
    assert [i.max for i in drafted.indicators] == [i.max for i in load_rubric("jiangmen-qic-2022").indicators]
    status, _, err = run(capsys, "rubrics", "draft", notice, "--out", out)
    assert status == 2
    assert "已经存在" in err


def test_draft_of_what_has_no_scoring_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text("关于放假的通知\n各科室：国庆放假七天。\n", "utf-8")
    status, _, err = run(capsys, "rubrics", "draft", notice)
    assert status == 2
    assert "没有找到评分表" in err


def test_a_run_refuses_a_rubric_whose_own_cases_differ(
    rubric: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = '"1":\n  - {name: 一项专利得1分, evidence: [{type: patent}], points: 2}\n'
    rubric.with_name("cases.yaml").write_text(row, "utf-8")
    dossier = tmp_path / "材料"
    dossier.mkdir()
    (dossier / "说明.txt").write_text("说明", "utf-8")
    arguments = ("run", dossier, "--dossier", "--rubric", rubric, "--out", tmp_path / "out", "--quiet")
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert "cases.yaml：第2行，1“一项专利得1分”：得分应为2分，实为1分" in err
    rubric.with_name("cases.yaml").write_text(row.replace("points: 2", "points: 1"), "utf-8")
    assert run(capsys, *arguments)[0] == 0
