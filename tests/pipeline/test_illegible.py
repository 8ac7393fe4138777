"""A sheet that shows writing which nobody could read is unread; a clean sheet is blank (no engine needed)."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr import scan
from pipeline.ocr.engine import Picture
from pipeline.readers.context import ReadContext


def sheet(contrast: int) -> Picture:
    """A pale A4 sheet with rows of blurred marks, so much darker than the paper."""
    picture = np.full((1600, 1130, 3), 245, np.uint8)
    for row in range(400, 900, 60):
        for column in range(150, 900, 34):
            cv2.rectangle(picture, (column, row), (column + 20, row + 26), (245 - contrast,) * 3, -1)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 6), np.uint8)


@pytest.mark.parametrize(("contrast", "legibility"), [(150, "unread"), (0, "blank"), (10, "blank")])
def test_marks_without_any_reading_are_told(contrast: int, legibility: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "read_lines", lambda *_: [])
    assert scan.scan_picture(sheet(contrast), 0.36, ReadContext()).legibility == legibility
