"""Chinese publication numbers (公布号, 授权公告号) of CNIPA: `CN` + nine digits (seven before 2007) + kind.

ZC 0007-2012: A is the publication of an application, no grant; B (invention, since April 2010), U (utility model),
S (design) are grants, before C, Y, D. No check digit.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

GRANTS: Final = {
    "B": "invention",
    "C": "invention",
    "U": "utility_model",
    "Y": "utility_model",
    "S": "design",
    "D": "design",
}
_FORM: Final = re.compile(r"CN(?P<serial>\d{9}|\d{7})(?P<kind>[ABCDSUY])\d?")
_FIND: Final = re.compile(r"(?<![0-9A-Za-z])CN ?(?:\d{9}|\d{7}) ?(?:[ABCDSUY][1-9]?)(?![0-9A-Za-z])")


def compact(number: str) -> str:
    """Half-width, upper case, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED)).upper()


def read(text: str) -> Found:
    """The grant that a text names; an application (A) has a problem; `hint` is the kind, `application` for A.

    >>> read("CN 111472379 B").value, read("CN 111472379 A").problem
    ('CN111472379B', '公布号（A）是申请，不是授权')
    """
    m = _FORM.fullmatch(compact(text))
    if m is None:
        return Found(None, 0, len(text), problem=f"不是授权公告号：{text.strip()[:20]}")
    value = f"CN{m['serial']}{m['kind']}"
    if m["kind"] == "A":
        return Found(value, 0, len(text), problem="公布号（A）是申请，不是授权", hint="application")
    return Found(value, 0, len(text), hint=GRANTS[m["kind"]])


def find(text: str) -> list[Found]:
    """Publication numbers in a view, applications among them (with a problem).

    >>> [f.value for f in find("授权公告号:CN 111472379 B 对比文件 CN 101234567 A")]
    ['CN111472379B', 'CN101234567A']
    """
    if "CN" not in text:
        return []
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        found.append(Found(one.value, *m.span(), problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The normalised publication number of a grant."""
    found = read(number)
    if found.value is None or found.problem:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True for the publication number of a grant."""
    found = read(number)
    return found.value is not None and found.problem is None


def format(number: str) -> str:
    """The printed form.

    >>> format("CN111472379B")
    'CN 111472379 B'
    """
    code = compact(number)
    return f"{code[:2]} {code[2:-1]} {code[-1]}"
