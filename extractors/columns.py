"""Columns: what the columns of one kind of list are called, and which column a printed header names.

The names stand in YAML (`extractors/custom/data/*.yaml`, key `columns`): longest name first, `=` before a name that
must fill the whole header cell (short words such as 状态 stand inside many others).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

_BLANKS = re.compile(r"\s+")
_NOISE = re.compile(r"[\s:：.。,，、;；*＊_\-—/\\|]+")
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
REMEMBERED = 5000
"""So many header cells are looked up once."""
_LONG_NUMBER = re.compile(r"\d{9}|\d{3,6}[*xX]{4}")
LONGEST_TITLE = 24
"""A header cell has at most so many characters; longer ones are notes or data."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Width and compatibility forms folded, every blank removed; for comparing words, not for offsets.

    >>> fold('专 利 号：（ＺＬ）')
    '专利号:(ZL)'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


_HEADER_WORD = re.compile(
    r"^(?:序号|姓名|名称|编号|类型|级别|备注|职称|专业|分值|状态|数量|单位|日期|[\u4e00-\u9fff/()]{1,10}"
    r"(?:名称|编号|号码|日期|时间|类型|类别|姓名|级别|指标|标准|情况|职称|单位|状态|机构|得分|分值|地址|材料|页码|有效期|权人))$"
)


def looks_like_header(texts: Sequence[str]) -> bool:
    """Is this the header of some other list: no digits, and at least two header words, most of the row?

    >>> looks_like_header(["序号", "姓名", "职称", "专业"]), looks_like_header(["", "锅盖结构", ""])
    (True, False)
    """
    cells = [fold(t) for t in dict.fromkeys(texts) if fold(t)]
    words = sum(_HEADER_WORD.match(c) is not None for c in cells)
    return words >= 2 and words >= 0.5 * len(cells) and not any(ch.isdigit() for c in cells for ch in c)


def is_key_value(texts: Sequence[str], known: Sequence[bool]) -> bool:
    """Is this row no header but labels with their values: 姓名 | 张三 | 证件号码 | 4407…?

    >>> is_key_value(["姓名", "张三", "证件号码", "4407**********1234"], [True, False, True, False])
    True
    >>> is_key_value(["序号", "姓名", "2021年12月", "2022年1月"], [True, True, False, False])
    False
    """
    if any(_LONG_NUMBER.search(fold(t)) for t, k in zip(texts, known, strict=True) if not k):
        return True
    return len(known) >= 4 and len(known) % 2 == 0 and all(k == (i % 2 == 0) for i, k in enumerate(known))


@dataclass(frozen=True)
class Columns:
    """Header names of one kind of list.

    titles: column → names; needed: groups of columns, of each group at least one must stand in the header;
    keys: a row counts if one of these is filled (all columns if empty).
    """

    titles: Mapping[str, Sequence[str]]
    needed: Sequence[Sequence[str]]
    keys: Sequence[str] = ()

    @cached_property
    def _exact(self) -> dict[str, str]:
        return {_bare(t.removeprefix("=")): name for name, titles in self.titles.items() for t in titles}

    @cached_property
    def contained(self) -> tuple[tuple[str, str], ...]:
        """(name as printed, column), longest first: those that may stand inside a longer header cell."""
        found = [(_bare(t), name) for name, titles in self.titles.items() for t in titles if not t.startswith("=")]
        return tuple(sorted(found, key=lambda pair: -len(pair[0])))

    @cached_property
    def all_titles(self) -> tuple[tuple[str, str], ...]:
        """(name as printed, column), longest first, also the short ones."""
        return tuple(sorted(self._exact.items(), key=lambda pair: -len(pair[0])))

    def may_stand_in(self, text: str) -> bool:
        """Quick: does the text hold a header name of every needed group?"""
        folded = fold(text)
        if "(" in folded:
            folded += _BRACKETS.sub("", folded)
        return all(any(w in folded for w in words) for words in self._needed_words)

    @cached_property
    def _needed_words(self) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(dict.fromkeys(_bare(t.removeprefix("=")) for n in group for t in self.titles[n]))
            for group in self.needed
        )

    @cached_property
    def _known(self) -> dict[str, str | None]:
        return {}

    def column_of(self, cell: str) -> str | None:
        """The column that this header cell names, or None.

        >>> Columns({"number": ["专利号"], "status": ["=状态"]}, []).column_of("专利号（ZL）")
        'number'
        """
        if cell not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[cell] = self._column_of(cell)
        return self._known[cell]

    def _column_of(self, cell: str) -> str | None:
        text = fold(cell)
        if not text or len(text) > LONGEST_TITLE:
            return None
        for candidate in (_NOISE.sub("", text), _bare(text)):
            if candidate in self._exact:
                return self._exact[candidate]
        bare = _bare(text)
        for title, name in self.contained:
            if title in bare and len(bare) <= 2 * len(title) + 6:
                return name
        return None

    def suffices(self, names: set[str]) -> bool:
        """Are the columns that make such a list among these?"""
        return all(any(n in names for n in group) for group in self.needed)

    def is_filled(self, names: set[str]) -> bool:
        """Does a row with these columns filled count?"""
        return bool(names & set(self.keys)) if self.keys else bool(names)


def _bare(text: str) -> str:
    inner = _BRACKETS.sub("", fold(text))
    return _NOISE.sub("", inner or fold(text))
