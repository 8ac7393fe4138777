"""A second reading of the lines that carry numbers and dates, where the first left a doubt.

The line is cut from the picture again, prepared in two other ways, and recognised once more (recognition only, all
lines of a page in one call). What all readings agree on may be called certain; where they differ, nobody may rely on
the character. The text stays that of the first reading. `pipeline.ocr` tells the calibration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.ocr import AGREED, CERTAIN, DIFFERING, FLOOR, RELIABLE
from pipeline.ocr.engine import KEEP, OcrLine, Picture
from pipeline.ocr.pieces import lowered

Recognise = Callable[[list[Picture]], Sequence[str]]
"""From the grey pictures of single lines to their texts."""

DIGITS = 4
"""A line with fewer digits carries neither a number nor a date (unless it is a date in Chinese numerals)."""

_CHINESE_DATE = re.compile(r"[〇○零一二三四五六七八九]{2,4}\s*年.{0,4}月")
_OF_NUMBERS = re.compile(r"[0-9A-Za-z〇○零一二三四五六七八九十年月日号第]")
_DASHES = frozenset("—–―─−－-")
_LOOK_ALIKE = frozenset("0158IlOSBZz2")


def settled(
    lines: Sequence[OcrLine], red: Picture, grey: Picture, ceiling: float, recognise: Recognise
) -> tuple[list[OcrLine], float]:
    """The lines with `settled` filled where they were read again, and what that cost.

    `red` is the picture of the first reading, `grey` the same page as brightness; `ceiling` is the page's mean score.
    The cost is the share of the page's recognised length that was read again.
    """
    doubtful = [at for at, line in enumerate(lines) if needs_it(line, ceiling)]
    if not doubtful:
        return list(lines), 0.0
    again = [lines[at] for at in doubtful]
    cuts = [cut(grey, line, *PADDED) for line in again] + [cut(red, line, *WIDENED) for line in again]
    texts = recognise(cuts)
    result = list(lines)
    for place, at in enumerate(doubtful):
        readings = (texts[place], texts[place + len(again)])
        result[at] = replace(lines[at], settled=scores_after(lines[at], ceiling, readings))
    whole = sum(_relative_length(line) for line in lines)
    return result, round(len(PREPARATIONS) * sum(map(_relative_length, again)) / whole, 3)


def needs_it(line: OcrLine, ceiling: float) -> bool:
    """A straight line with a number or date of which some character is in doubt, yet not hopeless, on a clear page."""
    if ceiling < RELIABLE or line.score < KEEP or line.thickness > line.length:
        return False
    if sum(c.isdigit() for c in line.text) < DIGITS and not _CHINESE_DATE.search(line.text):
        return False
    scores = lowered(line.scores, ceiling)
    return any(FLOOR <= s < CERTAIN and _OF_NUMBERS.match(c) for c, s in zip(line.text, scores, strict=True))


def scores_after(line: OcrLine, ceiling: float, readings: Sequence[str]) -> tuple[float, ...]:
    """The scores of a line's characters after further readings: raised where all agree, lowered where one differs.

    A blank or a mark between two signs of a number is as sure as these where nothing speaks against it.
    """
    verdicts = [compared(line.text, reading) for reading in readings]
    result = []
    for at, score in enumerate(lowered(line.scores, ceiling)):
        said = [verdict[at] for verdict in verdicts]
        number = _OF_NUMBERS.match(line.text[at]) and not _may_be_a_letter(line.text, at)
        if number and all(said) and FLOOR <= score < AGREED:
            result.append(AGREED)
        else:
            result.append(min(score, DIFFERING) if False in said else score)
    for at in range(1, len(result) - 1):
        if _parts_figures(line.text, at, readings) and result[at] >= FLOOR:
            result[at] = max(result[at], min(result[at - 1], result[at + 1]))
    return tuple(result)


def _parts_figures(text: str, at: int, readings: Sequence[str]) -> bool:
    """A blank between two signs of a number says nothing about it; of a mark all readings must show as many."""
    if text[at].isalnum() or not all(_OF_NUMBERS.match(text[beside]) for beside in (at - 1, at + 1)):
        return False
    mark = _mark(text[at])
    return not mark or all(_marks(reading).count(mark) == _marks(text).count(mark) for reading in readings)


def _marks(text: str) -> str:
    return "".join(map(_mark, text))


def _mark(char: str) -> str:
    """A mark in one width, any dash as one; nothing for a blank."""
    return "-" if char in _DASHES else unicodedata.normalize("NFKC", char).strip()


def _may_be_a_letter(text: str, at: int) -> bool:
    """A single 1 beside a letter may be I or L (Z1. for ZL): all readings make the same mistake."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (
        text[at] in _LOOK_ALIKE
        and not (before.isdigit() or after.isdigit())
        and any(c.isascii() and c.isalpha() for c in (before, after))
    )


