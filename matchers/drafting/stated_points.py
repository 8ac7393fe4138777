"""Points that a name or a points cell states."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from matchers.drafting.folded import HAN, NUMBER, amount, fold, plain

_NAMED_POINTS: Final = re.compile(
    rf"[(\[【]?\s*(?:本项|共|满分|计|总分|最高|分值|合计|\+)?[:]?\s*(?P<n>{NUMBER})\s*分\s*[)\]】]?\s*$"
)
_CELL: Final = re.compile(
    rf"[(\[]?\s*(?:满分|最高|不超过|加|共|≤|<=|\+|\d+(?:\.\d+)?\s*(?:-|~|至))?\s*(?P<n>{NUMBER})\s*(?:分|%)?\s*(?:\(.*\))?[)\]]?"
)


def points_in_name(name: str) -> Decimal | None:
    """The points that a name ends with.

    >>> points_in_name("1.质量战略（5分）"), points_in_name("机构设置 10 分"), points_in_name("质量战略")
    (Decimal('5'), Decimal('10'), None)
    """
    found = _NAMED_POINTS.search(fold(name).strip())
    return amount(found["n"]) if found else None


def points_in_cell(text: str) -> Decimal | None:
    """The points that a points cell states.

    >>> [points_in_cell(t) for t in ("10", "５分", "（3 分）", "0-5分", "5%", "/", "十分")]
    [Decimal('10'), Decimal('5'), Decimal('3'), Decimal('5'), Decimal('5'), None, Decimal('10')]
    """
    words = plain(text)
    if found := _CELL.fullmatch(words):
        return amount(found["n"])
    if re.fullmatch(HAN + "分", words):
        return amount(words[:-1])
    pieces = [piece for piece in re.split(r"\s+", fold(text).strip()) if piece]
    numbers = [amount(piece.removesuffix("分")) for piece in pieces]
    if len(numbers) > 1 and all(number is not None for number in numbers):
        return sum((number for number in numbers if number is not None), Decimal(0))
    found = re.search(rf"({NUMBER})\s*分", words)
    return amount(found[1]) if found else None
