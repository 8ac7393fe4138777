"""The round at a glance, one page: scores by applicant with their ranges, doubts by kind, what is still open."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pipeline.emit.picture_font import chinese_font
from pipeline.emit.whole_file import written_whole
from pipeline.emit.wording import points_text
from pipeline.merging.city import City, Ranked
from pipeline.merging.city_book import flags_by_kind

NAME: Final = "一览.png"
_MOST: Final = 40
"""Applicants that fit on the page; the further ones are counted below."""
_KINDS: Final = 12
_COLOURS: Final = {
    "shortlisted": "#3C9D5B",
    "tied": "#E0A800",
    "not_shortlisted": "#8FA3B8",
    "excluded": "#C0504D",
    "no_quota": "#4F81BD",
}
_WORDS: Final = {
    "shortlisted": "入围",
    "tied": "名额线上并列",
    "not_shortlisted": "未入围",
    "excluded": "资格不符",
    "no_quota": "未定名额",
}


def write(city: City, out: Path) -> Path:
    """Writes `一览.png` (A4 landscape) and returns its path."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": list(chinese_font()), "axes.unicode_minus": False}):
        figure = Figure(figsize=(11.7, 8.3), dpi=150, layout="constrained")
        figure.suptitle(f"{city.rubric_title}　本轮一览（审查基准日 {city.as_of}）", fontsize=15)
        halves: Any = figure.subfigures(1, 2, width_ratios=(1.5, 1))
        left, right = halves
        _scores(left.subplots(), city)
        above, below = right.subplots(2, 1)
        _flags(above, city)
        _open(below, city)
        path = out / NAME
        with written_whole(path) as aside:
            figure.savefig(aside, format="png", metadata={"Software": None})
    return path


def _scores(axes: Any, city: City) -> None:
    shown = list(city.ranked[:_MOST])
    for at, one in enumerate(shown):
        entrant = one.entrant
        hatch = None if entrant.reviewed else "///"
        axes.barh(at, float(entrant.total), color=_COLOURS[one.choice], hatch=hatch, edgecolor="white", height=0.7)
        low, high = float(entrant.lowest), float(entrant.highest)
        if high > low:
            axes.plot([low, high], [at, at], color="#333333", linewidth=1.4, marker="|", markersize=8)
        axes.text(float(max(entrant.total, entrant.highest)) + 1, at, _told(one), va="center", fontsize=8)
    axes.set_yticks(range(len(shown)), [_short(one) for one in shown], fontsize=8 if len(shown) > 20 else 9)
    axes.invert_yaxis()
    axes.set_xlim(0, float(city.total_max or 1) * 1.22)
    axes.set_xticks([float(city.total_max) * part / 5 for part in range(6)])
    rest = len(city.ranked) - len(shown)
    axes.set_title("得分（斜纹为未复核的草稿，横线为可能区间）" + (f"；另有{rest}家未画" if rest else ""), fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    used = dict.fromkeys(one.choice for one in shown)
    handles = [axes.barh([0], [0], color=_COLOURS[choice])[0] for choice in used]
    if handles:
        axes.legend(handles, [_WORDS[choice] for choice in used], loc="lower right", fontsize=8, frameon=False)


def _told(one: Ranked) -> str:
    place = "" if one.place is None else f"　第{one.place}名" + ("（并列）" if one.tied else "")
    return points_text(one.entrant.total) + place


def _short(one: Ranked) -> str:
    name = one.entrant.name
    return f"{name if len(name) <= 16 else name[:15] + '…'}（{one.entrant.county}）"


def _flags(axes: Any, city: City) -> None:
    flags = flags_by_kind(city)
    shown = flags[:_KINDS]
    if rest := sum(count for _, count in flags[_KINDS:]):
        shown = [*shown, ("其他", rest)]
    axes.barh([label for label, _ in shown], [count for _, count in shown], color="#4F81BD", height=0.7)
    for at, (_, count) in enumerate(shown):
        axes.text(count, at, f" {count}", va="center", fontsize=8)
    axes.tick_params(axis="y", labelsize=8)
    axes.invert_yaxis()
    axes.set_title("疑点（按种类，件）" if shown else "没有疑点", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)


def _open(axes: Any, city: City) -> None:
    """What is still open: matters with applicants, dossiers without review, conditions, ties, things in common."""
    rows = [
        ("未复核的材料", sum(not one.entrant.reviewed for one in city.ranked)),
        ("有须补正事项的单位", sum(one.entrant.open_matters > 0 for one in city.ranked)),
        ("须补正、说明的事项", sum(one.entrant.open_matters for one in city.ranked)),
        ("资格或评审意见未定的", sum(bool(one.entrant.remarks) and one.choice != "excluded" for one in city.ranked)),
        ("名额线上并列的", sum(one.choice == "tied" for one in city.ranked)),
        ("跨县（市、区）重复的", sum(common.across for common in city.common)),
        ("未并入的（见汇总表）", sum("未并入" in line for line in city.told)),
    ]
    axes.axis("off")
    axes.set_title("还没有办结的", fontsize=11)
    for at, (label, count) in enumerate(rows):
        y = 0.92 - at * 0.13
        axes.text(0.02, y, label, fontsize=11, va="center")
        axes.text(0.95, y, str(count), fontsize=13, va="center", ha="right", color="#C0504D" if count else "#3C9D5B")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
