"""Whole dossiers: who applies, what is claimed, what was not read, what another applicant uses too."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from extractors.document import Document, Problem
from extractors.evidence import Evidence
from matchers.applicant import folder_name
from matchers.cases import APPLICANT, USCC, dossier, evidence, form, page
from matchers.draft import Dossier, Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.register import find_shared
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)


def draft(made: Dossier, **changes: Any) -> Draft:
    return draft_dossier(made, RUBRIC, changes.get("as_of", AS_OF), changes.get("shared"))


def line(made: Draft, name: str) -> Line:
    return next(one for one in made.lines if one.id == name)


def codes(made: Draft, indicator: str | None = None) -> set[str]:
    return {m.code for m in made.mismatches if indicator is None or m.indicator == indicator}


def test_an_empty_dossier_gives_zeros_and_says_that_nobody_applies() -> None:
    made = draft(dossier([], name="申报材料"))
    assert made.total == 0
    assert made.applicant.name is None
    assert made.confidence == "low"
    assert "APPLICANT_UNKNOWN" in codes(made)
    assert len(made.lines) == 21
    assert len(made.eligibility) == 8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("江门市恒晟电器有限公司", "江门市恒晟电器有限公司"),
        ("01-江门市恒晟电器有限公司申报材料", "江门市恒晟电器有限公司"),
        ("3、江门市恒晟电器有限公司（质量提升创新中心申报材料）", "江门市恒晟电器有限公司"),
        ("2022_江门市恒晟电器有限公司_佐证材料", "江门市恒晟电器有限公司"),
        ("福建省交通运输厅", "福建省交通运输厅"),
        ("恒晟（江门）电器有限公司", "恒晟（江门）电器有限公司"),
        ("01-恒晟", None),
        ("申报材料", None),
        ("扫描件", None),
    ],
)
def test_the_folder_may_name_the_applicant(name: str, expected: str | None) -> None:
    assert folder_name(name) == expected


def test_a_short_folder_name_and_the_papers_agree() -> None:
    made = draft(dossier([evidence("management_certificate")], name="01-恒晟"))
    assert made.applicant.name == APPLICANT
    assert line(made, "9.1").confidence == "high"


def test_the_majority_of_the_papers_tells_who_applies_at_medium() -> None:
    papers = [evidence("management_certificate"), evidence("patent"), evidence("high_tech_enterprise")]
    made = draft(dossier(papers, name="扫描件"))
    assert made.applicant.name == APPLICANT
    assert line(made, "9.1").draft_score == 8
    assert line(made, "9.1").confidence == "medium"


def test_form_and_licence_of_two_companies_conflict() -> None:
    licence = evidence("business_licence", name="中山市别家电器有限公司", uscc="91350100M000100Y43")
    made = draft(dossier([licence, evidence("management_certificate")], [form({"9.1": "8"})]))
    assert {"APPLICANT_NAME_CONFLICT", "USCC_CONFLICT"} <= codes(made)
    assert line(made, "9.1").confidence == "low"


def test_where_form_and_licence_conflict_the_papers_decide_or_nobody_does() -> None:
    other, code = "中山市别家电器有限公司", "91350100M000100Y43"
    licence = evidence("business_licence", name=other, uscc=code)
    claims = [form({"9.1": "8"})]
    nobody = draft(dossier([licence], claims, name="08_恒晟"))
    assert (nobody.applicant.name, nobody.applicant.uscc) == (None, None)
    assert {"APPLICANT_NAME_CONFLICT", "USCC_CONFLICT", "APPLICANT_UNKNOWN"} <= codes(nobody)
    assert {one.confidence for one in nobody.lines} == {"low"}
    ours = draft(dossier([licence, evidence("management_certificate")], claims, name="08"))
    assert (ours.applicant.name, ours.applicant.uscc) == (APPLICANT, USCC)
    assert line(ours, "9.1").draft_score == 8
    assert line(ours, "9.1").confidence == "low"
    theirs = draft(dossier([licence, evidence("management_certificate", holder=other)], claims, name="08"))
    assert (theirs.applicant.name, theirs.applicant.uscc) == (other, code)
    assert draft(dossier([licence], claims, name=other)).applicant.name == other


def test_a_former_name_counts_with_proof_only() -> None:
    old = "江门市恒晟光电有限公司"
    certificate = evidence("management_certificate", holder=old)
    proof = evidence("organisation_document", kind="name_change", holder=APPLICANT, former_names=[old])
    assert line(draft(dossier([certificate])), "9.1").draft_score == 0
    assert line(draft(dossier([certificate, proof])), "9.1").draft_score == 8


def test_the_licence_settles_where_the_applicant_is_registered() -> None:
    def status(**values: Any) -> str:
        made = draft(dossier([evidence("business_licence", **values)]))
        return next(c.status for c in made.eligibility if c.id == "6.(一)")

    assert status() == "met"
    assert status(address="江门市新会区会城冈州大道1号") == "met"
    assert status(address="台山市台城环城路1号") == "met"
    assert status(address="河南省鹤壁市鹤山区中山路1号") == "not_met"
    assert status(address="中山市小榄镇1号") == "not_met"
    assert status(address="建设路1号") == "unknown"
    assert status(business_scope="日用品的销售") == "unknown"


def test_what_papers_cannot_settle_stays_unknown() -> None:
    papers = [evidence(t) for t in ("laboratory", "patent", "cqo_certificate", "appointment")]
    papers.append(evidence("management_certificate", kind="mms"))
    status = {c.id: c.status for c in draft(dossier(papers)).eligibility}
    assert [status[f"6.({n})"] for n in "四五六"] == ["met"] * 3
    assert [status[f"6.({n})"] for n in "二三七八"] == ["unknown"] * 4


def test_a_failed_inspection_of_the_last_year_touches_eligibility() -> None:
    report = evidence("inspection_report", conclusion="fail", date="2021-09-01")
    made = draft(dossier([report]))
    assert next(c.status for c in made.eligibility if c.id == "6.(八)") == "not_met"
    assert line(made, "7").draft_score == 0
    assert next(m.severity for m in made.mismatches if m.code == "FAILED_INSPECTION") == "error"


def test_an_unread_page_keeps_every_open_line_from_high() -> None:
    paper = evidence("management_certificate", kind="mms", file="a.pdf")
    documents = [Document("a.pdf", "0", "read", (page("a.pdf", "", 1), page("a.pdf", "糊", 2, legibility="poor")), 2)]
    made = draft(dossier([paper], documents=documents))
    assert "LOW_OCR_QUALITY" in codes(made)
    assert line(made, "8.2").confidence == "medium"
    assert "a.pdf 第2页" in line(made, "8.2").basis
    assert line(made, "1").confidence == "high", "the cap is reached, nothing unread can change it"


@pytest.mark.parametrize("status", ["unreadable", "password", "unsupported", "limit", "partly_read"])
def test_a_file_that_was_not_read_is_told_once_and_lowers_the_lines(status: Any) -> None:
    documents = [Document("b.rar", "0", status, (), None, "坏")]
    made = draft(dossier([], documents=documents))
    assert [m.indicator for m in made.mismatches if m.file == "b.rar"] == [None]
    assert {one.confidence for one in made.lines} == {"medium"}


def test_problems_of_reading_are_passed_on() -> None:
    problem = Problem("PASSWORD_PROTECTED", "b.pdf有密码，请提供不加密的文件。", "b.pdf")
    made = draft(dossier([], documents=[Document("b.pdf", "0", "password", problems=(problem,))]))
    told = [m for m in made.mismatches if m.file == "b.pdf"]
    assert [(m.code, m.severity, m.indicator) for m in told] == [("PASSWORD_PROTECTED", "error", None)]


def test_system_junk_changes_nothing() -> None:
    made = draft(dossier([], documents=[Document("Thumbs.db", "0", "skipped")]))
    assert line(made, "9.1").confidence == "high"
    assert made.mismatches == ()


def test_a_page_that_looks_like_a_certificate_keeps_its_line_from_high() -> None:
    text = "质量管理体系认证证书\n" + "兹证明某某组织的管理体系符合标准的要求，本证书在有效期内有效，可在网站查询。" * 3
    documents = [Document("c.pdf", "0", "read", (page("c.pdf", text),), 1)]
    made = draft(dossier([], documents=documents))
    assert line(made, "9.1").confidence == "medium"
    assert "PAPER_UNRECOGNISED" in codes(made, "9.1")
    divider = [Document("c.pdf", "0", "read", (page("c.pdf", "佐证材料之三：质量管理体系认证证书"),), 1)]
    assert line(draft(dossier([], documents=divider)), "9.1").confidence == "high"


def test_a_paper_of_another_holder_that_changes_nothing_carries_no_line() -> None:
    papers = [
        evidence("management_certificate"),
        evidence("management_certificate", certificate_no="X", holder="中山市别家有限公司"),
    ]
    made = draft(dossier(papers))
    assert [(m.indicator, m.severity) for m in made.mismatches if m.code == "HOLDER_MISMATCH"] == [(None, "error")]
    assert line(made, "9.1").confidence == "high"


def test_two_copies_that_contradict_each_other_are_low() -> None:
    one = evidence("management_certificate", file="a.pdf")
    other = evidence("management_certificate", file="b.pdf", expiry_date="2022-01-01")
    made = draft(dossier([one, other]))
    assert line(made, "9.1").confidence == "low"
    assert "PAPERS_CONFLICT" in codes(made, "9.1")


def test_chinese_and_english_side_are_one_certificate() -> None:
    english = evidence("management_certificate", file="en.pdf", holder="HENGSHENG ELECTRIC CO LTD")
    chinese = evidence("management_certificate", file="zh.pdf", expiry_date=None)
    made = draft(dossier([english, chinese]))
    status = {i.evidence.pages[0].file: (i.status, i.reasons) for i in made.items}
    assert status == {"en.pdf": ("rejected", ("DUPLICATE_EVIDENCE",)), "zh.pdf": ("accepted", ())}
    assert line(made, "9.1").draft_score == 8, "the expiry date is taken from the English side"


def test_three_certificates_with_one_number_are_three() -> None:
    papers = [evidence("management_certificate", kind=k, certificate_no="N1") for k in ("qms", "ems", "ohsms")]
    made = draft(dossier(papers))
    assert line(made, "9.1").draft_score == 8
    assert line(made, "9.2").draft_score == 2


def test_a_counted_paper_that_the_form_leaves_out_is_told() -> None:
    made = draft(dossier([evidence("management_certificate")], [form({"4": "2"})]))
    assert line(made, "9.1").draft_score == 8
    assert "EVIDENCE_UNCLAIMED" in codes(made, "9.1")
    assert line(made, "9.1").confidence == "high"
    assert {"CLAIM_UNSUPPORTED", "MISSING_MATERIAL"} <= codes(made, "4")
    assert line(made, "4").highest == 2
    assert line(made, "4").claimed_score == 2


def test_a_mistyped_number_in_the_form_is_a_value_mismatch_not_an_unsupported_claim() -> None:
    claim = {"4": {"score": "2", "items": [{"number": "ZL202010430098.0", "name": "一种电器"}]}}
    made = draft(dossier([evidence("patent")], [form(claim)]))
    assert "CLAIM_VALUE_MISMATCH" in codes(made)
    assert "CLAIM_UNSUPPORTED" not in codes(made)
    assert line(made, "4").confidence == "high"


def test_a_person_on_two_lines_is_counted_twice_and_told() -> None:
    def person(name: str, number: str) -> Evidence:
        return evidence("credential", person=name, identity=number)

    papers = [
        person("张三", "4407********0011"),
        person("李四", "4407********0022"),
        person("王五", "4407********0033"),
    ]
    numbers = ["4407********0011", "4407********0022", "4407********0033"]
    papers.append(evidence("social_security", persons=["张三", "李四", "王五"], identities=numbers))
    made = draft(dossier(papers))
    assert line(made, "10.1").draft_score == 4
    assert line(made, "11").draft_score == 1
    assert line(made, "10.1").lowest == 0
    assert line(made, "11").lowest == 0
    assert {m.severity for m in made.mismatches if m.code == "PERSON_COUNTED_TWICE"} == {"info"}


def test_a_number_of_another_applicant_of_the_run() -> None:
    mine = dossier([evidence("patent"), evidence("standard")], name=APPLICANT)
    other = "中山市别家电器有限公司"
    copy = evidence("patent", patentees=[APPLICANT])
    standard = evidence("standard", drafting_units=[APPLICANT, other])
    theirs = dossier([copy, standard], name=other)
    shared = find_shared([mine, theirs])
    ours, others = draft(mine, shared=shared), draft(theirs, shared=shared)
    assert "SHARED_NUMBER" in codes(ours)
    assert "SHARED_NUMBER" in codes(others)
    assert line(ours, "4").draft_score == 2
    assert line(others, "4").draft_score == 0
    assert not any("标准" in m.message for m in ours.mismatches if m.code == "SHARED_NUMBER")


def test_a_patent_of_both_applicants_is_not_shared() -> None:
    owners = [APPLICANT, "中山市别家电器有限公司"]
    runs = [dossier([evidence("patent", patentees=owners)], name=name) for name in owners]
    assert find_shared(runs).uses == {}


def test_a_later_day_than_the_measures_live_is_told() -> None:
    assert "RUBRIC_EXPIRED" in codes(draft(dossier([]), as_of=dt.date(2025, 3, 1)))
    assert "RUBRIC_EXPIRED" not in codes(draft(dossier([]), as_of=dt.date(2025, 2, 28)))


def test_ids_follow_files_and_pages() -> None:
    papers = [
        evidence("patent", file="b.pdf", page=2),
        evidence("award", file="a.pdf"),
        evidence("trademark", file="b.pdf"),
    ]
    documents = [Document(f, "0", "read") for f in ("b.pdf", "a.pdf")]
    made = draft(dossier(papers, documents=documents))
    assert [(i.id, i.evidence.type) for i in made.items] == [
        ("E001", "trademark"),
        ("E002", "patent"),
        ("E003", "award"),
    ]


def test_one_draft_is_the_same_in_every_run() -> None:
    papers = [evidence("patent"), evidence("award"), evidence("business_licence")]
    assert draft(dossier(papers)) == draft(dossier(papers))
    assert draft(dossier(papers)).applicant.uscc == USCC


def test_the_english_name_is_known_from_a_twin_of_one_number() -> None:
    english = "JIANGMEN HENGSHENG ELECTRIC CO., LTD."
    chinese = evidence("management_certificate", file="zh.pdf")
    twin = evidence("management_certificate", file="en.pdf", holder=english)
    listed = evidence("export_certificate", holder=english)
    assert line(draft(dossier([listed])), "9.2").draft_score == 0
    assert line(draft(dossier([chinese, twin, listed])), "9.2").draft_score == 1


def test_the_english_name_is_known_from_a_bilingual_paper() -> None:
    english = "JIANGMEN HENGSHENG ELECTRIC CO., LTD."
    bilingual = evidence("management_certificate", holder_en=english)
    exported = evidence("export_certificate", holder=english)
    assert line(draft(dossier([bilingual, exported])), "9.2").draft_score == 1
    both = evidence("export_certificate", holder=english, holder_zh="江门市恒晟电器有限公司")
    assert line(draft(dossier([both])), "9.2").draft_score == 1
    other = evidence("export_certificate", holder=english, holder_zh="中山市甲电器有限公司")
    assert line(draft(dossier([other])), "9.2").draft_score == 0


def test_a_revoked_licence_is_not_eligible() -> None:
    made = draft(dossier([evidence("business_licence", marks=["revoked"])]))
    assert next(c.status for c in made.eligibility if c.id == "6.(一)") == "not_met"
    assert "LICENCE_REVOKED" in codes(made)


def test_a_row_of_the_own_list_needs_no_owner() -> None:
    row = evidence("patent", patentees=[], marks=["list_row", "no_patentee_column"])
    made = line(draft(dossier([row])), "4")
    assert (str(made.draft_score), made.confidence) == ("2", "medium")


def test_cover_and_foreword_read_apart_are_one_standard() -> None:
    cover = evidence("standard", drafting_units=[], marks=["foreword_missing"], confidence=0.4, page=1)
    foreword = evidence("standard", publish_date=None, marks=["cover_missing"], confidence=0.4, page=3)
    made = draft(dossier([cover, foreword]))
    assert line(made, "2.1").draft_score == 5
    assert [(i.status, i.reasons) for i in made.items] == [("accepted", ())] * 2
    assert "DUPLICATE_EVIDENCE" not in codes(made)


def test_the_code_printed_beside_the_name_is_the_applicants() -> None:
    papers = [evidence("management_certificate", uscc=USCC)]
    assert draft(dossier(papers)).applicant.uscc == USCC


def test_a_companys_own_laboratory_is_the_company() -> None:
    own = evidence("laboratory", holder=APPLICANT + "理化检测中心")
    made = draft(dossier([own]))
    assert float(line(made, "3").draft_score) == 5
    assert line(made, "3").confidence == "high"


def test_somebody_elses_laboratory_is_not() -> None:
    other = evidence("laboratory", holder="广东某检测技术有限公司检测中心")
    assert line(draft(dossier([other])), "3").draft_score == 0
