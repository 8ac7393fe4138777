"""People at work in an inbox, invented: what they copy, change, rename and take away, and how slowly."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluation.invented_inbox import InventedDossier, invented, supplemented

Steps = Iterator[float]
"""Work in pieces; what comes out is the pause until the next piece, in seconds."""


@dataclass
class Office:
    """What lies in the inbox, what is being copied, and what is not there (any more).

    present: by its name in the inbox, only what is all there; busy: names at which somebody works.
    """

    inbox: Path
    staging: Path
    rng: random.Random
    away: list[InventedDossier]
    present: dict[str, InventedDossier] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    _busy: dict[str, tuple[float, Steps]] = field(default_factory=dict)
    _number: int = 0

    @classmethod
    def in_folder(cls, folder: Path, seed: int, pool: int) -> Office:
        """An empty inbox, and a pool of dossiers to come."""
        inbox, staging = folder / "inbox", folder / "staging"
        inbox.mkdir(parents=True)
        staging.mkdir()
        return cls(inbox, staging, random.Random(seed), invented(pool, seed))

    @property
    def is_busy(self) -> bool:
        """Is something half copied?"""
        return bool(self._busy)

    def go_on(self, now: float) -> None:
        """The next piece of whatever is due."""
        for name, (due, steps) in [*self._busy.items()]:
            if now >= due:
                try:
                    self._busy[name] = (now + next(steps), steps)
                except StopIteration:
                    del self._busy[name]

    def do_something(self, now: float) -> None:
        """One of the things that people do, at random; nothing where there is nothing to do it with."""
        arrivals: list[tuple[str, Callable[[InventedDossier], Steps]]] = [
            ("arrived at once", self._at_once),
            ("copied slowly", self._slowly),
            ("downloaded", self._download),
        ]
        changes: list[tuple[str, Callable[[InventedDossier], Steps]]] = [
            ("changed at once", self._change),
            ("changed slowly", self._change_slowly),
            ("renamed", self._rename),
            ("taken away", self._vanish),
            ("touched", self._touch),
        ]
        if self.rng.random() < 0.1:
            self._junk()
            return
        free = [one for name, one in self.present.items() if name not in self._busy]
        if self.away and (not free or self.rng.random() < 0.45):
            dossier = self.away.pop(self.rng.randrange(len(self.away)))
            what, do = self.rng.choice(arrivals)
        elif free:
            dossier = self.rng.choice(free)
            what, do = self.rng.choice(changes)
        else:
            return
        self.happened[what] += 1
        self._busy[dossier.entry] = (now, do(dossier))

    def _pause(self) -> float:
        return self.rng.uniform(0.05, 0.8)

    def _at_once(self, dossier: InventedDossier) -> Steps:
        dossier.drop(self.inbox, self.staging)
        self.present[dossier.entry] = dossier
        yield 0.0

    def _slowly(self, dossier: InventedDossier) -> Steps:
        if dossier.form != "folder":
            yield from self._write(self.inbox / dossier.entry, dossier.packed())
        else:
            for name, data in dossier.files.items():
                yield from self._write(self.inbox / dossier.entry / name, data)
        self.present[dossier.entry] = dossier

    def _download(self, dossier: InventedDossier) -> Steps:
        if dossier.form == "folder":
            yield from self._slowly(dossier)
            return
        part = self.inbox / f"{dossier.entry}.crdownload"
        yield from self._write(part, dossier.packed())
        part.rename(self.inbox / dossier.entry)
        self.present[dossier.entry] = dossier

    def _write(self, path: Path, data: bytes) -> Steps:
        """A copy in pieces."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            size = max(len(data) // self.rng.randint(1, 4), 1)
            for start in range(0, len(data), size):
                file.write(data[start : start + size])
                file.flush()
                yield self._pause()

    def _change(self, dossier: InventedDossier) -> Steps:
        changed = self._supplemented(dossier)
        if dossier.form == "folder":
            for name in changed.files.keys() - dossier.files.keys():
                (self.inbox / dossier.entry / name).write_bytes(changed.files[name])
        else:
            changed.lay(self.staging).replace(self.inbox / dossier.entry)
        self.present[dossier.entry] = changed
        yield 0.0

    def _change_slowly(self, dossier: InventedDossier) -> Steps:
        changed = self._supplemented(dossier)
        if dossier.form == "folder":
            for name in changed.files.keys() - dossier.files.keys():
                yield from self._write(self.inbox / dossier.entry / name, changed.files[name])
        else:
            yield from self._write(self.inbox / dossier.entry, changed.packed())
        self.present[dossier.entry] = changed

    def _supplemented(self, dossier: InventedDossier) -> InventedDossier:
        self._number += 1
        return supplemented(dossier, self._number)

    def _rename(self, dossier: InventedDossier) -> Steps:
        self._number += 1
        renamed = replace(dossier, name=f"{dossier.name.split('（')[0]}（{self._number}）")
        (self.inbox / dossier.entry).rename(self.inbox / renamed.entry)
        del self.present[dossier.entry]
        self.present[renamed.entry] = renamed
        yield 0.0

    def _vanish(self, dossier: InventedDossier) -> Steps:
        place = self.inbox / dossier.entry
        if place.is_dir():
            for path in [p for p in sorted(place.rglob("*")) if p.is_file()]:
                path.unlink()
                yield self._pause() / 4
            shutil.rmtree(place)
        else:
            place.unlink()
        del self.present[dossier.entry]
        self.away.append(dossier)

    def _touch(self, dossier: InventedDossier) -> Steps:
        place = self.inbox / dossier.entry
        for path in [place] if place.is_file() else [p for p in place.rglob("*") if p.is_file()]:
            path.touch()
        yield 0.0

    def _junk(self) -> None:
        self.happened["junk"] += 1
        folders = [self.inbox, *(self.inbox / e for e, d in self.present.items() if d.form == "folder")]
        name = self.rng.choice(("Thumbs.db", "._照片.jpg", "~$申报表.docx"))
        (self.rng.choice(folders) / name).write_bytes(self.rng.randbytes(40))
