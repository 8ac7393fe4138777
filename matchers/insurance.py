"""Social security: who was insured by whom in which months, and does that cover the last six months (handbook 11.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.evidence import Evidence
from matchers.checks import CERTAIN, Case, refusal
from matchers.days import days_of
from matchers.holding import Holding, holding_of
from matchers.person_names import perhaps_same
from matchers.unit import Finding

# A missing piece refuses the person and lowers the line (sources/README, 10.1 and 11): it may only have been
# overlooked, so these refusals are doubtful.
MONTHS_ASKED = 6
"""近半年: the six full months that ended before the as-of day (handbook 11.3)."""


def bare_name(name: str) -> str:
    """A person's name as compared: no blanks.

    >>> bare_name("张 三")
    '张三'
    """
    return re.sub(r"\s", "", name)


def months_asked(as_of: dt.date) -> tuple[str, ...]:
    """The six full months before the as-of day, oldest first.

    >>> months_asked(dt.date(2022, 6, 10))[0], months_asked(dt.date(2022, 6, 10))[-1]
    ('2021-12', '2022-05')
    """
    last = as_of.year * 12 + as_of.month - 2
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - MONTHS_ASKED + 1, last + 1))


def months_between(first: str | None, last: str | None) -> tuple[str, ...]:
    """All months of a range, both ends included; empty where an end is unread or the range is turned round."""
    start, end = days_of(first), days_of(last)
    if start is None or end is None:
        return ()
    low, high = start.first.year * 12 + start.first.month - 1, end.first.year * 12 + end.first.month - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(low, min(high, low + 600) + 1))


@dataclass(frozen=True)
class Insured:
    """One person on one social security paper."""

    paper: Evidence
    name: str
    identity: str | None
    months: tuple[str, ...]


def _aligned(paper: Evidence, name: str, index: int) -> str | None:
    values = paper.names(name)
    return values[index] if len(values) == len(paper.names("persons")) else None


def insured_people(papers: Sequence[Evidence]) -> list[Insured]:
    """Everybody on every social security paper; months of one's own where the paper gives them, else the paper's."""
    found = []
    for paper in (p for p in papers if p.type == "social_security"):
        for index, name in enumerate(paper.names("persons")):
            own = _aligned(paper, "months", index)
            if own:
                ranges = [part.split("/") for part in own.split(",")]
                months = tuple(m for part in ranges for m in months_between(part[0], part[-1]))
            else:
                months = months_between(paper.text("from_month"), paper.text("to_month"))
            found.append(Insured(paper, bare_name(name), _aligned(paper, "identities", index), months))
    return found


def same_identity(one: str | None, other: str | None) -> bool | None:
    """Do two (masked) identity numbers agree? None where one is missing. First four and last four digits decide."""
    if not one or not other:
        return None
    ours, theirs = one.upper().strip(), other.upper().strip()
    head = all(a == b or "*" in (a, b) for a, b in zip(ours[:4], theirs[:4], strict=False))
    tail = all(a == b or "*" in (a, b) for a, b in zip(ours[-4:], theirs[-4:], strict=False))
    return head and tail


def _employer(papers: Sequence[Insured], case: Case) -> Iterator[Finding]:
    verdicts = [(i, holding_of(i.paper.names("holder"), i.paper.text("uscc"), case.identity)) for i in papers]
    kinds = {v.holding for _, v in verdicts}
    if Holding.SAME in kinds:
        return
    first, verdict = verdicts[0]
    told = first.paper.text("holder") or "未识别"
    if Holding.UNCERTAIN in kinds:
        yield Finding("HOLDER_UNCERTAIN", f"社保参保单位“{told}”{verdict.detail}", "question")
    elif kinds & {Holding.UNREAD, Holding.NO_APPLICANT}:
        yield Finding("SOCIAL_SECURITY_EMPLOYER", "未能确认社保由申报单位缴纳", "question", broken=True)
    else:
        detail = f"社保参保单位是“{told}”，不是申报单位"
        yield refusal(first.paper, "SOCIAL_SECURITY_EMPLOYER", detail, fields=("holder",))


def _coverage(months: set[str], case: Case) -> Iterator[Finding]:
    asked = months_asked(case.as_of)
    missing = [m for m in asked if m not in months]
    if not missing:
        return
    span = f"{asked[0]}至{asked[-1]}"
    if not months:
        yield Finding("SOCIAL_SECURITY_GAP", f"未能识别缴费月份，要求{span}", "question", broken=True)
    elif missing == [asked[-1]]:
        yield Finding("SOCIAL_SECURITY_GAP", f"缴费只到{asked[-2]}，缺最近一个月（要求{span}）", "propose")
    elif len(asked) - len(missing) >= 4:
        yield Finding("SOCIAL_SECURITY_GAP", f"近半年（{span}）缺{'、'.join(missing)}", "question")
    else:
        told = f"近半年（{span}）只有{len(asked) - len(missing)}个月"
        yield Finding("SOCIAL_SECURITY_GAP", told, "reject", doubtful=True)


def _near(
    name: str, identity: str | None, insured: Sequence[Insured], case: Case, by_ocr: bool
) -> tuple[list[Finding], list[Insured], bool]:
    """Nobody of that very name is insured: perhaps the name was misread on one of the papers."""
    near = [
        i
        for i in insured
        if (by_ocr or i.paper.via == "ocr")
        and perhaps_same(name, i.name)
        and same_identity(identity, i.identity) is not False
    ]
    proven = [i for i in near if same_identity(identity, i.identity)]
    if proven:
        told = f"社保上的姓名读作“{proven[0].name}”，证件号码与{name}相符，请核对原件"
        return [Finding("HOLDER_UNCERTAIN", told, "propose"), *_employer(proven, case)], proven, False
    if near:
        told = f"没有{name}的社保证明，但有读作“{near[0].name}”的，可能是同一人"
        return [Finding("SOCIAL_SECURITY_MISSING", told, "question")], near[:1], False
    return [Finding("SOCIAL_SECURITY_MISSING", f"没有{name}的社保证明", "reject", doubtful=True)], [], False


def insurance_of(
    name: str, identity: str | None, insured: Sequence[Insured], case: Case, *, by_ocr: bool = False
) -> tuple[list[Finding], list[Insured], bool]:
    """What social security says of one person: findings, the papers, and whether the numbers agree.

    by_ocr: the name was read by OCR, so that a near name may be the same one.
    """
    named = [i for i in insured if i.name == name]
    mine = [i for i in named if same_identity(identity, i.identity) is not False]
    if not mine:
        if named:
            return (
                [Finding("HOLDER_UNCERTAIN", f"社保上的{name}证件号码不同，是否同一人待核", "question")],
                named,
                False,
            )
        return _near(name, identity, insured, case, by_ocr)
    found = [*_employer(mine, case)]
    own = [
        i
        for i in mine
        if holding_of(i.paper.names("holder"), i.paper.text("uscc"), case.identity).holding is not Holding.DIFFERENT
    ]
    found += _coverage({m for i in own or mine for m in i.months}, case)
    if len({i.identity for i in mine if i.identity}) > 1 and identity is None:
        found.append(Finding("HOLDER_UNCERTAIN", f"社保上有不止一位{name}", "question"))
    for one in mine:
        if one.paper.marks & {"work_injury_only", "paid_later", "suspended"}:
            found.append(Finding("SOCIAL_SECURITY_GAP", f"{name}只参加工伤保险、系补缴或已停保，待核", "question"))
    surely = any(same_identity(identity, i.identity) for i in mine)
    return found, mine, surely and all(i.paper.confidence >= CERTAIN for i in mine)
