"""Does a value end where something stands that nobody can read? Then it may be only a part of what is printed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_STRAY: Final = frozenset("<>?%#$\\^~`*\ufffd")
_UNREADABLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "So"})
_HAN: Final = re.compile("[\u3400-\u9fff]")
_READ: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
"""Signs of other scripts that no reader of names stops at by mistake; rare hanzi (extension B and the like) are none of
them: a name is cut there."""
_MARKS: Final = re.compile(
    "[\u2100-\u2122\u2190-\u21ff\u221a\u2228\u2460-\u24ff\u25a0-\u27bf\u3200-\u33ff\uf000-\uf0ff\u200b\ufeff\xad©®°]"
)
"""Bullets, ticks, boxes, units, trade-mark signs and the private signs of symbol fonts: print, not damage."""
_LATIN: Final = 0x0250
"""Latin letters with their accents end here."""
_MATHEMATICS: Final = 0x2200


def is_torn(text: str, start: int, end: int) -> bool:
    r"""True where a sign that cannot be read, or that no such value borders on, stands right before or behind.

    >>> is_torn("注册人：江门市永信水暖器\ufffd有限公司", 4, 12), is_torn("证书编号：54%%EOF", 5, 7)
    (True, True)
    >>> is_torn("名称：江门市\U0002b79a电器有限公司", 7, 13), is_torn("名称：江门市永信电器有限公司（盖章）", 3, 14)
    (True, False)
    """
    value = text[start:end]
    if start > 0 and _goes_on(text[start - 1], value[:1]):
        return True
    if end >= len(text):
        return False
    return says_its_end_twice(text, start, end) or _goes_on(text[end], value[-1:])


def says_its_end_twice(text: str, start: int, end: int) -> bool:
    """Whether the value's last hanzi follows once more: 有限公司司."""
    return start < end < len(text) and text[end - 1] == text[end] and _HAN.match(text[end]) is not None


_LONGEST_GAP: Final = 40
_BETWEEN: Final = frozenset("<>?%$\\^`\ufffd")
"""Signs that do not stand between a label and its value; stars and number signs do, on forms."""


def is_torn_between(text: str, start: int, end: int) -> bool:
    r"""True where damage stands between a label's end and the value that was taken for its own.

    >>> is_torn_between("注册日928?期至：2030年11月15日", 3, 9), is_torn_between("注册日期*： 2020年", 4, 7)
    (True, False)
    """
    gap = text[start:end]
    if len(gap) > _LONGEST_GAP:
        return False
    return any(
        sign in _BETWEEN
        or (unicodedata.category(sign) in {"Cn", "Co", "Cs"} and not _MARKS.match(sign))
        or (unicodedata.category(sign) == "Cc" and sign not in "\n\t\f\r")
        for sign in gap
    )


def _goes_on(sign: str, edge: str) -> bool:
    """Whether the sign beside the value's first or last one cannot well stand there."""
    if sign.isspace() or _MARKS.match(sign):
        return False
    if sign in _STRAY or unicodedata.category(sign) in _UNREADABLE:
        return True
    if unicodedata.category(sign) == "Sm":
        return ord(sign) >= _MATHEMATICS
    if sign.isdigit() and edge.isdigit():
        return True
    if not sign.isalpha() or sign.isascii() or _READ.match(sign):
        return False
    return ord(sign) >= _LATIN or not edge.isalpha() or _HAN.match(edge) is not None
