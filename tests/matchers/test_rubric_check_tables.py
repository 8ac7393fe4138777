"""A rubric whose conditions or tables lead nowhere is refused with a line for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.strict_yaml import YamlProblem
from matchers.rubric import load_rubric

HEAD = """id: probe
title: 试验
document: 某文〔2025〕1号
as_of: 2025-10-25
district: {name: 清远市, places: [清远市]}
groups: [{id: 一, title: 一, max: 0}]
indicators:
  - id: "1"
    name: 评审
    group: 一
    max: 0
    materials: ""
    source: {clause: 一, quote: 评审}
    rule: {form: manual, points: 0}
"""


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "rubric.yaml"
    path.write_text(HEAD + text, "utf-8")
    with pytest.raises(YamlProblem) as told:
        load_rubric(str(path))
    return str(told.value)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("check: files", "formats"),
        ("check: years_of_work", "years"),
        ("check: earlier_winner", "rounds"),
        ("check: people_decide, years: 5", "years_of_work"),
        (
            "check: papers, papers: {a: {title: 甲, type: award, lasting: {working_days: 5}}}, met_by: [[a]]",
            "from_date",
        ),
        ("check: papers, papers: {a: {title: 甲, type: award}}, against: [b]", "“b”"),
    ],
)
def test_conditions(tmp_path: Path, more: str, told: str) -> None:
    text = f"eligibility:\n  - {{id: 甲, text: 甲, source: {{clause: 一, quote: 甲}}, {more}}}\n"
    assert told in problems(tmp_path, text)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("columns: [{title: 条件, value: condition, of: 乙}]", "“乙”"),
        ("columns: [{title: 材料, value: paper, type: awrad, field: name}]", "“awrad”"),
        ("columns: [{title: 材料, value: paper, type: award, field: nmae}]", "“nmae”"),
        ("columns: [{title: 部分, value: open, of: 材料}]", "“材料”"),
        ("figures: [{title: 家数, condition: 乙}]", "“乙”"),
        ("note2: 无", "note2"),
        ("", "columns"),
    ],
)
def test_tables(tmp_path: Path, more: str, told: str) -> None:
    table = f"{{id: 表, title: 表, file: 表, note: 无, source: {{clause: 一, quote: 表}}{', ' + more if more else ''}}}"
    text = f"eligibility:\n  - {{id: 甲, text: 甲, source: {{clause: 一, quote: 甲}}}}\ntables: [{table}]\n"
    assert told in problems(tmp_path, text)


def test_a_list_of_winners_beside_the_rubric_is_taken(tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_text(HEAD, "utf-8")
    assert load_rubric(str(tmp_path / "rubric.yaml")).winners is None
    (tmp_path / "winners.csv").write_text("名称,获奖年度\n甲,2023\n", "utf-8")
    found = load_rubric(str(tmp_path / "rubric.yaml")).winners
    assert found is not None
    assert [w.name for w in found] == ["甲"]
