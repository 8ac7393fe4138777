"""How many and how much: 3项以上, 5%（含）-8%, 不少于10人 as numbers with their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from matchers.drafting.folded import amount
from matchers.drafting.wording import named, wording


@dataclass(frozen=True, slots=True)
class Quantity:
    """At least `low` of `unit`, or (`low` None) fewer than or at most `below`."""

    low: Decimal | None
    below: Decimal | None
    unit: str
    start: int
    end: int
    high: Decimal | None = None
    """The upper end of a range."""
    is_strict: bool = False
    """大于, 低于 and the like: the number itself is not enough."""

    @property
    def is_counted(self) -> bool:
        """Things that are counted one by one, not something measured."""
        known = wording()
        return (
            bool(self.unit)
            and self.unit in known.counted
            and (self.low or self.below or Decimal(0)) <= known.most_counted
        )


_MONEY: Final = {"元": Decimal("0.0001"), "万元": Decimal(1), "百万元": Decimal(100), "千万元": Decimal(1000)}


def in_ten_thousands(unit: str) -> Decimal:
    """How many 万元 (万人次) the unit is; 1 for what is no money.

    >>> str(in_ten_thousands("亿元"))
    '10000'
    """
    return Decimal(10_000) if unit == "亿元" else _MONEY.get(unit, Decimal(1))


def in_one_unit(found: list[Quantity]) -> list[Quantity]:
    """The same quantities, money of different units in 万元."""
    units = {quantity.unit for quantity in found}
    if len(units) < 2 or not units <= {*_MONEY, "亿元"}:
        return found
    return [_in_ten_thousands(quantity) for quantity in found]


def _in_ten_thousands(quantity: Quantity) -> Quantity:
    factor = in_ten_thousands(quantity.unit)
    low, below, high = (None if n is None else n * factor for n in (quantity.low, quantity.below, quantity.high))
    return replace(quantity, low=low, below=below, high=high, unit="万元")


_SHORT: Final = {"亿": "亿元", "万": "万元"}
YEARS: Final = Decimal(1900)
"""From here on a number of years is a year."""
_ALL: Final = re.compile(r"\s*(?:均|都|全部?|齐全|同时|皆)")
"""三项齐全: all of what was named before."""
_STRICT: Final = re.compile(r"大于(?!或?等于)|高于|超过|多于|>(?!=)|少于|不足|低于|小于|不满|<(?!=)")


def _number(match: re.Match[str], name: str) -> Decimal | None:
    value = named(match, name)
    return amount(value) if value else None


def find_quantities(folded: str) -> list[Quantity]:
    """Quantities in folded text, in order.

    >>> [(q.low and str(q.low), q.unit) for q in find_quantities("研发投入占比3%以上,拥有3-5项专利,低于2人")]
    [('3', '%'), ('3', '项'), (None, '人')]
    """
    found: list[Quantity] = []
    bare = wording().quantities[-1]
    for pattern in wording().quantities:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            if folded[max(start - 2, 0) : start].endswith(("近", "每", "连续", "第")) or _ALL.match(folded[end:]):
                continue
            low, below, high = (_number(match, name) for name in ("low", "below", "high"))
            unit, first = (_SHORT.get(u or "", u) for u in (named(match, "unit"), match.groupdict().get("first")))
            if "unit" not in pattern.groupindex:
                unit = ""  # a bare number: the name of the line says of what
            if unit is not None and first is not None and first != unit:
                high = None if high is None else high * in_ten_thousands(unit) / in_ten_thousands(first)
                unit = first
            unit = _SHORT.get(unit or "", unit)
            if unit == "年" and ((low or Decimal(0)) >= YEARS or pattern is bare):
                continue
            if unit is not None:
                strict = _STRICT.match(match.group()) is not None
                found.append(Quantity(low, below, unit, start, end, high, strict))
    return sorted(found, key=lambda quantity: quantity.start)
