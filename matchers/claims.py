"""What the form says of a line against what the papers prove, item by item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.evidence import ApplicationForm, Claim, ClaimItem, Evidence
from matchers.draft import Mismatch, Severity
from matchers.duplicates import folded_number
from matchers.naming import NUMBER_FIELDS, number_of, page_of, title_of
from matchers.scoring import Scored
from matchers.titles_alike import alike
from matchers.unit import Unit

DATE_FIELDS = ("grant_date", "registration_date", "publish_date", "issue_date", "date", "expiry_date", "filing_date")


@dataclass(frozen=True)
class LineClaim:
    """All that the form claims for one line."""

    score: Decimal | None
    count: int | None
    items: tuple[ClaimItem, ...]
    ticked: bool
    file: str | None
    page: int | None
    read_well: bool = True

    @property
    def claimed(self) -> bool:
        """Does the form claim anything here? A blank, `/`, 无 or 0 is no claim."""
        return bool(self.score) or bool(self.count) or bool(self.items) or (self.ticked and self.score is None)


def line_claims(forms: Sequence[ApplicationForm]) -> dict[str, LineClaim]:
    """Claims by line; rows of one line add up (the five kinds of 9.2), a row that stands twice counts once."""
    by_line: dict[str, list[Claim]] = {}
    for form in forms:
        for claim in form.claims:
            if claim.indicator is not None:
                rows = by_line.setdefault(claim.indicator, [])
                if not any(r.label == claim.label and r.score == claim.score for r in rows):
                    rows.append(claim)
    found = {}
    for line, rows in by_line.items():
        scores = [c.score for c in rows if c.score is not None]
        counts = [c.count for c in rows if c.count is not None]
        span = next((c.span for c in rows if c.span), None)
        found[line] = LineClaim(
            sum(scores, Decimal(0)) if scores else None,
            sum(counts) if counts else None,
            tuple(item for c in rows for item in c.items),
            any(c.ticked for c in rows),
            span.page.file if span else None,
            span.page.number if span else None,
        )
    return found


def _numbers(evidence: Evidence) -> set[str]:
    return {folded_number(n) for name in NUMBER_FIELDS if (n := evidence.text(name))}


def _stem(number: str) -> str:
    return re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", folded_number(number)).removeprefix("ZL")


def _near(one: str, other: str) -> bool:
    """The same number with one place misread or mistyped: same length, one or two places differ."""
    ours, theirs = _stem(one), _stem(other)
    if len(ours) != len(theirs) or len(ours) < 6:
        return False
    return 0 < sum(a != b for a, b in zip(ours, theirs, strict=True)) <= 2


def _words(evidence: Evidence) -> set[str]:
    names = ("title", "name", "person", "product", "committee", "scheme")
    return {re.sub(r"\s|[《》]", "", w) for n in names if (w := evidence.text(n))}


def _find(item: ClaimItem, papers: Sequence[Evidence]) -> tuple[Evidence | None, str | None]:
    """The paper that an item means, and how it differs (None: not at all)."""
    if item.number:
        wanted = _stem(item.number)
        for paper in papers:
            if wanted in {_stem(n) for n in _numbers(paper)}:
                return paper, _date_difference(item, paper)
        named = re.sub(r"\s|[《》]", "", item.name or "")
        for paper in papers:
            known = number_of(paper)
            if (named and named in _words(paper)) or (known and _near(item.number, known)):
                return paper, f"申报表写{item.number}，材料是{known or '未识别'}"
        return None, None
    if item.name:
        named = re.sub(r"\s|[《》]", "", item.name)
        for paper in papers:
            if named in _words(paper):
                return paper, _date_difference(item, paper)
        for paper in papers:
            title = next((w for w in sorted(_words(paper)) if len(named) >= 4 and alike(named, w)), None)
            if title:
                return paper, f"申报表写“{item.name}”，材料是“{title}”"
        return None, None
    return (papers[0], None) if papers else (None, None)


def _date_difference(item: ClaimItem, paper: Evidence) -> str | None:
    dates = {d for name in DATE_FIELDS if (d := paper.text(name))}
    if not item.date or not dates or any(d.startswith(item.date) or item.date.startswith(d) for d in dates):
        return None
    return f"申报表写日期{item.date}，材料是{'、'.join(sorted(dates))}"


def _own(unit: Unit) -> bool:
    return not any(f.code == "HOLDER_MISMATCH" and f.effect == "reject" for f in unit.findings)


@dataclass(frozen=True)
class Compared:
    """What the comparison of one line found; `unsupported`: the upper end adds what was claimed."""

    mismatches: tuple[Mismatch, ...] = ()
    unsupported: bool = False


def compare(
    line: str, name: str, claim: LineClaim | None, scored: Scored, papers: Mapping[str, Evidence], has_claims: bool
) -> Compared:
    """The form's claim for a line against the papers of that line."""
    told: list[Mismatch] = []

    def note(code: str, severity: Severity, message: str, ids: tuple[str, ...] = ()) -> None:
        page = page_of(papers[ids[0]]) if ids else None
        file = page.file if page else claim.file if claim else None
        number = page.number if page else claim.page if claim else None
        told.append(Mismatch(code, severity, message, line, ids, file, number))

    units = [u for u in scored.all_units if _own(u)]
    on_line = [papers[i] for u in scored.all_units for i in u.evidence if i in papers]
    if claim is None or not claim.claimed:
        if has_claims:
            for unit_id in dict.fromkeys(scored.counted):
                note(
                    "EVIDENCE_UNCLAIMED",
                    "info",
                    f"{title_of(papers[unit_id])}可计{name}的分，申报表未申报。请确认。",
                    (unit_id,),
                )
        return Compared(tuple(told))
    if not units:
        shown = f"{claim.score}分" if claim.score is not None else f"{claim.count or len(claim.items) or 1}项"
        note("CLAIM_UNSUPPORTED", "error", f"申报表对“{name}”申报{shown}，没有本单位的佐证材料。请补充材料或核减。")
        return Compared(tuple(told), unsupported=True)
    unsupported = False
    claimed_ids = set()
    for item in claim.items:
        paper, difference = _find(item, on_line)
        if paper is None:
            note(
                "CLAIM_UNSUPPORTED", "error", f"申报表所列“{item.number or item.name}”没有佐证材料。请补充材料或核减。"
            )
            unsupported = True
        else:
            claimed_ids.add(paper.id)
            if difference:
                note("CLAIM_VALUE_MISMATCH", "warning", f"{title_of(paper)}：{difference}。请核对。", (paper.id,))
    counted_units = {u.key for u in units if u.in_highest}
    if claim.count is not None and claim.count != len(counted_units):
        message = f"申报表对“{name}”申报{claim.count}项，材料中可采信或待核的有{len(counted_units)}项。请核对。"
        note("CLAIM_COUNT_MISMATCH", "warning", message)
        unsupported = unsupported or claim.count > len({u.key for u in units})
    if any(item.number or item.name for item in claim.items):
        for paper_id in scored.counted:
            if paper_id not in claimed_ids:
                note("EVIDENCE_UNCLAIMED", "info", f"{title_of(papers[paper_id])}未列入申报表。请确认。", (paper_id,))
    return Compared(tuple(told), unsupported)
