"""The hostile suite, counted: every case of the ten groups of broken, lying and hostile input, and how it ended.

    python -m evaluation.hostile [--slow]

A case is a test with its own file, moment or fault (peers.md, part C: the ten groups). Each is run here, not read off a
list; `--slow` adds those that take minutes. The exit status is 1 if a case failed or a group has fewer than it wants.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
GROUPS: Final[Mapping[str, Sequence[str]]] = {
    "1 hot folder": (
        "tests/watching/test_arrivals.py",
        "tests/watching/test_watcher.py",
        "tests/pipeline/test_inbox.py",
    ),
    "2 crash": (
        "tests/watching/test_crash_and_soak.py",
        "tests/watching/test_real_watch.py",
        "tests/pipeline/emit/test_faults.py",
        "tests/pipeline/emit/test_whole_file.py",
        "tests/pipeline/ledger/test_ledger_faults.py",
        "tests/pipeline/test_workers.py",
        "tests/hostile/test_hostile_workers.py",
    ),
    "3 duplicates": ("tests/hostile/test_hostile_again.py",),
    "4 archives": ("tests/hostile/test_hostile_archive.py", "tests/pipeline/test_archive.py"),
    "5 PDF": (
        "tests/hostile/test_hostile_pdf.py",
        "tests/hostile/test_hostile_pdf_all.py",
        "tests/hostile/test_hostile_pdf_draft.py",
        "tests/hostile/test_hostile_real.py",
    ),
    "6 office": ("tests/hostile/test_hostile_office.py",),
    "7 images and OCR": ("tests/hostile/test_hostile_picture.py", "tests/pipeline/test_image.py"),
    "8 output": ("tests/hostile/test_hostile_output.py",),
    "9 silent errors": ("tests/hostile/test_hostile_draft.py",),
    "10 fuzz": ("tests/test_fuzz.py", "tests/test_memory.py"),
}
SILENT: Final = ("test_what_others_drop_in_silence_is_told", "test_dates_in_tables", "struck_out", "17_characters")
"""Cases of group 9 that stand beside those of group 3, for they share a run."""
WANTED: Final[Mapping[str, int]] = {
    "1 hot folder": 14, "2 crash": 10, "3 duplicates": 6, "4 archives": 14, "5 PDF": 30, "6 office": 14,
    "7 images and OCR": 14, "8 output": 8, "9 silent errors": 9, "10 fuzz": 2,
}  # fmt: skip


class Count:
    """Counts how the cases of each group ended."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest for every phase of every case."""
        group = group_of(report.nodeid)
        if report.failed:
            self.failed[group] += 1
        elif report.skipped:
            self.skipped[group] += 1
        elif report.when == "call":
            self.passed[group] += 1


def group_of(case: str) -> str:
    """The group of a case, by the module it stands in."""
    if any(sign in case for sign in SILENT):
        return "9 silent errors"
    return next(group for group, modules in GROUPS.items() if case.split("::")[0] in modules)


def main() -> int:
    """Runs the suite and prints a line for each group."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    count = Count()
    modules = [module for group in GROUPS.values() for module in group]
    marks = "not ocr" if options.slow else "not slow and not ocr"
    # In one process: the cases of a module share one run over all their dossiers.
    pytest.main(
        ["-q", "--rootdir", str(ROOT), "-o", f"addopts=--import-mode=importlib -m '{marks}'", *modules], [count]
    )
    few = [group for group, wanted in WANTED.items() if count.passed[group] < wanted]
    for group in GROUPS:
        told = f", {count.skipped[group]} skipped" if count.skipped[group] else ""
        print(f"{group:18} {count.passed[group]:4} passed, {count.failed[group]} failed{told}")
    print(
        f"{'all':18} {count.passed.total():4} passed, {count.failed.total()} failed, {count.skipped.total()} skipped"
        + (f"; too few: {', '.join(few)}" if few else "")
    )
    return 1 if count.failed or few else 0


if __name__ == "__main__":
    sys.exit(main())
