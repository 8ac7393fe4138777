"""Copies of one paper: the same number twice, a Chinese and an English side, a list's row beside its certificate.

The copy read best stays and takes over what only the other copies say; the others are `DUPLICATE_EVIDENCE` (never
about standards). Two copies that contradict each other are told as a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractors.confidence import certainty
from extractors.evidence import Evidence, Field
from matchers.days import days_of
from matchers.name_parts import tidy
from matchers.naming import title_of
from matchers.unit import Finding

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "management_certificate": ("kind", "certificate_no"),
    "metrology_confirmation": ("level", "certificate_no"),
    "standard": ("standard_no",),
    "laboratory": ("kind", "number"),
    "patent": ("patent_no",),
    "trademark": ("jurisdiction", "registration_no"),
    "inspection_report": ("report_no",),
    "high_tech_enterprise": ("certificate_no",),
    "export_certificate": ("certificate_no",),
    "product_certificate": ("certificate_no",),
    "cqo_certificate": ("person",),
    "business_licence": ("uscc",),
}
"""What makes two papers of a type the same; the last field is the number, which both must show."""
TWINS: Final[Mapping[str, tuple[str, ...]]] = {
    "management_certificate": ("kind", "issue_date", "expiry_date"),
    "patent": ("kind", "title", "filing_date"),
    "trademark": ("jurisdiction", "holder", "registration_date", "classes"),
    "high_tech_enterprise": ("holder", "issue_date"),
    "award": ("name", "date", "holder"),
    "credential": ("person", "title", "issue_date"),
    "inspection_report": ("product", "kind", "date", "holder"),
}
"""Where a number is unread or fails its check: equal in all these (all read), the papers are the same."""
REFUSING: Final = frozenset({"NOT_GRANTED", "WRONG_PROOF", "LEVEL_TOO_LOW"})
FRAGMENT: Final = frozenset({"cover_missing", "foreword_missing", "units_missing"})
SILENT: Final = frozenset({"standard", "organisation_document", "social_security", "application_form", "appointment"})


@dataclass(frozen=True)
class Sorted:
    """The papers that are judged, the copies and fragments (id → id of the one that counts), what was found."""

    papers: tuple[Evidence, ...]
    copies: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    fragments: Mapping[str, str] = field(default_factory=dict)


def folded_number(number: str) -> str:
    """A number as compared: upper case, no blanks, one kind of dash and bracket."""
    text = re.sub(r"\s", "", number.upper())
    return re.sub(r"[‐‑–—―－]", "-", text).replace("（", "(").replace("）", ")").replace("，", ",")


def paper_key(evidence: Evidence) -> tuple[str, ...] | None:
    """Equal for papers of one type and number; None where the number is unread."""
    names = KEYS.get(evidence.type)
    if names is None or (number := evidence.text(names[-1])) is None:
        return None
    head = tuple(str(evidence.value(name)) for name in names[:-1])
    return (evidence.type, *head, folded_number(number))


def _twin_key(evidence: Evidence) -> tuple[str, ...] | None:
    names = TWINS.get(evidence.type)
    if names is None:
        return None
    values = [evidence.value(name) for name in names]
    if any(value in (None, ()) for value in values):
        return None
    return (evidence.type, *(str(v) for v in values))


def _weak_number(evidence: Evidence) -> bool:
    """No number to tell it apart by: unread, or read wrongly."""
    names = KEYS.get(evidence.type)
    unread = names is None or evidence.text(names[-1]) is None
    return unread or any(r.code == "NUMBER_INVALID" for r in evidence.reasons)


def _chinese_holder(evidence: Evidence) -> bool:
    names = (*evidence.names("holder"), *evidence.names("patentees"), *evidence.names("name"))
    return any(re.search(r"[\u4e00-\u9fff]", name) for name in names)


def _rank(evidence: Evidence) -> tuple[object, ...]:
    """Best read first: certificate before list row, Chinese holder, latest validity, most fields, most certain."""
    filled = sum(1 for f in evidence.fields.values() if f.value not in (None, ()))
    days = days_of(evidence.value("expiry_date"))
    return (
        "list_row" in evidence.marks,
        any(r.code in REFUSING for r in evidence.reasons),
        bool(evidence.reasons),
        not _chinese_holder(evidence),
        -(days.last.toordinal() if days else 0),
        -filled,
        -evidence.confidence,
        [r.code for r in evidence.reasons],
        sorted(evidence.marks),
        [str(evidence.value(name)) for name in sorted(evidence.fields)],
        evidence.id,
    )


def joined_standard(group: Sequence[Evidence]) -> Evidence:
    """A standard whose cover and foreword were read apart (a page between them was not): one paper again."""
    ordered = sorted(group, key=lambda p: ("cover_missing" in p.marks, _rank(p)))
    best = ordered[0]
    fields = dict(best.fields)
    for other in ordered[1:]:
        for name, value in other.fields.items():
            if name in fields and fields[name].value in (None, ()) and value.value not in (None, ()):
                fields[name] = value
    present = [f for p in group for f in (FRAGMENT - p.marks)]
    marks = {m for p in group for m in p.marks if m not in present}
    deciding = [fields[n] for n in ("standard_no", "level", "publish_date", "drafting_units") if n in fields]
    unread = any(f.value in (None, ()) for f in deciding)
    sure = min((certainty(f.reading) for f in deciding), default=0.0)
    confidence = best.confidence if unread else sure
    return replace(best, fields=fields, marks=frozenset(marks), confidence=confidence)


def _conflicts(best: Evidence, other: Evidence) -> list[str]:
    """Fields in which a copy says something else (a list row or another edition of the paper may)."""
    if best.type not in KEYS or "list_row" in other.marks or best.value("issue_date") != other.value("issue_date"):
        return []
    told = []
    for name in ("expiry_date", "grant_date", "registration_date", "conclusion"):
        ours, theirs = best.value(name), other.value(name)
        if name in best.fields and ours is not None and theirs is not None and ours != theirs:
            told.append(f"{ours}与{theirs}")
    return told


def _join(group: Sequence[Evidence]) -> tuple[Evidence, tuple[Finding, ...]]:
    """The paper that counts, with the fields that only its copies show, and the conflicts between them."""
    ordered = sorted(group, key=_rank)
    best, findings = ordered[0], []
    fields: dict[str, Field] = dict(best.fields)
    for other in ordered[1:]:
        if told := _conflicts(best, other):
            if best.type == "trademark" and "renewal" in (best.marks | other.marks):
                continue
            detail = f"两份材料互相矛盾：{'；'.join(told)}（另见{title_of(other)}）"
            findings.append(Finding("PAPERS_CONFLICT", detail, "question", broken=True))
        for name, value in other.fields.items():
            if name in fields and fields[name].value in (None, ()) and value.value not in (None, ()):
                fields[name] = value
    return replace(best, fields=fields), tuple(findings)


def _chinese_names(evidence: Evidence) -> frozenset[str]:
    names = (*evidence.names("holder"), *evidence.names("patentees"), *evidence.names("name"))
    return frozenset(tidy(name) for name in names if re.search(r"[\u4e00-\u9fff]", name))


def _by_holder(group: Sequence[Evidence]) -> list[list[Evidence]]:
    """Papers with one number but of different holders are no copies; one without a Chinese holder joins the first."""
    parts: list[tuple[frozenset[str], list[Evidence]]] = []
    for paper in sorted(group, key=lambda p: (not _chinese_names(p), sorted(_chinese_names(p)), _rank(p))):
        names = _chinese_names(paper)
        home = next((part for part in parts if not names or names & part[0]), None)
        if home is None:
            parts.append((names, [paper]))
        else:
            home[1].append(paper)
    return [papers for _, papers in parts]


def _groups(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    by_key: dict[tuple[str, ...], list[Evidence]] = {}
    for paper in evidence:
        by_key.setdefault(paper_key(paper) or ("", paper.id), []).append(paper)
    groups = [part for group in by_key.values() for part in _by_holder(group)]
    for index, group in enumerate(groups):
        paper = group[0]
        twin = _twin_key(paper) if len(group) == 1 and _weak_number(paper) else None
        for other in groups:
            if twin and other is not group and other and any(_twin_key(o) == twin for o in other):
                other.extend(group)
                groups[index] = []
                break
    return [g for g in groups if g]


def same_day_pairs(evidence: Sequence[Evidence]) -> dict[str, Finding]:
    """Utility models of which the same invention, filed on the same day, is in the dossier (handbook 4.4)."""
    inventions = {
        (e.text("title"), e.text("filing_date")): e
        for e in evidence
        if e.type == "patent" and e.value("kind") == "invention" and e.text("title") and e.text("filing_date")
        and e.value("grant_date") is not None
    }  # fmt: skip
    found = {}
    for paper in evidence:
        twin = inventions.get((paper.text("title"), paper.text("filing_date")))
        if paper.type == "patent" and paper.value("kind") == "utility_model" and twin is not None:
            detail = f"与{title_of(twin)}同日申请、名称相同，只计发明"
            found[paper.id] = Finding("SAME_DAY_PAIR", detail, "question")
    return found


def sort_out(evidence: Sequence[Evidence]) -> Sorted:
    """Which papers are judged, which are copies of them."""
    papers: list[Evidence] = []
    copies: dict[str, str] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    fragments: dict[str, str] = {}
    for group in _groups(evidence):
        if group[0].type == "standard" and len(group) > 1 and any(p.marks & FRAGMENT for p in group):
            whole = joined_standard(group)
            papers.append(whole)
            fragments.update({paper.id: whole.id for paper in group if paper.id != whole.id})
            continue
        if group[0].type in SILENT:
            papers.extend(group)
            continue
        best, told = _join(group)
        papers.append(best)
        if told:
            findings[best.id] = told
        copies.update({paper.id: best.id for paper in group if paper.id != best.id})
    for paper_id, finding in same_day_pairs(papers).items():
        findings[paper_id] = (*findings.get(paper_id, ()), finding)
    order = {paper.id: n for n, paper in enumerate(evidence)}
    papers.sort(key=lambda p: order[p.id])
    return Sorted(tuple(papers), copies, findings, fragments)
