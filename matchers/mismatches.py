"""Findings as mismatches: which line they concern, how severe, what the reviewer is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.evidence import Evidence
from matchers.award import ZERO
from matchers.codes import sentence, severity_of
from matchers.draft import Mismatch, Severity
from matchers.items import Judged, copy_detail
from matchers.naming import page_of, title_of
from matchers.scoring import Scored
from matchers.unit import Finding, Unit

ABOUT_SOCIAL_SECURITY = {"SOCIAL_SECURITY_GAP", "SOCIAL_SECURITY_EMPLOYER"}


def _mismatch(
    code: str, severity: Severity, detail: str, paper: Evidence, line: str | None, ids: tuple[str, ...]
) -> Mismatch:
    page = page_of(paper)
    return Mismatch(code, severity, sentence(title_of(paper), detail, code), line, ids, page.file, page.number)


def settled(scored: Scored) -> bool:
    """Nothing doubted changes this line's score."""
    if scored.progress is not None:
        return scored.progress.settled
    return scored.lowest == scored.proposed == scored.highest and not scored.broken


def _placed(
    finding: Finding, unit: Unit | None, scored: Scored | None, line: str | None
) -> tuple[Severity, str | None]:
    """Severity and line of one finding: lowered or without line where it changes no score."""
    highest = severity_of(finding.code)
    if finding.code == "SHARED_NUMBER" and finding.effect == "note":
        return highest, None
    if finding.effect == "note":
        return ("info" if highest != "info" and (scored is None or settled(scored)) else highest), line
    if scored is None or unit is None:
        return highest, None
    if finding.effect == "adverse":
        return highest, line
    rejected = finding.effect in {"reject", "open"} or unit.status == "rejected"
    if rejected and finding.effect != "open":
        changes = finding.doubtful and scored.sure != scored.widest
        return highest, line if changes else None
    if finding.effect == "open":
        return (highest, line) if not settled(scored) else (highest, None)
    if settled(scored):
        return "info", line
    return ("warning" if highest == "error" else highest), line


def about_papers(
    judged: Mapping[str, Sequence[Judged]], lines: Mapping[str, Scored], papers: Mapping[str, Evidence]
) -> list[Mismatch]:
    """One mismatch for each finding about a paper; the same finding on two lines is told once where no line matters."""
    told: dict[tuple[object, ...], Mismatch] = {}
    for paper_id, views in judged.items():
        for view in views:
            scored = lines[view.line] if view.line else None
            for finding in view.findings:
                if not finding.code or (
                    view.unit and view.unit.evidence[0] != paper_id and finding.code in ABOUT_SOCIAL_SECURITY
                ):
                    continue
                if view.unit and paper_id != view.unit.evidence[0] and finding in _first_findings(view.unit, papers):
                    continue
                severity, line = _placed(finding, view.unit, scored, view.line)
                ids = view.unit.evidence if view.unit and len(view.unit.evidence) > 1 else (paper_id,)
                key = (finding.code, finding.detail, paper_id, line)
                told.setdefault(key, _mismatch(finding.code, severity, finding.detail, papers[paper_id], line, ids))
    return _told_once(told)


def _told_once(told: Mapping[tuple[object, ...], Mismatch]) -> list[Mismatch]:
    """A level read with little certainty may keep a paper out of many lines; the reviewer looks at it once."""
    lines: dict[tuple[object, ...], list[Mismatch]] = {}
    for (code, detail, paper_id, _), mismatch in told.items():
        lines.setdefault((code, detail, paper_id), []).append(mismatch)
    found = []
    for (code, *_), same in lines.items():
        if code == "LEVEL_UNKNOWN" and len(same) > 1:
            gravest = min((m.severity for m in same), key=("error", "warning", "info").index)
            found.append(replace(same[0], severity=gravest, indicator=None))
        else:
            found += same
    return found


def _first_findings(unit: Unit, papers: Mapping[str, Evidence]) -> tuple[Finding, ...]:
    """Findings already told with the unit's first paper."""
    return unit.findings if papers[unit.evidence[0]].type == "project" else ()


def about_copies(copies: Mapping[str, str], papers: Mapping[str, Evidence]) -> list[Mismatch]:
    """`DUPLICATE_EVIDENCE` for every copy."""
    return [
        _mismatch(
            "DUPLICATE_EVIDENCE", "info", copy_detail(copy, papers[original]), papers[copy], None, (copy, original)
        )
        for copy, original in copies.items()
    ]


def about_streaks(lines: Mapping[str, Scored]) -> list[Mismatch]:
    """`YEAR_GAP` where reports exist but no three years in a row."""
    told = []
    for line, scored in lines.items():
        units = [u for name in getattr(scored.indicator.rule, "of", ()) for u in scored.units.get(name, ())]
        if scored.indicator.rule.form != "streak" or scored.proposed > ZERO or not any(u.in_draft for u in units):
            continue
        if any("不合格" in words for words in scored.award.words):
            continue
        ids = tuple(u.evidence[0] for u in units if u.in_draft)
        why = "；".join(scored.award.words) or "合格报告不在所要求的年度内"
        told.append(Mismatch("YEAR_GAP", "error", f"{scored.indicator.name}：{why}。请补充所缺年度的报告。", line, ids))
    return told


def about_materials(line: str, scored: Scored, claimed: bool) -> list[Mismatch]:
    """`MISSING_MATERIAL` for a line that is claimed or has other evidence."""
    own = [u for u in scored.all_units if not any(f.code == "HOLDER_MISMATCH" for f in u.findings)]
    if not claimed and not own:
        return []
    if not own:
        message = f"“{scored.indicator.name}”已申报，未见规定的材料：{scored.indicator.materials}。请补充材料。"
        return [Mismatch("MISSING_MATERIAL", "warning", message, line)]
    told = []
    for material in scored.indicator.needs:
        if any(u.in_draft for name in material.instead for u in scored.units[name]):
            continue
        if not any(u in own for name in material.of for u in scored.units[name]):
            message = f"“{scored.indicator.name}”未见规定的材料：{material.name}。请补充材料。"
            told.append(
                Mismatch(
                    "MISSING_MATERIAL", "info" if settled(scored) and scored.proposed else "warning", message, line
                )
            )
    return told
