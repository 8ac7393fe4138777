"""A normalised view of a page's text, with the way back: what patterns search is not what stands on the page.

Folding (handbook 17, "lossless first"): character by character after `extractors.folding` (which also states the one
form of punctuation), then in context: dashes inside numbers and dates, the broken font map of seed text 000, blanks
inside spread-out words (发 明 专 利 证 书), inside spread-out digits (2 0 2 1 年) and around 年 月 日 第 号.
Letters and digits are never exchanged here: repairs belong to the parsers, which tell of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from extractors.document import Page
from extractors.folding import FOLDED, LONG_DASHES, changes_length

_HAN: Final = r"\u3400-\u9fff〇"

# A dash of any length between two signs of a number, or behind a date: 19001—2016, 2021年9月30日——2024年, 1一2
_DASH: Final = re.compile(
    rf"(?<=[0-9A-Z年月日起)〕]) ?[{LONG_DASHES}]{{1,2}} ?(?=[0-9A-Z])|(?<=[0-9A-Z])[{LONG_DASHES}](?=至今)"
)

# Seed 000: pairs only, and with Chinese around or inside.
_FONT_MAP: Final = (
    (re.compile(rf"·([^·‣\n]*[{_HAN}][^·‣]{{0,60}})‣"), "《", "》"),
    (re.compile(rf"†([^†‡]{{0,60}}[{_HAN}][^†‡]{{0,60}})‡"), "〈", "〉"),
    (re.compile(rf"(?<=[{_HAN}])„([^„‟\n]{{1,60}})‟"), "〔", "〕"),
)

# A run of single characters set apart by blanks; the narrowest gap is the spread, a wider one parts words.
_SPREAD: Final = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: {{1,4}}[{_HAN}](?![{_HAN}]))+")
_SPREAD_DIGITS: Final = re.compile(
    r"(?<![\d.,])\d(?: {1,3}\d){3,}(?= {0,3}年)|(?<=[年月] )\d {1,3}\d(?= {0,3}[月日])"
    r"|(?<![\d.,])(?:1 {0,2}9|2 {0,2}0) {0,2}\d {0,2}\d(?= {0,3}年)"  # wide digits, unevenly parted by OCR: 201 9 年
)
_SPREAD_DIGITS_AFTER: Final = re.compile(r"(?<=[年月])( {0,3})(\d)( {1,3})(\d)(?= {0,3}[月日])")
_AROUND: Final = re.compile(
    rf"(?<=[\d〇○零一二三四五六七八九十廿卅]) {{1,3}}(?=年(?!龄)|月|日(?!期)|号(?!码))"
    rf"|(?<=[年月第]) {{1,3}}(?=[\d〇○零一二三四五六七八九十廿卅])|(?<=[{_HAN}]) {{1,3}}(?=:)"
)


@dataclass(frozen=True, slots=True)
class View:
    """A page's text, folded. `starts[i]`/`ends[i]` are the raw offsets of character i; None: offsets are the same."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    @classmethod
    def of(cls, text: str) -> View:
        """The view of any text.

        >>> View.of("专 利 号：ＺＬ 2020 1 0430096.0").text
        '专利号:ZL 2020 1 0430096.0'
        >>> view = View.of("证 书 编 号： GB/T 19001—2016")
        >>> view.text, view.raw(0, 4)
        ('证书编号: GB/T 19001-2016', (0, 7))
        """
        return _in_context(_folded(text))

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the view -> offsets in the raw text (end exclusive); an empty stretch stays empty."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def inside(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Offsets in the raw text -> the stretch of the view made from it (of a table cell, of a line)."""
        if self.starts is None or self.ends is None:
            return raw_start, raw_end
        start = bisect_right(self.ends, raw_start)
        return start, max(start, bisect_left(self.starts, raw_end))

    def replaced(self, changes: Iterable[tuple[int, int, str]]) -> View:
        """A view with stretches replaced (in order, not overlapping); what replaces one maps back to all of it."""
        parts, starts, ends, at = [], [], [], 0
        own_starts = self.starts if self.starts is not None else tuple(range(len(self.text)))
        own_ends = self.ends if self.ends is not None else tuple(range(1, len(self.text) + 1))
        for start, end, new in changes:
            parts += [self.text[at:start], new]
            starts += [*own_starts[at:start], *[own_starts[start]] * len(new)]
            ends += [*own_ends[at:start], *[own_ends[end - 1]] * len(new)]
            at = end
        if not parts:
            return self
        parts.append(self.text[at:])
        return View("".join(parts), (*starts, *own_starts[at:]), (*ends, *own_ends[at:]))


def view_of(page: Page) -> View:
    """The view of a page's text, made once for each page."""
    view = _CACHE.get(page)
    if view is None:
        view = _CACHE[page] = View.of(page.text)
    return view


class _ByIdentity:
    """Views of the pages that are alive, found by identity (hashing a page's words would cost more than the view)."""

    def __init__(self) -> None:
        self._views: dict[int, tuple[Page, View]] = {}

    def get(self, page: Page) -> View | None:
        known = self._views.get(id(page))
        return known[1] if known is not None and known[0] is page else None

    def __setitem__(self, page: Page, view: View) -> None:
        if len(self._views) >= 4096:
            self._views.clear()
        self._views[id(page)] = (page, view)


_CACHE = _ByIdentity()


def _folded(text: str) -> View:
    folded = text.translate(FOLDED)
    if not changes_length(text):
        return View(folded)
    starts, ends = [], []
    for at, char in enumerate(text):
        size = len(FOLDED.get(ord(char), char))
        starts += [at] * size
        ends += [at + 1] * size
    return View(folded, tuple(starts), tuple(ends))


def _in_context(view: View) -> View:
    text = view.text
    if "‣" in text or "†" in text or "„" in text:
        for pattern, left, right in _FONT_MAP:
            view = view.replaced(
                change
                for m in pattern.finditer(view.text)
                for change in ((m.start(), m.start() + 1, left), (m.end() - 1, m.end(), right))
            )
    view = view.replaced((m.start(), m.end(), "-") for m in _DASH.finditer(view.text) if not _is_word(m, view.text))
    if " " in view.text:
        view = view.replaced(_blanks_in_words(view.text))
        view = view.replaced((at, at + 1, "") for at in _blanks_in_digits(view.text))
        view = view.replaced((m.start(), m.end(), "") for m in _AROUND.finditer(view.text))
    return view


def _is_word(match: re.Match[str], text: str) -> bool:
    """一 is the numeral one unless it stands tight between two signs of a number."""
    if "一" not in match.group() and "ㄧ" not in match.group():
        return False
    before = text[match.start() - 1]
    return match.group().strip() != match.group() or not (before.isascii() or before in "日起")


def _blanks_in_words(text: str) -> Iterable[tuple[int, int, str]]:
    for run in _SPREAD.finditer(text):
        gaps = [(m.start() + run.start(), m.end() + run.start()) for m in re.finditer(" +", run.group())]
        narrowest = min(end - start for start, end in gaps)
        yield from ((start, end, "") for start, end in gaps if end - start == narrowest)


def _blanks_in_digits(text: str) -> Iterable[int]:
    found = {at for run in _SPREAD_DIGITS.finditer(text) for at in range(*run.span()) if text[at] == " "}
    for run in _SPREAD_DIGITS_AFTER.finditer(text):
        found.update(range(run.start(3), run.end(3)))
    return sorted(found)
