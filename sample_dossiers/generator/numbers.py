"""Check digits, written here a second time so that samples do not lean on the product's own parsers."""

from __future__ import annotations

import re

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(body16: str) -> str:
    """The whole code (GB 32100) for its first 16 characters.

    >>> uscc("91440705MA4W0007")
    '91440705MA4W00070N'
    """
    organisation = sum(int(c, 36) * w for c, w in zip(body16[8:], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = 11 - organisation % 11
    body = body16 + {10: "X", 11: "0"}.get(rest, str(rest))
    return body + _USCC[-sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def patent(body12: str) -> str:
    """A Chinese patent number (ZC 0006-2003) for its twelve digits.

    >>> patent("202010430096")
    'ZL202010430096.0'
    """
    rest = sum(int(c) * w for c, w in zip(body12, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11
    return f"ZL{body12}.{'X' if rest == 10 else rest}"


def identity(body17: str) -> str:
    """An identity number (GB 11643) for its first 17 digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body17 + "10X98765432"[sum(int(c) * w for c, w in zip(body17, weights, strict=True)) % 11]


def spaced(number: str) -> str:
    """A patent number as certificates print it: `ZL 2020 1 0430096.0`."""
    found = re.fullmatch(r"(ZL)?(\d{4})(\d)(\d{7}\.[\dX])", number)
    return number if not found else f"{(found[1] or '') and 'ZL '}{found[2]} {found[3]} {found[4]}"
