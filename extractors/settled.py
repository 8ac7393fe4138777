"""Fields settled otherwise than by a label's value: closed sets, tables, ranks, the two ends of a printed range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.candidates import Candidate
from extractors.choosing import side_of
from extractors.document import Span
from extractors.evidence import Field, Reading
from extractors.papers import Match, Paper
from extractors.parsers import place
from extractors.spec import FieldSpec


def fill_from_ranges(
    paper: Paper, specs: dict[str, FieldSpec], fields: dict[str, Field], candidates: dict[str, list[Candidate]]
) -> None:
    """有效期自…至…: its beginning is the issue date where none is printed, and confirms one that is."""
    for name, spec in specs.items():
        if spec.start_of is None:
            continue
        ranges = [c for c in candidates[spec.start_of] if isinstance(c.value.value, str) and "/" in c.value.value]
        own = [c for c in candidates[name] if isinstance(c.value.value, str) and "/" in c.value.value]
        if not ranges and own and (fields.get(spec.start_of) is None or fields[spec.start_of].value is None):
            # "is valid from … until …": the range stands at the beginning's label and tells the end too.
            c, end = own[0], side_of(str(own[0].value.value), "end")
            reading = Reading(paper.via(c.start), paper.score(c.start, c.end), repaired=c.value.repaired)
            fields[spec.start_of] = Field(end, paper.raw(c.start, c.end), paper.span(c.start, c.end), reading)
        for c in ranges[:1]:
            start = side_of(str(c.value.value), "start")
            known = fields.get(name)
            if known is None or known.value is None:
                reading = Reading(paper.via(c.start), paper.score(c.start, c.end), repaired=c.value.repaired)
                fields[name] = Field(start, paper.raw(c.start, c.end), paper.span(c.start, c.end), reading)
            elif known.value == start:
                fields[name] = replace(known, reading=replace(known.reading, agreed=True))
            elif str(start) < str(known.value) and (first := _printed(candidates[name], str(start))):
                # Printed anew (换证) within its term: the date that the term begins with is the issue date.
                reading = Reading(paper.via(first.start), paper.score(first.start, first.end), agreed=True)
                span = paper.span(first.start, first.end)
                fields[name] = Field(start, paper.raw(first.start, first.end), span, reading)


def _printed(candidates: Sequence[Candidate], value: str) -> Candidate | None:
    """The labelled candidate with that very value."""
    return next((c for c in candidates if c.value.value == value), None)


def as_flag(field: Field) -> Field:
    """A choice of yes and no as a truth value."""
    return replace(field, value={"true": True, "false": False}.get(str(field.value).lower()))


def chosen_value(paper: Paper, text: str, spec: FieldSpec, stretches: Sequence[tuple[int, int]]) -> Field | None:
    """The value (or values) of a closed set: in the first of the stretches that shows one."""
    for start, end in stretches:
        hits = []
        for choice in spec.choices:
            found = [m for p in choice.when for m in [re.compile(p, re.IGNORECASE).search(text, start, end)] if m]
            if found:
                hits.append((choice.value, min(found, key=lambda m: m.start())))
        if hits:
            first = hits[0][1]
            value = tuple(dict.fromkeys(v for v, _ in hits)) if spec.many else hits[0][0]
            at, to = first.span()
            reading = Reading(paper.via(at), paper.score(at, to), check="passed")
            return Field(value, paper.raw(at, to), paper.span(at, to), reading)
    return None


def offsets_of(paper: Paper, span: Span) -> tuple[int, int]:
    """A stretch of a page in offsets of the paper's text."""
    for part, base in zip(paper.parts, paper.starts, strict=True):
        if part.page.id == span.page:
            start, end = part.view.inside(span.start, span.end)
            if part.start <= start and end - part.start <= len(part.text):
                return start - part.start + base, end - part.start + base
    return 0, 0


def rank_named(fields: dict[str, Field], names: tuple[str, ...]) -> Field | None:
    """The rank of the first authority that tells one, with the place where the authority stands."""
    for name in names:
        field = fields.get(name)
        rank = place.rank_of(field.value) if field is not None and isinstance(field.value, str) else None
        if field is not None and rank is not None:
            return Field(rank, field.raw, field.span, field.reading)
    return None


def looked_up(key: Field, spec: FieldSpec) -> Field | None:
    """What a closed table says for the value of another field."""
    value = spec.lookup.get(str(key.value))
    return Field(value, key.raw, key.span, replace(key.reading, derived=f"由{key.value}查表")) if value else None


def title_stretch(paper: Paper, text: str, match: Match) -> tuple[int, int] | None:
    """The title with the rest of its lines, in offsets of the paper's text."""
    assert match.anchor is not None
    start, end = offsets_of(paper, match.anchor)
    if end <= start:
        return None
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, max(start, 0)) + 1, len(text) if line_end < 0 else line_end
