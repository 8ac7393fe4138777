"""A drafted rubric with what a person still has to settle, and its summary in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from matchers.rubric_model import Rubric
from matchers.rule_forms import Manual


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """The rubric as drafted. `stated_total`: the sum that the notice states; `remarks`: what concerns the whole."""

    rubric: Rubric
    stated_total: Decimal | None = None
    remarks: tuple[str, ...] = ()


def describe(draft: RubricDraft) -> str:
    """What was drafted, in a few lines: how many lines, whether the points add up, what is left to people."""
    rubric = draft.rubric
    total = sum((line.max for line in rubric.indicators), Decimal(0))
    words = [f"《{rubric.title}》{rubric.document}".rstrip()]
    words.append(
        f"共 {len(rubric.indicators)} 个评分项，分值合计 {_plain(total)} 分；申报条件 {len(rubric.eligibility)} 条。"
    )
    if draft.stated_total is None:
        words.append("通知没有写明总分，请核对合计。")
    elif draft.stated_total == total:
        words.append(f"与通知写明的总分 {_plain(draft.stated_total)} 分一致。")
    else:
        words.append(f"通知写明的总分是 {_plain(draft.stated_total)} 分，与合计不一致，请核对。")
    manual = [line for line in rubric.indicators if isinstance(line.rule, Manual)]
    if manual:
        words.append(f"须由人计分的 {len(manual)} 项：" + "、".join(f"{line.id} {line.name}" for line in manual))
    open_ = [line for line in rubric.indicators if line.todo and line not in manual]
    if open_:
        words.append(
            f"规则已起草、仍须核对的 {len(open_)} 项：" + "、".join(f"{line.id} {line.name}" for line in open_)
        )
    words += list(draft.remarks)
    words.append("起草结果须由熟悉文件的人逐项核对后才能使用；核对后删去 todo 和 at_most。")
    return "\n".join(words)


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
