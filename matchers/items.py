"""Every paper as one item: its status over all lines, its reasons, the points it earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.evidence import Evidence
from extractors.fields import FIELDS
from matchers.assemble import findings_of
from matchers.checks import Case
from matchers.codes import official
from matchers.draft import Item, Status
from matchers.duplicates import Sorted
from matchers.naming import title_of
from matchers.rubric_model import CheckName, Selection
from matchers.scoring import Scored
from matchers.unit import Finding, Unit, status_of

ORDER: Final[tuple[Status, ...]] = ("accepted", "questioned", "rejected")


@dataclass(frozen=True)
class Judged:
    """One paper on one line (line None: no line takes it) with what was found."""

    line: str | None
    findings: tuple[Finding, ...]
    unit: Unit | None = None

    @property
    def status(self) -> Status:
        return status_of(self.findings)


def _without_line(evidence: Evidence) -> Selection | None:
    """What is asked of a paper that no line takes: is it the applicant's, is it in force, is it granted."""
    fields = FIELDS.get(evidence.type, ())
    holder = next((name for name in ("holder", "patentees", "name") if name in fields), None)
    if holder is None or evidence.type in {"application_form", "standard"}:
        return None
    checks: list[CheckName] = ["holder"]
    if evidence.type == "patent":
        checks.append("granted")
    elif "expiry_date" in fields:
        checks.append("valid")
    return Selection(title="", type=evidence.type, holder=holder, checks=tuple(checks), validity_unread="accept")


def _members(unit: Unit, papers: Mapping[str, Evidence]) -> dict[str, tuple[Finding, ...]]:
    """Which findings of a unit are about which of its papers."""
    first = papers[unit.evidence[0]]
    found = {first.id: unit.findings}
    for paper_id in unit.evidence[1:]:
        paper = papers[paper_id]
        if paper.type == "social_security":
            found[paper_id] = tuple(
                f for f in unit.findings if f.code in {"SOCIAL_SECURITY_EMPLOYER", "SOCIAL_SECURITY_GAP"}
            )
        elif paper.type == "project":
            found[paper_id] = unit.findings
        elif paper.type == "appointment":
            about = {"HOLDER_MISMATCH", "HOLDER_UNCERTAIN"}
            found[paper_id] = tuple(f for f in unit.findings if f.code in about)
    return found


def judge_papers(
    lines: Mapping[str, Scored],
    sorted_papers: Sorted,
    papers: Mapping[str, Evidence],
    case: Case,
    on_conditions: Mapping[str, tuple[Finding, ...]] | None = None,
) -> dict[str, list[Judged]]:
    """Every paper on every line that takes it; papers that no line takes are asked the general questions.

    `on_conditions`: what was found about papers that a condition takes, for those that no line takes.
    """
    judged: dict[str, list[Judged]] = {paper.id: [] for paper in sorted_papers.papers}
    for line, scored in lines.items():
        for unit in scored.all_units:
            for paper_id, findings in _members(unit, papers).items():
                judged[paper_id].append(Judged(line, findings, unit))
    for paper in sorted_papers.papers:
        if not judged[paper.id] and on_conditions and paper.id in on_conditions:
            judged[paper.id].append(Judged(None, on_conditions[paper.id]))
        elif not judged[paper.id]:
            selection = _without_line(paper)
            findings = tuple(findings_of(paper, selection, case)) if selection else ()
            judged[paper.id].append(Judged(None, findings))
    return judged


def _codes(judged: Sequence[Judged]) -> tuple[Status, tuple[str, ...]]:
    """The best status that any line gives, and the reasons of the lines that give it."""
    status = min((j.status for j in judged), key=ORDER.index)
    reasons: dict[str, None] = {}
    for one in judged:
        if one.status == status:
            for finding in one.findings:
                if finding.code and (finding.effect != "note" or official(finding.code)):
                    reasons[finding.code] = None
    return status, tuple(reasons)


def make_items(
    evidence: Sequence[Evidence],
    judged: Mapping[str, Sequence[Judged]],
    copies: Mapping[str, str],
    lines: Mapping[str, Scored],
    shared: Mapping[str, str],
    fragments: Mapping[str, str],
) -> tuple[Item, ...]:
    """All papers in order. `shared`: evidence id → who else uses its number; `fragments`: part → the joined paper."""
    items = []
    for paper in evidence:
        counted: dict[str, Decimal] = {}
        for line, scored in lines.items():
            if paper.id in scored.counted:
                counted[line] = scored.counted[paper.id]
        if paper.id in copies:
            items.append(Item(paper, "rejected", ("DUPLICATE_EVIDENCE",), {}))
            continue
        status, reasons = _codes(judged[fragments.get(paper.id, paper.id)])
        if paper.id in shared and "SHARED_NUMBER" not in reasons:
            reasons = (*reasons, "SHARED_NUMBER")
        items.append(Item(paper, status, reasons, counted))
    return tuple(items)


def copy_detail(copy_id: str, original: Evidence) -> str:
    """Why a copy is not counted."""
    return f"与{title_of(original)}是同一材料，只计一次"
