"""Numbers of measurement-management certificates (测量管理体系认证证书, GB/T 19022) of 中启计量体系认证.

`CMS` + province in one character + [year] + grade A to AAA + serial + 号 (handbook 1.3). No check digit; CMS alone
means many other things.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.tables import province_letters

_FORM: Final = re.compile(r"CMS(?P<p>[\u4e00-\u9fff])\[(?P<y>20\d\d)\](?P<grade>A{1,3})(?P<s>\d{3,5})号?")
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z])CM[S5] ?[\u4e00-\u9fff] ?[〔\[(【] ?20\d\d ?[〕\])】] ?A{1,4} ?\d{3,5} ?号?(?![0-9A-Za-z])"
)


def compact(number: str) -> str:
    """Half-width, without blanks and No., brackets as [ ]."""
    tight = re.sub(r"\s", "", number.translate(FOLDED)).upper()
    tight = re.sub(r"^(?:NO\.?|证书编号:?|编号:?)", "", tight)
    return re.sub(r"[〕\])】]", "]", re.sub(r"[〔\[(【]", "[", tight))


def read(text: str) -> Found:
    """The number that a text is; `hint` is the grade.

    >>> read("CMS粤（2022）A0456").value, read("CMS粤[2020]AAA3125号").hint
    ('CMS粤[2022]A0456号', 'AAA')
    """
    number = compact(text)
    m = _FORM.fullmatch(number)
    if m is None or m["p"] not in province_letters():
        near = number if number.startswith(("CMS", "CM5")) else None
        return Found(near, 0, len(text), problem="不合测量管理体系证书编号的规则，以证书名称为准")
    return Found(f"CMS{m['p']}[{m['y']}]{m['grade']}{m['s']}号", 0, len(text), hint=m["grade"])


def find(text: str) -> list[Found]:
    """Numbers in a view.

    >>> [f.value for f in find("No. CMS粤〔2020〕AAA3125号 颁证日期")]
    ['CMS粤[2020]AAA3125号']
    """
    if "CM" not in text:
        return []
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        found.append(Found(one.value, *m.span(), problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The normalised number."""
    found = read(number)
    if found.value is None or found.problem:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number follows the rule."""
    return read(number).problem is None


def format(number: str) -> str:
    """The normalised form, which is also the printed one."""
    return validate(number)
