"""What else on a paper proves a date that was read with doubt, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.confidence import CERTAIN, certain_of
from extractors.document import Document, Page, PageId, text_page
from extractors.evidence import Evidence, Field, Reading
from extractors.extraction import extract_evidence
from extractors.terms import confirm_by_terms

ASSURANCE = (
    "计量保证体系确认合格证书\n粤计保(2)字第0123号\n江门市恒晟电器有限公司：\n"
    "经审查，你单位符合二级计量保证体系的确认条件，准予确认。\n"
    "发证日期：2018年09月10日\n有效期至：2024年01月31日\n广东省质量技术监督局\n"
)
HIGH_TECH = (
    "高新技术企业\n证书\n企业名称：江门市恒晟电器有限公司\n证书编号：GR201944001234\n"
    "发证时间：2019年12月02日\n有效期：三年\n批准机关：广东省科学技术厅\n"
)


def scan(text: str, score: float = 0.9, blurred: str = "") -> Page:
    """A scanned page of which every character has the score; the words with `blurred` in them have 0.9."""
    page = text_page(PageId("a.jpg", 1), text, via="ocr", score=score)
    words = [replace(w, scores=(0.9,) * len(w.text)) if blurred and blurred in w.text else w for w in page.words]
    return replace(page, words=tuple(words))


def only(page: Page) -> Evidence:
    (found,) = extract_evidence([Document(page.id.file, "0" * 64, "read", (page,))]).evidence
    return found


def test_a_date_that_stands_on_the_paper_in_chinese_numerals_too_is_certain() -> None:
    twice = only(scan(ASSURANCE + "二〇一八年九月十日"))
    assert twice.text("issue_date") == "2018-09-10"
    assert certain_of(twice.fields["issue_date"]) >= CERTAIN
    assert certain_of(twice.fields["expiry_date"]) < CERTAIN, "of the end nothing else is said"


@pytest.mark.parametrize("foot", ["", "二〇一三年九月十日", "2018年09月10日"])
def test_another_day_or_the_same_signs_once_more_below_prove_nothing(foot: str) -> None:
    found = only(scan(ASSURANCE + foot))
    assert found.text("issue_date") == "2018-09-10"
    assert certain_of(found.fields["issue_date"]) < CERTAIN


def test_the_term_that_a_kind_always_has_need_not_be_read_sharply() -> None:
    found = only(scan(HIGH_TECH, 0.99, blurred="三年"))
    assert found.text("expiry_date") == "2022-12-02"
    assert certain_of(found.fields["expiry_date"]) >= CERTAIN


def test_another_term_or_a_blurred_issue_date_leaves_the_end_uncertain() -> None:
    other = only(scan(HIGH_TECH.replace("三年", "五年"), 0.99, blurred="五年"))
    assert other.text("expiry_date") == "2024-12-02"
    assert certain_of(other.fields["expiry_date"]) < CERTAIN
    assert certain_of(only(scan(HIGH_TECH, 0.99, blurred="2019")).fields["expiry_date"]) < CERTAIN


def dates(first: str, last: str, score: float) -> dict[str, Field]:
    reading = Reading(via="ocr", score=score)
    return {"issue_date": Field(first, first, reading=reading), "expiry_date": Field(last, last, reading=reading)}


def test_days_one_term_apart_confirm_each_other() -> None:
    found = confirm_by_terms(dates("2020-05-01", "2023-04-30", 0.9), [3, 1, 5])
    assert all(certain_of(field) >= CERTAIN for field in found.values())
    strange = confirm_by_terms(dates("2020-05-01", "2023-04-20", 0.9), [3, 1, 5])
    assert all(certain_of(field) < CERTAIN for field in strange.values())


def test_a_misread_year_may_turn_one_term_into_another() -> None:
    """2023 read as 2025 gives five years in place of three: what was hardly read is not confirmed so."""
    found = confirm_by_terms(dates("2020-05-01", "2025-04-30", 0.6), [3, 1, 5])
    assert all(certain_of(field) < CERTAIN for field in found.values())
    only_one = confirm_by_terms(dates("2016-11-09", "2026-11-09", 0.6), [10])
    assert all(certain_of(field) >= CERTAIN for field in only_one.values())


QMS = "质量管理体系认证证书\n证书编号：00121Q30215R2M\n江门市恒晟电器有限公司\n管理体系符合 GB/T 19001-2016\n"


@pytest.mark.parametrize(
    ("printed", "certain"),
    [
        ("2021年12月09日", True),
        ("2021年8月9日", True),
        ("2021年08月9日", False),  # 19日, of which the engine dropped a figure
        ("2021年8月09日", False),
        ("2021年08月16E", False),  # a whole day, not the month of August
    ],
)
def test_a_date_that_looks_torn_is_not_certain_however_sharply_it_is_read(printed: str, certain: bool) -> None:
    found = only(scan(QMS + f"发证日期：2018年01月30日\n有效期至：{printed}", 0.99))
    assert (certain_of(found.fields["expiry_date"]) >= CERTAIN) is certain
    typed = extract_evidence(
        [Document("a.docx", "0" * 64, "read", (text_page(PageId("a.docx"), found_text(printed)),))]
    )
    certain_if_typed = certain or "E" not in printed  # 08月9日: who typed it, typed it so; 16E is no day of anybody
    assert (certain_of(typed.evidence[0].fields["expiry_date"]) >= CERTAIN) is certain_if_typed


def found_text(printed: str) -> str:
    return QMS + f"发证日期：2018年01月30日\n有效期至：{printed}"


def test_the_first_issue_in_place_of_an_unread_issue_date_is_not_certain() -> None:
    found = only(scan(QMS + "初次发证日期：2018年08月07日\n发证日期：209年08月07日\n有效期至：2022年08月06日", 0.99))
    assert certain_of(found.fields["issue_date"]) < CERTAIN
    alone = only(scan(QMS + "初次发证日期：2019年08月07日\n有效期至：2022年08月06日", 0.99))
    assert alone.text("issue_date") == "2019-08-07"
    assert certain_of(alone.fields["issue_date"]) >= CERTAIN, "three years before the end: it is the issue date"


def test_a_number_that_states_another_year_makes_the_date_uncertain() -> None:
    found = only(scan(HIGH_TECH.replace("GR2019", "GR2014"), 0.99))
    for name in ("certificate_no", "issue_date", "expiry_date"):
        assert certain_of(found.fields[name]) < CERTAIN, name
