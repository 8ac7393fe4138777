"""Neighbours of a stretch by their boxes: what stands to the right of it, what stands below it in the same column."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Box, Word
from extractors.papers import Paper

_LINES_BELOW = 2.6
"""How far below a label its value may stand, in heights of the label."""
_GAP_RIGHT = 14.0
"""How far to the right of a label its value may stand, in heights of the label."""


def right_of(paper: Paper, start: int, end: int) -> tuple[int, int] | None:
    """The words to the right of `text[start:end]` at its height, up to a wide gap; None where there is no place."""
    label = paper.box(start, end)
    if label is None:
        return None
    height = max(label.height, 1.0)
    beside = [
        (w, w.box)
        for w in paper.page_at(start).words
        if w.box is not None
        and label.y0 <= w.box.centre[1] <= label.y1
        and label.x1 - height * 0.3 <= w.box.x0 <= label.x1 + height * _GAP_RIGHT
    ]
    beside.sort(key=lambda pair: pair[1].x0)
    taken: list[Word] = []
    edge = label.x1 + height * (_GAP_RIGHT - 4)
    for word, box in beside:
        if taken and box.x0 > edge:
            break
        taken.append(word)
        edge = box.x1 + height * 4
    return _stretch(paper, start, taken)


def below(paper: Paper, start: int, end: int) -> list[tuple[int, int]]:
    """The nearest line below `text[start:end]` that overlaps it in width, as a stretch; none without boxes."""
    label = paper.box(start, end)
    if label is None:
        return []
    height = max(label.height, 1.0)
    under = [
        (w, w.box)
        for w in paper.page_at(start).words
        if w.box is not None
        and label.y1 - height * 0.2 <= w.box.y0
        and w.box.centre[1] <= label.y1 + height * _LINES_BELOW
        and _overlap(w.box, label)
    ]
    if not under:
        return []
    top = min(box.centre[1] for _, box in under)
    line = [w for w, box in under if box.centre[1] - top <= height * 0.6]
    found = _stretch(paper, start, line)
    return [found] if found else []


def _overlap(box: Box, label: Box) -> bool:
    shared = min(box.x1, label.x1) - max(box.x0, label.x0)
    return shared > 0.3 * min(max(box.width, 1.0), max(label.width, 1.0))


def _stretch(paper: Paper, at: int, words: Sequence[Word]) -> tuple[int, int] | None:
    """The stretch of the paper's text from the first to the last word, if they stand one after another there."""
    if not words:
        return None
    index = paper.part_at(at)
    part, base = paper.parts[index], paper.starts[index]
    first, last = min(w.start for w in words), max(w.end for w in words)
    between = part.page.words_in(first, last)
    if len(between) > len(words):
        chosen = {w.start for w in words}
        run = [words[0]] if words else []
        first, last = run[0].start, run[0].end
        for word in between:
            if word.start in chosen and word.start >= last:
                last = word.end
            elif word.start >= last:
                break
    start, end = part.view.inside(first, last)
    start, end = start - part.start + base, end - part.start + base
    if start < base or end > base + len(part.text):
        return None
    return start, end
