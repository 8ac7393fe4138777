"""What a run tells at its end: one row a dossier. Schemes without points tell conditions and states instead."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from pipeline.no_network import PROTECTION_LABELS

if TYPE_CHECKING:
    from matchers.draft import Draft
    from pipeline.run import RunResult

GRADES: Final = {"high": "高", "medium": "中", "low": "低"}
CONDITIONS: Final = {"met": "符合", "not_met": "不符合", "unknown": "待核"}
PLAN: Final = {
    "met": "达到",
    "done": "完成",
    "not_met": "未达到",
    "overdue": "逾期",
    "open": "未到期",
    "unclear": "待核",
    "unknown": "不能确定",
}


def told_states(states: Iterable[str], words: Mapping[str, str]) -> str:
    """How many stand how, in the order of the words.

    >>> told_states(["unknown", "met", "met"], CONDITIONS)
    '符合2 待核1'
    """
    count = Counter(words[state] for state in states)
    return " ".join(f"{word}{count[word]}" for word in dict.fromkeys(words.values()) if count[word]) or "—"


def outcome(draft: Draft) -> tuple[str, str]:
    """Conditions, and states of a plan's targets or tasks that are this unit's, each in a few words."""
    lines = [line.status for line in draft.lines if line.status and not line.tasks]
    tasks = [task.status for line in draft.lines for task in line.tasks if task.status]
    return told_states((c.status for c in draft.eligibility), CONDITIONS), told_states((*lines, *tasks), PLAN)


def show_summary(result: RunResult) -> None:
    """The table on standard output: score with range and confidence, or states; errors, warnings, the sheet's place."""
    from rich.console import Console
    from rich.table import Table

    scored = any(draft.total_max > 0 for draft, _ in result.drafts) or not result.drafts
    planned = any(line.status for draft, _ in result.drafts for line in draft.lines)
    table = Table(title=f"预审草稿（{result.rubric_title}，按 {result.as_of} 判断）")
    headings = ["申报材料", "草稿分", "区间", "把握"] if scored else ["申报材料"]
    headings += ["指标和任务"] if planned else [] if scored else ["条件"]
    for heading in headings:
        table.add_column(heading, justify="right" if heading in {"草稿分", "区间"} else "left")
    for heading in ("错误", "警告", "评分表"):
        table.add_column(heading, justify="left" if heading == "评分表" else "right", overflow="fold")
    for draft, folder in result.drafts:
        severities = [m.severity for m in draft.mismatches]
        score = (f"{draft.total}/{draft.total_max}", f"{draft.total_lowest}–{draft.total_highest}")
        conditions, states = outcome(draft)
        table.add_row(
            draft.dossier.name,
            *((*score, GRADES[draft.confidence]) if scored else ()),
            *((states,) if planned else () if scored else (conditions,)),
            str(severities.count("error")),
            str(severities.count("warning")),
            str(folder / "draft.xlsx"),
        )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(f"{'排名' if scored else '汇总'}与待跟进事项：{result.batch}", soft_wrap=True)
    for sheet in result.tables:
        console.print(f"本办法的汇总表：{sheet}", soft_wrap=True)
    if result.protection == "none":
        console.print(f"提示：{PROTECTION_LABELS[result.protection]}；软件本身不联网，见 SECURITY.md", style="yellow")
    for path in result.set_aside:
        console.print(
            f"原有的评分表已有人填写，整份移到：{path}；仍适用的意见已带入新表，变化见“变更”表",
            style="yellow",
            soft_wrap=True,
        )
