"""Checks that any paper may be asked: whose it is, is it in force, is it within the window of years.

Each check is a function of (evidence, selection, case) that yields findings; `matchers.paper_checks` adds those that
only one kind of paper is asked. The names stand in rubric.yaml (`checks:`), a closed set.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.confidence import certainty
from extractors.evidence import Evidence, Field, Reading
from matchers.days import LONG_TERM, days_of, printed, shift_years
from matchers.holding import Holding, Identity, holding_of
from matchers.rubric_model import Selection, Window
from matchers.unit import Effect, Finding

CERTAIN = 0.9
SHAKY = 0.7
TRANSITIONS = (
    (r"28001|18001", dt.date(2021, 9, 30), "GB/T 28001、OHSAS 18001已由GB/T 45001代替"),
    (
        r"(?:9001|19001|14001|24001)[^0-9]{1,3}20(?:00|04|08)\b",
        dt.date(2018, 9, 15),
        "此版标准的转换期已于2018年9月15日结束",
    ),
)


@dataclass(frozen=True)
class Case:
    """What every judgement needs: whose dossier, on which day."""

    identity: Identity
    as_of: dt.date
    naming: frozenset[str] = frozenset()
    """Ids of papers that print the applicant's name somewhere (`matchers.mentions`): not refused for their holder."""
    person: str | None = None
    """Where a person applies: the person's name; `identity` is then the employer's."""


Check = Callable[[Evidence, Selection, Case], Iterator[Finding]]


def placed(evidence: Evidence, names: Iterable[str]) -> list[Field]:
    """Those of the fields that were read from a place or computed from what was, not merely stated."""
    found = (evidence.fields.get(n) or evidence.extras.get(n) for n in names)
    return [f for f in found if f and f.value not in (None, ()) and (f.span is not None or f.reading != Reading())]


def sureness(evidence: Evidence, names: Sequence[str]) -> float:
    """How certain the fields are that a judgement rests on.

    Where no field is named, the judgement rests on the paper's own words (a mark): these are as sure as the page was
    legible at all, which its best read field tells; that another field is unread says nothing about them.
    """
    if names:
        read = placed(evidence, names)
        return min((certainty(f.reading) for f in read), default=evidence.confidence)
    read = [f for f in placed(evidence, {**evidence.fields, **evidence.extras}) if f.span is not None]
    return max((certainty(f.reading) for f in read), default=evidence.confidence)


def refusal(
    evidence: Evidence, code: str, detail: str, effect: Effect = "reject", fields: Sequence[str] = ()
) -> Finding:
    """A refusal; where its `fields` were read too poorly to refuse, a question; where not quite surely, doubtful."""
    sure = sureness(evidence, fields)
    if effect == "reject" and sure < SHAKY:
        return Finding(code, detail + "（识别把握低，待核）", "question", broken=True)
    return Finding(code, detail, effect, doubtful=sure < CERTAIN)


OWN_LABORATORY = re.compile(
    r"^(?P<company>.+(?:公司|厂))(?:[\u4e00-\u9fff]{0,8}(?:实验室|检验室|检测室|试验室|化验室|检测中心|测试中心|检验中心|试验中心|实验中心|质检中心|计量中心))$"
)


def holder_fields(selection: Selection) -> tuple[str, ...]:
    """Every field that may name whose paper it is."""
    return (selection.holder, "holder_zh", "manufacturer", "producer")


