"""What a condition's own papers say: met, not met, or unknown with the reason; and what a person has to do then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Document
from extractors.evidence import Evidence
from matchers.applicant import Found
from matchers.assemble import deciding, paper_units
from matchers.checks import CERTAIN, Case, sureness
from matchers.codes import sentence, severity_of
from matchers.draft import Condition, Met, Mismatch
from matchers.duplicates import Sorted
from matchers.naming import page_of
from matchers.rubric_model import Eligibility, Rubric, Selection
from matchers.scoring import Scored
from matchers.unit import Finding, Unit
from matchers.unread import Unread

Units = Mapping[str, tuple[Unit, ...]]
DECISIVE = frozenset({"TOO_RECENT"})
"""Facts about the applicant that no further paper undoes; for others an unread page may hold a better paper."""
ABOUT_HOLDER = frozenset({"HOLDER_MISMATCH", "PERSON_MISMATCH"})
"""Somebody else's paper says nothing about this applicant."""
FAILING = frozenset({"EXPIRED", "VALIDITY_UNKNOWN"})
SPEAKING_AGAINST = ("RECORD_SEEN", "OBJECTION_RAISED", "EARLIER_AWARD")
CONTRARY = "CONDITION_CONTRARY"
PEOPLE = "须由人判断"


@dataclass(frozen=True)
class Ground:
    """Everything that conditions are judged on. `foreign`: ids of papers of other holders."""

    rubric: Rubric
    found: Found
    lines: Mapping[str, Scored]
    papers: Mapping[str, Evidence]
    sorted_papers: Sorted
    foreign: frozenset[str]
    case: Case
    unread: Unread
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A condition judged, and what to follow up."""

    condition: Condition
    told: tuple[Mismatch, ...] = ()


def units_of(condition: Eligibility, papers: Sorted, case: Case) -> dict[str, tuple[Unit, ...]]:
    """The units of the condition's own selections; what a paper leaves unsaid is a selection of its own (`null`)."""
    by_id = {paper.id: paper for paper in papers.papers}
    return {
        name: tuple(_weighed(unit, selection, by_id) for unit in paper_units(selection, papers, case))
        for name, selection in condition.papers.items()
    }


def _weighed(unit: Unit, selection: Selection, papers: Mapping[str, Evidence]) -> Unit:
    """The unit, certain where the fields are that this condition rests on.

    Whose paper it is needs no certainty of its own: nothing is misread into the applicant's name by chance. Nor does a
    field that must only be there (a signature).
    """
    only_there = {name for name, allowed in selection.where.items() if tuple(allowed) == ("!null",)}
    names = [name for name in deciding(selection) if name != selection.holder and name not in only_there]
    sure = all(sureness(papers[i], names) >= CERTAIN for i in unit.evidence)
    return replace(unit, certain=sure)


def named_units(condition: Eligibility, name: str, own: Units, lines: Mapping[str, Scored]) -> tuple[Unit, ...]:
    """The units that one name of `met_by` or `against` means: the condition's own, or `indicator:selection`."""
    if name in own:
        return own[name]
    line, _, selection = name.partition(":")
    return lines[line].units.get(selection, ())


def settles(unit: Unit, *, own: bool) -> bool:
    """Does this paper settle a condition? A condition's own papers only where every deciding field is certain."""
    sound = unit.status == "accepted" and not {f.code for f in unit.findings} & FAILING
    return sound and (not own or (unit.certain and not unit.broken))


def made(
    condition: Eligibility,
    status: Met,
    evidence: Sequence[str] = (),
    flags: Sequence[str] = (),
    basis: str = "",
) -> Condition:
    """The condition of the draft, under its heading."""
    return Condition(
        condition.id,
        condition.text,
        status,
        tuple(dict.fromkeys(evidence)),
        tuple(dict.fromkeys(f for f in flags if f)),
        basis,
        condition.part,
    )


def note(code: str, severity: str, message: str, paper: Evidence | None = None, ids: Sequence[str] = ()) -> Mismatch:
    """A mismatch about a condition: no indicator, the paper's page where there is one."""
    page = page_of(paper) if paper else None
    return Mismatch(
        code,
        "error" if severity == "error" else "info" if severity == "info" else "warning",
        message,
        None,
        tuple(ids) or ((paper.id,) if paper else ()),
        page.file if page else None,
        page.number if page else None,
    )


def _short(unit: Unit) -> str:
    """Why the paper does not settle it, or what was counted."""
    ranked = [f for f in unit.findings if f.detail and (f.effect not in {"note", "soft"} or f.code in SPEAKING_AGAINST)]
    told = ranked or [f for f in unit.findings if f.detail and f.code == "PERIOD_COUNTED"]
    return told[0].detail if told else ""


def words_about(unit: Unit) -> str:
    """`《公示》（公示.pdf 第1页）（2025年9月26日至10月9日共5个工作日）`."""
    why = _short(unit)
    return unit.title + (f"（{why}）" if why else "")


def _codes(units: Sequence[Unit]) -> list[str]:
    return [f.code for u in units for f in u.findings if f.code and f.effect not in {"note", "soft"}]


def _undone(unit: Unit, unread: Unread) -> bool:
    """Refused for certain, as the applicant's own paper, and nothing unread could undo it."""
    refusing = [f for f in unit.findings if f.effect in {"reject", "adverse"}]
    if not refusing or not unit.certain or any(f.doubtful for f in refusing):
        return False
    codes = {f.code for f in unit.findings}
    if codes & ABOUT_HOLDER or any(f.broken or f.effect == "question" for f in unit.findings):
        return False
    return not unread.places or bool(codes & DECISIVE)


