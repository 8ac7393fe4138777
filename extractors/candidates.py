"""Candidates: every place on a paper that may say a field, with how it was found; each place is used once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.holders import has_legal_form
from extractors.label_book import LabelHit
from extractors.labels import WAYS, Labelled, Way
from extractors.parsers import date_forms
from extractors.spec import FieldSpec
from extractors.text_lines import line_end, line_of
from extractors.value import Value
from extractors.values import READERS

_LINE_READERS = {"organisation", "organisations", "organisation_list", "text"}
"""These take what stands there; the others pick a value out of it, and so may look further."""
_SHAPELESS = {"organisation", "organisations", "organisation_list", "text", "number", "classes"}
"""Values that any text looks like: never taken from the line above, nor by a pattern's chance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value for a field at `text[start:end]` of the paper; `rank` 0 label, 1 fallback label, 2 pattern."""

    value: Value
    start: int
    end: int
    rank: int
    english: bool
    way: Way | None
    labelled: bool = True
    label_end: int | None = None
    """Where the label ends beside which the value was found."""
    runs_on: bool = False
    """Words that are no label follow at once: two lines may have run into each other."""


class Claims:
    """The stretches already taken by a value; a second value may not use them."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int, str]] = []

    def free(self, start: int, end: int, field: str) -> bool:
        return all(end <= s or e <= start or f == field for s, e, f in self._taken)

    def take(self, start: int, end: int, field: str) -> None:
        self._taken.append((start, end, field))


def find_candidates(
    labelled: Labelled, fields: Mapping[str, FieldSpec], patterns_text: str
) -> dict[str, list[Candidate]]:
    """All candidates of all fields: labels first (nearest way first, over all labels), then patterns."""
    claims = Claims()
    found: dict[str, list[Candidate]] = {name: [] for name in fields}
    open_hits = [h for h in labelled.hits if h.field in fields]
    for way in WAYS:
        still_open = []
        for hit in open_hits:
            assert hit.field is not None
            spec = fields[hit.field]
            if way in ("below", "next", "above") and (not hit.firm or _has_rank_zero(found[hit.field], hit)):
                continue
            if way in ("below", "next", "above") and labelled.says_something_beside(hit):
                continue
            if way == "above" and (found[hit.field] or spec.parse in _SHAPELESS):
                continue
            candidate = _at_label(labelled, hit, spec, way, claims)
            if candidate is None:
                still_open.append(hit)
            else:
                found[hit.field].append(candidate)
                if spec.parse not in ("date", "text"):
                    claims.take(candidate.start, candidate.end, hit.field)
        open_hits = still_open
        if way in ("right", "next"):
            _claim_dates(found, fields, claims)
    for name, spec in fields.items():
        found[name] += _by_patterns(labelled, name, spec, patterns_text, claims)
    return found


def _claim_dates(found: Mapping[str, list[Candidate]], fields: Mapping[str, FieldSpec], claims: Claims) -> None:
    """Dates that stand beside their labels are theirs: no other label may take them from below or above."""
    for name, spec in fields.items():
        if spec.parse == "date":
            for c in found[name]:
                claims.take(c.start, c.end, name)


def _has_rank_zero(found: list[Candidate], hit: LabelHit) -> bool:
    """A label without a value beside it need not be pursued when its own side of the paper has spoken already."""
    return any(c.rank <= hit.rank and c.english == hit.english and not hit.colon for c in found)


def _at_label(labelled: Labelled, hit: LabelHit, spec: FieldSpec, way: Way, claims: Claims) -> Candidate | None:
    assert hit.field is not None
    for start, end in labelled.stretches(hit, way, spec.reach):
        if end <= start:
            continue
        if way == "line" and not hit.firm and spec.parse in _SHAPELESS and not hit.colon:
            continue
        text = labelled.paper.text[start:end]
        for value in READERS[spec.parse](text, True):
            at, to = start + value.start, start + value.end
            if not claims.free(at, to, hit.field):
                continue
            if way in ("below", "next", "line") and _is_another_label(labelled, hit, spec, value, (at, to)):
                continue
            value = _in_papers_order(labelled, spec, value)
            value = _with_its_end(labelled, hit, spec, value, (at, to))
            value = _over_the_line(labelled, spec, value, (at, to))
            if way == "line" and spec.parse in ("certificate_number", "number", "date") and value.start > 60:
                continue
            if way == "line":
                value = _with_column(labelled, hit, spec, value, at, to)
                if spec.parse == "organisation" and _is_sentence(labelled, hit, value):
                    continue
            runs_on = _runs_on(labelled, spec, to)
            return Candidate(value, at, to, hit.rank, hit.english, way, label_end=hit.end, runs_on=runs_on)
    return None


_NUMBERED = {"certificate_number", "trademark_number", "number", "measurement_number"}
_MEASURE_WORDS = re.compile(r"[号第类项次份版等及和与的]")


def _runs_on(labelled: Labelled, spec: FieldSpec, to: int) -> bool:
    """注册号：753218册日期：…: a hanzi stands right behind a number, and no label begins there."""
    behind = labelled.text[to : to + 1]
    if spec.parse not in _NUMBERED or not "\u3400" <= behind <= "\u9fff" or _MEASURE_WORDS.match(behind):
        return False
    return all(hit.start != to for hit in labelled.hits)


_COLON = re.compile(r"[^\n\t\f:]{0,8}:")


def _is_another_label(labelled: Labelled, hit: LabelHit, spec: FieldSpec, value: Value, place: tuple[int, int]) -> bool:
    """Beside the label nothing stands, and what begins the line below goes on to a colon: 获证组织：⏎管理体系符合：…"""
    if spec.parse not in _LINE_READERS or not isinstance(value.value, str) or has_legal_form(value.value):
        return False
    return "\n" in labelled.text[hit.end : place[0]] and _COLON.match(labelled.text, place[1]) is not None


_GOES_ON = re.compile(
    r"[ \t]*(?:起|日起)?[ \t]*(?:至|到|-|–|—|~|to|until|till)[ \t]*(?P<part>(?:\d[^\n\f]{0,12})?)(?=\n|\f|$)", re.I
)
"""Behind a date: its range goes on in another line, perhaps after a piece of the second date."""


def _with_its_end(labelled: Labelled, hit: LabelHit, spec: FieldSpec, value: Value, place: tuple[int, int]) -> Value:
    """A range broken over lines: with the end that stands below in its column, else nobody can say which this is."""
    if spec.parse != "date" or not isinstance(value.value, str) or "/" in value.value:
        return value
    broken = _GOES_ON.match(labelled.text, place[1])
    if broken is None:
        return value
    for start, end in [
        *labelled.below_in_column(hit, place, 1),
        (broken.end(), line_end(labelled.text, broken.end() + 1)),
    ]:
        rest = f"{broken['part']} {labelled.text[max(start, broken.end()) : end].strip()}"
        found = READERS["date"](f"{value.value}至{rest.strip()}", True)
        if found and isinstance(found[0].value, str) and "/" in found[0].value:
            return replace(value, value=found[0].value)
    return replace(value, value=None, problem="起止日期分在两行，止日未读出")


_REST_OF_NUMBER = re.compile(r"[ \t]*\n[ \t]*(?P<rest>[A-Z0-9][A-Z0-9/-]{0,11})(?=[)）,，。;；、])")
"""A number at the end of a line of running text goes on below, up to the bracket or comma behind it."""


def _over_the_line(labelled: Labelled, spec: FieldSpec, value: Value, place: tuple[int, int]) -> Value:
    """A number that a paragraph's line end cuts in two, whole."""
    if spec.parse not in ("number", "certificate_number") or not isinstance(value.value, str):
        return value
    broken = _REST_OF_NUMBER.match(labelled.text, place[1])
    before = labelled.text[line_of(labelled.text, place[0])[0] : place[0]]
    if broken is None or not re.search(r"[(（,，。;；][^()（）\n]*$", before):
        return value
    found = READERS[spec.parse](value.value + broken["rest"], True)
    return value if not found else replace(value, value=found[0].value)


