"""The rubric quotes the official text word for word (compared where ../shared/sources is present)."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from matchers.rubric import load_rubric

SOURCES = Path(os.environ.get("YUSHEN_SOURCES", Path(__file__).parents[2].parent / "shared" / "sources"))
RUBRIC = load_rubric("jiangmen-qic-2022")


def official_text() -> str:
    files = sorted(SOURCES.glob("001_*.txt"))
    if not files:
        pytest.skip("the official text is not here (YUSHEN_SOURCES)")
    return files[0].read_text("utf-8")


@pytest.mark.parametrize("indicator", RUBRIC.indicators, ids=lambda i: i.id)
def test_lines_quote_the_annex(indicator) -> None:  # type: ignore[no-untyped-def]
    text = official_text()
    assert indicator.source.quote in text
    assert indicator.materials in text


@pytest.mark.parametrize("condition", RUBRIC.eligibility, ids=lambda c: c.id)
def test_conditions_quote_article_six(condition) -> None:  # type: ignore[no-untyped-def]
    assert condition.source.quote in official_text()


def test_lines_order_and_points_follow_the_contract() -> None:
    expected = {
        "1": 5, "2.1": 5, "2.2": 5, "3": 5, "4": 10, "5": 10, "6.1": 2, "6.2": 3, "6.3": 2, "6.4": 2, "6.5": 2,
        "6.6": 2, "6.7": 2, "7": 10, "8.1": 5, "8.2": 5, "9.1": 10, "9.2": 5, "10.1": 4, "10.2": 2, "11": 4,
    }  # fmt: skip
    assert [(i.id, i.max) for i in RUBRIC.indicators] == [(k, Decimal(v)) for k, v in expected.items()]
    assert [g.max for g in RUBRIC.groups] == [40, 15, 35, 10]
    assert RUBRIC.max_score == 100
    for group in RUBRIC.groups:
        assert sum(i.max for i in RUBRIC.indicators if i.group == group.id) == group.max
    assert [c.id for c in RUBRIC.eligibility] == [f"6.({n})" for n in "一二三四五六七八"]
    assert str(RUBRIC.as_of) == "2022-06-10"
