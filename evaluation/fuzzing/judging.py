"""Is what was read, and called certain, what the file says? Field by field against the known values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evaluation.fuzzing.files import GoodFile
from evaluation.fuzzing.papers import FuzzPaper
from evaluation.fuzzing.shown import rendered, shown_text
from extractors.confidence import CERTAIN, certain_of
from extractors.document import Page
from extractors.evidence import Evidence, Field


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that is called certain and is not what stands on the paper."""

    type: str
    field: str
    printed: str
    read: str
    certainty: float

    def __str__(self) -> str:
        return f"{self.type}.{self.field}：写的是“{self.printed}”，读成“{self.read}”（{self.certainty:.2f}）"


def plain(text: str) -> str:
    """Text as values are compared: one width, no blanks, upper case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def says(printed: str, value: str) -> bool:
    """Whether a value is what a printed form says.

    >>> says("2021年9月03日", "2021-09-03"), says("2021.09.30", "2021-09-03"), says("第 12 号", "12")
    (True, False, True)
    >>> says("2021年9月", "2021-09"), says("2021年9月3日", "2021-09")
    (True, False)
    """
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", value):
        return [int(part) for part in re.findall(r"\d+", plain(printed))] == [int(part) for part in value.split("-")]
    return plain(printed).removeprefix("第").removesuffix("号") == plain(value)


def certain_fields(found: Evidence) -> Iterator[tuple[str, Field, float]]:
    """The read fields of a paper that may be relied on."""
    for name, field in found.fields.items():
        if field.value is not None and (certainty := certain_of(field)) >= CERTAIN:
            yield name, field, certainty


def judge(file: GoodFile, data: bytes, evidence: Sequence[Evidence], pages: Sequence[Page]) -> list[Wrong]:
    """Every certain value that is neither what the good file says nor what the mutant shows now."""
    papers = {paper.type: paper for paper in file.papers}
    suspects = []
    for found in evidence:
        paper = papers.get(found.type)
        for name, field, certainty in certain_fields(found):
            value = field.value[0] if isinstance(field.value, tuple) and len(field.value) == 1 else field.value
            if paper is None:
                if found.confidence >= CERTAIN and name in {"certificate_no", "holder", "expiry_date"}:
                    suspects.append((Wrong(found.type, name, "", str(value), certainty), field))
            elif not _agrees(paper, name, value, found):
                suspects.append((Wrong(found.type, name, paper.printed.get(name, ""), str(value), certainty), field))
    if not suspects:
        return []
    before, now = shown_text(file, file.data), shown_text(file, data)
    seen = _unchanged_places(file, data)
    wrong = []
    for one, field in suspects:
        paper = papers.get(one.type)
        if paper is None or seen(field, pages) or not _shown(paper, one, before or "", now or ""):
            wrong.append(one)
    return wrong


def _agrees(paper: FuzzPaper, name: str, value: object, found: Evidence) -> bool:
    """True for the printed value, for fields that the paper does not have, and for dates computed from others."""
    if name in paper.derived:
        source, years = paper.derived[name]
        start = found.text(source)
        return start is None or str(value)[:4] in {str(int(start[:4]) + years), str(int(start[:4]) + years - 1)}
    if name not in paper.printed:
        return True
    return isinstance(value, str) and says(paper.printed[name], value)


def _shown(paper: FuzzPaper, one: Wrong, before: str, now: str) -> bool:
    """Whether the mutant shows that value: where the true one stood, or beside the field's own label."""
    true = paper.printed.get(one.field)
    if not true:
        return False
    flat_before, flat_now, label = _flat(before), _flat(now), plain(paper.labels[one.field])
    at = flat_before.find(plain(true), max(flat_before.find(label), 0))
    at = flat_before.find(plain(true)) if at < 0 else at  # in a workbook's table of strings labels come anywhere
    if at >= 0:
        start, end = _moved(flat_before, flat_now, at, at + len(plain(true)))
        first = max((flat_now.rfind(sign, 0, start) for sign in SEPARATORS), default=-1) + 1
        last = min((place for sign in SEPARATORS if (place := flat_now.find(sign, end)) >= 0), default=len(flat_now))
        if any(says(flat_now[a:b], one.read) for a in (start, first) for b in (end, last)):
            return True
    for match in re.finditer(re.escape(label), flat_now):
        after = re.split(r"[\n\t]", flat_now[match.end() :].lstrip("".join(SEPARATORS)), maxsplit=1)[0]
        if says(after, one.read):
            return True
    return False


SEPARATORS = (":", "\n", "\t", "|")


def _flat(text: str) -> str:
    """Text as values are compared, lines and cells kept apart."""
    return re.sub(r"[^\S\n\t]+", "", unicodedata.normalize("NFKC", text)).upper()


def _moved(before: str, now: str, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of one text stands in the other."""
    first, last = start, end
    for _, i1, i2, j1, j2 in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if i1 <= start < i2:
            first = j1 + (start - i1 if j2 - j1 == i2 - i1 else 0)
        if i1 < end <= i2:
            last = j2 - (i2 - end if j2 - j1 == i2 - i1 else 0)
    return first, max(first, last)


class _unchanged_places:
    """Whether a PDF's mutant looks as the good file does where a value was read: then a person sees the old value."""

    def __init__(self, file: GoodFile, data: bytes) -> None:
        self.old = rendered(file.data) if file.format == "pdf" else []
        self.new = rendered(data) if file.format == "pdf" else []

    def __call__(self, field: Field, pages: Sequence[Page]) -> bool:
        span = field.span
        page = next((p for p in pages if span is not None and p.id == span.page), None)
        if page is None or span is None or page.turned or (page.id.number or 0) > min(len(self.old), len(self.new)):
            return False
        box = page.box_of(span.start, span.end)
        if box is None:
            return False
        places = [int(n * 2) for n in (box.y0, box.y1 + 1, box.x0, box.x1 + 1)]
        y0, y1, x0, x1 = places
        old, new = (pixels[(page.id.number or 1) - 1] for pixels in (self.old, self.new))
        one, other = old[y0:y1, x0:x1], new[y0:y1, x0:x1]
        return one.shape == other.shape and one.size > 0 and bool((one == other).all()) and bool(one.min() < 128)
