"""From papers to units: which papers a selection takes, what was found about each, which make one item together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from extractors.confidence import certainty
from extractors.evidence import Evidence
from matchers.checks import CERTAIN, Case, older_than, placed, sureness, window
from matchers.days import days_of
from matchers.duplicates import Sorted, folded_number
from matchers.lasting import lasting
from matchers.naming import title_of
from matchers.paper_checks import CHECKS
from matchers.rubric_model import CheckName, Selection
from matchers.unit import Effect, Finding, Unit

READ_REASONS: Final[Mapping[str, tuple[Effect, bool]]] = {
    "NOT_GRANTED": ("reject", False),
    "WRONG_PROOF": ("reject", False),
    "LEVEL_TOO_LOW": ("reject", False),
    "NUMBER_INVALID": ("question", True),
    "LOW_OCR_QUALITY": ("question", True),
    "LEVEL_UNKNOWN": ("question", True),
    "VALIDITY_UNKNOWN": ("question", True),
    "READINGS_DIFFER": ("question", True),
    "NUMBER_REPAIRED": ("note", False),
    "DERIVED_DATE": ("note", False),
}
"""What the reasons that reading itself gave do to a paper; any other only tells."""
BROKEN: Final = 0.45
"""Below this a deciding field is unread, disputed or fails its check (`extractors.confidence`: 0.40); a mere weak
reading lies above."""
DATES: Final[Mapping[CheckName, tuple[str, ...]]] = {
    "valid": ("expiry_date",),
    "granted": ("grant_date",),
    "inspected": ("date",),
    "named": ("drafting_units",),
}
"""What a check reads besides the holder; a field that is not there at all is the check's own business."""


def read_findings(evidence: Evidence) -> list[Finding]:
    """The reasons that extraction found, as findings."""
    found = []
    for reason in evidence.reasons:
        effect, broken = READ_REASONS.get(reason.code, ("note", False))
        found.append(Finding(reason.code, reason.detail, effect, broken))
    return found


def _matches(value: object, allowed: Sequence[str]) -> bool:
    """`null` means unread, `!x` anything but x, `~pattern` a part of the text, `!~pattern` no part of it."""
    shown = "null" if value is None or value == () else str(value)

    def fits(one: str) -> bool:
        return shown == one or (one.startswith("~") and re.search(one[1:], shown) is not None)

    refused = [a[1:] for a in allowed if a.startswith("!")]
    wanted = [a for a in allowed if not a.startswith("!")]
    return not any(map(fits, refused)) and (not wanted or any(map(fits, wanted)))


def selects(selection: Selection, evidence: Evidence) -> bool:
    """Does the selection take this paper?"""
    return evidence.type == selection.type and all(
        _matches(evidence.value(name), allowed) for name, allowed in selection.where.items()
    )


