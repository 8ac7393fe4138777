"""One field out of its candidates: the rank, the pick rule, and what the other readings say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.candidates import Candidate
from extractors.confidence import CERTAIN_SCORE
from extractors.evidence import Field, Reading
from extractors.holders import is_whole_name
from extractors.papers import Paper
from extractors.parsers import dates
from extractors.parsers.uscc import GUESSED
from extractors.spec import FieldSpec
from extractors.torn import is_torn, is_torn_between, says_its_end_twice

_DATE: Final = re.compile(r"\d{4}-\d{2}")
_NUMERALS: Final = re.compile(r"[〇○零一二三四五六七八九]{4}年")
_MONTH: Final = re.compile(r"[A-Za-z]{3}")
_NAMES: Final = {"organisation", "organisations", "organisation_list", "text", "classes"}
"""Fields whose Chinese and English readings cannot be compared letter by letter."""
_HOLDERS: Final = {"organisation", "organisations"}


def side_of(value: str, side: str) -> str | None:
    """The end of a range that a field means; a single date is itself.

    >>> side_of("2021-09-30/2024-09-29", "end"), side_of("2021-09-30/2024-09-29", "none"), side_of("2021-09", "start")
    ('2024-09-29', None, '2021-09')
    """
    first, last = dates.ends(value)
    if last is None:
        return first
    return {"start": first, "end": last}.get(side)


def choose(paper: Paper, spec: FieldSpec, candidates: Sequence[Candidate]) -> Field | None:
    """The field, or None where nothing was found. What stands there but cannot be used gives a field without value."""
    usable = [(c, v) for c in candidates if (v := _value(spec, c)) is not None]
    if not usable:
        broken = [c for c in candidates if c.value.value is None]
        return _unusable(paper, spec, broken[0]) if broken else None
    best_rank = min(c.rank for c, _ in usable)
    tier = [(c, v) for c, v in usable if c.rank == best_rank]
    chosen, value = _picked(spec, tier)
    reading = _reading(paper, spec, chosen, value)
    agreed, disputed = _second_readings(paper, spec, chosen, value, usable)
    return _field(paper, chosen, value, replace(reading, agreed=agreed, disputed=disputed))


def _value(spec: FieldSpec, candidate: Candidate) -> str | tuple[str, ...] | None:
    value = candidate.value.value
    if spec.parse == "date" and isinstance(value, str):
        return side_of(value, spec.side)
    return value


def _picked(
    spec: FieldSpec, tier: list[tuple[Candidate, str | tuple[str, ...]]]
) -> tuple[Candidate, str | tuple[str, ...]]:
    if spec.parse in _NAMES:
        tier = [pair for pair in tier if not pair[0].english and not _latin(pair[1])] or tier
    if spec.pick in ("latest", "earliest") and spec.parse == "date":
        whole = [p for p in tier if len(str(p[1])) == 10] or tier
        ordered = sorted(whole, key=lambda pair: str(pair[1]))
        return ordered[-1] if spec.pick == "latest" else ordered[0]
    checked = [p for p in tier if p[0].value.check == "passed" and p[0].value.repaired is None]
    clean = checked or [p for p in tier if p[0].value.check != "failed"] or tier
    return clean[-1] if spec.pick == "last" else clean[0]


def _latin(value: str | tuple[str, ...]) -> bool:
    text = value if isinstance(value, str) else "".join(value)
    return text.isascii()


def _second_readings(
    paper: Paper,
    spec: FieldSpec,
    chosen: Candidate,
    value: str | tuple[str, ...],
    usable: Sequence[tuple[Candidate, str | tuple[str, ...]]],
) -> tuple[bool, bool]:
    """Whether another place says the same, and whether the other language's side says something else."""
    if spec.parse in _NAMES:
        same = [v for c, v in usable if c is not chosen and not _overlap(c, chosen) and v == value]
        return bool(same), False
    elsewhere = [(c, v) for c, v in usable if c is not chosen and not _overlap(c, chosen)]
    others = [(c, v) for c, v in elsewhere if c.rank <= max(chosen.rank, 1)]
    agreed = any(v == value for _, v in others) or _in_another_script(paper, spec, chosen, value, elsewhere)
    other_side = {v for c, v in others if c.english != chosen.english and c.rank == chosen.rank}
    disputed = bool(other_side) and value not in other_side
    if spec.pick == "first" and not disputed and spec.parse != "date":
        disputed = any(_look_alike(v, value) and c.rank == chosen.rank and c.labelled for c, v in others)
    return agreed, disputed


def _in_another_script(
    paper: Paper,
    spec: FieldSpec,
    chosen: Candidate,
    value: str | tuple[str, ...],
    elsewhere: Sequence[tuple[Candidate, str | tuple[str, ...]]],
) -> bool:
    """The same whole day once more on the paper in other signs (2018年9月10日 and 二〇一八年九月十日, Sep. 10, 2018).

    Other than in the same signs, no misreading of the one looks like the other.
    """
    if spec.parse != "date" or len(value) != len("2018-09-10"):
        return False
    own = script_of(paper.text[chosen.start : chosen.end])
    return any(v == value and script_of(paper.text[c.start : c.end]) != own for c, v in elsewhere)


def script_of(date: str) -> str:
    """In which signs a date is written.

    >>> script_of("二〇一八年九月十日"), script_of("Sep. 10, 2018"), script_of("2018年09月10日")
    ('numerals', 'english', 'digits')
    """
    if _NUMERALS.search(date):
        return "numerals"
    return "english" if _MONTH.search(date) else "digits"


