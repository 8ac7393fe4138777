"""Names of measures: the same, declared to mean the same, only alike, or another thing."""

from __future__ import annotations

import pytest

from matchers.progress.names import match, nearness
from matchers.rubric_measures import Measure

RATE = Measure(name="主要农产品质量安全抽检合格率", also=("主要农产品抽检合格率",), unit="%")


@pytest.mark.parametrize(
    "printed",
    [
        "主要农产品质量安全抽检合格率",
        "2019年全市主要农产品质量安全抽检合格率达",
        "江门市主要农产品 质量安全抽检合格率为",
        "“主要农产品质量安全抽检合格率”",
    ],
)
def test_year_place_and_signs_change_nothing(printed: str) -> None:
    assert match(printed, RATE) == "exact"


def test_a_declared_synonym_is_told_apart_from_the_name_itself() -> None:
    assert match("全市主要农产品抽检合格率", RATE) == "also"


@pytest.mark.parametrize("printed", ["农产品质量安全监测总体合格率", "主要农产品质量安全监测合格率"])
def test_a_name_that_is_only_alike_is_a_question(printed: str) -> None:
    assert match(printed, RATE) == "no"
    assert nearness(printed, RATE) > 0


@pytest.mark.parametrize("printed", ["主要农产品质量安全抽检不合格率", "城镇登记失业率", "", None])
def test_another_thing_and_its_opposite_are_neither(printed: str | None) -> None:
    assert match(printed, RATE) == "no"
    assert nearness(printed, RATE) == 0


def test_life_services_are_not_production_services() -> None:
    satisfaction = Measure(name="生产性服务业满意度", unit="分")
    assert match("生活性服务业满意度", satisfaction) == "no"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("大中型工程一次验收合格率", "保障房工程质量一次验收合格率"),
        ("产品质量省级监督抽查合格率", "产品质量国家监督抽查合格率"),
        ("种植业标准化生产普及率", "产地农产品标准化生产普及率"),
    ],
)
def test_long_common_words_do_not_make_two_things_alike(printed: str, name: str) -> None:
    assert nearness(printed, Measure(name=name)) == 0


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("绿色建筑占比", "城市绿色建筑占新建建筑面积比重"),
        ("保障性住房一次验收合格率", "保障房工程质量一次验收合格率"),
        ("饮用水水源地水质达标率", "城市集中式饮用水水源水质达标率"),
        ("特种设备死亡率", "特种设备万台设备事故死亡率"),
    ],
)
def test_names_that_may_mean_the_measure_are_shown(printed: str, name: str) -> None:
    assert match(printed, Measure(name=name)) == "no"
    assert nearness(printed, Measure(name=name)) > 0
