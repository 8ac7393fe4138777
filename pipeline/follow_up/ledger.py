"""The ledger of follow-up: what was open, what still is, what settled it. Pure; people's cells are not touched here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from pipeline.emit.labels import code_label
from pipeline.follow_up.open_items import OpenItem
from pipeline.review.drafted import Drafted, DraftedPaper
from pipeline.supplements import is_supplement

State = Literal["待补正", "已解决", "无须补正"]
OPEN: Final[State] = "待补正"
SETTLED: Final[State] = "已解决"
NEEDLESS: Final[State] = "无须补正"
_SHOWN: Final = 4
"""How many papers one cell names."""


@dataclass(frozen=True)
class LedgerRow:
    """One matter: the software's cells. `lines`, `types`, `files` are its memory of what the matter was about.

    settled_by: the papers that settled it, or why it is none any more; related: papers handed in about it that did not.
    """

    key: str
    dossier: str
    applicant: str
    said: str
    code: str
    label: str
    severity: str
    hand_in: str
    state: State
    first_seen: str
    settled: str = ""
    settled_by: str = ""
    related: str = ""
    lines: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """A dossier of this run: its draft, what is open, what a reviewer closed (key → the reviewer's word)."""

    draft: Drafted
    items: tuple[OpenItem, ...]
    closed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Updated:
    """The rows after this run in their order, the new ones last; the papers seen by now; what to tell."""

    rows: tuple[LedgerRow, ...]
    papers: frozenset[str]
    told: tuple[str, ...] = ()


def update(rows: Sequence[LedgerRow], papers: AbstractSet[str], run: Sequence[Dossier], day: dt.date) -> Updated:
    """The ledger after a run. `papers`: identities of the papers seen before (empty: a first run)."""
    by_name = {one.draft.dossier: one for one in run}
    known = {row.key for row in rows}
    told = []
    kept: list[LedgerRow] = []
    for row in rows:
        one = by_name.get(row.dossier)
        if one is None:
            if row.state == OPEN:
                told.append(f"“{row.dossier}”这次没有草稿，它的事项原样保留")
            kept.append(row)
        else:
            kept.append(_after(row, one, papers, day))
    new = [_row(item, one, day) for one in run for item in one.items if item.key not in known]
    seen = frozenset(paper_identity(one.draft.dossier, paper) for one in run for paper in one.draft.papers)
    return Updated((*kept, *new), frozenset(papers) | seen, tuple(dict.fromkeys(told)))


def _after(row: LedgerRow, one: Dossier, papers: AbstractSet[str], day: dt.date) -> LedgerRow:
    item = next((item for item in one.items if item.key == row.key), None)
    if item is not None:
        note = row.settled_by if row.state == OPEN else f"{row.settled}曾记为{row.state}，{day.isoformat()}又出现"
        return replace(_row(item, one, day), first_seen=row.first_seen, settled_by=note)
    if row.state != OPEN:
        return row
    if row.key in one.closed:
        how = f"评审人员认定：{one.closed[row.key]}"
        return replace(row, state=NEEDLESS, settled=day.isoformat(), settled_by=how, related="")
    by = [_named(paper) for paper in settling(row, one.draft, papers)]
    how = "；".join(by) if by else "重新审查后不再有这个问题，未见对应的新材料，请核对"
    return replace(row, state=SETTLED, settled=day.isoformat(), settled_by=how, related="")


def _row(item: OpenItem, one: Dossier, day: dt.date) -> LedgerRow:
    row = LedgerRow(
        key=item.key,
        dossier=item.dossier,
        applicant=item.applicant,
        said=item.said,
        code=item.code,
        label=code_label(item.code),
        severity="须补正" if item.severity == "error" else "须核对、说明",
        hand_in=item.words.hand_in,
        state=OPEN,
        first_seen=day.isoformat(),
        lines=item.lines,
        types=item.types,
        files=item.files,
    )
    later = [paper for paper in one.draft.papers if is_supplement(paper.file) and paper.file not in item.files]
    received = _concerning(row, one.draft, later)
    return replace(row, related="；".join(_named(paper) for paper in received[:_SHOWN]))


def settling(row: LedgerRow, draft: Drafted, before: AbstractSet[str]) -> tuple[DraftedPaper, ...]:
    """The new papers that the matter's line or kind points to: not seen before, else handed in later."""
    unseen = [p for p in draft.papers if before and paper_identity(draft.dossier, p) not in before]
    later = [paper for paper in draft.papers if is_supplement(paper.file)]
    found = _concerning(row, draft, unseen) or _concerning(row, draft, later)
    return tuple(found[:_SHOWN])


def _concerning(row: LedgerRow, draft: Drafted, papers: Sequence[DraftedPaper]) -> list[DraftedPaper]:
    """Of these papers the closest group that has to do with the matter; rejected ones settle nothing."""
    usable = [paper for paper in papers if paper.status != "rejected" and paper.type != "application_form"]
    evidence = {i for line in draft.lines if line.id in row.lines for i in line.evidence}
    names = {_base(file) for file in row.files}
    same_name = [p for p in usable if _base(p.file) in names and p.file not in row.files]
    of_line = [p for p in usable if p.id in evidence or set(p.counted) & set(row.lines)]
    of_kind = [p for p in usable if p.type in row.types]
    both = [p for p in of_line if p in of_kind]
    return next((group for group in (same_name, both, of_line, of_kind) if group), [])


def _base(path: str) -> str:
    return path.replace("!/", "/").rsplit("/", 1)[-1]


def _named(paper: DraftedPaper) -> str:
    place = paper.file + (f" 第{paper.page}页" if paper.page else "")
    return f"{paper.title}（{place}）"


def paper_identity(dossier: str, paper: DraftedPaper) -> str:
    """A paper as remembered from run to run: whose, what, where."""
    return "|".join((dossier, paper.type, paper.title, paper.file, str(paper.page or "")))
