"""Whose draft it is, and what it proposes, in the words of every sheet's heading."""

from __future__ import annotations

from matchers.draft import Draft
from pipeline.emit.labels import word
from pipeline.emit.progress_rows import is_progress
from pipeline.emit.wording import points_text

NO_POINTS = "本办法没有公布分值，软件不评分；条件核对见“资格条件”，指标见“进度明细”"


def applicant_words(draft: Draft, gap: str = "　　") -> str:
    """`申报单位：…　　统一社会信用代码：…`; of a person `申报个人：…　　工作单位：…`."""
    applicant = draft.applicant
    if is_progress([draft]):
        return f"报送单位：{applicant.name or '未识别'}"
    if applicant.employer is not None:
        return f"申报个人：{applicant.name or '未识别'}{gap}工作单位：{applicant.employer}"
    return f"申报单位：{applicant.name or '未识别'}{gap}统一社会信用代码：{applicant.uscc or '未识别'}"


def total_words(draft: Draft) -> str:
    """The total with its range; that there are no points where the text prints none."""
    if not draft.total_max:
        return NO_POINTS
    return (
        f"预评总分：{points_text(draft.total)}／{points_text(draft.total_max)}　　"
        f"可能区间：{points_text(draft.total_lowest)}～{points_text(draft.total_highest)}　　"
        f"把握程度：{word('confidence', draft.confidence)}"
    )
