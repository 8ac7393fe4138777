"""How long a person has done a kind of work: the stretches that proofs print, added up without counting a day twice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.evidence import Evidence
from matchers.checks import CERTAIN, sureness
from matchers.conditions import PEOPLE, Ground, Units, Verdict, made, note, settles, words_about
from matchers.days import days_of, shift_months, shift_years
from matchers.draft import Met
from matchers.rubric_model import Eligibility
from matchers.unit import Unit

ONGOING = "ongoing"
"""Mark of a proof whose work goes on (至今); docs/evidence-marks.md."""
_ORDER = "一二三四五六七八九"
READ = ("work", "from_date", "to_date", "years", "date")
"""What a proof's stretch rests on; those that it prints must all be certain."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last day of work; both ends count."""

    first: dt.date
    last: dt.date


def stretch_of(paper: Evidence, as_of: dt.date, *, kindly: bool) -> Stretch | None:
    """What one proof says: from and to, or from until now, or so many years up to its date. None: not readable.

    kindly: what it may mean at best: a month alone from its first day to its last, 至今 up to the as-of day (otherwise
    only up to the day of the proof, which is all that it can know).
    """
    issued = days_of(paper.value("date"))
    end = days_of(paper.value("to_date"))
    start = days_of(paper.value("from_date"))
    if ONGOING in paper.marks:
        # 2018年3月至今: the one date printed is the beginning, wherever the label stood.
        start, end = start or end, None
    if end is not None:
        last = end.last if kindly else end.first
    elif kindly or issued is None:
        last = as_of
    else:
        last = issued.last
    last = min(last, as_of)
    if start is not None:
        first = start.first if kindly else start.last
    elif (months := months_said(paper.text("years"))) is not None:
        first = shift_months(last, -months)
    else:
        return None
    return Stretch(first, last) if first <= last else None


def months_said(printed: str | None) -> int | None:
    """A printed duration in months.

    >>> months_said("8年"), months_said("8.5"), months_said("十二年"), months_said("5年以上"), months_said("若干年")
    (96, 102, 144, 60, None)
    """
    text = re.sub(r"\s|^[满约共已近]+|年?(?:以上|多|余)?$", "", printed or "")
    text = re.sub(r"年$", "", text)
    if found := re.fullmatch(r"(\d{1,2})(?:\.(\d))?", text):
        return int(found[1]) * 12 + round(int(found[2] or 0) * 1.2)
    if found := re.fullmatch(r"([二三四五])?(十)?([一二三四五六七八九])?", text):
        tens = _ORDER.find(found[1] or "一") + 1 if found[2] else 0
        ones = _ORDER.find(found[3] or (found[1] if not found[2] else "") or "〇") + 1
        return (tens * 10 + ones) * 12 or None
    return None


def reaches(stretches: Iterable[Stretch], years: int) -> bool:
    """Do the stretches add up to so many years? The same number of days as the years before their last day have."""
    ordered = sorted(stretches, key=lambda s: s.first)
    if not ordered:
        return False
    gaps = dt.timedelta(0)
    reached = ordered[0].last
    for stretch in ordered[1:]:
        if stretch.first > reached + DAY:
            gaps += stretch.first - reached - DAY
        reached = max(reached, stretch.last)
    # 满五年: from 25 October 2020 to 25 October 2025; a stretch that begins on the day is whole.
    return ordered[0].first + gaps <= shift_years(reached, -years)


def years_of_work(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """The first selections of `met_by` prove stretches; those of `against` are the applicant's own word."""
    assert condition.years is not None
    as_of, years = ground.case.as_of, condition.years
    proving = [u for choice in condition.met_by for name in choice for u in own.get(name, ())]
    sure = [u for u in proving if settles(u, own=True) and sureness(ground.papers[u.evidence[0]], READ) >= CERTAIN]
    if reaches(_stretches(sure, ground, as_of, kindly=False), years):
        basis = "、".join(words_about(u) for u in sure)
        return Verdict(made(condition, "met", [i for u in sure for i in u.evidence], (), f"{basis}，合计满{years}年"))
    seen = [u for units in own.values() for u in units if u.status != "rejected"]
    ids = [i for u in seen for i in u.evidence]
    perhaps = reaches(_stretches([u for u in proving if u.status != "rejected"], ground, as_of, kindly=True), years)
    said = [u for name in condition.against for u in own.get(name, ()) if settles(u, own=True)]
    shortest = [u for u in said if _says_less(ground.papers[u.evidence[0]], years)]
    todo = condition.advice or PEOPLE
    told = [words_about(u) for u in seen[:3]]
    if perhaps:
        words = f"按证明可能满{years}年，但日期、认定或把握尚有疑问"
        return Verdict(made(condition, "unknown", ids, (), "；".join((*told, words, todo))))
    if shortest:
        message = f"{shortest[0].title}自填年限不足{years}年。请核对（{condition.source.clause}）。"
        flag = note("YEARS_SHORT", "error", message, ground.papers.get(shortest[0].evidence[0]))
        basis = f"{shortest[0].title}自填不足{years}年，也没有其他证明"
        return Verdict(made(condition, "not_met", ids, ("YEARS_SHORT",), basis), (flag,))
    if not proving:
        told.append(f"未见{condition.material or '年限证明'}")
    else:
        told.append(f"已见证明合计不足{years}年")
    missing = f"未见{condition.material}。请补充（{condition.source.clause}）。"
    notes = (note("MISSING_MATERIAL", "warning", missing),) if condition.material and not proving else ()
    status: Met = "unknown"
    flags = ("MISSING_MATERIAL",) if notes else ("YEARS_SHORT",) if proving else ()
    return Verdict(made(condition, status, ids, flags, "；".join((*told, todo))), notes)


def _stretches(units: Iterable[Unit], ground: Ground, as_of: dt.date, *, kindly: bool) -> list[Stretch]:
    papers = [ground.papers[u.evidence[0]] for u in units]
    return [s for p in papers if (s := stretch_of(p, as_of, kindly=kindly)) is not None]


def _says_less(paper: Evidence, years: int) -> bool:
    """The applicant's own figure is below what is asked."""
    months = months_said(paper.text("quality_years") or paper.text("years"))
    return months is not None and months < years * 12
