"""Lines that only the width of the paper ended."""

from __future__ import annotations

import re
from typing import Final

ENDS: Final = "。；;：:！!？?"
OPEN: Final = ",，、(（[【<≤≥-~～"
"""A line that ends so goes on, whatever the next begins with."""
BEGINS: Final = re.compile(
    r"\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）、．.](?!\d)|[①-⑳⑴-⑽]|第[一二三四五六七八九十]+[条章]|[A-D][.、:：级]|注[:：])"
)


def unwrapped(text: str) -> str:
    r"""Lines joined that were only cut by the edge of the cell; a line that begins an item or follows an end stays.

    >>> unwrapped("企业通过测量管理\n体系认证，得5\n分；\n（2）其他得 1 分")
    '企业通过测量管理体系认证，得5分；\n（2）其他得 1 分'
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    result: list[str] = []
    for line in lines:
        if result and (result[-1][-1] in OPEN or (result[-1][-1] not in ENDS and not BEGINS.match(line))):
            latin = result[-1][-1].isascii() and line[0].isascii() and (result[-1][-1].isalpha() and line[0].isalpha())
            result[-1] += (" " if latin else "") + line
        else:
            result.append(line)
    return "\n".join(result)
