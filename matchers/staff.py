"""People as units: a title with six months of social security (10.1, 11), a chief quality officer (10.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.evidence import Evidence
from matchers.assemble import read_findings
from matchers.checks import CERTAIN, Case, refusal
from matchers.days import days_of, printed
from matchers.draft import Person
from matchers.duplicates import Sorted
from matchers.holding import Holding, holding_of
from matchers.insurance import Insured, bare_name, insurance_of, insured_people, same_identity
from matchers.naming import title_of
from matchers.person_names import perhaps_same
from matchers.rubric_model import Selection
from matchers.titles import title_findings
from matchers.unit import Finding, Unit, status_of


def _people(papers: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Credentials by person; two people of one name stand apart where their numbers differ."""
    found: dict[str, list[Evidence]] = {}
    for paper in (p for p in papers if p.type == "credential"):
        name = bare_name(paper.text("person") or "") or f"?{paper.id}"
        key = name
        while key in found and same_identity(found[key][0].text("identity"), paper.text("identity")) is False:
            key += "'"
        found.setdefault(key, []).append(paper)
    return found


def person_units(selection: Selection, sorted_papers: Sorted, case: Case) -> list[Unit]:
    """Everybody with a certificate of title; the best of a person's certificates stands for the person."""
    insured = insured_people(sorted_papers.papers)
    units = []
    for key, credentials in _people(sorted_papers.papers).items():
        name = key.rstrip("'")
        judged = [(c, [*read_findings(c), *title_findings(c, selection.speciality, case)]) for c in credentials]
        order = ("accepted", "questioned", "rejected")
        best, findings = min(judged, key=lambda j: (order.index(status_of(j[1])), len(j[1]), j[0].id))
        insurance: list[Insured] = []
        surely = False
        if name.startswith("?"):
            findings = [*findings, Finding("LEVEL_UNKNOWN", "未能识别姓名", "question", broken=True)]
        elif status_of(findings) != "rejected":
            # Someone whose title cannot count needs no social security.
            told, insurance, surely = insurance_of(name, best.text("identity"), insured, case, by_ocr=best.via == "ocr")
            findings = [*findings, *told]
        others = [c.id for c in credentials if c.id != best.id]
        units.append(
            Unit(
                key=key,
                evidence=(best.id, *others, *dict.fromkeys(i.paper.id for i in insurance)),
                title=f"{name}{best.text('title') or ''}{title_of(best)}",
                findings=tuple(dict.fromkeys(findings)),
                certain=best.confidence >= CERTAIN and surely,
                people=(name,),
            )
        )
    return units


def _appointments(papers: Sequence[Evidence], name: str) -> list[Evidence]:
    return [p for p in papers if p.type == "appointment" and bare_name(p.text("person") or "") == name]


def _near_appointments(papers: Sequence[Evidence], name: str, certificate: Evidence) -> list[Evidence]:
    """Appointments whose person may be the same, misread by OCR on one of the two papers."""
    return [
        p
        for p in papers
        if p.type == "appointment"
        and "ocr" in (p.via, certificate.via)
        and perhaps_same(name, bare_name(p.text("person") or ""))
    ]


def _appointed(papers: Sequence[Evidence], case: Case) -> Iterator[Finding]:
    best = papers[0]
    post = best.text("post") or ""
    if post and not re.search("首席质量官|CQO", post, re.I):
        yield refusal(best, "APPOINTMENT_MISSING", f"任命的是“{post}”，不是首席质量官", fields=("post",))
    verdict = holding_of(best.names("holder"), best.text("uscc"), case.identity)
    if verdict.holding is Holding.DIFFERENT:
        told = f"任命单位是“{best.text('holder')}”，不是申报单位"
        yield refusal(best, "HOLDER_MISMATCH", told, fields=("holder",))
    elif verdict.holding is Holding.UNCERTAIN:
        yield Finding("HOLDER_UNCERTAIN", f"任命单位“{best.text('holder')}”{verdict.detail}", "question")
    elif verdict.holding is Holding.UNREAD:
        yield Finding("HOLDER_UNCERTAIN", "任命文件未能识别任命单位", "propose")
    days = days_of(best.value("date"))
    if days is None:
        yield Finding("VALIDITY_UNKNOWN", "任命文件未能识别日期", "propose")
    elif days.first > case.as_of:
        told = f"任命日期{best.text('date')}晚于{printed(case.as_of)}"
        yield refusal(best, "NOT_YET_VALID", told, fields=("date",))


