"""Web pages: which elements begin a line, as a browser shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.readers.web_page import read_html


def lines(body: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "a.html"
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", "utf-8")
    return read_html(path, "a.html").pages[0].text.split("\n")


@pytest.mark.parametrize("tag", ["span", "b", "x", "o:p", "mark", "q", "time", "abbr", "bdi", "kbd"])
def test_elements_of_the_line_do_not_break_it(tag: str, tmp_path: Path) -> None:
    assert lines(f"<p>发证时间：2018年8月<{tag}>17日</{tag}>起</p>", tmp_path) == ["发证时间：2018年8月17日起"]


@pytest.mark.parametrize("tag", ["p", "div", "h1", "li", "dd", "section", "center"])
def test_blocks_begin_a_line(tag: str, tmp_path: Path) -> None:
    assert lines(f"甲<{tag}>乙</{tag}>丙", tmp_path) == ["甲", "乙", "丙"]


def test_an_element_that_is_styled_as_a_block_is_one(tmp_path: Path) -> None:
    assert lines("甲<span style='display: block'>乙</span>丙", tmp_path) == ["甲", "乙", "丙"]


def test_lines_within_an_element_of_the_line(tmp_path: Path) -> None:
    assert lines("<p>2018年<font>8月<b>17日</b><br>有效期：<i>三年</i></font>整</p>", tmp_path) == [
        "2018年8月17日",
        "有效期：三年整",
    ]
    assert lines("甲<x>乙<p>丙</p>丁</x>戊", tmp_path) == ["甲乙", "丙", "丁戊"]


def test_what_is_hidden_in_such_an_element_is_not_read(tmp_path: Path) -> None:
    assert lines("甲<x>乙<br><b style='display:none'>丙</b><del>丁</del>戊</x>", tmp_path) == ["甲乙", "戊"]
