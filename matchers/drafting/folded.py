"""Text with the width of characters evened out, one character for one, so that a place found is a place in the text."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from extractors.parsers.numerals import number as han_number

_KEPT: Final = set("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽")
NUMBER: Final = r"(?:\d(?: ?\d)*(?: ?\. ?\d+)?)"
HAN: Final = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"


def fold(text: str) -> str:
    """Half-width digits, letters and punctuation; every blank but the line end is a plain blank.

    >>> fold("得５ 分；（满分：１０％）")
    '得5 分;(满分:10%)'
    """
    return "".join(map(_folded, text))


def _folded(char: str) -> str:
    if char in "\t\xa0\u3000":
        return " "
    if char in "—–―－−~～〜∼":
        return "-" if char != "～" and char not in "~〜∼" else "~"
    if char in _KEPT:
        return char
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


def plain(text: str) -> str:
    """Folded and without any blank, for comparing words.

    >>> plain(" 分  值（分）")
    '分值(分)'
    """
    return re.sub(r"\s", "", fold(text))


def amount(text: str) -> Decimal | None:
    """A number in digits (blanks within are let go) or in Chinese numerals; None if it is neither.

    >>> amount("1 0"), amount("0 .5"), amount("十五"), amount("两"), amount("若干")
    (Decimal('10'), Decimal('0.5'), Decimal('15'), Decimal('2'), None)
    """
    digits = re.sub(r"\s", "", fold(text))
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return Decimal(digits)
    value = han_number(digits) if re.fullmatch(HAN, digits) else None
    return None if value is None else Decimal(value)
