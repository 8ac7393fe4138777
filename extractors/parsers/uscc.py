"""Unified Social Credit Code (统一社会信用代码) of organisations in China.

GB 32100-2015: 18 characters. 1 registering department (9 market supervision), 2 kind (1 enterprise, 2 individual
business, 3 cooperative), 3-8 administrative code of the first registration, 9-17 organisation code with its own check
digit (GB 11714-1997), 18 check character mod 31. I, O, S, V, Z are never used.

Repair (handbook 12): letters that cannot stand are read as the digit they resemble if the check character agrees; one
look-alike that can stand is exchanged only if both check digits agree and no other exchange does; both are told.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE: Final = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_IMPOSSIBLE: Final = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_DIGIT_PLACES: Final = {**_IMPOSSIBLE, "D": "0", "Q": "0", "L": "1", "G": "6", "B": "8"}
_LOOK_ALIKE: Final = {
    **{"8": "B", "B": "8", "0": "DQ", "D": "0", "Q": "0", "6": "G", "G": "6", "1": "L", "L": "1", "2": "7"},
    **{"7": "21T", "5": "6", "U": "0", "T": "7", "Y": "V", "M": "N", "N": "M", "H": "N"},
}
_CANDIDATE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{17,19}|9[0-9IilOo](?:[ \-·]?[0-9A-Za-z]){16})(?![0-9A-Za-z])"
)
_FIRST: Final = frozenset("159AIlJNYSGHB")
_LABEL: Final = re.compile(r"(?:统一社会)?信用代码[^0-9A-Za-z\n]{0,12}\n?[^0-9A-Za-z\n]{0,6}$")


def compact(number: str) -> str:
    """Half-width, upper case, without blanks and dashes."""
    return re.sub(r"[\s\-·.]", "", number.translate(FOLDED)).upper()


def check_character(body: str) -> str:
    """The 18th character for the first 17.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    return ALPHABET[-sum(_VALUE[c] * w for c, w in zip(body, _WEIGHTS, strict=True)) % 31]


def organisation_digit(body: str) -> str:
    """The check digit of an organisation code (GB 11714) for its first eight characters.

    >>> organisation_digit("76003808")
    '7'
    """
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def problem(code: str) -> str | None:
    """What is wrong with a compact code, None where it passes (the organisation digit only flags, see `flag`)."""
    if len(code) != 18:
        return f"长度为{len(code)}位，应为18位"
    if alien := sorted(set(code) - _VALUE.keys()):
        return f"含有代码不用的字符：{'、'.join(alien)}"
    if not code[2:8].isdigit():
        return "第3至8位应为数字"
    if (right := check_character(code[:17])) != code[17]:
        return f"校验码为{code[17]}，应为{right}"
    return None


def flag(code: str) -> str | None:
    """A doubt about a code that passes: the digit of the organisation code inside disagrees."""
    right = organisation_digit(code[8:16])
    return None if right == code[16] else f"组织机构代码校验位为{code[16]}，应为{right}"


_CHECKS: Final = 16
"""Where the two check characters stand: of the organisation's code and of the whole."""


GUESSED: Final = "两个校验位均符，请与名称核对"
"""How a repair ends that exchanges one possible sign for another: it may also be the paper that is wrong."""


def read(text: str) -> Found:
    """The code that a text is, with repairs told.

    >>> read("9144 0703 MA5B 8Q2G 4G").value
    '91440703MA5B8Q2G4G'
    >>> read("9144O703MA5B8Q2G4G").repaired
    '第5位O按0读'
    >>> read("91440704MA4UT6D17P").problem
    '校验码为P，应为K'
    """
    code = compact(text)
    wrong = problem(code)
    if wrong is None:
        return Found(code, 0, len(text), "passed", hint=flag(code))
    if len(code) != 18:
        return Found(code or None, 0, len(text), "failed", problem=wrong)
    sure = "".join((_DIGIT_PLACES if 2 <= at < 8 else _IMPOSSIBLE).get(char, char) for at, char in enumerate(code))
    if problem(sure) is None:
        return Found(sure, 0, len(text), "passed", repaired=_told(code, sure), hint=flag(sure))
    hits = {
        other
        for at, char in enumerate(sure)
        for new in _LOOK_ALIKE.get(char, "")
        if at != 1 or new.isdigit()  # the kind of body is a digit
        if problem(other := sure[:at] + new + sure[at + 1 :]) is None and flag(other) is None
    }
    if len(hits) == 1:
        mended = hits.pop()
        guess = f"{_told(code, mended)}，{GUESSED}"
        # A check character that was itself replaced so as to fit proves nothing.
        proven = mended[_CHECKS:] == sure[_CHECKS:]
        return Found(mended, 0, len(text), "passed" if proven else "none", repaired=guess)
    return Found(code, 0, len(text), "failed", problem=wrong)


def _told(before: str, after: str) -> str:
    changes = zip(before, after, strict=True)
    return "、".join(f"第{at}位{a}按{b}读" for at, (a, b) in enumerate(changes, start=1) if a != b)


def find(text: str) -> list[Found]:
    """Codes in a view; one that fails is given only behind its label (elsewhere 18 signs may be anything).

    >>> [(f.value, f.check) for f in find("统一社会信用代码:91440703617700015J 住所")]
    [('91440703617700015J', 'passed')]
    >>> [(f.value, f.check) for f in find("统一社会信用代码 91440704MA4UT6D17P")], find("编号 91440704MA4UT6D17P")
    ([('91440704MA4UT6D17P', 'failed')], [])
    """
    found = []
    for m in _CANDIDATE.finditer(text):
        raw = m.group()
        if raw[0] not in _FIRST or sum(char.isdigit() for char in raw) < 7:
            continue
        one = read(raw)
        labelled = _LABEL.search(text[max(m.start() - 30, 0) : m.start()]) is not None
        long_enough = len(compact(raw)) in (17, 18, 19)
        if one.check == "passed" and (labelled or one.repaired is None or GUESSED not in one.repaired):
            found.append(Found(one.value, *m.span(), "passed", one.repaired, one.problem, one.hint))
        elif labelled and long_enough:
            found.append(Found(one.value, *m.span(), one.check, one.repaired, one.problem, one.hint))
    return found


def validate(number: str) -> str:
    """The compact code, unrepaired."""
    found = read(number)
    if found.check != "passed" or found.repaired or found.value is None:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the code passes unrepaired."""
    return problem(compact(number)) is None


def format(number: str) -> str:
    """The printed form: without blanks."""
    return compact(number)
