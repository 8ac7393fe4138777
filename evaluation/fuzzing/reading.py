"""A file through the real reading: worker processes with limits, then recognition; what came of it and how long."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from extractors.document import Document
from extractors.evidence import Evidence
from pipeline.inbox import DossierSource
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.steps import extract
from pipeline.workers import Failure, Workers, wait_for

EXTRACT_SECONDS = 60.0
ENDED = ("读取超时", "占用内存过大", "弄崩")


@dataclass(frozen=True, slots=True)
class Ending:
    """How one file ended: its documents and evidence, the seconds that it took, and what must never be (`faults`)."""

    documents: tuple[Document, ...]
    evidence: tuple[Evidence, ...]
    seconds: float
    faults: tuple[str, ...]

    @property
    def is_readable(self) -> bool:
        """Some page of it could be read."""
        pages = [page for document in self.documents for page in document.pages]
        return any(page.legibility == "good" and page.text.strip() for page in pages)

    @property
    def is_ended(self) -> bool:
        """Its worker had to be ended or died: a named failure, but one that took a process along."""
        told = " ".join(problem.message for document in self.documents for problem in document.problems)
        return any(sign in told for sign in ENDED)

    @property
    def refusal(self) -> str:
        """The codes under which it, or a part of it, was not read; empty where all of it was."""
        return ",".join(sorted({problem.code for document in self.documents for problem in document.problems}))


def read_file(path: Path, workers: Workers, settings: ReadSettings) -> Ending:
    """One file as a dossier of its own. Never raises for what is in it, unless Yushen is at fault."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    start = time.monotonic()
    read = read_dossier(DossierSource(path.stem, path), workers, settings)
    outcome = wait_for(workers.submit(extract, (read.documents, ()), seconds=EXTRACT_SECONDS))
    seconds = time.monotonic() - start
    documents, evidence = read.documents, ()
    faults: list[str] = []
    if isinstance(outcome, Failure):
        faults.append(f"识别未完成：{outcome.kind} {outcome.detail}")
    else:
        documents, evidence = outcome.value.documents, outcome.value.evidence  # type: ignore[assignment]
    if hashlib.sha256(path.read_bytes()).hexdigest() != before:
        faults.append("原件被改动")
    return Ending(documents, evidence, seconds, (*faults, *_faults(documents)))


def _faults(documents: tuple[Document, ...]) -> list[str]:
    """What must not be said of any file: an exception of ours, silence."""
    found = []
    for document in documents:
        note = document.note or ""
        if "Error: " in note or "Exception" in note or "嵌套过深" in note:
            found.append(f"读取程序抛出异常：{note}")
        told = " ".join(problem.message for problem in document.problems)
        for sign in ("的内容未能识别", "Traceback"):
            if sign in told:
                found.append(f"{sign}：{told[:200]}")
        if document.status not in {"read", "skipped"} and not document.problems:
            found.append(f"{document.status} 而未说明原因")
    return found
