"""Does every quotation of a rubric stand in the official text, word for word? Only blanks are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractors.model_errors import Place


def without_blanks(text: str) -> str:
    """The text without any blank: line ends and blanks between words are the layout's, not the author's."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def quotations(data: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every value of a key `quote`, wherever it stands, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "quote" and isinstance(value, str):
                yield (*at, key), value
            else:
                yield from quotations(value, (*at, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from quotations(value, (*at, n))


def check_quotes(data: Any, folder: Path) -> list[tuple[Place, str]]:
    """Quotations that stand in none of the files that `text:` names, and files that cannot be read."""
    named = data.get("text") if isinstance(data, dict) else None
    if not isinstance(named, list) or not named:
        return []
    problems: list[tuple[Place, str]] = []
    texts: list[str] = []
    for n, name in enumerate(named):
        try:
            texts.append(without_blanks((folder / str(name)).read_text("utf-8-sig")))
        except (OSError, UnicodeDecodeError, ValueError):
            problems.append((("text", n), f"读不到官方文本“{name}”（须是 UTF-8 文本，路径相对于本文件）"))
    if problems:
        return problems
    for place, quote in quotations(data):
        if quote.strip() and not any(without_blanks(quote) in text for text in texts):
            problems.append((place, f"官方文本里没有这段原文：“{_cut(quote)}”{_furthest(quote, texts)}"))
    return problems


def _cut(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


def _furthest(quote: str, texts: Sequence[str]) -> str:
    """Where the quotation leaves the text: what of its beginning still stands there."""
    wanted = without_blanks(quote)
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if any(wanted[:middle] in text for text in texts):
            low = middle
        else:
            high = middle - 1
    return f"；到“…{wanted[max(0, low - 6) : low]}”为止相符，其后的“{wanted[low : low + 8]}”不符" if low >= 4 else ""
