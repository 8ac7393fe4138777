"""The sample dossiers' drafts against what their plans expect.

    python -m evaluation.samples [--out DIR] [--cache DIR] [NAME ...]

Prints every difference and the figures: lines with the right score, confidence and range, mismatches found, papers
found with their deciding fields, silent errors, and of the lines of clean samples that may be high how many are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from evaluation.real_fields import plain
from evaluation.real_scores import is_silent
from pipeline.run import RunRequest, run

SAMPLES = Path(__file__).parent.parent / "sample_dossiers"
CERTAIN = 0.9

Json = dict[str, Any]


def line_differences(expected: Json, draft: Json) -> list[str]:
    """Score, range and confidence of every line."""
    found = []
    for line in draft["indicators"]:
        wanted = expected["indicators"][line["id"]]
        if line["draft_score"] != wanted["draft_score"]:
            word = "SILENT ERROR" if is_silent(draft, line) else "score"
            found.append(
                f"{word} {line['id']}: {line['draft_score']}, expected {wanted['draft_score']} — {line['basis']}"
            )
        elif wanted["score_range"] is not None and line["score_range"] != wanted["score_range"]:
            found.append(f"range {line['id']}: {line['score_range']}, expected {wanted['score_range']}")
        if line["confidence"] not in wanted["confidence_allowed"]:
            found.append(
                f"confidence {line['id']}: {line['confidence']}, expected {'|'.join(wanted['confidence_allowed'])}"
                f" — {line['basis']}"
            )
    return found


def mismatch_differences(expected: Json, draft: Json) -> list[str]:
    """Every expected code is raised, on its line where one is stated."""
    raised = {(m["code"], m["indicator"]) for m in draft["mismatches"]}
    reasons = {r for e in draft["evidence"] for r in e["reasons"]}
    codes = {code for code, _ in raised} | reasons
    found = []
    for wanted in expected["mismatches"]:
        pair = (wanted["code"], wanted["indicator"])
        if wanted["code"] not in codes:
            found.append(f"mismatch {pair}: not raised")
        elif wanted["indicator"] is not None and pair not in raised and (wanted["code"], None) not in raised:
            # Without a line is right too: a paper that changes no score carries none (contract).
            found.append(f"mismatch {pair}: raised elsewhere {sorted(str(i) for c, i in raised if c == pair[0])}")
    return found


def evidence_differences(expected: Json, draft: Json) -> list[str]:
    """Every expected paper is found at its place, with its fields, status and reasons; nothing else is."""
    found, used = [], set()
    for wanted in expected["evidence"]:
        place = (wanted["file"], wanted["page"])
        best = None
        for item in draft["evidence"]:
            pages = item["source"].get("pages") or [item["source"]["page"]]
            if item["id"] in used or item["type"] != wanted["type"] or item["source"]["file"] != wanted["file"]:
                continue
            if wanted["page"] is not None and wanted["page"] not in pages:
                continue
            wrong = {
                k: (v, item["fields"].get(k))
                for k, v in wanted["fields"].items()
                if v is not None and plain(item["fields"].get(k)) != plain(v)
            }
            if best is None or len(wrong) < len(best[1]):
                best = (item, wrong)
        if best is None:
            if not wanted.get("optional"):
                found.append(f"paper {wanted['type']} at {place}: not found")
            continue
        item, wrong = best
        used.add(item["id"])
        if item["confidence"] < CERTAIN and item["source"]["via"] == "ocr":
            wrong = {}  # a scan's field read with doubt is said to be so; only what is called certain must be right
        found += [f"field {wanted['type']}.{k} at {place}: {r!r}, expected {t!r}" for k, (t, r) in wrong.items()]
        if item["status"] not in wanted["status"]:
            found.append(f"status {wanted['type']} at {place}: {item['status']} {item['reasons']}, expected {wanted}")
        missing = set(wanted["reasons"]) - set(item["reasons"])
        if missing:
            found.append(f"reasons {wanted['type']} at {place}: {item['reasons']} lack {sorted(missing)}")
    for item in draft["evidence"]:
        if item["id"] not in used and item["type"] != "application_form":
            source = item["source"]
            found.append(f"extra {item['type']} at {(source['file'], source['page'])}: {item['status']}")
    return found


def compare(expected: Json, draft: Json) -> list[str]:
    """All differences of one dossier, in words."""
    found = []
    for key in ("name", "uscc"):
        if expected["applicant"][key] != draft["applicant"][key]:
            found.append(f"applicant {key}: {draft['applicant'][key]}, expected {expected['applicant'][key]}")
    states = {c["id"]: c["status"] for c in draft["eligibility"]}
    for condition, status in expected["eligibility"].items():
        if states.get(condition) not in status:
            found.append(f"eligibility {condition}: {states.get(condition)}, expected {status}")
    files = {f["path"]: f["status"] for f in draft["dossier"]["files"]}
    for path, status in expected["file_status"].items():
        if files.get(path) != status:
            found.append(f"file {path}: {files.get(path)}, expected {status}")
    found += line_differences(expected, draft)
    found += mismatch_differences(expected, draft)
    return found + evidence_differences(expected, draft)


def expectations(names: list[str]) -> dict[str, Json]:
    """The expected drafts by dossier name, all or those named."""
    loaded = [json.loads(p.read_text("utf-8")) for p in sorted((SAMPLES / "expected").glob("*.json"))]
    return {e["dossier"]: e for e in loaded if not names or any(n in e["dossier"] for n in names)}


def may_be_high(expected: Json) -> list[str]:
    """The lines of a clean sample that its plan allows to be high: never 6.1-6.7, nor 3 by summary and photos alone."""
    lines = expected["indicators"].items() if expected["clean"] else ()
    return [i for i, line in lines if "high" in line["confidence_allowed"]]


def main() -> int:
    """Prints the comparison; exit status 0 if every score, confidence and code is right and nothing is silent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    wanted = expectations(options.names)
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder)
        paths = tuple(p for p in sorted((SAMPLES / "inbox").iterdir()) if any(n in p.name for n in wanted))
        result = run(RunRequest(paths=paths, rubric="jiangmen-qic-2022", out=out, single=True, cache=options.cache))
        drafts = {d.dossier.name: json.loads((f / "draft.json").read_text("utf-8")) for d, f in result.drafts}
    for name, expected in wanted.items():
        if name not in drafts:
            print(f"{name}: NO DRAFT")
            count["differences"] += 1
            continue
        draft = drafts[name]
        found = compare(expected, draft)
        print(f"{name}: {'as expected' if not found else f'{len(found)} differences'}")
        for text in found:
            print(f"    {text}")
            count[text.split(" ", 1)[0]] += 1
        count["differences"] += len(found)
        count["lines"] += len(draft["indicators"])
        high = {line["id"] for line in draft["indicators"] if line["confidence"] == "high"}
        count["may be high"] += len(may_be_high(expected))
        count["are high"] += len(high & set(may_be_high(expected)))
    print(", ".join(f"{key}: {number}" for key, number in count.items()))
    print(f"scores right: {count['lines'] - count['score'] - count['SILENT']}/{count['lines']}")
    print(f"silent errors: {count['SILENT']}")
    print(f"high where a clean sample may be: {count['are high']}/{count['may be high']}")
    return 1 if count["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
