"""Ruled lines among the drawings of a PDF page, in the frame in which the page is read."""

from __future__ import annotations

from typing import Any

from pipeline.readers.ruled_lines import Rule

THIN = 2.5
"""A filled rectangle up to this thick (points) is a line."""
MOST = 6000
"""More paths than this are a drawing (map, plan); it is not searched for tables."""


def drawn_rules(drawings: list[dict[str, Any]], matrix: Any) -> list[Rule]:
    """Level and upright lines, and the sides of stroked or filled rectangles."""
    if len(drawings) > MOST:
        return []
    a, b, c, d, e, f = matrix
    rules: list[Rule] = []

    def add(x0: float, y0: float, x1: float, y1: float) -> None:
        left, right = a * x0 + c * y0 + e, a * x1 + c * y1 + e
        top, bottom = b * x0 + d * y0 + f, b * x1 + d * y1 + f
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        if bottom - top <= THIN and right - left > 4:
            rules.append(Rule("h", (top + bottom) / 2, left, right))
        elif right - left <= THIN and bottom - top > 4:
            rules.append(Rule("v", (left + right) / 2, top, bottom))

    for drawing in drawings:
        for item in drawing["items"]:
            kind = item[0]
            if kind == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
                add(x0, y0, x1, y1)
            elif kind in {"re", "qu"}:
                if kind == "re":
                    x0, y0, x1, y1 = item[1][:4]
                else:
                    xs, ys = [p[0] for p in item[1]], [p[1] for p in item[1]]
                    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
                if abs(x1 - x0) <= THIN or abs(y1 - y0) <= THIN:
                    add(x0, y0, x1, y1)
                elif drawing["type"] != "f" or _is_shaded(drawing):
                    add(x0, y0, x1, y0)
                    add(x0, y1, x1, y1)
                    add(x0, y0, x0, y1)
                    add(x1, y0, x1, y1)
    return rules


def _is_shaded(drawing: dict[str, Any]) -> bool:
    """A filled rectangle that is not white: the shading of a cell has the edges of the cell."""
    fill = drawing.get("fill")
    return fill is not None and min(fill) < 0.98


def curves_in(drawings: list[dict[str, Any]]) -> int:
    """How many curves are drawn; letters turned into outlines have thousands."""
    return sum(item[0] == "c" for drawing in drawings for item in drawing["items"])
