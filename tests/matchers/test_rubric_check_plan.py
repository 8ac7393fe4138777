"""A plan that does not fit together is refused, with one line for each mistake and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchers.rubric import YamlProblem, load_rubric

GOOD = """
id: plan
title: 计划
document: 计划
as_of: 2019-12-31
applicant: unit
kinds: [KINDS]
period: {start: 2018-01-01, end: 2019-12-31}
units:
  - {name: 市质监局}
  - {name: 各局, members: [市质监局]}
groups: [{id: 一, title: 一, max: 30}]
indicators:
  - id: "1"
    name: 经费
    group: 一
    max: 30
    source: {clause: 第1项, quote: 达到1‰的得30分}
    materials: ""
    papers:
      share: {title: 经费比例, type: statistic, measure: {name: 经费比例, unit: ‰}}
      plan: {title: 方案, type: official_document, deed: {words: [经费+方案]}}
    rule: {form: threshold, of: [share], unit: ‰, tiers: [{at_least: 0.3, points: 10}, {at_least: 1, points: 30}]}
    sub_items:
      - id: 1-1
        source: {clause: 第1项, quote: 达到1‰的得30分}
        points: 30
        tiers: [{quote: 达到1‰的得30分, points: 30, tasks: ["1.1"]}]
        tasks:
          - {id: "1.1", text: 列入预算。, units: [市质监局], due: 2018年10月, deadline: 2018-10-31, papers: [plan]}
          - {id: "1.2", text: 每年列入。, units: [各局], due: 每年, deadline: 12-31, every: year, papers: [plan]}
"""
KINDS = Path(load_rubric.__code__.co_filename).parent / "rubrics" / "kinds-city"


def problems(tmp_path: Path, old: str = "", new: str = "") -> str:
    assert old in GOOD
    text = GOOD.replace(old, new) if old else GOOD
    (tmp_path / "rubric.yaml").write_text(text.replace("KINDS", str(KINDS)), "utf-8")
    try:
        load_rubric(str(tmp_path / "rubric.yaml"))
    except YamlProblem as problem:
        return str(problem)
    return ""


def test_a_plan_that_fits_loads(tmp_path: Path) -> None:
    assert problems(tmp_path) == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{at_least: 0.3, points: 10}", "{at_least: 3, points: 10}", "由易到难"),
        ("{at_least: 0.3, points: 10}", "{at_most: 0.3, points: 10}", "方向须一致"),
        ("of: [share], unit: ‰", "of: [share], unit: 分", "不能换算"),
        ("units: [市质监局], due", "units: [市质检局], due", "市质检局"),
        ("members: [市质监局]", "members: [市商务局]", "市商务局"),
        ("deadline: 2018-10-31", "deadline: 2018-10-32", "没有“2018-10-32”这一天"),
        ("deadline: 2018-10-31", "deadline: 10-31", "年月日"),
        ("deadline: 12-31, every: year", "deadline: 2018-12-31, every: year", "月日"),
        ("deadline: 12-31, every: year", "deadline: 12-31, every: ongoing", "没有时限"),
        ("tasks: [\"1.1\"]}]", "tasks: [\"1.9\"]}]", "没有任务“1.9”"),
        ("quote: 达到1‰的得30分, points: 30, tasks", "quote: 达到2‰的得30分, points: 30, tasks", "不在本分项的引文里"),
        ("- {name: 各局, members: [市质监局]}", "- {name: 市质监局}", "重复"),
        ("start: 2018-01-01", "start: 2020-01-01", "早于开始日"),
        ("points: 30\n        tiers", "points: 20\n        tiers", "20"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in problems(tmp_path, old, new)
