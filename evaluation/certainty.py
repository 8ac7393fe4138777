"""May what is called certain be relied on? Invented certificates, spoiled in many ways, read and judged field by field.

    python -m evaluation.certainty [--pages N] [--seed N] [--verbose]

Every page goes through OCR and the recognisers as a dossier's page does. Counted are the numbers and dates of papers
that were recognised: how many were read right, how many of those are called certain (0.9 or more), and how many are
wrong although called certain. The last figure has to be 0. The pages are made by `evaluation.certainty_papers`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass

import numpy as np

from evaluation.certainty_papers import DESIGNS, Sheet, draw, spoil
from evaluation.real_fields import plain
from extractors.confidence import CERTAIN, certain_of
from extractors.document import Document, PageId
from extractors.evidence import Evidence, Reading
from extractors.extraction import extract_evidence
from pipeline.ocr.scan import page_of, scan_picture
from pipeline.readers.context import ReadContext

DPI_POINTS = 72 / 200


@dataclass(frozen=True, slots=True)
class Judged:
    """One field: what stands on the paper, what was read, how certain, and by which signals."""

    page: int
    field: str
    true: str
    read: str | None
    certainty: float
    reading: Reading

    @property
    def right(self) -> bool:
        return bool(plain(self.read) == plain(self.true))


def judge(number: int, sheet: Sheet, found: Evidence) -> list[Judged]:
    """Every true value of the sheet beside the field that was read."""
    result = []
    for name, true in sheet.truth.items():
        field = found.fields[name]
        result.append(Judged(number, name, true, found.text(name), certain_of(field), field.reading))
    return result


def read(number: int, seed: int) -> tuple[Sheet, Evidence | None]:
    """A page drawn, spoiled and read; None where no paper of its type was recognised."""
    rng = random.Random(seed * 100_003 + number)
    sheet = DESIGNS[number % len(DESIGNS)](rng)
    picture = spoil(draw(sheet, rng), np.random.default_rng(seed * 100_003 + number))
    name = f"{number}.jpg"
    page = page_of(scan_picture(picture, DPI_POINTS, ReadContext()), PageId(name, 1))
    evidence = extract_evidence([Document(name, "0" * 64, "read", (page,))]).evidence
    return sheet, next((e for e in evidence if e.type == sheet.type), None)


def main() -> int:
    """Prints the figures; exit status 0 if nothing wrong was called certain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=105)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    silent: list[Judged] = []
    for number in range(options.pages):
        sheet, found = read(number, options.seed)
        if found is None:
            count["unrecognised"] += 1
            continue
        for one in judge(number, sheet, found):
            count["fields"] += 1
            count["right"] += one.right
            certain = one.read is not None and one.certainty >= CERTAIN
            count["right and certain"] += one.right and certain
            if certain and not one.right:
                silent.append(one)
            if options.verbose and not (one.right and certain):
                print(f"  {one.page} {one.field}: true {one.true}, read {one.read} ({one.certainty}) {one.reading}")
    print(f"pages: {options.pages}, of which no paper was recognised on {count['unrecognised']}")
    print(f"numbers and dates: {count['fields']}, read right: {count['right']}")
    print(
        f"right ones called certain: {count['right and certain']} = {count['right and certain'] / count['right']:.1%}"
    )
    print(f"wrong ones called certain: {len(silent)}")
    for one in silent:
        print(f"  page {one.page} {one.field}: true {one.true}, read {one.read} ({one.certainty}) {one.reading}")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
