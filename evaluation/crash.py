"""Kills `yushen watch` again and again: what comes out must be what an undisturbed run makes, byte for byte.

    python -m evaluation.crash [--kills 100] [--dossiers 30] [--seed 1] [--move] [--keep FOLDER]

Dossiers arrive while it goes on. Kills hit a watcher that is starting (ledger, recovery, looking), reading, drafting,
in the middle of writing a file; the watcher alone or all of its processes at once; and now and then a second watcher
stands by, takes over and is killed in its turn.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from evaluation.invented_inbox import InventedDossier, invented
from evaluation.watched import LOCK, OUTPUTS, Place, differences, finish, kill, leftovers, still_alive, times, tree
from pipeline.inbox import APART_MARK
from pipeline.ledger.store import opened
from pipeline.watching.moving import DONE

SETTLE: Final = 0.3
PATIENCE_SECONDS: Final = 60.0
QUIET_SECONDS: Final = 8.0
"""A watcher that does not come to the wanted moment in so long or has nothing to do is killed as it is."""
SECOND_SHARE: Final = 0.15
"""In how many lives a second watcher stands by."""
MOMENTS: Final = {"starting": 2.5, "reading": 2.0, "drafting": 1.0, "writing": 0.05}
"""When to kill, and at most how many seconds after that moment has come."""


@dataclass
class Crashed:
    """What a crash test saw. hit: kills by what the watcher was doing; wrong: all that an undisturbed run has not."""

    kills: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def crash(
    folder: Path,
    *,
    kills: int,
    dossiers: int,
    seed: int,
    move: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Crashed:
    """Kills the watcher so often, lets it finish, and compares with an undisturbed run over the same dossiers."""
    rng = random.Random(seed)
    staging = folder / "staging"
    place, calm = (Place(folder / f"{name}-inbox", folder / name, move=move) for name in ("killed", "calm"))
    made = invented(dossiers, seed)
    for one in (place, calm):
        one.inbox.mkdir(parents=True)
    for dossier in made:
        dossier.drop(calm.inbox, staging)
    laid = tree(calm.inbox)
    waiting = [*made]
    seen, began = Crashed(), time.monotonic()
    while seen.kills < kills and not seen.wrong:
        due = min(dossiers, 2 + (seen.kills + 1) * dossiers * 5 // (kills * 4))
        arriving = [waiting.pop(0) for _ in range(due - (dossiers - len(waiting)))]
        _one_life(place, arriving, staging, rng, seen)
        if seen.kills % 10 == 0:
            tell(f"{seen.kills} kills, {dict(seen.hit)}, {time.monotonic() - began:.0f} s")
    for dossier in waiting:
        dossier.drop(place.inbox, staging)
    before = times(place.inbox)
    for one in (place, calm):
        seen.wrong += finish(one, settle=SETTLE)
    if not move and times(place.inbox) != before:
        seen.wrong.append("sizes, times or rights in the inbox were changed")
    seen.wrong += [f"inbox: {one}" for one in differences(_bytes_of(place), laid)]
    seen.wrong += differences(tree(place.out), tree(calm.out))
    seen.wrong += leftovers(place)
    seen.wrong += _wrong_output(place, made) + _wrong_ledger(place, made)
    seen.seconds = time.monotonic() - began
    return seen


def _bytes_of(place: Place) -> Mapping[str, str]:
    """The inbox's files; with `move` those that were put away, at the path where they came in."""
    found = tree(place.inbox)
    if not place.move:
        return found
    put_away = {name: digest for name, digest in found.items() if name.startswith(f"{DONE}/")}
    inside = {"/".join(name.split("/")[2:]): digest for name, digest in put_away.items()}
    stayed = {name: digest for name, digest in found.items() if not name.startswith(DONE)}
    return {name: digest for name, digest in {**inside, **stayed}.items() if name and APART_MARK not in name}


def _one_life(place: Place, arriving: list[InventedDossier], staging: Path, rng: random.Random, seen: Crashed) -> None:
    """Starts the watcher, lets dossiers arrive, kills it at a random moment; then the one that stands by, if any."""
    moment = rng.choices([*MOMENTS], weights=(35, 20, 20, 25))[0]
    size = place.log_size()
    first = place.start(settle=SETTLE)
    second = place.start(settle=SETTLE) if rng.random() < SECOND_SHARE else None
    drops = sorted(rng.uniform(0.0, 2.0) for _ in arriving)
    delay, is_idle = rng.uniform(0.0, MOMENTS[moment]), False
    since, come, said, spoke = time.monotonic(), None, "", 0.0
    while True:
        now = time.monotonic() - since
        while drops and drops[0] <= now:
            drops.pop(0)
            arriving.pop(0).drop(place.inbox, staging)
        if len(now_said := place.said_since(size)) > len(said):
            said, spoke = now_said, now
        if come is None and (_has_come(moment, place, said) or (is_idle := _is_idle(said, now, now - spoke))):
            come = now
        if come is not None and now >= come + delay and not drops:
            break
        if first.poll() is not None:
            seen.wrong.append(f"the watcher ended by itself ({first.returncode})")
            break
        time.sleep(0.005)
    seen.hit["idle" if is_idle else moment] += 1
    _kill(first, rng, seen)
    if second is not None:
        time.sleep(rng.uniform(0.0, 4.0))
        seen.hit["second watcher"] += 1
        _kill(second, rng, seen)


def _is_idle(said: str, now: float, quiet: float) -> bool:
    return now > PATIENCE_SECONDS or ("watch_started" in said and "dossier_begun" not in said and quiet > QUIET_SECONDS)


def _has_come(moment: str, place: Place, said: str) -> bool:
    if moment == "starting":
        return True
    if moment == "writing":
        return any(place.out.glob("*/.*.part*")) or any(place.out.glob(".*.part*"))
    return {"reading": "dossier_begun", "drafting": "dossier_read"}[moment] in said


def _kill(process: subprocess.Popen[bytes], rng: random.Random, seen: Crashed) -> None:
    children = kill(process, whole=rng.random() < 0.5)
    seen.kills += 1
    seen.wrong += [f"a process outlives the watcher: {_named(one)}" for one in still_alive(children)]


def _named(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()[-3:])
    except psutil.Error:
        return str(process.pid)


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
    parser.add_argument("--move", action="store_true", help="with yushen watch --move")
    parser.add_argument("--keep", type=Path, help="an empty folder to work in that stays")
    given = parser.parse_args()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="crash-") as folder:
        seen = crash(
            Path(folder), kills=given.kills, dossiers=given.dossiers, seed=given.seed, move=given.move, tell=print
        )
    verdict = "WRONG" if seen.wrong else "as an undisturbed run"
    print(f"{seen.kills} kills {dict(seen.hit)}, {given.dossiers} dossiers, {seen.seconds:.0f} s: {verdict}")
    for one in seen.wrong:
        print(f"  {one}")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
