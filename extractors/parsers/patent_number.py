"""Chinese patent and patent-application numbers (专利号, 申请号) of CNIPA.

ZC 0006-2003: since 2003-10-01 four digits of the year, one of the kind (1 invention, 2 utility model, 3 design, 8 PCT
invention, 9 PCT utility model), seven of the serial, a point and a check digit mod 11 (10 is X); before: two, one,
five and the check digit. `ZL` marks a granted patent, `CN` or nothing an application.

Repair (handbook 17): letters in places of digits if the check digit then agrees; never a digit for another digit.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.numerals import letters_to_digits, told

KINDS: Final = {
    "1": "invention",
    "8": "invention",
    "2": "utility_model",
    "9": "utility_model",
    "3": "design",
}
"""Kind digit -> kind of the contract."""

_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_D: Final = r"[0-9OoDQIlLiZSBGz|]"
_LABEL: Final = re.compile(r"^(?:专利号|申请号|专利申请号|专利\(申请\)号)[:：]?")
_CLEAN: Final = re.compile(r"(?P<prefix>ZL|CN)?(?P<body>\d{12}|\d{8})\.?(?P<check>[\dX])")
_LETTERS: Final = re.compile(rf"(?P<prefix>[Z2乙][L1I]|CN)?(?P<body>{_D}{{12}}|{_D}{{8}})\.(?P<check>{_D}|X|×)", re.I)
_SHAPE: Final = re.compile(rf"(?:[Z2乙][L1I]|CN)?{_D}{{7,14}}[.]?[0-9XOIlZSB×]?", re.I)

# In a page: ZL (or its misreadings) or CN or nothing, then digits in the printed groups.
_FIND: Final = re.compile(
    rf"(?P<mark>(?<![0-9A-Za-z])(?:[ZzＺ2乙] ?[LlI1]|CN)[ :.]{{0,2}})?"
    rf"(?<![0-9A-Za-z.])(?P<y>(?:19|2[0Oo]){_D}{{2}}) ?(?P<k>[0-9IlO|]) ?(?P<s>{_D}{{7}})"
    rf"(?: ?[.·。,，] ?(?P<c>[0-9XxOIlZSB×])|(?P<c2>[0-9Xx]))(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])(?P<oldmark>Z ?L|CN) ?(?P<oy>[89]\d|0[0-3]) ?(?P<ok>\d) ?(?P<os>\d{{5}})"
    r" ?[.·] ?(?P<oc>[\dXx])(?!\d)"
    rf"|(?<![0-9A-Za-z])(?P<badmark>Z ?L) ?(?P<bad>[12]\d{{3}} ?\d ?\d{{6,8}} ?[.·。]? ?[\dXx]?)(?![0-9A-Za-z])"
)


def compact(number: str) -> str:
    """Half-width, upper case, without label, blanks; any kind of point as `.`.

    >>> compact("专利号：ＺＬ 2020 1 0430096·0")
    'ZL202010430096.0'
    """
    tight = re.sub(r"\s", "", number.translate(FOLDED))
    return re.sub(r"[.·。,，]", ".", _LABEL.sub("", tight)).upper()


def check_digit(body: str) -> str:
    """The check digit for 8 or 12 digits.

    >>> check_digit("202010430096"), check_digit("95115608")
    ('0', 'X')
    """
    rest = sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def kind(number: str) -> str | None:
    """invention, utility_model or design, from the kind digit of a normalised number; None where it is reserved.

    >>> kind("ZL202010430096.0"), kind("ZL95115608.X"), kind("ZL202130456789.2")
    ('invention', 'invention', 'design')
    """
    body = re.sub(r"^[A-Z]+", "", number).partition(".")[0]
    return KINDS.get(body[4:5] if len(body) == 12 else body[2:3])


def filing_year(number: str) -> int | None:
    """The year of filing that the number states.

    >>> filing_year("ZL202010430096.0"), filing_year("ZL97101765.4")
    (2020, 1997)
    """
    body = re.sub(r"^[A-Z]+", "", number).partition(".")[0]
    if len(body) == 12:
        return int(body[:4])
    if len(body) == 8:
        return (1900 if int(body[:2]) >= 85 else 2000) + int(body[:2])
    return None


def read(text: str) -> Found:
    """The number that a text is; the value always carries ZL, `hint` is the kind.

    >>> read("ZL 2018 2 1234567.5").value, read("202010430096.0").value, read("ZL2020104300960").value
    ('ZL201821234567.5', 'ZL202010430096.0', 'ZL202010430096.0')
    >>> read("ZL 2020 I 0430096.0").repaired, read("ZL 2020 1 0430096.1").problem
    ('I按1读', '校验位为1，应为0')
    """
    number = compact(text)
    if m := _CLEAN.fullmatch(number):
        return _judged(m["body"], m["check"], len(text), None)
    if m := _LETTERS.fullmatch(number):
        body = letters_to_digits(m["body"])
        check = "X" if m["check"] in "X×" else letters_to_digits(m["check"])
        prefix = m["prefix"] or ""
        notes = [told(m["body"] + m["check"], body + check)]
        notes += [f"{prefix}按ZL读"] if prefix not in ("", "ZL", "CN") else []
        return _judged(body, check, len(text), "、".join(note for note in notes if note) or None)
    shape = _SHAPE.fullmatch(number)
    problem = "位数不符" if shape else "不是专利号"
    return Found(number if shape else None, 0, len(text), "failed" if shape else "none", problem=problem)


def _judged(body: str, check: str, length: int, repaired: str | None) -> Found:
    number, of_kind = f"ZL{body}.{check}", KINDS.get(body[4] if len(body) == 12 else body[2])
    problem = None
    if (right := check_digit(body)) != check:
        problem = f"校验位为{check}，应为{right}"
    elif of_kind is None:
        problem = f"种类位{body[4] if len(body) == 12 else body[2]}未启用"
    elif len(body) == 12 and not 1985 <= int(body[:4]) <= 2099:
        problem = f"年份{body[:4]}不符"
    return Found(number, 0, length, "failed" if problem else "passed", repaired, problem, of_kind)


def find(text: str) -> list[Found]:
    """Patent numbers in a view. A bare run without ZL and without its point is taken only behind its label.

    >>> [(f.value, f.check) for f in find("专利号:ZL 2020 1 0430096.0 授权公告号:CN 111472379 B")]
    [('ZL202010430096.0', 'passed')]
    >>> [(f.value, f.check) for f in find("专利号:ZL 2020 1 0430096.1")]
    [('ZL202010430096.1', 'failed')]
    """
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        bare = not (m["mark"] or m["oldmark"] or m["badmark"])
        unsure = one.check == "failed" or m["c2"] is not None
        if one.value is None or (bare and unsure and not _labelled(text, m.start())):
            continue
        found.append(Found(one.value, *m.span(), one.check, one.repaired, one.problem, one.hint))
    return found


def is_granted_form(text: str) -> bool:
    """True where the number as printed begins with ZL (or a misreading of it): the mark of a granted patent."""
    return re.match(r"[Z2乙][L1I]", compact(text)) is not None


def _labelled(text: str, at: int) -> bool:
    return re.search(r"(?:专利|申请|登记)\)?号?[^0-9\n]{0,6}$", text[max(at - 14, 0) : at]) is not None


def validate(number: str) -> str:
    """The normalised number, unrepaired."""
    found = read(number)
    if found.check != "passed" or found.repaired or found.value is None:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number passes unrepaired."""
    found = read(number)
    return found.check == "passed" and not found.repaired


def format(number: str) -> str:
    """The printed form with blanks.

    >>> format("ZL202010430096.0")
    'ZL 2020 1 0430096.0'
    """
    body, _, check = compact(number).removeprefix("ZL").partition(".")
    year = 4 if len(body) == 12 else 2
    return f"ZL {body[:year]} {body[year]} {body[year + 1 :]}.{check}"
