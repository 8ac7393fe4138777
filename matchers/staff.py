"""People as units: a title with six months of social security (10.1, 11), a chief quality officer (10.2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.evidence import Evidence
from matchers.assemble import read_findings
from matchers.checks import CERTAIN, Case, refusal
from matchers.days import days_of, printed
from matchers.draft import Person
from matchers.duplicates import Sorted
from matchers.holding import Holding, holding_of
from matchers.naming import title_of
from matchers.rubric_model import Selection
from matchers.titles import title_findings
from matchers.unit import Finding, Unit, status_of

MONTHS_ASKED = 6
"""近半年: the six full months that ended before the as-of day (handbook 11.3)."""


def bare_name(name: str) -> str:
    """A person's name as compared: no blanks.

    >>> bare_name("张 三")
    '张三'
    """
    return re.sub(r"\s", "", name)


def months_asked(as_of: dt.date) -> tuple[str, ...]:
    """The six full months before the as-of day, oldest first.

    >>> months_asked(dt.date(2022, 6, 10))[0], months_asked(dt.date(2022, 6, 10))[-1]
    ('2021-12', '2022-05')
    """
    last = as_of.year * 12 + as_of.month - 2
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - MONTHS_ASKED + 1, last + 1))


def months_between(first: str | None, last: str | None) -> tuple[str, ...]:
    """All months of a range, both ends included; empty where an end is unread or the range is turned round."""
    start, end = days_of(first), days_of(last)
    if start is None or end is None:
        return ()
    low, high = start.first.year * 12 + start.first.month - 1, end.first.year * 12 + end.first.month - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(low, min(high, low + 600) + 1))


@dataclass(frozen=True)
class Insured:
    """One person on one social security paper."""

    paper: Evidence
    name: str
    identity: str | None
    months: tuple[str, ...]


def _aligned(paper: Evidence, name: str, index: int) -> str | None:
    values = paper.names(name)
    return values[index] if len(values) == len(paper.names("persons")) else None


def insured_people(papers: Sequence[Evidence]) -> list[Insured]:
    """Everybody on every social security paper; months of one's own where the paper gives them, else the paper's."""
    found = []
    for paper in (p for p in papers if p.type == "social_security"):
        for index, name in enumerate(paper.names("persons")):
            own = _aligned(paper, "months", index)
            if own:
                ranges = [part.split("/") for part in own.split(",")]
                months = tuple(m for part in ranges for m in months_between(part[0], part[-1]))
            else:
                months = months_between(paper.text("from_month"), paper.text("to_month"))
            found.append(Insured(paper, bare_name(name), _aligned(paper, "identities", index), months))
    return found


def same_identity(one: str | None, other: str | None) -> bool | None:
    """Do two (masked) identity numbers agree? None where one is missing. First four and last four digits decide."""
    if not one or not other:
        return None
    ours, theirs = one.upper().strip(), other.upper().strip()
    head = all(a == b or "*" in (a, b) for a, b in zip(ours[:4], theirs[:4], strict=False))
    tail = all(a == b or "*" in (a, b) for a, b in zip(ours[-4:], theirs[-4:], strict=False))
    return head and tail


def _employer(papers: Sequence[Insured], case: Case) -> Iterator[Finding]:
    verdicts = [(i, holding_of(i.paper.names("holder"), i.paper.text("uscc"), case.identity)) for i in papers]
    kinds = {v.holding for _, v in verdicts}
    if Holding.SAME in kinds:
        return
    first, verdict = verdicts[0]
    told = first.paper.text("holder") or "未识别"
    if Holding.UNCERTAIN in kinds:
        yield Finding("HOLDER_UNCERTAIN", f"社保参保单位“{told}”{verdict.detail}", "question")
    elif kinds & {Holding.UNREAD, Holding.NO_APPLICANT}:
        yield Finding("SOCIAL_SECURITY_EMPLOYER", "未能确认社保由申报单位缴纳", "question", broken=True)
    else:
        yield refusal(first.paper, "SOCIAL_SECURITY_EMPLOYER", f"社保参保单位是“{told}”，不是申报单位")


def _coverage(months: set[str], case: Case) -> Iterator[Finding]:
    asked = months_asked(case.as_of)
    missing = [m for m in asked if m not in months]
    if not missing:
        return
    span = f"{asked[0]}至{asked[-1]}"
    if not months:
        yield Finding("SOCIAL_SECURITY_GAP", f"未能识别缴费月份，要求{span}", "question", broken=True)
    elif missing == [asked[-1]]:
        yield Finding("SOCIAL_SECURITY_GAP", f"缴费只到{asked[-2]}，缺最近一个月（要求{span}）", "propose")
    elif len(asked) - len(missing) >= 4:
        yield Finding("SOCIAL_SECURITY_GAP", f"近半年（{span}）缺{'、'.join(missing)}", "question")
    else:
        yield Finding("SOCIAL_SECURITY_GAP", f"近半年（{span}）只有{len(asked) - len(missing)}个月", "reject")


def _insurance(
    name: str, identity: str | None, insured: Sequence[Insured], case: Case
) -> tuple[list[Finding], list[Insured], bool]:
    """What social security says of one person: findings, the papers, and whether the numbers agree."""
    named = [i for i in insured if i.name == name]
    mine = [i for i in named if same_identity(identity, i.identity) is not False]
    if not mine:
        if named:
            return (
                [Finding("HOLDER_UNCERTAIN", f"社保上的{name}证件号码不同，是否同一人待核", "question")],
                named,
                False,
            )
        return [Finding("SOCIAL_SECURITY_MISSING", f"没有{name}的社保证明", "reject")], [], False
    found = [*_employer(mine, case)]
    own = [
        i
        for i in mine
        if holding_of(i.paper.names("holder"), i.paper.text("uscc"), case.identity).holding is not Holding.DIFFERENT
    ]
    found += _coverage({m for i in own or mine for m in i.months}, case)
    if len({i.identity for i in mine if i.identity}) > 1 and identity is None:
        found.append(Finding("HOLDER_UNCERTAIN", f"社保上有不止一位{name}", "question"))
    for one in mine:
        if one.paper.marks & {"work_injury_only", "paid_later", "suspended"}:
            found.append(Finding("SOCIAL_SECURITY_GAP", f"{name}只参加工伤保险、系补缴或已停保，待核", "question"))
    surely = any(same_identity(identity, i.identity) for i in mine)
    return found, mine, surely and all(i.paper.confidence >= CERTAIN for i in mine)


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
            told, insurance, surely = _insurance(name, best.text("identity"), insured, case)
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


def _appointed(papers: Sequence[Evidence], case: Case) -> Iterator[Finding]:
    best = papers[0]
    post = best.text("post") or ""
    if post and not re.search("首席质量官|CQO", post, re.I):
        yield Finding("APPOINTMENT_MISSING", f"任命的是“{post}”，不是首席质量官", "reject")
    verdict = holding_of(best.names("holder"), best.text("uscc"), case.identity)
    if verdict.holding is Holding.DIFFERENT:
        yield refusal(best, "HOLDER_MISMATCH", f"任命单位是“{best.text('holder')}”，不是申报单位")
    elif verdict.holding is Holding.UNCERTAIN:
        yield Finding("HOLDER_UNCERTAIN", f"任命单位“{best.text('holder')}”{verdict.detail}", "question")
    elif verdict.holding is Holding.UNREAD:
        yield Finding("HOLDER_UNCERTAIN", "任命文件未能识别任命单位", "propose")
    days = days_of(best.value("date"))
    if days is None:
        yield Finding("VALIDITY_UNKNOWN", "任命文件未能识别日期", "propose")
    elif days.first > case.as_of:
        yield refusal(best, "NOT_YET_VALID", f"任命日期{best.text('date')}晚于{printed(case.as_of)}")


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
            findings.append(
                refusal(paper, "NOT_YET_VALID", f"{paper.text('issue_date')}才发证，晚于{printed(case.as_of)}")
            )
        mine = sorted(_appointments(papers, name), key=lambda p: (str(p.value("date") or "9999"), p.id)) if name else []
        if mine:
            findings += _appointed(mine, case)
        elif name:
            unread = [p for p in papers if p.type == "appointment" and not p.text("person")]
            if unread:
                findings.append(Finding("APPOINTMENT_MISSING", "任命文件未能识别姓名", "question", broken=True))
            else:
                findings.append(Finding("APPOINTMENT_MISSING", f"没有本公司任命{name}为首席质量官的文件", "reject"))
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
            finding = Finding("MISSING_MATERIAL", "只有任命文件，没有同一人的首席质量官任职培训证书", "reject")
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


def index_by_person(units: Mapping[str, Sequence[Unit]]) -> dict[str, set[str]]:
    """Person → the lines on which the person counts in the draft."""
    found: dict[str, set[str]] = {}
    for line, line_units in units.items():
        for unit in line_units:
            if unit.in_draft:
                for name in unit.people:
                    found.setdefault(name, set()).add(line)
    return found
