"""Registration numbers of trademarks in China (商标注册号): up to eight digits.

`G` in front for Madrid, a letter behind for a part of a divided application. No check digit: a misread digit cannot be
noticed, and nothing is ever repaired.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

_FORM: Final = re.compile(r"(?:商标注册证)?(?:注册号:?)?(?:第|NO\.?:?|№)?(?P<number>G?\d{1,8}[A-Z]?)号?")
_FIND: Final = re.compile(
    r"第 ?(?P<number>G?\d{5,8}[A-Z]?) ?号(?!专利|令|公告)|(?<![0-9A-Za-z])(?P<madrid>G\d{6,7})(?![0-9A-Za-z])"
)
_DAMAGED: Final = re.compile(r"第 ?(?=[^号\n]*[OIlBSZ])(?P<number>[0-9OIlBSZ]{6,9}) ?号")


def compact(number: str) -> str:
    """Half-width, upper case, without blanks, 第 and 号."""
    tight = re.sub(r"\s", "", number.translate(FOLDED)).upper()
    m = _FORM.fullmatch(tight)
    return m["number"] if m else tight


def read(text: str) -> Found:
    """The number that a text is.

    >>> read("第 9988776 号").value, read("G1234567").value, read("第123456789号").problem
    ('9988776', 'G1234567', '不合商标注册号的规则')
    """
    number = compact(text)
    if re.fullmatch(r"G?\d{1,8}[A-Z]?", number) and not re.fullmatch(r"0+", number):
        return Found(number, 0, len(text))
    kind = "商标受理号，不是注册号" if number.startswith("TMZC") else "不合商标注册号的规则"
    return Found(None, 0, len(text), problem=kind)


def find(text: str) -> list[Found]:
    """Numbers in a view, in the form 第…号; with letters among the digits the value is None.

    >>> [f.value for f in find("商标注册证 第12345678号 核定使用商品")]
    ['12345678']
    """
    found = [Found(m["number"] or m["madrid"], *m.span()) for m in _FIND.finditer(text)]
    found += [Found(None, *m.span(), problem=f"注册号中有字母：{m['number']}") for m in _DAMAGED.finditer(text)]
    return sorted(found, key=lambda f: f.start)


def validate(number: str) -> str:
    """The compact number."""
    found = read(number)
    if found.value is None:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number follows the rule."""
    return read(number).value is not None


def format(number: str) -> str:
    """The printed form.

    >>> format("12345678")
    '第12345678号'
    """
    return f"第{compact(number)}号"
