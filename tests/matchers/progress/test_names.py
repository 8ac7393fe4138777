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
