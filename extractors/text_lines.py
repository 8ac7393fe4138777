"""The line of a paper's text in which a place stands; a page's end (form feed) ends a line too."""

from __future__ import annotations


def line_of(text: str, at: int) -> tuple[int, int]:
    r"""Where the line begins and ends (without its end sign).

    >>> line_of("a\nbc\fd", 3)
    (2, 4)
    """
    return max(text.rfind(sign, 0, at) for sign in "\n\f") + 1, line_end(text, at)


def line_end(text: str, at: int) -> int:
    """Where the line that holds this place ends."""
    return min((end for sign in "\n\f" if (end := text.find(sign, at)) >= 0), default=len(text))
