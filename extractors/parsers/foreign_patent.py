"""Numbers of patents granted outside the mainland: US, EP, JP, KR, DE, GB, AU, CA, FR, RU, IN, TW (handbook 4.3).

Value: jurisdiction and number with `B` for a granted invention (`US10123456 B`), which is read as
that number again. Applications (A1, WO, PCT, 特開), designs and utility models are found with a problem: they are no
grant of an invention.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber

_GRANTS: Final = tuple(
    (office, re.compile(pattern, re.I), shape)
    for office, pattern, shape in (
        ("US", r"US(?:PAT(?:ENT)?(?:NO)?[.:]?)?(\d{1,2},?\d{3},?\d{3})B[12]?", "US{} B"),
        ("EP", r"EP(\d{7})B[1-9]?", "EP{} B"),
        ("JP", r"(?:JP|日本)?(?:国)?特[許许]第?(\d{7})号?", "JP{} B"),
        ("JP", r"JP(\d{7})B[12]?", "JP{} B"),
        ("KR", r"(?:KR)?10-?(\d{7})(?:-?0000)?B1?", "KR10-{} B"),
        ("DE", r"DE(10\d{10})B[34]?", "DE{} B"),
        ("GB", r"GB(\d{7})B", "GB{} B"),
        ("AU", r"AU(\d{10})B[24]?", "AU{} B"),
        ("TW", r"TWI(\d{6})B?", "TWI{} B"),
        ("RU", r"RU(\d{7})(?:C[12]|B)", "RU{} B"),
        ("FR", r"FR(\d{7})B1?", "FR{} B"),
        ("CA", r"CA(\d{7})[BC]", "CA{} B"),
    )
)
_REFUSED: Final = tuple(
    (office, re.compile(pattern, re.I), why)
    for office, pattern, why in (
        ("US", r"US(?:19|20)\d{2}/?\d{7}A[1-9]", "美国申请公布，不是授权"),
        ("US", r"USD\d{3},?\d{3}S\d?", "美国外观设计，不是发明"),
        ("EP", r"EP\d{7}A[1-9]", "欧洲申请公布，不是授权"),
        ("WO", r"WO(?:19|20)\d{2}/?\d{6}(?:A[1-9])?", "PCT公布，不是授权"),
        ("WO", r"PCT/[A-Z]{2}(?:19|20)\d{2}/\d{5,6}", "PCT申请，不是授权"),
        ("JP", r"(?:JP)?特[開开](?:平)?\d{1,4}-\d{5,6}(?:号公報)?A?", "日本公开特许，不是授权"),
        ("JP", r"実用新案(?:登録)?第?\d{7}号", "日本实用新案，不是发明"),
        ("JP", r"意匠(?:登録)?第?\d{7}号", "日本意匠，不是发明"),
        ("DE", r"DE20\d{10}U1", "德国实用新型，不是发明"),
        ("KR", r"(?:KR)?[23]0-?\d{7}(?:-?0000)?(?:[YSB]\d?)?", "韩国实用新型或外观设计，不是发明"),
        ("TW", r"TW[MD]\d{6}[US]?", "台湾新型或设计，不是发明"),
        ("HK", r"HK\d{7,8}[AB]?\d?", "香港短期或转录标准专利，请人工认定"),
    )
)
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z/])(?:US ?(?:Pat(?:ent)?\.? ?(?:No\.?)? ?)?(?:\d{1,2},?\d{3},?\d{3} ?B[12]"
    r"|20\d\d ?/? ?\d{7} ?A[1-9]|D ?\d{3},?\d{3} ?S\d?)|EP ?\d ?\d{3} ?\d{3} ?[AB][1-9]"
    r"|WO ?(?:19|20)\d\d ?/ ?\d{6}(?: ?A[1-9])?"
    r"|PCT/[A-Z]{2}(?:19|20)\d\d/\d{5,6}|JP ?\d{7} ?B[12]|KR ?[123]0-?\d{7}(?:-?0000)? ?(?:[BYS]\d?)?"
    r"|DE ?[12]0 ?\d{4} ?\d{3} ?\d{3} ?(?:B[34]|U1)|GB ?\d{7} ?B|AU ?\d{10} ?B[24]|TW ?[IMD] ?\d{6} ?[BUS]?"
    r"|HK ?\d{7,8} ?[AB]?|RU ?\d{7} ?C[12]|FR ?\d{7} ?B1|CA ?\d{7} ?C)(?![0-9A-Za-z])"
    r"|特[許许]第? ?\d{7} ?号?|特[開开](?:平)?\d{1,4}-\d{5,6}|(?:実用新案|意匠)(?:登録)?第? ?\d{7} ?号"
)


def compact(number: str) -> str:
    """Half-width, without blanks."""
    return re.sub(r"\s", "", number.translate(FOLDED))


def read(text: str) -> Found:
    """The granted invention that a text names; `hint` is the jurisdiction, also where the number is refused.

    >>> read("US 10,123,456 B2").value, read("特許第６７８９０１２号").value
    ('US10123456 B', 'JP6789012 B')
    >>> read("US 2021/0123456 A1").problem
    '美国申请公布，不是授权'
    """
    number = compact(text)
    for office, pattern, shape in _GRANTS:
        if m := pattern.fullmatch(number):
            return Found(shape.format(m[1].replace(",", "")), 0, len(text), hint=office)
    for office, pattern, why in _REFUSED:
        if pattern.fullmatch(number):
            return Found(number, 0, len(text), problem=why, hint=office)
    return Found(None, 0, len(text), problem=f"不是境外专利号：{text.strip()[:20]}")


def find(text: str) -> list[Found]:
    """Foreign patent numbers in a view, the refused ones with a problem.

    >>> [(f.value, f.hint, f.problem) for f in find("Patent US 10,123,456 B2; PCT/CN2020/123456")]
    [('US10123456 B', 'US', None), ('PCT/CN2020/123456', 'WO', 'PCT申请，不是授权')]
    """
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        if one.value is not None:
            found.append(Found(one.value, *m.span(), problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The normalised number of a granted invention."""
    found = read(number)
    if found.value is None or found.problem:
        raise InvalidNumber(found.problem)
    return found.value


def is_valid(number: str) -> bool:
    """True for the number of a granted invention."""
    found = read(number)
    return found.value is not None and found.problem is None


def format(number: str) -> str:
    """The normalised form, which is also the printed one."""
    return validate(number)
