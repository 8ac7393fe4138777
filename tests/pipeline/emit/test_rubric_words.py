"""A rubric in plain words: every form has a sentence, and no word of the file's own language is left over."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from extractors.strict_yaml import load
from matchers.rubric import built_in_ids, load_rubric
from matchers.rubric_conditions import Check
from matchers.rubric_model import Selection
from matchers.rubric_papers import CheckName
from matchers.rule_forms import FORMS, Rule
from pipeline.emit.rubric_table import as_text, parts_of
from pipeline.emit.rubric_words import rule_text, say, selection_text

PAPERS = {name: Selection(title=title, type="patent") for name, title in (("a", "甲"), ("b", "乙"), ("bad", "丙"))}
SENTENCES = [
    ("{form: each, of: [a], points: 2}", "“甲”每有一项得2分"),
    ("{form: presence, of: [a, b], points: 5}", "有“甲”或“乙”即得5分，多项也只计一次"),
    ("{form: count, of: [a], tiers: [{at_least: 2, points: 4}]}", "“甲”按数量：达到2项得4分"),
    ("{form: streak, of: [a], unless: [bad], years: 3, ending: [0, 1], points: 10}",
     "连续3个年度（末年为评审当年或评审上一年）每年都有“甲”，得10分；其间有“丙”的不得分"),
    ("{form: threshold, of: [a], at_least: 1, unit: ‰, points: 30}", "“甲”的数值达到1‰，得30分"),
    ("{form: threshold, of: [a], unit: ‰, tiers: [{less_than: 2, points: 5}, {at_most: 1, points: 9}]}",
     "“甲”的数值：低于2‰得5分，不超过1‰得9分"),
    ("{form: threshold, of: [a], than: [b], compare: less_than}", "“甲”的数值低于“乙”"),
    ("{form: trend, of: [a], direction: falling, periods: 3, ending: 2019}", "“甲”截至2019年连续3年逐年下降"),
    ("{form: tasks}", "各分项按其任务的完成情况计分，各分项相加"),
    ("{form: all_of, points: 3, parts: [{form: presence, of: [a], points: 0}, {form: presence, of: [b], points: 0}]}",
     "以下各条都须具备，得3分：①有“甲”；②有“乙”"),
    ("{form: any_of, parts: [{form: presence, of: [a], points: 0}, {form: presence, of: [b], points: 0}]}",
     "以下有一条具备即可：①有“甲”；②有“乙”"),
    ("{form: manual, of: [a], points: 20}", "由人评定，0至20分，供参考的材料为“甲”"),
    ("{form: best_of, by: order, parts: [{form: presence, of: [a], points: 5}]}",
     "以下各项只计排在最前的一项：①有“甲”即得5分，多项也只计一次"),
    ("{form: sum_of, parts: [{form: each, of: [a], points: 1}]}", "以下各项相加：①“甲”每有一项得1分"),
    ("{form: condition, requires: [a], rule: {form: presence, of: [b], points: 2}}",
     "须先有“甲”才计，否则待核：有“乙”即得2分，多项也只计一次"),
]  # fmt: skip


def rule(text: str) -> Any:
    return TypeAdapter(Rule).validate_python(load(text, "x"))


@pytest.mark.parametrize(("written", "said"), SENTENCES)
def test_each_form_is_a_sentence(written: str, said: str) -> None:
    assert rule_text(rule(written), PAPERS) == said


def test_no_form_is_left_out() -> None:
    assert {rule(written).form for written, _ in SENTENCES} == set(FORMS)


def test_every_check_is_said_in_chinese() -> None:
    checks = {*get_args(CheckName), *get_args(Check)}
    assert {check for check in checks if say("checks", check) == check == say("condition_checks", check)} == set()


def test_what_is_asked_of_a_paper() -> None:
    told = selection_text(load_rubric("jiangmen-qic-2022").indicator("5").papers["domestic"])
    assert told == (
        "“国内注册商标”：商标，国家（地区）为中国；持有单位须为申报单位；须为自主注册（受让取得的待核）；"
        "截止日须在有效期内；注册日期至截止日须满5年；注册号相同的只计一次"
    )


@pytest.mark.parametrize("rubric_id", built_in_ids())
def test_every_built_in_rubric_is_shown_whole_and_in_chinese(rubric_id: str) -> None:
    rubric = load_rubric(rubric_id)
    rows = {cell for part in parts_of(rubric) for row in part.rows for cell in row}
    for line in rubric.indicators:
        assert line.source.quote in rows, line.id
    for condition in rubric.eligibility:
        assert condition.source.quote in rows
    assert re.findall(r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w./-])", as_text(rubric)) == []
