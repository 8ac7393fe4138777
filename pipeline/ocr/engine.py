"""The OCR engine: one per process, loaded on first use, with the settings that `research/ocr.md` measured.

onnxruntime is the default; openvino is faster on CPUs with AVX512-BF16 and is used where asked for and installed.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.context import Engine

Picture = NDArray[np.uint8]
Points = tuple[tuple[float, float], ...]

UNPROVEN = 0.97
"""The most that a character may score where only the mean of its line is known: a mean hides the one wrong digit."""
KEEP = 0.5
"""Lines with a lower mean score are no text that anyone may use; they only count as doubt about the page."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line as the engine read it: four corners (clockwise from the top left, pixels), text, scores, characters.

    `corners` and `places` (left and right end of each character) are pixels of the picture that was read. `settled`
    are the combined scores of the characters after a second reading; empty where there was none.
    """

    corners: Points
    text: str
    score: float
    scores: tuple[float, ...]
    places: tuple[tuple[float, float], ...]
    settled: tuple[float, ...] = ()

    @property
    def length(self) -> float:
        (x0, y0), (x1, y1) = self.corners[0], self.corners[1]
        return math.hypot(x1 - x0, y1 - y0)

    @property
    def thickness(self) -> float:
        (x0, y0), (x1, y1) = self.corners[0], self.corners[3]
        return math.hypot(x1 - x0, y1 - y0)


def available_engine(wanted: Engine) -> Engine:
    """The engine that will run: openvino only where it is installed."""
    if wanted == "openvino" and importlib.util.find_spec("openvino") is not None:
        return "openvino"
    return "onnxruntime"


@functools.lru_cache(maxsize=1)
def _load(engine: Engine, threads: int) -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    from rapidocr import EngineType, RapidOCR
    from rapidocr.cal_rec_boxes import CalRecBoxes

    class ScoresWithoutBlanks(CalRecBoxes):
        """Gives each character its own score.

        rapidocr 3.10 leaves blanks out of the characters of a line but not out of their scores, so that behind every
        blank each character carries the score of the one before it, and the last scores are lost.
        """

        def cal_ocr_word_box(self, text: str, box: Any, word: Any, single: bool = False) -> tuple[Any, Any, Any]:
            contents, boxes, scores = super().cal_ocr_word_box(text, box, word, single)
            if len(scores) == len(text):
                scores = [score for char, score in zip(text, scores, strict=True) if not char.isspace()]
            return contents, boxes, scores

    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.text_score": 0.0,
        "Global.use_cls": False,
        "Global.max_side_len": 4000,
        "Det.limit_type": "max",
        "Det.limit_side_len": 1600,
        "Rec.rec_img_shape": [3, 48, 96],
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    if engine == "openvino":
        params |= {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Rec", "Cls")}
        params["EngineConfig.openvino.inference_num_threads"] = threads
        params["EngineConfig.openvino.enable_cpu_pinning"] = False
    loaded = RapidOCR(params=params)
    loaded.cal_rec_boxes = ScoresWithoutBlanks()
    return loaded


def read_lines(grey: Picture, engine: Engine = "onnxruntime", threads: int = 1) -> list[OcrLine]:
    """All lines that the engine sees in a grey picture, also those it hardly trusts, in no particular order."""
    run = _load(engine, threads)
    result = run(cv2.merge([grey, grey, grey]), return_word_box=True, return_single_char_box=True)
    if result.boxes is None or result.txts is None:
        return []
    whole = len(result.word_results or ()) == len(result.txts)
    lines = []
    for at, (corners, text, score) in enumerate(zip(result.boxes, result.txts, result.scores, strict=True)):
        if not text.strip():
            continue
        quad = cast("Points", tuple((float(x), float(y)) for x, y in corners))
        chars = result.word_results[at] if whole else ()
        if "".join(c for c, _, _ in chars) == "".join(text.split()) and all(len(c) == 1 for c, _, _ in chars):
            scores, places = spread(text, [(float(s), _ends(box, quad)) for _, s, box in chars])
        else:
            scores, places = (min(float(score), UNPROVEN),) * len(text), ()
        lines.append(OcrLine(quad, text, float(score), scores, places))
    return lines


def recognise_lines(cuts: list[Picture], engine: Engine = "onnxruntime", threads: int = 1) -> tuple[str, ...]:
    """The texts of grey pictures that show one line each; nothing is searched for, so this is cheap."""
    if not cuts:
        return ()
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    run = _load(engine, threads)
    recogniser = run.text_rec if run.text_rec is not None else run._load_rec_model()
    result = recogniser(TextRecInput(img=[cv2.merge([cut, cut, cut]) for cut in cuts], return_word_box=False))
    return tuple(str(text) for text in result.txts)


def spread(
    text: str, characters: Sequence[tuple[float, tuple[float, float]]]
) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
    """Scores and places of all characters of a line, from those that are no blanks.

    A blank lies between its neighbours and is no surer than they.

    >>> spread("1 9", [(0.9, (0, 5)), (0.8, (7, 12))])
    ((0.9, 0.8, 0.8), ((0, 5), (5, 7), (7, 12)))
    """
    scores, places = [], []
    at = 0
    for char in text:
        if not char.isspace():
            score, place = characters[at]
            at += 1
        else:
            beside = characters[max(at - 1, 0) : at + 1]
            score = min((s for s, _ in beside), default=0.0)
            begin = characters[at - 1][1][1] if at else 0.0
            end = characters[at][1][0] if at < len(characters) else begin
            place = (begin, max(begin, end))
        scores.append(score)
        places.append(place)
    return tuple(scores), tuple(places)


def _ends(box: Any, quad: Points) -> tuple[float, float]:
    """How far along its line a character begins and ends, in pixels from the line's top left corner."""
    (x0, y0), (x1, y1) = quad[0], quad[1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    along = [(float(x) - x0) * ux + (float(y) - y0) * uy for x, y in box]
    return min(along), max(along)
