"""Conditions settled by their own papers: met only by certain papers, failed only where nothing could undo it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document
from extractors.evidence import Evidence
from matchers.assemble import selects
from matchers.cases import APPLICANT, dossier, evidence, page
from matchers.draft import Condition, Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.rubric_model import Selection

ORGANISATION = load_rubric("qingyuan-award-organisation-2025")
GUANGDONG = load_rubric("guangdong-iso9001-2022")
PUBLICATION = ("holder", "subject", "from_date", "to_date", "result", "date")
REPORT = ("holder", "issuer", "from_date", "to_date", "statement", "record_date", "date")


def paper(kind: str, names: tuple[str, ...] = (), **values: Any) -> Evidence:
    return evidence(kind, field_names=names, **values)


def drafted(*papers: Evidence, documents: tuple[Document, ...] = ()) -> Draft:
    made = dossier(papers)
    return draft_dossier(replace(made, documents=(*made.documents, *documents)), ORGANISATION, ORGANISATION.as_of)


def condition(draft: Draft, wanted: str) -> Condition:
    return next(c for c in draft.eligibility if c.id == wanted)


UNREAD = Document("扫描件.pdf", "0" * 64, "unreadable", (), None, note="损坏")


def test_an_unread_file_may_hold_a_longer_publication() -> None:
    short = paper("publication", PUBLICATION, from_date="2025-09-18", to_date="2025-09-19")
    assert condition(drafted(short), "七.(一).内部公示").status == "not_met"
    assert condition(drafted(short, documents=(UNREAD,)), "七.(一).内部公示").status == "unknown"


def test_an_unread_file_does_not_make_a_company_older() -> None:
    young = evidence("business_licence", established="2024-05-01", address="清远市清城区1号")
    assert condition(drafted(young, documents=(UNREAD,)), "五.(一).1").status == "not_met"


def test_a_condition_that_fails_is_told_once() -> None:
    young = evidence("business_licence", established="2024-05-01", address="清远市清城区1号")
    told = [m for m in drafted(young).mismatches if m.code == "TOO_RECENT"]
    assert len(told) == 1
    assert told[0].evidence
    assert told[0].file


def test_an_unread_file_may_be_the_word_version() -> None:
    names = ("category", "applicant", "uscc", "person", "employer", "quality_years", "recommendation")
    form = paper("award_form", names, category="service", file="申报表.pdf")
    assert condition(drafted(form), "七.(一).申报表").status == "not_met"
    assert condition(drafted(form, documents=(UNREAD,)), "七.(一).申报表").status == "unknown"


def test_parts_stand_in_the_draft() -> None:
    parts = {c.id: c.part for c in drafted(evidence("business_licence")).eligibility}
    assert parts["五.(一).1"] == "申报条件"
    assert parts["七.(一).内部公示"] == "材料齐全性"


def test_a_missing_material_is_told_by_its_name() -> None:
    told = [m.message for m in drafted(evidence("business_licence")).mismatches if m.code == "MISSING_MATERIAL"]
    assert any("单位内部公示" in message for message in told)


def test_a_page_that_looks_like_the_material_is_named_where_nothing_was_recognised() -> None:
    words = "关于申报清远市政府质量奖有关事项，现在本单位内部公示，"
    words += "如有不同意见和异议，请在期限内向人事部门书面提出，谢谢大家的支持和配合。"
    scan = Document("扫描.pdf", "0" * 64, "read", (page("扫描.pdf", words),), 1)
    found = condition(drafted(evidence("business_licence"), documents=(scan,)), "七.(一).内部公示")
    assert found.status == "unknown"
    assert "扫描.pdf 第1页" in found.basis


def test_absence_is_never_taken_for_a_clean_record() -> None:
    clean = paper("record_report", REPORT, statement="clean", date="2025-10-10")
    for made in (drafted(clean), drafted(evidence("business_licence"))):
        assert condition(made, "五.(一).5").status == "unknown"


@given(st.floats(0.41, 0.89), st.sampled_from(["clean", "record", "null"]))
def test_an_uncertain_reading_neither_meets_nor_fails(confidence: float, statement: str) -> None:
    value = None if statement == "null" else statement
    report = paper(
        "record_report", REPORT, statement=value, record_date="2025-02-17", date="2025-10-10", confidence=confidence
    )
    short = paper("publication", PUBLICATION, from_date="2025-09-18", to_date="2025-09-19", confidence=confidence)
    young = evidence("business_licence", established="2024-05-01", address="清远市清城区1号", confidence=confidence)
    made = drafted(report, short, young)
    for wanted in ("五.(一).5", "七.(一).内部公示", "五.(一).1"):
        assert condition(made, wanted).status == "unknown"


@pytest.mark.parametrize(
    "rubric", ["qingyuan-award-organisation-2025", "qingyuan-award-person-2025", "guangdong-iso9001-2022"]
)
def test_an_empty_dossier_meets_nothing_and_fails_nothing(rubric: str) -> None:
    loaded = load_rubric(rubric)
    made = draft_dossier(dossier((), name="空"), loaded, loaded.as_of)
    assert {c.status for c in made.eligibility} == {"unknown"}
    assert made.confidence == "low"


@pytest.mark.parametrize(
    ("value", "allowed", "taken"),
    [
        ("智能家电", ("~智能家电",), True),
        ("五金", ("!null", "!~智能家电|汽车"), True),
        ("汽车零部件", ("!null", "!~智能家电|汽车"), False),
        (None, ("!null", "!~智能家电"), False),
        ("不同意推荐", ("~同意", "!~不同意"), False),
    ],
)
def test_words_in_and_not_in_a_value(value: str | None, allowed: tuple[str, ...], taken: bool) -> None:
    selection = Selection(title="甲", type="award", where={"name": allowed})
    assert selects(selection, evidence("award", name=value)) is taken


def test_an_expired_certificate_is_a_fact_and_no_failure() -> None:
    old = evidence("management_certificate", expiry_date="2021-12-24")
    made = draft_dossier(dossier([old], name=APPLICANT), GUANGDONG, dt.date(2022, 3, 20))
    fact = condition(made, "认证.ISO9001")
    assert (fact.status, fact.flags, fact.part) == ("unknown", ("EXPIRED",), "认证情况（事实，不是条件）")


@pytest.mark.parametrize(
    ("bare", "told"),
    [
        ("9月26日至10月9日", "共5个工作日"),
        ("9月24日至30日", "共6个工作日"),
        ("13月24日至30日", "未能识别起止日期"),
    ],
)
def test_a_stretch_without_a_year_is_counted_but_for_people(bare: str, told: str) -> None:
    notice = paper("publication", PUBLICATION, date="2025-09-24", bare_period=bare)
    found = condition(drafted(notice), "七.(一).内部公示")
    assert found.status == "unknown"
    assert told in found.basis
