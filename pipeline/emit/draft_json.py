"""draft.json: the draft in the words of the contract, checked against its schema before it is written.

Nothing in it depends on the clock or on the order of a set: the same dossier gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jsonschema

from extractors.document import Box, Document, Page, PageId
from extractors.evidence import ApplicationForm, Evidence
from extractors.fields import FIELDS, LIST_FIELDS
from matchers.draft import Choices, Draft, Item, Line
from pipeline.emit import progress_json
from pipeline.emit.private import Masker
from pipeline.emit.whole_file import write_bytes

NAME: Final = "draft.json"


def write(draft: Draft, folder: Path) -> Path:
    """Writes `draft.json` into the folder and returns its path."""
    path = folder / NAME
    write_bytes(path, to_bytes(as_dict(draft)))
    return path


def to_bytes(content: Mapping[str, Any]) -> bytes:
    """The text of the file: UTF-8, Chinese as it is, a newline at the end."""
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8", "replace")


def digest(content: bytes) -> str:
    """What names a draft: 16 hex digits of the file's SHA-256, the same wherever the file lies."""
    return hashlib.sha256(content).hexdigest()[:16]


def as_dict(draft: Draft) -> dict[str, Any]:
    """The draft as plain values, valid against the contract's schema, every string masked.

    Raises jsonschema.ValidationError where the draft cannot be said in the contract's words: that is a defect.
    """
    masker = Masker.of(draft)
    pages = {page.id: page.seen() for document in draft.dossier.documents for page in document.pages}
    forms = {id(form.evidence): form for form in draft.dossier.forms} | {
        form.evidence.id: form for form in draft.dossier.forms if form.evidence.id
    }
    content = {
        "schema": "yushen/draft/1",
        "rubric": {
            "id": draft.rubric_id,
            "title": draft.rubric_title,
            "source": draft.rubric_source,
            "as_of": draft.as_of,
            "at_most": draft.at_most,
            "groups": [{"title": title, "max_score": number(cap)} for title, cap in draft.group_caps.items()],
        },
        "dossier": {"name": draft.dossier.name, "files": [_file(d) for d in draft.dossier.documents]},
        "applicant": {
            "name": draft.applicant.name,
            "uscc": draft.applicant.uscc,
            "district": draft.applicant.district,
            "established": draft.applicant.established,
            **({"employer": draft.applicant.employer} if draft.applicant.employer is not None else {}),
        },
        "eligibility": [
            {
                "id": c.id,
                "text": c.text,
                "status": c.status,
                "evidence": list(c.evidence),
                "flags": list(c.flags),
                "basis": c.basis,
                "part": c.part,
            }
            for c in draft.eligibility
        ],
        "indicators": [_line(line) for line in draft.lines],
        "evidence": [
            _item(item, pages, forms.get(item.evidence.id) or forms.get(id(item.evidence))) for item in draft.items
        ],
        "mismatches": [
            {
                "code": m.code,
                "severity": m.severity,
                "message": m.message,
                "indicator": m.indicator,
                "evidence": list(m.evidence),
                "file": m.file,
                "page": m.page,
            }
            for m in draft.mismatches
        ],
        "people": [
            {
                "name": p.name,
                "masked_id": p.masked_id,
                "titles": list(p.titles),
                "speciality": p.speciality,
                "months": list(p.months),
                "employer": p.employer,
                "chief_quality_officer": p.chief_quality_officer,
                "evidence": list(p.evidence),
            }
            for p in draft.people
        ],
        "total": {
            "draft_score": number(draft.total),
            "max_score": number(draft.total_max),
            "score_range": [number(draft.total_lowest), number(draft.total_highest)],
            "confidence": draft.confidence,
        },
    }
    masked: dict[str, Any] = masker.value(content)
    _validator().validate(masked)
    return masked


def number(points: Decimal) -> int | float:
    """Points as a JSON number: 5, not 5.0; 2.5 as it is."""
    return int(points) if points == points.to_integral_value() else float(points)


