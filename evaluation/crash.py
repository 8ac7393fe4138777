"""Kills `yushen watch` again and again: what comes out must be what an undisturbed run makes, byte for byte.

    python -m evaluation.crash [--kills 100] [--dossiers 30] [--seed 1] [--keep FOLDER]

Dossiers arrive while it goes on. Half of the kills hit a watcher that is starting (ledger, recovery, looking), the
others one that is reading, drafting or writing; half hit the watcher alone, half all of its processes at once.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from evaluation.invented_inbox import InventedDossier, invented
from evaluation.watched import LOCK, OUTPUTS, Place, differences, kill, leftovers, still_alive, times, tree
from pipeline.ledger.store import opened

SETTLE: Final = 0.3
FINISH_SECONDS: Final = 900.0
"""Patience with the run that finishes, and with the undisturbed one; a hang must end."""
BUSY_SECONDS: Final = 30.0
"""A watcher that does not begin anything for so long has nothing to do."""


@dataclass
class Crashed:
    """What a crash test saw. `wrong`: everything that is not as in an undisturbed run."""

    kills: int = 0
    at_work: int = 0
    ended: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def crash(
    folder: Path, *, kills: int, dossiers: int, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Crashed:
    """Kills the watcher so often, lets it finish, and compares with an undisturbed run over the same inbox."""
    rng = random.Random(seed)
    inbox, staging = folder / "inbox", folder / "staging"
    inbox.mkdir(parents=True)
    place, calm = Place(inbox, folder / "killed"), Place(inbox, folder / "calm")
    made = invented(dossiers, seed)
    waiting = [*made]
    seen, began = Crashed(), time.monotonic()
    for number in range(kills):
        due = min(dossiers, 2 + (number + 1) * dossiers * 5 // (kills * 4))
        arriving = [waiting.pop(0) for _ in range(due - (dossiers - len(waiting)))]
        _one_life(place, arriving, staging, rng, seen)
        if (number + 1) % 10 == 0:
            tell(f"{number + 1} kills, {seen.at_work} at work, {time.monotonic() - began:.0f} s")
    for dossier in waiting:
        dossier.drop(inbox, staging)
    laid = times(inbox), tree(inbox)
    for one in (place, calm):
        _finish(one, seen)
    if (times(inbox), tree(inbox)) != laid:
        seen.wrong.append("the inbox was changed")
    seen.wrong += differences(tree(place.out), tree(calm.out))
    seen.wrong += leftovers(place)
    seen.wrong += _wrong_output(place, made) + _wrong_ledger(place, made)
    seen.seconds = time.monotonic() - began
    return seen


def _one_life(place: Place, arriving: list[InventedDossier], staging: Path, rng: random.Random, seen: Crashed) -> None:
    """Starts the watcher, lets dossiers arrive, kills it at a random moment."""
    size = place.log_size()
    process = place.start(settle=SETTLE)
    moments = sorted(rng.uniform(0.0, 2.0) for _ in arriving)
    at_work, whole = rng.random() < 0.5, rng.random() < 0.5
    delay = rng.uniform(0.0, 3.0) if at_work else rng.uniform(0.02, 2.5)
    since, begun = time.monotonic(), None
    while True:
        now = time.monotonic() - since
        while moments and moments[0] <= now:
            moments.pop(0)
            arriving.pop(0).drop(place.inbox, staging)
        if at_work and begun is None and ("dossier_begun" in place.said_since(size) or now > BUSY_SECONDS):
            begun = now
            seen.at_work += now <= BUSY_SECONDS
        is_due = now >= delay if not at_work else begun is not None and now >= begun + delay
        if is_due and not moments:
            break
        if process.poll() is not None:
            seen.ended += 1
            seen.wrong.append(f"the watcher ended by itself ({process.returncode})")
            return
        time.sleep(0.01)
    children = kill(process, whole=whole)
    seen.kills += 1
    if alive := still_alive(children):
        seen.wrong += [f"a process outlives the watcher: {_named(one)}" for one in alive]


def _named(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()[-3:])
    except psutil.Error:
        return str(process.pid)


def _finish(place: Place, seen: Crashed) -> None:
    process = place.start("--once", settle=SETTLE)
    try:
        status = process.wait(FINISH_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process, whole=True)
        seen.wrong.append("did not come to its end")
        return
    if status:
        seen.wrong.append(f"exit status {status} of the run that finishes in {place.base.name}")


def _wrong_output(place: Place, made: list[InventedDossier]) -> list[str]:
    wanted = {"batch.xlsx", LOCK} | {f"{one.name}/" for one in made}
    wanted |= {f"{one.name}/{name}" for one in made for name in OUTPUTS}
    got = tree(place.out).keys() | {LOCK}
    return [f"output: {name}" for name in sorted(wanted ^ got)]


def _wrong_ledger(place: Place, made: list[InventedDossier]) -> list[str]:
    wrong = []
    with opened(place.ledger, make=False) as ledger:
        entries = [entry for watch in ledger.watches() for entry in ledger.entries(watch)]
        if sorted(entry.entry for entry in entries) != sorted(one.entry for one in made):
            wrong.append(f"the ledger knows {len(entries)} dossiers of {len(made)}")
        for entry in entries:
            times_made = len(ledger.history(entry.id))
            if (entry.state, entry.version, times_made) != ("done", 1, 1):
                wrong.append(
                    f"ledger: {entry.entry} is {entry.state}, version {entry.version}, made {times_made} times"
                )
            if any(attempt.ended is None for attempt in ledger.attempts(entry.id)):
                wrong.append(f"ledger: an attempt at {entry.entry} was left open")
    return wrong


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--dossiers", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in that stays")
    given = parser.parse_args()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="crash-") as folder:
        seen = crash(Path(folder), kills=given.kills, dossiers=given.dossiers, seed=given.seed, tell=print)
    print(
        f"{seen.kills} kills, {seen.at_work} of them of a watcher at work, {given.dossiers} dossiers,"
        f" {seen.seconds:.0f} s: {'as an undisturbed run' if not seen.wrong else 'WRONG'}"
    )
    for one in seen.wrong:
        print(f"  {one}")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
