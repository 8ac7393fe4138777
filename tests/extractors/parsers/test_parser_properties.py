"""What holds for every parser on any text: no exception, offsets inside the text, values that come back."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric as stdnum_ric
from stdnum.cn import uscc as stdnum_uscc

from extractors.parsers import (
    certificate_number,
    cma_number,
    cnas_number,
    dates,
    document_number,
    durations,
    foreign_patent,
    high_tech_number,
    identity_number,
    measurement_number,
    organisation,
    organisation_list,
    patent_number,
    person_title,
    publication_number,
    standard_number,
    trademark_number,
    uscc,
)
from extractors.parsers.found import Found
from extractors.text import View

NUMBERS = [
    certificate_number,
    cma_number,
    cnas_number,
    dates,
    document_number,
    durations,
    foreign_patent,
    high_tech_number,
    identity_number,
    measurement_number,
    patent_number,
    publication_number,
    standard_number,
    trademark_number,
    uscc,
]
FINDERS: list[Callable[[str], list[Found]]] = [
    *(module.find for module in NUMBERS),
    dates.find_months,
    organisation.find,
    organisation_list.split,
    person_title.find,
]
NOISE = st.one_of(
    st.text(
        st.sampled_from(
            "0123456789OIlBSZ专利号证书ZLCNGB/T-.·—年月日至二〇一 \n\t()（）:：〔〕有限公司厂江门市、，。XQRSML*第"
        ),
        max_size=60,
    ),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.text(st.sampled_from("GB/T 19001-206ISODJQCMSARZL.X年月"), max_size=40),
)


@given(NOISE)
def test_finders_never_raise_and_stay_inside_the_text(text: str) -> None:
    for find in FINDERS:
        for found in find(text):
            assert 0 <= found.start < found.end <= len(text)


@given(NOISE)
def test_readers_never_raise_and_agree_with_is_valid(text: str) -> None:
    for module in NUMBERS:
        found = module.read(text)
        if module.is_valid(text):
            assert found.value is not None
            assert found.problem is None


@pytest.mark.parametrize("module", NUMBERS, ids=lambda m: m.__name__.rpartition(".")[2])
def test_normalising_twice_is_normalising_once(module: ModuleType) -> None:
    samples = [
        "91350100M000100Y43",
        "ZL 2020 1 0430096.0",
        "CN 111472379 B",
        "US 10,123,456 B2",
        "第 9988776 号",
        "证书编号：001 21 Q 30215 R2M",
        "CMS粤（2022）A0456",
        "CNASL13344",
        "211900111234",
        "GR 2021 4400 1234",
        "GB/T19001—2016",
        "江府办[2017]33号",
        "2021年9月30日",
        "三年",
        "11010519491231002X",
    ]
    clean = [module.read(s).value for s in samples if module.is_valid(s)]
    assert clean
    for value in clean:
        assert value is not None
        if module is durations:
            continue  # ISO durations are no printed forms
        assert module.read(value).value == value


days = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
HAN = "〇一二三四五六七八九"


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else HAN[tens]) + "十") + (HAN[ones] if ones else "")


@given(days, st.integers(0, 7), st.sampled_from(["", "发证日期：", "有效期至 "]))
def test_every_printed_form_of_a_day_is_read(day: dt.date, form: int, label: str) -> None:
    y, m, d = day.year, day.month, day.day
    forms = [
        f"{y}年{m}月{d}日",
        f"{y} 年 {m:02} 月 {d:02} 日",
        f"{y}-{m:02}-{d:02}",
        f"{y}.{m}.{d}",
        f"{y}/{m:02}/{d:02}",
        "".join(HAN[int(c)] for c in str(y)).replace("〇", "○") + f"年{_han(m)}月{_han(d)}日",
        f"{day:%b}. {d}, {y}",
        f"{d} {day:%B} {y}",
    ]
    text = View.of(label + forms[form]).text
    assert [f.value for f in dates.find(text)] == [day.isoformat()]


@given(days, days)
def test_ranges(first: dt.date, last: dt.date) -> None:
    text = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    (found,) = dates.find(text)
    assert found.value == (f"{first}/{last}" if first <= last else None)
    assert (found.problem is None) == (first <= last)


@given(st.integers(1900, 2100), st.integers(0, 14), st.integers(0, 33))
def test_an_impossible_day_is_refused_never_moved(year: int, month: int, day: int) -> None:
    try:
        right: str | None = dt.date(year, month, day).isoformat() if 1949 <= year <= 2099 else None
    except ValueError:
        right = None
    found = dates.find(f"{year}年{month}月{day}日")
    assert [f.value for f in found] == [right]


@given(
    st.integers(1990, 2024), st.sampled_from("1238"), st.integers(0, 9_999_999), st.integers(0, 11), st.integers(1, 9)
)
def test_one_wrong_digit_of_a_patent_is_noticed(year: int, kind: str, serial: int, at: int, by: int) -> None:
    body = f"{max(year, 2004)}{kind}{serial:07}"
    number = f"ZL{body}.{patent_number.check_digit(body)}"
    assert patent_number.is_valid(number)
    assert patent_number.read(patent_number.format(number)).value == number
    assert [f.value for f in patent_number.find(f"专利号:{patent_number.format(number)} 授权")] == [number]
    wrong = body[:at] + str((int(body[at]) + by) % 10) + body[at + 1 :]
    assert patent_number.read(f"ZL{wrong}{number[-2:]}").check == "failed"


@given(
    st.text(st.sampled_from(uscc.ALPHABET), min_size=8, max_size=8), st.integers(0, 17), st.sampled_from(uscc.ALPHABET)
)
def test_one_wrong_sign_of_a_code_is_noticed(organisation_code: str, at: int, other: str) -> None:
    body = "91440703" + organisation_code
    body += uscc.organisation_digit(organisation_code)
    code = body + uscc.check_character(body)
    assert uscc.read(code).check == "passed"
    assert stdnum_uscc.is_valid(code)
    wrong = code[:at] + other + code[at + 1 :]
    found = uscc.read(wrong)
    assert wrong == code or found.check == "failed" or found.repaired is not None
    assert found.repaired is None or found.value is None or uscc.problem(found.value) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2005, 12, 31)), st.integers(0, 999))
def test_identity_numbers_agree_with_stdnum_and_are_masked(born: dt.date, serial: int) -> None:
    body = f"110105{born:%Y%m%d}{serial:03}"
    number = body + identity_number.check_digit(body)
    assert identity_number.is_valid(number)
    assert stdnum_ric.calc_check_digit(body + "0") == number[-1]
    assert identity_number.mask(number).count("*") == 10


def test_all_finders_on_a_page_take_under_three_milliseconds() -> None:
    page = (
        "证书编号:00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n统一社会信用代码:91440703617700015J\n地址:江门市蓬江区建设路1号\n"
        "建立的质量管理体系符合 GB/T 19001-2016 / ISO 9001:2015 标准\n通过认证范围如下:家用电器的设计、生产和销售\n"
        "发证日期:2021年9月30日 有效期至:2024年9月29日\nThis is to certify that the quality management system of\n"
        "Jiangmen Hengsheng Electric Co., Ltd.\nis in conformity with the standard. Date of issue Sep. 30, 2021\n"
    )
    text = (
        page + "本证书的有效性依据发证机构的定期监督获得保持，证书信息可在国家认证认可监督管理委员会网站查询。\n" * 20
    )
    for find in FINDERS:
        find(text)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for find in FINDERS:
            find(text)
        best = min(best, time.perf_counter() - start)
    assert best < 0.012  # 3 ms on a quiet core; the machine of the tests may be four times slower


@pytest.mark.parametrize(
    "printed",
    [
        "US 10,123,456 B2", "EP 1 234 567 B1", "特許第6789012号", "JP6789012 B2", "KR 10-1234567 B1",
        "DE 10 2012 345 678 B4", "GB 2345678 B", "AU 2012345678 B2", "TWI 123456 B", "RU 2345678 C2",
        "FR 2345678 B1", "CA 2345678 C",
    ],
)  # fmt: skip
def test_a_grants_normal_form_is_read_as_that_grant(printed: str) -> None:
    value = foreign_patent.validate(printed)
    assert foreign_patent.format(value) == value
