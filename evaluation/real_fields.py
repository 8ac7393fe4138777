"""Kinds and fields on real papers against hand-read truth (`truth.jsonl` joined by `mapping.csv`).

    python -m evaluation.real_fields REAL_DIR [--verbose]

Every file is drafted as a dossier of its own through the command line's own path; what is compared is what a reviewer
would get in draft.json. Prints the share of files with the right kind, of fields with the right value, and every
wrong number or date that carries a confidence of 0.9 or more.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.run import RunRequest, run

WORDS = {
    "level": {"国家": "national", "行业": "industry", "地方": "local", "团体": "group", "企业": "enterprise"},
    "kind": {
        "发明": "invention", "实用新型": "utility_model", "外观设计": "design",
        "质量管理体系": "qms", "环境管理体系": "ems", "职业健康安全管理体系": "ohsms",
    },
}  # fmt: skip
NUMBERS_AND_DATES = {
    "standard_no", "publish_date", "patent_no", "filing_date", "grant_date", "certificate_no", "issue_date",
    "expiry_date", "uscc", "established",
}  # fmt: skip
NO_ITEM = {"other", "invoice", "official_document"}


@dataclass(frozen=True)
class Compared:
    """One true value beside what was read."""

    path: str
    field: str
    true: Any
    read: Any
    confidence: float
    right: bool


def plain(value: Any) -> Any:
    """A value as it is compared: no blanks, one width, one dash, upper case."""
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFKC", value).replace("—", "-").replace("–", "-")
    return re.sub(r"\s+", "", text).upper()


def load(real: Path) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, str]]]]:
    """The truth, and the mapping's rows by document type."""
    truth = [json.loads(line) for line in (real / "truth.jsonl").read_text("utf-8").splitlines()]
    mapping: dict[str, list[dict[str, str]]] = {}
    with (real / "mapping.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            mapping.setdefault(row["doc_type"], []).append(row)
    return truth, mapping


def compare(entry: dict[str, Any], rows: list[dict[str, str]], items: list[dict[str, Any]]) -> Iterator[Compared]:
    """Each mapped field of one file beside the best item of the right type."""
    fields = entry["fields"]
    for row in rows:
        true = fields.get(row["truth_field"])
        if not row["truth_field"] or true is None:
            continue
        true = WORDS.get(row["evidence_field"], {}).get(true, true) if isinstance(true, str) else true
        if row["evidence_field"] == "patentees":
            true = [true] if isinstance(true, str) else true
        fitting = [i for i in items if i["type"] in row["evidence_type"].split("|")]
        values = [(i["fields"].get(row["evidence_field"]), i["confidence"]) for i in fitting]
        found = next(((v, c) for v, c in values if plain(v) == plain(true)), None)
        read, confidence = found or (values[0] if values else (None, 0.0))
        yield Compared(entry["path"], row["evidence_field"], true, read, confidence, found is not None)


def main() -> int:
    """Runs the comparison and prints it; the exit status is 0 if the figures of the issue are reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("real", type=Path)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    truth, mapping = load(options.real)
    entries = [e for e in truth if e["doc_type"] not in {"other"} or True]
    with tempfile.TemporaryDirectory() as out:
        paths = tuple(options.real / e["path"] for e in entries)
        result = run(
            RunRequest(paths=paths, rubric="jiangmen-qic-2022", out=Path(out), single=True, cache=options.cache)
        )
        drafts = {
            path: json.loads((folder / "draft.json").read_text("utf-8"))
            for path, (_, folder) in zip((e["path"] for e in entries), result.drafts, strict=True)
        }
    kinds: list[tuple[str, bool, list[str]]] = []
    fields: list[Compared] = []
    accepted_nothing: list[str] = []
    for entry in entries:
        rows, items = mapping.get(entry["doc_type"], []), drafts[entry["path"]]["evidence"]
        wanted = {t for row in rows for t in row["evidence_type"].split("|")}
        if entry["doc_type"] == "inspection_report":
            wanted = {"inspection_report"} if items else set()
        right = any(i["type"] in wanted for i in items) if wanted else not items
        if entry["doc_type"] == "other" and not right:
            right = all(i["status"] == "rejected" for i in items)
        kinds.append((entry["path"], right, [i["type"] for i in items]))
        if not rows or (rows[0]["evidence_type"] == "patent" and entry["doc_type"] == "patent_publication"):
            accepted_nothing += [entry["path"] for i in items if i["status"] == "accepted"]
        fields += compare(entry, rows, items)
    wrong = [f for f in fields if not f.right]
    silent = [f for f in wrong if f.field in NUMBERS_AND_DATES and f.read not in (None, "") and f.confidence >= 0.9]
    if options.verbose:
        for path, right, types in kinds:
            if not right:
                print(f"  kind  {path}: {types}")
        for f in wrong:
            print(f"  field {f.path} {f.field}: true {f.true!r}, read {f.read!r} ({f.confidence})")
    good = sum(right for _, right, _ in kinds)
    print(f"kinds right: {good}/{len(kinds)} = {good / len(kinds):.1%}")
    print(f"fields right: {len(fields) - len(wrong)}/{len(fields)} = {1 - len(wrong) / len(fields):.1%}")
    print(f"wrong numbers or dates with confidence >= 0.9: {len(silent)}")
    for f in silent:
        print(f"  {f.path} {f.field}: true {f.true!r}, read {f.read!r} ({f.confidence})")
    print(f"accepted from counter-examples: {len(accepted_nothing)} {accepted_nothing}")
    reached = good / len(kinds) >= 0.9 and 1 - len(wrong) / len(fields) >= 0.92 and not silent and not accepted_nothing
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
