"""The samples' plans are sound and independent of the product: check digits, caps, codes, imports, layouts."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc as stdnum_uscc

from sample_dossiers.generator import numbers
from sample_dossiers.generator.build import PLANS, build, plans
from sample_dossiers.generator.catalogue import LAYOUTS, fields
from sample_dossiers.generator.truth import POINTS

HERE = PLANS.parent
PLANNED = plans()
NAMES = [plan["dossier"] for plan in PLANNED]
each_plan = pytest.mark.parametrize("plan", PLANNED, ids=NAMES)
ALIKE_EVERYWHERE = {"foreign_patent", "renewal", "transfer", "product"}


def papers(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [paper for file in plan["files"] for paper in file["papers"]]


def reasons(plan: dict[str, Any]) -> set[str]:
    verdicts = [p.get("expect", "") for p in papers(plan)]
    verdicts += [row.get("expect", "") for p in papers(plan) if p["kind"] == "list" for row in p["rows"]]
    return {word for verdict in verdicts for word in re.findall(r"[A-Z][A-Z_]+", verdict)}


def test_there_are_at_least_eight_applicants() -> None:
    assert len({plan["applicant"]["uscc"] for plan in PLANNED}) == len(PLANNED) >= 8


@each_plan
def test_every_credit_code_is_valid(plan: dict[str, Any]) -> None:
    codes = {plan["applicant"]["uscc"]} | {p["uscc"] for p in papers(plan) if p.get("uscc")}
    for code in codes:
        assert numbers.uscc(code[:16]) == code
        assert stdnum_uscc.is_valid(code)


@each_plan
def test_identity_numbers_are_valid_and_obviously_invented(plan: dict[str, Any]) -> None:
    for number in plan["people"].values():
        assert numbers.identity(number[:17]) == number
        assert number[14:].startswith("0"), "invented people have order numbers below 100"


@each_plan
def test_patent_numbers_fail_only_where_planted(plan: dict[str, Any]) -> None:
    for paper in papers(plan):
        rows = paper["rows"] if paper["kind"] == "list" and paper["list"] == "patents" else [paper]
        for row in rows:
            if paper["kind"] in {"patent", "not_granted", "list"} and str(row.get("no", "")).startswith("ZL"):
                planted = "NUMBER_INVALID" in paper.get("expect", "")
                assert (numbers.patent(row["no"][2:14]) == row["no"]) != planted


@each_plan
def test_expected_points_stay_within_the_caps(plan: dict[str, Any]) -> None:
    stated = {str(k): v for k, v in plan["expected"]["indicators"].items()}
    assert list(stated) == list(POINTS), "every line is stated, in the rubric's order"
    for indicator, line in stated.items():
        low, high = line["range"] if isinstance(line.get("range"), list) else (line["score"], line["score"])
        assert 0 <= low <= line["score"] <= high <= POINTS[indicator], indicator
        assert line["why"], "each score is derived in words"
        assert set(line["confidence"].split("|")) <= {"high", "medium", "low"}
        if indicator.startswith("6."):
            assert "high" not in line["confidence"] or line["score"] == 0


def test_the_caps_add_up_to_a_hundred() -> None:
    assert sum(POINTS.values()) == 100


def test_most_lines_of_the_clean_born_digital_dossier_are_high() -> None:
    clean = next(plan for plan in PLANNED if plan["dossier"].startswith("01"))
    grades = {str(k): v["confidence"] for k, v in clean["expected"]["indicators"].items()}
    assert {k for k, grade in grades.items() if grade != "high"} == {f"6.{i}" for i in range(1, 8)}


def test_at_least_25_codes_are_planted() -> None:
    codes = {m["code"] for plan in PLANNED for m in plan["expected"].get("mismatches", [])}
    codes |= {code for plan in PLANNED for code in reasons(plan)}
    assert len(codes) >= 25
    known = Path(__file__).parents[3] / "shared/contract/codes.csv"
    if known.exists():
        with known.open(encoding="utf-8") as rows:
            assert codes <= {row["code"] for row in csv.DictReader(rows)}


@each_plan
def test_every_fault_planted_in_a_paper_is_expected_in_the_draft(plan: dict[str, Any]) -> None:
    assert not plan.get("clean") or not plan["expected"]["mismatches"]
    soft = {"DUPLICATE_EVIDENCE"}  # info: a clean dossier's list beside its certificates
    assert reasons(plan) - soft <= {m["code"] for m in plan["expected"].get("mismatches", [])}


def test_every_kind_has_three_layouts() -> None:
    few = {kind for kind, layouts in LAYOUTS.items() if len(set(layouts)) < 3}
    assert few <= ALIKE_EVERYWHERE


def test_the_samples_use_several_layouts_of_each_frequent_kind() -> None:
    used: dict[str, set[int]] = {}
    for plan in PLANNED:
        for paper in papers(plan):
            if "layout" in paper:
                used.setdefault(paper["kind"], set()).add(paper["layout"])
    for kind in (
        "licence",
        "management",
        "mms",
        "patent",
        "trademark",
        "standard",
        "report",
        "title",
        "social",
        "appointment",
        "cqo",
        "cnas",
        "award",
        "high_tech",
        "acceptance",
        "approval",
    ):
        assert len(used[kind]) >= 2, kind
    assert all(len(used[kind]) >= 3 for kind in ("licence", "management", "patent", "standard", "report", "title"))


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda p: p.name)
def test_the_generator_knows_nothing_of_the_product(path: Path) -> None:
    source = path.read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        modules = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else ([node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else [])
        )
        assert not {m.split(".")[0] for m in modules} & {"extractors", "matchers", "pipeline"}
    assert "extractors/" not in source
    assert "matchers/" not in source


def test_the_label_lists_are_not_the_product_s() -> None:
    """A layout's labels must not stand as one list in a kind's specification, nor the other way round."""
    specs = [p.read_text("utf-8") for p in (HERE.parent / "extractors" / "kinds").glob("*.yaml")]
    names = {plan["applicant"]["name"][3:7] for plan in PLANNED}
    assert not [name for name in names for spec in specs if name in spec], "no invented applicant in a specification"


@each_plan
def test_the_committed_dossier_and_its_expected_draft_are_there(plan: dict[str, Any]) -> None:
    found = json.loads((HERE / "expected" / f"{plan['dossier']}.json").read_text("utf-8"))
    stated = {str(k): float(v["score"]) for k, v in plan["expected"]["indicators"].items()}
    assert {k: v["draft_score"] for k, v in found["indicators"].items()} == stated
    assert found["total"] == sum(stated.values())
    place = {"folder": "", "zip": ".zip", "single": ".pdf"}[plan["container"]]
    assert (HERE / "inbox" / (plan["dossier"] + place)).exists()
    planned = [p for p in papers(plan) if p["kind"] != "list" and fields(p) is not None]
    assert len([e for e in found["evidence"] if e["type"] != "patent"]) == len(
        [p for p in planned if fields(p) is not None and (fields(p) or ("",))[0] != "patent"]
    )


def test_all_samples_are_small_enough_to_commit() -> None:
    assert sum(p.stat().st_size for p in (HERE / "inbox").rglob("*") if p.is_file()) < 15_000_000


def test_the_same_plan_gives_the_same_files() -> None:
    pytest.importorskip("fontTools")
    if not Path("/usr/share/fonts/truetype/arphic/uming.ttc").exists():
        pytest.skip("the generator's fonts are not installed (the inbox is committed)")
    plan = {**PLANNED[0], "files": [f for f in PLANNED[0]["files"] if "高新" in f["path"] or "清单" in f["path"]]}
    scanned = {"path": "a.jpg", "as": "jpg", "look": "photo", "papers": plan["files"][0]["papers"]}
    plan["files"] = [*plan["files"], scanned]
    digests = [{path: hashlib.sha256(data).hexdigest() for path, data in build(plan).files.items()} for _ in range(2)]
    assert digests[0] == digests[1]
    assert len(digests[0]) == 3
