"""What each character becomes in the normalised view of a page: one table, character by character, losing nothing.

Form of punctuation in a view (patterns need list no other):

* ASCII: ``( ) : ; , ! ? / . - [ ] ~ % & # + = < >`` — the full-width and small forms become these (NFKC);
* Chinese: ``、 。 《 》 〈 〉 【 】 「 」 “ ” ‘ ’`` stay; the document bracket is ``〔 〕`` (﹝ ﹞ become it; ASCII
  square brackets stay: the parser of document numbers takes both); the middle dot is ``·`` (U+00B7);
* every kind of blank is a plain blank, tab and newline stay; the em dash ``—`` stays except in numbers and dates;
* digits and letters are half-width, Roman numerals are Latin letters (Ⅱ is II), ``〇`` and ``○`` stay, ``①`` stays.
"""

from __future__ import annotations

import unicodedata
from typing import Final

DASHES: Final = "‐‑‒–−﹣－⁃"
"""Always a hyphen-minus."""

LONG_DASHES: Final = "—―─ーㄧ一"
"""A hyphen-minus inside numbers and dates only; elsewhere they are what they are."""

_RADICALS: Final = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎尢⺏尢⺐尢⺑尢⺒巳⺓幺⺔彐⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹"
    "⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲网⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹老⺺聿⺻聿⺼肉"
    "⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑长⻒长⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦"
    "⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
"""CJK Radicals Supplement (U+2E80-2EF3) and the character each stands for in a PDF text layer; NFKC leaves them."""

_SPECIAL: Final[dict[str, str]] = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys("∶︓꞉ː", ":"),
    **dict.fromkeys("•‧・･∙⋅", "·"),
    **dict.fromkeys("〜∼˜", "~"),
    **dict.fromkeys("∕⁄╱", "/"),
    **dict.fromkeys("﹒", "."),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\r\u200e\u200f", ""),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
}

# Blocks whose compatibility form is what a reader sees. Circled numbers, superscripts and the like are left alone.
_COMPATIBLE: Final = (
    (0x00A0, 0x00A0),
    (0x2000, 0x200A),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x2116, 0x2116),  # № is No
    (0x2160, 0x217F),  # Roman numerals
    (0x2F00, 0x2FDF),  # Kangxi radicals
    (0x3000, 0x3000),
    (0x3371, 0x33FF),  # units: ㎡ is m2
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFE10, 0xFE19),
    (0xFE35, 0xFE48),
    (0xFE50, 0xFE6B),
    (0xFF01, 0xFFEE),
    (0x1D400, 0x1D7FF),
    (0x2F800, 0x2FA1D),
)


def _build() -> dict[int, str]:
    table = {}
    for first, last in _COMPATIBLE:
        for code in range(first, last + 1):
            folded = unicodedata.normalize("NFKC", chr(code))
            if folded != chr(code):
                table[code] = folded
    table.update((ord(radical), plain) for radical, plain in zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    table.update((ord(char), plain) for char, plain in _SPECIAL.items())
    return table


FOLDED: Final[dict[int, str]] = _build()
"""Code point -> what it becomes (possibly nothing, possibly several characters); all others stay."""

_UNEVEN: Final = frozenset(chr(code) for code, folded in FOLDED.items() if len(folded) != 1)


def changes_length(text: str) -> bool:
    """True where folding `text` moves offsets: some character becomes none or several."""
    return not _UNEVEN.isdisjoint(text)


def fold_char(char: str) -> str:
    """What one character becomes wherever it stands.

    >>> fold_char("Ａ"), fold_char("⻓"), fold_char("⽤"), fold_char("Ⅱ"), fold_char("（"), fold_char("。")
    ('A', '长', '用', 'II', '(', '。')
    """
    return FOLDED.get(ord(char), char)
