"""A `Scan` as plain JSON for the page cache, and the reading of a picture through that cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractors.document import Box
from extractors.layout import GridCell, Piece
from pipeline.ocr import VERSION
from pipeline.ocr.engine import Picture, available_engine
from pipeline.ocr.scan import Scan, scan_picture
from pipeline.page_cache import PageCache, key_of
from pipeline.readers.context import ReadContext


def cached_scan(content: str, place: str, picture: Callable[[], tuple[Picture, float]], context: ReadContext) -> Scan:
    """The scan of a picture, from the cache or read now.

    `content` is the sha256 of the bytes that hold the picture, `place` says which picture in it; `picture` makes the
    BGR picture and its points per pixel, and is only called where the cache has no entry.
    """
    cache = PageCache(context.cache, context.cache_sources)
    key = key_of("scan", VERSION, available_engine(context.engine), content, place)
    kept = cache.get(key)
    if kept is not None and (scan := scan_from(kept)) is not None:
        return scan
    colour, points = picture()
    scan = scan_picture(colour, points, context)
    if context.ocr or scan.legibility == "blank":
        cache.put(key, scan_to(scan))
    return scan_from(scan_to(scan)) or scan  # rounded as in the cache: the second run gives the same bytes


def scan_to(scan: Scan) -> dict[str, Any]:
    """Plain JSON, lengths in hundredths of a point, scores in thousandths."""
    return {
        "size": [round(scan.width, 2), round(scan.height, 2)],
        "turned": scan.turned,
        "slope": round(scan.slope, 6),
        "legibility": scan.legibility,
        "score": scan.score,
        "calls": scan.calls,
        "pieces": [
            [
                p.text,
                _hundredths(p.box),
                None if p.scores is None else [round(s * 1000) for s in p.scores],
                None if p.edges is None else [round(x * 100) for x in p.edges],
                int(p.aside),
            ]
            for p in scan.pieces
        ],
        "grids": [[[c.row, c.column, c.rowspan, c.colspan, *_hundredths(c.box)] for c in grid] for grid in scan.grids],
    }


def scan_from(kept: Any) -> Scan | None:
    """The scan again; None where the entry is not what `scan_to` wrote."""
    try:
        return Scan(
            float(kept["size"][0]),
            float(kept["size"][1]),
            int(kept["turned"]),
            float(kept["slope"]),
            tuple(
                Piece(
                    str(text),
                    _box(box),
                    None if scores is None else tuple(s / 1000 for s in scores),
                    None if edges is None else tuple(x / 100 for x in edges),
                    bool(aside),
                )
                for text, box, scores, edges, aside in kept["pieces"]
            ),
            tuple(
                tuple(GridCell(row, column, _box(box), down, right) for row, column, down, right, *box in grid)
                for grid in kept["grids"]
            ),
            kept["legibility"],
            float(kept["score"]),
            float(kept["calls"]),
        )
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def _hundredths(box: Box) -> list[int]:
    return [round(v * 100) for v in (box.x0, box.y0, box.x1, box.y1)]


def _box(values: list[int]) -> Box:
    x0, y0, x1, y1 = values
    return Box(x0 / 100, y0 / 100, x1 / 100, y1 / 100)
