"""Numbers of inspection-body qualifications (检验检测机构资质认定, CMA): twelve digits, or an older form.

National scheme: year (2), authority (2; 19 Guangdong), field, department, serial (4); Guangdong prints the year with
four digits too. The parts overlap, so none is ever refused by its meaning. No check digit.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.numerals import letters_to_digits, told

_FORM: Final = re.compile(r"\d{12}|20\d{2}[0-3]\d\d{4}[A-Z]")
_FIND: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d{12}|20\d{2}[0-3]\d{5}[A-Z])(?![0-9A-Za-z])")
_LABEL: Final = re.compile(r"(?:CMA|MA|资质认定|计量认证|证书编号|编号)[^0-9\n]{0,14}\n?[^0-9\n]{0,4}$")


def compact(number: str) -> str:
    """Half-width, upper case, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED)).upper()


def read(text: str) -> Found:
    """The number that a text is.

    >>> read("211900111234").value, read("2I1900111234").repaired
    ('211900111234', 'I按1读')
    """
    number = compact(text)
    if _FORM.fullmatch(number):
        return Found(number, 0, len(text))
    mended = letters_to_digits(number)
    if mended != number and re.fullmatch(r"\d{12}", mended):
        return Found(mended, 0, len(text), repaired=told(number, mended))
    return Found(None, 0, len(text), problem="不合资质认定编号的规则（12位数字）")


def find(text: str) -> list[Found]:
    """Numbers in a view that stand behind CMA, 资质认定 or 编号.

    >>> [f.value for f in find("CMA 211900111234")], find("电话 211900111234")
    (['211900111234'], [])
    """
    found = []
    for m in _FIND.finditer(text):
        if _LABEL.search(text[max(m.start() - 24, 0) : m.start()]):
            found.append(Found(m.group(), *m.span()))
    return found


def validate(number: str) -> str:
    """The compact number."""
    found = read(number)
    if found.value is None or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number has the form."""
    return _FORM.fullmatch(compact(number)) is not None


def format(number: str) -> str:
    """The printed form: without blanks."""
    return compact(number)
