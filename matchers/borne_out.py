"""What reviews bore out of the papers' certainty: a fitted table lowers it, and never raises it.

A table may be fitted to a few dozen papers. Twenty without a fault do not make an uncertain digit certain, but faults
among papers that were taken for certain are reason enough to call no more of their kind so.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.evidence import Evidence
from extractors.fitted_confidence import FittedTable
from matchers.draft import Dossier


def as_borne_out(dossier: Dossier, table: FittedTable) -> Dossier:
    """The dossier, each paper at most as certain as papers read alike turned out to be."""

    def lowered(paper: Evidence) -> Evidence:
        return replace(paper, confidence=min(paper.confidence, table.of(paper.confidence)))

    return replace(
        dossier,
        evidence=tuple(lowered(paper) for paper in dossier.evidence),
        forms=tuple(replace(form, evidence=lowered(form.evidence)) for form in dossier.forms),
    )
