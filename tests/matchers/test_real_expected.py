"""What a careful reviewer scores for the nine real dossiers, from the values that a person read off their papers.

Reading and recognition are left out here: the papers' true values stand for them (`../shared/real`, YUSHEN_REAL).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.evidence import Evidence
from matchers.cases import dossier, evidence
from matchers.draft import Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric

REAL = Path(os.environ.get("YUSHEN_REAL", Path(__file__).parents[2].parent / "shared" / "real"))
RUBRIC = load_rubric("jiangmen-qic-2022")
SYSTEMS = {"质量管理体系": "qms", "环境管理体系": "ems"}
LEVELS = {"国家": "national", "行业": "industry", "地方": "local", "团体": "group"}
KINDS = {"发明": "invention", "实用新型": "utility_model"}


def rows(name: str) -> list[dict[str, Any]]:
    if not (REAL / name).is_file():
        return []
    return [json.loads(line) for line in (REAL / name).read_text("utf-8").splitlines()]


TRUTH = {row["path"]: row for row in rows("truth.jsonl")}
EXPECTED = rows("expected.jsonl")


def paper(path: str) -> Evidence | None:
    kind, f = TRUTH[path]["doc_type"], TRUTH[path]["fields"]
    number = re.sub(r"\s", "", f.get("certificate_no") or "") or None
    dates = {"issue_date": f.get("issue_date"), "expiry_date": f.get("expiry_date")}
    match kind:
        case "management_certificate":
            values = {
                "kind": SYSTEMS[f["system"]],
                "standard": f["standard"],
                "certificate_no": number,
                "holder": f["holder"],
            }
            return evidence("management_certificate", file=path, **values, **dates, uscc=f.get("uscc"))
        case "patent_certificate":
            return evidence(
                "patent", file=path, patent_no=f["patent_no"], kind=KINDS[f["type"]], title=f["title"],
                patentees=[f["patentee"]], filing_date=f["filing_date"], grant_date=f["grant_date"],
            )  # fmt: skip
        case "patent_publication":
            return evidence(
                "patent", file=path, patent_no=f["application_no"], patentees=[f["applicant"]], title=f["title"],
                filing_date=f["filing_date"], grant_date=None, reasons=("NOT_GRANTED",),
            )  # fmt: skip
        case "hnte":
            return evidence("high_tech_enterprise", file=path, certificate_no=number, holder=f["holder"], **dates)
        case "standard":
            marks = ("draft_standard",) if f.get("draft_mark") else ()
            return evidence(
                "standard", file=path, standard_no=f["standard_no"], level=LEVELS[f["level"]], title=f["title"],
                publish_date=f["publish_date"], drafting_units=f["drafting_units"], marks=marks,
            )  # fmt: skip
        case "product_certificate":
            scheme = "UL" if "ul_" in path else "CE"
            return evidence(
                "export_certificate",
                file=path,
                scheme=scheme,
                certificate_no=number,
                holder=f["holder"],
                issuer=f["issuer"],
                **dates,
            )
        case "business_licence":
            values = {name: f.get(name) for name in ("name", "uscc", "established", "address")}
            return evidence("business_licence", file=path, business_scope=None, **values)
        case "award" if "torch" in path:
            return evidence(
                "project",
                file=path,
                name=f["title"],
                project_no=number,
                level="national",
                stage="approval",
                holder=f["holder"],
                issuer=f["issuer"],
                date=f["issue_date"],
            )
        case "award" if "science" in path:
            return evidence(
                "award",
                file=path,
                name=f["title"],
                level=None,
                holder=f["holder"],
                issuer=f.get("issuer"),
                date=f.get("issue_date"),
            )
    return None


def draft(name: str, as_of: str) -> Draft:
    with (REAL / "dossiers.tsv").open(encoding="utf-8", newline="") as stream:
        files = {row["dossier"]: row["files"].split() for row in csv.DictReader(stream, delimiter="\t")}
    papers = [p for path in files[name] if (p := paper(path))]
    return draft_dossier(dossier(papers, name=name), RUBRIC, dt.date.fromisoformat(as_of))


@pytest.mark.skipif(not EXPECTED, reason="../shared/real is not here (YUSHEN_REAL)")
@pytest.mark.parametrize("row", EXPECTED, ids=lambda r: f"{r['dossier'][:4]}-{r['as_of']}")
def test_the_true_values_give_the_expected_scores(row: dict[str, Any]) -> None:
    made = draft(row["dossier"], row["as_of"])
    assert made.applicant.name == row["dossier"]
    for line in made.lines:
        if line.id in row.get("ranges", {}):
            low, high = row["ranges"][line.id]
            assert Decimal(low) <= line.draft_score <= Decimal(high)
            assert line.confidence != "high"
            assert line.highest == high
        else:
            assert line.draft_score == Decimal(row["scores"].get(line.id, 0)), line.basis
    by_file = {i.evidence.pages[0].file.split("/")[-1]: i for i in made.items}
    for file, told in row["papers"].items():
        wanted = set(re.findall(r"\b[A-Z]{3,}(?:_[A-Z]+)+\b|\bEXPIRED\b", told))
        if file == "*":
            assert all("NOT_YET_VALID" in i.reasons for i in made.items)
        elif wanted and "ce_hong" not in file:
            assert wanted <= set(by_file[file].reasons), by_file[file].reasons
    assert all(c.status != "met" for c in made.eligibility if c.id == "6.(一)")
