"""Is the text layer of a page the text that a person sees? If not, the page is read by OCR.

A layer can exist and be useless: fonts without a character map give control characters, private-use characters or
ASCII soup instead of Chinese, a false map shifts digits. Doubt costs one OCR call; a false date costs a wrong score.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.layout import Piece

_DATE = re.compile(
    r"(?<!\d)(\d{4})\s{0,2}(?:年\s{0,2}(\d{1,2})\s{0,2}月(?:\s{0,2}(\d{1,2})\s{0,2}日)?|([-./])(\d{1,2})\4(\d{1,2})(?!\d))"
)
_RUN_OF_DOG_RADICALS = re.compile("[\u7280-\u72ff]{3}")
"""Latin letters of a founder font land in U+7280-72FF (犐犆犛 for ICS); three of them in a row are no Chinese word."""
_ODD = frozenset("!\"#$%&'*+;<=>?@[\\]^_`{|}~")
_VOWELS = frozenset("aeiouyAEIOUY")


def why_useless(text: str) -> str | None:
    """The reason (Chinese, for the page's note) why the text cannot be what the page shows; None: it can.

    >>> why_useless("证书编号：00121Q30215R2M")
    >>> why_useless("香港特別行政區政府知識產權署商標註冊處註冊證明書")
    >>> why_useless("犐犆犛３５．０４０")
    '字体编码错乱'
    >>> why_useless("发证日期：5332年36月41日")
    '日期不可能，数字映射有误'
    """
    letters = [c for c in text if not c.isspace()]
    count = len(letters)
    if count == 0:
        return None
    broken = sum(_is_broken(c) for c in letters)
    if (broken >= 3 and broken > 0.01 * count) or broken > 0.2 * count or "(cid:" in text:
        return "字符无法解码"
    if _RUN_OF_DOG_RADICALS.search(text):
        return "字体编码错乱"
    hanzi = [c for c in letters if "\u4e00" <= c <= "\u9fff"]
    if len(hanzi) >= 12 and sum(map(_is_common, hanzi)) < 0.65 * len(hanzi):
        return "字体编码错乱"
    if len(hanzi) < 0.15 * count and _is_soup(text, letters):
        return "没有可读文字"
    return "日期不可能，数字映射有误" if has_impossible_date(text) else None


def has_impossible_date(text: str) -> bool:
    """A date with month 36 or day 41, or in the year 5332: the digits are not those that the page shows."""
    for match in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day, _, other_month, other_day = match.groups()
        if match[4] == "." and not 1900 <= int(year) <= 2100:
            continue  # a section or a patent number such as 2018.11.02 never has such a year; a quantity may
        month, day = month or other_month, day or other_day
        if not (1 <= int(month) <= 12) or (day is not None and not 1 <= int(day) <= 31):
            return True
        if match[4] is None and not 1940 <= int(year) <= 2200:
            return True
    return False


def _is_broken(char: str) -> bool:
    category = unicodedata.category(char)
    return category in {"Cc", "Cn", "Cs"} or char == "\ufffd" or (category == "Co" and not "\uf000" <= char <= "\uf0ff")


def _is_common(char: str) -> bool:
    """One of the 3,755 characters of GB 2312 level 1 or the 5,401 of Big5 level 1: over 95 % of any Chinese text.

    Big5, because papers of Hong Kong and Taiwan are in traditional characters.
    """
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            code = char.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False


def _is_soup(text: str, letters: Sequence[str]) -> bool:
    """No Chinese, and no plausible Latin words or numbers either."""
    odd = sum(c in _ODD or "\x7f" < c < "\u0100" for c in letters)
    if odd > 0.12 * len(letters):
        return True
    words = re.findall(r"[A-Za-z]{3,}", text)
    if len(words) < 4:
        return False
    return sum(any(c in _VOWELS for c in w) and not _is_jumbled(w) for w in words) < 0.5 * len(words)


def _is_jumbled(word: str) -> bool:
    """Small letters followed by capitals, as in "KLmyzST"."""
    return bool(re.search(r"[a-z][A-Z].*[a-z][A-Z]", word))


def is_marginal(pieces: Sequence[Piece], height: float) -> bool:
    """Only a header, a footer or a page number: too little to be what a full-page picture says."""
    inner = sum(len(p.text) for p in pieces if 0.09 * height < p.box.centre[1] < 0.91 * height)
    return inner < 12
