"""What the ledger tells: watches, dossiers, the files seen of them, what was made of them. All times are ISO, UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

State = Literal["arriving", "waiting", "reading", "read", "done", "failed", "set_aside", "repeated", "gone"]
"""arriving: still being copied; waiting: complete, not begun; reading: in work; read: read, its draft comes with the
next round; done: drafted; failed: tried again at `retry_at`; set_aside: ended its process again and again, or fails
for good: a person must look; repeated: the same bytes as another dossier; gone: no longer in the inbox."""

OPEN_STATES: Final = ("waiting", "reading", "read", "failed")
"""States in which a complete dossier still waits for its draft."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One inbox with its output folder and rubric."""

    id: int
    inbox: str
    out: str
    rubric: str


@dataclass(frozen=True, slots=True)
class SeenFile:
    """One file of a dossier as it lay there: path in the dossier, bytes, nanoseconds of its change, content."""

    path: str
    size: int
    changed: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One dossier of a watch.

    entry: its name in the inbox; name: its output folder, settled when first seen; path: where it lies now; since: of
    the state; content: digest of its bytes; key: digest of the bytes and of all that a draft depends on; strikes: how
    often it ended its process in a row; interruptions: how often the watcher itself was ended while it was in work;
    version: how many drafts were made of it; moving_to: where it is being moved; error: what went wrong last;
    repeats: the dossier with the same bytes; moved_at: when it was moved out of the inbox.
    """

    id: int
    watch: int
    entry: str
    name: str
    path: str
    state: State
    since: str
    first_seen: str
    content: str | None = None
    key: str | None = None
    strikes: int = 0
    interruptions: int = 0
    version: int = 0
    error: str | None = None
    retry_at: str | None = None
    moving_to: str | None = None
    step: str = ""
    pages_done: int = 0
    pages_total: int = 0
    repeats: int | None = None
    moved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One version of a dossier's files, and what made it. `files`: name in the output folder → sha256."""

    key: str
    made_at: str
    software: str
    program: str
    rubric: str
    rubric_digest: str
    kinds_digest: str
    as_of: str
    files: Mapping[str, str]


Outcome = Literal["open", "read", "failed", "died", "interrupted", "set_aside"]
"""How an attempt ended. died: the dossier's own process ended; interrupted: the watcher was ended while at it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at reading and drafting a dossier. `ended`: None while it is open."""

    id: int
    key: str | None
    began: str
    ended: str | None
    outcome: Outcome
    error: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that works on a watch: where and which one, and since when as far as it told."""

    who: str
    since: str | None
