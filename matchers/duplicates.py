"""Copies of one paper: the same number twice, a Chinese and an English side, a list's row beside its certificate.

The copy read best stays and takes over what only the other copies say; the others are `DUPLICATE_EVIDENCE` (never
about standards). Two copies that contradict each other are told as a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from extractors.evidence import Evidence
from matchers.days import days_of
from matchers.joining import FRAGMENT, is_later, join_copies, joined_standard, later_joined, sold
from matchers.name_parts import tidy
from matchers.naming import page_of, title_of
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
        _place(evidence),
        [r.code for r in evidence.reasons],
        sorted(evidence.marks),
        [str(evidence.value(name)) for name in sorted(evidence.fields)],
        evidence.id,
    )


def _place(evidence: Evidence) -> tuple[object, ...]:
    """Where a person meets the paper first: `5-3 证书.pdf` stands before `5-3 证书（复印）.pdf` and `5-10 ….pdf`."""
    page = page_of(evidence)
    path = PurePosixPath(page.file)
    words = re.findall(r"\d+|\D+", str(path.with_suffix("")) if path.name else "")
    return ([(not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in words], page.number or 0)


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


def _with_renamings(group: Sequence[Evidence]) -> list[list[Evidence]]:
    """By holder; a mark's change of name belongs to the paper with the former name, else with the new one."""
    renamings = [p for p in group if p.type == "trademark" and "name_change" in p.marks]
    parts = _by_holder([p for p in group if p not in renamings])
    if not parts:
        return _by_holder(group)
    for paper in renamings:
        names = {tidy(name) for field in ("former_name", "holder") for name in paper.names(field)}
        home = next((part for part in parts if any(names & _chinese_names(p) for p in part)), parts[0])
        home.append(paper)
    return parts


def _groups(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    by_key: dict[tuple[str, ...], list[Evidence]] = {}
    for paper in evidence:
        by_key.setdefault(paper_key(paper) or ("", paper.id), []).append(paper)
    groups = [part for group in by_key.values() for part in _with_renamings(group)]
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
            whole = joined_standard(sorted(group, key=lambda p: ("cover_missing" in p.marks, _rank(p))))
            papers.append(whole)
            fragments.update({paper.id: whole.id for paper in group if paper.id != whole.id})
            continue
        if group[0].type in SILENT:
            papers.extend(group)
            continue
        later = [p for p in group if is_later(p)] if any(not is_later(p) for p in group) else []
        same = [p for p in group if p not in later]
        numbered = group[0].type in KEYS and not any(map(is_later, same))
        best, told = join_copies(sorted(same, key=_rank), numbered=numbered)
        best = later_joined(best, later)
        transfers = [p for p in evidence if "transfer" in p.marks and paper_key(p) == paper_key(best)]
        if (lost := sold(best, transfers)) and paper_key(best):
            told = (*told, lost)
        papers.append(best)
        if told:
            findings[best.id] = told
        copies.update({paper.id: best.id for paper in same if paper.id != best.id})
        fragments.update({paper.id: best.id for paper in later})
    for paper_id, finding in same_day_pairs(papers).items():
        findings[paper_id] = (*findings.get(paper_id, ()), finding)
    order = {paper.id: n for n, paper in enumerate(evidence)}
    papers.sort(key=lambda p: order[p.id])
    return Sorted(tuple(papers), copies, findings, fragments)
