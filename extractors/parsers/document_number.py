"""Numbers of official documents (发文字号), GB/T 9704-2012, 7.2.5: office 〔four-digit year〕 number 号.

Six-angled brackets, no 第, no leading zeros; met instead are [ ] ( ) 【 】 and damaged ones („ ‟ of seed text 000).
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

_FORM: Final = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,12})(?P<left>[〔\[(【„「『<])(?P<year>(?:19|20)\d\d)"
    r"(?P<right>[〕\])】‟」』>])第?0*(?P<number>\d{1,5})号"
)
_FIND: Final = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,12}) ?[〔\[(【„「『<] ?(?:19|20)\d\d ?[〕\])】‟」』>] ?第? ?\d{1,5} ?号"
)
_OFFICE_STARTS: Final = re.compile(
    r".*(?:根据|依据|按照|文号|关于|印发|转发|号|文件|以|见|和|及|与)(?=[\u4e00-\u9fff]{2})"
)


def compact(number: str) -> str:
    """Half-width, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED))


def read(text: str) -> Found:
    """The number that a text is, in the form of the standard.

    >>> read("江府办[2017]33号").value, read("江市监规字„2022‟1号").repaired
    ('江府办〔2017〕33号', '„‟按〔〕读')
    """
    m = _FORM.fullmatch(compact(text))
    if m is None:
        return Found(None, 0, len(text), problem="不合发文字号的规则")
    value = f"{m['office']}〔{m['year']}〕{m['number']}号"
    brackets = m["left"] + m["right"]
    clean = m["left"] in "〔[(【" and m["right"] in "〕])】"
    return Found(value, 0, len(text), repaired=None if clean else f"{brackets}按〔〕读")


def find(text: str) -> list[Found]:
    """Numbers in a view; words of the sentence in front of the office are left out.

    >>> [f.value for f in find("根据江府〔2022〕7号文件")]
    ['江府〔2022〕7号']
    """
    if "号" not in text:
        return []
    found = []
    for m in _FIND.finditer(text):
        lead = _OFFICE_STARTS.match(m["office"])
        start = m.start() + (lead.end() if lead else 0)
        one = read(text[start : m.end()])
        if one.value is not None:
            found.append(Found(one.value, start, m.end(), repaired=one.repaired))
    return found


def validate(number: str) -> str:
    """The number in the form of the standard."""
    found = read(number)
    if found.value is None or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number needs no repair."""
    found = read(number)
    return found.value is not None and found.repaired is None


def format(number: str) -> str:
    """The form of the standard."""
    return validate(number)
