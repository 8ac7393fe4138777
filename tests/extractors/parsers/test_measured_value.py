"""Numbers with units, and the periods they are about: what is written comes back exactly; nothing else is a value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.parsers import measured_value, periods
from extractors.text import View

UNITS = ["%", "‰", "家", "个", "件", "人次", "万元", "亿元", "批次", "分", "万人次", "平方米"]
DECIMALS = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False).map(lambda d: f"{d.normalize():f}")


@given(DECIMALS, st.sampled_from(UNITS), st.sampled_from(["合格率为", "共有", "达到", "（", "其中："]))
def test_a_written_amount_comes_back(number: str, unit: str, before: str) -> None:
    text = View.of(f"全市{before}{number}{unit}，其他情况良好。").text
    (found,) = measured_value.find(text)
    assert (found.value, found.unit) == (number, unit)
    assert text[found.start : found.end] == f"{number}{unit}"


@given(st.integers(1000, 99_999_999), st.sampled_from(["家", "人次", "件", "万元"]))
def test_thousands_separators_change_nothing(number: int, unit: str) -> None:
    (found,) = measured_value.find(View.of(f"累计{number:,}{unit}。").text)
    assert Decimal(found.value) == number


@given(DECIMALS, st.sampled_from(["%", "‰"]))
def test_full_width_reads_alike(number: str, unit: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c in ".%" else c for c in number + unit)
    assert measured_value.validate(wide) == number + unit


@given(DECIMALS, st.sampled_from(UNITS))
def test_compact_validate_and_format_agree(number: str, unit: str) -> None:
    text = f" {number}{unit} "
    assert measured_value.is_valid(text)
    assert measured_value.format(text) == measured_value.validate(text) == measured_value.compact(text)


@given(st.text(max_size=60))
def test_any_text_is_borne(text: str) -> None:
    folded = View.of(text).text
    for one in measured_value.find(folded):
        assert 0 <= one.start < one.end <= len(folded)
    for period in periods.find(folded, 2019):
        assert 0 <= period.start < period.end <= len(folded)


@given(st.integers(1, 60), st.integers(0, 40))
def test_a_range_of_ranks_is_as_good_as_its_worst(first: int, more: int) -> None:
    (found,) = measured_value.find(f"月度排名{first}-{first + more}名")
    assert (found.value, found.unit, found.rank) == (str(first + more), "名", True)


@pytest.mark.parametrize(
    "text",
    [
        "江府〔2018〕12号",
        "GB/T 19001-2016",
        "ISO9001认证",
        "2019年9月10日",
        "“3·15”活动",
        "5A级景区",
        "第2届",
        "附件1",
        "三次产业结构为8.1:43.0:48.9",
        "电话0750-3831234",
    ],
)
def test_what_measures_nothing_is_no_amount(text: str) -> None:
    assert not [a for a in measured_value.find(View.of(text).text) if a.unit]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("98%以上", "at_least"),
        ("不低于96%", "at_least"),
        ("超过50家", "more_than"),
        ("近50家", "about"),
        ("60余家", "at_least"),
        ("5%以内", "at_most"),
        ("97.8%", ""),
    ],
)
def test_words_that_bound_a_number(text: str, bound: str) -> None:
    (found,) = measured_value.find(text)
    assert found.bound == bound


@given(st.integers(2000, 2030), st.integers(1, 12))
def test_months_of_any_year(year: int, month: int) -> None:
    (found,) = periods.find(f"{year}年{month}月份")
    assert found.value == f"{year}-{month:02d}"


@given(st.integers(2000, 2030), st.integers(1, 11), st.integers(1, 11))
def test_from_month_to_month(year: int, first: int, more: int) -> None:
    last = min(first + more, 12)
    (found,) = periods.find(f"{year}年{first}-{last}月")
    special = {(1, 12): f"{year}", (1, 6): f"{year}-H1", (7, 12): f"{year}-H2"}
    special |= {(3 * q - 2, 3 * q): f"{year}-Q{q}" for q in (1, 2, 3, 4)}
    assert found.value == special.get((first, last), f"{year}-{first:02d}/{year}-{last:02d}")


def test_words_without_a_year_need_the_papers_own() -> None:
    assert [f.value for f in periods.find("今年上半年，去年，9月", 2019)] == ["2019-H1", "2018", "2019-09"]
    assert {f.value for f in periods.find("今年上半年，去年，9月")} == {None}
