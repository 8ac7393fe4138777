"""Titles that mean the same paper are a hint; unlike ones are not."""

from __future__ import annotations

import pytest

from matchers.titles_alike import alike


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("一种水泵叶轮的加工装置", "水泵叶轮加工装置专利", True),
        ("智能切片生产线研发", "智能切片生产线的研发与应用", True),
        ("一种水泵叶轮的加工装置", "一种台灯的散热结构", False),
        ("证书", "质量管理体系认证证书", False),
        ("", "一种台灯", False),
    ],
)
def test_words_decide_not_letters(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same
