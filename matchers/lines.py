"""A scored line as the reviewer sees it: how sure, and one Chinese sentence why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractors.evidence import Evidence
from matchers.applicant import Found
from matchers.award import ZERO
from matchers.draft import Confidence, Line, Step
from matchers.naming import title_of
from matchers.progress.rows import printed_units
from matchers.rubric_model import Indicator, Rubric
from matchers.rule_forms import Manual, Streak
from matchers.scoring import Scored
from matchers.unit import Effect
from matchers.unread import Unread

ORDER: tuple[Confidence, ...] = ("low", "medium", "high")
STRICTEST: tuple[Effect, ...] = ("reject", "adverse", "open", "question", "propose", "soft", "note")

DISJOINT = "35"
"""The handbook's row about people on several lines: told where it costs points (`matchers.disjoint`)."""


def plain(points: Decimal) -> str:
    """Points without trailing zeros."""
    return f"{points.normalize():f}" if points else "0"


LEFT_TO_PEOPLE = "官方文件没有公布分值，本项由人评定，软件不评分"


def left_to_people(indicator: Indicator) -> bool:
    """A line without points that no paper settles: the text prints no points, and none are invented."""
    return isinstance(indicator.rule, Manual) and not indicator.max and not indicator.papers


def _can_change(scored: Scored) -> bool:
    """Could an unread paper change the score? Up, where the cap is not reached for certain; down, on a streak."""
    falls = isinstance(scored.indicator.rule, Streak) and bool(scored.indicator.rule.unless) and scored.proposed > ZERO
    return scored.sure < scored.indicator.max or falls


def confidence_of(scored: Scored, found: Found, unread: Unread) -> tuple[Confidence, str]:
    """high, medium or low by the contract's promise, and the reason in words (empty for high)."""
    indicator = scored.indicator
    if scored.progress is not None:
        return scored.progress.confidence, scored.progress.reason
    if left_to_people(indicator):
        return "low", LEFT_TO_PEOPLE
    if not found.known:
        return "low", "申报单位未能确定或前后矛盾"
    if scored.broken:
        return "low", "有决定得分的内容未能识别、校验未通过或互相矛盾"
    reasons = []
    if scored.lowest != scored.highest:
        reasons.append(f"有待核材料或不同读法，得分可能在{plain(scored.lowest)}至{plain(scored.highest)}分之间")
    elif scored.sure != scored.widest:
        reasons.append("有缺件，或关键内容识别把握不足")
    if not found.identity.settled:
        reasons.append("申报单位只由多数材料推定")
    if unread.places and _can_change(scored):
        shown = "、".join(unread.places[:3]) + ("等" if len(unread.places) > 3 else "")
        reasons.append(f"未能读取{shown}，其中可能有本项材料")
    if indicator.id in unread.suspects and _can_change(scored):
        reasons.append("有疑似本项的材料未能识别")
    if not reasons and ORDER.index(indicator.at_most) < ORDER.index("high"):
        return indicator.at_most, "材料是否足够须由人判断"
    return ("medium", "；".join(reasons)) if reasons else ("high", "")


def _papers(scored: Scored, papers: Mapping[str, Evidence]) -> str:
    named = [title_of(papers[i]) for i in scored.counted]
    return "、".join(named[:4]) + (f"等{len(named)}份" if len(named) > 4 else "")


def _doubts(scored: Scored) -> list[str]:
    told = []
    for unit in scored.all_units:
        ranked = sorted(unit.findings, key=lambda f: STRICTEST.index(f.effect))
        why = next((f.detail for f in ranked if f.effect not in {"note", "soft"} and f.detail), None)
        if why and unit.status != "accepted":
            told.append(f"{unit.title}{'待核' if unit.status == 'questioned' else '不计'}（{why}）")
    return told


def basis_of(
    scored: Scored, rubric: Rubric, papers: Mapping[str, Evidence], claimed: Decimal | None, reason: str
) -> str:
    """Rule, paper, file, page, doubt: one sentence that a reviewer can check."""
    indicator = scored.indicator
    if left_to_people(indicator):
        return f"{indicator.source.document or rubric.document}{indicator.source.clause}：{LEFT_TO_PEOPLE}。"
    rule = f"{indicator.source.document or rubric.document}{indicator.source.clause}"
    parts = []
    if scored.progress is not None:
        return "；".join([f"依据{rule}", *scored.progress.words, *([reason] if reason else [])]) + "。"
    if scored.counted:
        parts.append(f"依据{rule}，{_papers(scored, papers)}，计{plain(scored.proposed)}分")
    elif scored.all_units:
        why = "；".join(scored.award.words) or "材料均未能计分"
        parts.append(f"依据{rule}，{why}，计{plain(scored.proposed)}分")
    else:
        parts.append(f"依据{rule}，未见本项材料，计{plain(scored.proposed)}分")
    doubts = _doubts(scored)
    parts += doubts[:3] + ([f"另有{len(doubts) - 3}份见不符事项"] if len(doubts) > 3 else [])
    if scored.lowest != scored.highest:
        for reading in scored.open_readings:
            parts.append(f"“{reading.question}”取“{reading.default}”，另一读法为“{reading.other}”")
        for reading in indicator.reading if scored.fewer_people else ():
            if reading.handbook == DISJOINT:
                parts.append(f"“{reading.question}”取“{reading.default}”，另一读法为“{reading.other}”")
        soft = any(f.effect == "soft" for u in scored.all_units for f in u.findings)
        for reading in indicator.reading if soft else ():
            if reading.rule is None and reading.handbook != DISJOINT:
                parts.append(f"“{reading.question}”取“{reading.default}”，另一读法为“{reading.other}”")
    if claimed is not None and claimed != scored.proposed:
        parts.append(f"申报{plain(claimed)}分")
    if reason:
        parts.append(reason)
    return "；".join(parts) + "。"


def make_line(
    scored: Scored,
    rubric: Rubric,
    papers: Mapping[str, Evidence],
    claimed: Decimal | None,
    found: Found,
    unread: Unread,
    flags: Sequence[str],
) -> Line:
    """The line of the draft."""
    indicator = scored.indicator
    confidence, reason = confidence_of(scored, found, unread)
    ids = dict.fromkeys(i for unit in scored.all_units for i in unit.evidence)
    group = next(g.title for g in rubric.groups if g.id == indicator.group)
    steps = (
        Step(f"评审标准（{indicator.source.clause}）：{indicator.source.quote}"),
        *scored.steps,
        *(Step(f"读法：{r.question}——取“{r.default}”；另一读法“{r.other}”") for r in indicator.reading),
        Step(f"把握：{confidence}" + (f"（{reason}）" if reason else "")),
    )
    return Line(
        indicator.id,
        indicator.name,
        group,
        indicator.max,
        scored.proposed,
        scored.lowest,
        scored.highest,
        claimed,
        confidence,
        basis_of(scored, rubric, papers, claimed, reason),
        tuple(dict.fromkeys(flags)),
        tuple(ids),
        steps,
        **_stand(scored),
    )


def _stand(scored: Scored) -> dict[str, Any]:
    """How a plan's line stands: status, value, goal, units in charge, tasks; nothing for other lines."""
    progress, indicator = scored.progress, scored.indicator
    if progress is None:
        return {}
    return {
        "status": progress.status,
        "value": progress.value,
        "goal": indicator.target.goal if indicator.target else "",
        "units": printed_units(indicator),
        "tasks": progress.tasks,
    }
