"""The conditions that must hold before any point is counted; what no paper settles stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.evidence import Evidence
from matchers.applicant import Found
from matchers.checks import Case
from matchers.days import days_of, shift_years
from matchers.draft import Condition, Mismatch
from matchers.naming import page_of, title_of
from matchers.registered import within
from matchers.rubric_model import District, Eligibility
from matchers.scoring import Scored

MAKING = "生产|制造|加工|铸造|冶炼|纺织|印刷|酿造"


def _registered(
    condition: Eligibility, found: Found, papers: Mapping[str, Evidence], district: District | None
) -> tuple[Condition, list[Mismatch]]:
    licence = next((papers[i] for i in found.evidence if i in papers), None)
    if licence is None:
        return Condition(condition.id, condition.text, "unknown", (), (), "未见营业执照"), []
    told: list[Mismatch] = []
    page = page_of(licence)
    registry = licence.text("registry") or ""
    address = licence.text("address") or ""
    inside = within(address, district) if district else None
    if inside is None and registry and district:
        inside = within(registry, district)
    scope = f"{licence.text('business_scope') or ''}{licence.text('name') or ''}"
    making = re.search(MAKING, scope) is not None or (licence.text("name") or "").endswith("厂")

    def note(code: str, message: str) -> None:
        severity = "error" if code == "OUTSIDE_DISTRICT" else "warning"
        told.append(
            Mismatch(
                code,
                "error" if severity == "error" else "warning",
                message,
                None,
                (licence.id,),
                page.file,
                page.number,
            )
        )

    revoked = "revoked" in licence.marks
    if revoked:
        told.append(_revoked(licence))
    if inside is False and district:
        note(
            "OUTSIDE_DISTRICT",
            f"{title_of(licence)}：住所“{address or registry}”不在{district.name}。请核对登记机关和住所。",
        )
    if not making and (licence.text("business_scope") or inside is not False):
        shown = "经营范围中没有生产、制造、加工" if licence.text("business_scope") else "未能识别经营范围"
        note("NOT_MANUFACTURING", f"{title_of(licence)}：{shown}。请核对是否制造业企业。")
    status = "not_met" if inside is False or revoked else "met" if inside and making and found.known else "unknown"
    flags = tuple(m.code for m in told)
    basis = f"{title_of(licence)}，住所{address or '未识别'}"
    return Condition(condition.id, condition.text, status, (licence.id,), flags, basis), told  # type: ignore[arg-type]


def _revoked(licence: Evidence) -> Mismatch:
    page = page_of(licence)
    message = f"{title_of(licence)}显示已吊销、撤销或注销，不在申报范围内。请查登记状态。"
    return Mismatch("LICENCE_REVOKED", "error", message, None, (licence.id,), page.file, page.number)


def _by_papers(condition: Eligibility, lines: Mapping[str, Scored]) -> Condition:
    chosen: list[str] = []
    settled = True
    for choice in condition.met_by:
        units = [u for name in choice for u in lines[name.split(":")[0]].units.get(name.split(":")[1], ())]
        good = [
            u for u in units
            if u.status == "accepted" and not {f.code for f in u.findings} & {"EXPIRED", "VALIDITY_UNKNOWN"}
        ]  # fmt: skip
        settled = settled and bool(good)
        if good:
            chosen += good[0].evidence
    return Condition(condition.id, condition.text, "met" if settled else "unknown", tuple(dict.fromkeys(chosen)))


def _no_failure(condition: Eligibility, papers: Mapping[str, Evidence], foreign: set[str], case: Case) -> Condition:
    start = shift_years(case.as_of, -1)
    for paper in papers.values():
        days = days_of(paper.value("date"))
        if (
            paper.type != "inspection_report"
            or paper.value("conclusion") != "fail"
            or paper.id in foreign
            or days is None
        ):
            continue
        if start <= days.last and days.first <= case.as_of:
            sampled = paper.value("kind") == "supervision"
            status = "not_met" if sampled and paper.confidence >= 0.9 else "unknown"
            basis = f"{title_of(paper)}结论不合格"
            return Condition(condition.id, condition.text, status, (paper.id,), ("FAILED_INSPECTION",), basis)  # type: ignore[arg-type]
    return Condition(condition.id, condition.text, "unknown", (), (), "材料中未见不合格记录，须查抽查和投诉记录")


def judge(
    conditions: Sequence[Eligibility],
    found: Found,
    lines: Mapping[str, Scored],
    papers: Mapping[str, Evidence],
    foreign: set[str],
    case: Case,
    district: District | None,
) -> tuple[tuple[Condition, ...], tuple[Mismatch, ...]]:
    """Every condition with what settles it, and what to follow up. `foreign`: papers of other holders."""
    judged: list[Condition] = []
    told: list[Mismatch] = []
    for condition in conditions:
        match condition.check:
            case "registered_manufacturer":
                one, more = _registered(condition, found, papers, district)
                judged.append(one)
                told += more
            case "papers":
                judged.append(_by_papers(condition, lines))
            case "no_failure":
                judged.append(_no_failure(condition, papers, foreign, case))
            case _:
                judged.append(Condition(condition.id, condition.text, "unknown", (), (), "须由人判断"))
    return tuple(judged), tuple(told)