def findings_of(evidence: Evidence, selection: Selection, case: Case) -> list[Finding]:
    """Everything found about one paper under one selection."""
    found = read_findings(evidence)
    if "registered" in selection.checks:
        # An application abroad is questioned, not refused: 注册申报 may be read so (handbook 15, row 17).
        found = [replace(f, effect="question") if f.code == "NOT_GRANTED" else f for f in found]
    for name in selection.checks:
        found.extend(CHECKS[name](evidence, selection, case))
    if selection.window and selection.assemble != "bundle":
        found.extend(window(evidence, selection.window, case))
    if selection.older_than:
        found.extend(older_than(evidence, selection.older_than, case))
    if selection.lasting:
        found.extend(lasting(evidence, selection.lasting, case))
    if selection.doubt:
        doubt = selection.doubt
        shaky = doubt.effect == "reject" and sureness(evidence, tuple(selection.where)) < CERTAIN
        found.append(Finding(doubt.code, doubt.because, doubt.effect, doubtful=shaky))
    return _once(found)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once: `issued` stands behind more than one check."""
    return list(dict.fromkeys(findings))


def _key(evidence: Evidence, selection: Selection) -> str:
    parts = [evidence.text(name) for name in selection.distinct]
    if not parts or any(part is None for part in parts):
        return f"{evidence.type}#{evidence.id}"
    return f"{evidence.type}:" + "|".join(folded_number(part) for part in parts if part)


def deciding(selection: Selection) -> tuple[str, ...]:
    """The fields that decide about a paper on this line."""
    dates = [name for check in selection.checks for name in DATES.get(check, ())]
    if selection.validity_unread != "question":
        # The rule does not ask for the end of the validity here (三级计量).
        dates = [name for name in dates if name != "expiry_date"]
    windows = [limit.field for limit in (selection.window, selection.older_than) if limit]
    windows += [selection.lasting.from_field, selection.lasting.to_field] if selection.lasting else []
    holders = [selection.holder] if "holder" in selection.checks else []
    return tuple(dict.fromkeys((*selection.where, *holders, *selection.distinct, *dates, *windows)))


def _broken(evidence: Evidence, selection: Selection) -> bool:
    """Is a field that decides on this line unread or contradicted? Others may be (an expiry that nobody asks for)."""
    if evidence.confidence >= BROKEN:
        return False
    names = deciding(selection)
    fields = [f for n in names if (f := evidence.fields.get(n) or evidence.extras.get(n))]
    if not placed(evidence, names):
        return True
    known = [certainty(f.reading) for f in fields if f.value not in (None, ())]
    missing = any(evidence.value(n) in (None, ()) for n in (*selection.where, *selection.distinct))
    return missing or min(known, default=0.0) < BROKEN


def _shares(evidence: Evidence, selection: Selection) -> tuple[Decimal, Decimal, bool]:
    """Share in the draft, in the upper end, and whether it is known."""
    if selection.share is None:
        return Decimal(1), Decimal(1), True
    match evidence.value(selection.share.when):
        case True:
            # 属联合承担的计一半: only a main undertaker might be read otherwise (handbook 15, row 10).
            other = "joint_other" in evidence.marks
            return selection.share.factor, selection.share.factor if other else selection.share.otherwise, True
        case False:
            return Decimal(1), Decimal(1), True
        case _:
            return selection.share.factor, Decimal(1), False


def paper_unit(evidence: Evidence, selection: Selection, case: Case, extra: Sequence[Finding] = ()) -> Unit:
    """One paper as a unit."""
    share, upper, known = _shares(evidence, selection)
    findings = [*findings_of(evidence, selection, case), *extra]
    if not known:
        findings.append(Finding("JOINT_UNDERTAKING", "是否联合承担未能识别，暂按一半计", "note"))
    if not any(f.broken for f in findings) and _broken(evidence, selection):
        findings.append(Finding("", "有决定得分的内容未能识别或前后不一致", "note", broken=True))
    days = days_of(evidence.value("date"))
    return Unit(
        key=_key(evidence, selection),
        evidence=(evidence.id,),
        title=title_of(evidence),
        findings=tuple(_once(findings)),
        share=share,
        upper_share=upper,
        certain=evidence.confidence >= CERTAIN and known,
        day=days.first if days and (days.exact or days.first.year == days.last.year) else None,
    )


def _same_project(one: Evidence, other: Evidence, fields: Sequence[str]) -> bool:
    for name in fields:
        ours, theirs = one.text(name), other.text(name)
        if ours and theirs and folded_number(ours) == folded_number(theirs):
            return True
    return False


def _bundle_unit(
    group: Sequence[Evidence], selection: Selection, case: Case, extra: Mapping[str, list[Finding]]
) -> Unit:
    bundle = selection.bundle
    assert bundle is not None
    findings: list[Finding] = []
    for paper in group:
        findings += [*findings_of(paper, selection, case), *extra.get(paper.id, [])]
    if selection.window:
        told = [list(window(paper, selection.window, case)) for paper in group]
        if all(told):
            findings += min(told, key=lambda found: [f.effect == "reject" for f in found])
    stages = {str(paper.value(bundle.field)) for paper in group}
    missing = [stage for stage in bundle.needs if stage not in stages]
    if missing:
        names = {"approval": "立项书", "acceptance": "结题证明"}
        effect: Effect = "propose" if stages & set(bundle.proposed_alone) else "question"
        detail = f"缺{'、'.join(names.get(stage, stage) for stage in missing)}"
        findings.append(Finding("MISSING_MATERIAL", detail, effect))
    return Unit(
        key=_key(group[0], selection),
        evidence=tuple(paper.id for paper in group),
        title="、".join(title_of(paper) for paper in group),
        findings=tuple(_once(findings)),
        certain=all(paper.confidence >= CERTAIN for paper in group),
    )


def bundle_units(
    papers: Sequence[Evidence], selection: Selection, case: Case, extra: Mapping[str, list[Finding]]
) -> list[Unit]:
    """Papers of one project together (立项书 with 结题证明); a stage that stands alone says so."""
    assert selection.bundle is not None
    groups: list[list[Evidence]] = []
    for paper in papers:
        home = next((g for g in groups if any(_same_project(paper, o, selection.bundle.by) for o in g)), None)
        if home is None:
            groups.append([paper])
        else:
            home.append(paper)
    return [_bundle_unit(group, selection, case, extra) for group in groups]


def paper_units(selection: Selection, sorted_papers: Sorted, case: Case) -> list[Unit]:
    """The units of a selection of papers or projects (people are `matchers.staff`)."""
    papers = [paper for paper in sorted_papers.papers if selects(selection, paper)]
    extra = {paper.id: list(sorted_papers.findings.get(paper.id, ())) for paper in papers}
    if selection.assemble == "bundle":
        return bundle_units(papers, selection, case, extra)
    return [paper_unit(paper, selection, case, extra[paper.id]) for paper in papers]


def stray_units(name: str, selections: Mapping[str, Selection], sorted_papers: Sorted, case: Case) -> list[Unit]:
    """Papers that no selection of the line takes, but this one would if what keeps them out was unread or misread.

    An unread kind is a question; one read with little certainty only keeps the line from `high`.
    """
    selection = selections[name]
    found = []
    for paper in sorted_papers.papers:
        if paper.type != selection.type or any(selects(other, paper) for other in selections.values()):
            continue
        barred = [n for n, allowed in selection.where.items() if not _matches(paper.value(n), allowed)]
        unread = any(paper.value(n) in (None, ()) for n in barred)
        if not unread and (sureness(paper, barred) >= CERTAIN or not placed(paper, barred)):
            continue
        why = "未能识别材料的种类或级别" if unread else "材料的种类或级别识别把握低"
        doubt = Finding("LEVEL_UNKNOWN", why, "question" if unread else "reject", unread, not unread)
        # The selection's own doubt is about papers that it takes; about a stray it would be a false word.
        asked = replace(selection, doubt=None)
        found.append(paper_unit(paper, asked, case, [*sorted_papers.findings.get(paper.id, ()), doubt]))
    return found
