"""`yushen watch` as the crash test and the soak drive it: started, killed, started again; and what is left of it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).parent.parent
RUBRIC: Final = "jiangmen-qic-2022"
OUTPUTS: Final = ("draft.json", "draft.xlsx", "evidence.pdf")
LOCK: Final = ".yushen-watch.lock"
FINISH_SECONDS: Final = 900.0
"""Patience with the run that finishes, and with the undisturbed one; a hang must end."""


@dataclass(frozen=True)
class Place:
    """An inbox and what belongs to its watch; everything below one folder, the system's temporary folder too."""

    inbox: Path
    base: Path
    move: bool = False

    @property
    def out(self) -> Path:
        return self.base / "out"

    @property
    def ledger(self) -> Path:
        return self.base / "state" / "ledger.sqlite"

    @property
    def log(self) -> Path:
        return self.base / "state" / "watch.log"

    def command(self, *more: str, settle: float, poll: float = 0.5) -> list[str]:
        """The command line."""
        options = {
            "--rubric": RUBRIC,
            "--out": self.out,
            "--ledger": self.ledger,
            "--log": self.log,
            "--cache": self.base / "cache",
            "--settle": settle,
            "--patience": settle * 4,
            "--poll": poll,
            "--jobs": 1,
        }
        given = [str(part) for pair in options.items() for part in pair]
        return [
            sys.executable,
            "-m",
            "pipeline.cli",
            "watch",
            str(self.inbox),
            *given,
            "--quiet",
            *(["--move"] if self.move else []),
            *more,
        ]

    def start(self, *more: str, settle: float, poll: float = 0.5) -> subprocess.Popen[bytes]:
        """The watcher as a process of its own. Its messages go to a file beside the ledger."""
        temporary = self.base / "tmp"
        for folder in (temporary, self.ledger.parent):
            folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        with (self.base / "stderr.txt").open("ab") as said:
            return subprocess.Popen(
                self.command(*more, settle=settle, poll=poll),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def log_size(self) -> int:
        """Bytes of the log's current file."""
        try:
            return self.log.stat().st_size
        except OSError:
            return 0

    def said_since(self, size: int) -> str:
        """What the log got since it was so big."""
        try:
            return self.log.read_bytes()[size:].decode("utf-8", "replace")
        except OSError:
            return ""


def kill(process: subprocess.Popen[bytes], *, whole: bool) -> list[psutil.Process]:
    """SIGKILL, as a power cut or the system's out-of-memory killer does it; `whole`: its children at the same moment.

    Returns the children, which must end by themselves.
    """
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        children = []
    process.kill()
    if whole:
        for child in children:
            try:
                child.kill()
            except psutil.Error:
                continue
    process.wait()
    return children


def still_alive(children: list[psutil.Process], seconds: float = 20.0) -> list[psutil.Process]:
    """Those that are there after so many seconds; zombies are not."""
    end = time.monotonic() + seconds
    while True:
        alive = [one for one in children if _lives(one)]
        if not alive or time.monotonic() > end:
            return alive
        time.sleep(0.1)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def tree(folder: Path) -> Mapping[str, str]:
    """sha256 of every file beneath a folder, by its path there; folders end in `/`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir():
            found[f"{name}/"] = ""
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def times(folder: Path) -> Mapping[str, tuple[int, int, int]]:
    """Change time, size and rights of everything beneath a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        seen = path.lstat()
        found[str(path.relative_to(folder))] = (seen.st_mtime_ns, seen.st_size, seen.st_mode)
    return found


def differences(got: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """What is missing, too much or of other bytes."""
    told = [f"missing: {name}" for name in wanted.keys() - got.keys()]
    told += [f"too much: {name}" for name in got.keys() - wanted.keys()]
    told += [f"other bytes: {name}" for name in wanted.keys() & got.keys() if wanted[name] != got[name]]
    return sorted(told)


def finish(place: Place, *, settle: float) -> list[str]:
    """Lets a watcher do what is left and end; what went wrong."""
    process = place.start("--once", settle=settle)
    try:
        status = process.wait(FINISH_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process, whole=True)
        return ["did not come to its end"]
    return [f"exit status {status} of the run that finishes in {place.base.name}"] if status else []


def leftovers(place: Place) -> list[str]:
    """Half-written files, unpacked papers, scratch folders: anywhere below the base."""
    scratch = [f"left in the temporary folder: {path.name}" for path in sorted((place.base / "tmp").iterdir())]
    parts = [path for path in sorted(place.base.rglob("*")) if ".part" in path.name or path.name.startswith("yushen-")]
    return scratch + [f"left over: {path.relative_to(place.base)}" for path in parts]