@cache
def _validator() -> jsonschema.Draft202012Validator:
    text = resources.files("pipeline.emit").joinpath("data", "draft.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _file(document: Document) -> dict[str, Any]:
    return {
        "path": document.path,
        "sha256": document.sha256,
        "pages": document.page_count,
        "status": document.status,
        "note": document.note,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "group": line.group,
        "max_score": number(line.max_score),
        "draft_score": number(line.draft_score),
        "score_range": [number(line.lowest), number(line.highest)],
        "claimed_score": None if line.claimed_score is None else number(line.claimed_score),
        "confidence": line.confidence,
        "flags": list(line.flags),
        "evidence": list(line.evidence),
        "basis": line.basis,
        "steps": [
            {"text": s.text, "points": None if s.points is None else number(s.points), "evidence": list(s.evidence)}
            for s in line.steps
        ],
        "choices": None if line.choices is None else _choices(line.choices),
        **progress_json.as_fields(line),
    }


def _choices(choices: Choices) -> dict[str, Any]:
    """How the points follow decisions on papers (`matchers.draft.Choices`)."""
    return {
        "stakes": [{"paper": stake.paper, "taken": stake.taken} for stake in choices.stakes],
        "parts": [
            {
                "mode": part.mode,
                "worths": [
                    {"papers": list(w.papers), "points": number(w.points), "taken": w.taken} for w in part.worths
                ],
                "tiers": [[least, number(points)] for least, points in part.tiers],
            }
            for part in choices.parts
        ],
        "table": [number(points) for points in choices.table],
    }


def _item(item: Item, pages: Mapping[PageId, Page], form: ApplicationForm | None) -> dict[str, Any]:
    evidence = item.evidence
    return {
        "id": item.id,
        "type": evidence.type,
        "fields": _fields(evidence, form),
        "source": _source(evidence, pages),
        "confidence": round(min(max(evidence.confidence, 0.0), 1.0), 3),
        "status": item.status,
        "reasons": list(item.reasons),
        "details": [{"code": r.code, "text": r.detail} for r in evidence.reasons if r.code in item.reasons],
        "counted": {key: number(points) for key, points in item.counted.items()},
    }


def _fields(evidence: Evidence, form: ApplicationForm | None) -> dict[str, Any]:
    if evidence.type == "application_form":
        return {"claims": _claims(form)}
    names = FIELDS.get(evidence.type, tuple(evidence.fields))
    return {name: _value(name, evidence) for name in names}


def _value(name: str, evidence: Evidence) -> Any:
    if name in LIST_FIELDS:
        return list(evidence.names(name))
    value = evidence.value(name)
    return list(value) if isinstance(value, tuple) else value


def _claims(form: ApplicationForm | None) -> dict[str, Any]:
    claims: dict[str, Any] = {}
    for claim in form.claims if form is not None else ():
        if claim.indicator is None:
            continue
        entry = claims.setdefault(claim.indicator, {"score": None, "count": None, "items": []})
        if claim.score is not None and entry["score"] is None:
            entry["score"] = number(claim.score)
        if claim.count is not None and entry["count"] is None:
            entry["count"] = claim.count
        entry["items"].extend(item.text for item in claim.items)
    return claims


def _source(evidence: Evidence, pages: Mapping[PageId, Page]) -> dict[str, Any]:
    """Where the paper stands: its anchor (number or title), else the first field that has a place, else its page."""
    spans = [evidence.anchor] if evidence.anchor else []
    spans += [f.span for f in evidence.fields.values() if f.span is not None]
    span = next((s for s in spans if s is not None and s.page in pages), None)
    place = span.page if span else (evidence.pages[0] if evidence.pages else PageId(""))
    page = pages.get(place)
    box = page.box_of(span.start, span.end) if page and span else None
    if box is None and page is not None and page.width and page.height:
        box = Box(0, 0, page.width, page.height)  # the paper as a whole, for example a photo
    source: dict[str, Any] = {
        "file": place.file,
        "page": place.number,
        "bbox": None if box is None else [round(v, 1) for v in (box.x0, box.y0, box.x1, box.y1)],
        "text": page.text[span.start : span.end] if page and span else "",
        "via": evidence.via,
        "part": place.part,
    }
    numbers = sorted({p.number for p in evidence.pages if p.file == place.file and p.number is not None})
    if numbers:
        source["pages"] = numbers
    return source
