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


def starts_column(paper: Paper, start: int) -> bool:
    """The stretch that begins at `start` is a box of its own, with a gap before it as wide as a character."""
    index = paper.part_at(start)
    part, base = paper.parts[index], paper.starts[index]
    raw, _ = part.view.raw(start - base + part.start, start - base + part.start + 1)
    words = part.page.words_in(raw, raw + 1)
    if not words or words[0].start != raw or words[0].box is None:
        return False
    own = words[0].box
    before = [
        w.box
        for w in part.page.words
        if w.box is not None
        and w.box.x1 <= own.x1
        and w is not words[0]
        and abs(w.box.centre[1] - own.centre[1]) < own.height / 2
    ]
    return not before or own.x0 - max(b.x1 for b in before) >= own.height * 0.6


def column_below(
    paper: Paper, label: int, value: tuple[int, int], right: int | None, lines: int
) -> list[tuple[int, int]]:
    """The lines that go on below a value within its own column: from the label's left edge to where `right` begins."""
    label_box, value_box = paper.box(label, label + 1), paper.box(*value)
    if label_box is None or value_box is None:
        return []
    edge_box = paper.box(right, right + 1) if right is not None else None
    height = max(value_box.height, 1.0)
    left, edge = label_box.x0 - height, edge_box.x0 - height * 0.3 if edge_box is not None else float("inf")
    top, found = value_box.y1 - height * 0.3, []
    for _ in range(lines):
        under = [
            (w, w.box)
            for w in paper.page_at(label).words
            if w.box is not None
            and top < w.box.centre[1] <= top + height * 2.2
            and w.box.x0 >= left
            and w.box.x1 <= edge + height
        ]
        if not under:
            break
        nearest = min(box.centre[1] for _, box in under)
        line = [(w, box) for w, box in under if box.centre[1] - nearest <= height * 0.6]
        stretch = _stretch(paper, label, [w for w, _ in line])
        if stretch is None:
            break
        found.append(stretch)
        top = max(box.y1 for _, box in line) - height * 0.3
    return found


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
