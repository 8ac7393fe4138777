"""Masks identity-card, telephone and bank-card numbers in everything that leaves the pipeline; nothing else.

Digits are replaced by `*`, one for one, so that offsets and widths stay: `440703********1234`, `138****5678`.
Patent, certificate, report, trademark and standard numbers, credit codes and dates are left alone: a number is taken
for a private one by its grammar (province, birthday, check digit), by the label before it or over its column, or both.

>>> mask("张三 440703199001011231 电话：13800138000")
'张三 440703********1231 电话：138****8000'
>>> mask("证书编号：13800138000，专利号 ZL202010430096.0，91440703617700015J")
'证书编号：13800138000，专利号 ZL202010430096.0，91440703617700015J'
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from pipeline.private_bank import bank_numbers
from pipeline.private_identity import check_agrees as identity_check_agrees
from pipeline.private_identity import identities
from pipeline.private_labels import WIDE, Private, Surroundings, squeezed
from pipeline.private_phone import phones

__all__ = ["Private", "covered", "find_private", "identity_check_agrees", "mask", "mask_name"]

_ENOUGH: Final = re.compile(r"(?:\d[^\d]*){7}")
"""No private number has fewer digits than a local telephone number."""


def find_private(text: str, *, context: str = "", keep: Collection[str] = ()) -> list[Private]:
    """All private numbers in a text, in order and without overlap.

    context: further text that tells what the numbers are (the whole page, when `text` is one line of it); keep:
    numbers of papers that are known and stay, unless they are an identity number by their check digit.
    """
    if not _ENOUGH.search(text):
        return []
    around = Surroundings(text.translate(WIDE), context)
    candidates = [*identities(around), *phones(around), *bank_numbers(around)]
    kept: list[Private] = []
    for one in sorted(candidates, key=lambda p: (p.start, -p.end)):
        number = squeezed(around.text[one.start : one.end])
        if number in keep and not (len(number) == 18 and number[:17].isdigit() and identity_check_agrees(number)):
            continue
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def mask(text: str, *, context: str = "", keep: Collection[str] = ()) -> str:
    """The text with every private number masked; of the same length, and unchanged when masked again."""
    return covered(text, find_private(text, context=context, keep=keep))


def mask_name(name: str) -> str:
    """A name for files and folders: masked with a sign that every file system takes.

    >>> mask_name("张三_440703199001011231"), mask_name("06_江门市恒晟电器有限公司")
    ('张三_440703××××××××1231', '06_江门市恒晟电器有限公司')
    """
    return covered(name, find_private(name), sign="×")


def covered(text: str, found: Collection[Private], *, sign: str = "*") -> str:
    """The text with a sign in place of all but the first and last digits of each number."""
    if not found:
        return text
    chars = list(text)
    for one in found:
        places = [i for i in range(one.start, one.end) if chars[i].isalnum() or chars[i] in "×|"]
        for i in places[one.front : len(places) - one.back]:
            chars[i] = sign
    return "".join(chars)
