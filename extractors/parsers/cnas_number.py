"""Accreditation numbers of CNAS (中国合格评定国家认可委员会): `CNAS L13344` laboratory, `CNAS IB0123` inspection body.

`CNAS C001-M` is the accreditation of a certification body, printed on the certificates of its customers: not a
laboratory, found with a problem. No check digit; never repaired.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

_FORM: Final = re.compile(r"(?:NO\.?:?|注册号:?)?\(?(?:注册号:?)?CNAS(?P<kind>L|IB)(?P<number>\d{4,5})\)?")
_BODY: Final = re.compile(r"CNASC\d{3}-[A-Z]")
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z])CNAS ?(?:L|IB) ?\d{4,5}(?![0-9A-Za-z])|(?<![0-9A-Za-z])CNAS ?C ?\d{3} ?- ?[A-Z](?![0-9A-Za-z])"
)


def compact(number: str) -> str:
    """Half-width, upper case, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED)).upper()


def read(text: str) -> Found:
    """The number that a text is; `hint` is laboratory, inspection_body or certification_body.

    >>> read("No. CNAS L 13344").value, read("（CNAS IB0123）").hint, read("CNAS C001-M").problem
    ('CNAS L13344', 'inspection_body', '认证机构的认可编号，不是实验室')
    """
    number = compact(text)
    if m := _FORM.fullmatch(number):
        kind = "laboratory" if m["kind"] == "L" else "inspection_body"
        return Found(f"CNAS {m['kind']}{m['number']}", 0, len(text), hint=kind)
    if _BODY.fullmatch(number):
        value = f"CNAS {number[4:]}"
        return Found(value, 0, len(text), problem="认证机构的认可编号，不是实验室", hint="certification_body")
    return Found(None, 0, len(text), problem="不合实验室认可编号的规则")


def find(text: str) -> list[Found]:
    """Numbers in a view.

    >>> [f.hint for f in find("(注册号:CNAS L13344) CNAS C001-M")]
    ['laboratory', 'certification_body']
    """
    if "CNAS" not in text:
        return []
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        found.append(Found(one.value, *m.span(), problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The normalised number of a laboratory or inspection body."""
    found = read(number)
    if found.value is None or found.problem:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True for the number of a laboratory or inspection body."""
    return read(number).problem is None


def format(number: str) -> str:
    """The normalised form, which is also the printed one."""
    return validate(number)
