"""A new draft after an earlier one was reviewed: which entries still hold, and what changed since. Pure.

An entry holds where what it was about is the same: a paper by what was read and from which content, a line by its
points, range and papers, a condition by its status and papers, a doubt by its words, a person by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from matchers.draft import Met
from pipeline.emit.labels import word
from pipeline.emit.wording import points_text
from pipeline.review.drafted import Drafted, DraftedCondition, DraftedDoubt, DraftedLine
from pipeline.review.entries import DECISIONS, VERDICTS, Entries

LOST: Final = "意见未带入"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than in the earlier draft: `about` is a line, a paper, a condition."""

    kind: str
    about: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True)
class Carried:
    """The entries that still hold, and every change; entries that do not hold stand among the changes."""

    entries: Entries
    changes: tuple[Change, ...]


def carry(entries: Entries, old: Drafted, new: Drafted) -> Carried:
    """What of the entries on the old draft holds for the new one, and what changed."""
    papers = _same_papers(old, new)
    lines = {line.id: line for line in new.lines}
    kept = {line.id for line in old.lines if line.id in lines and _line(line, old) == _line(lines[line.id], new)}
    conditions = {condition.id: condition for condition in new.conditions}
    held = {
        c.id for c in old.conditions if c.id in conditions and _condition(c, old) == _condition(conditions[c.id], new)
    }
    doubts = {_doubt(doubt): doubt.number for doubt in new.doubts}
    numbers = {doubt.number: doubts[_doubt(doubt)] for doubt in old.doubts if _doubt(doubt) in doubts}
    found = Entries(
        reviewer=entries.reviewer,
        day=entries.day,
        scores={line: value for line, value in entries.scores.items() if line in kept},
        opinions={line: value for line, value in entries.opinions.items() if line in kept},
        decisions={papers[i]: value for i, value in entries.decisions.items() if i in papers},
        paper_notes={papers[i]: value for i, value in entries.paper_notes.items() if i in papers},
        verdicts={i: value for i, value in entries.verdicts.items() if i in held},
        condition_notes={i: value for i, value in entries.condition_notes.items() if i in held},
        settled={numbers[n]: value for n, value in entries.settled.items() if n in numbers},
        people_notes={name: value for name, value in entries.people_notes.items() if name in new.people},
    )
    changes = [
        *_lost_lines(entries, old, kept),
        *_lost_papers(entries, old, papers),
        *_lost_others(entries, old, held, numbers, new),
        *_changed_lines(old, new),
        *_changed_papers(old, new, papers),
        *_changed_conditions(old, new),
    ]
    return Carried(found, tuple(changes))


def _same_papers(old: Drafted, new: Drafted) -> dict[str, str]:
    """Old id → new id of the same paper; several alike go in order."""
    places: dict[str, list[str]] = {}
    for paper in new.papers:
        places.setdefault(paper.key, []).append(paper.id)
    return {paper.id: places[paper.key].pop(0) for paper in old.papers if places.get(paper.key)}


def _papers(ids: tuple[str, ...], draft: Drafted) -> Counter[tuple[str, str]]:
    known = {paper.id: paper for paper in draft.papers}
    return Counter((known[i].key, known[i].status) for i in ids if i in known)


def _line(line: DraftedLine, draft: Drafted) -> tuple[object, ...]:
    return (line.max_score, line.draft_score, line.lowest, line.highest, _papers(line.evidence, draft))


def _condition(condition: DraftedCondition, draft: Drafted) -> tuple[object, ...]:
    return (condition.status, _papers(condition.evidence, draft))


def _doubt(doubt: DraftedDoubt) -> tuple[object, ...]:
    return (doubt.code, doubt.indicator, doubt.message)


def _lost_lines(entries: Entries, old: Drafted, kept: set[str]) -> list[Change]:
    lost = []
    for line in old.lines:
        told = _said(entries.scores.get(line.id), entries.opinions.get(line.id))
        if told and line.id not in kept:
            note = "本项的材料或预评有变，原复核意见未带入，请重新复核"
            lost.append(Change(LOST, f"{line.id} {line.name}", told, "", note))
    return lost


