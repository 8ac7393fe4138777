from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.masking import find_private, mask

PROVINCES = ["11", "31", "44", "50", "65"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2010, 1, 1)))
    body = (
        draw(st.sampled_from(PROVINCES)) + f"{draw(st.integers(0, 9999)):04}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    )
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


@given(
    identities(),
    st.sampled_from(["", "张三 ", "身份证号码：", "证件号码\t", "编号：", "No.", "ABC"]),
    st.sampled_from(["", "，男", "\t2020"]),
)
def test_an_identity_number_never_gets_out(number: str, before: str, after: str) -> None:
    masked = mask(before + number + after)
    assert number not in masked
    assert len(masked) == len(before + number + after)
    assert masked == before + number[:6] + "********" + number[-4:] + after


@given(identities(), st.sampled_from([6, 10, 14]))
def test_blanks_inside_an_identity_number_do_not_help(number: str, at: int) -> None:
    printed = number[:at] + " " + number[at:]
    assert number[6:14] not in mask(printed).replace(" ", "")


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["电话：", "手机 ", "李四", "（", "联系人王五，"])
)
def test_a_mobile_number_never_gets_out(number: str, before: str) -> None:
    assert mask(before + number) == before + number[:3] + "****" + number[-4:]


@given(st.text(alphabet="0123456789 -X身份证电话号：ZLGB/T.〔〕()年月日", max_size=60))
def test_masking_keeps_the_length_and_is_stable(text: str) -> None:
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once
    assert all(a == b or b == "*" for a, b in zip(text, once, strict=True))


STAYS = [
    "ZL202010430096.0",
    "ZL 2020 1 0430096.0",
    "CN 111472379 B",
    "91440703617700015J",
    "914407810666001219",
    "124401190000000009",
    "00121Q30215R2M",
    "CMS粤[2020]AAA3125号",
    "2013010702607951",
    "第12345678号",
    "GB/T 19001-2016",
    "DB4407/T 70-2021",
    "GR202144001234",
    "CNAS L13344",
    "01 100 1534567",
    "江市监规字〔2022〕1号",
    "2021年9月30日至2024年9月29日",
    "2021-09-30 2024-09-29",
    "20210930",
    "注册号：440703000012345",
    "注册号 440782000123456",
    "报告编号：13800138000",
    "No：18012345678",
    "粤中取证字第0700102012345号",
    "管理号：14352144114441234",
    "检验报告编号 0750-20211234",
    "US 10,123,456 B2",
    "校验码 1380013800013800",
    "202112-202205",
    "粤B20210315123456789012",
]


@pytest.mark.parametrize("text", STAYS)
def test_numbers_of_papers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.integers(1985, 2022), st.sampled_from("12389"), st.integers(0, 9_999_999), st.sampled_from("0123456789X"))
def test_patent_numbers_stay(year: int, kind: str, serial: int, check: str) -> None:
    for text in (
        f"ZL{year}{kind}{serial:07}.{check}",
        f"专利号：ZL {year} {kind} {serial:07}.{check}",
        f"{year}{kind}{serial:07}.{check}",
    ):
        assert mask(text) == text


@given(st.dates(), st.dates())
def test_dates_stay(first: object, second: object) -> None:
    for text in (f"{first} 至 {second}", f"{first:%Y%m%d}-{second:%Y%m%d}", f"{first:%Y.%m.%d}—{second:%Y.%m.%d}"):
        assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4 4 0 7 0 3 1 9 9 0 0 1 0 1 1 2 3 1", "4 4 0 7 0 3 * * * * * * * * 1 2 3 1"),
        ("身份证号：44O7O319900101l231", "身份证号：44O7O3********l231"),
        ("身份证 440703900101123", "身份证 440703******123"),
        ("０７５０－３５０１２３４", "０７５０－*****３４"),
        ("(0750)3501234", "(0750)*****34"),
        ("传真：0750 3501234", "传真：0750 *****34"),
        ("开户行及账号：6222021234567890123", "开户行及账号：6222***********0123"),
        ("138-0013-8000", "138-****-8000"),
        ("+86 13800138000", "+86 138****8000"),
        ("手机号扫描件13800138000.jpg", "手机号扫描件138****8000.jpg"),
    ],
)
def test_forms_of_private_numbers(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_fifteen_digits_that_may_be_a_registration_are_private_only_among_people() -> None:
    row = "3\t王五\t440703290101123"
    assert mask(row) == row
    assert mask(row, context="姓名\t身份证号码") == "3\t王五\t440703******123"


def test_a_known_number_of_a_paper_stays_though_it_looks_like_a_telephone() -> None:
    assert mask("证书 13800138000", keep={"13800138000"}) == "证书 13800138000"
    assert mask("11010519491231002X", keep={"11010519491231002X"}) == "110105********002X"


def test_places_are_given_for_covering() -> None:
    text = "张三，440703199001011231，13800138000"
    assert [text[p.start : p.end] for p in find_private(text)] == ["440703199001011231", "13800138000"]
    assert not re.search(r"\d{9}", mask(text))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("440703-19880512-3047", "440703-********-3047"),
        ("440703－19880512－3047", "440703－********－3047"),
        ("440703  19880512  3047", "440703  ********  3047"),
        ("身份证\t4407031988\t05123047", "身份证\t440703****\t****3047"),
        ("身份证\n4407031988\n05123047", "身份证\n440703****\n****3047"),
        ("身份证 440703-850612-301", "身份证 440703-******-301"),
        ("联系人_13822334455_张三.pdf", "联系人_138****4455_张三.pdf"),
        ("13822334455/13922334455", "138****4455/139****4455"),
        ("联系电话 3501234、3501235", "联系电话 350**34、350**35"),
        ("020 8765 4321", "020 **** **21"),
        ("07503501234", "0750*****34"),
        ("6228-4800-3456-7120", "6228-****-****-7120"),
        ("5522 4512 3456 7892", "5522 **** **** 7892"),
        ("账号：2012-0021-0902-4567-890", "账号：2012-****-****-***7-890"),
    ],
)
def test_numbers_written_in_groups_or_over_two_cells(text: str, masked: str) -> None:
    assert mask(text) == masked
