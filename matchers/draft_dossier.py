"""One dossier's draft: who applies → which papers → every line → items, mismatches, eligibility, total. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.evidence import Evidence
from matchers import claims as claiming
from matchers import eligibility, mismatches
from matchers.agreement import confirm
from matchers.applicant import Found, identify
from matchers.award import ZERO
from matchers.checks import Case
from matchers.claim_lines import assigned
from matchers.conditions import Ground, own_findings
from matchers.disjoint import counted_twice, score_lines
from matchers.draft import Confidence, Dossier, Draft, Line, Mismatch
from matchers.duplicates import sort_out
from matchers.holding import Holding, holding_of
from matchers.items import Judged, judge_papers, make_items
from matchers.lines import ORDER, make_line
from matchers.listed import own_rows
from matchers.mentions import papers_naming
from matchers.naming import page_of
from matchers.person_applicant import identify_person
from matchers.progress.judging import is_plan, judge_plan
from matchers.progress.who import unit_of
from matchers.register import SharedNumbers
from matchers.rubric_model import Rubric
from matchers.scoring import Scored, with_claim
from matchers.staff import people_of
from matchers.stated_forms import with_stated_form
from matchers.unit import Finding
from matchers.unread import Unread, find_unread
from matchers.what_if import choices_of


def numbered(dossier: Dossier) -> tuple[Evidence, ...]:
    """All papers with their ids: E001 … in the order of files and pages, the same in every run."""
    forms = [f.evidence for f in dossier.forms if f.evidence not in dossier.evidence]
    files = {document.path: n for n, document in enumerate(dossier.documents)}

    def place(paper: Evidence) -> tuple[object, ...]:
        page = page_of(paper)
        start = paper.anchor.start if paper.anchor else 0
        return (
            files.get(page.file, len(files)), page.file, page.number or 0, page.part or "", start, paper.type,
            *(str(paper.value(name)) for name in sorted({*paper.fields, *paper.extras})),
            sorted(paper.marks), [r.code for r in paper.reasons], paper.confidence,
        )  # fmt: skip

    ordered = sorted((*dossier.evidence, *forms), key=place)
    return tuple(replace(paper, id=f"E{n:03d}") for n, paper in enumerate(ordered, 1))


def _shared_findings(
    papers: Sequence[Evidence], shared: SharedNumbers | None, dossier: str, found: Found
) -> tuple[dict[str, tuple[Finding, ...]], dict[str, str]]:
    """`SHARED_NUMBER`: an own paper that others misuse is only told; where both print themselves, both are doubted."""
    findings: dict[str, tuple[Finding, ...]] = {}
    told: dict[str, str] = {}
    for paper in papers:
        others = shared.others(paper, dossier) if shared else ()
        others = tuple(u for u in others if u.applicant not in {found.identity.uscc, found.identity.name})
        if not others:
            continue
        names = (*paper.names("holder"), *paper.names("patentees"))
        mine = holding_of(names, paper.text("uscc"), found.identity).holding
        theirs = {u.holding for u in others}
        person = paper.type in {"credential", "cqo_certificate"}
        who = "、".join(sorted({u.dossier for u in others}))
        detail = f"同一编号也用于{who}的申报材料"
        conflict = person or (mine is Holding.SAME and Holding.SAME in theirs) or mine is Holding.UNCERTAIN
        told[paper.id] = who
        findings[paper.id] = (
            Finding("SHARED_NUMBER", detail, "question" if conflict else "note", broken=conflict and not person),
        )
    return findings, told


def _suspects(unread: Unread, scored: Mapping[str, Scored]) -> list[Mismatch]:
    told = []
    for line, pages in unread.suspects.items():
        for page, sign in pages[:5] if line in scored else ():  # those of conditions stand in their basis
            place = page.file + (f" 第{page.number}页" if page.number is not None else "")
            matters = scored[line].sure < scored[line].indicator.max
            message = f"{place}印有“{sign}”，但未能识别为材料。请打开核对是否属于“{scored[line].indicator.name}”。"
            told.append(
                Mismatch(
                    "PAPER_UNRECOGNISED", "warning" if matters else "info", message, line, (), page.file, page.number
                )
            )
    return told


def _flags(line: str, scored: Scored, told: Sequence[Mismatch]) -> list[str]:
    """Codes that concern the line: of its mismatches, and of the papers that it looked at."""
    flags = [m.code for m in told if m.indicator == line]
    for unit in scored.all_units:
        flags += [f.code for f in unit.findings if f.code and f.effect != "note"]
    return flags


def _lower_settled(told: Sequence[Mismatch], lines: Mapping[str, Line], scored: Mapping[str, Scored]) -> list[Mismatch]:
    """A warning about a paper that changes no score is info (contract, "Confidence and the promise")."""
    result = []
    for mismatch in told:
        line = lines.get(mismatch.indicator or "")
        if line is not None and line.confidence == "high" and mismatch.severity == "warning":
            mismatch = replace(mismatch, severity="info")
        result.append(mismatch)
    return result


def _sorted(told: Sequence[Mismatch], rubric: Rubric) -> tuple[Mismatch, ...]:
    order = {indicator.id: n for n, indicator in enumerate(rubric.indicators)}
    grave = {"error": 0, "warning": 1, "info": 2}
    return tuple(
        sorted(
            dict.fromkeys(told),
            key=lambda m: (
                grave[m.severity],
                order.get(m.indicator or "", -1),
                m.code,
                m.file or "",
                m.page or 0,
                m.message,
            ),
        )
    )


def _totals(rubric: Rubric, lines: Sequence[Line], pick: str) -> Decimal:
    """The sum of the lines, each group capped."""
    groups = {line.id: indicator.group for line, indicator in zip(lines, rubric.indicators, strict=True)}
    total = ZERO
    for group in rubric.groups:
        points = sum((getattr(line, pick) for line in lines if groups[line.id] == group.id), ZERO)
        total += min(points, group.max)
    return total


def _at_most(rubric: Rubric, as_of: dt.date) -> int | None:
    """How many the call of that year awards; of the only number stated where the year has no call."""
    stated = [call for call in rubric.calls if call.at_most is not None]
    of_year = [call for call in stated if call.applicants_until.year == as_of.year]
    numbers = {call.at_most for call in of_year or stated}
    return numbers.pop() if len(numbers) == 1 else None


def _rubric_notes(rubric: Rubric, as_of: dt.date) -> list[Mismatch]:
    if rubric.in_force_until is None or as_of <= rubric.in_force_until:
        return []
    message = f"{rubric.document}有效期至{rubric.in_force_until}，评审日{as_of}在其后。请确认仍按此办法评审。"
    return [Mismatch("RUBRIC_EXPIRED", "warning", message)]


def draft_dossier(dossier: Dossier, rubric: Rubric, as_of: dt.date, shared: SharedNumbers | None = None) -> Draft:
    """The draft of one dossier on one day under one rubric."""
    evidence = numbered(dossier)
    who = identify_person if rubric.applicant == "person" else identify
    found = who(with_stated_form(dossier, evidence), evidence, rubric.district)
    plan = unit_of(dossier, evidence, rubric) if is_plan(rubric) else None
    if plan is not None:
        found = plan[1]
    evidence = own_rows(evidence, found.identity)
    evidence = confirm(evidence, found.identity, dossier.forms)
    naming = papers_naming(evidence, dossier.documents, found.identity)
    case = Case(found.identity, as_of, naming, found.person)
    sorted_papers = sort_out(evidence)
    extra, shared_with = _shared_findings(sorted_papers.papers, shared, dossier.name, found)
    merged = {i: (*sorted_papers.findings.get(i, ()), *extra.get(i, ())) for i in {*sorted_papers.findings, *extra}}
    sorted_papers = replace(sorted_papers, findings=merged)
    papers = {paper.id: paper for paper in (*evidence, *sorted_papers.papers)}
    unread = find_unread(dossier.documents, evidence, rubric)
    if plan is None:
        scored = score_lines(rubric, sorted_papers, case)
    else:
        scored = judge_plan(rubric, sorted_papers.papers, plan[0], as_of, unread)

    told: list[Mismatch] = [*found.mismatches, *unread.mismatches, *_rubric_notes(rubric, as_of)]
    claimed = claiming.line_claims(assigned(dossier.forms, rubric))
    has_claims = any(claim.claimed for claim in claimed.values())
    for indicator in rubric.indicators:
        claim = claimed.get(indicator.id)
        compared = claiming.compare(indicator.id, indicator.name, claim, scored[indicator.id], papers, has_claims)
        asked = claim.score if claim and claim.score is not None else indicator.max if claim and claim.claimed else None
        scored[indicator.id] = with_claim(scored[indicator.id], asked, compared.unsupported)
        told += compared.mismatches
        told += mismatches.about_materials(indicator.id, scored[indicator.id], bool(claim and claim.claimed))
    ground = Ground(rubric, found, scored, papers, sorted_papers, frozenset(), case, unread, tuple(dossier.documents))
    own = eligibility.own_units(rubric.eligibility, ground)
    judged = judge_papers(scored, sorted_papers, papers, case, own_findings(tuple(own.values())))
    if plan is not None:
        judged = {i: [v for v in views if v.line] or [Judged(None, ())] for i, views in judged.items()}
    told += mismatches.about_papers(judged, scored, papers)
    told += [mismatch for one in scored.values() if one.progress for mismatch in one.progress.mismatches]
    told += mismatches.about_copies(sorted_papers.copies, papers)
    told += mismatches.about_streaks(scored)
    told += counted_twice(scored, rubric)
    told += _suspects(unread, scored)
    foreign = {i for i, views in judged.items() if any(f.code == "HOLDER_MISMATCH" for v in views for f in v.findings)}
    conditions, more = eligibility.judge(replace(ground, foreign=frozenset(foreign)), own)
    told += more

    lines = tuple(
        make_line(
            scored[indicator.id],
            rubric,
            papers,
            claimed[indicator.id].score if indicator.id in claimed else None,
            found,
            unread,
            _flags(indicator.id, scored[indicator.id], told),
        )
        for indicator in rubric.indicators
    )
    if plan is None:
        lines = tuple(replace(line, choices=choices_of(scored[line.id], as_of)) for line in lines)
    by_id = {line.id: line for line in lines}
    told = _lower_settled(told, by_id, scored)
    items = make_items(evidence, judged, sorted_papers.copies, scored, shared_with, sorted_papers.fragments)
    lowest: Confidence = min((line.confidence for line in lines), key=ORDER.index, default="low")
    return Draft(
        dossier,
        rubric.id,
        rubric.title,
        rubric.document,
        as_of.isoformat(),
        found.applicant,
        conditions,
        lines,
        items,
        _sorted(told, rubric),
        _totals(rubric, lines, "draft_score"),
        rubric.max_score,
        _totals(rubric, lines, "lowest"),
        _totals(rubric, lines, "highest"),
        lowest,
        people_of(sorted_papers.papers),
        {group.title: group.max for group in rubric.groups},
        _at_most(rubric, as_of),
    )
