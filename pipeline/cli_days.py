"""Days as the command line takes them."""

from __future__ import annotations

import datetime as dt

from pipeline.errors import UnusableInput


def parse_day(text: str | None) -> dt.date | None:
    """An ISO day (`2022-06-10`) or None; anything else is an `UnusableInput`."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UnusableInput(
            f"--as-of 的日期“{text}”不是有效日期", remedy="请写成 年-月-日，例如 --as-of 2022-06-10"
        ) from None
