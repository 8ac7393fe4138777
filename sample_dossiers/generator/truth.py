"""The expected draft of a plan: scores and mismatches as the plan states them by hand, papers with their places."""

from __future__ import annotations

from .build import Built, Placed
from .catalogue import fields
from .form import ROWS
from .wording import Data

POINTS = {indicator: float(row[3]) for indicator, row in ROWS.items()}


def expected(plan: Data, built: Built) -> Data:
    """The JSON beside the samples; see README.md for what each part means."""
    stated = {str(k): v for k, v in plan["expected"]["indicators"].items()}
    indicators = {indicator: _line(indicator, stated[indicator], plan) for indicator in ROWS}
    return {
        "schema": "yushen/expected/1",
        "dossier": plan["dossier"],
        "as_of": "2022-06-10",
        "clean": bool(plan.get("clean", False)),
        "needs_ocr": bool(plan.get("needs_ocr", False)),
        "applicant": {
            "name": plan["expected"].get("name", plan["applicant"]["name"]),
            "uscc": plan["expected"].get("uscc", plan["applicant"]["uscc"]),
        },
        "eligibility": {k: v.split("|") for k, v in plan["expected"]["eligibility"].items()},
        "indicators": indicators,
        "total": sum(line["draft_score"] for line in indicators.values()),
        "mismatches": [
            {"code": m["code"], "indicator": None if m.get("at") is None else str(m["at"])}
            for m in plan["expected"].get("mismatches", [])
        ],
        "file_status": plan["expected"].get("files", {}),
        "evidence": [item for placed in built.placed for item in _items(placed)],
    }


def _line(indicator: str, stated: Data, plan: Data) -> Data:
    score = float(stated["score"])
    bounds = stated.get("range", [score, score])
    confidence = stated["confidence"].split("|")
    claim = {str(k): v for k, v in plan["claims"].items()}.get(indicator)
    return {
        "draft_score": score,
        "score_range": None if bounds == "open" else [float(b) for b in bounds],
        "confidence": confidence[0],
        "confidence_allowed": confidence,
        "claimed_score": None if claim is None else float(claim["score"]),
        "why": stated.get("why", ""),
    }


def _items(placed: Placed) -> list[Data]:
    paper = placed.paper
    if paper["kind"] == "list" and paper["list"] == "patents":
        return [
            _item(
                placed,
                "patent",
                {
                    "patent_no": row["no"] if row.get("granted") else row["no"].removeprefix("ZL"),
                    "kind": row["type"],
                    "grant_date": row.get("granted"),
                },
                row.get("expect", paper.get("expect", "accepted")),
            )
            for row in paper["rows"]
        ]
    found = fields(paper)
    return [] if found is None else [_item(placed, found[0], found[1], paper.get("expect", "accepted"))]


def _item(placed: Placed, kind: str, values: Data, verdict: str) -> Data:
    status, *reasons = verdict.split()
    if kind == "high_tech_enterprise":
        reasons.append("DERIVED_DATE")  # the certificate prints 有效期三年, the end is computed
    return {
        "type": kind,
        "file": placed.file,
        "page": placed.page,
        "status": status.split("|"),
        "reasons": reasons,
        "fields": values,
        "optional": bool(placed.paper.get("optional", False)),
    }
