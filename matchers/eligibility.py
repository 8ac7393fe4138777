"""The conditions that must hold before any point is counted; what no paper settles stays unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.evidence import Evidence
from matchers.condition_files import files
from matchers.conditions import Ground, Units, Verdict, by_papers, made, note, people_decide, units_of
from matchers.days import days_of, shift_years
from matchers.draft import Condition, Met, Mismatch
from matchers.naming import title_of
from matchers.registered import within
from matchers.rubric_model import Eligibility
from matchers.winners import earlier_winner
from matchers.work_years import years_of_work

MAKING = "生产|制造|加工|铸造|冶炼|纺织|印刷|酿造"


def _registered(condition: Eligibility, ground: Ground, *, maker: bool) -> Verdict:
    """The licence's address lies in the district; where `maker`, its business is making things."""
    found, district = ground.found, ground.rubric.district
    licence = next((ground.papers[i] for i in found.evidence if i in ground.papers), None)
    if licence is None:
        return Verdict(made(condition, "unknown", (), (), "未见营业执照"))
    told: list[Mismatch] = []
    registry = licence.text("registry") or ""
    address = licence.text("address") or ""
    inside = within(address, district) if district else None
    if inside is None and registry and district:
        inside = within(registry, district)
    scope = f"{licence.text('business_scope') or ''}{licence.text('name') or ''}"
    making = not maker or re.search(MAKING, scope) is not None or (licence.text("name") or "").endswith("厂")
    revoked = "revoked" in licence.marks
    if revoked:
        told.append(_revoked(licence))
    if inside is False and district:
        message = f"{title_of(licence)}：住所“{address or registry}”不在{district.name}。请核对登记机关和住所。"
        told.append(note("OUTSIDE_DISTRICT", "error", message, licence))
    if not making and (licence.text("business_scope") or inside is not False):
        shown = "经营范围中没有生产、制造、加工" if licence.text("business_scope") else "未能识别经营范围"
        message = f"{title_of(licence)}：{shown}。请核对是否制造业企业。"
        told.append(note("NOT_MANUFACTURING", "warning", message, licence))
    status: Met = "not_met" if inside is False or revoked else "met" if inside and making and found.known else "unknown"
    basis = f"{title_of(licence)}，住所{address or '未识别'}"
    return Verdict(made(condition, status, (licence.id,), [m.code for m in told], basis), tuple(told))


def _revoked(licence: Evidence) -> Mismatch:
    message = f"{title_of(licence)}显示已吊销、撤销或注销，不在申报范围内。请查登记状态。"
    return note("LICENCE_REVOKED", "error", message, licence)


def _no_failure(condition: Eligibility, ground: Ground) -> Verdict:
    start = shift_years(ground.case.as_of, -1)
    for paper in ground.papers.values():
        days = days_of(paper.value("date"))
        if (
            paper.type != "inspection_report"
            or paper.value("conclusion") != "fail"
            or paper.id in ground.foreign
            or days is None
        ):
            continue
        if start <= days.last and days.first <= ground.case.as_of:
            sampled = paper.value("kind") == "supervision"
            status: Met = "not_met" if sampled and paper.confidence >= 0.9 else "unknown"
            basis = f"{title_of(paper)}结论不合格"
            return Verdict(made(condition, status, (paper.id,), ("FAILED_INSPECTION",), basis))
    return Verdict(made(condition, "unknown", (), (), "材料中未见不合格记录，须查抽查和投诉记录"))


def judge_one(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """One condition with what settles it, and what to follow up. `own`: the units of its own papers."""
    match condition.check:
        case "registered_manufacturer":
            return _registered(condition, ground, maker=True)
        case "registered":
            return _registered(condition, ground, maker=False)
        case "papers":
            return by_papers(condition, ground, own)
        case "no_failure":
            return _no_failure(condition, ground)
        case "files":
            return files(condition, ground, own)
        case "years_of_work":
            return years_of_work(condition, ground, own)
        case "earlier_winner":
            return earlier_winner(condition, ground, own)
        case "people_decide":
            return people_decide(condition, ground, own)


def own_units(conditions: Sequence[Eligibility], ground_papers: Ground) -> dict[str, Units]:
    """The units of every condition's own papers, by condition."""
    return {c.id: units_of(c, ground_papers.sorted_papers, ground_papers.case) for c in conditions}


def judge(ground: Ground, own: dict[str, Units]) -> tuple[tuple[Condition, ...], tuple[Mismatch, ...]]:
    """Every condition of the rubric in order, and what to follow up."""
    verdicts = [judge_one(condition, ground, own[condition.id]) for condition in ground.rubric.eligibility]
    return tuple(v.condition for v in verdicts), tuple(m for v in verdicts for m in v.told)
