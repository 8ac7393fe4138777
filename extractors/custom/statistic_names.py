"""The name of what a number in a clause measures: beside it, shared by several (分别为), or left over from before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from extractors.custom import clauses
from extractors.parsers.found import Found
from extractors.parsers.measured_value import Amount

SHORTEST: Final = 2
LONGEST: Final = 45
"""A measure's name has so many characters; longer ones are sentences."""
RATES: Final = frozenset({"%", "‰", "分", "倍", ""})
EACH: Final = re.compile(r"(?:分别|依次|各)(?:为|是|达到?|实现)?$")
_NO_MEASURE: Final = re.compile(
    r"^(?:附件|第[\d一二三四五六七八九十]+(?:条|款|项|页|期|号|批|次|章|节|季度)|表\d|图\d|序号|页|编号|电话|邮编|占地|每|满分|总分|扣|得|加|奖励|分值|条|款|其中|比例|达标?)"
    r"|^注[:：]|^(?:其余|其他各)|(?:组成|出席|负责同志|成员单位)(?:会议)?$|[?!；]|^[^()]*[()][^()]*$|^(?:不?合格|企业|单位|人员|市\(区\).*|县\(市.*)$|\d[\d.,]*[万亿]*元|(?:分为|划分|包括|如下|以下|以上|不超过|不少于|起|每)$"
)


@dataclass(frozen=True)
class Figure:
    """One value; stretches are offsets in the paragraph's text. Elliptic: an earlier clause said part of its name."""

    measure: str
    named: tuple[int, int]
    amount: Amount
    at: tuple[int, int]
    period: Found | None = None
    place: tuple[int, int] | None = None
    elliptic: bool = False
    context: tuple[int, int] = (0, 0)


@dataclass
class State:
    """What earlier clauses of the paragraph have said."""

    year: int | None
    period: Found | None = None
    place: tuple[int, int] | None = None
    last: Figure | None = None
    sampled: str = ""
    head: str = ""
    figures: list[Figure] = field(default_factory=list)


GONE: Final = "\ue000"
"""Stands for every character of a period in a clause, so that offsets stay."""
KEPT: Final = "\ue001"
"""The same behind 占 (占当年一般公共预算收入的), where the period does not part the name."""
_AROUND: Final = re.compile(
    f"(?:截至|截止|(?<![提升高增降加降低少])[至到]|在)(?={GONE})|(?<={GONE})(?:年?[底末内]|期间|以来|的)(?=[\u4e00-\u9fff,]|$)"
)


def without_periods(left: str, start: int, spans: list[Found]) -> str:
    """The clause with its periods blotted out."""
    chars = list(left)
    for span in spans:
        for at in range(max(span.start - start, 0), min(span.end - start, len(chars))):
            chars[at] = GONE
    text = re.sub(f"占({GONE}+)", lambda m: "占" + KEPT * len(m[1]), "".join(chars))
    return _AROUND.sub(lambda m: GONE * len(m[0]), text)


def _own_words(left: str) -> tuple[str, int]:
    """The words of the clause that may name the measure, behind its last period or before it, and where they begin."""
    comma = left.rstrip("," + GONE).rfind(",")
    cut = comma + 1 if not left[comma + 1 :].startswith("占") else 0
    pieces = [(m.group(), m.start()) for m in re.finditer(f"[^{GONE}]+", left[cut:])]
    for words, at in reversed(pieces):
        if clauses.measure_before(words)[0]:
            return words, cut + at
    return "", len(left)


def measure_of(
    left: str, base: int, right: str, amount: Amount, state: State, *, other: bool
) -> tuple[str, tuple[int, int] | None, bool] | None:
    """The name of what is measured, where it stands in the sentence, and whether part of it stood earlier."""
    words, cut = _own_words(left)
    name, start, end = clauses.measure_before(words)
    if re.match(r"(?:重点|地级|同级)?(?:城市|市(?:[^场]|$))", right):
        return None  # 在168个重点城市中
    span = (base + cut + start, base + cut + end)
    rate = amount.unit in RATES or amount.rank
    if other and state.last is not None and not clauses.names_a_rate(_without_average(name)):
        return (state.last.measure, None, True) if state.last.amount.unit == amount.unit or rate else None
    if other:
        name = _without_average(name)
    if rate:
        return _rate(name, span, amount, state, goes_on=GONE in left or _ON.match(left) is not None)
    of_them = left.endswith("的")  # 96家生产单位的112人: what is counted stands behind the number
    if not clauses.is_light(name) and len(name) > SHORTEST and not of_them:
        return (name, span, False) if _fits(name) else None
    if not name and state.last is not None and _IN_ALL.search(left) and state.last.amount.unit == amount.unit:
        whole = re.sub(r"^(?:新增|新创建|新获|新评|新认定|新)", "", state.last.measure)
        return (whole, None, True) if whole != state.last.measure else None
    behind, first, last = clauses.measure_after(right)
    if len(behind) >= SHORTEST and _fits(behind):
        at = base + len(left) + (amount.end - amount.start)
        return behind, (at + first, at + last), False
    return (
        (name, span, False)
        if not of_them and len(name) >= SHORTEST and _fits(name) and not clauses.is_light(name)
        else None
    )


