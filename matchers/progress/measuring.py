"""A statistic against a measure: the right thing, in the right unit, for the right place and period?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from extractors.confidence import CERTAIN
from extractors.evidence import Evidence
from matchers.checks import sureness
from matchers.naming import title_of
from matchers.progress import names
from matchers.progress.units import Plan, folded
from matchers.progress.who import Unit as Who
from matchers.quantities import convert, number_of, unit_of
from matchers.rubric_measures import Measure
from matchers.unit import Finding, Unit

UNREAD: Final = 0.45
"""Below this a field is unread, disputed or fails its check (`extractors.confidence`)."""
DECIDING: Final = ("measure", "value", "unit", "period", "place")
BOUNDS: Final = frozenset({"at_least", "more_than", "at_most", "less_than", "about"})
_OWN: Final = re.compile(r"^(?:[全我本](?:市|区|县)|市|市级|辖区(?:内)?|城市)$")
_FOREIGN: Final = re.compile(r"全国|中国|国家|广东|全省|我省|本省|省")
Place = Literal["own", "city", "other", "unread", "strange"]


@dataclass(frozen=True)
class Asker:
    """Who asks, and in which year: the unit that hands in, the plan, the last year that can be known."""

    plan: Plan
    who: Who
    year: int


def _issuer_place(paper: Evidence, asker: Asker) -> str | None:
    """The place of the body that issued the paper: a district, empty for the city, None where it is unread."""
    issuer = paper.text("issuer")
    if not issuer:
        return None
    if named := asker.plan.named(issuer, short=True):
        return asker.plan.place_of(named)
    return "" if "江门" in issuer else None


def place_of(paper: Evidence, asker: Asker, wanted: str) -> Place:
    """Of which place the number is, against the place that the measure wants."""
    if wanted == "city" and asker.who.place:
        return place_of(paper, replace(asker, who=replace(asker.who, place="")), "own")
    measure = folded(paper.text("measure") or "")
    named = asker.plan.district_in(measure)
    printed = folded(paper.text("place") or (asker.plan.place_of([named]) if named else ""))
    national = printed in {"全国", "中国", "国家", "全国平均"} or (not printed and measure.startswith("全国"))
    if wanted == "nation":
        return "own" if national else "other"
    if national:
        return "other"
    if printed and not _OWN.match(printed):
        if _FOREIGN.search(printed):
            return "other"
        district = asker.plan.district_in(printed, short=True)
        if district:
            return "own" if asker.plan.place_of([district]) == asker.who.place else "other"
        if "江门" in printed:
            return "city" if asker.who.place else "own"
        return "strange"
    found = _issuer_place(paper, asker)
    if found is None:
        return _unsaid(printed, asker.who.place)
    if found == asker.who.place:
        return "own"
    return "city" if asker.who.place and not found else "other"


def _unsaid(printed: str, own: str) -> Place:
    """全市 or nothing at all, in a paper of which nobody says who issued it."""
    if own.endswith("区") and "市" in printed:
        return "city"
    clear = bool(printed) and ("区" in printed) == own.endswith("区") and not own.endswith("市")
    return "own" if clear else "unread"


def _placed(paper: Evidence, measure: Measure, asker: Asker) -> Iterator[Finding]:
    match place_of(paper, asker, measure.place):
        case "other":
            yield Finding("PLACE_OTHER", f"是{paper.text('place') or '别处'}的数值", "reject")
        case "strange":
            yield Finding("PLACE_MISMATCH", f"是“{paper.text('place')}”的数值，不能确定是否本单位的", "question")
        case "city":
            yield Finding("PLACE_MISMATCH", "是全市的数值，不是本市（区）的", "soft")
        case "unread":
            yield Finding("PLACE_MISMATCH", "未写明是哪里的数值，暂按本单位的计", "soft")


def _timed(paper: Evidence, measure: Measure, asker: Asker) -> Iterator[Finding]:
    period = paper.text("period")
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}|H[12]|Q[1-4]))?", period or "")
    if found is None:
        yield Finding("PERIOD_MISMATCH", "未能识别是哪一年的数值", "question")
        return
    year, part = int(found[1]), found[2]
    if year > asker.year or (measure.year is not None and year != measure.year):
        wanted = f"，要求{measure.year}年的数值" if measure.year else ""
        yield Finding("PERIOD_OTHER", f"是{period}的数值{wanted}", "reject")
    elif measure.grain == "month":
        if part is None and "range" in paper.marks:
            yield Finding("PERIOD_MISMATCH", "是全年各月的范围，没有逐月数值", "soft")
        elif part is None or not part.isdigit():
            yield Finding("PERIOD_MISMATCH", f"是{period}的数值，不是单月的", "question")
    elif measure.grain == "year" and part is not None:
        yield Finding("PERIOD_MISMATCH", f"是{period}的数值，不是全年的", "question")


def amount_of(paper: Evidence, measure: Measure) -> tuple[Decimal | None, list[Finding]]:
    """The number in the measure's unit, and what is doubtful about it."""
    worst = paper.text("high") if "range" in paper.marks and "rank" in paper.marks else None
    value = number_of(worst or paper.value("value"))
    unit = unit_of(paper.text("unit"))
    if value is None:
        return None, [Finding("VALUE_UNREAD", "未能识别确切的数值", "question", broken=True)]
    if unit == "个百分点":
        return None, [Finding("UNIT_MISMATCH", "个百分点是增减的幅度，不是数值", "reject")]
    same = {unit_of(other) for other in measure.units_also}
    told = convert(value, unit, measure.unit)
    if told is None and unit in same:
        told = next((t for other in same if (t := convert(value, unit, other)) is not None), value)
        if unit and (exact := convert(value, unit, measure.unit or unit)) is not None:
            told = exact
    if told is None:
        detail = f"单位是“{unit or '（无）'}”，要求“{measure.unit or '（无）'}”"
        return None, [Finding("UNIT_MISMATCH", detail, "question")]
    findings = []
    if bounds := paper.marks & BOUNDS:
        effect: Literal["soft", "question"] = "soft" if bounds <= {"at_least", "at_most"} else "question"
        findings.append(Finding("VALUE_INEXACT", "只说了范围（以上、以下、约），没有确切的数值", effect))
    if "range" in paper.marks and "rank" not in paper.marks:
        findings.append(Finding("VALUE_INEXACT", "是一个区间，没有确切的数值", "question"))
    return told, findings


