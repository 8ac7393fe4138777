"""A plan's row in the shape of any other scored line; rows of other units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from matchers.award import ZERO, Award
from matchers.draft import Confidence, Step, TaskState
from matchers.progress.measuring import Asker
from matchers.progress.state import Progress
from matchers.rubric_model import Indicator
from matchers.scoring import Scored
from matchers.unit import Unit

Units = Mapping[str, tuple[Unit, ...]]


def printed_units(line: Indicator) -> tuple[str, ...]:
    """Every unit that the row's cells name."""
    return line.units or tuple(dict.fromkeys(u for sub in line.sub_items for t in sub.tasks for u in t.units))


def as_scored(
    line: Indicator, units: Units, progress: Progress, points: tuple[Decimal, Decimal], award: Award
) -> Scored:
    """The row with the points proposed and the highest; no doubt about a paper lowers them below 0."""
    proposed, highest = points
    flat = [unit for found in units.values() for unit in found]
    broken = any(unit.broken for unit in flat)
    steps = [Step(words) for words in progress.words]
    steps += [Step(f"任务{s.label}：{s.basis}", None, s.evidence) for s in progress.tasks if s.status]
    return Scored(
        line, units, ZERO, proposed, highest, ZERO, highest, broken, award, dict(award.earned), (), False,
        tuple(steps), progress,
    )  # fmt: skip


def not_mine(line: Indicator, asker: Asker, tasks: tuple[TaskState, ...]) -> Scored:
    """A row that another unit answers for, or of which nobody can tell: nothing is judged."""
    confidence: Confidence
    if not asker.who.names:
        words, confidence, reason = "报送单位未能确定，不能判断是否由其负责", "low", "报送单位未能确定"
    else:
        words, confidence, reason = f"责任单位为{'、'.join(printed_units(line))}，不含本单位，不判断", "high", ""
    if not asker.who.settled and confidence == "high":
        confidence, reason = "medium", "报送单位只由多数材料推定"
    progress = Progress("no", None, (words,), "", confidence, reason, tasks)
    return as_scored(line, dict.fromkeys(line.papers, ()), progress, (ZERO, ZERO), Award())
