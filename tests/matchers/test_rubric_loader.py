"""A rubric with mistakes stops at load, and every mistake is told in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchers.rubric import YamlProblem, built_in_ids, load_rubric
from matchers.rubrics import summaries
from matchers.strict_yaml import parse

GOOD = """
id: small
title: 小办法
document: 某号
as_of: 2022-06-10
groups: [{id: 一, title: 一, max: 5}]
indicators:
  - id: "2.10"
    name: 甲
    group: 一
    max: 5
    source: {clause: 附件, quote: 每项得1分}
    materials: 证书
    papers: {patents: {title: 专利, type: patent, holder: patentees, checks: [holder]}}
    rule: {form: each, of: [patents], points: 0.5}
"""


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "rubric.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(YamlProblem) as caught:
        load_rubric(str(path))
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_small_rubric_loads_with_exact_numbers(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(GOOD, "utf-8")
    indicator = load_rubric(str(path)).indicators[0]
    assert indicator.id == "2.10"
    assert str(getattr(indicator.rule, "points", None)) == "0.5"


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "'title' stands twice" in problems(tmp_path, GOOD.replace("title: 小办法", "title: 小办法\ntitle: 大办法"))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("form: each", "form: every").replace("    name: 甲\n", "    nam: 甲\n")
    told = problems(tmp_path, text)
    assert "'every' is not one of each, presence, count, streak" in told
    assert "indicators[0].nam: unknown key" in told
    assert "indicators[0].name: missing" in told


def test_references_that_lead_nowhere_are_told_with_what_is_allowed(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace("of: [patents]", "of: [patent]").replace("type: patent,", "type: patnt,"))
    assert "'patent' is not one of its papers (patents)" in told
    assert "'patnt' is not one of business_licence" in told


def test_an_unknown_check_names_the_known_ones(tmp_path: Path) -> None:
    assert "'holdr' is not one of" in problems(tmp_path, GOOD.replace("checks: [holder]", "checks: [holdr]"))


def test_a_quote_must_not_be_empty(tmp_path: Path) -> None:
    assert "quote: empty" in problems(tmp_path, GOOD.replace("quote: 每项得1分", 'quote: ""'))


def test_tiers_must_rise(tmp_path: Path) -> None:
    rule = "{form: count, of: [patents], tiers: [{at_least: 3, points: 2}, {at_least: 2, points: 3}]}"
    assert "must rise" in problems(tmp_path, GOOD.replace("{form: each, of: [patents], points: 0.5}", rule))


@pytest.mark.parametrize("text", ["", "- a", "a: [", "a: {b: c", "\x00"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_rubric_names_the_built_in_ones() -> None:
    with pytest.raises(YamlProblem, match="jiangmen-qic-2022"):
        load_rubric("no-such-rubric")


def test_nothing_is_converted_by_the_loader() -> None:
    assert parse("a: 012\nno: yes\nid: 2.10\nday: 2022-06-10", "x") == {
        "a": "012",
        "no": "yes",
        "id": "2.10",
        "day": "2022-06-10",
    }


def test_every_built_in_rubric_loads_and_is_listed() -> None:
    assert [s.id for s in summaries()] == built_in_ids()
    assert "jiangmen-qic-2022" in built_in_ids()
