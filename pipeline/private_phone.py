"""Telephone numbers in a text: by their grammar, or by the word before them or over their column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from pipeline.private_labels import ALIKE, PAPER, PHONE, Private, Surroundings

_HAN: Final = "\u4e00-\u9fff"
_MOBILE: Final = re.compile(
    r"(?<![0-9A-Za-z*.〔\[])(?<![0-9A-Za-z〕][-/])(?:\+?86[- ]?)?"
    r"(1[3-9]\d(?:[- ]?\d{4}[- ]?\d{4}|([- ])(?:\d{3}\2\d{5}|\d{5}\2\d{3})|\d([- ])\d{3}\3\d{4}))"
    r"(?![0-9A-Za-z*〕号]|-[0-9A-Za-z]|\.\d)"
)
_SPACED: Final = re.compile(r"(?<![0-9A-Za-z*])(?<!\d )(1 [3-9](?: \d){9})(?![0-9A-Za-z*]| \d)")
"""Written into a row of boxes."""
_CONFUSED: Final = re.compile(
    r"(?<![0-9A-Za-z*./〔\[-])(?:\+?86[- ]?)?([1Il|][3-9][0-9OoIl|]{9})(?![0-9A-Za-z*/〕号-]|\.\d)"
)
_LANDLINE: Final = re.compile(
    r"(?<![0-9A-Za-z*.〔\[])(?<![0-9A-Za-z〕][-/])[\(（]?(0(?:10|2\d|[3-9]\d{2}))(?:[- ]{1,2}|[\)）][- ]?)"
    r"([2-8]\d{6,7}|[2-8]\d{2,3}[- ]\d{4})(?![0-9A-Za-z*.号])"
)
_GLUED: Final = re.compile(r"(?<![0-9A-Za-z*./〔\[_-])(0(?:75\d|76\d|66\d|20))([2-8]\d{6,7})(?![0-9A-Za-z*/.号_-])")
"""Area codes of Guangdong: without a dash other numbers with a leading zero look alike."""
_ABROAD: Final = re.compile(
    r"(?<![0-9A-Za-z*+])(?:\+|00)(?!86[- ]?1[3-9])(?:86|85[23]|886|[1-9]\d{0,2})(?:[- ]?[\(（]0?\d{0,4}[\)）])?"
    r"(?:[- ]?\d{1,5}){2,5}(?![0-9A-Za-z*]|\.\d)"
)
_MOBILES: Final = re.compile(r"(?<![0-9A-Za-z*.-])1[3-9]\d{9}(?:[/、]1[3-9]\d{9})+(?![0-9A-Za-z])")
_FURTHER: Final = re.compile(r"[/、，,;；] ?((?:0\d{2,3}[- ]?)?[2-8]\d{6,7}|1[3-9]\d{9})(?![0-9A-Za-z*.]|-[0-9A-Za-z])")
_ENDED: Final = r"(?![0-9A-Za-z*]|\.\d)(?!-[0-9A-Z])"
_LABELLED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:\+?86[- ]?)?(?P<own>[1Il|] ?[3-9](?:[- ]?[0-9OoIl|]){{9}}){_ENDED}",
        rf"1[3-9]\d{{1,8}}[\n\t]\d{{1,8}}{_ENDED}",
        rf"0\d{{2,3}}[- ]?\d{{1,7}}[\n\t]\d{{1,7}}{_ENDED}",
        r"(?:\+?86[- ]?)?[\(（]?[0Oo]?(?:10|2\d|[3-9]\d{2})[\)）]?[- ]{0,3}"
        rf"[2-8](?:[- ]?\d){{6,7}}(?:-\d{{1,5}})?{_ENDED}",
        rf"[48]00[- ]?\d{{3}}[- ]?\d{{4}}{_ENDED}",
        rf"[2-8](?:\d{{2,3}}[- ]\d{{4}}|\d{{6,7}})(?:-\d{{2,5}})?{_ENDED}",
        rf"(?:1[3-9]\d{{8}}|1[3-9]\d{{10}}|0\d{{9,11}}){_ENDED}",
        rf"(?:(?:[2-8]\d{{6}}){{2}}|(?:[2-8]\d{{7}}){{2}}|(?:1[3-9]\d{{9}}){{2}}){_ENDED}",
    )
)
"""What may follow the word: mobile, over two lines, landline, hotline, local, with a digit lost, two read as one."""
_BEGIN: Final = re.compile(r"(?<![0-9A-Za-z*])[+\(（]?[0-9OoIl|]")
_ABOUT_PAPER: Final = re.compile(r"报告|证书|编号|文号|No\.", re.IGNORECASE)


def phones(around: Surroundings) -> list[Private]:
    """Every telephone number, some perhaps twice."""
    found = [*_by_grammar(around), *_labelled(around)]
    for hit in _MOBILES.finditer(around.text):
        if not around.says(PAPER, hit.start()):
            found += [Private(hit.start() + at, hit.start() + at + 11, 3, 4) for at in range(0, len(hit.group()), 12)]
    for one in found:  # grows while it is gone through: the next of a list of numbers follows the one before
        if (further := _FURTHER.match(around.text, one.end)) and not _is_day(further.group(1)):
            found.append(Private(*further.span(1), 3, 2))
    return found


def _by_grammar(around: Surroundings) -> Iterator[Private]:
    for pattern, back in ((_MOBILE, 4), (_SPACED, 4), (_CONFUSED, 4), (_LANDLINE, 2), (_GLUED, 2)):
        for hit in pattern.finditer(around.text):
            labelled = around.says(PHONE, hit.start()) or around.says(PHONE, hit.start(1))
            if not labelled and (around.says(PAPER, hit.start()) or _may_be_a_paper(around, hit, pattern)):
                continue
            front = len(hit.group(1)) if pattern in (_LANDLINE, _GLUED) else 3
            yield Private(hit.start(1), hit.end(), front, back)
    for hit in _ABROAD.finditer(around.text):
        if 9 <= sum(map(str.isdigit, hit.group())) <= 16 and not around.says(PAPER, hit.start()):
            yield Private(*hit.span(), 4, 2)


def _may_be_a_paper(around: Surroundings, hit: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Numbers of papers that begin with an area code and a year, or with it and a word about papers before it."""
    if pattern is _CONFUSED:
        number = hit.group(1)
        return number.isdigit() or sum(a != b for a, b in zip(number, number.translate(ALIKE), strict=True)) > 2
    if pattern in (_MOBILE, _SPACED):
        return False
    if re.match(r"20[0-3]\d", hit.group(2)):
        return True
    return pattern is _GLUED and bool(_ABOUT_PAPER.search(around.text, max(hit.start() - 12, 0), hit.start()))


def _labelled(around: Surroundings) -> Iterator[Private]:
    for begin in _BEGIN.finditer(around.text):
        if not around.says(PHONE, begin.start()):
            continue
        for pattern in _LABELLED:
            hit = pattern.match(around.text, begin.start())
            if hit is None or _is_day(hit.group()[:8] if len(hit.group()) == 16 else hit.group()):
                continue
            digits = sum(map(str.isdigit, hit.group().translate(ALIKE)))
            if "\n" in hit.group() or "\t" in hit.group():
                if digits not in (11, 12):
                    continue
            elif sum(map(str.isdigit, hit.group())) < 7:
                continue
            start = hit.start("own") if "own" in hit.groupdict() else hit.start()
            yield Private(start, hit.end(), 3, 4 if "own" in hit.groupdict() else 2)
            break


def _is_day(text: str) -> bool:
    """`20210930`: a day, though some local numbers look like it."""
    if len(text) != 8 or not text.isdigit():
        return False
    try:
        return 1990 <= dt.date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2039
    except ValueError:
        return False