def compared(first: str, second: str) -> tuple[bool | None, ...]:
    """For each character of the first text: True: the second has it too, between the same neighbours; False: it has
    something else there; None: the same, but beside a difference (nothing is proven), or only punctuation.

    >>> compared("2021年", "2O21年")
    (None, False, None, True, True)
    >>> compared("证号 2021", "证号:20211")
    (True, True, None, True, True, None, None)
    """
    one = [(at, folded) for at, char in enumerate(first) for folded in _folded(char)]
    other = "".join(_folded(char) for char in second)
    text = "".join(folded for _, folded in one)
    partner: dict[int, int] = {}
    for step in Levenshtein.opcodes(text, other):
        if step.tag == "equal":
            partner |= zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
    verdicts: dict[int, bool] = {}
    unsure: set[int] = set()
    for at, (place, char) in enumerate(one):
        if not char.isalnum():
            continue
        if at not in partner:
            verdicts[place] = False
            continue
        verdicts.setdefault(place, True)
        for step_ in (-1, 1):
            if not _same_neighbour(text, other, at, step_, partner):
                unsure.add(place)
    return tuple(
        None if place in unsure and verdicts.get(place) else verdicts.get(place) for place in range(len(first))
    )


def _same_neighbour(text: str, other: str, at: int, step: int, partner: dict[int, int]) -> bool:
    beside, there = at + step, partner[at] + step
    if beside in partner:
        between = other[partner[beside] + 1 : partner[at]] if step < 0 else other[partner[at] + 1 : partner[beside]]
        figures = text[at].isdigit() and text[beside].isdigit()
        return not between or not (figures or any(c.isalnum() for c in between))
    if 0 <= beside < len(text) and text[beside].isalnum():
        return False
    return not (0 <= there < len(other) and other[there].isalnum())


def _folded(char: str) -> str:
    """One width, one dash, one mark for all other punctuation, no blanks: these differ without a doubt about digits."""
    if char.isspace():
        return ""
    if char in _DASHES:
        return "-"
    return "".join(c if c.isalnum() else "." for c in unicodedata.normalize("NFKC", char) if not c.isspace())


PADDED = (0.12, 0.3, 1.0)
WIDENED = (0.08, 0.2, 1.3)
PREPARATIONS = (PADDED, WIDENED)
"""Paper left above and below, and at both ends (in line heights), and how much wider the characters are shown."""


def cut(picture: Picture, line: OcrLine, over: float, side: float, stretch: float) -> Picture:
    """The line's part of the picture, straightened."""
    corners = np.array(line.corners, np.float32)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    length, thickness = float(np.hypot(*along)), float(np.hypot(*down))
    if length < 1 or thickness < 1:
        return np.full((8, 8), 255, np.uint8)
    x, y = along / length * thickness * side, down * over
    corners += np.array([-x - y, x - y, x + y, -x + y], np.float32)
    width = max(round((length + 2 * side * thickness) * stretch), 8)
    height = max(round(thickness * (1 + 2 * over)), 8)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    part = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8)


def _relative_length(line: OcrLine) -> float:
    return line.length / max(line.thickness, 1.0)
