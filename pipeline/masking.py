"""Masks identity-card, telephone and bank-card numbers in everything that leaves the pipeline; nothing else.

Digits are replaced by `*`, one for one, so that offsets and widths stay: `440703********1234`, `138****5678`.
Patent, certificate, report, trademark and standard numbers, credit codes and dates are left alone: a number is taken
for a private one by its grammar (province, birthday, check digit), by the label before it, or by both.

>>> mask("张三 440703199001011231 电话：13800138000")
'张三 440703********1231 电话：138****8000'
>>> mask("证书编号：13800138000，专利号 ZL202010430096.0，91440703617700015J")
'证书编号：13800138000，专利号 ZL202010430096.0，91440703617700015J'
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Final, NamedTuple

_PROVINCES: Final = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_WIDE: Final = (
    {ord("０") + n: str(n) for n in range(10)}
    | {ord("Ｘ"): "X", ord("ｘ"): "x", ord("－"): "-"}
    | dict.fromkeys(map(ord, "‐‑–—−"), "-")
)
_GAP: Final = r"[ \u3000]?"
_BEFORE: Final = r"(?<![0-9*])"
_AFTER: Final = r"(?![0-9*])"
_IDENTITY_LABEL: Final = re.compile(
    r"(?:身\s*份\s*证|居住证|证件|公民身份|身份|社会?保障?|个人)(?:件)?\s*(?:号码|编号|号)?(?:\s*[\(（][^)）\n]{0,8}[\)）])?\s*[:：]?\s*$"
)
_PHONE_LABEL: Final = re.compile(
    r"(?:电\s*话|手\s*机|传\s*真|联系方式|热线|微信|Tel(?:ephone)?|Phone|Mobile|Mob|Fax|Cell)"
    r"(?:号码|号)?(?:\s*[\(（][^)）\n]{0,8}[\)）])?\s*[.:：/]?\s*(?:\+?86[- ]?)?$",
    re.IGNORECASE,
)
_BANK_LABEL: Final = re.compile(
    r"(?:银行卡|工资卡|储蓄卡|借记卡|信用卡|存折|账\s*[号户]|帐\s*[号户]|卡\s*号|开户行[^0-9\n]{0,20})(?:号码|号)?\s*[:：]?\s*$"
)
_NUMBER_LABEL: Final = re.compile(
    r"(?:编\s*号|证\s*书\s*号|注\s*册\s*号|报\s*告\s*号|登\s*记\s*号|管\s*理\s*号|专\s*利\s*号|申\s*请\s*号|许可证号"
    r"|批\s*准\s*号|流水号|单\s*号|序列号|条\s*码|公告号|代码|文号|字?第|N[o0][.:：]|№|Number|Reg\.)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(rf"{_BEFORE}[1-8]" + rf"{_GAP}\d" * 16 + rf"{_GAP}[\dXx×]{_AFTER}(?![A-Za-z])")
_PROVINCE: Final = re.compile(_PROVINCES)
_SPLIT: Final = r"(?: {0,2}-? {0,2}|[ \t\n\u3000]{1,4})"
_IDENTITY_SPLIT: Final = re.compile(
    rf"{_BEFORE}(?<![0-9A-Za-z][-./])(?:{_PROVINCES})(?:{_SPLIT}\d){{15}}{_SPLIT}[\dXx×]{_AFTER}(?![A-Za-z])"
)
"""Eighteen characters with dashes or wider gaps between them, or over two cells or lines of a table."""
_IDENTITY_OLD: Final = re.compile(
    rf"{_BEFORE}(?:{_PROVINCES})\d{{4}}[- ]?\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{{3}}{_AFTER}"
)
_IDENTITY_MISREAD: Final = re.compile(rf"(?<![0-9A-Za-z*])(?:{_PROVINCES})\d{{14,17}}[\dXx]{_AFTER}")
_LABELLED: Final = re.compile(r"[0-9OoIlZSB][0-9OoIlZSB \u3000]{12,24}[0-9OoIlXx×]")
_HAN: Final = "\u4e00-\u9fff"
_MOBILE: Final = re.compile(
    rf"(?<![0-9A-Za-z*./〔\[-])(?<![^{_HAN}]_)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})"
    rf"(?![0-9A-Za-z*/〕号-]|_[^{_HAN}]|\.\d)"
)
_LANDLINE: Final = re.compile(
    r"(?<![0-9A-Za-z*./〔\[-])[\(（]?(0(?:10|2\d|[3-9]\d{2}))(?:[- ]{1,2}|[\)）][- ]?)"
    r"([2-8]\d{6,7}|[2-8]\d{2,3}[- ]\d{4})(?![0-9A-Za-z*/.号])"
)
_LANDLINE_GLUED: Final = re.compile(
    r"(?<![0-9A-Za-z*./〔\[_-])(0(?:75\d|76\d|66\d|20))([2-8]\d{6,7})(?![0-9A-Za-z*/.号_-])"
)
"""Area codes of Guangdong: without a dash other numbers with a leading zero look alike."""
_MOBILES: Final = re.compile(r"(?<![0-9A-Za-z*./-])1[3-9]\d{9}(?:[/、]1[3-9]\d{9})+(?![0-9A-Za-z])")
_FURTHER_PHONE: Final = re.compile(r"[/、，,;；] ?([2-8]\d{6,7}|1[3-9]\d{9})(?![0-9A-Za-z*.])")
_LABELLED_PHONE: Final = re.compile(r"\+?\(?\d[\d\-—– ()（）]{5,18}\d")
_BANK: Final = re.compile(rf"(?<![0-9A-Za-z*])62\d{{2}}(?:[- \u3000]?\d){{12,15}}{_AFTER}")
_BANK_GROUPED: Final = re.compile(
    rf"(?<![0-9A-Za-z*])(?<!\d[- ])[3-6]\d{{3}}([- ])\d{{4}}\1\d{{4}}\1\d{{4}}(?!\1\d){_AFTER}"
)
"""A card of another network as it is embossed; told by its groups and its Luhn digit."""
_LABELLED_BANK: Final = re.compile(r"\d[\d \t-]{10,28}\d")
_PERSONAL: Final = re.compile(r"身\s*份\s*证|证件号|公民身份|身份号码")


class Private(NamedTuple):
    """A private number in a text: [start, end), and how many of its digits may stay in front and at the end."""

    start: int
    end: int
    front: int
    back: int


def identity_check_agrees(number: str) -> bool:
    """Whether the 18th character is the one of GB 11643 (ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17].upper().replace("×", "X")


