"""Chinese numerals of dates and durations, and the letters that OCR puts in place of digits.

Zero is written 〇 (U+3007), ○ (U+25CB), 零, and read as O, o or 0; 廿 is twenty, 卅 thirty; 元 is the first year of an
era. Letters for digits follow handbook 17: letter to digit only, never digit to digit.
"""

from __future__ import annotations

from typing import Final

_HAN: Final = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **dict.fromkeys("○◯Oo0Ｏ", 0),
    "两": 2,
    "元": 1,
    **{str(digit): digit for digit in range(10)},
}

LETTER_TO_DIGIT: Final = {
    **dict.fromkeys("OoDQ", "0"),
    **dict.fromkeys("IlLi|", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    "G": "6",
    "B": "8",
}
"""What a letter can only have been in a place where only a digit can stand."""


def letters_to_digits(text: str) -> str:
    """The text with letters read as the digits they resemble.

    >>> letters_to_digits("2O2l")
    '2021'
    """
    return "".join(LETTER_TO_DIGIT.get(char, char) for char in text)


def told(before: str, after: str) -> str | None:
    """What was replaced, in words for the reviewer; None where nothing was.

    >>> told("2O2l", "2021")
    'O按0读、l按1读'
    """
    changes = dict.fromkeys(f"{a}按{b}读" for a, b in zip(before, after, strict=False) if a != b)
    return "、".join(changes) or None


def number(word: str) -> int | None:
    """A whole number up to 99 in Chinese or Arabic numerals, or digits one by one; None if it is neither.

    >>> [number(w) for w in ("三十一", "廿一", "卅", "十", "二〇二一", "09", "两", "十五", "三五十")]
    [31, 21, 30, 10, 2021, 9, 2, 15, None]
    """
    word = word.replace("廿", "二十").replace("卅", "三十").replace("拾", "十")
    if "十" in word:
        tens, _, ones = word.partition("十")
        if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= _HAN.keys():
            return None
        return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
    if not word or not set(word) <= _HAN.keys():
        return None
    return int("".join(str(_HAN[char]) for char in word))
