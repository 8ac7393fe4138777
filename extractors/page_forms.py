"""What a page is apart from any kind: a divider, a table of contents, a page that goes on from the one before."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HAN: Final = r"\u3400-\u9fff"
_NUMERAL: Final = r"[\d一二三四五六七八九十百]"

_LEADERS: Final = re.compile(r"(?:[.…·‥_]{4,}|(?:[.·] ){4,}|-{6,})[ \t]*[(（]?\d{1,3}[)）]?[ \t]*$", re.MULTILINE)
_TRAILING_PAGE: Final = re.compile(rf"^[^\n\d]*[{_HAN}][^\n]{{2,60}}[ \t]+\d{{1,3}}[ \t]*$", re.MULTILINE)
_CONTENTS: Final = re.compile(
    r"^[ \t]*(?:目[ \t]{0,6}录|目[ \t]{0,6}次|材料清单|资料清单|材料目录|CONTENTS)[ \t]*$",
    re.MULTILINE,
)

_DIVIDER: Final = re.compile(
    rf"(?:佐证|证明|申报|附件|附送|支撑|相关)(?:材料|资料|文件)(?:之?{_NUMERAL}|[:(]|\s|$)|"
    rf"附[件录图表][ \t]?{_NUMERAL}|"
    rf"^[ \t]*(?:第?{_NUMERAL}{{1,3}}(?:部分|章|篇|[、.．]))|^[ \t]*[(（]{_NUMERAL}{{1,3}}[)）]|指标{_NUMERAL}|"
    rf"^\d{{1,2}}\.\d",
    re.MULTILINE,
)
_FACTS: Final = re.compile(
    r"\d{4}[年.-]\d{1,2}|[A-Z]{0,4}\d{6,}|编号[:]|有效期|兹证明|发证|颁证|授权公告|注册人|特发此证|签发|盖章|经审"
)

_NUMBERED: Final = (
    re.compile(rf"第[ ]?(?P<n>{_NUMERAL}{{1,3}})[ ]?[页张][ ]?[,/(]?[ ]?共[ ]?(?P<m>{_NUMERAL}{{1,3}})[ ]?[页张]"),
    re.compile(rf"共[ ]?(?P<m>{_NUMERAL}{{1,3}})[ ]?[页张][ ]?[,/(]?[ ]?第[ ]?(?P<n>{_NUMERAL}{{1,3}})[ ]?[页张]"),
    re.compile(r"\bPage[ ]?(?P<n>\d{1,3})[ ]?(?:of|/|from)[ ]?(?P<m>\d{1,3})\b", re.IGNORECASE),
    re.compile(r"^[ \t]*-?[ ]?(?P<n>\d{1,2})[ ]?/[ ]?(?P<m>\d{1,2})[ ]?-?[ \t]*$", re.MULTILINE),
)
_GOES_ON: Final = re.compile(
    r"续页|\(续\)|附页|附件(?![:材资])|附表|附录|证书附|continued|continuation|\bAnnex\b|\bAppendix\b|"
    r"\bAttachment\b|\bSchedule\b|"
    r"Page[ ]?[2-9]\d?[ ]?(?:of|/)|其他事项参见|本页无正文",
    re.IGNORECASE,
)
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九十")}


class PageNumber(NamedTuple):
    """第 n 页 共 m 页, as printed on the page."""

    number: int
    of: int


def is_contents(text: str) -> bool:
    r"""A table of contents: lines that end in leaders or in page numbers, most of the page.

    >>> is_contents("目 录\n一、营业执照 ...... 1\n二、专利证书 ...... 5\n三、商标注册证 ...... 9")
    True
    """
    leaders = len(_LEADERS.findall(text))
    lines = sum(1 for line in text.split("\n") if line.strip())
    if leaders >= 3 and leaders >= lines * 0.4:
        return True
    if _CONTENTS.search(text[:200]) is None:
        return False
    return (
        leaders >= 2
        or len(_TRAILING_PAGE.findall(text)) >= max(2, lines * 0.4)
        or (lines >= 4 and not _FACTS.search(text) and len(_DIVIDER.findall(text)) >= 3)
    )


def divider_heading(text: str) -> str | None:
    r"""The heading of a divider (佐证材料之三：专利证书), or None where the page is more than a divider.

    >>> divider_heading("佐证材料之三\n发明专利证书")
    '佐证材料之三 发明专利证书'
    >>> divider_heading("附件1 证书编号：00121Q30215R2M 有效期至 2024年9月29日")
    """
    words = "".join(text.split())
    if not 2 <= len(words) <= 120:
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 8 or _FACTS.search(text) or not _DIVIDER.search(text):
        return None
    return " ".join(lines)


def page_number(text: str) -> PageNumber | None:
    """What the page says of its own number; only head and foot of the page are believed."""
    for pattern in _NUMBERED:
        for stretch in (text[:200], text[-160:], text):
            m = pattern.search(stretch)
            if m is not None:
                number, of = _int(m["n"]), _int(m["m"])
                if 1 <= number <= of <= 400:
                    return PageNumber(number, of)
            if pattern.pattern.startswith("^"):
                continue
    return None


def goes_on(text: str) -> bool:
    """The head of the page says that it belongs to the page before (续页, 附件, Annex)."""
    head = "\n".join([line for line in text.split("\n") if line.strip()][:5])[:240]
    number = page_number(text)
    return bool(_GOES_ON.search(head)) or (number is not None and number.number > 1)


_ANNEXES: Final = re.compile(r"附件\d{0,2}[:：.、 ][ \t]*(?P<titles>[^\n]{6,60}(?:\n[^\n]{0,60}){0,4})")


def announced(before: str, text: str) -> bool:
    r"""The page's title is one that the paper before it names as its annex, whether or not the page says 附件.

    >>> announced("附件：2019年科技计划项目表\n某某局", "2019年科技计划项目表\n序号")
    True
    """
    lines = [re.sub(r"[\s《》]", "", line) for line in text.split("\n") if line.strip()][:3]
    heads = [lines[0], "".join(lines[:2])] if lines else []
    told = "".join(re.sub(r"[\s《》]", "", m["titles"]) for m in _ANNEXES.finditer(before))
    return any(len(head) >= 8 and head in told for head in heads)


def _int(word: str) -> int:
    if word.isdigit():
        return int(word)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return _DIGITS.get(word, 0)
