"""Ruled lines become grids: merged cells whole, strokes and frames ignored, scans as well as drawings."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.document import Box
from extractors.layout import Piece
from pipeline.readers.ruled_lines import Rule, find_grids, find_pixel_rules, with_text, without_strokes


def lattice(xs: list[float], ys: list[float]) -> list[Rule]:
    return [Rule("h", y, xs[0], xs[-1]) for y in ys] + [Rule("v", x, ys[0], ys[-1]) for x in xs]


def shape(rules: list[Rule]) -> list[tuple[int, int, int]]:
    return [(len(g), max(c.row for c in g) + 1, max(c.column for c in g) + 1) for g in find_grids(rules)]


def test_a_lattice() -> None:
    rules = lattice([50, 150, 300, 500], [100, 120, 140, 160, 180])
    assert shape(rules) == [(12, 4, 3)]
    first = find_grids(rules)[0][0]
    assert (first.row, first.column, first.box) == (0, 0, Box(50, 100, 150, 120))


def test_jitter_double_lines_and_small_gaps_do_not_matter() -> None:
    rules = [
        Rule("h", 100, 50, 300), Rule("h", 101.5, 50.4, 300), Rule("h", 150.3, 50, 172), Rule("h", 149.7, 175, 300),
        Rule("h", 200, 49, 301), Rule("v", 50, 100, 200), Rule("v", 174, 101, 199.5), Rule("v", 300.8, 100, 200),
    ]  # fmt: skip
    assert shape(rules) == [(4, 2, 2)]


def test_merged_cells_stand_once() -> None:
    rules = [
        Rule("h", 100, 50, 350), Rule("h", 130, 50, 350), Rule("h", 160, 150, 350), Rule("h", 190, 50, 350),
        Rule("v", 50, 100, 190), Rule("v", 150, 130, 190), Rule("v", 250, 130, 190), Rule("v", 350, 100, 190),
    ]  # fmt: skip
    (grid,) = find_grids(rules)
    spans = {(c.row, c.column): (c.rowspan, c.colspan) for c in grid}
    assert spans == {(0, 0): (1, 3), (1, 0): (2, 1), (1, 1): (1, 1), (1, 2): (1, 1), (2, 1): (1, 1), (2, 2): (1, 1)}


def test_two_tables_on_a_page() -> None:
    assert len(find_grids(lattice([50, 150, 300], [100, 120, 140]) + lattice([50, 200, 300], [400, 430, 460]))) == 2


def test_a_table_without_side_lines() -> None:
    rules = [Rule("h", y, 50, 500) for y in (100, 130, 160)] + [Rule("v", x, 100, 160) for x in (200, 350)]
    assert shape(rules) == [(6, 2, 3)]


@pytest.mark.parametrize("inset", [[0], [0, 5, 12], [0, 20]])
def test_frames_are_no_tables(inset: list[int]) -> None:
    rules = [r for i in inset for r in lattice([30.0 + i, 560.0 - i], [30.0 + i, 800.0 - i])]
    assert find_grids(rules) == []


def test_a_stroke_inside_a_cell_divides_nothing() -> None:
    rules = [*lattice([50, 150, 300], [100, 140, 180]), Rule("v", 220, 105, 130), Rule("h", 125, 60, 100)]
    assert shape(rules) == [(4, 2, 2)]


def test_strokes_of_letters_are_dropped_and_lines_between_them_kept() -> None:
    title = Piece("证书", Box(100, 100, 200, 150))
    rules = [Rule("v", 120, 105, 145), Rule("h", 125, 110, 140), Rule("v", 120, 50, 300), Rule("h", 152, 100, 200)]
    assert without_strokes(rules, [title]) == rules[2:]


def test_a_grid_without_text_is_an_ornament() -> None:
    grids = find_grids(lattice([50, 150, 300], [100, 140, 180]))
    assert with_text(grids, [Piece("页眉", Box(50, 20, 80, 30))]) == []
    inside = [Piece("甲", Box(60, 110, 70, 120)), Piece("乙", Box(160, 110, 170, 120))]
    assert with_text(grids, inside) == grids


def test_lines_of_a_picture_are_found_with_noise() -> None:
    picture = np.full((1170, 827), 245, np.uint8)
    for y in (200, 260, 320, 380):
        cv2.line(picture, (100, y), (700, y), 30, 2)
    for x in (100, 300, 500, 700):
        cv2.line(picture, (x, 200), (x, 380), 30, 2)
    cv2.putText(picture, "ZL2018101234", (110, 240), 0, 0.8, 20, 2)
    noise = np.random.default_rng(0).normal(0, 8, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    (grid,) = find_grids(find_pixel_rules(noisy, 0.72))
    assert len(grid) == 9
    assert abs(grid[0].box.x0 - 72) < 2
    assert abs(grid[0].box.y1 - 187) < 2