def _look_alike(one: str | tuple[str, ...], other: str | tuple[str, ...]) -> bool:
    """Two readings of one number: as long as each other and one or two characters apart."""
    if not isinstance(one, str) or not isinstance(other, str) or len(one) != len(other):
        return False
    return 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


_UNEVEN: Final = re.compile(r"(?<!\d)(?:0\d([月./-])[1-9]|[1-9]([月./-])0\d)(?!\d)")
"""08月9日, 8月09日: one who pads the month pads the day; a figure of it may be lost (19日)."""
DOUBTED: Final = 0.5
"""The most that a value scores that is read sharply but looks as if part of it were missing (`pipeline.ocr.lost`)."""


_REST_OF_DAY: Final = re.compile(
    r" ?(?:\d|[^\s()（）,，。、;；~至到—-]{1,3}日)|(?<=\d)[^\s()（）,，。、;；~至到—-]{1,2}\d{1,2}(?!\d)"
    r"|(?<=月)[ \t]*\n[ \t]*\d{1,2}[ \t]*日"
)


def _is_date(candidate: Candidate) -> bool:
    return isinstance(candidate.value.value, str) and _DATE.match(candidate.value.value) is not None


def _goes_on(text: str, candidate: Candidate) -> bool:
    """A month whose day stands there but could not be read: 2022年03月16E, 2022年03月277日 are no March 2022.

    Nor is one beside a label that names a day (授权公告日, not 发证日期): there a day is printed, seen or not.
    """
    if not _is_date(candidate) or len(str(candidate.value.value).rpartition("/")[2]) != len("2022-03"):
        return False
    label = text[: candidate.label_end].rstrip(" \t:") if candidate.label_end is not None else ""
    return label.endswith("日") or _REST_OF_DAY.match(text, candidate.end) is not None


def _is_uneven(text: str, candidate: Candidate) -> bool:
    return _is_date(candidate) and _UNEVEN.search(text[candidate.start : candidate.end]) is not None


_FIGURES_BEFORE: Final = re.compile(r"(?<![\d./-])\d{1,3}[ \t]{1,3}$")
_FIGURE_BEHIND: Final = re.compile(r"[ \t]{1,2}\d(?![\d:.时])")
_DAY_BEHIND: Final = re.compile(r"[ \t]{1,2}\d{1,2}[ \t]?日")


def _is_parted(text: str, candidate: Candidate) -> bool:
    """A date beside its label with figures before it or behind its day: 2 201 6年7月28日, 2016-07-2 8, 5月19 9日.

    Blanks part what is printed in one; which figures are the date's nobody can say.
    """
    if not _is_date(candidate) or candidate.way != "line" or candidate.label_end is None:
        return False
    if _FIGURES_BEFORE.search(text[candidate.label_end : candidate.start]):
        return True
    if _DAY_BEHIND.match(text, candidate.end):
        return True
    one_figure = re.search(r"(?<!\d)\d$", text[candidate.start : candidate.end]) is not None
    return one_figure and _FIGURE_BEHIND.match(text, candidate.end) is not None


def _is_part_of_a_name(spec: FieldSpec, value: str | tuple[str, ...]) -> bool:
    """A holder that does not end as holders do: 江门市恒晟电器有限."""
    if spec.parse not in _HOLDERS:
        return False
    return not all(is_whole_name(name) for name in (value if isinstance(value, tuple) else (value,)))


def _is_damaged(paper: Paper, candidate: Candidate) -> bool:
    """Damage right beside the value, between its label and it, or behind it, where the file breaks off."""
    between = candidate.label_end is not None and is_torn_between(paper.text, candidate.label_end, candidate.start)
    return (
        between
        or candidate.runs_on
        or is_torn(paper.text, candidate.start, candidate.end)
        or paper.breaks_off_at(candidate.end)
    )


def _reading(
    paper: Paper, spec: FieldSpec, candidate: Candidate, value: str | tuple[str, ...] | None = None
) -> Reading:
    via, score = paper.via(candidate.start), paper.score(candidate.start, candidate.end)
    partial = _goes_on(paper.text, candidate) or _is_parted(paper.text, candidate)
    partial = partial or (value is not None and _is_part_of_a_name(spec, value))
    if via == "text" and (partial or _is_damaged(paper, candidate)):
        score = 0.0
    elif via == "ocr" and (
        partial
        or _is_uneven(paper.text, candidate)
        or says_its_end_twice(paper.text, candidate.start, candidate.end)
        or paper.breaks_off_at(candidate.end)
    ):
        score = min(score, DOUBTED)
    # Where every sign of a code is read sharply, it is the paper that has another sign than the check digits want.
    misprinted = GUESSED in (candidate.value.repaired or "") and score >= CERTAIN_SCORE
    return Reading(
        via=via,
        score=score,
        check="none" if misprinted else candidate.value.check,
        labelled=candidate.labelled,
        repaired=candidate.value.repaired,
    )


def _field(paper: Paper, chosen: Candidate, value: str | tuple[str, ...], reading: Reading) -> Field:
    raw = paper.raw(chosen.start, chosen.end)
    if isinstance(value, str) and "（" in raw:
        value = value.replace("(", "（").replace(")", "）")
    return Field(value, raw, paper.span(chosen.start, chosen.end), reading)


def _unusable(paper: Paper, spec: FieldSpec, candidate: Candidate) -> Field:
    """Something stands beside the label but is no value (an impossible day): shown, never guessed."""
    raw = paper.raw(candidate.start, candidate.end)
    span = paper.span(candidate.start, candidate.end)
    return Field(None, raw, span, replace(_reading(paper, spec, candidate), disputed=True))
