"""`yushen rubrics diff`: every change of an edition is one line, nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchers.rubric import load_rubric
from matchers.rubric_loader import BUILT_IN
from pipeline.emit.rubric_changes import changes, words_changed

TEXT = (BUILT_IN / "jiangmen-qic-2022" / "rubric.yaml").read_text("utf-8")
TEXT = "\n".join(line for line in TEXT.splitlines() if not line.startswith("text:")) + "\n"


def told(tmp_path: Path, *edits: tuple[str, str]) -> list[str]:
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / "new.yaml"
    path.write_text(text, "utf-8")
    return changes(load_rubric("jiangmen-qic-2022"), load_rubric(str(path)))


def test_the_same_edition_changes_nothing(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("as_of: 2022-06-10 ", "as_of: 2026-06-08 ")], ["办法：默认截止日由“2022-06-10”改为“2026-06-08”"]),
        ([("in_force_until: 2025-02-28", "in_force_until: 2028-02-28")],
         ["办法：有效期至由“2025-02-28”改为“2028-02-28”"]),
        ([('id: "8.2"', 'id: "8.4"')], ["指标8.4“技术创新能力（高新技术企业）”：编号由8.2改为8.4"]),
        ([("得 1 分，3 名以上", "得 2 分，3 名以上"), ("{at_least: 3, points: 1}", "{at_least: 3, points: 2}"),
          ("{at_least: 4, points: 2}", "{at_least: 4, points: 3}"), ("{at_least: 5, points: 3}, ", "")], None),
        ([("applicants_until: 2024-06-07", "applicants_until: 2024-06-12")],
         ["申报2024：申报截止日由“2024-06-07”改为“2024-06-12”"]),
        ([("valid_years: 3", "valid_years: 5")], ["认定之后：有效期由3年改为5年"]),
        ([("due: 01-31\n      source: {clause: 第十一条", "due: 03-31\n      source: {clause: 第十一条")],
         ["认定之后：事项删去“提交上一年度中心工作总结报告（有效期内每年1月31日前）”",
          "认定之后：事项新增“提交上一年度中心工作总结报告（有效期内每年3月31日前）”"]),
        ([("older_than: {field: registration_date, years: 5}", "older_than: {field: registration_date, years: 3}")],
         ["指标5“品牌建设”：“国内注册商标”的要求由“注册日期至截止日须满5年”改为“注册日期至截止日须满3年”"]),
    ],
)  # fmt: skip
def test_one_line_a_change(tmp_path: Path, edits: list[tuple[str, str]], expected: list[str] | None) -> None:
    found = told(tmp_path, *edits)
    if expected is None:
        assert len(found) == 2
        assert "3 名得 【删：1】【增：2】 分" in found[0]
        assert "计分规则有改动" in found[1]
    else:
        assert found == expected


def test_lines_that_go_and_come(tmp_path: Path) -> None:
    begin, end = TEXT.index('  - id: "6.7"'), TEXT.index('  - id: "7"')
    row = TEXT[begin:end]
    new = row.replace('"6.7"', '"6.8"').replace("企业风险管理体系", "数字化转型").replace(
        "建立健全数字化转型，得 2 分。", "上一年度完成设备联网的，得 2 分。")  # fmt: skip
    found = told(tmp_path, (row, new))
    assert found[0].startswith("指标6.7“企业风险管理体系”：删去（原2分）")
    assert found[1].startswith("指标6.8“数字化转型”：新增（2分）：有“风险管理制度文件”即得2分")
    assert len(found) == 2


def test_lines_that_change_places_are_renumbered_not_rewritten(tmp_path: Path) -> None:
    found = told(tmp_path, ('id: "6.3"', 'id: "9.9"'), ('id: "6.4"', 'id: "6.3"'), ('id: "9.9"', 'id: "6.4"'))
    assert sorted(found) == [
        "指标6.3“质量信息追溯体系”：编号由6.4改为6.3",
        "指标6.4“生产服务过程信息台账”：编号由6.3改为6.4",
    ]


def test_words_not_letters() -> None:
    assert words_changed("近五年", "近五年") == "近五年"
    assert words_changed("市级以上质量奖", "省级以上质量奖") == "【删：市级】【增：省级】以上质量奖"
    assert words_changed("得 5 分", "得5分") == "得5分"
