"""Does a value end where something stands that nobody can read? Then it may be only a part of what is printed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_STRAY: Final = frozenset("?%#$\\^~`*\ufffd")
_UNREADABLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "So"})
_HAN: Final = re.compile("[\u3400-\u9fff]")
_READ: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
"""Signs of other scripts that no reader of names stops at by mistake; rare hanzi (extension B, 龻 and the like) are
none of them: a name is cut there."""
_LATIN: Final = 0x0250
"""Latin letters with their accents end here."""


def is_torn(text: str, start: int, end: int) -> bool:
    r"""True where a sign that cannot be read, or that no such value borders on, stands right before or behind.

    >>> is_torn("注册人：江门市永信水暖器\ufffd有限公司", 4, 12), is_torn("证书编号：54%%EOF", 5, 7)
    (True, True)
    >>> is_torn("名称：江门市\U0002b79a电器有限公司", 7, 13), is_torn("名称：江门市永信电器有限公司（盖章）", 3, 14)
    (True, False)
    """
    value = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    return any(_is_stray(sign, value) for sign in (before, after) if sign and not sign.isspace())


def _is_stray(sign: str, value: str) -> bool:
    if sign in _STRAY or (unicodedata.category(sign) in _UNREADABLE and not _is_mark(sign)):
        return True
    if not sign.isalpha() or sign.isascii() or _READ.match(sign):
        return False
    return ord(sign) >= _LATIN or _HAN.search(value) is not None


_MARKS: Final = re.compile("[\u2100-\u2bff\u3200-\u33ff\uf000-\uf0ff\u200b\ufeff\xad©®°]")
"""Bullets, ticks, boxes, units, trade-mark signs and the private signs of symbol fonts: print, not damage."""


def _is_mark(sign: str) -> bool:
    return _MARKS.match(sign) is not None
