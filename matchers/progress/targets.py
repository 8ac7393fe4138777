"""A target: is it reached, by which number, and how sure is that?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from matchers.award import ZERO, Award
from matchers.draft import Confidence, Mismatch
from matchers.progress.rows import Units, as_scored
from matchers.progress.state import Progress
from matchers.progress.tasks import Asked
from matchers.quantities import shown
from matchers.rubric_model import Indicator
from matchers.scenario import Scenario
from matchers.scoring import Scored
from matchers.verdict import Verdict, judge


def _scenarios(as_of: dt.date) -> tuple[Scenario, Scenario, Scenario]:
    return (
        Scenario(as_of, lambda u: u.in_draft, lambda u: u.adverse),
        Scenario(as_of, lambda u: u.in_lowest and u.certain, lambda u: u.adverse),
        Scenario(as_of, lambda u: u.in_highest, lambda u: u.adverse, True),
    )


def _doubts(units: Units) -> list[str]:
    told = []
    for unit in dict.fromkeys(unit for found in units.values() for unit in found):
        why = [f.detail for f in unit.findings if f.effect not in {"note", "soft"} and f.detail]
        if why and unit.status != "accepted":
            told.append(f"{unit.title}{'待核' if unit.status == 'questioned' else '不计'}（{why[0]}）")
    return told[:3] + ([f"另有{len(told) - 3}份见不符事项"] if len(told) > 3 else [])


def _value(verdict: Verdict) -> str:
    used = sorted(verdict.used, key=lambda unit: unit.period)
    parts = [f"{shown(u.amount, u.unit)}（{u.period}）" for u in used if u.amount is not None]
    return "；".join(dict.fromkeys(parts))


def _grade(line: Indicator, units: Units, asked: Asked, verdict: Verdict, cover: str) -> tuple[Confidence, str]:
    """How sure a target's status is: high only where nothing that is open could change it."""
    as_of, who = asked.as_of, asked.asker.who
    flat = [unit for found in units.values() for unit in found]
    if any(unit.broken for unit in flat):
        return "low", "有数值未能识别或互相矛盾"
    _, sure, wide = _scenarios(as_of)
    reasons = []
    others = [judge(r.rule, units, _scenarios(as_of)[0]) for r in line.reading if r.rule is not None]
    if verdict.status == "unknown":
        reasons.append("材料不足以判断")
    elif {judge(line.rule, units, sure).status, judge(line.rule, units, wide).status} != {verdict.status}:
        soft = {f.detail for u in verdict.used for f in u.findings if f.effect == "soft" and f.detail}
        reasons.append("；".join(sorted(soft)) or "有待核材料，或关键内容识别把握不足")
    if any(other.status != verdict.status for other in others):
        reasons.append("另一读法的结论不同")
    if asked.unread:
        reasons.append(f"未能读取{'、'.join(asked.unread[:3])}，其中可能有本项材料")
    if not who.settled:
        reasons.append("报送单位只由多数材料推定")
    if cover == "perhaps":
        reasons.append(f"责任单位“{'、'.join(line.units)}”是否包括本单位，须由人确定")
    if not reasons and line.at_most != "high":
        reasons.append("是否达到须由人核定")
    return ("medium", "；".join(reasons)) if reasons else ("high", "")


def _of_the_city(line: Indicator, verdict: Verdict, asked: Asked) -> Verdict:
    """A district's own number does not fall short of a goal that is the sum over all districts."""
    place = asked.asker.who.place
    counted = [s.measure for s in line.papers.values() if s.measure is not None and s.measure.adds_up]
    whole = any(f.code == "PLACE_MISMATCH" for u in verdict.used for f in u.findings)
    if not place or not counted or verdict.status != "not_met" or whole:
        return verdict
    return replace(verdict, status="unknown", words=(*verdict.words, f"目标为全市合计，只有{place}的数量，不能确定"))


def target(line: Indicator, units: Units, asked: Asked) -> Scored:
    """One row of targets, judged by the numbers and papers of the unit in charge."""
    cover = asked.asker.plan.covers(line.units, asked.asker.who.names)
    verdict = _of_the_city(line, judge(line.rule, units, _scenarios(asked.as_of)[0]), asked)
    words = list(verdict.words)
    if not words:
        wanted = dict.fromkeys(s.title for s in line.papers.values())
        words.append(f"未见{'、'.join(list(wanted)[:3])}的可用材料")
    if cover == "perhaps" and not any(units.values()):
        words = [f"责任单位“{'、'.join(line.units)}”是否包括本单位，须由人确定；未见材料，不判断"]
        progress = Progress(cover, None, tuple(words), "", "medium", "是否由本单位负责须由人确定", settled=False)
        return as_scored(line, units, progress, (ZERO, ZERO), Award())
    seen = [u for found in units.values() for u in found if u.in_draft]
    if not verdict.words and seen:
        words = [f"有{seen[0].title}，原文没有可比的目标，由人判断"]
    told = {"met": "达到", "not_met": "未达到", "unknown": "不能确定"}[verdict.status]
    words.append(f"目标{told}")
    words += _doubts(units)
    for reading in line.reading:
        if reading.rule and judge(reading.rule, units, _scenarios(asked.as_of)[0]).status != verdict.status:
            words.append(f"“{reading.question}”取“{reading.default}”，另一读法为“{reading.other}”")
    if line.target and line.target.note:
        words.append(line.target.note)
    confidence, reason = _grade(line, units, asked, verdict, cover)
    mismatches = []
    if verdict.status == "not_met":
        ids = tuple(dict.fromkeys(i for u in verdict.used for i in u.evidence))
        message = f"{line.name}：{'；'.join(verdict.words)}。请核对数值，并请责任单位说明原因和措施。"
        mismatches.append(Mismatch("TARGET_NOT_MET", "info", message, line.id, ids))
    progress = Progress(
        cover, verdict.status, tuple(words), _value(verdict), confidence, reason, (), tuple(mismatches),
        confidence == "high",
    )  # fmt: skip
    return as_scored(line, units, progress, (ZERO, ZERO), Award(words=verdict.words))