def _lost_papers(entries: Entries, old: Drafted, papers: Mapping[str, str]) -> list[Change]:
    shown = {value: text for text, value in DECISIONS.items()}
    lost = []
    for paper in old.papers:
        decision = entries.decisions.get(paper.id)
        told = _said(None if decision is None else shown[decision], entries.paper_notes.get(paper.id))
        if told and paper.id not in papers:
            note = "这份材料已撤下或读出的内容有变，原采信意见未带入"
            lost.append(Change(LOST, f"{paper.id} {paper.title}", told, "", note))
    return lost


def _lost_others(
    entries: Entries, old: Drafted, held: set[str], numbers: Mapping[int, int], new: Drafted
) -> list[Change]:
    shown: dict[Met, str] = {value: text for text, value in VERDICTS.items()}
    lost = []
    for condition in old.conditions:
        verdict = entries.verdicts.get(condition.id)
        told = _said(None if verdict is None else shown[verdict], entries.condition_notes.get(condition.id))
        if told and condition.id not in held:
            note = "这项条件的材料或预审结论有变，原结论未带入，请重新认定"
            lost.append(Change(LOST, condition.id, told, "", note))
    for doubt in old.doubts:
        if doubt.number in entries.settled and doubt.number not in numbers:
            lost.append(Change(LOST, doubt.message[:60], entries.settled[doubt.number], "", "这项疑点已没有了"))
    for name, told in entries.people_notes.items():
        if name not in new.people:
            lost.append(Change(LOST, name, told, "", "材料中已没有这个人"))
    return lost


def _said(value: str | Decimal | None, note: str | None) -> str:
    told = points_text(value) + "分" if isinstance(value, Decimal) else value or ""
    return "；".join(filter(None, (told, note or "")))


def _changed_lines(old: Drafted, new: Drafted) -> list[Change]:
    before = {line.id: line for line in old.lines}
    changes = []
    for line in new.lines:
        was = before.get(line.id)
        if was is None:
            changes.append(Change("新增指标", f"{line.id} {line.name}", "", points_text(line.draft_score)))
        elif _points(was) != _points(line):
            changes.append(Change("得分变化", f"{line.id} {line.name}", _points(was), _points(line)))
    if old.total != new.total:
        changes.append(Change("得分变化", "预评总分", points_text(old.total), points_text(new.total)))
    return changes


def _points(line: DraftedLine) -> str:
    low, high = points_text(line.lowest), points_text(line.highest)
    return f"{points_text(line.draft_score)}分（{low if low == high else f'{low}～{high}'}）"


def _changed_papers(old: Drafted, new: Drafted, papers: Mapping[str, str]) -> list[Change]:
    changes = []
    matched = {new_id: old_id for old_id, new_id in papers.items()}
    for paper in new.papers:
        if paper.id not in matched:
            place = paper.file + (f" 第{paper.page}页" if paper.page else "")
            status = word("status", paper.status)
            changes.append(Change("新增材料", f"{paper.id} {paper.title}", "", status, place))
            continue
        was = old.paper(matched[paper.id])
        if was is not None and was.status != paper.status:
            states = word("status", was.status), word("status", paper.status)
            changes.append(Change("采信变化", f"{paper.id} {paper.title}", *states))
    for paper in old.papers:
        if paper.id not in papers:
            changes.append(
                Change("撤下材料", f"（原 {paper.id}）{paper.title}", word("status", paper.status), "", paper.file)
            )
    return changes


def _changed_conditions(old: Drafted, new: Drafted) -> list[Change]:
    before = {condition.id: condition.status for condition in old.conditions}
    return [
        Change("资格变化", condition.id, word("met", before[condition.id]), word("met", condition.status))
        for condition in new.conditions
        if condition.id in before and before[condition.id] != condition.status
    ]
