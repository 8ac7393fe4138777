"""A stretch of days that a notice prints: is it over, and does it have enough working days?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from extractors.evidence import Evidence
from matchers.checks import Case, refusal
from matchers.days import days_of, printed
from matchers.rubric_model import Lasting
from matchers.unit import Finding
from matchers.working_days import working_days

BARE = "bare_period"
"""Extra of a notice whose stretch is printed without a year: `9月24日至9月30日`."""


def lasting(evidence: Evidence, limit: Lasting, case: Case) -> Iterator[Finding]:
    """A printed stretch that is over by the as-of day and has enough working days, both ends counted."""
    first, last = days_of(evidence.value(limit.from_field)), days_of(evidence.value(limit.to_field))
    asked = limit.working_days
    if first is None and last is None and (bare := _without_year(evidence)) is not None:
        days = working_days(*bare)
        shown = f"{printed(bare[0])}至{printed(bare[1])}"
        detail = f"起止日期未写年份，按落款推定为{shown}，共{days}个工作日" if days is not None else f"推定为{shown}"
        yield Finding("DERIVED_DATE", detail, "question")
        return
    if first is None or last is None or not (first.exact and last.exact) or last.last < first.first:
        yield Finding("VALIDITY_UNKNOWN", f"未能识别起止日期，无法判断是否满{asked}个工作日", "question", broken=True)
        return
    shown = f"{printed(first.first)}至{printed(last.last)}"
    if last.last > case.as_of:
        yield Finding("NOT_YET_VALID", f"{shown}，到{printed(case.as_of)}尚未期满", "question")
    days = working_days(first.first, last.last)
    if days is None:
        detail = f"{shown}，这一年的放假安排不在数据中，工作日须人工核对"
        yield Finding("VALIDITY_UNKNOWN", detail, "question")
    elif days < asked:
        detail = f"{shown}只有{days}个工作日，不足{asked}个工作日"
        if limit.short == "question":
            yield Finding("PERIOD_TOO_SHORT", detail + "（条文对此未写明天数）", "question")
        else:
            fields = (limit.from_field, limit.to_field)
            yield refusal(evidence, "PERIOD_TOO_SHORT", detail, fields=fields)
    elif working_days(first.first + dt.timedelta(days=1), last.last) == asked - 1:
        detail = f"{shown}连首尾共{days}个工作日；开始当日如不计，则为{asked - 1}个"
        yield Finding("PERIOD_COUNTED", detail, "note")
    else:
        yield Finding("PERIOD_COUNTED", f"{shown}共{days}个工作日", "note")


def _without_year(evidence: Evidence) -> tuple[dt.date, dt.date] | None:
    """The stretch in the year of the notice's own day; the next year where it would end before it begins."""
    issued = days_of(evidence.value("date"))
    found = re.fullmatch(
        r"(\d{1,2})月(\d{1,2})日?\D{1,4}?(?:(\d{1,2})月)?(\d{1,2})日?", re.sub(r"\s", "", evidence.text(BARE) or "")
    )
    if issued is None or found is None:
        return None
    month, day, to_month, to_day = (int(part) if part else None for part in found.groups())
    assert month is not None
    assert day is not None
    assert to_day is not None
    try:
        first = dt.date(issued.first.year, month, day)
        last = dt.date(issued.first.year, to_month or month, to_day)
        return (first, last) if last >= first else (first, last.replace(year=last.year + 1))
    except ValueError:
        return None
