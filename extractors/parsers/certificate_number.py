"""Numbers of management-system certificates (管理体系认证证书编号) in the scheme of CNCA, and product certificates.

Body code (last three digits of its approval CNCA-R-2002-001), branch letters, two-digit year of the (re)certification,
letters of the system, serial, `R` and the number of re-certifications, size S M L, `-1` sub-certificate, `/4400` region
(handbook 1.3). No check digit. Foreign bodies number as they like: such numbers are opaque, accepted and marked so.

Repair: letters in the body code (not its year), the serial and behind R; the system letter never (the title decides).
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.numerals import letters_to_digits, told

SYSTEMS: Final = {
    **{"Q": "qms", "QJ": "qms", "YQ": "qms", "MD": "qms", "E": "ems", "S": "ohsms", "IP": "ipms", "IPMS": "ipms"},
    **{"SR": "srms", "SA": "srms", "EN": "enms", "ENMS": "enms", "I": "other", "IS": "other", "IT": "other"},
    **{"F": "other", "FSMS": "other", "H": "other", "HACCP": "other"},
}
"""System letters -> kind of the contract: a hint only, the paper's title and standard decide."""

_LABEL: Final = re.compile(
    r"^(?:认证)?(?:证书编号|证书号码?|注册号|编号|(?:certificate|registration)(?:no\.?|number)|no\.?)[:：]?", re.I
)
_FORM: Final = re.compile(
    r"(?P<body>\d{3})(?P<branch>[A-Z]{2})?(?P<year>\d{2})(?P<system>[A-Z]{1,5})(?P<serial>\d{4,7})"
    r"R(?P<renewal>\d{1,2})(?P<size>[SML])(?P<sub>-\d{1,3})?(?P<region>/\d{4})?"
)
_DAMAGED: Final = re.compile(
    r"(?P<body>[0OQ]\d[\dOIL]|\d{2}[\dOIL])(?P<year>\d{2})(?P<system>[QES])(?P<serial>[\dOILB]{4,7})"
    r"R(?P<renewal>[\dOIL])(?P<size>[SML])(?P<sub>-\d{1,3})?(?P<region>/\d{4})?"
)
_NEAR: Final = re.compile(r"[\dOQIL]{3}(?:[A-Z]{2})?[\dOIL]{2}[A-Z0-9]{1,5}[\dOILB]{4,7}R[\dOIL]{1,2}[SML]?")
_CCC: Final = re.compile(r"(?:20[0-4]\d)\d{12}")
_CQC: Final = re.compile(r"CQC\d{11,14}")
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9OQIl]{3} ?(?:[A-Z]{2})? ?[0-9OIl]{2} ?[A-Z0-9]{1,5} ?[0-9OIlB]{4,7}"
    r" ?R ?[0-9OIl]{1,2} ?[SML]"
    r"(?: ?-\d{1,3}(?!\d))?(?: ?/ ?\d{4})?|CQC ?\d{11,14}|20[0-4]\d ?\d{12})(?![0-9A-Za-z])"
)
_OPAQUE: Final = re.compile(r"(?=[^\n]*\d)[0-9A-Za-z][0-9A-Za-z ./()_+&#-]{2,38}[0-9A-Za-z)]")


def compact(number: str) -> str:
    """Half-width, upper case, without label and blanks.

    >>> compact("证书编号：001 21 Q 30215 R2M")
    '00121Q30215R2M'
    """
    return _LABEL.sub("", re.sub(r"\s", "", number.translate(FOLDED))).upper()


def read(text: str) -> Found:
    """The number in the CNCA scheme that a text is; `hint` is the kind of system, `ccc`, `cqc`, or `opaque`.

    >>> read("00121Q30215R2M").hint, read("00121Q30215ROM").repaired
    ('qms', 'O按0读')
    >>> read("2013010702607951").problem, read("FM 712345").hint
    ('16位数字，是强制性产品认证（CCC）编号', 'opaque')
    """
    number, length = compact(text), len(text)
    m = _FORM.fullmatch(number)
    if m and m["system"] in SYSTEMS:
        return Found(number, 0, length, hint=SYSTEMS[m["system"]])
    if _CCC.fullmatch(number):
        return Found(number, 0, length, problem="16位数字，是强制性产品认证（CCC）编号", hint="ccc")
    if _CQC.fullmatch(number):
        return Found(number, 0, length, problem="自愿性产品认证（CQC）编号", hint="cqc")
    if d := _DAMAGED.fullmatch(number):
        parts = (letters_to_digits(d["body"]), d["year"], d["system"], letters_to_digits(d["serial"]), "R")
        tail = (letters_to_digits(d["renewal"]), d["size"], d["sub"] or "", d["region"] or "")
        mended = "".join((*parts, *tail))
        return Found(mended, 0, length, repaired=told(number, mended), hint=SYSTEMS[d["system"]])
    if m:
        return Found(number, 0, length, problem=f"体系字母{m['system']}不明，以证书名称和标准为准", hint="damaged")
    if _NEAR.fullmatch(number):
        return Found(number, 0, length, problem="编号有残缺或误读，以证书名称和标准为准", hint="damaged")
    if 4 <= len(number) <= 40 and any(c.isdigit() for c in number) and number.isascii():
        return Found(number, 0, length, problem="机构自编号，无从校验", hint="opaque")
    return Found(None, 0, length, problem=f"不是证书编号：{text.strip()[:24]}")


def opaque(text: str) -> Found | None:
    """A number that follows a label and may have any form, up to the end of its stretch; None where none stands.

    >>> opaque("CN21/10456.00 有效期").value, opaque("见附件")
    ('CN21/10456.00', None)
    """
    m = _OPAQUE.match(text)
    if m is None:
        return None
    value = m.group().rstrip(" .")
    return Found(re.sub(r"\s", "", value), m.start(), m.start() + len(value), hint="opaque")


def year(number: str) -> int | None:
    """The year of the present cycle's audit that a number in the CNCA scheme states.

    >>> year("00121Q30215R2M"), year("FM712345")
    (2021, None)
    """
    m = _FORM.fullmatch(number)
    return 2000 + int(m["year"]) if m else None


def find(text: str) -> list[Found]:
    """Numbers in the CNCA scheme, CCC and CQC numbers in a view; damaged ones with a problem.

    >>> [(f.value, f.hint) for f in find("证书编号:00122Q310344R0M/4400 注册号 2013010702607951")]
    [('00122Q310344R0M/4400', 'qms'), ('2013010702607951', 'ccc')]
    """
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        if one.value is not None and one.hint != "opaque":
            found.append(Found(one.value, *m.span(), repaired=one.repaired, problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The compact number in the CNCA scheme, unrepaired."""
    found = read(number)
    if found.value is None or found.problem or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number follows the CNCA scheme unrepaired."""
    found = read(number)
    return found.value is not None and not found.problem and not found.repaired


def format(number: str) -> str:
    """The printed form: without blanks."""
    return compact(number)
