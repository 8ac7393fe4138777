"""Where a text speaks of points: earned, deducted, at most, in full, a range, none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from matchers.drafting.folded import HAN, NUMBER, amount, fold
from matchers.drafting.wording import wording

_AMOUNT: Final = re.compile(NUMBER + "|" + HAN)
_ADDED: Final = re.compile(r"^(?:再|另外?|额外)?\s*(?:加|附加|追加)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that speaks of points. `points`: None for 满分 and the like; of a range, its upper end."""

    kind: str
    start: int
    end: int
    points: Decimal | None
    words: str

    @property
    def is_added(self) -> bool:
        """加 n 分 rather than 得 n 分."""
        return _ADDED.match(self.words.strip()) is not None


_LIST: Final = re.compile(
    rf"(?:分别|依次|相应|各自)[^,。;\d]{{0,8}}(?P<numbers>{NUMBER}\s*分?(?:\s*[、,/和及]\s*{NUMBER}\s*分?)+)(?<=分)(?!值|之|钟|公)"
)


def _listed(folded: str) -> list[Mention]:
    """分别得10、8、6分: one mention for each number."""
    found = []
    for match in _LIST.finditer(folded):
        start = match.start()
        for number in re.finditer(NUMBER + r"\s*分?", match["numbers"]):
            end = match.start("numbers") + number.end()
            found.append(Mention("award", start, end, amount(number.group().rstrip("分 ")), folded[start:end]))
            start = end
    return found


def find_mentions(text: str) -> list[Mention]:
    """Every mention in order, none over another; places are those of `text`.

    >>> [(m.kind, m.points) for m in find_mentions("每项得２分，最高不超过10 分；材料不全扣1分")]
    [('award', Decimal('2')), ('cap', Decimal('10')), ('deduct', Decimal('1'))]
    >>> [(m.kind, m.points) for m in find_mentions("满意度80分以上的得五分，提高3个百分点（2分）")]
    [('award', Decimal('5')), ('award', Decimal('2'))]
    """
    folded = fold(text)
    found = _listed(folded)
    for kind, pattern in wording().points:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            numbers = [n for raw in _AMOUNT.findall(match.group()) if (n := amount(raw)) is not None]
            found.append(Mention(kind, start, end, numbers[-1] if numbers else None, match.group()))
    return sorted(found, key=lambda mention: mention.start)
