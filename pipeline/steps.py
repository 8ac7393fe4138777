"""The steps of a dossier that run in a worker process: recognising its papers, writing its files.

What they need is imported inside, since the parent knows them by name only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.document import Document, Problem
from extractors.evidence import ApplicationForm, Evidence
from matchers.draft import Draft
from pipeline.kept_results import Recognised
from pipeline.review.earlier import Earlier

Frame = tuple[float, float, float, float]
"""Where evidence.pdf shows a source page (`pipeline.emit.snippets`)."""


@dataclass(frozen=True)
class OutputOrder:
    """What to write and where; `disk` maps a document's path to the file that its pages are drawn from.

    earlier: what a reviewed version means for the new sheet; frames: where evidence.pdf shows each source page.
    """

    draft: Draft
    folder: Path
    disk: Mapping[str, Path]
    earlier: Earlier = field(default_factory=Earlier)
    frames: Mapping[int, Frame] = field(default_factory=dict)


def extract(order: tuple[Sequence[Document], Sequence[Path]]) -> Recognised:
    """Papers and evidence of a dossier: its documents, and the folders of kinds that only the rubric knows.

    If all together fail, each document alone, and the failing one is told.
    """
    from extractors.extraction import extract_evidence

    documents, kinds = order
    try:
        found = extract_evidence(documents, kinds)
    except Exception:  # noqa: BLE001  # the edge of one dossier: narrowed to the file below, and shown there
        return _one_by_one(documents, kinds)
    return Recognised(tuple(documents), found.evidence, found.forms)


def _one_by_one(documents: Sequence[Document], kinds: Sequence[Path]) -> Recognised:
    from extractors.extraction import extract_evidence

    read: list[Document] = []
    evidence: list[Evidence] = []
    forms: list[ApplicationForm] = []
    for document in documents:
        try:
            found = extract_evidence([document], kinds)
        except Exception as cause:  # noqa: BLE001  # the edge of one file: told in the draft
            message = f"文件“{document.path}”的内容未能识别（{type(cause).__name__}），请人工查看该文件"
            problem = Problem("UNREADABLE_FILE", message, document.path)
            read.append(replace(document, status="partly_read", problems=(*document.problems, problem)))
            continue
        read.append(document)
        evidence.extend(found.evidence)
        forms.extend(found.forms)
    return Recognised(tuple(read), tuple(evidence), tuple(forms))


def write_evidence_pdf(order: OutputOrder) -> Mapping[int, Frame]:
    """evidence.pdf of one dossier; source pages are opened again, so this may take long or die of a hostile file.

    Returns where each source page stands on its page, so that pictures can be cut from there.
    """
    from pipeline.emit import evidence_pdf, whole_file

    whole_file.make_folder(order.folder)
    frames: dict[int, Frame] = {}
    evidence_pdf.write(order.draft, order.folder, order.disk, frames)
    return frames


def write_sheets(order: OutputOrder) -> None:
    """draft.xlsx and draft.json of one dossier, each whole or absent; a sheet in which somebody works stays."""
    from pipeline.emit import draft_json, evidence_pdf, snippets, whole_file, workbook

    whole_file.make_folder(order.folder)
    if not order.earlier.stays:
        pictures = {}
        if order.frames:
            try:
                pictures = snippets.cut(order.draft, order.folder / evidence_pdf.NAME, order.frames)
            except Exception:  # noqa: BLE001  # the edge of the pictures: the sheet says that there are none
                pictures = {}
        additions = workbook.Additions(pictures, order.earlier.entries, order.earlier.changes or None)
        workbook.write(order.draft, order.folder, additions)
    draft_json.write(order.draft, order.folder)
