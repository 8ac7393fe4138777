"""The record of reviews: one SQLite file with what every draft said, what each person decided of it, and when.

The same sheet collected again changes nothing; a reviewer's later sheet of the same draft becomes the current one, the
earlier stays in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ForeignKey, Text, UniqueConstraint, create_engine, event, inspect, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from pipeline.errors import UnusableInput
from pipeline.masking import mask
from pipeline.review.counting import is_looked_at, opinion_of
from pipeline.review.results import DossierResult, Review, Round
from pipeline.sqlite_file import make_private_file, settle

VERSION: Final = "1"
NAME: Final = "reviews.sqlite"


class Points(TypeDecorator[Decimal]):
    """Points as exact text; SQLite's own numbers are binary."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """The tables of the record."""


class Meta(Base):
    """Facts about the file itself: the version of its tables."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ReviewRow(Base):
    """One person's sheet of one draft. `current`: no later sheet of the same person and draft was collected."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("draft", "reviewer", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[str]
    dossier: Mapped[str]
    applicant: Mapped[str]
    uscc: Mapped[str | None]
    rubric: Mapped[str]
    as_of: Mapped[str]
    reviewer: Mapped[str]
    reviewed_on: Mapped[str]
    file: Mapped[str]
    digest: Mapped[str]
    collected_at: Mapped[str]
    current: Mapped[bool]
    lines: Mapped[list[LineRow]] = relationship(cascade="all, delete-orphan")
    papers: Mapped[list[PaperRow]] = relationship(cascade="all, delete-orphan")
    conditions: Mapped[list[ConditionRow]] = relationship(cascade="all, delete-orphan")


class LineRow(Base):
    """One line: what the draft said, what the person gave; `looked`: something was entered about it."""

    __tablename__ = "review_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    review: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    indicator: Mapped[str]
    name: Mapped[str]
    max_score: Mapped[Decimal] = mapped_column(Points)
    draft_score: Mapped[Decimal] = mapped_column(Points)
    lowest: Mapped[Decimal] = mapped_column(Points)
    highest: Mapped[Decimal] = mapped_column(Points)
    confidence: Mapped[str]
    flags: Mapped[str]
    warned: Mapped[bool]
    final: Mapped[Decimal] = mapped_column(Points)
    how: Mapped[str]
    looked: Mapped[bool]
    reason: Mapped[str]


class PaperRow(Base):
    """One paper as drafted; `decision` None where the person left it; `confirmed`: said outright, or borne out."""

    __tablename__ = "review_paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    review: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    paper: Mapped[str]
    type: Mapped[str]
    title: Mapped[str]
    confidence: Mapped[float]
    via: Mapped[str]
    status: Mapped[str]
    reasons: Mapped[str]
    counted: Mapped[bool]
    decision: Mapped[bool | None]
    note: Mapped[str]
    confirmed: Mapped[bool | None]


class ConditionRow(Base):
    """One condition of eligibility: the draft's status and the person's verdict."""

    __tablename__ = "review_condition"
    id: Mapped[int] = mapped_column(primary_key=True)
    review: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    condition: Mapped[str]
    draft_status: Mapped[str]
    verdict: Mapped[str | None]
    note: Mapped[str]


@contextmanager
def opened(path: Path, *, make: bool) -> Iterator[Session]:
    """The record, made if `make` and there is none. Raises UnusableInput where the file is not one of this version."""
    if not make and not path.is_file():
        raise UnusableInput(
            f"找不到复核记录“{path}”", remedy="请用 --reviews 给出 yushen collect 写出的 reviews.sqlite"
        )
    try:
        if make:
            make_private_file(path)
    except OSError as cause:
        raise UnusableInput(f"不能建立“{path.parent}”（{cause.strerror}）", remedy="请换一个可写的位置") from None
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    event.listen(engine, "connect", settle)
    try:
        with Session(engine) as session:
            _check(session, path)
            yield session
    except DatabaseError as cause:
        raise UnusableInput(
            f"复核记录“{path}”不能读写（{type(cause.orig).__name__}：{cause.orig}）",
            remedy="文件可能不是复核记录、已损坏或正被占用；请换一个文件，或稍后再试",
        ) from None
    except SQLAlchemyError as cause:
        raise UnusableInput(f"复核记录“{path}”不能使用（{type(cause).__name__}）", remedy="请换一个文件") from None
    finally:
        engine.dispose()


