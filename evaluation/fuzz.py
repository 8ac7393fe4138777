"""Mutants of good files through the real reading: does each end well, and is nothing wrong ever called certain?

    python -m evaluation.fuzz [--mutants N] [--seed N] [--formats pdf,docx] [--ocr] [--jobs N] [--keep DIR]

Every mutant is read in a worker process with limits and recognised. It has to end in pages or in a named refusal: no
exception of ours, no changed input. Of the mutants with readable pages every value with certainty 0.9 or more is
compared with what the good file says, and where it differs with what the mutant shows to other software
(`evaluation.fuzzing.shown`): a digit that anybody sees changed is no error. Failing mutants are written to DIR with
their story. A tenth of the mutants goes on to drafts, ten to a dossier. Without `--ocr` scans and pictures only have
to end well.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evaluation.fuzzing.files import SEEN, TEXTS, GoodFile, make_file
from evaluation.fuzzing.judging import Wrong, judge
from evaluation.fuzzing.mutations import mutate
from evaluation.fuzzing.papers import reprint
from evaluation.fuzzing.reading import Ending, read_file
from pipeline.reading_types import ReadSettings
from pipeline.run import RunRequest, RunResult, run
from pipeline.workers import Workers

RUBRIC = "jiangmen-qic-2022"
CONTENT_SHARE = 0.15
"""Mutants that are whole files of a changed paper: what they show is known exactly."""
FORMATS = (*TEXTS, "doc", *TEXTS, "doc", *SEEN)
"""In turn; what can be read without OCR comes twice as often."""
DRAFTED = 10
"""Every so many mutants go on to a draft, as many to a dossier."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file to be read: what it was made of (with the papers as they are shown), its bytes, what was done to it."""

    number: int
    good: GoodFile
    data: bytes
    how: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a mutant ended and which certain values were wrong."""

    mutant: Mutant
    ending: Ending
    wrong: tuple[Wrong, ...]

    @property
    def has_failed(self) -> bool:
        return bool(self.wrong or self.ending.faults)


def good_files(formats: Sequence[str], each: int, seed: int) -> dict[str, list[GoodFile]]:
    """Some good files of every format; a format that this machine cannot make is left out and told."""
    made: dict[str, list[GoodFile]] = {}
    for kind in dict.fromkeys(formats):
        rng = random.Random(f"{seed}{kind}")
        try:
            made[kind] = [make_file(kind, rng) for _ in range(min(each, 3) if kind == "doc" else each)]
        except LookupError as why:
            print(f"{kind}: {why}", file=sys.stderr)
    return made


def make_mutants(count: int, seed: int, formats: Sequence[str] = FORMATS, each: int = 12) -> Iterator[Mutant]:
    """Mutants in turn over the formats; the same seed gives the same mutants."""
    bases = good_files(formats, each, seed)
    kinds = [kind for kind in formats if kind in bases]
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        good = rng.choice(bases[kinds[number % len(kinds)]])
        if rng.random() < CONTENT_SHARE and good.format != "doc":
            good = make_file(good.format, rng, [reprint(paper, rng) for paper in good.papers])
            yield Mutant(number, good, good.data, "content")
        else:
            yield Mutant(number, good, *mutate(good, rng))


def read_mutant(mutant: Mutant, workers: Workers, settings: ReadSettings, folder: Path) -> Result:
    """One mutant through reading, recognition and judgement."""
    path = folder / f"{mutant.number:05d}" / mutant.good.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mutant.data)
    ending = read_file(path, workers, settings)
    pages = [page for document in ending.documents for page in document.pages]
    wrong = judge(mutant.good, mutant.data, ending.evidence, pages) if ending.is_readable else []
    return Result(mutant, ending, tuple(wrong))


def read_all(mutants: Iterator[Mutant], jobs: int, settings: ReadSettings, folder: Path) -> Iterator[Result]:
    """All mutants, `jobs` at a time."""
    with Workers(jobs) as workers, ThreadPoolExecutor(jobs) as threads:
        waiting = []
        for mutant in mutants:
            waiting.append(threads.submit(read_mutant, mutant, workers, settings, folder))
            if len(waiting) >= 4 * jobs:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def draft(mutants: Sequence[Mutant], folder: Path, *, ocr: bool = False, jobs: int = 1) -> RunResult:
    """Dossiers of some mutants each, all the way to their drafts."""
    for at, mutant in enumerate(mutants):
        place = folder / "inbox" / f"{at // DRAFTED:03d}" / f"{mutant.number:05d}" / mutant.good.name
        place.parent.mkdir(parents=True)
        place.write_bytes(mutant.data)
    request = RunRequest((folder / "inbox",), RUBRIC, folder / "out", cache=folder / "cache", ocr=ocr, jobs=jobs)
    return run(request)


def write_failure(result: Result, keep: Path) -> None:
    """A failing mutant and its story."""
    keep.mkdir(parents=True, exist_ok=True)
    mutant = result.mutant
    stem = f"{mutant.number:05d}-{mutant.how}"
    (keep / f"{stem}-{mutant.good.name}").write_bytes(mutant.data)
    (keep / f"{stem}-good-{mutant.good.name}").write_bytes(mutant.good.data)
    story = [*result.ending.faults, *map(str, result.wrong), f"{mutant.good.layout}", f"{mutant.good.papers}"]
    (keep / f"{stem}-story.md").write_text("\n".join(story), "utf-8")


def table(results: Sequence[Result]) -> Iterator[str]:
    """A line for each format: mutants, readable ones, refusals by code, certain values, wrong ones, slowest."""
    columns = f"{'mutants':>7} {'readable':>8} {'evidence':>8} {'ended':>6} {'failed':>6} {'wrong':>5} {'slowest':>8}"
    yield f"{'format':8} {columns}  refusals"
    kinds = list(dict.fromkeys(r.mutant.good.format for r in results))
    for kind in (*sorted(kinds), "all"):
        of = [r for r in results if kind in {r.mutant.good.format, "all"}]
        refused = Counter(r.ending.refusal for r in of if r.ending.refusal)
        told = ", ".join(f"{code} {count}" for code, count in refused.most_common(6))
        yield (
            f"{kind:8} {len(of):7} {sum(r.ending.is_readable for r in of):8} "
            f"{sum(bool(r.ending.evidence) for r in of):8} {sum(r.ending.is_ended for r in of):6} "
            f"{sum(bool(r.ending.faults) for r in of):6} "
            f"{sum(bool(r.wrong) for r in of):5} {max(r.ending.seconds for r in of):7.1f}s  {told}"
        )


def main() -> int:
    """Prints the table; exit status 1 if a mutant ended badly, a wrong value is certain, or too few are readable."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    options = parser.parse_args()
    start = time.monotonic()
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="yushen-fuzz-") as place:
        settings = ReadSettings(scratch=Path(place) / "scratch", ocr=options.ocr)
        mutants = make_mutants(options.mutants, options.seed, options.formats.split(","))
        for result in read_all(mutants, options.jobs, settings, Path(place)):
            results.append(result)
            if len(results) % 500 == 0:
                print(f"{list(table(results))[-1]}  after {time.monotonic() - start:.0f} s", flush=True)
            if result.ending.is_ended:
                print(
                    f"{result.mutant.number} {result.mutant.good.format} {result.mutant.how}: {result.ending.refusal}"
                    f" {result.ending.seconds:.1f}s"
                )
            if result.has_failed:
                write_failure(result, options.keep)
                print(
                    f"{result.mutant.number} {result.mutant.good.format} {result.mutant.how}: "
                    f"{'; '.join((*result.ending.faults, *map(str, result.wrong)))[:300]}",
                    flush=True,
                )
        drafted = draft([r.mutant for r in results[::DRAFTED]], Path(place), ocr=options.ocr, jobs=options.jobs)
    print("\n".join(table(results)))
    print(f"{len(drafted.drafts)} dossiers of {DRAFTED} mutants drafted, {len(drafted.failures)} failed")
    for failure in drafted.failures:
        print(f"  {failure.dossier}: {failure.message}")
    readable, failed = sum(r.ending.is_readable for r in results), sum(r.has_failed for r in results)
    print(
        f"{len(results)} mutants in {time.monotonic() - start:.0f} s: "
        f"{readable / len(results):.0%} readable, {failed} failed"
    )
    return 1 if failed or drafted.failures or readable * 3 < len(results) else 0


if __name__ == "__main__":
    sys.exit(main())
