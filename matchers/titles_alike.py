"""Do two titles speak of the same thing? A hint for the reviewer, never a reason to accept.

A form often shortens or rewords a paper's title (一种水泵叶轮的加工装置 → 水泵叶轮加工装置专利).
The words of both are compared; jieba cuts them, loaded only when a form names a title that no paper has word for word.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any

ENOUGH = 0.6
"""Share of the shorter title's words that must stand in the other."""
FILLING = frozenset(
    ("的", "一种", "及", "和", "与", "其", "用", "专利", "发明", "实用新型", "证书", "标准", "项目", "商标")
)


@cache
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()


def _words(title: str) -> frozenset[str]:
    words = _tokenizer().lcut(re.sub(r"[\s《》“”\"'()（）、，,。；;:：\-]", " ", title))
    return frozenset(w for w in words if w.strip() and w not in FILLING)


def alike(one: str, other: str) -> bool:
    """Whether most words of the shorter title stand in the other; False where there is too little to compare."""
    ours, theirs = _words(one), _words(other)
    shorter = min(len(ours), len(theirs))
    return shorter >= 2 and len(ours & theirs) >= ENOUGH * shorter