def holder(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The paper was issued to the applicant."""
    printed_names = tuple(name for field in holder_fields(selection) for name in evidence.names(field))
    if evidence.type == "laboratory":
        # A company's own laboratory is accredited under the company's name with the laboratory's behind it.
        printed_names = tuple(OWN_LABORATORY.sub(r"\g<company>", name) for name in printed_names)
    own_paper = evidence.type in {"organisation_document", "appointment"}
    verdict = holding_of(printed_names, evidence.text("uscc"), case.identity)
    told = "、".join(printed_names)
    match verdict.holding:
        case Holding.SAME:
            if verdict.detail:
                yield Finding("HOLDER_NOTE", verdict.detail, "note")
            elif selection.holder == "patentees" and len(printed_names) > 1:
                yield Finding("CO_OWNER", f"与他人共有：{told}", "note")
        case Holding.UNREAD:
            # A company's own list of its rights need not name the company on every row.
            if not own_paper and "list_row" not in evidence.marks:
                yield Finding("HOLDER_UNCERTAIN", "未能识别持有人", "question", broken=True)
        case Holding.UNCERTAIN:
            yield Finding("HOLDER_UNCERTAIN", f"持有人“{told}”{verdict.detail}", "question")
        case Holding.DIFFERENT:
            name = case.identity.name or "申报单位"
            detail = f"持有人是“{told}”，不是{name}"
            if evidence.id in case.naming:
                yield Finding("HOLDER_UNCERTAIN", detail + "，但该材料上也印有申报单位的名称", "question")
                return
            yield refusal(evidence, "HOLDER_MISMATCH", detail, fields=holder_fields(selection))
        case Holding.NO_APPLICANT:
            yield Finding("HOLDER_UNCERTAIN", f"持有人“{told}”，但申报单位未能确定", "question", broken=True)


def issued(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The paper existed on the as-of day; where it prints when its validity begins, that day decides.

    A certificate may be printed anew (换证) within its term: the later printing does not undo the term.
    """
    begins = days_of(evidence.value("valid_from"))
    if begins is not None and begins.last <= case.as_of:
        return
    for name in ("grant_date", "issue_date", "registration_date", "publish_date", "date"):
        days = days_of(evidence.value(name))
        if days is None:
            continue
        if days.first > case.as_of:
            detail = f"{evidence.text(name)}才签发或授权，晚于{printed(case.as_of)}"
            yield refusal(evidence, "NOT_YET_VALID", detail, fields=(name,))
        elif days.last > case.as_of:
            yield Finding(
                "NOT_YET_VALID", f"日期只印到{evidence.text(name)}，是否早于{printed(case.as_of)}待核", "question"
            )
        return


def _ended(evidence: Evidence, selection: Selection, detail: str, fields: Sequence[str]) -> Finding:
    effect: Effect = selection.expired
    return refusal(evidence, "EXPIRED", detail, effect, fields)


def _status(evidence: Evidence, selection: Selection) -> Iterator[Finding]:
    status = evidence.text("status") or ""
    if re.search("撤销|注销|暂停|失效|Withdrawn|Cancelled|Suspended|Expired", status, re.I):
        yield _ended(evidence, selection, f"证书状态为“{status}”", ("status",))
    elif evidence.marks & {"withdrawn", "suspended", "lapsed", "revoked"}:
        yield _ended(evidence, selection, "证书已被撤销、注销、暂停或已失效", ())
    if "sticker_required" in evidence.marks:
        # Nearly every Chinese certificate prints such a sentence: told and doubted, yet counted (handbook 1.2).
        yield Finding("VALIDITY_UNKNOWN", "证书要求与年度监督标识一并使用方为有效，未见标识", "propose")


def expiry_of(evidence: Evidence) -> str | None:
    """The expiry as printed, or what the law makes of it: 高企 three years, trademarks ten."""
    known = evidence.text("expiry_date")
    if known is not None:
        return known
    if evidence.type == "high_tech_enterprise" and (days := days_of(evidence.value("issue_date"))):
        return shift_years(days.first, 3).isoformat()
    if evidence.type == "trademark" and evidence.value("jurisdiction") == "CN":
        days = days_of(evidence.value("registration_date"))
        return shift_years(days.first, 10).isoformat() if days else None
    return None


def _old_edition(evidence: Evidence, case: Case) -> Iterator[Finding]:
    """A certificate to a withdrawn edition of its standard that claims to run past the end of the transition."""
    for pattern, end, why in TRANSITIONS:
        if case.as_of > end and re.search(pattern, evidence.text("standard") or ""):
            yield Finding("EXPIRED", f"认证依据{evidence.text('standard')}：{why}", "question")
            break


def valid(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """In force on the as-of day; the day on which it ends still counts."""
    yield from issued(evidence, selection, case)
    yield from _status(evidence, selection)
    expiry = expiry_of(evidence)
    days = days_of(expiry)
    if days is None or days.last >= case.as_of:
        yield from _old_edition(evidence, case)
    if expiry == LONG_TERM:
        return
    if days is None:
        if selection.validity_unread != "accept":
            unread = selection.validity_unread
            yield Finding("VALIDITY_UNKNOWN", "未能识别有效期", unread, broken=unread == "question")
    elif days.last < case.as_of and evidence.type == "trademark" and evidence.text("expiry_date") is None:
        # Ten years from registration are over, but the mark may have been renewed: the end itself was not read.
        yield Finding("VALIDITY_UNKNOWN", f"未能识别有效期；自注册起十年至{expiry}，未见续展", "question", broken=True)
    elif days.last < case.as_of:
        told = f"有效期至{expiry}，早于{printed(case.as_of)}"
        sources = ("issue_date", "registration_date") if evidence.text("expiry_date") is None else ("expiry_date",)
        yield _ended(evidence, selection, told, sources)
    elif days.first < case.as_of:
        yield Finding("VALIDITY_UNKNOWN", f"有效期只印到{expiry}，当月哪一天到期待核", "question")
    elif (days.first - case.as_of).days <= 1 and _derived(evidence):
        yield Finding("DERIVED_DATE", f"按发证日期推算有效期至{expiry}，紧邻{printed(case.as_of)}", "propose")
    elif (days.first - case.as_of).days <= 90:
        yield Finding("EXPIRES_SOON", f"有效期至{expiry}，公示和认定前可能到期", "note")


def _derived(evidence: Evidence) -> bool:
    field = evidence.fields.get("expiry_date")
    return field is None or field.value is None or field.reading.derived is not None


def window(evidence: Evidence, limit: Window, case: Case) -> Iterator[Finding]:
    """Not older than so many years; what only whole calendar years would take is questioned (handbook 15, row 8)."""
    days = days_of(evidence.value(limit.field))
    start = shift_years(case.as_of, -limit.years)
    if days is None:
        yield Finding("VALIDITY_UNKNOWN", f"未能识别日期，无法判断是否在近{limit.years}年内", "question", broken=True)
        return
    shown = evidence.text(limit.field)
    if days.last < dt.date(start.year, 1, 1) or (limit.basis == "calendar" and days.last.year < start.year):
        detail = f"日期{shown}早于{printed(start)}，不在近{limit.years}年内"
        yield refusal(evidence, "OUT_OF_WINDOW", detail, fields=(limit.field,))
    elif days.first < start and limit.basis == "rolling":
        detail = f"日期{shown}早于{printed(start)}；按自然年计算则在近{limit.years}年内"
        yield Finding("OUT_OF_WINDOW", detail, "question")


def older_than(evidence: Evidence, limit: Window, case: Case) -> Iterator[Finding]:
    """At least so many years old on the as-of day (满五年当日计入)."""
    days = days_of(evidence.value(limit.field))
    latest = shift_years(case.as_of, -limit.years)
    if days is None:
        yield Finding("VALIDITY_UNKNOWN", f"未能识别日期，无法判断是否满{limit.years}年", "question", broken=True)
    elif days.first > latest:
        detail = f"日期{evidence.text(limit.field)}，到{printed(case.as_of)}未满{limit.years}年"
        yield refusal(evidence, "TOO_RECENT", detail, fields=(limit.field,))
    elif days.last > latest:
        yield Finding("TOO_RECENT", f"日期只印到{evidence.text(limit.field)}，是否满{limit.years}年待核", "question")
