"""OCR lines become pieces of the levelled page, with scores that a later floor can rely on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractors.document import Box
from extractors.layout import Piece
from pipeline.ocr.engine import KEEP, OcrLine
from pipeline.ocr.turning import mean_score

SLANT = math.radians(8)
"""A line that slants more than this against the page belongs to a watermark or a seal."""


def pieces_of(lines: Sequence[OcrLine], slope: float, size: tuple[int, int], unit: float) -> tuple[list[Piece], float]:
    """Pieces (lengths are pixels times `unit`) and the share of the lettered area that nobody could read."""
    tilt = math.atan(slope)
    kept = []
    area = lost = 0.0
    for line in lines:
        letters = sum(c.isalnum() for c in line.text)
        covered = line.length * line.thickness * letters / len(line.text)
        area += covered
        if line.score < KEEP:
            lost += covered
        else:
            kept.append(line)
    ceiling = ceiling_of(kept, slope)
    pieces = []
    for line in kept:
        piece = _piece(line, tilt, size, unit, ceiling)
        pieces += _upright_characters(piece) if _is_column(line, tilt) else [piece]
    return pieces, lost / area if area else 0.0


def ceiling_of(lines: Sequence[OcrLine], slope: float) -> float:
    """The mean score of the page's straight lines: no character of it is surer than that."""
    kept = [line for line in lines if line.score >= KEEP]
    return mean_score([line for line in kept if not _is_aside(line, math.atan(slope))] or kept)


def _is_column(line: OcrLine, tilt: float) -> bool:
    """Characters one below the other: a vertical title, or the first characters of labels that stand in a column."""
    return (
        _is_aside(line, tilt) and line.thickness > 2 * line.length and all("\u4e00" <= c <= "\u9fff" for c in line.text)
    )


def _upright_characters(piece: Piece) -> list[Piece]:
    """One piece for each character, so that each can join the line at its height (名 + 称北京…)."""
    step = piece.box.height / len(piece.text)
    half = min(step, piece.box.width) / 2
    result = []
    for at, char in enumerate(piece.text):
        y = piece.box.y0 + (at + 0.5) * step
        box = Box(piece.box.x0, y - half, piece.box.x1, y + half)
        result.append(Piece(char, box, None if piece.scores is None else piece.scores[at : at + 1]))
    return result


def _is_aside(line: OcrLine, tilt: float) -> bool:
    if line.length < 1.5 * line.thickness and len(line.text) < 2:
        return False
    (x0, y0), (x1, y1) = line.corners[0], line.corners[1]
    return (abs(math.atan2(y1 - y0, x1 - x0) - tilt) > SLANT and line.length > 1.5 * line.thickness) or (
        line.thickness > 2 * line.length and len(line.text) > 1
    )


def _piece(line: OcrLine, tilt: float, size: tuple[int, int], unit: float, ceiling: float) -> Piece:
    cx, cy = size[0] / 2, size[1] / 2
    cos, sin = math.cos(-tilt), math.sin(-tilt)
    level = [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in line.corners]
    aside = _is_aside(line, tilt)
    if aside:
        xs, ys = sorted(x for x, _ in level), sorted(y for _, y in level)
        x0, x1, y0, y1 = xs[0], xs[3], ys[0], ys[3]
    else:
        x0, x1 = (level[0][0] + level[3][0]) / 2, (level[1][0] + level[2][0]) / 2
        y0, y1 = (level[0][1] + level[1][1]) / 2, (level[2][1] + level[3][1]) / 2
    x0, x1, y0, y1 = (max(v, 0.0) * unit for v in (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    edges = None if aside or not line.places else _edges(line, x0, x1)
    return Piece(
        line.text,
        Box(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)),
        line.settled or lowered(line.scores, ceiling),
        edges,
        aside,
    )


def _edges(line: OcrLine, x0: float, x1: float) -> tuple[float, ...]:
    """Positions between characters: half-way between the end of one and the beginning of the next."""
    step = (x1 - x0) / (line.length or 1.0)
    edges = [x0]
    for (_, end), (begin, _) in zip(line.places, line.places[1:], strict=False):
        edges.append(max(edges[-1], min(x0 + step * (end + begin) / 2, x1)))
    edges.append(x1)
    return tuple(round(x, 2) for x in edges)


def lowered(scores: Sequence[float], ceiling: float) -> tuple[float, ...]:
    """Each character's score, no better than its neighbours' and than the page's mean (see the package docstring)."""
    return tuple(round(max(0.0, min(*scores[max(at - 1, 0) : at + 2], ceiling, 1.0)), 3) for at in range(len(scores)))
