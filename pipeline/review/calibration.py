# mypy: disable-error-code="no-untyped-call"
"""The calibration picture: how certain the drafts were of papers, and how often people confirmed them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pipeline.emit.picture_font import chinese_font
from pipeline.review.quality import Bucket, Quality


def draw(found: Quality) -> bytes:
    """A PNG; the same figures give the same bytes on one machine."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    family = list(chinese_font())
    with pyplot.rc_context({"font.family": family, "axes.unicode_minus": False, "svg.hashsalt": "yushen"}):
        figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.8), width_ratios=(3, 2))
        _curve(left, found.buckets)
        _bars(right, found)
        figure.tight_layout()
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=110, metadata={"Software": None})
        pyplot.close(figure)
    return out.getvalue()


def _curve(axes: Any, buckets: Sequence[Bucket]) -> None:
    axes.plot([0.35, 1], [0.35, 1], color="#999999", linestyle="--", linewidth=1, label="说到做到")
    if buckets:
        x = [bucket.mean for bucket in buckets]
        y = [bucket.share for bucket in buckets]
        low = [bucket.share - bucket.interval[0] for bucket in buckets]
        high = [bucket.interval[1] - bucket.share for bucket in buckets]
        axes.errorbar(x, y, yerr=[low, high], fmt="o-", color="#1F4E79", ecolor="#8FB0D0", capsize=3, label="人工认可")
        for bucket in buckets:
            axes.annotate(
                f"{bucket.confirmed}/{bucket.cases}", (bucket.mean, bucket.share), textcoords="offset points",
                xytext=(4, -14), fontsize=8, color="#555555",
            )  # fmt: skip
    axes.set_xlim(0.35, 1.02)
    axes.set_ylim(-0.02, 1.05)
    axes.set_xlabel("预审对材料的把握")
    axes.set_ylabel("复核认可的比例（竖线为 95% 区间）")
    axes.set_title("把握与实际")
    axes.legend(loc="lower right", fontsize=9)
    axes.grid(color="#EEEEEE")


def _bars(axes: Any, found: Quality) -> None:
    shown = [share for share in found.by_confidence if share.cases]
    names = {"high": "高", "high_warned": "高（有警告）", "medium": "中", "low": "低"}
    colours = {"high": "#3C9D5B", "high_warned": "#9CCB86", "medium": "#E0A800", "low": "#C0504D"}
    values = [share.right / share.cases for share in shown]
    axes.bar([names[s.key] for s in shown], values, color=[colours[s.key] for s in shown], width=0.6)
    for n, share in enumerate(shown):
        axes.annotate(f"{share.right}/{share.cases}", (n, values[n]), ha="center", va="bottom", fontsize=9)
    axes.set_ylim(0, 1.1)
    axes.set_title("各把握程度的指标，预评与复核相同的比例")
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#EEEEEE")
