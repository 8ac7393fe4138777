"""A number at whose end something lies is not certain: the engine reads what can be seen and is sure of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.ocr import DIFFERING
from pipeline.ocr.covered import doubted_beside
from pipeline.ocr.engine import OcrLine, Picture

SIZE = 20
NUMBER = "证书编号:24138Q13"


def sheet() -> Picture:
    return np.full((400, 600), 240, np.uint8)


def line(text: str, x: int = 100, y: int = 100, score: float = 0.99) -> OcrLine:
    width = SIZE * len(text)
    corners = ((x, y), (x + width, y), (x + width, y + SIZE), (x, y + SIZE))
    places = tuple((i * SIZE, (i + 1) * SIZE) for i in range(len(text)))
    return OcrLine(corners, text, score, (score,) * len(text), places)


def end_of(one: OcrLine) -> int:
    return int(one.corners[1][0])


def doubted(picture: Picture, one: OcrLine, *others: OcrLine) -> OcrLine:
    """The line after the check, on a page with further lines that nothing covers."""
    below = [line("某某公司", y=220 + 30 * at) for at in range(5)]
    return doubted_beside([one, *others, *below], picture)[0]


def last_score(picture: Picture, one: OcrLine, *others: OcrLine) -> float:
    return doubted(picture, one, *others).scores[-1]


@pytest.mark.parametrize("tone", [0, 90, 180])
@pytest.mark.parametrize("gap", [0, 3, 15])
def test_a_number_that_ends_at_something_is_doubted(tone: int, gap: int) -> None:
    picture, one = sheet(), line(NUMBER)
    picture[80:140, end_of(one) + gap : end_of(one) + gap + 80] = tone
    found = doubted(picture, one)
    assert found.scores[-1] == DIFFERING
    assert found.scores[:-1] == one.scores[:-1], "what stands farther off is as it was read"


def test_a_number_that_begins_at_something_is_doubted() -> None:
    picture, one = sheet(), line("24138Q13724R0M")
    picture[80:140, 60:98] = 60
    found = doubted(picture, one)
    assert (found.scores[0], found.scores[-1]) == (DIFFERING, 0.99)


@pytest.mark.parametrize("degrees", [-4, 3, 8])
def test_also_on_a_slant(degrees: float) -> None:
    picture, one = sheet(), line(NUMBER)
    picture[90:130, end_of(one) + 4 : end_of(one) + 60] = 80
    matrix = cv2.getRotationMatrix2D((300, 200), degrees, 1.0)
    turned = cv2.warpAffine(picture, matrix, (600, 400), borderValue=(240,))
    corners = cv2.transform(np.array([one.corners], np.float32), matrix)[0]
    slanting = OcrLine(tuple((float(x), float(y)) for x, y in corners), one.text, one.score, one.scores, one.places)
    assert last_score(np.asarray(turned, np.uint8), slanting) == DIFFERING


def test_paper_rules_and_other_lines_are_nothing() -> None:
    picture, one = sheet(), line(NUMBER)
    assert last_score(picture, one) == 0.99
    picture[:, end_of(one) + 6 : end_of(one) + 9] = 0  # a rule of a table
    assert last_score(picture, one) == 0.99
    next_one = line("2022", x=end_of(one) + 12)
    picture[100:120, end_of(one) + 12 : end_of(one) + 60] = 30
    assert last_score(picture, one, next_one) == 0.99
    picture[:, :] = np.linspace(150, 250, 600, dtype=np.uint8)  # a photograph's light
    assert last_score(picture, one) == 0.99


def test_a_line_at_the_edge_of_the_picture_is_read_as_it_is() -> None:
    one = line("24138Q13724", x=600 - 11 * SIZE)
    assert last_score(sheet(), one) == 0.99


def test_what_is_printed_in_the_lines_box_behind_its_last_character_was_not_read() -> None:
    picture, read = sheet(), line("证书编号:84351")
    far = (600.0, 100.0), (600.0, 120.0)
    one = replace(read, corners=(read.corners[0], *far, read.corners[3]))
    assert last_score(picture, one) == 0.99
    picture[102:118, 450:455] = 30
    assert last_score(picture, one) == DIFFERING


def test_a_figure_that_the_engine_dropped_at_a_lines_end_is_noticed() -> None:
    picture, whole = sheet(), line("证书编号:84351")
    for at in range(len(whole.text)):
        picture[103:117, 104 + at * SIZE : 116 + at * SIZE] = 30
    assert last_score(picture, whole) == 0.99
    short = replace(whole, text=whole.text[:-1], scores=whole.scores[:-1], places=whole.places[:-1])
    assert last_score(picture, short) == DIFFERING


@pytest.mark.parametrize("text", ["发证日期:2018年05月", "专利申请日:2016年"])
def test_a_month_or_year_that_ends_at_something_is_doubted(text: str) -> None:
    picture, one = sheet(), line(text)
    picture[80:140, end_of(one) + 2 : end_of(one) + 40] = 60
    assert last_score(picture, one) == DIFFERING


def test_hardly_anything_read_and_one_line_covered() -> None:
    picture = sheet()
    lines = [line("质量管理体系认证证书", y=40), line("某某公司", y=100)]
    picture[90:130, end_of(lines[1]) : end_of(lines[1]) + 60] = 90
    assert all(max(one.scores) == DIFFERING for one in doubted_beside(lines, picture))


@pytest.mark.parametrize("text", ["获证组织:江门市恒盛有限公司", "发证日期:2021年9月3日"])
def test_names_and_dates_that_end_as_they_do_stay(text: str) -> None:
    picture, one = sheet(), line(text, x=10)
    picture[80:140, end_of(one) + 2 : end_of(one) + 40] = 60
    assert last_score(picture, one) == 0.99


def test_where_a_quarter_of_all_lines_ends_at_something_broad_the_page_is_doubted() -> None:
    picture = sheet()
    texts = (NUMBER, "有效期至:2023年1月1日", "某某公司", "某某市", "某某区", "某某镇")
    lines = [line(text, y=60 + 40 * at) for at, text in enumerate(texts)]
    for one in lines[:2]:
        picture[int(one.corners[0][1]) - 8 : int(one.corners[2][1]) + 8, end_of(one) : end_of(one) + 60] = 90
    found = doubted_beside(lines, picture)
    assert all(max(one.scores) == DIFFERING for one in found)
    picture[90:, :] = 240
    assert max(doubted_beside(lines, picture)[3].scores) == 0.99, "one line alone is that line's doubt"
