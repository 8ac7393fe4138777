"""What two sources of a dossier say alike is certain: the second reading that an OCR value needs.

Contract, "Confidence": "numbers and dates read by OCR are certain only where a second reading agrees (the other
language, a printed range, a list, …)". A holder that is, character for character, the applicant's name as the form,
the licence or the folder writes it was not misread into that name by chance; neither was its English name that another
paper repeats, a number that the form's list repeats, nor the name of a person or authority that stands on two papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.confidence import certain_of
from extractors.evidence import ApplicationForm, ClaimItem, Evidence, Field
from matchers.holding import Identity

HOLDERS = ("holder", "holder_zh", "patentees", "drafting_units", "manufacturer")
NUMBERS = ("certificate_no", "registration_no", "report_no", "project_no", "number", "patent_no", "standard_no")
DATES = ("grant_date", "registration_date", "issue_date", "publish_date", "date", "filing_date", "expiry_date")
ISSUERS = ("issuer",)
PEOPLE = ("credential", "cqo_certificate", "appointment")
SHORTEST = 6
"""A number of fewer characters may be repeated by chance."""


def _folded(text: str) -> str:
    return re.sub(r"[\s()（）〔〕\[\]]", "", unicodedata.normalize("NFKC", text)).upper()


def _letters(name: str) -> str:
    """A foreign name without blanks and marks."""
    return "".join(c for c in _folded(name) if c.isalnum())


def _values(field: Field) -> tuple[str, ...]:
    if isinstance(field.value, tuple):
        return field.value
    return (field.value,) if isinstance(field.value, str) else ()


def _agreed(evidence: Evidence, names: Iterable[str]) -> Evidence:
    """The paper with these fields marked as agreed, and its confidence anew."""
    wanted = [n for n in names if n in evidence.fields and not evidence.fields[n].reading.agreed]
    wanted = [
        n for n in wanted if evidence.fields[n].reading.check != "failed" and not evidence.fields[n].reading.disputed
    ]
    if not wanted:
        return evidence
    fields = dict(evidence.fields)
    for name in wanted:
        fields[name] = replace(fields[name], reading=replace(fields[name].reading, agreed=True))
    sure = min((certain_of(fields[n]) for n in evidence.deciding), default=evidence.confidence)
    return replace(evidence, fields=fields, confidence=round(sure, 3))


def _own_name(evidence: Evidence, identity: Identity) -> list[str]:
    """Fields that name the applicant exactly. The licence does not confirm itself."""
    if not identity.name or not identity.settled or evidence.type in {"business_licence", "application_form"}:
        return []
    own = _folded(identity.name)
    return [n for n in HOLDERS if n in evidence.fields and own in map(_folded, _values(evidence.fields[n]))]


def _names_on(evidence: Evidence, names: Sequence[str]) -> set[str]:
    return {_letters(v) for n in names for v in evidence.names(n) if len(_letters(v)) >= SHORTEST}


def _repeated(evidence: Sequence[Evidence], names: Sequence[str]) -> Counter[str]:
    """On how many papers a name stands."""
    return Counter(name for paper in evidence for name in _names_on(paper, names))


def _english_name(evidence: Evidence, identity: Identity, repeated: Counter[str]) -> list[str]:
    """Fields with the applicant's English name as another paper writes it too: a paper does not confirm itself."""
    known = {_letters(n) for n in identity.english if repeated[_letters(n)] > 1}
    if not identity.settled:
        return []
    return [n for n in HOLDERS if n in evidence.fields and known & {_letters(v) for v in _values(evidence.fields[n])}]


def _known_issuer(evidence: Evidence, repeated: Counter[str]) -> list[str]:
    """The authority, where another paper names the very same."""
    return [n for n in ISSUERS if n in evidence.fields and any(repeated[i] > 1 for i in _names_on(evidence, (n,)))]


def _listed(evidence: Evidence, items: Sequence[ClaimItem]) -> list[str]:
    """The number that the form's list repeats, and the date that it gives beside that number."""
    found: list[str] = []
    for name in NUMBERS:
        number = evidence.text(name)
        if not number or len(_folded(number)) < SHORTEST:
            continue
        for item in items:
            if item.number and _folded(item.number) == _folded(number):
                found.append(name)
                found += [d for d in DATES if item.date and evidence.value(d) == item.date]
    return found


def _people(evidence: Sequence[Evidence]) -> Counter[str]:
    """On how many papers a person's name stands, social security papers included."""
    names: Counter[str] = Counter()
    for paper in evidence:
        own = {paper.text("person") or ""} if paper.type in PEOPLE else set(paper.names("persons"))
        names.update(re.sub(r"\s", "", n) for n in own if n)
    return names


def _named_twice(evidence: Evidence, people: Counter[str]) -> list[str]:
    if evidence.type in PEOPLE:
        return ["person"] if people[re.sub(r"\s", "", evidence.text("person") or "")] > 1 else []
    if evidence.type == "social_security":
        persons = evidence.names("persons")
        return ["persons"] if persons and all(people[re.sub(r"\s", "", p)] > 1 for p in persons) else []
    return []


def confirm(evidence: Sequence[Evidence], identity: Identity, forms: Sequence[ApplicationForm]) -> tuple[Evidence, ...]:
    """The papers, each field that a second source of the dossier repeats marked as agreed."""
    items = [item for form in forms for claim in form.claims for item in claim.items]
    people = _people(evidence)
    english, issuers = _repeated(evidence, (*HOLDERS, "holder_en")), _repeated(evidence, ISSUERS)
    return tuple(
        _agreed(
            paper,
            (
                *_own_name(paper, identity),
                *_english_name(paper, identity, english),
                *_known_issuer(paper, issuers),
                *_listed(paper, items),
                *_named_twice(paper, people),
            ),
        )
        if paper.via == "ocr"
        else paper
        for paper in evidence
    )
