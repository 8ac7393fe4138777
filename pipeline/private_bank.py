"""Numbers of bank cards and accounts in a text: by network and Luhn digit (ISO/IEC 7812), or by the word before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.private_identity import is_credit_code
from pipeline.private_labels import BANK, PAPER, Private, Surroundings, bare

_END: Final = r"(?![0-9*])"
_UNION_PAY: Final = re.compile(rf"(?<![0-9A-Za-z*])62\d{{2}}(?:[- \u3000]?\d){{12,15}}{_END}")
_GROUPED: Final = re.compile(
    rf"(?<![0-9A-Za-z*])(?<!\d[- ])[3-6]\d{{3}}([- ])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?(?!\1\d){_END}"
)
"""A card of another network as it is embossed."""
_OTHER: Final = re.compile(
    r"(?<![0-9A-Za-z*./〔\[№_-])(?:4\d{15}|4\d{18}|5[1-5]\d{14}|35[2-8]\d{13}|6[05]\d{14}|6[05]\d{17}|955[89]\d{15})"
    r"(?![0-9A-Za-z*/〕号_-])(?!\.\d)"
)
"""Cards of other networks and older ones of Chinese banks, unbroken and without a word: Luhn's digit must agree."""
_LABELLED: Final = re.compile(
    r"\d{12,25}(?![0-9A-Za-z*]|\.\d)"
    r"|\d{3,6}([- ])\d{2,6}(?:\1\d{2,6}){1,5}(?![0-9A-Za-z*年月.]|-\d)"
    r"|\d{4,18}\n\d{2,18}(?![0-9A-Za-z*年月./-])"
)


def luhn_agrees(number: str) -> bool:
    """Whether the last digit is the one of ISO/IEC 7812 annex B."""
    digits = [int(c) for c in reversed(number)]
    return sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0


def bank_numbers(around: Surroundings) -> Iterator[Private]:
    """Every number of a card or an account, some perhaps twice."""
    for start, end in _cards(around.text):
        number = bare(around.text[start:end])
        if luhn_agrees(number) and not around.says(PAPER, start) and not _has_place_and_year(number):
            yield Private(start, end, 4, 4)
    for hit in _LABELLED.finditer(around.text):
        number = bare(hit.group())
        if 12 <= len(number) <= 25 and around.says(BANK, hit.start(), 40) and not is_credit_code(number):
            yield Private(*hit.span(), 4, 4)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """What may be a card; of digits in groups every length, for another number may follow after a blank."""
    for hit in (*_GROUPED.finditer(text), *_OTHER.finditer(text)):
        yield hit.span()
    for hit in _UNION_PAY.finditer(text):
        ends = [hit.start() + n + 1 for n, char in enumerate(hit.group()) if char.isdigit()]
        yield from ((hit.start(), end) for end in reversed(ends[15:]) if not text[end : end + 1].isdigit())


def _has_place_and_year(number: str) -> bool:
    """`4407032021…`: files and cases are numbered by place and year; one in ten has Luhn's digit by chance."""
    return bool(re.match(r"[1-6]\d(?:\d{2}){1,2}(?:19[89]|20[0-3])\d", number)) and not number.startswith("62")
