"""Citizens' identity numbers (公民身份号码), GB 11643-1999: 17 digits and a check digit (ISO 7064 MOD 11-2).

Personal data: only the masked form ever leaves the program. A check digit that fails flags and never refuses a person;
the county code is not looked up (old codes were given for years after a county was renamed, handbook 11.4).
"""

from __future__ import annotations

import calendar
import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9]\d{5} ?(?:19|20)\d\d ?(?:0[1-9]|1[0-2])[0-3]\d ?\d{3}[\dXx]"
    r"|[1-9]\d{0,9}[*×＊]{3,14}\d{0,4}[\dXx]?|[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4})(?![0-9A-Za-z*])"
)


def compact(number: str) -> str:
    """Half-width, upper case, without blanks; any mask sign as `*`."""
    return re.sub(r"[×＊]", "*", re.sub(r"\s", "", number.translate(FOLDED)).upper())


def check_digit(body: str) -> str:
    """The 18th character for 17 digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def mask(number: str) -> str:
    """The form that may be shown: first four and last four.

    >>> mask("11010519491231002X")
    '1101**********002X'
    """
    code = compact(number)
    return code[:4] + "*" * (len(code) - 8) + code[-4:] if len(code) > 8 else "*" * len(code)


def read(text: str) -> Found:
    """The number that a text is; `hint` is masked or whole. A failed check keeps the value: it flags only.

    >>> read("440703********123X").hint, read("110105194912310021").check
    ('masked', 'failed')
    """
    code = compact(text)
    if "*" in code:
        shape = re.fullmatch(r"\d{1,10}\*{3,14}\d{0,4}[\dX]?", code)
        return Found(code if shape else None, 0, len(text), problem=None if shape else "不是证件号码", hint="masked")
    if not re.fullmatch(r"\d{17}[\dX]", code):
        return Found(None, 0, len(text), problem="不是18位公民身份号码")
    year, month, day = int(code[6:10]), int(code[10:12]), int(code[12:14])
    real = 1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    if not real:
        return Found(code, 0, len(text), "failed", problem="出生日期不存在", hint="whole")
    if check_digit(code[:17]) != code[17]:
        return Found(code, 0, len(text), "failed", problem="校验位不符", hint="whole")
    return Found(code, 0, len(text), "passed", hint="whole")


def find(text: str) -> list[Found]:
    """Whole and masked numbers in a view (also 15 digits of the first generation, as failed).

    >>> [f.hint for f in find("张三 440703********123X 李四 11010519491231002X")]
    ['masked', 'whole']
    """
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        value = one.value or compact(m.group())
        check = one.check if one.value else "failed"
        found.append(Found(value, *m.span(), check, problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The compact number."""
    found = read(number)
    if found.value is None or found.check == "failed":
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True where a whole number passes, or a masked one has the form."""
    found = read(number)
    return found.value is not None and found.check != "failed"


def format(number: str) -> str:
    """The form that may be shown."""
    return mask(number)
