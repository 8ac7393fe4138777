from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.organisation import Level, Organisation, best, compare

OWN = Organisation(
    "江门市恒晟电器有限公司",
    "91440703617700015J",
    former=("江门市恒光电器有限公司",),
    english=("Jiangmen Hengsheng Electric Co., Ltd.",),
)

LEVELS = [
    ("江门市恒晟电器有限公司", "SAME"),
    ("江门市恒晟电器 有限公司", "SAME"),
    ("江門市恆晟電器有限公司", "SAME_NORMALISED"),
    ("江门市恒晟电器有眼公司", "SAME_NORMALISED"),
    ("江们市恒晟电器有限公司", "SAME_NORMALISED"),
    ("江门市恒晟电器有限公司（以下简称恒晟）", "SAME_NORMALISED"),
    ("江门市恒晟电器有限公司（盖章）", "SAME_NORMALISED"),
    ("江门市恒晟电器有限公司 Jiangmen Hengsheng Electric Co., Ltd.", "SAME_NORMALISED"),
    ("江门市恒光电器有限公司", "FORMER_WITH_PROOF"),
    ("江门市恒晟电器有限公司新会分公司", "BRANCH"),
    ("江门市恒晟电器有限公司研究院", "BRANCH"),
    ("恒晟集团有限公司", "GROUP"),
    ("广东恒晟控股有限公司", "GROUP"),
    ("江门市恒晟电器集团有限公司", "GROUP"),
    ("江门市恒展电器有限公司", "PERHAPS"),
    ("江门市恒晟电器股份有限公司", "PERHAPS"),
    ("江门市恒晟电器有限责任公司", "PERHAPS"),
    ("江门恒晟电器有限公司", "PERHAPS"),
    ("恒晟电器有限公司", "PERHAPS"),
    ("恒晟（江门）电器有限公司", "PERHAPS"),
    ("江门市恒晟电器", "PERHAPS"),
    ("江门市恒晟电有限公司", "PERHAPS"),
    ("江门市恒晟电器制造有限公司", "DIFFERENT"),
    ("江门市恒晟实业有限公司", "DIFFERENT"),
    ("江门市恒晟科技有限公司", "DIFFERENT"),
    ("江门市新会区恒晟电器有限公司", "DIFFERENT"),
    ("中山市恒晟电器有限公司", "DIFFERENT"),
    ("江门市恒达电器有限公司", "DIFFERENT"),
    ("江门市恒晟电器厂", "DIFFERENT"),
    ("张三", "DIFFERENT"),
    ("五邑大学", "DIFFERENT"),
    ("珠海格力电器股份有限公司", "DIFFERENT"),
    ("JIANGMEN HENGSHENG ELECTRIC CO.,LTD", "SAME_NORMALISED"),
    ("Kong Moon Hengsheng Electric Company Limited", "SAME_NORMALISED"),
    ("Jiangmen Hengsheng Electrical Appliance Co., Ltd.", "PERHAPS"),
    ("Walmart Inc.", "DIFFERENT"),
    ("", "UNREAD"),
]


@pytest.mark.parametrize(("printed", "level"), LEVELS)
def test_levels(printed: str, level: str) -> None:
    assert compare(printed, OWN).level.name == level


def test_the_code_decides_before_the_name() -> None:
    assert compare("看不清", OWN, "91440703617700015J").level is Level.SAME_USCC
    assert compare("江门市恒晟电器有限公司", OWN, "91440705MA4W00070N").level is Level.PERHAPS
    assert compare("江门市恒展电器有限公司", OWN, "91440705MA4W00070N").level is Level.DIFFERENT
    assert compare("江门市恒展电器有限公司", OWN, "91440705MA4W0007ON").level is Level.PERHAPS  # unreadable code


def test_without_a_known_english_name_a_foreign_holder_stays_open() -> None:
    assert compare("Walmart Inc.", Organisation("江门市恒晟电器有限公司")).level is Level.PERHAPS


def test_registered_characters_are_not_merged() -> None:
    own = Organisation("江门市恒钜五金有限公司")
    assert compare("江門市恆鉅五金有限公司", own).level is Level.SAME_NORMALISED
    assert compare("江门市恒巨五金有限公司", own).level is Level.PERHAPS


def test_the_best_of_several_owners() -> None:
    assert best(["五邑大学", "江门市恒晟电器有限公司"], OWN).level is Level.SAME
    assert best([], OWN).level is Level.UNREAD


HAN = st.text(st.sampled_from("江门市恒晟展电器有限公司厂集团广东中山新会区股份责任科技(（）)A 1眼们鉅電"), max_size=24)


@given(HAN)
def test_any_text_gets_a_level_and_equal_names_are_same(text: str) -> None:
    compare(text, OWN)
    if text.strip() and any("\u4e00" <= c <= "\u9fff" for c in text):
        assert compare(text, Organisation(text)).level is Level.SAME


@given(HAN)
def test_only_folding_or_proof_is_accepted(text: str) -> None:
    """An accepted name shares every character of 字号 and 行业 with the applicant's name or a former one."""
    if compare(text, OWN).level.accepted and any("\u4e00" <= c <= "\u9fff" for c in text):
        assert "恒晟" in text or "恒光" in text
