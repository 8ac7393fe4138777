"""A figure that the engine dropped is noticed by the ink that it left."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.ocr import CERTAIN
from pipeline.ocr.engine import OcrLine, Picture
from pipeline.ocr.lost import doubted

STEP = 20
HIGH = 40


def printed(text: str) -> tuple[Picture, dict[int, tuple[float, float]]]:
    """A line with a bar for each figure and a box for each hanzi, and where they stand."""
    places: dict[int, tuple[float, float]] = {}
    x = 10.0
    for at, char in enumerate(text):
        wide = STEP if char.isdigit() or char == " " else 1.6 * STEP
        places[at] = (x, x + wide)
        x += wide
    picture = np.full((HIGH, round(x) + 10), 240, np.uint8)
    for at, (begin, end) in places.items():
        if text[at] != " ":
            picture[6:34, round(begin) + 5 : round(end) - 5] = 30
    return picture, places


def line(text: str, picture: Picture, places: list[tuple[float, float]]) -> OcrLine:
    wide = picture.shape[1]
    return OcrLine(((0, 0), (wide, 0), (wide, HIGH), (0, HIGH)), text, 0.99, (0.99,) * len(text), tuple(places))


@pytest.mark.parametrize(
    ("on_paper", "dropped"), [("2020年08月19日", 8), ("2024年01月22日", 9), ("2024年01月22日", 0), ("GR2018442171", 6)]
)
def test_beside_a_dropped_figure_nothing_is_certain(on_paper: str, dropped: int) -> None:
    picture, places = printed(on_paper)
    read = on_paper[:dropped] + on_paper[dropped + 1 :]
    kept = [place for at, place in places.items() if at != dropped]
    (found,) = doubted([line(read, picture, kept)], picture)
    if dropped == 0:
        assert found.scores == (0.99,) * len(read), "at the end of a line there is no gap to notice"
        return
    assert max(found.scores[dropped - 1 : dropped + 1]) < CERTAIN
    assert min(found.scores[: dropped - 1]) >= CERTAIN


@pytest.mark.parametrize("text", ["2020年08月19日", "2020年 8月 9日", "1 902 202", "发证日期2020年08月09日"])
def test_what_was_read_whole_and_what_is_set_apart_by_paper_keeps_its_scores(text: str) -> None:
    picture, places = printed(text)
    shown = [place for at, place in places.items() if text[at] != " "]
    for one in (line(text, picture, list(places.values())), line(text.replace(" ", ""), picture, shown)):
        assert doubted([one], picture) == [one]
