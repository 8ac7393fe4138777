from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import PageId, text_page
from extractors.folding import fold_char
from extractors.text import View, view_of

MIXED = st.text(
    st.one_of(
        st.sampled_from("专利证书号年月日第一二〇○ZL0123456789 \t\n—-－–（）(：:•‣†‡„‟⻓⽤Ⅱ…㎡①ﬁ\r\u200b\u3000"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("发 明 专 利 证 书", "发明专利证书"),
        ("专 利 号：ＺＬ 2020", "专利号:ZL 2020"),
        ("姓 名  张 三", "姓名  张三"),
        ("二○二一 年 九 月 三 十 日", "二○二一年九月三十日"),
        ("2 0 2 1 年 9 月 1 0 日", "2021年9月10日"),
        ("2021年9月30日——2024年9月29日", "2021年9月30日-2024年9月29日"),
        ("GB/T 19001一2016", "GB/T 19001-2016"),
        ("Ｔ／GDAQI 062－2021", "T/GDAQI 062-2021"),
        ("江市监规字„2022‟1号", "江市监规字〔2022〕1号"),
        ("印发•管理办法‣的通知", "印发《管理办法》的通知"),
        ("江科﹝2020﹞13号", "江科〔2020〕13号"),
        ("• 质量第一", "· 质量第一"),
        ("塑料——试验方法", "塑料——试验方法"),
        ("①2021年", "①2021年"),
        ("⻓沙⻔⻢⽤⼴", "长沙门马用广"),
        ("第 123 号", "第123号"),
        ("A\r\nB\tC", "A\nB\tC"),
        ("注册号　１２３", "注册号 123"),
    ],
)
def test_what_patterns_see(raw: str, seen: str) -> None:
    assert View.of(raw).text == seen


@given(MIXED)
def test_every_character_comes_from_its_raw_stretch(raw: str) -> None:
    view = View.of(raw)
    for at, char in enumerate(view.text):
        start, end = view.raw(at, at + 1)
        assert 0 <= start < end <= len(raw)
        made = "".join(fold_char(c) for c in raw[start:end])
        assert char in made or (char == "-" and set(made) <= set("—―─ーㄧ一 ")) or char in "《》〈〉〔〕"


@given(MIXED)
def test_offsets_grow_and_nothing_but_blanks_is_lost(raw: str) -> None:
    view = View.of(raw)
    spans = [view.raw(at, at + 1) for at in range(len(view.text))]
    assert spans == sorted(spans)
    kept = {at for start, end in spans for at in range(start, end)}
    assert all(not fold_char(raw[at]).strip(" ") for at in range(len(raw)) if at not in kept)


@given(MIXED, st.data())
def test_a_stretch_found_again_from_its_raw_offsets(raw: str, data: st.DataObject) -> None:
    view = View.of(raw)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    again = view.inside(*view.raw(start, end))
    assert again[0] <= start
    assert again[1] >= end


def test_the_view_of_a_page_is_made_once() -> None:
    page = text_page(PageId("a.txt"), "专 利 号：ZL")
    assert view_of(page) is view_of(page)
    assert view_of(text_page(PageId("a.txt"), "专 利 号：ZL")) is not view_of(page)


def test_a_long_page_costs_little() -> None:
    raw = "证 书 编 号： 00121Q30215R2M　兹证明 江门市恒晟电器有限公司 2021 年 9 月 30 日——2024年\n" * 60
    start = time.perf_counter()
    View.of(raw)
    assert time.perf_counter() - start < 0.1
