"""What fuzzing found: a value that ends at damage is no certain value, and a label is no name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.confidence import CERTAIN, certain_of
from extractors.document import Box, Document, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence
from extractors.layout import Piece, compose_page

CERTIFICATE = (
    "质量管理体系认证证书\n证书编号：{number}\n获证组织：{holder}\n管理体系符合：GB/T 19001-2016\n"
    "认证范围：水龙头的设计和生产\n发证日期：{issued}\n有效期至：2023年11月21日\n粤衡认证有限公司"
)
GOOD = {"number": "54723Q35367R1M", "holder": "江门市恒盛食品机械有限公司", "issued": "2020年11月22日"}

GOOD_PATENTEE = "江门市宝盛食品机械有限公司"


def read(**printed: str) -> Evidence:
    page = text_page(PageId("a.docx"), CERTIFICATE.format(**{**GOOD, **printed}))
    (found,) = extract_evidence([Document("a.docx", "0" * 64, "read", (page,))]).evidence
    return found


def certain(found: Evidence, field: str) -> bool:
    return certain_of(found.fields[field]) >= CERTAIN


def test_the_good_paper_is_certain() -> None:
    found = read()
    assert all(certain(found, field) for field in ("certificate_no", "holder", "issue_date", "expiry_date"))


@pytest.mark.parametrize(
    "holder",
    [
        "江门市恒盛食品机械有限公司司",
        "江门市恒盛食⫁机械有限公司",
        "江门市恒盛\ufffd械有限公司",
        "江门市恒盛食品机\ua750有限公司",
        "江门市恒盛食Ø7?机械有限公司",
        "江门市\U0002b79a机械有限公司",
    ],
)
def test_a_name_cut_at_a_sign_that_nobody_can_read_is_not_certain(holder: str) -> None:
    assert not certain(read(holder=holder), "holder")


@pytest.mark.parametrize("holder", ["江门市恒盛食品机械有限", "江门市恒", "建设路38号", "江门市GB", "授权公"])
def test_a_name_that_does_not_end_as_names_do_is_not_certain(holder: str) -> None:
    assert not certain(read(holder=holder), "holder")


@pytest.mark.parametrize(
    "holder",
    [
        "江门市恒盛五金加工场",
        "开平市人民政府",
        "五邑大学",
        "张三",
        "欧阳小明",
        "江门市恒盛电器厂（普通合伙）",
        "恒盛商店",
    ],
)
def test_a_name_of_any_other_body_or_of_a_person_is_certain(holder: str) -> None:
    assert certain(read(holder=holder), "holder")


@pytest.mark.parametrize("holder", ["江门%%EOF\n市恒盛食品机械有限公司", "江<x>门市恒盛食品机械有限公司"])
def test_what_stands_behind_damage_beside_the_label_is_not_certain(holder: str) -> None:
    found = read(holder=holder)
    assert found.text("holder") != GOOD["holder"]
    assert not certain(found, "holder")


@pytest.mark.parametrize(
    "standard", ["GB/T 19001-2016", "ISO 9001:2015", "IATF 16949:2016", "GB/T19001-2016/ISO9001:2015"]
)
def test_a_standard_is_no_number_of_a_certificate(standard: str) -> None:
    lines = ["质量管理体系认证证书", "证书编号", f"管理体系符合\t{standard}", "获证组织\t江门市恒盛食品机械有限公司"]
    page = text_page(PageId("a.html"), "\n".join(lines))
    (found,) = extract_evidence([Document("a.html", "0" * 64, "read", (page,))]).evidence
    assert found.text("certificate_no") is None or not certain(found, "certificate_no")


def test_the_title_of_the_next_paper_is_no_holder_of_this_one() -> None:
    patent = "发明专利证书\n发明名称：一种阀芯\n专利号：ZL201910669731.8\n专利权人：江门市宝盛食品机械有限公司\n"
    page = text_page(PageId("a.html"), patent * 2 + "授权公告日：2021年03月08日")
    for found in extract_evidence([Document("a.html", "0" * 64, "read", (page,))]).evidence:
        assert found.fields["patentees"].value == (GOOD_PATENTEE,) or not certain(found, "patentees")


@pytest.mark.parametrize("cut", ["2020年11月", "2020年11月22日", "2020年1月2"])
def test_what_a_damaged_file_ends_with_is_not_certain(cut: str) -> None:
    whole = CERTIFICATE.format(**{**GOOD, "issued": cut})
    page = text_page(PageId("a.docx"), whole[: whole.index(cut) + len(cut)])
    for breaks_off in (False, True):
        document = Document("a.docx", "0" * 64, "partly_read", (replace(page, breaks_off=breaks_off),))
        (found,) = extract_evidence([document]).evidence
        assert certain(found, "holder")
        assert not (breaks_off and certain(found, "issue_date"))


@pytest.mark.parametrize(
    "number", ["54%%EOF\n723Q35367R1M", "54723Q35\ufffd67R1M", "54723Q35?67R1M", "54723Q35367R<x>1M"]
)
def test_a_number_cut_at_such_a_sign_is_not_certain(number: str) -> None:
    assert not certain(read(number=number), "certificate_no")


@pytest.mark.parametrize(
    "issued",
    [
        "2020年11月222日",
        "2020年11月2?日",
        "2020年11月\ufffd2日",
        "2020年11月鬱4日",
        "2020.11华22",
        "22020年11月22日",
        "2020年11月2\ue0002日",
        "2020年11月\n22日",
    ],
)
def test_a_month_whose_day_is_damaged_is_not_certain(issued: str) -> None:
    assert not certain(read(issued=issued), "issue_date")


@pytest.mark.parametrize(
    "issued",
    [
        "2 2020年11月22日",
        "2 202 0年11月22日",
        "22 0 2 0 年11月22日",
        "1 2 2020-11-22",
        "2020-11-2 2",
        "2020年11月22 2日",
    ],
)
def test_a_date_of_whose_figures_blanks_part_some_is_not_certain(issued: str) -> None:
    found = read(issued=issued)
    assert found.fields["issue_date"].value is None or not certain(found, "issue_date")


@pytest.mark.parametrize(
    "issued", ["2020年11月22日 2 页", "2 0 2 0 年 1 1 月 2 2 日", "202 0年11月2 2日", "2020-11-22 10:30:00"]
)
def test_a_date_of_parted_figures_that_is_whole_stays_certain(issued: str) -> None:
    found = read(issued=issued)
    assert found.text("issue_date") == "2020-11-22"
    assert certain(found, "issue_date")


def test_a_month_alone_stays_certain() -> None:
    found = read(issued="2020年11月")
    assert found.text("issue_date") == "2020-11"
    assert certain(found, "issue_date")


@pytest.mark.parametrize("empty", ["", " "])
def test_the_label_below_an_empty_label_is_no_name(empty: str) -> None:
    assert read(holder=empty).text("holder") != "管理体系"


def test_a_sign_within_a_word_that_a_font_keeps_to_itself_is_no_blank() -> None:
    words = (("江门市泰锐精密\uea21具有限公司", 100.0), ("\uf0b7 甲方", 130.0), ("乙\u3000方", 160.0))
    page = compose_page(PageId("a.pdf", 1), [Piece(text, Box(50, y, 400, y + 12)) for text, y in words])
    assert page.text.split("\n") == ["江门市泰锐精密\ufffd具有限公司", "甲方", "乙 方"]


def scanned(text: str, score: float) -> Evidence:
    pieces = [
        Piece(one, Box(50, 60 + 30 * at, 50 + 12 * len(one), 74 + 30 * at), (score,) * len(one))
        for at, one in enumerate(text.splitlines())
    ]
    page = compose_page(PageId("a.jpg", 1), pieces, via="ocr")
    (found,) = extract_evidence([Document("a.jpg", "0" * 64, "read", (page,))]).evidence
    return found


LICENCE = (
    "营业执照\n统一社会信用代码：{code}\n名称：江门市联新电器有限公司\n类型：有限责任公司\n成立日期：2009年3月14日"
)


def test_a_code_that_is_printed_wrong_and_read_sharply_is_not_certain() -> None:
    """The check digits want a 6 where the paper has a 5: sharply read, it is no misreading that they mend."""
    right, wrong = "91440703KKEA96CEXB", "91440703KKEA95CEXB"
    assert certain(scanned(LICENCE.format(code=right), 0.995), "uscc")
    assert not certain(scanned(LICENCE.format(code=wrong), 0.995), "uscc")
    unclear = scanned(LICENCE.format(code=wrong), 0.9)
    assert (unclear.text("uscc"), certain(unclear, "uscc")) == (right, True)


PATENT = "发明专利证书\n专利号：ZL201410916329.2\n专利权人：江门市恒盛电器有限公司\n授权公告日：{granted}"


def test_a_month_beside_a_label_that_names_a_day_is_not_certain() -> None:
    assert certain(scanned(PATENT.format(granted="2019年09月26日"), 0.995), "grant_date")
    assert not certain(scanned(PATENT.format(granted="2019年09月"), 0.995), "grant_date")


@pytest.mark.parametrize("holder", ["江门市恒盛电器有限公司司", "江门市恒盛电器厂厂"])
def test_a_scanned_name_that_says_its_end_twice_is_not_certain(holder: str) -> None:
    assert certain(scanned(CERTIFICATE.format(**GOOD), 0.995), "holder")
    assert not certain(scanned(CERTIFICATE.format(**{**GOOD, "holder": holder}), 0.995), "holder")
