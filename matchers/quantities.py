"""Numbers with units: 97.8 %, 1.36 ‰, 53 家, 第5名; converted exactly, and only between units of one kind.

个百分点 is a difference of two percentages, not a percentage; words that count (家, 人, 件) are not each other.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

_KINDS: Final[dict[str, tuple[str, Decimal]]] = {
    "%": ("ratio", Decimal("0.01")),
    "‰": ("ratio", Decimal("0.001")),
    "‱": ("ratio", Decimal("0.0001")),
    "元": ("money", Decimal(1)),
    "万元": ("money", Decimal(10_000)),
    "亿元": ("money", Decimal(100_000_000)),
}
"""Unit → what kind of quantity it is of, and how large."""
_SAME: Final = {"％": "%", "百分之": "%", "千分之": "‰", "万分之": "‱", "位": "名", "percent": "%"}


def unit_of(printed: str | None) -> str:
    """The unit in one spelling; empty where none is printed.

    >>> unit_of("％"), unit_of(" ‰ "), unit_of(None)
    ('%', '‰', '')
    """
    text = "".join((printed or "").split())
    return _SAME.get(text, _SAME.get(unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", text)))


def number_of(printed: object) -> Decimal | None:
    """The number that a value prints, full-width digits and points too; None where it is none.

    >>> number_of("0．6"), number_of("1,234.50"), number_of("约50")
    (Decimal('0.6'), Decimal('1234.50'), None)
    """
    if not isinstance(printed, str | int):
        return None
    text = unicodedata.normalize("NFKC", str(printed)).replace(",", "").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def convert(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The value in the unit wanted, exactly; None where the one does not measure what the other does.

    >>> convert(Decimal("0.136"), "%", "‰"), convert(Decimal(1), "个百分点", "%")
    (Decimal('1.36'), None)
    """
    unit, wanted = unit_of(unit), unit_of(wanted)
    if unit == wanted:
        return value
    kind, size = _KINDS.get(unit, (unit, Decimal(1)))
    wanted_kind, wanted_size = _KINDS.get(wanted, (wanted, Decimal(1)))
    if kind != wanted_kind or unit not in _KINDS or wanted not in _KINDS:
        return None
    return plain(value * size / wanted_size)


def plain(value: Decimal) -> Decimal:
    """The number without needless zeros, never in powers of ten."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def convertible(unit: str, wanted: str) -> bool:
    """Can values in the one unit be told in the other?"""
    return convert(Decimal(1), unit, wanted) is not None


def shown(value: Decimal, unit: str) -> str:
    """`97.8%`, `第5名` is printed as `5名`.

    >>> shown(Decimal("1.360"), "‰")
    '1.36‰'
    """
    return f"{plain(value):f}{unit}"
