"""Certificate numbers of high-tech enterprises (高新技术企业证书编号) of the provincial recognition offices.

`GR` (first recognition; `GF` 复审 until 2016), year of issue, province (GB/T 2260), six digits (国科发火〔2016〕32号).
Repair: G read as 6, letters among the digits; the province must exist.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.numerals import letters_to_digits, told
from extractors.parsers.tables import PROVINCE_CODES

_FORM: Final = re.compile(r"G[RF](?P<year>20[0-4]\d)(?P<province>\d\d)\d{6}")
_FIND: Final = re.compile(r"(?<![0-9A-Za-z])[G6C] ?[RF] ?[2Zz] ?[0Oo](?: ?[0-9OoIlBSZ]){9,11}(?![0-9A-Za-z])")


def compact(number: str) -> str:
    """Half-width, upper case, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED)).upper()


def read(text: str) -> Found:
    """The number that a text is; `hint` is GR or GF.

    >>> read("GR 2021 4400 1234").value, read("6R202144001234").repaired, read("GR202149001234").problem
    ('GR202144001234', '6按G读', '没有代码为49的省份')
    """
    number = compact(text)
    if (wrong := _problem(number)) is None:
        return Found(number, 0, len(text), hint=number[:2])
    mended = re.sub(r"^6(?=[RF])", "G", number[:2]) + letters_to_digits(number[2:])
    if mended != number and _problem(mended) is None:
        return Found(mended, 0, len(text), repaired=told(number, mended), hint=mended[:2])
    near = number if re.match(r"[G6C][RF]\d", number) else None
    return Found(near, 0, len(text), "failed" if near else "none", problem=wrong)


def _problem(number: str) -> str | None:
    m = _FORM.fullmatch(number)
    if m is None:
        return "不合高新技术企业证书编号的规则（GR+年份+省份+6位）"
    return None if m["province"] in PROVINCE_CODES else f"没有代码为{m['province']}的省份"


def year(number: str) -> int | None:
    """The year of issue that the number states.

    >>> year("GR202144001234")
    2021
    """
    m = _FORM.fullmatch(number)
    return int(m["year"]) if m else None


def find(text: str) -> list[Found]:
    """Numbers in a view; a damaged one has a problem.

    >>> [(f.value, f.repaired) for f in find("证书编号:GR2O2144001234 发证时间")]
    [('GR202144001234', 'O按0读')]
    """
    if "R" not in text and "F" not in text:
        return []
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        if one.value is not None:
            found.append(Found(one.value, *m.span(), one.check, one.repaired, one.problem, one.hint))
    return found


def validate(number: str) -> str:
    """The compact number, unrepaired."""
    found = read(number)
    if found.value is None or found.problem or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number is clean."""
    return _problem(compact(number)) is None


def format(number: str) -> str:
    """The printed form: without blanks."""
    return compact(number)
