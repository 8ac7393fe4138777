"""One person on a social security paper: months, kinds of insurance, status; and how persons make items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.evidence import Field

PENSION = re.compile(r"养老")
INJURY = re.compile(r"工伤")
MEDICAL = re.compile(r"医疗|生育")
_STOPPED = re.compile(r"暂停|停保|中断|欠缴|未缴|终止|减员|停缴")
_LATER = re.compile(r"补缴|补交|补收")
MAX_MONTHS = 600


@dataclass(slots=True)
class Insured:
    """What one paper says of one person."""

    name: str
    name_field: Field
    identity: str | None = None
    employer: Field | None = None
    months: set[str] = field(default_factory=set)
    other_months: set[str] = field(default_factory=set)
    insurances: set[str] = field(default_factory=set)
    status: str | None = None
    month_field: Field | None = None

    @property
    def marks(self) -> frozenset[str]:
        """Doubts that concern this person: `suspended`, `paid_later`, `work_injury_only`, `no_pension`."""
        found = set()
        if self.status and _STOPPED.search(self.status):
            found.add("suspended")
        if self.status and _LATER.search(self.status):
            found.add("paid_later")
        if self.insurances and not any(PENSION.search(i) or i in COMBINED for i in self.insurances):
            found.add("work_injury_only" if all(INJURY.search(i) for i in self.insurances) else "no_pension")
        return frozenset(found)


COMBINED = frozenset({"社会保险", "五险", "社保", "三险", "社会保险费", "全部", "综合", "五险合一", "四险"})
"""Words that stand for the whole insurance."""


def expand(first: str, last: str) -> set[str]:
    """All months from first to last (`YYYY-MM`), both included; empty if turned round.

    >>> sorted(expand("2021-12", "2022-02"))
    ['2021-12', '2022-01', '2022-02']
    """
    low, high = _index(first), _index(last)
    if high < low or high - low > MAX_MONTHS:
        return set()
    return {f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(low, high + 1)}


def months_text(months: Iterable[str]) -> str:
    """Months as ranges: 2021-12/2022-05,2022-08.

    >>> months_text({"2021-12", "2022-01", "2022-03"})
    '2021-12/2022-01,2022-03/2022-03'
    """
    runs: list[list[int]] = []
    for index in sorted(map(_index, months)):
        if runs and runs[-1][1] == index - 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    return ",".join("/".join(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in run) for run in runs)


def _index(month: str) -> int:
    year, number = month[:7].split("-")
    return int(year) * 12 + int(number) - 1


def groups_of(people: Sequence[Insured]) -> list[tuple[tuple[Field | None, frozenset[str]], list[Insured]]]:
    """Persons by employer and doubts, in order; a person that stands twice within one is joined."""
    groups: dict[tuple[str, frozenset[str]], list[Insured]] = {}
    for one in merged(people):
        employer = str(one.employer.value) if one.employer is not None else ""
        groups.setdefault((employer, one.marks), []).append(one)
    return [((found[0].employer, marks), found) for (_, marks), found in groups.items()]


def merged(people: Sequence[Insured]) -> list[Insured]:
    """One entry for each person and employer: a row for each insurance or month adds up.

    Months of the pension count; those of other insurances only where no row is of the pension.
    """
    kept: dict[tuple[str, str, str], Insured] = {}
    for one in people:
        employer = str(one.employer.value) if one.employer is not None else ""
        key = (one.name, (one.identity or "")[-4:], employer)
        known = kept.get(key)
        if known is None:
            kept[key] = one
            continue
        ours, theirs = _has_pension(known), _has_pension(one)
        if ours == theirs or not known.insurances or not one.insurances:
            known.months |= one.months
        elif theirs:
            known.months = set(one.months)
            known.month_field = one.month_field or known.month_field
        known.insurances |= one.insurances
        known.status = known.status if known.status == one.status else _worse(known.status, one.status)
        known.month_field = known.month_field or one.month_field
    return list(kept.values())


def _has_pension(one: Insured) -> bool:
    return any(PENSION.search(i) for i in one.insurances)


def _worse(a: str | None, b: str | None) -> str | None:
    """The status that raises the doubt, if either does."""
    return next((s for s in (a, b) if s and (_STOPPED.search(s) or _LATER.search(s))), a or b)
