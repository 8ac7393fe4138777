"""One field out of its candidates: the rank, the pick rule, and what the other readings say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.candidates import Candidate
from extractors.evidence import Field, Reading
from extractors.papers import Paper
from extractors.parsers import dates
from extractors.spec import FieldSpec

_NAMES: Final = {"organisation", "organisations", "organisation_list", "text", "classes"}
"""Fields whose Chinese and English readings cannot be compared letter by letter."""


def side_of(value: str, side: str) -> str | None:
    """The end of a range that a field means; a single date is itself.

    >>> side_of("2021-09-30/2024-09-29", "end"), side_of("2021-09-30/2024-09-29", "none"), side_of("2021-09", "start")
    ('2024-09-29', None, '2021-09')
    """
    first, last = dates.ends(value)
    if last is None:
        return first
    return {"start": first, "end": last}.get(side)


def choose(paper: Paper, spec: FieldSpec, candidates: Sequence[Candidate]) -> Field | None:
    """The field, or None where nothing was found. What stands there but cannot be used gives a field without value."""
    usable = [(c, v) for c in candidates if (v := _value(spec, c)) is not None]
    if not usable:
        broken = [c for c in candidates if c.value.value is None]
        return _unusable(paper, broken[0]) if broken else None
    best_rank = min(c.rank for c, _ in usable)
    tier = [(c, v) for c, v in usable if c.rank == best_rank]
    chosen, value = _picked(spec, tier)
    reading = _reading(paper, chosen)
    agreed, disputed = _second_readings(spec, chosen, value, usable)
    return _field(paper, chosen, value, replace(reading, agreed=agreed, disputed=disputed))


def _value(spec: FieldSpec, candidate: Candidate) -> str | tuple[str, ...] | None:
    value = candidate.value.value
    if spec.parse == "date" and isinstance(value, str):
        return side_of(value, spec.side)
    return value


def _picked(
    spec: FieldSpec, tier: list[tuple[Candidate, str | tuple[str, ...]]]
) -> tuple[Candidate, str | tuple[str, ...]]:
    if spec.parse in _NAMES:
        tier = [pair for pair in tier if not pair[0].english and not _latin(pair[1])] or tier
    if spec.pick in ("latest", "earliest") and spec.parse == "date":
        whole = [p for p in tier if len(str(p[1])) == 10] or tier
        ordered = sorted(whole, key=lambda pair: str(pair[1]))
        return ordered[-1] if spec.pick == "latest" else ordered[0]
    checked = [p for p in tier if p[0].value.check == "passed" and p[0].value.repaired is None]
    clean = checked or [p for p in tier if p[0].value.check != "failed"] or tier
    return clean[-1] if spec.pick == "last" else clean[0]


def _latin(value: str | tuple[str, ...]) -> bool:
    text = value if isinstance(value, str) else "".join(value)
    return text.isascii()


def _second_readings(
    spec: FieldSpec,
    chosen: Candidate,
    value: str | tuple[str, ...],
    usable: Sequence[tuple[Candidate, str | tuple[str, ...]]],
) -> tuple[bool, bool]:
    """Whether another place says the same, and whether the other language's side says something else."""
    if spec.parse in _NAMES:
        same = [v for c, v in usable if c is not chosen and not _overlap(c, chosen) and v == value]
        return bool(same), False
    elsewhere = [(c, v) for c, v in usable if c is not chosen and not _overlap(c, chosen)]
    others = [(c, v) for c, v in elsewhere if c.rank <= max(chosen.rank, 1)]
    agreed = any(v == value for _, v in others)
    other_side = {v for c, v in others if c.english != chosen.english and c.rank == chosen.rank}
    disputed = bool(other_side) and value not in other_side
    if spec.pick == "first" and not disputed and spec.parse != "date":
        disputed = any(_look_alike(v, value) and c.rank == chosen.rank and c.labelled for c, v in others)
    return agreed, disputed


def _look_alike(one: str | tuple[str, ...], other: str | tuple[str, ...]) -> bool:
    """Two readings of one number: as long as each other and one or two characters apart."""
    if not isinstance(one, str) or not isinstance(other, str) or len(one) != len(other):
        return False
    return 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _reading(paper: Paper, candidate: Candidate) -> Reading:
    return Reading(
        via=paper.via(candidate.start),
        score=paper.score(candidate.start, candidate.end),
        check=candidate.value.check,
        labelled=candidate.labelled,
        repaired=candidate.value.repaired,
    )


def _field(paper: Paper, chosen: Candidate, value: str | tuple[str, ...], reading: Reading) -> Field:
    raw = paper.raw(chosen.start, chosen.end)
    if isinstance(value, str) and "（" in raw:
        value = value.replace("(", "（").replace(")", "）")
    return Field(value, raw, paper.span(chosen.start, chosen.end), reading)


def _unusable(paper: Paper, candidate: Candidate) -> Field:
    """Something stands beside the label but is no value (an impossible day): shown, never guessed."""
    raw = paper.raw(candidate.start, candidate.end)
    span = paper.span(candidate.start, candidate.end)
    return Field(None, raw, span, replace(_reading(paper, candidate), disputed=True))
