"""Scores, turning and columns without the engine; and a few pages with it (marked `ocr`)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.document import PageId
from pipeline.ocr import CERTAIN
from pipeline.ocr import engine as ocr_engine
from pipeline.ocr.engine import OcrLine, Picture, read_lines, recognise_lines
from pipeline.ocr.pieces import lowered, pieces_of
from pipeline.ocr.scan import page_of, scan_picture
from pipeline.ocr.second import Recognise, scores_after, settled
from pipeline.ocr.turning import slope_of, turn, turns_to_try
from pipeline.readers.context import ReadContext
from pipeline.readers.image import read_image

REAL = Path(os.environ.get("YUSHEN_REAL", Path(__file__).parents[3] / "shared" / "real"))
FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("C:/Windows/Fonts/simsun.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
]


def line(text: str, x: float, y: float, size: float = 20, score: float = 0.99, rise: float = 0.0) -> OcrLine:
    width = size * len(text)
    corners = ((x, y), (x + width, y + rise), (x + width, y + rise + size), (x, y + size))
    places = tuple((i * size, (i + 1) * size) for i in range(len(text)))
    return OcrLine(corners, text, score, (score,) * len(text), places)


def tall(text: str, x: float, y: float, score: float) -> OcrLine:
    high = 20 * len(text)
    return OcrLine(((x, y), (x + 20, y), (x + 20, y + high), (x, y + high)), text, score, (score,) * len(text), ())


def test_a_character_is_no_surer_than_its_neighbours_and_its_page() -> None:
    assert lowered((1.0, 1.0, 0.6, 1.0, 1.0), 0.98) == (0.98, 0.6, 0.6, 0.6, 0.98)
    assert lowered((), 1.0) == ()
    coarse, _ = pieces_of([line("2021", 0, 0), line("看不清楚的文字", 0, 40, score=0.7)], 0.0, (500, 500), 1.0)
    assert coarse[0].scores is not None
    assert max(coarse[0].scores) < CERTAIN


def test_what_the_engine_hardly_trusts_is_no_text_but_doubt() -> None:
    pieces, lost = pieces_of([line("证书", 0, 0), line("乱码乱码乱码", 0, 50, score=0.3)], 0.0, (500, 500), 1.0)
    assert [p.text for p in pieces] == ["证书"]
    assert lost == pytest.approx(0.75)


def test_characters_in_a_column_join_their_lines_and_watermarks_stand_aside() -> None:
    slanting = OcrLine(((0, 0), (200, 200), (190, 210), (-10, 10)), "仅供存档", 0.9, (0.9,) * 4, ())
    pieces, _ = pieces_of([tall("名类住", 10, 100, 0.9), slanting, line("称某公司", 60, 100)], 0.0, (500, 500), 1.0)
    assert [(p.text, p.aside) for p in pieces] == [
        ("名", False), ("类", False), ("住", False), ("仅供存档", True), ("称某公司", False),
    ]  # fmt: skip
    assert pieces[0].box.centre[1] < pieces[1].box.centre[1] < pieces[2].box.centre[1]


def test_which_way_up() -> None:
    assert turns_to_try([line("证书编号编号", 0, 0), line("有效期至某年", 0, 40)]) == ()
    assert turns_to_try([line("证书编号编号", 0, 0, score=0.6)]) == (180,)
    assert turns_to_try([tall("证书编号", 0, 0, 0.97), tall("有效期至", 40, 0, 0.97)]) == (270, 90)
    assert turns_to_try([tall("证书编号", 0, 0, 0.6), tall("有效期至", 40, 0, 0.6)]) == (90, 270)
    assert turns_to_try([]) == ()


def test_the_skew_is_that_of_the_long_lines() -> None:
    lines = [line("一行很长的文字在这里", 0, 50 * i, rise=4) for i in range(4)]
    assert slope_of([*lines, line("短", 0, 300, rise=9)]) == pytest.approx(0.02)
    assert slope_of(lines[:2]) == 0.0


def sheet(text: list[str], size: tuple[int, int] = (1240, 1754)) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    font = next((f for f in FONTS if f.is_file()), None)
    if font is None:
        pytest.skip("no Chinese font on this machine")
    face = ImageFont.truetype(str(font), 40, index=2 if "NotoSansCJK" in font.name else 0)  # 2: the Chinese shapes
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for at, row in enumerate(text):
        draw.text((120, 150 + 90 * at), row, fill=(20, 20, 20), font=face)
    return np.ascontiguousarray(np.asarray(image, np.uint8)[..., ::-1])


ROWS = ["质量管理体系认证证书", "证书编号：00121Q30215R2M", "有效期至：2024年9月29日", "江门市恒晟电器有限公司"]


@pytest.mark.ocr
@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_a_page_is_read_whichever_way_it_lies(degrees: int) -> None:
    scan = scan_picture(np.asarray(turn(sheet(ROWS), degrees), np.uint8), 72 / 150, ReadContext())
    page = page_of(scan, PageId("a.jpg", 1))
    assert page.text.split("\n") == ROWS
    assert (scan.turned, scan.legibility) == ((360 - degrees) % 360, "good")
    assert int(scan.calls) == (1 if degrees == 0 else 2)
    start = page.text.index("2024")
    assert page.score_of(start, start + 4) >= CERTAIN
    box = page.seen().box_of(0, 10)
    assert box is not None
    if degrees == 0:
        assert abs(box.x0 - 120 * 0.48) < 6
    if degrees == 180:
        assert abs(box.x1 - (1240 - 120) * 0.48) < 6


@pytest.mark.ocr
@pytest.mark.skipif(not REAL.is_dir(), reason="real samples are not here (YUSHEN_REAL)")
def test_a_picture_is_read_once_and_the_second_time_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = REAL / "nasty" / "black_text_on_transparent.png"
    context = ReadContext(cache=tmp_path)
    first = read_image(path, "a.png", "f" * 64, context)
    assert first.pages[0].legibility == "good"

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("pipeline.ocr.stored.scan_picture", never)
    assert read_image(path, "a.png", "f" * 64, context) == first


def test_where_further_readings_agree_a_number_is_certain_and_where_one_differs_nobody_may_rely_on_it() -> None:
    doubtful = OcrLine(
        ((0, 0), (280, 0), (280, 20), (0, 20)), "有效期至2024年9月29日", 0.95, (0.99,) * 6 + (0.92,) * 8, ()
    )
    others = [line("质量管理体系认证证书", 0, 50 * i, score=0.999) for i in range(1, 9)]
    white = np.full((600, 400), 255, np.uint8)
    cuts: list[int] = []

    def says(*texts: str) -> Recognise:
        def recognise(pictures: list[Picture]) -> tuple[str, ...]:
            cuts.append(len(pictures))
            return texts

        return recognise

    same, cost = settled(
        [doubtful, *others], white, white, 0.99, says("有效期至2024年9月29日", "有效期至 2024年9月29日")
    )
    assert cuts == [2], "only the line with a number is read again, prepared in two ways"
    assert 0 < cost < 0.5
    assert [one.text for one in same] == [doubtful.text, *(one.text for one in others)]
    pieces, _ = pieces_of(same, 0.0, (400, 600), 1.0)
    plain, _ = pieces_of([doubtful, *others], 0.0, (400, 600), 1.0)
    assert [(p.text, p.box, p.edges) for p in pieces] == [(p.text, p.box, p.edges) for p in plain], "spans stay"
    assert plain[0].scores is not None
    assert max(plain[0].scores[6:]) < CERTAIN
    assert pieces[0].scores is not None
    assert min(pieces[0].scores[4:]) >= CERTAIN
    assert pieces[0].scores[:4] == plain[0].scores[:4], "hanzi gain nothing: the engine errs on them the same way twice"

    other, _ = settled([doubtful, *others], white, white, 0.99, says("有效期至2024年9月29日", "有效期至2021年9月29日"))
    assert other[0].text == doubtful.text
    assert other[0].settled[7] <= 0.5
    assert other[0].settled[6] < CERTAIN, "beside a difference nothing is proven"
    assert other[0].settled[10] >= CERTAIN, "the month stands apart from it"


def test_no_second_reading_saves_a_coarse_page_a_hopeless_character_or_a_single_one_beside_a_letter() -> None:
    white = np.full((600, 400), 255, np.uint8)

    def never(_: list[Picture]) -> tuple[str, ...]:
        raise AssertionError("read again")

    number = line("编号2024001", 0, 0, score=0.9)
    assert settled([number], white, white, 0.95, never) == ([number], 0.0)
    hopeless = line("编号2024001", 0, 0, score=0.55)
    assert settled([hopeless], white, white, 0.99, never) == ([hopeless], 0.0)
    letter = line("Z1.20211", 0, 0, score=0.9)
    after = scores_after(letter, 0.99, ["Z1.20211", "Z1.20211"])
    assert after[1] < CERTAIN
    assert min(after[3:]) >= CERTAIN


def test_blanks_and_marks_between_the_figures_of_a_number_are_as_sure_as_these() -> None:
    spaced = line("号1 902.202", 0, 0, score=0.9)
    after = scores_after(spaced, 0.99, ["号1902.202", "号 1 902.202"])
    assert min(after) >= CERTAIN
    other_mark = scores_after(spaced, 0.99, ["号1 902.202", "号1 902-202"])
    assert other_mark[6] < CERTAIN, "a mark that another reading shows otherwise"
    longer = scores_after(spaced, 0.99, ["号1 902.202", "号1 5902.202"])
    assert min(longer[1:4]) < CERTAIN, "a figure in place of the blank"


class OneLine:
    """An engine that reads one line, of which it tells the characters given."""

    def __init__(self, text: str, characters: list[tuple[str, float]]) -> None:
        quad = np.array([[0, 0], [100, 0], [100, 20], [0, 20]], np.float32)
        self.boxes, self.txts, self.scores = [quad], (text,), (0.99,)
        steps = enumerate(characters)
        self.word_results = ([(c, s, [[10 * i, 0], [10 * i + 8, 0]]) for i, (c, s) in steps],)

    def __call__(self, *_: object, **__: object) -> OneLine:
        return self


def test_characters_of_a_line_with_blanks_keep_their_own_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    read = OneLine("12 34", [("1", 0.9), ("2", 0.99), ("3", 0.6), ("4", 0.99)])
    monkeypatch.setattr(ocr_engine, "_load", lambda *_: read)
    (found,) = read_lines(np.full((30, 110), 255, np.uint8))
    assert found.scores == (0.9, 0.99, 0.6, 0.6, 0.99)
    assert [round(x) for x, _ in found.places] == [0, 10, 18, 20, 30]


def test_the_mean_of_a_line_makes_no_character_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "_load", lambda *_: OneLine("1234", [("12", 0.99), ("34", 0.99)]))
    (found,) = read_lines(np.full((30, 110), 255, np.uint8))
    assert max(found.scores) < CERTAIN


@pytest.mark.ocr
def test_the_engine_gives_each_character_its_own_score() -> None:
    """rapidocr by itself shifts them behind every blank."""
    from rapidocr.ch_ppocr_rec.typings import WordInfo, WordType

    boxes = ocr_engine._load("onnxruntime", 1).cal_rec_boxes
    word = WordInfo([["1"], ["9", "0"]], [[0], [2, 3]], [WordType.EN_NUM] * 2, 4, [0.9, 0.5, 0.8, 0.7])
    box = np.array([[0, 0], [40, 0], [40, 20], [0, 20]])
    characters, _, scores = boxes.cal_ocr_word_box("1 90", box, word, True)
    assert list(zip(characters, scores, strict=True)) == [("1", 0.9), ("9", 0.8), ("0", 0.7)]


@pytest.mark.ocr
def test_a_doubtful_date_is_confirmed_by_the_engine_and_a_false_one_is_not() -> None:
    picture = sheet(ROWS)
    grey = np.ascontiguousarray(picture[..., 2])
    lines = read_lines(grey)
    at = next(i for i, one in enumerate(lines) if "2024年" in one.text)
    blurred = replace(lines[at], scores=(0.9,) * len(lines[at].text))
    (found, *_), _ = settled([blurred], grey, grey, 0.99, recognise_lines)
    year = found.text.index("2024")
    assert min(found.settled[year : year + 4]) >= CERTAIN
    wrong = replace(blurred, text=blurred.text.replace("2024", "2021"))
    (found, *_), _ = settled([wrong], grey, grey, 0.99, recognise_lines)
    assert found.settled[year + 3] <= 0.5
