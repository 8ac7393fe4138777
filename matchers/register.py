"""Numbers used by more than one applicant of the run (never standards, nor patents that both own)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from extractors.evidence import Evidence
from matchers.applicant import identify
from matchers.draft import Dossier
from matchers.duplicates import folded_number
from matchers.holding import Holding, holding_of

NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "management_certificate": ("certificate_no",),
    "metrology_confirmation": ("certificate_no",),
    "laboratory": ("number",),
    "patent": ("patent_no",),
    "trademark": ("jurisdiction", "registration_no"),
    "inspection_report": ("report_no",),
    "high_tech_enterprise": ("certificate_no",),
    "export_certificate": ("certificate_no",),
    "credential": ("person", "title", "issue_date"),
    "cqo_certificate": ("person", "certificate_no"),
}
Key = tuple[str, ...]


@dataclass(frozen=True)
class Use:
    """One applicant's use of a number: whose paper it is, as printed."""

    dossier: str
    applicant: str
    holding: Holding


@dataclass(frozen=True)
class SharedNumbers:
    """Every number that more than one applicant uses, with its uses."""

    uses: Mapping[Key, tuple[Use, ...]] = field(default_factory=dict)

    def others(self, evidence: Evidence, dossier: str) -> tuple[Use, ...]:
        """Who else uses this paper's number."""
        key = number_key(evidence)
        if key is None:
            return ()
        return tuple(u for u in self.uses.get(key, ()) if u.dossier != dossier)


def number_key(evidence: Evidence) -> Key | None:
    """What makes a paper the same paper in another dossier; None where it has no number to tell by."""
    names = NUMBERS.get(evidence.type)
    if names is None:
        return None
    values = [evidence.text(name) for name in names]
    if any(value is None for value in values):
        return None
    identity = evidence.text("identity") or "" if evidence.type == "credential" else ""
    return (evidence.type, *(folded_number(v) for v in values if v), identity)


def find_shared(dossiers: Iterable[Dossier]) -> SharedNumbers:
    """The numbers that two applicants of the run use; two dossiers of one applicant share nothing."""
    dossiers = tuple(dossiers)
    found: dict[Key, dict[str, Use]] = {}
    for dossier in dossiers:
        who = identify(dossier, dossier.evidence, None)
        applicant = who.identity.uscc or who.identity.name or dossier.name
        for paper in dossier.evidence:
            key = number_key(paper)
            if key is None:
                continue
            names = (*paper.names("holder"), *paper.names("patentees"))
            holding = (
                Holding.SAME
                if paper.type in {"credential", "cqo_certificate"}
                else holding_of(names, paper.text("uscc"), who.identity).holding
            )
            found.setdefault(key, {}).setdefault(dossier.name, Use(dossier.name, applicant, holding))
    shared = {}
    for key, uses in found.items():
        if len({u.applicant for u in uses.values()}) < 2:
            continue
        mine = [u for u in uses.values() if u.holding is not Holding.DIFFERENT]
        both_own = (
            key[0] == "patent" and all(u.holding is Holding.SAME for u in uses.values()) and _co_owned(dossiers, key)
        )
        if mine and not both_own:
            shared[key] = tuple(uses.values())
    return SharedNumbers(shared)


def _co_owned(dossiers: Iterable[Dossier], key: Key) -> bool:
    """Does one and the same patent paper print more than one owner?"""
    papers = [p for d in dossiers for p in d.evidence if number_key(p) == key]
    return all(len(p.names("patentees")) > 1 for p in papers)
