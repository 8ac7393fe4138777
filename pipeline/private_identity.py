"""Numbers of identity cards and travel papers in a text.

An identity number is told by its grammar (GB 11643: place, birthday, check character), by its label, or by both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from pipeline.private_labels import (
    AFTER,
    ALIKE,
    BEFORE,
    IDENTITY,
    LETTERS,
    PAPER,
    TRAVEL,
    Private,
    Surroundings,
    bare,
    squeezed,
)

PROVINCES: Final = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_PROVINCE: Final = re.compile(PROVINCES)
_GAP: Final = r"[ \u3000]?"
_FREE: Final = r"(?<![0-9*])"
_END: Final = r"(?![0-9*])"
_WHOLE: Final = re.compile(rf"{_FREE}[1-8]" + rf"{_GAP}\d" * 16 + rf"{_GAP}[\dXx×]{_END}(?![A-Za-z])")
_SPLIT: Final = r"(?: {0,2}-? {0,2}|[ \t\n\u3000]{1,4})"
_APART: Final = re.compile(
    rf"{_FREE}(?<![0-9A-Za-z][-./])(?:{PROVINCES})(?:{_SPLIT}\d){{15}}{_SPLIT}[\dXx×]{_END}(?![A-Za-z])"
)
"""Eighteen characters with dashes or wider gaps between them, or over two cells or lines of a table."""
_OLD: Final = re.compile(
    rf"{_FREE}(?:{PROVINCES})\d{{4}}[- ]?\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{{3}}{_END}"
)
_OLD_ALONE: Final = re.compile(
    rf"(?<![0-9A-Za-z*./〔\[№_-])(?:{PROVINCES})(?:[0-6]\d|7[0-2]|90)(?!00)\d{{2}}"
    rf"[3-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}(?![0-9A-Za-z*/〕号_-])(?!\.\d)"
)
"""Fifteen digits without a word beside them: issued until 1999, so that nobody was born later than that."""
_MISREAD: Final = re.compile(rf"(?<![0-9A-Za-z*])(?:{PROVINCES})\d{{14,17}}[\dXx]{_END}")
_LABELLED: Final = re.compile(rf"[0-9{LETTERS}](?:[ \u3000]?[0-9{LETTERS}]){{13,17}}(?:[ \u3000]?[0-9{LETTERS}Xx×])?")
_CONFUSED: Final = re.compile(rf"{BEFORE}[0-9{LETTERS}]{{17}}[0-9{LETTERS}Xx×]{AFTER}")
_TRAVEL: Final = re.compile(
    r"(?:[A-Za-z]{1,2} ?\d{6,10}(?:[\(（][0-9A]{1,2}[\)）])?|[A-Z]{3}\d{12}|\d{8}(?:\d{2}[A-Za-z]?)?)" + AFTER
)
"""Passports, permits for Hong Kong, Macao and Taiwan, Hong Kong's own card, permanent residents; beside a label."""


def check_agrees(number: str) -> bool:
    """Whether the 18th character is the one of GB 11643 (ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17].upper().replace("×", "X")


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are a unified social credit code by the check character of GB 32100."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(number) != 18 or any(c not in alphabet for c in number):
        return False
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(number[:17]))
    return alphabet[-total % 31] == number[17]


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def identities(around: Surroundings) -> Iterator[Private]:
    """Every number of a person's paper, some perhaps twice."""
    yield from _whole(around)
    yield from _apart(around)
    yield from _fifteen(around)
    yield from _read_wrongly(around)
    for hit in _TRAVEL.finditer(around.text):
        free = hit.start() == 0 or not (
            around.text[hit.start() - 1].isascii() and around.text[hit.start() - 1].isalnum()
        )
        if free and around.says(TRAVEL, hit.start()):
            yield Private(*hit.span(), 2, 2)


def _whole(around: Surroundings) -> Iterator[Private]:
    for hit in _WHOLE.finditer(around.text):
        number = squeezed(hit.group())
        before = around.text[max(hit.start() - 24, 0) : hit.start()]
        labelled = around.says(IDENTITY, hit.start())
        if not _PROVINCE.match(number) or not (_is_birthday(number[6:14]) or labelled):
            continue
        agrees = check_agrees(number)
        as_code = number[0] in "159" and (not agrees or "信用" in before or "代码" in before)
        if not labelled and as_code and is_credit_code(number.upper()):
            continue  # 12… and 5…: public bodies and associations have codes that look like this
        glued = before[-1:].isalnum() and before[-1:].isascii()
        if not labelled and not agrees and (glued or around.says(PAPER, hit.start())):
            continue
        yield Private(*hit.span(), 6, 4)


def _apart(around: Surroundings) -> Iterator[Private]:
    for hit in _APART.finditer(around.text):
        number, parts = bare(hit.group()), re.split(r"[-\s]+", hit.group())
        apart = re.search(r"[\t\n]", hit.group())
        if len(parts) > (2 if apart else 4) or not _is_birthday(number[6:14]):
            continue
        if check_agrees(number) or (not apart and around.says(IDENTITY, hit.start())):
            yield Private(*hit.span(), 6, 4)


def _fifteen(around: Surroundings) -> Iterator[Private]:
    for hit in _OLD.finditer(around.text):
        if around.says(IDENTITY, hit.start()) or (around.about_people and not around.says(PAPER, hit.start())):
            yield Private(*hit.span(), 6, 3)
    for hit in _OLD_ALONE.finditer(around.text):
        if not around.says(PAPER, hit.start()):
            yield Private(*hit.span(), 6, 3)


def _read_wrongly(around: Surroundings) -> Iterator[Private]:
    """With a character lost, doubled or taken for another."""
    for hit in _MISREAD.finditer(around.text) if around.about_people else ():
        if _is_birthday(hit.group()[6:14]) and not around.says(PAPER, hit.start()):
            yield Private(*hit.span(), 6, 4)
    for hit in _LABELLED.finditer(around.text):
        number = squeezed(hit.group())
        if around.says(IDENTITY, hit.start()) and _may_be_misread(number, around.text[hit.end() : hit.end() + 2]):
            yield Private(*hit.span(), 6, 4)
    for hit in _CONFUSED.finditer(around.text):
        digits = hit.group()[:17].translate(ALIKE) + hit.group()[17].translate(ALIKE)
        changed = sum(a != b for a, b in zip(hit.group(), digits, strict=True))
        if not 0 < changed <= 3 or not _PROVINCE.match(digits) or not _is_birthday(digits[6:14]):
            continue
        if not is_credit_code(hit.group().upper()) and (around.about_people or check_agrees(digits)):
            yield Private(*hit.span(), 6, 4)


def _may_be_misread(number: str, after: str) -> bool:
    """Could this, right after 身份证号, be an identity number with one or two wrong characters?"""
    digits = number.translate(ALIKE)
    if re.match(r"[0-9A-Za-z*]|\.\d", after) or not _PROVINCE.match(digits) or is_credit_code(number.upper()):
        return False
    if len(number) == 15:
        return bool(_OLD.fullmatch(digits)) or not number.isdigit()
    return len(number) >= 18 or bool(re.search(r"(?:19|20)\d\d", digits[4:12]))
