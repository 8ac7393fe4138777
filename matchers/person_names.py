"""One person's name on two papers, where an engine may have misread a character (handbook 11.4).

A near name never joins two papers by itself: it only keeps the software from saying that nothing was found.
"""

from __future__ import annotations

from matchers.name_parts import look_alike


def perhaps_same(one: str, other: str) -> bool:
    """Could OCR have made one name out of the other?

    One character differs (in a name of two it must be a known look-alike), or one character at an end is lost.

    >>> perhaps_same("仉知微", "亿知微"), perhaps_same("亓若曦", "若曦"), perhaps_same("张伟", "张红")
    (True, True, False)
    >>> perhaps_same("张三", "张三")
    False
    """
    if min(len(one), len(other)) < 2 or one == other:
        return False
    if len(one) == len(other):
        different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(different) == 1 and (len(one) > 2 or look_alike(*different[0]))
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and (longer.startswith(shorter) or longer.endswith(shorter))
