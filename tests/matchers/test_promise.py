"""The promise: a score marked high without a warning is the score that a well read dossier would get.

Random piles of papers are drafted twice: as they are, and as OCR may have read them (one digit, one character, one
field or one page worse, and said so by its score). Where the two drafts differ on a line, the second must say so.
"""

# ruff: noqa: E501

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from extractors.confidence import certainty
from extractors.document import Document
from extractors.evidence import Evidence, Field, Reading
from extractors.fields import FIELDS
from matchers.cases import APPLICANT, DEFAULTS, dossier, evidence, form, page
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)
SURE = Reading(via="ocr", score=0.99)
OTHER = "中山市别家电器有限公司"
DATES = ["2012-03-05", "2016-12-31", "2017-06-10", "2019-08-01", "2020-08-01", "2021-08-01", "2022-06-09", "2022-06-11"]
ENDS = ["2021-12-31", "2022-06-09", "2022-06-10", "2024-03-31"]
NAMES = ["张三丰", "李四光", "王五行", "赵六合", "钱七星", "孙八方"]
NUMBERS = {
    "patent": "patent_no", "trademark": "registration_no", "management_certificate": "certificate_no",
    "inspection_report": "report_no", "high_tech_enterprise": "certificate_no", "standard": "standard_no",
    "export_certificate": "certificate_no", "metrology_confirmation": "certificate_no", "laboratory": "number",
    "project": "project_no",
}  # fmt: skip
CHOICES: dict[str, dict[str, list[Any]]] = {
    "management_certificate": {"kind": ["qms", "ems", "mms", "srms", "ipms", "ohsms"], "expiry_date": ENDS, "holder": [APPLICANT, APPLICANT, OTHER]},
    "metrology_confirmation": {"level": ["2", "3"], "expiry_date": ENDS},
    "standard": {"level": ["national", "industry", "local", "group"], "publish_date": DATES, "drafting_units": [[APPLICANT], [OTHER, APPLICANT], [OTHER]]},
    "secretariat": {"level": ["national", "provincial"], "joint": [True, False]},
    "laboratory": {"expiry_date": ENDS},
    "patent": {"kind": ["invention", "utility_model", "design"], "jurisdiction": ["CN", "CN", "US"], "grant_date": DATES, "patentees": [[APPLICANT], [APPLICANT], [OTHER]]},
    "trademark": {"jurisdiction": ["CN", "US"], "registration_date": DATES, "expiry_date": ENDS},
    "award": {"name": ["江门市政府质量奖", "开平市政府质量奖"]},
    "inspection_report": {"kind": ["supervision", "entrusted"], "conclusion": ["pass", "pass", "pass", "fail"], "level": ["provincial", "county"], "date": ["2019-05-01", "2020-05-01", "2021-05-01", "2022-05-01"]},
    "project": {"stage": ["approval", "acceptance"], "date": DATES, "level": ["municipal", "county"]},
    "high_tech_enterprise": {"expiry_date": ENDS},
    "excellence_model": {"date": DATES},
    "export_certificate": {"scheme": ["UL", "SASO"], "expiry_date": ENDS},
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A paper as plain values, and what OCR made of it."""

    type: str
    values: Mapping[str, Any]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    gone: bool = False

    def made(self) -> Evidence:
        if not self.readings:
            return evidence(self.type, **self.values)
        known = {
            n: self.readings.get(n, SURE) for n in {**DEFAULTS[self.type], **self.values} if n in FIELDS[self.type]
        }
        empty = [n for n in known if self.values.get(n, "") in (None, [], ())]
        sure = min([certainty(r) for r in known.values()] + [0.4] * bool(empty))
        return evidence(self.type, readings=known, confidence=sure, via="ocr", **self.values)

    def read(self, **values: Any) -> Paper:
        """Read otherwise: these values, each with a score that says that it is not certain."""
        poor = {name: Reading(via="ocr", score=0.8) for name in values}
        return Paper(self.type, {**self.values, **values}, {**self.readings, **poor})


@st.composite
def single(draw: st.DrawFn, number: int) -> Paper:
    type_ = draw(st.sampled_from(sorted(CHOICES)))
    values = {name: draw(st.sampled_from(options)) for name, options in CHOICES[type_].items()}
    if type_ in NUMBERS and type_ != "project":
        values[NUMBERS[type_]] = f"{DEFAULTS[type_][NUMBERS[type_]]}{number}"
    if type_ == "high_tech_enterprise":
        values["issue_date"] = f"{int(values['expiry_date'][:4]) - 3}{values['expiry_date'][4:]}"
    if type_ == "award":
        values["level"] = "municipal" if values["name"].startswith("江门") else "county"
    return Paper(type_, {**values, "file": f"{number}.pdf"})


@st.composite
def staff(draw: st.DrawFn) -> list[Paper]:
    people = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    made = []
    for person in people:
        speciality = draw(st.sampled_from(["质量", "质量", "计量"]))
        number = f"4407********{NAMES.index(person):04d}"
        title = {"person": person, "title": "工程师", "speciality": speciality, "identity": number}
        level = draw(st.sampled_from(["intermediate", "intermediate", "assistant"]))
        made.append(Paper("credential", {**title, "level": level, "file": f"职称{person}.pdf"}))
        if draw(st.integers(0, 5)):
            last = draw(st.sampled_from(["2022-05", "2022-05", "2022-04", "2022-02"]))
            social = {"persons": [person], "identities": [number], "to_month": last, "file": f"社保{person}.pdf"}
            made.append(Paper("social_security", social))
    if draw(st.booleans()) and people:
        made.append(Paper("cqo_certificate", {"person": people[0], "file": "首席.pdf"}))
        made.append(Paper("appointment", {"person": people[0], "file": "任命.pdf"}))
    return made


@st.composite
def piles(draw: st.DrawFn) -> list[Paper]:
    count = draw(st.integers(1, 9))
    return [draw(single(number)) for number in range(count)] + draw(staff())


def _digit(draw: st.DrawFn, text: str) -> str:
    """One digit read as another."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    if not places:
        return text
    place = draw(st.sampled_from(places))
    return text[:place] + draw(st.sampled_from([d for d in "0123456789" if d != text[place]])) + text[place + 1 :]


def _character(draw: Any, text: str) -> str:
    place = draw(st.integers(0, len(text) - 1))
    other: str = draw(st.sampled_from("展晨胜市限二王"))
    return text[:place] + other + text[place + 1 :]


@st.composite
def misread(draw: st.DrawFn, paper: Paper) -> tuple[str, list[Paper]]:
    """What became of the paper, in a word, and the papers that are read instead of it."""
    whole = {**DEFAULTS[paper.type], **paper.values}
    if "holder" in FIELDS[paper.type]:
        whole.setdefault("holder", APPLICANT)
    dates = [n for n in whole if n.endswith(("_date", "_month")) or n == "date"]
    dates = [n for n in dates if isinstance(whole[n], str)]
    names = [n for n in ("holder", "patentees", "drafting_units", "person", "persons") if whole.get(n)]
    faults = ["gone", "unread"]
    faults += ["date"] * bool(dates) + ["name"] * bool(names)
    faults += ["number", "twice"] * bool(whole.get(NUMBERS.get(paper.type, ""))) + ["level"] * ("level" in whole)
    faults += ["conclusion"] * ("conclusion" in whole)
    fault = draw(st.sampled_from(faults))
    match fault:
        case "gone":
            return fault, [Paper(paper.type, paper.values, gone=True)]
        case "date":
            name = draw(st.sampled_from(dates))
            return fault, [paper.read(**{name: _digit(draw, whole[name])})]
        case "number":
            name = NUMBERS[paper.type]
            return fault, [paper.read(**{name: _digit(draw, whole[name])})]
        case "twice":
            name = NUMBERS[paper.type]
            copy = paper.read(**{name: _digit(draw, whole[name])})
            return fault, [paper, Paper(copy.type, {**copy.values, "file": f"再{paper.values['file']}"}, copy.readings)]
        case "name":
            name = draw(st.sampled_from(names))
            value = whole[name]
            near = [_character(draw, v) for v in value] if isinstance(value, list) else _character(draw, value)
            return fault, [paper.read(**{name: near})]
        case "level" | "conclusion":
            return fault, [paper.read(**{fault: None})]
        case _:
            name = draw(st.sampled_from([n for n in whole if n in FIELDS[paper.type] and whole[n] not in (None, [])]))
            return f"unread {name}", [paper.read(**{name: [] if isinstance(whole[name], list) else None})]


def drafted(pile: Sequence[Paper], claims: bool) -> Draft:
    papers = [p.made() for p in pile if not p.gone]
    documents = []
    for paper in pile:
        file = str(paper.values["file"])
        legibility = "unread" if paper.gone else "good"
        documents.append(Document(file, "0" * 64, "read", (page(file, "", 1, legibility=legibility),), 1))
    forms = [form({})] if claims else []
    return draft_dossier(dossier(papers, forms, documents), RUBRIC, AS_OF)


def silent(made: Draft, line: Line) -> bool:
    """High, and nothing on the line tells that something is wrong."""
    told = [m for m in made.mismatches if m.indicator == line.id and m.severity in {"warning", "error"}]
    return line.confidence == "high" and not told


@settings(max_examples=int(os.environ.get("YUSHEN_PROMISE", "120")), deadline=None)
@given(st.data(), piles(), st.integers(1, 3))
def test_no_misreading_changes_a_score_silently(data: st.DataObject, pile: list[Paper], faults: int) -> None:
    read: list[Paper] = list(pile)
    told = []
    for _ in range(faults):
        place = data.draw(st.integers(0, len(read) - 1))
        if read[place].gone:
            continue
        fault, instead = data.draw(misread(read[place]))
        event(fault.split()[0])
        told.append((fault, read[place].type, instead[-1].values))
        read[place : place + 1] = instead
    clean, poor = drafted(pile, True), drafted(read, True)
    for truth, line in zip(clean.lines, poor.lines, strict=True):
        if truth.draft_score != line.draft_score:
            assert not silent(poor, line), (told, truth.draft_score, line.draft_score, line.basis)


@settings(max_examples=60, deadline=None)
@given(st.data(), piles(), st.booleans())
def test_a_misread_applicant_changes_no_score_silently(data: st.DataObject, pile: list[Paper], licensed: bool) -> None:
    papers = [p.made() for p in pile]
    name = _character(data.draw, APPLICANT)
    reading = Reading(via="ocr", score=0.8)

    def drafts(printed: str, read: Reading) -> Draft:
        if licensed:
            licence = evidence("business_licence", name=printed, uscc=None, readings={"name": read})
            return draft_dossier(dossier([*papers, licence], name="申报材料"), RUBRIC, AS_OF)
        told = replace(form({}, None, None), applicant=Field(printed, printed, None, read))
        return draft_dossier(dossier(papers, [told], name="申报材料"), RUBRIC, AS_OF)

    clean, poor = drafts(APPLICANT, SURE), drafts(name, reading)
    for truth, line in zip(clean.lines, poor.lines, strict=True):
        if truth.draft_score != line.draft_score:
            assert not silent(poor, line), (name, truth.draft_score, line.draft_score, line.basis)
