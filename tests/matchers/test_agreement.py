"""A value that two sources of the dossier give alike is certain; one that stands alone stays as sure as it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractors.evidence import Evidence, Reading
from matchers.agreement import confirm
from matchers.cases import APPLICANT, evidence, form
from matchers.holding import Identity

BLURRED = Reading(via="ocr", score=0.9)


def scanned(type_: str, deciding: tuple[str, ...], **values: Any) -> Evidence:
    """A paper read by OCR, every field a little blurred."""
    paper = evidence(type_, **values)
    fields = {n: replace(f, reading=BLURRED) for n, f in paper.fields.items()}
    return replace(paper, via="ocr", fields=fields, deciding=deciding, confidence=0.79)


def test_a_holder_that_is_the_applicants_name_is_certain() -> None:
    (paper,) = confirm([scanned("management_certificate", ("holder",))], Identity(APPLICANT), [])
    assert paper.confidence >= 0.9


def test_a_name_that_differs_by_one_character_is_not() -> None:
    near = scanned("management_certificate", ("holder",), holder=APPLICANT.replace("晟", "展"))
    (paper,) = confirm([near], Identity(APPLICANT), [])
    assert paper.confidence == 0.79


def test_a_majority_name_confirms_nothing() -> None:
    (paper,) = confirm([scanned("management_certificate", ("holder",))], Identity(APPLICANT, settled=False), [])
    assert paper.confidence == 0.79


def test_another_blurred_field_keeps_the_paper_uncertain() -> None:
    (paper,) = confirm([scanned("management_certificate", ("holder", "expiry_date"))], Identity(APPLICANT), [])
    assert paper.confidence < 0.9


def test_the_forms_list_confirms_number_and_date() -> None:
    papers = [
        scanned(
            "trademark",
            ("registration_no", "registration_date"),
            registration_no="12345678",
            registration_date="2015-03-14",
        )
    ]
    listed = form({"5": {"score": 2, "items": [{"number": "12345678", "date": "2015-03-14"}]}})
    (paper,) = confirm(papers, Identity(APPLICANT), [listed])
    assert paper.confidence >= 0.9
    (other,) = confirm(papers, Identity(APPLICANT), [form({"5": {"items": [{"number": "12345679"}]}})])
    assert other.confidence < 0.9


def test_a_person_on_two_papers_is_certain_on_both() -> None:
    papers = [
        scanned("credential", ("person",), person="张三"),
        scanned("social_security", ("persons",), persons=["张三"]),
        scanned("credential", ("person",), person="李四"),
    ]
    sure = [p.confidence >= 0.9 for p in confirm(papers, Identity(APPLICANT), [])]
    assert sure == [True, True, False]


def test_a_failed_check_is_never_agreed_away() -> None:
    paper = scanned("patent", ("patent_no",), patent_no="ZL201910990622.3")
    fields = {**paper.fields, "patent_no": replace(paper.fields["patent_no"], reading=Reading("ocr", 0.9, "failed"))}
    listed = form({"4": {"items": [{"number": "ZL201910990622.3"}]}})
    (told,) = confirm([replace(paper, fields=fields)], Identity(APPLICANT), [listed])
    assert told.confidence < 0.9


ENGLISH = "JIANGMEN HENGSHENG ELECTRIC CO., LTD."


def test_the_applicants_english_name_on_two_papers_is_certain_and_on_one_is_not() -> None:
    papers = [
        scanned("trademark", ("holder",), holder=ENGLISH),
        scanned("export_certificate", ("holder",), holder=ENGLISH.replace("CO., ", "CO.,")),
    ]
    both = confirm(papers, Identity(APPLICANT, english=(ENGLISH,)), [])
    assert [p.confidence >= 0.9 for p in both] == [True, True]
    (alone,) = confirm(papers[:1], Identity(APPLICANT, english=(ENGLISH,)), [])
    assert alone.confidence < 0.9, "a paper does not confirm itself"
    foreign = confirm(papers, Identity(APPLICANT), [])
    assert all(p.confidence < 0.9 for p in foreign), "nothing says that this is the applicant"


def test_an_authority_that_two_papers_name_is_certain() -> None:
    one = scanned("credential", ("issuer",), issuer="江门市人力资源和社会保障局")
    same = scanned("credential", ("issuer",), issuer="江门市人力资源和社会保障局", person="林甲")
    other = scanned("credential", ("issuer",), issuer="广东省人力资源和社会保障厅", person="赵乙")
    assert [p.confidence >= 0.9 for p in confirm([one, same, other], Identity(APPLICANT), [])] == [True, True, False]
