"""Several papers of one thing made one: what the best copy lacks comes from the others; contradictions are told.

A copy may also say what the best one does not: that the certificate was withdrawn, the mark sold or renewed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.confidence import certainty
from extractors.evidence import Evidence, Field
from matchers.days import days_of
from matchers.name_parts import tidy
from matchers.naming import title_of
from matchers.unit import Finding

FRAGMENT: Final = frozenset({"cover_missing", "foreword_missing", "units_missing"})
GRAVE: Final = frozenset({"withdrawn", "suspended", "lapsed", "revoked", "terminated", "transfer", "transferred"})
"""What any copy says against the paper holds for all of them."""
LATER: Final = frozenset({"renewal", "name_change"})
"""The registry's later papers about a mark (核准续展证明, 变更名义证明): they change a registration, they are none."""


def joined_standard(ordered: Sequence[Evidence]) -> Evidence:
    """A standard whose cover and foreword were read apart (a page between them was not): one paper again."""
    best = ordered[0]
    fields = dict(best.fields)
    for other in ordered[1:]:
        for name, value in other.fields.items():
            if name in fields and fields[name].value in (None, ()) and value.value not in (None, ()):
                fields[name] = value
    present = [f for p in ordered for f in (FRAGMENT - p.marks)]
    marks = {m for p in ordered for m in p.marks if m not in present}
    deciding = [fields[n] for n in ("standard_no", "level", "publish_date", "drafting_units") if n in fields]
    unread = any(f.value in (None, ()) for f in deciding)
    sure = min((certainty(f.reading) for f in deciding), default=0.0)
    confidence = best.confidence if unread else sure
    return replace(best, fields=fields, marks=frozenset(marks), confidence=confidence)


def conflicts(best: Evidence, other: Evidence) -> list[str]:
    """Fields in which a copy says something else (a list row or another edition of the paper may)."""
    days = {best.value("issue_date"), other.value("issue_date")} - {None}
    if "list_row" in other.marks or len(days) > 1:
        return []
    told = []
    for name in ("expiry_date", "grant_date", "registration_date", "conclusion"):
        ours, theirs = best.value(name), other.value(name)
        if name in best.fields and ours is not None and theirs is not None and ours != theirs:
            told.append(f"{ours}与{theirs}")
    return told


def join_copies(ordered: Sequence[Evidence], *, numbered: bool) -> tuple[Evidence, tuple[Finding, ...]]:
    """The paper that counts (the first), with what only its copies show, and the conflicts between them."""
    best, findings = ordered[0], []
    fields: dict[str, Field] = dict(best.fields)
    extras: dict[str, Field] = dict(best.extras)
    marks = best.marks
    for other in ordered[1:]:
        if numbered and (told := conflicts(best, other)):
            detail = f"两份材料互相矛盾：{'；'.join(told)}（另见{title_of(other)}）"
            findings.append(Finding("PAPERS_CONFLICT", detail, "question", broken=True))
        for name, value in other.fields.items():
            if name in fields and fields[name].value in (None, ()) and value.value not in (None, ()):
                fields[name] = value
        extras = {**other.extras, **extras}
        marks |= other.marks & GRAVE
    return replace(best, fields=fields, extras=extras, marks=marks), tuple(findings)


def is_later(paper: Evidence) -> bool:
    """Is it a renewal or a change of name beside the certificate, and not the certificate itself with such a note?"""
    return paper.type == "trademark" and bool(paper.marks & LATER) and paper.value("registration_date") is None


def _last_day(paper: Evidence) -> int:
    days = days_of(paper.value("expiry_date"))
    return days.last.toordinal() if days else 0


def later_joined(best: Evidence, later: Sequence[Evidence]) -> Evidence:
    """A registered mark after its renewals (the last end of validity) and changes of name (the last name).

    The registration date stays the first one (handbook 5).
    """
    fields, marks = dict(best.fields), set(best.marks)
    sure = [best.confidence]
    for paper in sorted(later, key=lambda p: (_last_day(p), p.id)):
        if "renewal" in paper.marks and _last_day(paper) > _last_day(replace(best, fields=fields)):
            fields["expiry_date"] = paper.fields["expiry_date"]
            sure.append(_sure(paper, "expiry_date"))
        if "name_change" in paper.marks and paper.names("holder"):
            fields["holder"] = paper.fields["holder"]
            sure.append(_sure(paper, "holder"))
        marks |= paper.marks & (GRAVE | LATER)
    return replace(best, fields=fields, marks=frozenset(marks), confidence=min(sure))


def _sure(paper: Evidence, name: str) -> float:
    """How certain a later paper's field is: by its reading; not more than the paper where it stands nowhere."""
    field = paper.fields[name]
    return certainty(field.reading) if field.span is not None else max(paper.confidence, 0.0)


def sold(best: Evidence, transfers: Sequence[Evidence]) -> Finding | None:
    """A transfer of the very mark to somebody else than the certificate names."""
    ours = {tidy(name) for name in best.names("holder")}
    for paper in transfers:
        theirs = {tidy(name) for name in paper.names("holder")}
        if ours and theirs and not ours & theirs:
            return Finding("TRANSFERRED", f"另有该商标的转让证明（{title_of(paper)}），现归谁所有待核", "question")
    return None
