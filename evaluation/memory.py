"""Does reading leak? Many different documents of all formats through one worker process, its memory after each.

    python -m evaluation.memory [--documents N] [--scans N] [--run] [--seed N]

The worker is never replaced at leisure here, as it otherwise is after some hundred calls. Every document is read and
its papers recognised there. Growth is the median resident memory over the last tenth of the documents against that
over the second tenth (the first warms up: modules, fonts, tables). The parent's own growth is told too;
`--run` tells it over a whole run, which holds all dossiers until their drafts are written. `--scans` of
the documents (by default none) are scans and pictures, read by OCR after the same number has warmed the engine up.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.fuzzing.files import SEEN, TEXTS, make_file
from evaluation.fuzzing.reading import read_file
from pipeline.processes import resident_bytes
from pipeline.reading_types import ReadSettings
from pipeline.run import RunRequest, run
from pipeline.workers import Success, WorkerLimits, Workers, wait_for

RUBRIC = "jiangmen-qic-2022"
MOST = 0.10
"""Growth that is allowed (issue 5)."""
ENDLESS = WorkerLimits(recycle_calls=10**9, recycle_memory=1_400_000_000)


@dataclass(frozen=True, slots=True)
class Measured:
    """Resident bytes of worker and parent after every document, and the process ids that did the work."""

    worker: tuple[int, ...]
    parent: tuple[int, ...]
    processes: frozenset[int]

    @property
    def growth(self) -> float:
        """Of the worker, as a share."""
        return growth(self.worker)


def growth(resident: Sequence[int]) -> float:
    """The last tenth against the second tenth, medians; 0.05 is five per cent more.

    >>> growth([10, 100] + [110] * 8 + [100, 100] + [121] * 8)
    0.1
    """
    tenth = max(len(resident) // 10, 1)
    early, late = statistics.median(resident[tenth : 2 * tenth]), statistics.median(resident[-tenth:])
    return round(late / early - 1, 3)


def write_documents(folder: Path, count: int, seed: int, scans: int = 0) -> Iterator[Path]:
    """Different documents of all formats in turn, laid down in folders of their own; scans stand evenly among them."""
    step = count // scans if scans else count + 1
    for number in range(count):
        rng = random.Random(seed * 100_003 + number)
        kinds = SEEN if number % step == step - 1 else tuple(kind for kind in TEXTS if kind != "rtf")
        file = make_file(kinds[(number // step if kinds is SEEN else number) % len(kinds)], rng)
        path = folder / f"{number:05d}" / file.name
        path.parent.mkdir(parents=True)
        path.write_bytes(file.data)
        yield path


def own_memory(_: None) -> tuple[int, int]:
    """The process that this runs in: its id and its resident bytes."""
    return os.getpid(), resident_bytes(os.getpid())


def measure(paths: Sequence[Path], scratch: Path, *, ocr: bool = False) -> Measured:
    """Reads and recognises every document in one process."""
    worker, parent, processes = [], [], set()
    with Workers(1, ENDLESS) as workers:
        settings = ReadSettings(scratch=scratch, ocr=ocr)
        for path in paths:
            read_file(path, workers, settings)
            outcome = wait_for(workers.submit(own_memory, None))
            assert isinstance(outcome, Success), outcome
            processes.add(outcome.value[0])
            worker.append(outcome.value[1])
            parent.append(own_memory(None)[1])
    return Measured(tuple(worker), tuple(parent), frozenset(processes))


def run_growth(paths: Sequence[Path], folder: Path) -> list[int]:
    """The parent's resident bytes at every step of a run over dossiers of ten documents each.

    A run keeps what was read until its drafts are written, since numbers are compared over all dossiers: what it
    holds grows with the pages of the whole inbox.
    """
    resident = []
    for at, path in enumerate(paths):
        place = folder / "inbox" / f"{at // 10:03d}" / f"{at:05d}-{path.name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    request = RunRequest((folder / "inbox",), RUBRIC, folder / "out", cache=folder / "cache", ocr=False, jobs=1)
    run(request, lambda *_: resident.append(own_memory(None)[1]))
    return resident


def main() -> int:
    """Prints the figures; exit status 1 where the worker grew by a tenth or more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--scans", type=int, default=0)
    parser.add_argument("--run", action="store_true", help="the parent over a run of dossiers of ten documents each")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yushen-memory-") as place:
        folder = Path(place)
        paths = list(write_documents(folder / "documents", options.documents, options.seed, options.scans))
        if options.run:
            seen = run_growth(paths, folder)
            each = (max(seen) - seen[0]) / len(paths) / 1024
            print(
                f"parent of a run: {seen[0] / 2**20:.0f} MB, at most {max(seen) / 2**20:.0f}: {each:.0f} KB a document"
            )
            return 0
        found = measure(paths, folder / "scratch", ocr=options.scans > 0)
    for name, resident in (("worker", found.worker), ("parent", found.parent)):
        told = ", ".join(f"{resident[at] / 2**20:.0f}" for at in range(49, len(resident), 50))
        print(f"{name}: {growth(resident):+.1%} (MB after every 50 documents: {told})")
    print(f"{len(paths)} documents, {options.scans} of them by OCR, {len(found.processes)} process")
    return 1 if found.growth >= MOST or len(found.processes) != 1 else 0


if __name__ == "__main__":
    sys.exit(main())
