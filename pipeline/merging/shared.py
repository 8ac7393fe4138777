"""What two dossiers of the city have in common: the applicant, a number (`matchers.register`), a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractors.document import PageId
from extractors.evidence import ApplicationForm, Evidence, Field
from matchers.applicant import clean
from matchers.draft import Dossier
from matchers.register import find_shared, number_key
from pipeline.emit.labels import word
from pipeline.merging.county import Entrant

_PEOPLE: Final = frozenset({"credential", "cqo_certificate"})


@dataclass(frozen=True, slots=True)
class Place:
    """One of the dossiers, and where in it the paper stands."""

    county: str
    dossier: str
    applicant: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """One thing that several dossiers have: its kind in Chinese, what it is, where; `across`: in several counties."""

    kind: str
    what: str
    places: tuple[Place, ...]

    @property
    def across(self) -> bool:
        return len({place.county for place in self.places}) > 1


def find_common(entrants: Sequence[Entrant]) -> tuple[Common, ...]:
    """Everything that two dossiers share, the applicants first."""
    return (*_applicants(entrants), *_numbers(entrants), *_persons(entrants))


def _applicants(entrants: Iterable[Entrant]) -> Iterator[Common]:
    by: dict[str, list[Entrant]] = {}
    for entrant in entrants:
        keys = {key for key in (entrant.drafted.uscc, _folded(entrant.drafted.applicant)) if key}
        for key in keys:
            by.setdefault(key, []).append(entrant)
    told: set[tuple[str, ...]] = set()
    for same in by.values():
        labels = tuple(entrant.label for entrant in same)
        if len(same) > 1 and labels not in told:
            told.add(labels)
            first = same[0]
            what = " ".join(filter(None, (first.drafted.applicant, first.drafted.uscc)))
            yield Common("同一申报单位", what, tuple(_place(entrant) for entrant in same))


def _numbers(entrants: Sequence[Entrant]) -> Iterator[Common]:
    by_label = {entrant.label: entrant for entrant in entrants}
    dossiers = [_dossier(entrant) for entrant in entrants]
    papers = {dossier.name: dossier.evidence for dossier in dossiers}
    for key, uses in sorted(find_shared(dossiers).uses.items()):
        places = []
        for use in uses:
            paper = next(paper for paper in papers[use.dossier] if number_key(paper) == key)
            places.append(_place(by_label[use.dossier], paper.pages[0].file))
        what = " ".join(part for part in key[1:] if part)
        kind = "同一人员证书" if key[0] in _PEOPLE else f"同一编号的{word('types', key[0])}"
        yield Common(kind, what, tuple(places))


def _persons(entrants: Iterable[Entrant]) -> Iterator[Common]:
    """The same name with the same masked identity number in the papers of two applicants."""
    by: dict[tuple[str, str], list[Entrant]] = {}
    for entrant in entrants:
        for person in entrant.papers.get("people", ()):
            if person.get("masked_id"):
                by.setdefault((person["name"], person["masked_id"]), []).append(entrant)
    for (name, masked), several in sorted(by.items()):
        if len({entrant.drafted.uscc or _folded(entrant.drafted.applicant) for entrant in several}) > 1:
            yield Common("同一人员", f"{name}（{masked}）", tuple(_place(entrant) for entrant in several))


def _place(entrant: Entrant, file: str = "") -> Place:
    return Place(entrant.county, entrant.drafted.dossier, entrant.name, file)


def _folded(name: str | None) -> str:
    return clean(name) if name else ""


def _dossier(entrant: Entrant) -> Dossier:
    """The draft's papers as the register takes them; who applies is what the draft found out."""
    evidence = tuple(_evidence(item) for item in entrant.papers["evidence"])
    own = entrant.drafted
    known = own.applicant or own.uscc
    form = Evidence("application_form", "application_form", {}, (PageId("申报表"),), "text")
    forms = (ApplicationForm(form, Field(own.applicant), Field(own.uscc)),) if known else ()
    return Dossier(entrant.label, (), evidence, forms)


def _evidence(item: Mapping[str, Any]) -> Evidence:
    fields = {name: Field(tuple(value) if isinstance(value, list) else value) for name, value in _plain(item).items()}
    source = item["source"]
    page = PageId(source["file"], source.get("page"))
    return Evidence(item["type"], item["type"], fields, (page,), "text", confidence=float(item["confidence"]))


def _plain(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {} if item["type"] == "application_form" else item["fields"]
