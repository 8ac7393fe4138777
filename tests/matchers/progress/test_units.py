"""Which unit a printed name means, and which rows it answers for."""

from __future__ import annotations

import pytest

from matchers.progress.units import Plan
from matchers.rubric import load_rubric


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(load_rubric("jiangmen-city-tasks-2018").units)


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("01_新会区人民政府", {"新会区政府"}),
        ("江门市质量技术监督局", {"市质监局"}),
        ("02-市住建局材料", {"市住房城乡建设局"}),
        ("江门市农业局、江门市海洋与渔业局", {"市农业局", "市海洋渔业局"}),
        ("中共江门市委宣传部", {"市委宣传部"}),
        ("江门海关", {"江门海关"}),
        ("中国人民银行江门市中心支行", {"人行江门市中心支行"}),
        ("江门市质量强市工作领导小组办公室", {"市质量强市办"}),
        ("江门市生态环境局", {"市环境保护局"}),
        ("江门出入境检验检疫局", {"江门海关"}),
        ("03市发改局", {"市发展改革局"}),
        ("江门市市场监督管理局", {"市质监局", "市工商局", "市食品药品监管局", "市知识产权局"}),
    ],
)
def test_names_as_printed(plan: Plan, printed: str, named: set[str]) -> None:
    assert plan.named(printed, short=True) == named


@pytest.mark.parametrize("printed", ["开平市农业局", "江门市市场监督管理局开平分局", "开平市", "开平"])
def test_a_districts_bureau_acts_for_the_district(plan: Plan, printed: str) -> None:
    assert plan.named(printed, short=True) == {"开平市政府"}


@pytest.mark.parametrize("printed", ["广州市农业局", "广东省质量技术监督局", "江门市某电器有限公司", "材料汇总", ""])
def test_others_are_no_unit_of_the_plan(plan: Plan, printed: str) -> None:
    assert plan.named(printed, short=True) == frozenset()


def test_only_bodies_above_the_units_are_superior(plan: Plan) -> None:
    assert plan.superior("江门市人民政府办公室")
    assert plan.superior("国家质量监督检验检疫总局")
    assert plan.superior("江门市质量强市工作领导小组办公室")
    assert not plan.superior("新会区质量强市工作领导小组办公室")
    assert not plan.superior("江门市农业局")
    assert not plan.superior(None)


@pytest.mark.parametrize(
    ("printed", "own", "cover"),
    [
        (("各市（区）政府",), "新会区政府", "yes"),
        (("市质监局", "各市（区）政府"), "市农业局", "no"),
        (("市质量强市活动领导小组成员单位[含各市（区）政府]",), "市公安局", "yes"),
        (("市质量强市活动领导小组成员单位[含各市（区）政府]",), "鹤山市政府", "yes"),
        (("相关职能部门", "各市（区）政府"), "市农业局", "perhaps"),
        (("市工商局（市消委会）",), "市消委会", "yes"),
        (("各市（区）委组织部",), "恩平市政府", "yes"),
    ],
)
def test_which_rows_a_unit_answers_for(plan: Plan, printed: tuple[str, ...], own: str, cover: str) -> None:
    assert plan.covers(printed, frozenset({own})) == cover


def test_every_printed_unit_of_the_plan_is_known(plan: Plan) -> None:
    rubric = load_rubric("jiangmen-city-tasks-2018")
    for line in rubric.indicators:
        for sub in line.sub_items:
            for task in sub.tasks:
                for unit in task.units:
                    assert plan.covers((unit,), plan.members((unit,))) in {"yes", "perhaps"}