def officer_units(selection: Selection, sorted_papers: Sorted, case: Case) -> list[Unit]:
    """Chief quality officers: training certificate and the company's appointment of the same person."""
    papers = sorted_papers.papers
    units, used = [], set()
    for paper in (p for p in papers if p.type == "cqo_certificate"):
        name = bare_name(paper.text("person") or "")
        findings = read_findings(paper)
        if not name:
            findings.append(Finding("LEVEL_UNKNOWN", "未能识别姓名", "question", broken=True))
        days = days_of(paper.value("issue_date"))
        if days and days.first > case.as_of:
            told = f"{paper.text('issue_date')}才发证，晚于{printed(case.as_of)}"
            findings.append(refusal(paper, "NOT_YET_VALID", told, fields=("issue_date",)))
        mine = sorted(_appointments(papers, name), key=lambda p: (str(p.value("date") or "9999"), p.id)) if name else []
        near = _near_appointments(papers, name, paper) if name and not mine else []
        if mine:
            findings += _appointed(mine, case)
        elif near:
            told = f"没有任命{name}的文件，但有读作任命“{near[0].text('person')}”的，可能是同一人"
            findings.append(Finding("APPOINTMENT_MISSING", told, "question"))
            mine = near
        elif name:
            unread = [p for p in papers if p.type == "appointment" and not p.text("person")]
            if unread:
                findings.append(Finding("APPOINTMENT_MISSING", "任命文件未能识别姓名", "question", broken=True))
            else:
                told = f"没有本公司任命{name}为首席质量官的文件"
                findings.append(Finding("APPOINTMENT_MISSING", told, "reject", doubtful=True))
        used |= {p.id for p in mine}
        everything = (paper, *mine)
        units.append(
            Unit(
                key=name or paper.id,
                evidence=tuple(p.id for p in everything),
                title="、".join(title_of(p) for p in everything),
                findings=tuple(dict.fromkeys(findings)),
                certain=all(p.confidence >= CERTAIN for p in everything),
                people=(name,) if name else (),
            )
        )
    for paper in (p for p in papers if p.type == "appointment" and p.id not in used):
        if re.search("首席质量官|CQO", paper.text("post") or "首席质量官", re.I):
            told = "只有任命文件，没有同一人的首席质量官任职培训证书"
            finding = Finding("MISSING_MATERIAL", told, "reject", doubtful=True)
            units.append(Unit(paper.id, (paper.id,), title_of(paper), (finding,)))
    return units


def people_of(papers: Sequence[Evidence]) -> tuple[Person, ...]:
    """Everybody on a title, training or appointment paper, with social security (for the sheet)."""
    insured = insured_people(papers)
    wanted = {
        bare_name(p.text("person") or ""): None
        for p in papers
        if p.type in {"credential", "cqo_certificate", "appointment"}
    }
    found = []
    for name in (n for n in wanted if n):
        titles = [p for p in papers if p.type == "credential" and bare_name(p.text("person") or "") == name]
        officer = [
            p
            for p in papers
            if p.type in {"cqo_certificate", "appointment"} and bare_name(p.text("person") or "") == name
        ]
        mine = [i for i in insured if i.name == name]
        identity = next((t.text("identity") for t in titles if t.text("identity")), None)
        found.append(
            Person(
                name,
                identity or next((i.identity for i in mine if i.identity), None),
                tuple(dict.fromkeys(t.text("title") or "" for t in titles if t.text("title"))),
                next((t.text("speciality") for t in titles if t.text("speciality")), None),
                tuple(sorted({m for i in mine for m in i.months})),
                next((i.paper.text("holder") for i in mine), None),
                any(p.type == "cqo_certificate" for p in officer),
                tuple(dict.fromkeys(p.id for p in (*titles, *officer, *(i.paper for i in mine)))),
            )
        )
    return tuple(found)