def _in_papers_order(labelled: Labelled, spec: FieldSpec, value: Value) -> Value:
    """10.09.2021 by itself may be two days; beside 14.09.2018 on the same paper it is one."""
    if spec.parse != "date" or value.value is not None or value.hint != "ambiguous":
        return value
    order = date_forms.day_goes_first(labelled.text)
    found = None if order is None else date_forms.in_order(value.problem or "", day_first=order)
    return value if found is None else replace(value, value=found.value)


def _with_column(labelled: Labelled, hit: LabelHit, spec: FieldSpec, value: Value, at: int, to: int) -> Value:
    """The value with the lines below it in its own column (the span stays that of its first line)."""
    if spec.reach < 2 or spec.parse not in ("organisation", "text") or not isinstance(value.value, str):
        return value
    if spec.parse == "organisation" and has_legal_form(value.value):
        return value
    more = labelled.below_in_column(hit, (at, to), spec.reach - 1)
    if not more:
        return value
    whole = "\n".join([labelled.paper.text[at:to], *(labelled.paper.text[s:e] for s, e in more)])
    read = READERS[spec.parse](whole, True)
    return replace(value, value=read[0].value) if read else value


def _is_sentence(labelled: Labelled, hit: LabelHit, value: Value) -> bool:
    """获证组织必须定期接受监督审核: a label without a colon, run on into words that name nobody."""
    glued = hit.value_at == hit.end and labelled.text[hit.end : hit.end + 1] not in "\n\t"
    if hit.colon or not (glued or hit.english) or not isinstance(value.value, str):
        return False
    return value.start > 2 or not has_legal_form(value.value)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _by_patterns(labelled: Labelled, name: str, spec: FieldSpec, text: str, claims: Claims) -> list[Candidate]:
    """Values found by a pattern, read by the field's reader. The group `v` stands behind words as good as a label."""
    result = []
    for rank, pattern in enumerate(spec.patterns, start=2):
        for m in _compiled(pattern).finditer(text):
            group = next((g for g in ("v", "w") if g in m.re.groupindex), 0)
            start, end = m.span(group)
            for value in READERS[spec.parse](labelled.paper.text[start:end], True)[:1]:
                at, to = start + value.start, start + value.end
                if claims.free(at, to, name):
                    result.append(Candidate(value, at, to, rank, value_is_english(value), None, labelled=group == "v"))
        if result:
            break
    if not result and spec.anywhere and not spec.choices:
        for value in READERS[spec.parse](labelled.paper.text, False):
            if claims.free(value.start, value.end, name):
                result.append(Candidate(value, value.start, value.end, 9, False, None, labelled=False))
    return result


def value_is_english(value: Value) -> bool:
    """True for a value in Latin letters only (a name of the English side)."""
    return isinstance(value.value, str) and value.value.isascii() and any(c.isalpha() for c in value.value)
