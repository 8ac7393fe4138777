"""The ledger's tables. Every name begins with `ledger_`, so that a PostgreSQL database may hold other tables, too."""

from __future__ import annotations

import hashlib
import json
from typing import Final, cast

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pipeline.ledger.columns import AnyText, WholeNumber
from pipeline.ledger.rows import Attempt, Entry, Made, Outcome, SeenFile, State, Watch

VERSION: Final = 1
"""Of these tables; raised with every change, and older ones are then brought up to it when opened."""


def digest_of(*texts: str) -> str:
    """A short key for long texts: PostgreSQL indexes no path of 4,000 bytes."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


class Base(DeclarativeBase):
    """The tables of the ledger."""

    type_annotation_map = {str: AnyText}  # noqa: RUF012  # as SQLAlchemy wants it


class FactRow(Base):
    """Facts about the ledger itself: the version of its tables."""

    __tablename__ = "ledger_meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class WatchRow(Base):
    """One inbox with its output folder. `out_digest`: folders' names are unique under one output folder."""

    __tablename__ = "ledger_watch"
    id: Mapped[int] = mapped_column(primary_key=True)
    inbox: Mapped[str]
    out: Mapped[str]
    rubric: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    out_digest: Mapped[str]
    made_at: Mapped[str]

    def told(self) -> Watch:
        return Watch(self.id, self.inbox, self.out, self.rubric)


class HolderRow(Base):
    """Who works on a watch, or last did. `token` tells one holding from the next."""

    __tablename__ = "ledger_holder"
    watch: Mapped[int] = mapped_column(ForeignKey("ledger_watch.id"), primary_key=True)
    token: Mapped[str]
    who: Mapped[str]
    since: Mapped[str | None]


class EntryRow(Base):
    """One dossier (`rows.Entry`). `name_folded`: the name as file systems that ignore case compare it."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("watch", "entry"), UniqueConstraint("out_digest", "name_folded"))
    id: Mapped[int] = mapped_column(primary_key=True)
    watch: Mapped[int] = mapped_column(ForeignKey("ledger_watch.id"), index=True)
    out_digest: Mapped[str]
    entry: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    path: Mapped[str]
    state: Mapped[str]
    since: Mapped[str]
    first_seen: Mapped[str]
    content: Mapped[str | None] = mapped_column(index=True)
    key: Mapped[str | None]
    strikes: Mapped[int] = mapped_column(default=0)
    interruptions: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    retry_at: Mapped[str | None]
    moving_to: Mapped[str | None]
    step: Mapped[str] = mapped_column(default="")
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_total: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))
    moved_at: Mapped[str | None]

    def told(self) -> Entry:
        return Entry(
            id=self.id,
            watch=self.watch,
            entry=self.entry,
            name=self.name,
            path=self.path,
            state=cast("State", self.state),
            since=self.since,
            first_seen=self.first_seen,
            content=self.content,
            key=self.key,
            strikes=self.strikes,
            interruptions=self.interruptions,
            version=self.version,
            error=self.error,
            retry_at=self.retry_at,
            moving_to=self.moving_to,
            step=self.step,
            pages_done=self.pages_done,
            pages_total=self.pages_total,
            repeats=self.repeats,
            moved_at=self.moved_at,
        )


class SeenFileRow(Base):
    """One file of a dossier as it lay there when the dossier was last complete."""

    __tablename__ = "ledger_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    path: Mapped[str]
    size: Mapped[int] = mapped_column(WholeNumber)
    changed: Mapped[int] = mapped_column(WholeNumber)
    sha256: Mapped[str]

    def told(self) -> SeenFile:
        return SeenFile(self.path, self.size, self.changed, self.sha256)


class AttemptRow(Base):
    """One attempt at a dossier, written before the work begins, so that a process that dies leaves its trace."""

    __tablename__ = "ledger_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    key: Mapped[str | None]
    began: Mapped[str]
    ended: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(default="open")
    error: Mapped[str | None]

    def told(self) -> Attempt:
        return Attempt(self.id, self.key, self.began, self.ended, cast("Outcome", self.outcome), self.error)


class MadeRow(Base):
    """One version of a dossier's output (`rows.Made`); `files` as JSON."""

    __tablename__ = "ledger_made"
    __table_args__ = (UniqueConstraint("entry", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    version: Mapped[int]
    key: Mapped[str]
    made_at: Mapped[str]
    software: Mapped[str]
    program: Mapped[str]
    rubric: Mapped[str]
    rubric_digest: Mapped[str]
    kinds_digest: Mapped[str]
    as_of: Mapped[str]
    files: Mapped[str]

    def told(self) -> Made:
        return Made(
            key=self.key,
            made_at=self.made_at,
            software=self.software,
            program=self.program,
            rubric=self.rubric,
            rubric_digest=self.rubric_digest,
            kinds_digest=self.kinds_digest,
            as_of=self.as_of,
            files=json.loads(self.files),
        )