def _against(condition: Eligibility, own: Units, ground: Ground) -> Verdict | None:
    """A paper that speaks against the condition: certain and undoubted, the condition fails; else it is told."""
    units = [u for name in condition.against for u in named_units(condition, name, own, ground.lines)]
    units = [u for u in units if u.status != "rejected"]
    if not units:
        return None
    sure = [u for u in units if settles(u, own=True)]
    worst = (sure or units)[0]
    status: Met = "not_met" if sure else "unknown"
    flag = next((f.code for f in worst.findings if f.code in SPEAKING_AGAINST), None)
    todo = condition.advice or PEOPLE
    basis = f"{words_about(worst)}与本条件不符" + ("" if sure else f"；{todo}")
    judged = made(condition, status, worst.evidence, (flag or CONTRARY, *_codes(units)), basis)
    if flag is not None:
        return Verdict(judged)  # told with the paper
    message = f"{worst.title}与“{condition.text}”不符。{todo}。"
    paper = ground.papers.get(worst.evidence[0])
    return Verdict(judged, (note(CONTRARY, "error" if sure else "warning", message, paper),))


def _missing(condition: Eligibility, ground: Ground) -> tuple[Mismatch, ...]:
    unread = f"（另有{ground.unread.places[0]}等未能读取）" if ground.unread.places else ""
    message = f"未见{condition.material}{unread}。请查找或补充（{condition.source.clause}）。"
    return (note("MISSING_MATERIAL", "warning", message),)


def by_papers(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """Each inner list of `met_by` needs one paper that settles; `against` fails; refused for certain may fail."""
    if (against := _against(condition, own, ground)) is not None:
        return against
    chosen: list[Unit] = []
    lacking: list[list[Unit]] = []
    for choice in condition.met_by:
        units = [(n, u) for n in choice for u in named_units(condition, n, own, ground.lines)]
        good = next((u for n, u in units if settles(u, own=n in own)), None)
        if good is not None:
            chosen.append(good)
        else:
            lacking.append([u for _, u in units])
    if condition.met_by and not lacking:
        basis = "、".join(words_about(u) for u in chosen) if own else ""
        return Verdict(made(condition, "met", [i for u in chosen for i in u.evidence], (), basis))
    if not own:
        return Verdict(made(condition, "unknown", [i for u in chosen for i in u.evidence]))
    return _unsettled(condition, ground, own, chosen, lacking)


def _unsettled(
    condition: Eligibility, ground: Ground, own: Units, chosen: Sequence[Unit], lacking: Sequence[Sequence[Unit]]
) -> Verdict:
    seen = [u for units in own.values() for u in units]
    shown = [u for u in seen if u.status != "rejected" or _undone(u, ground.unread)] or seen
    ids = [i for u in (*chosen, *shown) for i in u.evidence]
    flags = _codes([u for u in shown if u not in chosen])
    refused = next((units for units in lacking if units and all(_undone(u, ground.unread) for u in units)), None)
    if refused and condition.refused == "not_met":
        basis = "；".join(words_about(u) for u in refused[:3])
        return Verdict(made(condition, "not_met", ids, flags, basis), _refusals(refused, ground))
    told = [words_about(u) for u in shown[:3]]
    told += [
        f"{page.file}{f' 第{page.number}页' if page.number is not None else ''}印有“{sign}”，但未能识别，请打开核对"
        for page, sign in ground.unread.suspects.get(condition.id, ())[:3]
    ]
    absent = any(not units for units in lacking)
    if absent and condition.material:
        told.append(f"未见{condition.material}")
        flags.append("MISSING_MATERIAL")
    elif not seen:
        told.append("材料中未见相关证明")
    if any(u.status == "accepted" and not settles(u, own=True) for u in shown):
        told.append("识别把握不足，请打开核对")
    told.append(condition.advice or PEOPLE)
    missing = _missing(condition, ground) if absent and condition.material else ()
    return Verdict(made(condition, "unknown", ids, flags, "；".join(told)), missing)


def _refusals(units: Sequence[Unit], ground: Ground) -> tuple[Mismatch, ...]:
    """Why each was refused, in the very words in which the paper itself tells it (then it stands once)."""
    told = []
    for unit in units:
        paper = ground.papers[unit.evidence[0]]
        for finding in unit.findings:
            if finding.effect in {"reject", "adverse"} and finding.code:
                words = sentence(unit.title, finding.detail, finding.code)
                told.append(note(finding.code, severity_of(finding.code), words, paper, unit.evidence))
    return tuple(told)


def people_decide(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """The papers that may help a person, who decides."""
    shown = [u for units in own.values() for u in units if u.status == "accepted"]
    told = [u.title for u in shown[:4]] + ([f"等{len(shown)}份"] if len(shown) > 4 else [])
    advice = condition.advice or PEOPLE
    basis = f"可参看{'、'.join(told)}；{advice}" if shown else advice
    return Verdict(made(condition, "unknown", [i for u in shown for i in u.evidence], (), basis))


def own_findings(units: Sequence[Units]) -> dict[str, tuple[Finding, ...]]:
    """Of papers that stand on conditions only: the findings of the selection that is kindest to each."""
    kindest: dict[str, Unit] = {}
    order = ("accepted", "questioned", "rejected")
    for unit in (u for found in units for several in found.values() for u in several):
        first = unit.evidence[0]
        if first not in kindest or order.index(unit.status) < order.index(kindest[first].status):
            kindest[first] = unit
    return {paper: unit.findings for paper, unit in kindest.items()}
