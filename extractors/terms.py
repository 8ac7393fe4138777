"""Validity computed from a printed duration, and dates that confirm one another by the usual term of a kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.evidence import Field, Reading
from extractors.papers import Paper
from extractors.parsers import durations


def derive_date(paper: Paper, source: Field | None, years: int | None) -> Field | None:
    """The end of validity: the issue date plus the duration printed on the paper, else plus the kind's own years."""
    if source is None or not isinstance(source.value, str) or len(source.value) != 10:
        return None
    start = dt.date.fromisoformat(source.value)
    printed = [f for f in durations.find(paper.text) if f.value is not None]
    if len({f.value for f in printed}) > 1:
        return None
    if printed:
        one = printed[0]
        assert one.value is not None
        raw, span = paper.raw(one.start, one.end), paper.span(one.start, one.end)
        reading = replace(
            source.reading,
            score=min(source.reading.score, paper.score(one.start, one.end)),
            derived=f"由{source.value}和印明的“{raw.strip()}”",
        )
        return Field(durations.end_of(start, one.value).isoformat(), raw, span, reading)
    if years is None:
        return None
    reading = replace(source.reading, derived=f"由{source.value}和此类证书的{years}年有效期")
    return Field(durations.end_of(start, f"P{years}Y").isoformat(), source.raw, source.span, reading)


def confirm_by_terms(fields: Mapping[str, Field], terms: Sequence[int]) -> dict[str, Field]:
    """Issue and expiry exactly one usual term apart (or a day less) confirm one another: an error would show."""
    result = dict(fields)
    issue, expiry = fields.get("issue_date"), fields.get("expiry_date")
    if issue is None or expiry is None or expiry.reading.derived:
        return result
    first, last = _day(issue), _day(expiry)
    if first is None or last is None:
        return result
    if last <= first:
        for name, field in (("issue_date", issue), ("expiry_date", expiry)):
            result[name] = replace(field, reading=replace(field.reading, disputed=True))
        return result
    for years in terms:
        whole = durations.end_of(first, f"P{years}Y")
        if last in (whole, whole - dt.timedelta(days=1)):
            for name, field in (("issue_date", issue), ("expiry_date", expiry)):
                result[name] = replace(field, reading=_agreed(field.reading))
    return result


def _agreed(reading: Reading) -> Reading:
    return replace(reading, agreed=True)


def _day(field: Field) -> dt.date | None:
    if not isinstance(field.value, str) or len(field.value) != 10 or not field.value[:4].isdigit():
        return None
    return dt.date.fromisoformat(field.value)
