"""The two units of the city's plan: targets and tasks are as their plans say by hand, and no figure is taken wrongly.

The two scanned pages are taken from committed OCR results (`pages-city`); where the engine has changed since, they are
read anew. `YUSHEN_CITY_PAGES=tests/samples/pages-city` writes them again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import sample_dossiers
from extractors.extraction import extract_evidence
from matchers.draft import Dossier
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.rubric_loader import path_of
from pipeline.emit import draft_json
from pipeline.inbox import find_dossiers
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.workers import Workers
from sample_dossiers.generator.city import build, expected, plans

HERE = Path(sample_dossiers.__file__).parent
PAGES = Path(__file__).parent / "pages-city"
PLANS = {plan["dossier"]: plan for plan in plans()}
RUBRICS = {"targets": "jiangmen-city-targets-2019", "tasks": "jiangmen-city-tasks-2018"}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Json]]:
    folder = tmp_path_factory.mktemp("city")
    cache = Path(os.environ.get("YUSHEN_CITY_PAGES") or folder / "cache")
    made: dict[str, dict[str, Json]] = {part: {} for part in RUBRICS}
    rubrics = {part: load_rubric(name) for part, name in RUBRICS.items()}
    (kinds,) = {(path_of(name).parent / k).resolve() for name in RUBRICS.values() for k in load_rubric(name).kinds}
    with Workers(1) as workers:
        for source in find_dossiers([HERE / "inbox-city"], single=False, out=None):
            settings = ReadSettings(scratch=folder, cache=cache, cache_sources=(PAGES,))
            read = read_dossier(source, workers, settings, None)
            seen = extract_evidence(read.documents, [kinds])
            dossier = Dossier(source.name, read.documents, seen.evidence, seen.forms)
            for part, rubric in rubrics.items():
                draft = draft_dossier(dossier, rubric, rubric.as_of)
                out = folder / part / source.name
                out.mkdir(parents=True)
                made[part][source.name] = json.loads(draft_json.write(draft, out).read_text("utf-8"))
    return made


def told(name: str) -> Json:
    loaded: Json = json.loads((HERE / "expected-city" / f"{name}.json").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("name", PLANS)
def test_the_unit_is_known(name: str, drafts: dict[str, dict[str, Json]]) -> None:
    assert {part: drafts[part][name]["applicant"]["name"] for part in RUBRICS} == dict.fromkeys(
        RUBRICS, told(name)["unit"]
    )


@pytest.mark.parametrize("name", PLANS)
def test_every_target_is_as_its_plan_says(name: str, drafts: dict[str, dict[str, Json]]) -> None:
    states = {line["id"]: line["status"] for line in drafts["targets"][name]["indicators"]}
    wanted = {i: row["state"] for i, row in told(name)["targets"].items()}
    assert {i: states[i] for i in wanted} == wanted


@pytest.mark.parametrize("name", PLANS)
def test_no_target_is_settled_that_the_papers_do_not_touch(name: str, drafts: dict[str, dict[str, Json]]) -> None:
    lines = drafts["targets"][name]["indicators"]
    settled = {line["id"] for line in lines if line["status"] in ("met", "not_met")}
    assert settled <= set(told(name)["targets"])


@pytest.mark.parametrize("name", PLANS)
def test_every_task_is_as_its_plan_says(name: str, drafts: dict[str, dict[str, Json]]) -> None:
    states: dict[str, dict[str, str | None]] = {}
    for task in (t for line in drafts["tasks"][name]["indicators"] for t in line["tasks"]):
        states.setdefault(task["id"], {})[str(task["year"] or "")] = task["status"]
    wanted = {i: row.get("years") or {"": row["state"]} for i, row in told(name)["tasks"].items()}
    assert {i: states[i] for i in wanted} == wanted


def test_another_places_figures_and_wishes_decide_nothing(drafts: dict[str, dict[str, Json]]) -> None:
    papers = {e["id"]: e for name in PLANS for e in drafts["targets"][name]["evidence"] if name == "02_市农业局"}
    lines = drafts["targets"]["02_市农业局"]["indicators"]
    used = [papers[i] for line in lines if line["status"] == "met" for i in line["evidence"]]
    accepted = [e for e in used if e["status"] == "accepted" and e["type"] == "statistic"]
    assert accepted
    assert not {e["source"]["file"] for e in accepted} & {"07各市区例行监测汇总.xlsx", "10全国数据摘要.txt"}
    wishes = [e for e in drafts["targets"]["01_新会区政府"]["evidence"] if e["type"] == "statistic"]
    assert "10工作要点2019.docx" not in {e["source"]["file"] for e in wishes}


def test_committed_files_are_those_of_the_plans() -> None:
    for name, plan in PLANS.items():
        folder = HERE / "inbox-city" / name
        assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == set(build(plan))
        assert len(plan["files"]) == 10
        assert told(name) == json.loads(json.dumps(expected(plan)))


def test_the_samples_stay_small() -> None:
    assert sum(p.stat().st_size for p in (HERE / "inbox-city").rglob("*") if p.is_file()) < 400_000