_IN_ALL: Final = re.compile(r"(?:累计|总数|总量|共有?|合计)(?:已?达到?|为)?$")


def _without_average(name: str) -> str:
    return re.sub(
        r"^(?:低于|高于|优于|为|是)|(?:全国|全省|国家)?(?:平均|总体|整体)(?:水平|值|数)?$|^(?:全国|全省|国家)(?:平均)?",
        "",
        name,
    )


_ON: Final = re.compile(r"^(?:提高|提升|上升|增加?|增长|扩大|下降|降低?|减少?|缩小|升|达)(?:到|至|为)")


def _rate(
    name: str, span: tuple[int, int], amount: Amount, state: State, *, goes_on: bool
) -> tuple[str, tuple[int, int] | None, bool] | None:
    """Shares, indices and ranks: the name must say so, or an earlier clause has said it of something else."""
    if amount.unit == "分" and name and not clauses.names_a_score(name):
        return None
    if clauses.names_a_rate(name) and _fits(name) and name not in {"排名", "名次", "位次"}:
        if of_sample := clauses.rate_of_sample(state.sampled, name):
            return of_sample, span, True
        return name, span, False
    last = state.last
    if amount.rank:
        return _rank(name, span, last)
    if last is None or last.amount.unit != amount.unit or not amount.unit:
        return None
    if not name:
        # 由…提高到36.5%, 2018年为15.6%: the same measure goes on; anything else has lost its name
        return last.measure, None, last.elliptic or not goes_on
    if state.head and _fits(name + state.head) and len(name) <= 14:
        head = state.head.removeprefix("产品") if name.endswith("产品") else state.head
        return name + head, span, True
    return None


def _rank(name: str, span: tuple[int, int], last: Figure | None) -> tuple[str, tuple[int, int] | None, bool] | None:
    """A place in a ranking: of what its own clause names, else of the figure before it."""
    if len(name) > SHORTEST and _fits(name):
        return name, span, False
    if last is None:
        return None
    return (last.measure if last.amount.rank else f"{last.measure}排名"), None, True


def _fits(name: str) -> bool:
    return (
        SHORTEST <= len(name) <= LONGEST
        and not _NO_MEASURE.search(name)
        and re.search(r"[\u4e00-\u9fff]{2}", name) is not None
    )


Several = list[tuple[str, tuple[int, int], Amount, Found | None]]
"""Name, its stretch, the value, and a period of its own where each value has one."""


def several_of(sentence: str, left_start: int, amounts: list[Amount], spans: list[Found]) -> Several:
    """种植业、畜禽和水产品抽检合格率分别为97.8%、99.89%和99.3%: each subject with its value.

    2017年、2018年和2019年合格率分别为…: each year with its value. Where there are more values than subjects, or fewer,
    nobody knows whose they are: the name is empty.
    """
    run = [amounts[0]]
    for one in amounts[1:]:
        if not re.fullmatch(r"[、,和及与]{1,2}", sentence[run[-1].end : one.start]) or one.unit != run[0].unit:
            break
        run.append(one)
    left = EACH.sub("", sentence[left_start : run[0].start])
    years = listed_periods(sentence, run[0].start, spans)
    if years:
        words, cut = _own_words(without_periods(left, left_start, spans))
        name, start, end = clauses.measure_before(words)
        span = (left_start + cut + start, left_start + cut + end)
        if len(years) != len(run) or not _fits(name):
            return [("", (0, 0), run[-1], None)]
        return [(name, span, one, year) for one, year in zip(run, years, strict=True)]
    name, start, end = clauses.measure_before(left)
    head = clauses.rate_head(name)
    subjects = re.split(r"[、和及与]", name[: len(name) - len(head)] if head else name)
    if len(run) < 2 or len(subjects) != len(run) or not all(subjects):
        return [("", (0, 0), run[-1], None)] if len(run) > 1 else []
    common = "产品" if subjects[-1].endswith("产品") and head else ""
    names = [s + (common if common and not s.endswith(common) else "") + head for s in subjects]
    span = (left_start + start, left_start + end)
    return [(n if _fits(n) else "", span, one, None) for n, one in zip(names, run, strict=True)]


def listed_periods(sentence: str, before: int, spans: list[Found]) -> list[Found]:
    """The periods of a list (2018年9月20日、2019年8月15日) that ends last before this place; [] where there is one."""
    run: list[Found] = []
    for span in (s for s in spans if s.end <= before):
        joined = run and re.fullmatch(r"[、和及与,]{1,2}", sentence[run[-1].end : span.start])
        run = [*run, span] if joined else [span]
    return run if len(run) > 1 else []
