"""Scores of the nine real dossiers on every day that `expected.jsonl` names, against what a careful reviewer gave.

    python -m evaluation.real_scores REAL_DIR [--out DIR]

A line is right if its draft score is the expected one (0 where nothing is named) or, where a range is expected, if
the draft lies in it and the line is not `high` without a flag. A wrong score that is `high` without a warning is a
silent error.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.run import RunRequest, run
from pipeline.run import RunResult as RunResult


def is_silent(draft: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a reviewer would take this score unseen: high, and no warning or error on this line."""
    loud = {m["indicator"] for m in draft["mismatches"] if m["severity"] in ("warning", "error")}
    return line["confidence"] == "high" and line["id"] not in loud


def judge(expected: dict[str, Any], draft: dict[str, Any]) -> list[str]:
    """What differs, one sentence a line; empty if all is right."""
    found = []
    for line in draft["indicators"]:
        low, high = expected.get("ranges", {}).get(line["id"], [expected["scores"].get(line["id"], 0)] * 2)
        score = line["draft_score"]
        spanned = line["id"] in expected.get("ranges", {})
        if not low <= score <= high:
            word = "SILENT ERROR" if is_silent(draft, line) else "wrong"
            found.append(f"{word} {line['id']}: {score}, expected {low}-{high} ({line['confidence']}): {line['basis']}")
        elif spanned and is_silent(draft, line):
            found.append(f"unflagged {line['id']}: {score} of {low}-{high} is high")
    return found


def main() -> int:
    """Prints every difference and the count; exit status 0 if there is none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("real", type=Path)
    parser.add_argument("--out", type=Path, help="keep the drafts here")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    import datetime as dt

    rows = [json.loads(line) for line in (options.real / "expected.jsonl").read_text("utf-8").splitlines()]
    wrong = lines = 0
    with tempfile.TemporaryDirectory() as folder:
        inbox, out = Path(folder) / "inbox", options.out or Path(folder) / "out"
        subprocess.run([sys.executable, options.real / "make_inbox.py", inbox], check=True)
        for day in sorted({row["as_of"] for row in rows}):
            target = out / day
            run(
                RunRequest(
                    paths=(inbox,), rubric="jiangmen-qic-2022", out=target, as_of=dt.date.fromisoformat(day),
                    cache=options.cache,
                )
            )  # fmt: skip
            for row in (r for r in rows if r["as_of"] == day):
                draft = json.loads((target / row["dossier"] / "draft.json").read_text("utf-8"))
                found = judge(row, draft)
                lines += len(draft["indicators"])
                wrong += len(found)
                reasons = {Path(e["source"]["file"]).name: e["reasons"] for e in draft["evidence"]}
                print(f"{row['dossier']} {day}: {'agrees' if not found else 'DIFFERS'}")
                for text in found:
                    print(f"    {text}")
                for paper, said in row["papers"].items():
                    print(f"    {paper}: expected “{said}”; draft says {reasons.get(paper)}")
    print(f"{lines - wrong}/{lines} lines agree with expected.jsonl")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
