"""Validity computed from a printed duration; dates that confirm one another by a kind's usual term, or contradict."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.evidence import Field, Reading
from extractors.papers import Paper
from extractors.parsers import durations

READABLE = 0.80
"""Below this lowest score a character is more often wrong than merely unclear (`pipeline.ocr.DOUBTFUL`)."""
DOUBTED = 0.5
"""The most that a value scores that is read sharply but does not fit (`pipeline.ocr.DIFFERING`)."""


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
        # The term that papers of this kind always have was not misread into just that.
        known = years is not None and one.value == f"P{years}Y"
        reading = replace(
            source.reading,
            score=source.reading.score if known else min(source.reading.score, paper.score(one.start, one.end)),
            derived=f"由{source.value}和印明的“{raw.strip()}”",
        )
        return Field(durations.end_of(start, one.value).isoformat(), raw, span, reading)
    if years is None:
        return None
    reading = replace(source.reading, derived=f"由{source.value}和此类证书的{years}年有效期")
    return Field(durations.end_of(start, f"P{years}Y").isoformat(), source.raw, source.span, reading)


def confirm_by_terms(fields: Mapping[str, Field], terms: Sequence[int]) -> dict[str, Field]:
    """Issue and expiry exactly one usual term apart (or a day less) confirm one another: an error would show.

    Where a kind has several terms a misread year may turn one into another (三年 into 五年): then both days must be
    read tolerably well (`READABLE`).
    """
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
    if len(terms) > 1 and min(issue.reading.score, expiry.reading.score) < READABLE:
        return result
    for years in terms:
        whole = durations.end_of(first, f"P{years}Y")
        if last in (whole, whole - dt.timedelta(days=1)):
            for name, field in (("issue_date", issue), ("expiry_date", expiry)):
                result[name] = replace(field, reading=_agreed(field.reading))
    return result


def doubt_years(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Dates of another year than the number of the paper states: one of both is misread, or a rare case.

    A high-tech certificate's number begins with the year of issue, a patent's with that of its filing (not where the
    application was divided from an earlier one).
    """
    result = dict(fields)
    for number, date in (("certificate_no", "issue_date"), ("patent_no", "filing_date")):
        one, other = fields.get(number), fields.get(date)
        stated = _YEAR.fullmatch(str(one.value)) if one is not None else None
        if one is None or other is None or stated is None or not isinstance(other.value, str):
            continue
        if other.value[:4] != stated["year"]:
            result[date] = doubted(other)
            result[number] = one if one.reading.check == "passed" else doubted(one)
    return result


_YEAR = re.compile(r"(?:GR|ZL)(?P<year>20[0-4]\d)\d{8}(?:\.[\dX])?")


def doubted(field: Field, most: float = DOUBTED) -> Field:
    """A value read by OCR that something speaks against: not certain unless something else confirms it."""
    if field.reading.via != "ocr":
        return field
    return replace(field, reading=replace(field.reading, score=min(field.reading.score, most)))


def _agreed(reading: Reading) -> Reading:
    return replace(reading, agreed=True)


def _day(field: Field) -> dt.date | None:
    if not isinstance(field.value, str) or len(field.value) != 10 or not field.value[:4].isdigit():
        return None
    return dt.date.fromisoformat(field.value)
