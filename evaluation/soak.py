"""An inbox in which people work for an hour beside `yushen watch`; at its end nothing is lost.

    python -m evaluation.soak [--seconds 3600] [--pace 2] [--seed 1] [--keep FOLDER]

Dossiers arrive at once, file by file, as archives copied in pieces, as downloads; they are changed, renamed, taken
away and brought back; junk lies about; now and then the watcher is killed. Then every dossier that is there must be
done with its last content, and its files must be those of an undisturbed run, byte for byte.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from evaluation.invented_inbox import InventedDossier
from evaluation.soak_office import Office
from evaluation.watched import OUTPUTS, Place, finish, kill, leftovers, still_alive, tree
from pipeline.ledger.rows import Entry
from pipeline.ledger.store import Ledger, opened

SETTLE: Final = 1.0
STOP_SECONDS: Final = 60.0
KILL_EVERY: Final = 25.0
"""Seconds between two SIGKILLs, on average: some lives are too short to draft anything, some are long."""


@dataclass
class Soaked:
    """What a soak saw. memory: resident bytes of the watcher over time; wrong: everything that was lost or spoiled."""

    happened: Counter[str] = field(default_factory=Counter)
    dossiers: int = 0
    versions: int = 0
    memory: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def soak(
    folder: Path, *, seconds: float, pace: float, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Soaked:
    """Lets the office work for so long, something every `pace` seconds on average, and then looks at everything."""
    office = Office.in_folder(folder, seed, pool=min(48, 8 + int(seconds / 8)))
    place, calm, seen = Place(office.inbox, folder / "watched"), Place(office.inbox, folder / "calm"), Soaked()
    process = place.start(settle=SETTLE)
    began, told, due = time.monotonic(), 0.0, 0.0
    while (now := time.monotonic() - began) < seconds:
        office.go_on(now)
        if now >= due:
            due = now + office.rng.uniform(0.1, 2 * pace)
            if office.rng.random() < pace / KILL_EVERY:
                process = _killed(place, process, office, seen)
            else:
                office.do_something(now)
        if now - told >= 30:
            told = now
            tell(f"{now:.0f} s: {sum(office.happened.values())} changes, {len(office.present)} dossiers")
        _measure(process, seen)
        if process.poll() is not None:
            seen.wrong.append(f"the watcher ended by itself ({process.returncode})")
            process = place.start(settle=SETTLE)
        time.sleep(0.05)
    while office.is_busy:
        office.go_on(float("inf"))
    seen.happened += office.happened
    laid = tree(office.inbox)
    _stop(process, seen)
    for one in (place, calm):
        seen.wrong += finish(one, settle=SETTLE)
    if tree(office.inbox) != laid:
        seen.wrong.append("the inbox was changed")
    seen.wrong += leftovers(place) + _lost(place, calm, office.present, seen)
    return seen


def _killed(place: Place, process: subprocess.Popen[bytes], office: Office, seen: Soaked) -> subprocess.Popen[bytes]:
    children = kill(process, whole=office.rng.random() < 0.5)
    seen.happened["SIGKILL"] += 1
    seen.wrong += [f"a process outlives the watcher: {one.pid}" for one in still_alive(children)]
    return place.start(settle=SETTLE)


def _measure(process: subprocess.Popen[bytes], seen: Soaked) -> None:
    try:
        seen.memory.append(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return


def _stop(process: subprocess.Popen[bytes], seen: Soaked) -> None:
    """As systemd stops it."""
    process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process, whole=True)
        seen.wrong.append("SIGTERM did not end the watcher")
        return
    if status not in (0, -signal.SIGTERM):  # the signal may hit before the watcher listens for it
        seen.wrong.append(f"exit status {status} after SIGTERM")


def _lost(place: Place, calm: Place, present: dict[str, InventedDossier], seen: Soaked) -> list[str]:
    wrong = []
    with opened(place.ledger, make=False) as ledger:
        entries = [entry for watch in ledger.watches() for entry in ledger.entries(watch)]
        known = {entry.entry: entry for entry in entries if entry.state != "gone"}
        seen.dossiers, seen.versions = len(present), sum(entry.version for entry in entries)
        wrong += [f"lost: {entry}" for entry in sorted(present.keys() - known.keys())]
        wrong += [f"not there, but not gone: {entry}" for entry in sorted(known.keys() - present.keys())]
        for name in sorted(present.keys() & known.keys()):
            wrong += [f"{name}: {one}" for one in _wrong_of(ledger, known[name], place.inbox / name)]
    for dossier in present.values():
        for name in OUTPUTS:
            ours, theirs = (one.out / dossier.name / name for one in (place, calm))
            if not ours.is_file():
                wrong.append(f"no {name} of {dossier.name}")
            elif not theirs.is_file() or ours.read_bytes() != theirs.read_bytes():
                wrong.append(f"other bytes than undisturbed: {dossier.name}/{name}")
    return wrong


def _wrong_of(ledger: Ledger, entry: Entry, path: Path) -> list[str]:
    if entry.state != "done":
        return [f"is {entry.state} ({entry.error})"]
    wrong = []
    lying = {"": path} if path.is_file() else {str(p.relative_to(path)): p for p in path.rglob("*") if p.is_file()}
    there = sorted((one.stat().st_size, one.stat().st_mtime_ns) for one in lying.values() if _counts(one))
    if sorted((file.size, file.changed) for file in ledger.files(entry.id)) != there:
        wrong.append("the ledger knows other files than lie there")
    made = ledger.last_made(entry.id)
    if made is None or made.key != entry.key:
        wrong.append("done without a draft of its content")
    return wrong


def _counts(path: Path) -> bool:
    return path.name != "Thumbs.db" and not path.name.startswith(("~$", "._"))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--pace", type=float, default=2.0, help="seconds from one change to the next, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in that stays")
    given = parser.parse_args()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="soak-") as folder:
        seen = soak(Path(folder), seconds=given.seconds, pace=given.pace, seed=given.seed, tell=print)
    for what, number in sorted(seen.happened.items()):
        print(f"{what}: {number}")
    memory = [one // 1_000_000 for one in seen.memory] or [0]
    middle = memory[len(memory) // 2]
    print(f"memory of the watcher: {middle} MB in the middle, {memory[-1]} at the end, {max(memory)} peak")
    verdict = "nothing lost" if not seen.wrong else "WRONG"
    print(f"{seen.dossiers} dossiers at the end, {seen.versions} versions: {verdict}")
    for one in seen.wrong:
        print(f"  {one}")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
