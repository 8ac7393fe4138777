"""How certain a reading is: the one place where the signals of a field become a number (contract, "Confidence").

    signals                                                  certainty
    a second reading says something else, or check failed    0.40
    on a damaged page (score 0): something may be missing     0.50
    OCR, agreed by a second reading (language, list, pass)    0.95
    OCR, check digit passed                                   0.97
    OCR, every character at or above the calibrated score     0.92
    OCR, otherwise                                            0.55-0.88 by the lowest character score
    text layer, labelled                                      0.98
    text layer, check digit passed or agreed                  0.99
    no label: a bare pattern or a position                    0.06 less (unless checked or agreed)
    repaired by rule                                          at most 0.93 with check digit or agreement, else 0.80
                                                              (and in a text layer)
    derived from a printed duration                           at most 0.93

0.90 is the line above which a draft may call a field certain. An average is never taken: evidence is as certain as its
least certain deciding field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extractors.evidence import Field, Reading
from extractors.fitted_confidence import FittedTable

CERTAIN: Final = 0.90
"""At or above this a field is certain (contract: evidence confidence >= 0.9)."""

CERTAIN_SCORE: Final = 0.975
"""Lowest character score of a field read by OCR at which it is certain without other proof; `pipeline.ocr.CERTAIN`
tells the calibration (of 719 wrong digits on deliberately bad pages 1 passes; ordinary pages keep 95 % of theirs).
What a score cannot tell, a figure that was dropped or a date that does not fit, is taken care of where it shows:
`pipeline.ocr.lost`, `extractors.choosing`, `extractors.terms`. `evaluation.certainty` measures what is left."""

DISPUTED: Final = 0.40
DAMAGED: Final = 0.50
"""Certainty of whatever stands on a page that breaks off or is damaged: what is lost may say otherwise."""
UNREAD: Final = 0.40
"""Certainty of a deciding field that nobody could read: the paper is never more than `low`."""


def certainty(reading: Reading, fitted: FittedTable | None = None) -> float:
    """From 0 to 1, after the table above; with a table fitted to reviews (never by default), what that bore out.

    >>> certainty(Reading()), certainty(Reading(via="ocr", score=0.98)), certainty(Reading(via="ocr", score=0.9))
    (0.98, 0.92, 0.79)
    >>> certainty(Reading(via="ocr", score=0.6, check="passed")), certainty(Reading(disputed=True))
    (0.97, 0.4)
    >>> certainty(Reading(score=0.0, agreed=True))
    0.5
    """
    value = _certainty(reading)
    return value if fitted is None else fitted.of(value)


def _certainty(reading: Reading) -> float:
    if reading.disputed or reading.check == "failed":
        return DISPUTED
    if reading.score <= 0:
        return DAMAGED
    proven = reading.check == "passed" or reading.agreed
    if reading.via == "text":
        value = 0.99 if proven else 0.98
    elif reading.check == "passed":
        value = 0.97
    elif reading.agreed:
        value = 0.95
    elif reading.score >= CERTAIN_SCORE:
        value = 0.92
    else:
        value = min(0.55 + 0.6 * max(reading.score - 0.5, 0.0), 0.88)
    if not reading.labelled and not proven:
        value -= 0.06
    if reading.repaired:  # a text layer is not misread: what is printed there is wrong, or is something else
        value = min(value, 0.93 if proven and reading.via == "ocr" else 0.80)
    if reading.derived:
        value = min(value, 0.93)
    return round(value, 2)


def lowest(readings: Iterable[Reading]) -> float:
    """The certainty of evidence: that of its least certain deciding field; 0.0 where none was read."""
    return min((certainty(reading) for reading in readings), default=0.0)


def certain_of(field: Field) -> float:
    """The certainty of a field, `UNREAD` where it has no value."""
    return UNREAD if field.value in (None, ()) else certainty(field.reading)
