"""A rubric's cases: named situations, written as plain values, with the points that the text gives them.

`rubrics/<id>/cases.yaml` holds them, pytest shows each by its Chinese name (`rubrics/conftest.py`), and other tests
build their papers here too. A case names only the values that matter; the rest comes from DEFAULTS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.document import Document, Page, PageId, Span, text_page
from extractors.evidence import ApplicationForm, Claim, ClaimItem, Evidence, Field, Reading, Reason
from extractors.fields import FIELDS, LIST_FIELDS
from matchers.draft import Dossier, Draft
from matchers.strict_yaml import YamlProblem, read

APPLICANT = "江门市恒晟电器有限公司"
USCC = "91440703617700015J"

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "business_licence": {
        "name": APPLICANT,
        "uscc": USCC,
        "established": "2005-03-01",
        "address": "江门市蓬江区建设路1号",
        "business_scope": "家用电器的生产、销售",
        "expiry_date": "long-term",
    },
    "management_certificate": {
        "kind": "qms",
        "standard": "GB/T 19001-2016",
        "certificate_no": "00121Q30215R2M",
        "issue_date": "2021-03-01",
        "expiry_date": "2024-02-29",
        "issuer": "某认证中心",
    },
    "metrology_confirmation": {
        "level": "2",
        "certificate_no": "粤计保1号",
        "issue_date": "2020-01-01",
        "expiry_date": "2025-01-01",
    },
    "standard": {
        "standard_no": "GB/T 1-2020",
        "level": "national",
        "title": "某标准",
        "publish_date": "2020-05-01",
        "drafting_units": [APPLICANT],
    },
    "secretariat": {"committee": "SAC/TC 46", "level": "national", "joint": False, "date": "2020-01-01"},
    "laboratory": {"kind": "cnas", "number": "CNAS L13344", "expiry_date": "2026-01-01"},
    "patent": {
        "patent_no": "ZL202010430096.0",
        "kind": "invention",
        "jurisdiction": "CN",
        "title": "一种电器",
        "patentees": [APPLICANT],
        "filing_date": "2020-05-20",
        "grant_date": "2021-05-20",
    },
    "trademark": {
        "registration_no": "12345678",
        "jurisdiction": "CN",
        "classes": ["11"],
        "registration_date": "2015-01-07",
        "expiry_date": "2025-01-06",
    },
    "award": {"name": "江门市政府质量奖", "level": "municipal", "issuer": "江门市人民政府", "date": "2019-12-01"},
    "inspection_report": {
        "report_no": "R1",
        "kind": "supervision",
        "level": "provincial",
        "product": "电饭锅",
        "conclusion": "pass",
        "date": "2021-05-01",
    },
    "project": {
        "name": "江门市科技计划项目",
        "project_no": "2019JC01012",
        "level": "municipal",
        "stage": "approval",
        "issuer": "江门市科学技术局",
        "date": "2019-08-01",
    },
    "high_tech_enterprise": {
        "certificate_no": "GR202144001234",
        "issue_date": "2021-12-20",
        "expiry_date": "2024-12-20",
    },
    "excellence_model": {"proof": "卓越绩效评价证书", "date": "2021-01-01"},
    "export_certificate": {
        "scheme": "UL",
        "market": "USA",
        "certificate_no": "E123456",
        "issue_date": "2021-01-01",
        "expiry_date": "2025-01-01",
    },
    "product_certificate": {
        "scheme": "CCC",
        "certificate_no": "2013010702607951",
        "issue_date": "2021-01-01",
        "expiry_date": "2025-01-01",
    },
    "credential": {
        "person": "张三",
        "title": "工程师",
        "speciality": "质量",
        "level": "intermediate",
        "issue_date": "2015-01-01",
        "issuer": "江门市人力资源和社会保障局",
        "identity": "4407********0011",
    },
    "cqo_certificate": {"person": "张三", "certificate_no": "CQO1", "issue_date": "2019-01-01"},
    "appointment": {"person": "张三", "post": "首席质量官", "holder": APPLICANT, "date": "2019-02-01"},
    "social_security": {
        "persons": ["张三"],
        "identities": ["4407********0011"],
        "from_month": "2021-12",
        "to_month": "2022-05",
    },
    "organisation_document": {"kind": "org_chart", "holder": None},
    "application_form": {},
}
OWN = {"confidence", "file", "page", "marks", "reasons", "times", "readings", "via"}


def evidence(type_: str, **values: Any) -> Evidence:
    """One paper: the type's defaults with `values` laid over them; unknown names become extras.

    `readings` (field → Reading) tells how well single fields were read; those fields then have a place on the page.
    """
    merged: dict[str, Any] = {**DEFAULTS[type_], **{k: v for k, v in values.items() if k not in OWN}}
    if "holder" in FIELDS[type_] and "holder" not in merged:
        merged["holder"] = APPLICANT
    file, page = values.get("file", f"{type_}.pdf"), int(values.get("page", 1))
    page_id = PageId(str(file), page)
    readings: Mapping[str, Reading] = values.get("readings") or {}
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    for name in {*FIELDS[type_], *merged}:
        value = merged.get(name)
        if value is None and name in LIST_FIELDS:
            value = ()
        value = tuple(value) if isinstance(value, list) else value
        if isinstance(value, str) and value in {"true", "false"}:
            value = value == "true"
        made = Field(value, str(value))
        if name in readings:
            made = Field(value, str(value), Span(page_id, 0, 1), readings[name])
        (fields if name in FIELDS[type_] else extras)[name] = made
    return Evidence(
        type=type_,
        kind=type_,
        fields=fields,
        pages=(page_id,),
        via="ocr" if values.get("via") == "ocr" else "text",
        anchor=Span(page_id, 0, 1),
        extras=extras,
        marks=frozenset(values.get("marks", ())),
        reasons=tuple(Reason(code, code) for code in values.get("reasons", ())),
        confidence=float(values.get("confidence", 0.98)),
    )


def form(claims: Mapping[str, Any], applicant: str | None = APPLICANT, uscc: str | None = USCC) -> ApplicationForm:
    """An application form: line → score, or a mapping with score, count, items (number, name, date)."""
    made = []
    for line, value in claims.items():
        told = value if isinstance(value, Mapping) else {"score": value}
        items = tuple(
            ClaimItem(
                str(item.get("number") or item.get("name")), item.get("number"), item.get("date"), item.get("name")
            )
            for item in told.get("items", ())
        )
        score = Decimal(str(told["score"])) if "score" in told else None
        count = int(told["count"]) if "count" in told else None
        made.append(Claim(line, line, score, count, None, items))
    return ApplicationForm(
        evidence("application_form", file="申报表.docx"), Field(applicant), Field(uscc), claims=tuple(made)
    )


def page(file: str, text: str, number: int = 1, **changes: Any) -> Page:
    """A page of text."""
    made = text_page(PageId(file, number), text)
    return Page(made.id, made.text, made.words, legibility=changes.get("legibility", made.legibility))


def dossier(
    papers: Sequence[Evidence],
    forms: Sequence[ApplicationForm] = (),
    documents: Sequence[Document] | None = None,
    name: str = APPLICANT,
) -> Dossier:
    """A dossier with one document of blank pages for every file named."""
    if documents is None:
        files = dict.fromkeys(p.file for e in papers for p in e.pages)
        documents = tuple(
            Document(f, "0" * 64, "read", (Page(PageId(f, 1), "", legibility="blank"),), 1) for f in files
        )
    return Dossier(name, tuple(documents), tuple(papers), tuple(forms))


@dataclass(frozen=True)
class Case:
    """One situation on one line, and what it must give."""

    name: str
    line: str
    as_of: dt.date
    dossier: Dossier
    points: Decimal
    range: tuple[Decimal, Decimal]
    confidence: str | None
    flags: frozenset[str] | None

    def complaints(self, draft: Draft) -> list[str]:
        """What the draft says otherwise than the case; empty where they agree."""
        line = next(one for one in draft.lines if one.id == self.line)
        told = []
        if line.draft_score != self.points:
            told.append(f"得分应为{self.points}，实为{line.draft_score}：{line.basis}")
        if (line.lowest, line.highest) != self.range:
            told.append(
                f"范围应为{[str(p) for p in self.range]}，实为{[str(line.lowest), str(line.highest)]}：{line.basis}"
            )
        if self.confidence and line.confidence != self.confidence:
            told.append(f"把握应为{self.confidence}，实为{line.confidence}：{line.basis}")
        if self.flags is not None and set(line.flags) != self.flags:
            told.append(f"标记应为{sorted(self.flags)}，实为{sorted(line.flags)}")
        return told


KEYS = {"name", "as_of", "evidence", "form", "points", "range", "confidence", "flags", "folder"}


def read_cases(path: Path, as_of: dt.date) -> list[Case]:
    """All cases of one cases.yaml; raises YamlProblem for a key that no case has."""
    tree = read(path)
    found, wrong = [], []
    for line, rows in tree.items():
        for row in rows:
            wrong += [f"{line}, {row.get('name')}: unknown key {key!r}" for key in row if key not in KEYS]
            if wrong:
                continue
            papers = []
            for number, given in enumerate(row.get("evidence") or (), 1):
                values = {k: v for k, v in given.items() if k not in {"type", "times"}}
                values = {k: None if v == "null" else v for k, v in values.items()}
                for copy in range(int(given.get("times", "1"))):
                    papers.append(evidence(given["type"], **{"file": f"材料{number}-{copy + 1}.pdf", **values}))
            points = Decimal(row["points"])
            low, high = row.get("range") or (row["points"], row["points"])
            forms = [form(row["form"])] if row.get("form") else []
            found.append(
                Case(
                    row["name"],
                    line,
                    dt.date.fromisoformat(row["as_of"]) if row.get("as_of") else as_of,
                    dossier(papers, forms, name=row.get("folder") or APPLICANT),
                    points,
                    (Decimal(low), Decimal(high)),
                    row.get("confidence"),
                    frozenset(row["flags"]) if "flags" in row else None,
                )
            )
    if wrong:
        raise YamlProblem(path, wrong)
    return found
