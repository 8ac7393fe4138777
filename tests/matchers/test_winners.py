"""The user's list of earlier winners: read strictly, compared carefully, never guessed where it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.strict_yaml import YamlProblem
from matchers.rubric_model import Winner
from matchers.winner_list import read_winners
from matchers.winners import barred_rounds


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_chinese_and_english_headings_are_read(tmp_path: Path) -> None:
    chinese = write(
        tmp_path / "a.csv", "\ufeff名称,获奖年度,统一社会信用代码\n清远市某甲有限公司,2023,91441802MA5X00010F\n\n"
    )
    english = write(tmp_path / "b.csv", "name,round,employer\n李明,2021,清远市某乙有限公司\n")
    assert read_winners(chinese) == (Winner(name="清远市某甲有限公司", round=2023, uscc="91441802MA5X00010F"),)
    assert read_winners(english) == (Winner(name="李明", round=2021, employer="清远市某乙有限公司"),)


def test_every_wrong_line_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "w.csv", "name,round\n甲,二〇二三\n乙,2021\n,2021\n")
    with pytest.raises(YamlProblem) as told:
        read_winners(path)
    assert [p.split("，")[0] for p in told.value.problems] == ["第2行", "第4行"]


def test_a_list_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(YamlProblem, match="名称"):
        read_winners(write(tmp_path / "w.csv", "公司,年\n甲,2021\n"))


def test_a_list_saved_by_excel_and_years_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_bytes("名称,获奖年度\n甲,2021年\n乙,2023年度\n丙,第3届\n".encode("gb18030"))
    assert [(w.name, w.round) for w in read_winners(path)] == [("甲", 2021), ("乙", 2023), ("丙", 3)]


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_bytes(b"\xff\xfe\x00\xff\xff\x81")
    with pytest.raises(YamlProblem):
        read_winners(path)


def test_the_two_rounds_before_this_one_are_barred() -> None:
    winners = [Winner(name="甲", round=r) for r in (2017, 2019, 2021, 2023, 2025)]
    assert barred_rounds(winners, 2, before=2025) == (2023, 2021)
    assert barred_rounds(winners[:1], 2, before=2025) == (2017,)
    assert barred_rounds([], 2, before=2025) == ()
