"""Which line of a rubric a form's row speaks of, where the rubric is not the one that the reader of forms knows.

Forms are read with the words of `jiangmen-qic-2022` (`extractors.custom.form_indicators`), and their rows carry its
line ids. Under another scheme the same id means another line: there a row belongs to the line whose official words it
repeats, else to the one of its name, else to none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.columns import fold
from extractors.custom.form_indicators import indicators
from extractors.evidence import ApplicationForm, Claim
from matchers.rubric_model import Indicator, Rubric

SHORTEST = 6
"""So many characters of a row must agree before its wording alone decides."""
ALIKE = 85.0
"""Likeness, of 100, at which a row repeats a line's words; OCR costs a few."""


def assigned(forms: Sequence[ApplicationForm], rubric: Rubric) -> tuple[ApplicationForm, ...]:
    """The forms with each claim at its line of this rubric, or at none."""
    same = {line.id for line in rubric.indicators if _same(line)}
    if len(same) == len(rubric.indicators) and same == indicators().keys():
        return tuple(forms)
    return tuple(
        replace(
            form,
            claims=tuple(
                c if c.indicator in same else replace(c, indicator=_line_of(c, rubric.indicators)) for c in form.claims
            ),
        )
        for form in forms
    )


def _same(line: Indicator) -> bool:
    """Is this the line that the reader of forms knows by this id: one of another edition of the same scheme?"""
    known = indicators().get(line.id)
    return known is not None and any(words in fold(line.source.quote) for words in known.lines)


def _line_of(claim: Claim, lines: Sequence[Indicator]) -> str | None:
    """The one line that the row speaks of; None where none does, or several equally well."""
    told = claim.label.split("#")[0].strip()
    by_words = [(fuzz.partial_ratio(told, fold(line.source.quote)), line.id) for line in lines]
    best = max(by_words, default=(0.0, ""))
    if len(told) >= SHORTEST and best[0] >= ALIKE and [score for score, _ in by_words].count(best[0]) == 1:
        return best[1]
    named = [line.id for line in lines if told and (told == line.id or told in _names(line))]
    return named[0] if len(named) == 1 else None


def _names(line: Indicator) -> tuple[str, ...]:
    """The line's name as a form may print it: alone, or with its number before it."""
    name = fold(line.name)
    return (name, f"{line.id}{name}", f"{line.id}、{name}", f"{line.id}.{name}")
