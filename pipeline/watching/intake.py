"""What is seen in the inbox, entered in the ledger: what arrives, what is complete, what is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.inbox import dossier_name
from pipeline.ledger.rows import Entry, SeenFile, Watch
from pipeline.ledger.store import Ledger
from pipeline.supplements import supplements_in
from pipeline.watching.arrivals import Arrivals
from pipeline.watching.contents import UNREAD, NotOpenable, Program, content_of, is_as_seen, seen_files
from pipeline.watching.made_files import is_whole
from pipeline.watching.sights import Sight, look_at

Log = Callable[..., None]
IN_HAND: Final = ("reading", "read", "done")
"""States of a dossier whose bytes are drafted or about to be."""


@dataclass
class Intake:
    """Keeps the ledger true to what lies in the inbox. `out`: where the drafts are; `program`: what would draft now."""

    ledger: Ledger
    watch: Watch
    out: Path
    arrivals: Arrivals
    program: Program
    _files: dict[int, tuple[SeenFile, ...]] = field(default_factory=dict)
    _absent: dict[int, float] = field(default_factory=dict)
    unsettled: int = 0
    """How many dossiers were not complete when last looked."""
    lost: int = 0
    """How many dossiers have left the inbox since the watcher began."""

    def files(self, entry: Entry) -> tuple[SeenFile, ...]:
        """The files of the dossier as they were when it was complete."""
        if entry.id not in self._files:
            self._files[entry.id] = self.ledger.files(entry.id)
        return self._files[entry.id]

    def take(self, sights: Sequence[Sight], now: float, at: str) -> None:
        """Enters everything that changed since the last time. `now`: monotonic seconds; `at`: for the ledger."""
        entries = {entry.entry: entry for entry in self.ledger.entries(self.watch)}
        complete = {sight.entry for sight in self.arrivals.complete(sights, now)}
        self.unsettled = 0
        for sight in sights:
            entry = entries.get(sight.entry)
            if entry is not None and self._is_known(entry, sight):
                continue
            if entry is None or entry.state != "arriving" or entry.path != str(sight.path):
                entry = self.ledger.arrived(self.watch, sight.entry, str(sight.path), at, name=sight.name)
            if sight.entry not in complete or not self._settle(entry, sight, now, at):
                self.unsettled += 1
        self._find_gone(entries, {sight.entry for sight in sights}, now, at)

    def _is_known(self, entry: Entry, sight: Sight) -> bool:
        """Does it lie there as when it was last complete?"""
        if entry.path != str(sight.path) or entry.state in {"arriving", "gone"}:
            return False
        files = self.files(entry)
        return is_as_seen(sight, files) and not any(_opens_now(file, sight) for file in files)

    def _settle(self, entry: Entry, sight: Sight, now: float, at: str) -> bool:
        try:
            files = seen_files(sight, self.files(entry), anyway=self.arrivals.is_out_of_patience(sight, now))
        except NotOpenable:
            return False
        content = content_of(files, is_folder=sight.is_folder)
        key = self.program.key(content)
        before = entry
        self._files[entry.id] = files
        entry = self.ledger.settled(entry.id, files, content, key, at)
        if before.key == key and self.is_whole(entry, key):
            self.ledger.unchanged(entry.id, at)  # touched, copied again, moved back: the same bytes are not done again
        return True

    def is_whole(self, entry: Entry, key: str) -> bool:
        """Are the files of the last draft there as made, and were they made of this content by this program?"""
        made = self.ledger.last_made(entry.id)
        return made is not None and made.key == key and is_whole(self.out / entry.name, made)

    def _find_gone(self, entries: dict[str, Entry], seen: set[str], now: float, at: str) -> None:
        """A dossier that is away for as long as one has to lie still: a share that blinks makes nothing gone."""
        for entry in entries.values():
            if entry.entry in seen or entry.state == "gone" or (entry.moved_at and Path(entry.path).exists()):
                self._absent.pop(entry.id, None)
            elif now - self._absent.setdefault(entry.id, now) >= self.arrivals.settle:
                self.ledger.gone(entry.id, at)
                self.lost += 1

    def renew(self, program: Program, at: str) -> int:
        """With another program, rubric or day every dossier has to be done again; returns how many."""
        self.program = program
        renewed = 0
        for entry in self.ledger.entries(self.watch):
            if entry.content is None or entry.state in {"arriving", "gone", "repeated"}:
                continue
            key = program.key(entry.content)
            if key != entry.key:
                self.ledger.settled(entry.id, self.files(entry), entry.content, key, at)
                renewed += 1
        return renewed

    def supplements_for(self, entry: Entry, folder: Path | None) -> tuple[Path, ...]:
        """What lies in the folder of supplements for the dossier."""
        if folder is None:
            return ()
        path = Path(entry.path)
        return supplements_in(folder).get(dossier_name(path, path.is_dir()).casefold(), ())

    def lies_as_seen(self, entry: Entry, supplements: Path | None) -> bool:
        """Does it still lie there as when it was complete?"""
        try:
            papers = self.supplements_for(entry, supplements)
        except OSError:
            return False
        sight = look_at(Path(entry.path), supplements=papers)
        return sight is not None and is_as_seen(sight, self.files(entry))

    def twin_of(self, entry: Entry, entries: Sequence[Entry]) -> Entry | None:
        """Another dossier with the same bytes that is drafted or about to be."""
        return next(
            (
                other
                for other in entries
                if other.id != entry.id and other.content == entry.content and other.state in IN_HAND
            ),
            None,
        )


def _opens_now(file: SeenFile, sight: Sight) -> bool:
    """A plain file that could not be read before, and can be now."""
    if file.sha256 != UNREAD or file.size < 0:
        return False
    disk = next((one.disk for one in sight.files if one.path == file.path), None)
    try:
        if disk is not None:
            with disk.open("rb") as opened:
                opened.read(1)
            return True
    except OSError:
        pass
    return False