def measured(paper: Evidence, measure: Measure, asker: Asker, kind: names.Match) -> Unit:
    """The statistic as a unit with its findings; `near` is always a question."""
    findings = [Finding(r.code, r.detail, "note") for r in paper.reasons]
    if kind == "near":
        detail = f"指标名称与“{measure.name}”相近但不相同，不能自动认作本指标"
        findings.append(Finding("MEASURE_UNCERTAIN", detail, "question"))
    elif kind == "also":
        findings.append(Finding("MEASURE_SYNONYM", f"名称与“{measure.name}”不完全相同，按同义写法计", "soft"))
    if "elliptic" in paper.marks and kind != "near":
        findings.append(Finding("MEASURE_SYNONYM", "指标名称由上文补足", "soft"))
    amount, more = amount_of(paper, measure)
    findings += more
    findings += _placed(paper, measure, asker)
    findings += _timed(paper, measure, asker)
    sure = sureness(paper, DECIDING)
    if sure < UNREAD:
        findings.append(Finding("VALUE_UNREAD", "数值未能可靠识别", "question", broken=True))
    return Unit(
        key=f"statistic#{paper.id}",
        evidence=(paper.id,),
        title=title_of(paper),
        findings=tuple(dict.fromkeys(findings)),
        certain=sure >= CERTAIN,
        amount=amount,
        unit=measure.unit,
        period=paper.text("period") or "",
    )


def told_apart(units: list[Unit], own: frozenset[str]) -> list[Unit]:
    """Own numbers go before the whole city's; different numbers for one period contradict each other."""
    mine = [u for u in units if u.in_draft and u.evidence[0] in own]
    by_period: dict[str, list[Unit]] = {}
    for unit in mine or [u for u in units if u.in_draft]:
        by_period.setdefault(unit.period, []).append(unit)
    made = []
    for unit in units:
        rivals = by_period.get(unit.period, [])
        if unit.in_draft and mine and unit not in rivals:
            unit = _with(unit, Finding("PLACE_OTHER", "另有本单位自己的数值，取后者", "reject"))
        elif unit in rivals and len({u.amount for u in rivals}) > 1:
            others = "、".join(u.title for u in rivals if u.amount != unit.amount)
            unit = _with(unit, Finding("PAPERS_CONFLICT", f"与{others}互相矛盾", "question", broken=True))
        made.append(unit)
    return made


def _with(unit: Unit, finding: Finding) -> Unit:
    return replace(unit, findings=(*unit.findings, finding))