def _check(session: Session, path: Path) -> None:
    names = inspect(session.connection()).get_table_names()
    if not names:
        Base.metadata.create_all(session.connection())
        session.add(Meta(key="version", value=VERSION))
        session.commit()
        return
    found = session.get(Meta, "version") if "meta" in names else None
    if found is None or "review" not in names:
        raise UnusableInput(f"“{path}”不是复核记录", remedy="请用 --reviews 给出 yushen collect 写出的文件")
    if found.value != VERSION:
        raise UnusableInput(
            f"复核记录“{path}”的版本是 {found.value}，这一版软件只认 {VERSION}", remedy="请用写出它的那一版软件"
        )


def keep(session: Session, found: Round, collected_at: str) -> int:
    """Records every review of the round that is not yet recorded; returns how many were new."""
    new = 0
    for standing in found.standings:
        for review in standing.result.reviews:
            new += _keep(session, standing.result, review, collected_at)
    session.commit()
    return new


def _keep(session: Session, result: DossierResult, review: Review, collected_at: str) -> int:
    same = select(ReviewRow).where(ReviewRow.draft == review.draft, ReviewRow.reviewer == review.reviewer)
    known = list(session.scalars(same))
    for row in known:
        row.current = row.digest == review.digest
    if any(row.digest == review.digest for row in known):
        return 0
    drafted = result.drafted
    row = ReviewRow(
        draft=review.draft,
        dossier=drafted.dossier,
        applicant=drafted.title,
        uscc=drafted.uscc,
        rubric=drafted.rubric,
        as_of=drafted.as_of,
        reviewer=review.reviewer,
        reviewed_on=review.day,
        file=mask(review.file),
        digest=review.digest,
        collected_at=collected_at,
        current=True,
    )
    row.lines = _lines(result, review)
    row.papers = _papers(result, review, {line.indicator: line for line in row.lines})
    row.conditions = [
        ConditionRow(
            condition=c.id,
            draft_status=c.status,
            verdict=review.entries.verdicts.get(c.id),
            note=review.entries.condition_notes.get(c.id, ""),
        )
        for c in drafted.conditions
    ]
    session.add(row)
    return 1


def _lines(result: DossierResult, review: Review) -> list[LineRow]:
    entries = review.entries
    rows = []
    for line in result.drafted.lines:
        opinion = opinion_of(line, review)
        rows.append(
            LineRow(
                indicator=line.id,
                name=line.name,
                max_score=line.max_score,
                draft_score=line.draft_score,
                lowest=line.lowest,
                highest=line.highest,
                confidence=line.confidence,
                flags=json.dumps(line.flags, ensure_ascii=False),
                warned=line.warned,
                final=opinion.points,
                how=opinion.how,
                looked=is_looked_at(line, entries),
                reason=opinion.reason,
            )
        )
    return rows


def _papers(result: DossierResult, review: Review, lines: dict[str, LineRow]) -> list[PaperRow]:
    rows = []
    for paper in result.drafted.papers:
        if paper.type == "application_form":
            continue
        decision = review.entries.decisions.get(paper.id)
        counting = [lines[i] for i, points in paper.counted.items() if points and i in lines]
        # Said outright, or borne out: a line that it earns points on was looked at and left as drafted.
        borne_out = any(line.looked and line.final == line.draft_score for line in counting)
        confirmed = decision if decision is not None else (True if borne_out else None)
        rows.append(
            PaperRow(
                paper=paper.id,
                type=paper.type,
                title=paper.title,
                confidence=paper.confidence,
                via=paper.via,
                status=paper.status,
                reasons=json.dumps(paper.reasons, ensure_ascii=False),
                counted=bool(counting),
                decision=decision,
                note=review.entries.paper_notes.get(paper.id, ""),
                confirmed=confirmed,
            )
        )
    return rows
