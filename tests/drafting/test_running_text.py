"""Scoring written as numbered paragraphs, without any table."""

from __future__ import annotations

from pathlib import Path

from rule_shape import plain, shape

from pipeline.drafting import draft_from

NOTICE = Path(__file__).parent / "notices" / "homestay.txt"
EXPECTED = [
    ("建筑特色", "15", "manual"),
    ("客房数量", "15", "threshold 0:5 6:10 10:15"),
    ("从业人员培训", "10", "sum_of(presence 5, count 2:5)"),
    ("网络评价", "20", "threshold 4:8 4.5:15 4.8:20"),
    ("服务投诉", "10", "manual"),
    ("荣誉", "15", "sum_of(each 15, each 10, each 5)"),
    ("带动就业", "15", "count 3:5 6:10 9:15"),
]


def test_headings_with_points_are_groups_and_lines() -> None:
    rubric = draft_from(NOTICE).rubric
    assert [(line.name, plain(line.max), shape(line.rule)) for line in rubric.indicators] == EXPECTED
    assert [plain(group.max) for group in rubric.groups] == ["30", "40", "30"]
    assert (rubric.document, rubric.as_of.isoformat()) == ("沙文旅〔2023〕27号", "2023-09-20")


def test_the_quotation_is_the_paragraph_without_its_heading() -> None:
    text = NOTICE.read_text("utf-8")
    assert all(line.source.quote in text for line in draft_from(NOTICE).rubric.indicators)


def test_points_in_the_heading_and_criteria_below(tmp_path: Path) -> None:
    path = tmp_path / "评分细则.txt"
    path.write_text(
        "评分细则\n（一）质量战略（20分）\n制定质量战略规划的，得12分；\n有年度质量目标的，得8分。\n"
        "（二）标准化（30分）\n主导制定国家标准的，每项10分，最高30分。\n（三）品牌（50分）\n由专家综合评分。\n",
        "utf-8",
    )
    rubric = draft_from(path).rubric
    assert [(plain(line.max), shape(line.rule)) for line in rubric.indicators] == [
        ("20", "sum_of(presence 12, presence 8)"),
        ("30", "each 10"),
        ("50", "manual"),
    ]
