"""A font with Chinese for matplotlib: the one that PyMuPDF carries, so that a picture looks the same everywhere."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path

import pymupdf


@cache
def chinese_font() -> tuple[str, str]:
    """The families for `font.family`: Chinese, and the one for figures that matplotlib brings itself.

    The font's file goes when the program ends.
    """
    from matplotlib import font_manager

    with tempfile.NamedTemporaryFile(prefix="yushen-", suffix=".ttf", delete=False) as file:
        file.write(pymupdf.Font("china-s").buffer)  # type: ignore[no-untyped-call]
    path = Path(file.name)
    atexit.register(lambda: path.unlink(missing_ok=True))
    font_manager.fontManager.addfont(str(path))
    return str(font_manager.FontProperties(fname=str(path)).get_name()), "DejaVu Sans"
