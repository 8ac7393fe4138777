"""Forms of single schemes that name the applicant: they stand where the built-in form was not recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from extractors.evidence import ApplicationForm, Evidence, Field
from matchers.draft import Dossier

NAMING: Final[Mapping[str, str]] = {"award_form": "applicant", "enrolment_form": "holder"}
"""Evidence type of a scheme's form and the field in which it names the applicant."""


def with_stated_form(dossier: Dossier, evidence: Sequence[Evidence]) -> Dossier:
    """The dossier with a form that names the applicant, where no form of it does and a scheme's form is there."""
    if any(form.applicant.value for form in dossier.forms):
        return dossier
    for paper in evidence:
        name = paper.fields.get(NAMING.get(paper.type, ""), Field(None))
        if name.value:
            form = ApplicationForm(paper, name, paper.fields.get("uscc", Field(None)))
            return replace(dossier, forms=(form, *dossier.forms))
    return dossier
