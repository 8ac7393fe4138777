"""Who applies where a person does; the person's employer is whom holders are compared with."""

from __future__ import annotations

from typing import Any

import pytest

from matchers.cases import dossier, evidence
from matchers.person_applicant import identify_person, person_in_folder

FORM = ("category", "applicant", "uscc", "person", "employer", "quality_years", "recommendation")
PROOF = ("person", "holder", "work", "from_date", "to_date", "years", "date")


def form(**values: Any) -> Any:
    return evidence("award_form", field_names=FORM, **{"file": "推荐表.docx", "category": "person", **values})


def proof(**values: Any) -> Any:
    return evidence("employment_proof", field_names=PROOF, **values)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("岑若川", "岑若川"),
        ("03_岑若川_推荐材料", "岑若川"),
        ("清远市恒晟陶瓷有限公司 岑若川", "岑若川"),
        ("岑若川同志（个人奖）", "岑若川"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("清城区", None),
        ("个人奖申报材料", None),
        ("清远市恒晟陶瓷有限公司", None),
        ("2025年", None),
    ],
)
def test_folder_names(name: str, person: str | None) -> None:
    assert person_in_folder(name) == person


def test_the_form_names_person_and_employer() -> None:
    papers = [
        form(person="岑 若川", employer="清远市恒晟陶瓷有限公司"),
        proof(person="岑若川", holder="清远市恒晟陶瓷有限公司"),
    ]
    found = identify_person(dossier(papers, name="申报材料"), papers, None)
    assert (found.person, found.applicant.name, found.applicant.employer) == (
        "岑若川",
        "岑若川",
        "清远市恒晟陶瓷有限公司",
    )
    assert found.identity.name == "清远市恒晟陶瓷有限公司"
    assert found.known
    assert found.applicant.uscc is None


def test_without_a_form_the_folder_names_the_person() -> None:
    papers = [proof(person="岑若川")]
    found = identify_person(dossier(papers, name="岑若川"), papers, None)
    assert (found.person, found.known) == ("岑若川", True)


def test_papers_alone_never_make_it_certain() -> None:
    papers = [proof(person="岑若川"), proof(person="岑若川", file="b.pdf"), proof(person="辛听澜", file="c.pdf")]
    found = identify_person(dossier(papers, name="材料一"), papers, None)
    assert (found.person, found.known) == ("岑若川", False)


def test_nobody_named_is_told() -> None:
    papers = [evidence("management_certificate")]
    found = identify_person(dossier(papers, name="材料一"), papers, None)
    assert found.person is None
    assert "APPLICANT_UNKNOWN" in {m.code for m in found.mismatches}


def test_form_folder_and_papers_that_differ_are_told() -> None:
    papers = [form(person="岑若川"), proof(person="辛听澜"), proof(person="辛听澜", file="b.pdf")]
    found = identify_person(dossier(papers, name="辛听澜"), papers, None)
    assert not found.known
    assert "PERSON_UNCERTAIN" in {m.code for m in found.mismatches}