def _credit_code_check_agrees(number: str) -> bool:
    """Whether 18 digits are a unified social credit code by the check character of GB 32100."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if any(c not in alphabet for c in number):
        return False
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(number[:17]))
    return alphabet[-total % 31] == number[17]


def _luhn_agrees(number: str) -> bool:
    digits = [int(c) for c in reversed(number)]
    return sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\u3000]", "", text)


def _bare(text: str) -> str:
    return _squeeze(text).replace("-", "")


def _identities(text: str, context: str) -> list[Private]:
    found = []
    for hit in _IDENTITY.finditer(text):
        number = _squeeze(hit.group())
        before = text[max(hit.start() - 24, 0) : hit.start()]
        labelled = bool(_IDENTITY_LABEL.search(before))
        if not _PROVINCE.match(number) or not (_is_birthday(number[6:14]) or labelled):
            continue
        agrees = identity_check_agrees(number)
        as_code = number[0] in "159" and (not agrees or "信用" in before or "代码" in before)
        if not labelled and as_code and _credit_code_check_agrees(number.upper()):
            continue  # 12… and 5…: public bodies and associations have codes that look like this
        glued = before[-1:].isalnum() and before[-1:].isascii()
        if not labelled and not agrees and (glued or _NUMBER_LABEL.search(before)):
            continue
        found.append(Private(hit.start(), hit.end(), 6, 4))
    about_people = bool(_PERSONAL.search(text) or _PERSONAL.search(context))
    for hit in _IDENTITY_SPLIT.finditer(text):
        number, parts = _bare(hit.group()), re.split(r"[-\s]+", hit.group())
        apart = re.search(r"[\t\n]", hit.group())
        if len(parts) > (2 if apart else 4) or not _is_birthday(number[6:14]) or (apart and not about_people):
            continue
        if identity_check_agrees(number) or (
            not apart and _IDENTITY_LABEL.search(text[max(hit.start() - 24, 0) : hit.start()])
        ):
            found.append(Private(hit.start(), hit.end(), 6, 4))
    for hit in _IDENTITY_OLD.finditer(text):
        before = text[max(hit.start() - 24, 0) : hit.start()]
        if _IDENTITY_LABEL.search(before) or (about_people and not _NUMBER_LABEL.search(before)):
            found.append(Private(hit.start(), hit.end(), 6, 3))
    for hit in _IDENTITY_MISREAD.finditer(text) if about_people else ():
        before = text[max(hit.start() - 24, 0) : hit.start()]
        if _is_birthday(hit.group()[6:14]) and not _NUMBER_LABEL.search(before):
            found.append(Private(hit.start(), hit.end(), 6, 4))
    for hit in _LABELLED.finditer(text):
        if _IDENTITY_LABEL.search(text[max(hit.start() - 24, 0) : hit.start()]):
            found.append(Private(hit.start(), hit.end(), 6, 4))
    return found


def _phones(text: str) -> list[Private]:
    found = []
    for pattern, back in ((_MOBILE, 4), (_LANDLINE, 2), (_LANDLINE_GLUED, 2)):
        for hit in pattern.finditer(text):
            before = text[max(hit.start() - 24, 0) : hit.start()]
            if _NUMBER_LABEL.search(before) and not _PHONE_LABEL.search(before):
                continue
            front = 3 if pattern is _MOBILE else len(hit.group(1))
            start = hit.start(1)
            found.append(Private(start, hit.end(), front, back))
    for hit in _MOBILES.finditer(text):
        if not _NUMBER_LABEL.search(text[max(hit.start() - 24, 0) : hit.start()]):
            found += [Private(hit.start() + at, hit.start() + at + 11, 3, 4) for at in range(0, len(hit.group()), 12)]
    for hit in _LABELLED_PHONE.finditer(text):
        if 7 <= sum(c.isdigit() for c in hit.group()) <= 16 and _PHONE_LABEL.search(
            text[max(hit.start() - 24, 0) : hit.start()]
        ):
            found.append(Private(hit.start(), hit.end(), 3, 2))
    for one in found:  # grows while it is gone through: the next of a list of numbers follows the one before
        if further := _FURTHER_PHONE.match(text, one.end):
            found.append(Private(*further.span(1), 3, 2))
    return found


def _bank_cards(text: str) -> list[Private]:
    found = []
    for hit in (*_BANK.finditer(text), *_BANK_GROUPED.finditer(text)):
        before = text[max(hit.start() - 24, 0) : hit.start()]
        if _luhn_agrees(_bare(hit.group())) and not _NUMBER_LABEL.search(before):
            found.append(Private(hit.start(), hit.end(), 4, 4))
    for hit in _LABELLED_BANK.finditer(text):
        if _BANK_LABEL.search(text[max(hit.start() - 40, 0) : hit.start()]):
            found.append(Private(hit.start(), hit.end(), 4, 4))
    return found


def find_private(text: str, *, context: str = "", keep: Collection[str] = ()) -> list[Private]:
    """All private numbers in a text, in order and without overlap.

    context: further text that tells what the numbers are (the whole page, when `text` is one line of it); keep:
    numbers of papers that are known and stay, unless they are an identity number by their check digit.
    """
    if sum(c.isdigit() for c in text) < 7:
        return []
    plain = text.translate(_WIDE)
    candidates = _identities(plain, context) + _phones(plain) + _bank_cards(plain)
    kept: list[Private] = []
    for one in sorted(candidates, key=lambda p: (p.start, -p.end)):
        number = _squeeze(plain[one.start : one.end])
        if number in keep and not (len(number) == 18 and number[:17].isdigit() and identity_check_agrees(number)):
            continue
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def mask(text: str, *, context: str = "", keep: Collection[str] = ()) -> str:
    """The text with every private number masked; of the same length, and unchanged when masked again."""
    found = find_private(text, context=context, keep=keep)
    if not found:
        return text
    chars = list(text)
    for one in found:
        places = [i for i in range(one.start, one.end) if chars[i].isalnum() or chars[i] == "×"]
        for i in places[one.front : len(places) - one.back]:
            chars[i] = "*"
    return "".join(chars)
