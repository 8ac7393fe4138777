"""One wording, one rule: the table of wordings.yaml, which an official can read and add to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rule_shape import shape

from extractors.strict_yaml import load
from matchers.drafting.rules import read_criteria

FILE = Path(__file__).parent / "wordings.yaml"
WORDINGS = load(FILE.read_text("utf-8"), FILE.name)


@pytest.mark.parametrize("entry", WORDINGS, ids=lambda entry: entry["criteria"][:24])
def test_the_wording_gives_the_rule(entry: dict[str, str]) -> None:
    assert shape(read_criteria(entry["criteria"], Decimal(entry["points"]), "").rule) == entry["rule"]


@pytest.mark.parametrize("entry", WORDINGS, ids=lambda entry: entry["criteria"][:24])
def test_full_width_digits_and_blanks_change_nothing(entry: dict[str, str]) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    spaced = entry["criteria"].translate(wide).replace("得", "得 ")
    assert shape(read_criteria(spaced, Decimal(entry["points"]), "").rule) == entry["rule"]


def test_what_people_must_judge_says_so() -> None:
    reading = read_criteria("视完成情况得0-5分", Decimal(5), "")
    assert reading.rule.form == "manual"
    assert reading.todos
