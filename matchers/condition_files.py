"""In which file formats a material was handed in: a version that is missing, and whether that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from extractors.document import Document
from matchers.conditions import PEOPLE, Ground, Units, Verdict, made, note
from matchers.draft import Met
from matchers.rubric_model import Eligibility


def files(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """The papers stand in files of every format asked for; a format of which no file is there at all is missing."""
    there = {PurePosixPath(d.path).suffix.lower().lstrip(".") for d in ground.documents if d.status != "skipped"}
    found = {
        PurePosixPath(page.file).suffix.lower().lstrip("."): unit
        for units in own.values()
        for unit in units
        if unit.status != "rejected"
        for page in ground.papers[unit.evidence[0]].pages
    }
    chosen = [next((found[e] for e in choice if e in found), None) for choice in condition.formats]
    ids = [i for u in found.values() for i in u.evidence]
    if all(chosen):
        return Verdict(made(condition, "met", ids, (), "、".join(u.title for u in chosen if u)))
    lacking = [choice for choice, unit in zip(condition.formats, chosen, strict=True) if unit is None]
    named = "、".join(_format_name(choice) for choice in lacking)
    surely = any(not set(choice) & there for choice in lacking) and not _archives(ground.documents)
    seen = "、".join(u.title for u in chosen if u)
    basis = f"{seen + '；' if seen else ''}未见{condition.material}的{named}版"
    if not surely:
        basis += f"；{condition.advice or PEOPLE}"
    message = f"未见{condition.material}的{named}版。请补充（{condition.source.clause}）。"
    status: Met = "not_met" if surely and seen else "unknown"
    return Verdict(
        made(condition, status, ids, ("MISSING_MATERIAL",), basis), (note("MISSING_MATERIAL", "warning", message),)
    )


def _archives(documents: Sequence[Document]) -> bool:
    """A file that could not be opened may hold the missing one."""
    return any(d.status in {"unreadable", "password", "unsupported", "limit"} for d in documents)


def _format_name(endings: Sequence[str]) -> str:
    return "Word" if {"docx", "doc"} & set(endings) else "、".join(e.upper() for e in endings)
