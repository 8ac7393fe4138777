"""Which numbers are private, and which are not: the grammar of each kind, with and without words beside it."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.masking import mask, mask_name
from pipeline.private_bank import luhn_agrees
from pipeline.private_identity import check_agrees

PERSON = "440703198805123047"
PLACES = ("11", "31", "44", "50", "65")


def luhn(body: str) -> str:
    return next(body + d for d in "0123456789" if luhn_agrees(body + d))


@st.composite
def old_identities(draw: st.DrawFn) -> str:
    """Fifteen digits, as issued until 1999."""
    day = draw(st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(1999, 12, 31)))
    place = draw(st.sampled_from(PLACES)) + draw(st.sampled_from(("01", "07", "12", "53")))
    return f"{place}{draw(st.integers(1, 99)):02}{day:%y%m%d}{draw(st.integers(0, 999)):03}"


@given(
    old_identities(), st.sampled_from(["", "李四 ", "李四", "身份证号：", "\t"]), st.sampled_from(["", " 男", "\t2020"])
)
def test_fifteen_digits_of_an_identity_need_no_word(number: str, before: str, after: str) -> None:
    assert mask(f"{before}{number}{after}") == f"{before}{number[:6]}******{number[-3:]}{after}"


@given(st.sampled_from(("4367421", "4563510", "5522451", "5187101", "3568891", "6013821")), st.integers(0, 99_999_999))
def test_cards_of_other_networks_need_no_word(prefix: str, serial: int) -> None:
    number = luhn(f"{prefix}{serial:08}")
    assert mask(f"工资卡 {number}") != f"工资卡 {number}"
    if "20" not in number[4:8] and "19" not in number[4:8]:
        assert mask(f"王五 {number}") == f"王五 {number[:4]}********{number[-4:]}"


def test_a_card_before_another_number() -> None:
    for body in ("6222021234567890", "622202123456789012"):
        card = luhn(body[:-1] if len(body) == 16 else body)
        for after in ("213", "202112 5000", "1"):
            assert mask(f"{card} {after}") == f"{card[:4]}{'*' * (len(card) - 8)}{card[-4:]} {after}"


def test_nineteen_digits_of_older_cards() -> None:
    for prefix in ("9558802012", "9559980123", "4563510100", "6013826102"):
        number = luhn(f"{prefix}34567890")
        assert number not in mask(f"陈六 {number}")


@pytest.mark.parametrize(
    "number",
    ["E12345678", "EA1234567", "G12345678", "C12345678", "CA1234567", "H1234567800", "A123456(7)", "ABC123456789012"],
)
def test_travel_papers_beside_their_word(number: str) -> None:
    for text in (f"护照号码：{number}", f"港澳通行证 {number}", f"姓名\t证件号码\n张三\t{number}"):
        assert number not in mask(text)
    assert mask(f"产品型号 {number}") == f"产品型号 {number}"


@pytest.mark.parametrize("misread", ["44O785197911035614", "4407B5197911035614", "44078S1979l1035614"])
def test_an_identity_with_a_character_misread(misread: str) -> None:
    digits = misread.replace("O", "0").replace("B", "8").replace("l", "1").replace("S", "5")
    assert check_agrees(digits)
    for text in (misread, f"李四{misread} 男", f"身份证号码：{misread}", f"姓名\t身份证号\n李四\t{misread}"):
        masked = mask(text)
        assert misread[6:14] not in masked
        assert "********" in masked


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("张三 138OO138000", "OO13"),
        ("手机：1380013800O", "0013"),
        ("电话：O750-3501234", "35012"),
        ("张三-13800138000.pdf", "0013"),
        ("13800138000-张三.pdf", "0013"),
        ("wx_13822334455_1.jpg", "2233"),
        ("张三/13800138000/a.pdf", "0013"),
        ("13800138000/0750-3501234", "35012"),
        ("138 00138 000", "00138"),
        ("1 3 8 0 0 1 3 8 0 0 0", "0 0 1 3"),
        ("+86 750 3501234", "35012"),
        ("电话：6852394668517548", "946685"),
        ("手机1380013800013900139000", "8000139"),
        ("+852 2345 6789", "345 67"),
        ("联系电话：1380013\n8000", "0013"),
        ("联系电话：0750-350\n1234", "0-350"),
        (f"{PERSON[:10]}\n{PERSON[10:]}", PERSON[6:10]),
        (f"{PERSON[:12]}\t{PERSON[12:]}", PERSON[6:12]),
        ("账号：6222021234\n567890123", "021234"),
        ("姓名\t电话\t职务\n张三\t3501234\t经理", "35012"),
        ("姓名\t工资卡号\n张三\t12345678901234567", "56789"),
        ("手机号：13800138000、13900139000,15012345678", "1234"),
        ("ID" + PERSON, "19880512"),
        (f"赵六 {PERSON} 13800138000 3", "0013"),
        (f"赵六 {PERSON} 0750-3501234 3", "35012"),
        (f"{PERSON} 6222021234567890128 202112", "3456"),
        ("1 13800138000 13900139000 2", "0013"),
        ("４４０７０３１９８８０５１２３０４７", "１９８８"),
    ],
)
def test_numbers_as_they_are_written_and_read(text: str, gone: str) -> None:
    assert gone in text
    assert gone not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "电话 0750-3501234 2021年9月30日",
        "联系电话：13800138000，20210930",
        "银行账号 6222021234567890123 2021-09-30",
        "传真：0750-3501234 01 100 1534567",
    ],
)
def test_only_the_number_after_the_word_goes(text: str) -> None:
    date = text.rsplit(" ", 1)[-1] if "，" not in text else "20210930"
    assert mask(text).endswith(date)
    assert "*" in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "07502021123",
        "报告 07503501234",
        "0750-20211234",
        "检测报告075020211234号",
        "编号：440703850612301",
        "注册号440703850612301",
        "案号 4407032021000123",
        "440703000012345",
        "产品标准号 13800138000.1",
        "91440703617700015J 13号",
        "电话\t证书编号\n\t13800138000",
    ],
)
def test_numbers_of_papers_that_look_private_stay(text: str) -> None:
    assert mask(text) == text


SURROUNDINGS = (
    "{}",
    "编号：{}",
    "证书编号 {}",
    "电话 0750-3501234 {}",
    "{} 电话：13800138000",
    f"身份证 {PERSON} {{}}",
    f"姓名\t身份证号码\t证书\n张三\t{PERSON}\t{{}}",
    "手机\t13800138000\t{}",
    "{}\t13800138000",
    "联系电话：13800138000，{}",
    "联系电话：0750-3501234；{}",
    "银行账号 6222021234567890123 {}",
    "A\t{}\tB",
    "联系电话\n{}",
    "电话\t证书编号\n13800138000\t{}",
    "身份证 {}",
    "联系电话 {}",
    "手机\t{}",
)


def examples() -> list[tuple[str, str]]:
    """Kind and text of the handbook's numbers of papers; identity numbers are none."""
    shared = Path(os.environ.get("YUSHEN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    path = shared / "domain" / "number_examples.jsonl"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(row["kind"], row["text"]) for row in rows if row["kind"] != "ric"]


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_no_number_of_a_paper_is_masked(surrounding: str) -> None:
    lost = [
        (kind, text, mask(surrounding.format(text)))
        for kind, text in examples()
        if text not in mask(surrounding.format(text))
    ]
    assert lost == []


@given(st.integers(0, 10**16 - 1), st.sampled_from(["证书编号：", "报告编号 ", "No.", "管理号："]))
def test_a_number_after_the_word_for_a_papers_number_stays(number: int, before: str) -> None:
    text = f"{before}{number:016}"
    assert mask(text) == text


def test_names_of_folders() -> None:
    assert mask_name(f"李四{PERSON}") == "李四440703××××××××3047"
    assert mask_name("13800138000") == "138××××8000"
    assert mask_name(mask_name(f"李四{PERSON}")) == mask_name(f"李四{PERSON}")
    assert mask_name("06_江门市江海区砚航光电科技有限公司") == "06_江门市江海区砚航光电科技有限公司"
