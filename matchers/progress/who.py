"""Which unit a dossier comes from: its folder's name, else the body that most of its papers were issued by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.evidence import Evidence
from matchers.applicant import Found
from matchers.draft import Applicant, Dossier, Mismatch
from matchers.holding import Identity
from matchers.naming import page_of
from matchers.progress.units import Plan, folded
from matchers.rubric_model import Rubric

ISSUERS = ("issuer", "organiser")
MANY = 3
"""Files of another body from which the folder's name is doubted."""


@dataclass(frozen=True)
class Unit:
    """The unit that hands in: its names in the plan (several for a successor), its district's place, how it is known.

    settled: False where only the papers' majority tells, or where folder and papers disagree.
    """

    names: frozenset[str] = frozenset()
    shown: str | None = None
    place: str = ""
    settled: bool = True


def _issuers(plan: Plan, evidence: Sequence[Evidence]) -> Counter[frozenset[str]]:
    """How many files each body issued or held; a report with forty figures is one file."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for paper in evidence:
        for name in ISSUERS:
            for text in paper.names(name):
                if found := plan.named(text):
                    seen.add((page_of(paper).file, found))
    return Counter(found for _, found in seen)


def _other_body(plan: Plan, names: frozenset[str], ranked: Sequence[tuple[frozenset[str], int]]) -> bool:
    """Are there three files and more of one other body, and none of the unit's own? The leading group's are no sign."""
    if any(found & names for found, _ in ranked) or not ranked:
        return False
    found, files = ranked[0]
    return files >= MANY and not any(plan.superior(name.removeprefix("市")) for name in found)


def _shown(names: frozenset[str], folder: str) -> str:
    if len(names) == 1:
        return next(iter(names))
    plain = folded(folder).strip("0123456789._-—、 ")
    return plain or "、".join(sorted(names))


def unit_of(dossier: Dossier, evidence: Sequence[Evidence], rubric: Rubric) -> tuple[Unit, Found]:
    """The unit, and the same as the draft's applicant; a business licence is neither asked for nor looked at."""
    plan = Plan(rubric.units)
    names = plan.named(dossier.name, short=True)
    votes = _issuers(plan, evidence)
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], sorted(vote[0])))
    told: list[Mismatch] = []
    settled, basis = True, "文件夹名称"
    if not names and ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        names, settled, basis = ranked[0][0], False, f"{ranked[0][1]}份材料的发文（主办）单位"
    elif names and _other_body(plan, names, ranked):
        settled = False
        other = "、".join(sorted(ranked[0][0]))
        mine = _shown(names, dossier.name)
        message = f"文件夹是{mine}的，但{ranked[0][1]}份材料由{other}印发或主办。请核对报送单位。"
        told.append(Mismatch("APPLICANT_NAME_CONFLICT", "warning", message))
    if not names:
        message = "文件夹名称和材料的发文单位都不能确定报送单位，各行是否由其负责须由人确定。"
        told.append(Mismatch("APPLICANT_UNKNOWN", "error", message))
        return Unit(settled=False), Found(Applicant(None, None), Identity(None), "", False, tuple(told))
    shown, place = _shown(names, dossier.name), plan.place_of(names)
    found = Found(
        Applicant(shown, None, place or None), Identity(shown, settled=settled), basis, True, tuple(told)
    )  # fmt: skip
    return Unit(names, shown, place, settled), found
