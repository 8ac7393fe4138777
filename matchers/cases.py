"""Papers, forms and dossiers made from plain values: what the cases of a rubric (`case_files`) and tests are built of.

Only the values that matter are named; the rest comes from DEFAULTS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractors.document import Document, Page, PageId, Span, text_page
from extractors.evidence import ApplicationForm, Claim, ClaimItem, Evidence, Field, Reading, Reason
from extractors.fields import FIELDS, LIST_FIELDS
from matchers.draft import Dossier

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
    "statistic": {
        "unit": "%",
        "period": "2019",
        "place": "全市",
        "issuer": None,
        "low": None,
        "high": None,
    },
    "official_document": {"document_no": "江府办〔2018〕1号", "issuer": "江门市人民政府办公室", "date": "2018-06-01"},
    "event": {"kind": "meeting", "organiser": None, "date": "2018-06-01", "count": None, "unit": None},
}
OWN = {"confidence", "file", "page", "marks", "reasons", "times", "readings", "via"}


def evidence(type_: str, *, field_names: Sequence[str] | None = None, **values: Any) -> Evidence:
    """One paper: the type's defaults with `values` laid over them; unknown names become extras.

    `field_names`: the fields of a type that only one scheme knows.

    `readings` (field → Reading) tells how well single fields were read; those fields then have a place on the page.
    """
    known = FIELDS.get(type_) or tuple(field_names or ())
    merged: dict[str, Any] = {**DEFAULTS.get(type_, {}), **{k: v for k, v in values.items() if k not in OWN}}
    if "holder" in known and "holder" not in merged:
        merged["holder"] = APPLICANT
    file, page = values.get("file", f"{type_}.pdf"), int(values.get("page", 1))
    page_id = PageId(str(file), page)
    readings: Mapping[str, Reading] = values.get("readings") or {}
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    for name in {*known, *merged}:
        value = merged.get(name)
        if value is None and name in LIST_FIELDS:
            value = ()
        value = tuple(value) if isinstance(value, list) else value
        if isinstance(value, str) and value in {"true", "false"}:
            value = value == "true"
        made = Field(value, str(value))
        if name in readings:
            made = Field(value, str(value), Span(page_id, 0, 1), readings[name])
        (fields if name in known else extras)[name] = made
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
