"""Measured values in the running text of reports: what, how much, in which unit, when, where.

Each number with a unit is asked: does its clause name what it measures? is it a level and not a change? is it measured
and not wished for? Only then is it a figure. 分别为 gives several subjects their own values; a later clause may leave
out the common end of the measure's name (种植业产品抽检合格率为97.8%，畜禽产品为99.89%).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.custom import clauses
from extractors.custom.prose import Paragraph, sentences
from extractors.custom.statistic_names import (
    EACH,
    GONE,
    Figure,
    State,
    listed_periods,
    measure_of,
    several_of,
    without_periods,
)
from extractors.parsers import measured_value, periods
from extractors.parsers.found import Found
from extractors.parsers.measured_value import Amount

_PLACE: Final = re.compile(clauses.PLACES)


def figures_of(paragraph: Paragraph, year: int | None) -> list[Figure]:
    """The figures of a paragraph. `year`: the one that the paper is about."""
    text = paragraph.text
    if paragraph.planned or not re.search(r"\d|分之|第[一二三]", text):
        return []
    own = int(paragraph.period[:4]) if paragraph.period else year
    state = State(own)
    for start, end in sentences(text):
        _sentence(text, start, end, state)
    return state.figures


_OWN_PLACE: Final = re.compile("[全我本]")


def _sentence(text: str, start: int, end: int, state: State) -> None:
    sentence = text[start:end]
    spans = periods.find(sentence, state.year)
    amounts = [a for a in measured_value.find(sentence) if not any(p.start <= a.start < p.end for p in spans)]
    if start == 0:
        amounts = [a for a in amounts if a.start > 0 or "." not in a.value or a.unit in {"%", "‰"}]  # 6.7 is a number
    places = _places(sentence, 0, len(sentence))
    opening = next((p for p in spans if p.start <= 14 and p.hint == "named"), None)
    if opening is not None:
        state.period = _moved(opening, start)
    named_before = state.place is not None and not _OWN_PLACE.match(text, state.place[0])
    if places and places[0][0] <= 20:
        state.place = (places[0][0] + start, places[0][1] + start)
    elif named_before:
        state.place = None  # 蓬江区…;新会区…。what follows is again of the whole
    cuts = [0, *(m.end() for m in re.finditer(r",(?!\d{3}(?!\d))", sentence)), len(sentence)]
    used = 0
    for index, amount in enumerate(amounts):
        if amount.start < used:
            continue
        clause_start = max(c for c in cuts if c <= amount.start)
        before = amounts[index - 1].end if index else 0
        left_start = max(clause_start, before)
        after = amounts[index + 1].start if index + 1 < len(amounts) else len(sentence)
        if clause_start >= before and _share_begins(sentence, clause_start, amount.start, before):
            left_start = max(c for c in cuts if c < clause_start)
        if sentence[left_start : amount.start].startswith("的") and "占" in sentence[clause_start:before]:
            left_start = max((c for c in cuts if c < clause_start), default=0)  # 占一般公共预算收入42.9亿元的1.36%
        used = _take(sentence, start, left_start, after, amounts[index:], spans, state)


def _share_begins(sentence: str, clause: int, at: int, before: int) -> bool:
    """A clause 占…的 whose subject stands in the clause before it."""
    return sentence[clause:at].startswith("占") and clause > 0 and before <= clause


def _moved(found: Found, by: int) -> Found:
    return Found(found.value, found.start + by, found.end + by, hint=found.hint)


def _take(
    sentence: str, base: int, left_start: int, after: int, amounts: list[Amount], spans: list[Found], state: State
) -> int:
    """One number: a figure, several (分别为), or nothing. Returns where the next number may begin."""
    amount = amounts[0]
    left, right = sentence[left_start : amount.start], sentence[amount.end : after]
    bare_left = without_periods(left, left_start, spans)
    if amount.is_difference or clauses.is_wish(sentence, amount.start, right, state.year):
        return amount.end
    who = clauses.other_place(re.sub(r"[(]$", "(", left))
    if clauses.is_difference(_before_bound(re.sub(f"{GONE}+的?", "", bare_left))) and not (who and left.endswith("(")):
        return amount.end
    period = _period(sentence, base, left_start, amount, spans, state)
    earlier = _EARLIER.search(left) is not None and _ON_TO.match(right) is not None and GONE not in bare_left
    place: tuple[int, int] | None = _place(sentence, base, left_start, amount.start, state)
    if EACH.search(left) and (several := several_of(sentence, left_start, amounts, spans)):
        for subject, its, one, own in (s for s in several if s[0]):
            state.last = Figure(
                subject, (base + its[0], base + its[1]), one, (base + one.start, base + one.end),
                _moved(own, base) if own else period, place,
                context=(base + left_start, base + several[-1][2].end),
            )  # fmt: skip
            state.figures.append(state.last)
        state.head = clauses.rate_head(several[-1][0]) or state.head
        return several[-1][2].end
    if re.search(r"分别|先后|依次", sentence[: amount.start]) and listed_periods(sentence, amount.start, spans):
        return amount.end  # of which of the days nobody knows
    found = measure_of(bare_left, left_start, right, amount, state, other=who is not None)
    if found is None:
        return amount.end
    measure, span, elliptic = found
    if who is not None:
        place = _stretch(base + left_start + left.rfind(who), len(who))
    named = (base + span[0], base + span[1]) if span else (state.last.named if state.last else (0, 0))
    figure = Figure(
        measure, named, amount, (base + amount.start, base + amount.end), period, place, elliptic,
        (base + left_start, base + after),
    )  # fmt: skip
    if not earlier:
        state.figures += _shared(figure, left)
    if amount.unit in {"批次", "批", "组", "个", "件", "次"}:
        worked = any(clauses.rate_of_sample(measure, rate) for rate in ("合格率", "一次验收合格率"))
        state.sampled = measure if worked else state.sampled
    if who is None:
        state.last = figure
        state.head = clauses.rate_head(measure) or state.head
    return amount.end


_EARLIER: Final = re.compile(r"[由从](?:原来|原先|之前|过去)?的?$")
_ON_TO: Final = re.compile(r"^[,]?(?:提高|提升|上升|增加?|增长|扩大|下降|降低?|减少?|缩小|升)(?:到|至|为)")
"""由71.5%增至84.2%: the first is of a time that nobody names."""


def _shared(figure: Figure, left: str) -> list[Figure]:
    """A覆盖率、B覆盖率均为100%: a figure for each; else the figure itself."""
    names = re.split(r"[、和及与]", figure.measure)
    if (
        len(names) < 2
        or not re.search(r"[均都]", left[-8:])
        or not all(clauses.names_a_rate(n) and len(n) > 3 for n in names)
    ):
        return [figure]
    return [replace(figure, measure=name) for name in names]


def _stretch(start: int, length: int) -> tuple[int, int]:
    return start, start + length


def _before_bound(left: str) -> str:
    return re.sub(r"(?:近|约|超过?|突破|逾)$", "", left)


def _period(
    sentence: str, base: int, left_start: int, amount: Amount, spans: list[Found], state: State
) -> Found | None:
    """The period nearest before the number, not one that it is compared with."""
    for span in reversed([s for s in spans if s.end <= amount.start]):
        if re.search(r"(?:[比较]|同比|与)$", sentence[: span.start]) or (
            span.start < left_start and re.search(r"(?:[由从])$", sentence[: span.start])
        ):
            continue
        if span.start < left_start and span.hint == "relative" and span.value is None:
            continue
        if re.search(r"[由从]$", sentence[: span.start]) and re.search(r"(?:到|至)$", sentence[: amount.start]):
            continue
        return _moved(span, base)
    return state.period


def _place(sentence: str, base: int, left_start: int, end: int, state: State) -> tuple[int, int] | None:
    found = _places(sentence, left_start, end)
    return (base + found[-1][0], base + found[-1][1]) if found else state.place


def _places(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places where a clause begins or behind a period; 全国 inside a name is none."""
    found = [m.span() for m in _PLACE.finditer(sentence, start, end)]
    return [
        s
        for s in found
        if s[0] == start or re.search(r"(?:[,、;:()]|[年月日份度底末内来前]|目前|其中|[在由])$", sentence[: s[0]])
    ]
