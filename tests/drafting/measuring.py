"""Compares a draft with what was expected of it, line by line; `python tests/drafting/measuring.py` prints a table."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from notice_spec import Notice, all_specs, read_spec
from notice_writers import WRITERS, write_scan
from rule_shape import plain, shape

from matchers.drafting import RubricDraft
from pipeline.drafting import draft_from
from pipeline.errors import YushenError


@dataclass(frozen=True)
class Score:
    lines: int
    maxima: int
    forms: int
    notes: tuple[str, ...]


def compare(notice: Notice, draft: RubricDraft) -> Score:
    """Lines are compared in order; where their number differs, the rest counts as wrong."""
    found = draft.rubric.indicators
    maxima = forms = 0
    notes = []
    if len(found) != len(notice.lines):
        notes.append(f"{len(found)} lines instead of {len(notice.lines)}")
    for at, expected in enumerate(notice.lines):
        if at >= len(found):
            break
        line = found[at]
        right = plain(line.max) == expected.max
        maxima += right
        if not right:
            notes.append(f"#{at + 1} {line.id} {line.name}: max {plain(line.max)} instead of {expected.max}")
        if expected.id and line.id != expected.id:
            notes.append(f"#{at + 1} id {line.id} instead of {expected.id}")
        drawn = shape(line.rule)
        if drawn in expected.rules:
            forms += 1
        else:
            notes.append(
                f"#{at + 1} {line.id}: {drawn} instead of {' | '.join(expected.rules)}  <{line.source.quote[:60]!r}>"
            )
        types = {paper.type for paper in line.papers.values()}
        if expected.types and not expected.types <= types:
            notes.append(f"#{at + 1} {line.id}: types {sorted(types)} lack {sorted(expected.types - types)}")
    return Score(len(notice.lines), maxima, forms, tuple(notes))


def main(names: list[str]) -> None:
    writers = dict(WRITERS)
    wanted = [name for name in names if name in {*writers, "scan"}]
    if "scan" in wanted:
        writers["scan"] = write_scan
    files = [Path(name) for name in names if name.endswith(".yaml")]
    total = [0, 0, 0]
    for notice in [read_spec(path) for path in files] or all_specs():
        for kind, writer in writers.items():
            if (wanted and kind not in wanted) or kind not in (notice.formats or (*WRITERS, "scan")):
                continue
            with tempfile.TemporaryDirectory() as folder:
                path = writer(notice, Path(folder))
                try:
                    score = compare(notice, draft_from(path))
                except YushenError as error:
                    score = Score(len(notice.lines), 0, 0, (str(error),))
            print(f"{notice.name:18} {kind:8} lines {score.lines:3} maxima {score.maxima:3} forms {score.forms:3}")
            for note in score.notes:
                print("      ", note)
            total = [total[0] + score.lines, total[1] + score.maxima, total[2] + score.forms]
    print(f"all: lines {total[0]}, maxima {total[1] / total[0]:.1%}, forms {total[2] / total[0]:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
