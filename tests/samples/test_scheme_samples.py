"""The dossiers of the Qingyuan award and the Guangdong campaign: every condition is as its plan says, by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sample_dossiers
from extractors.extraction import extract_evidence
from matchers.draft import Dossier, Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.rubric_loader import path_of
from pipeline.emit import draft_json, evidence_pdf, summary_table, workbook
from pipeline.inbox import find_dossiers
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.run import RunRequest, run
from pipeline.workers import Workers
from sample_dossiers.generator.schemes import build, expected, plans

HERE = Path(sample_dossiers.__file__).parent
PLANS = {plan["dossier"]: plan for plan in plans()}


class Made:
    """A sample's draft and where its files lie."""

    def __init__(self, draft: Draft, disk: dict[str, Path]) -> None:
        self.draft = draft
        self.disk = disk


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder = tmp_path_factory.mktemp("schemes")
    found = {}
    with Workers(1) as workers:
        for name, plan in PLANS.items():
            rubric = load_rubric(plan["rubric"])
            beside = path_of(plan["rubric"]).parent
            (source,) = find_dossiers([HERE / f"inbox-{plan['inbox']}" / name], single=True, out=None)
            settings = ReadSettings(scratch=folder / name, cache=folder / "cache", ocr=False)
            (folder / name).mkdir()
            read = read_dossier(source, workers, settings, None)
            seen = extract_evidence(read.documents, [beside / kinds for kinds in rubric.kinds])
            dossier = Dossier(source.name, read.documents, seen.evidence, seen.forms)
            found[name] = Made(draft_dossier(dossier, rubric, rubric.as_of), dict(read.disk))
    return found


def told(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / f"expected-{PLANS[name]['inbox']}" / f"{name}.json").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("name", PLANS)
def test_every_condition_is_as_its_plan_says(name: str, made: dict[str, Made]) -> None:
    draft = made[name].draft
    assert {c.id: c.status for c in draft.eligibility} == {i: c["status"] for i, c in told(name)["conditions"].items()}
    assert set(told(name)["codes"]) <= {m.code for m in draft.mismatches}
    assert draft.applicant.name == told(name)["applicant"]["name"]


@pytest.mark.parametrize("name", PLANS)
def test_a_condition_that_is_met_or_fails_names_its_papers(name: str, made: dict[str, Made]) -> None:
    settled = [c for c in made[name].draft.eligibility if c.status != "unknown"]
    assert settled
    assert all(c.evidence and c.basis for c in settled)


@pytest.mark.parametrize("name", PLANS)
def test_the_three_files_are_written_and_valid(name: str, made: dict[str, Made], tmp_path: Path) -> None:
    draft = made[name].draft
    content = json.loads(draft_json.write(draft, tmp_path).read_text("utf-8"))
    assert content["total"] == {"draft_score": 0, "max_score": 0, "score_range": [0, 0], "confidence": "low"}
    assert {c["part"] for c in content["eligibility"]} == {c.part for c in draft.eligibility}
    assert content["applicant"].get("employer") == draft.applicant.employer
    assert all("不评分" in line["basis"] for line in content["indicators"])
    assert workbook.write(draft, tmp_path).stat().st_size > 5_000
    assert evidence_pdf.write(draft, tmp_path, made[name].disk).stat().st_size > 2_000


def test_a_run_writes_the_tables_of_the_rubric_beside_the_batch(tmp_path: Path) -> None:
    request = RunRequest(
        (HERE / "inbox-qingyuan",), "qingyuan-award-organisation-2025", tmp_path, cache=tmp_path / "cache", ocr=False
    )
    result = run(request)
    assert not result.failures
    assert [t.name for t in result.tables] == ["推荐名单汇总表（组织）.xlsx"]
    assert all(t.is_file() and t.parent == result.batch.parent for t in result.tables)
    book = openpyxl.load_workbook(result.batch)
    assert book.sheetnames[:2] == ["条件汇总", "条件说明"]
    heads = [c.value for c in book["条件汇总"][1]]
    row = {h: c.value for h, c in zip(heads, book["条件汇总"][3], strict=True)}
    assert (row["五.(一).1"], row["七.(一).内部公示"], row["不符"]) == ("不符合", "不符合", 4)
    draft = openpyxl.load_workbook(tmp_path / "01_清远市漴岐陶瓷科技有限公司" / "draft.xlsx")
    assert draft.sheetnames[0] == "资格条件"


def test_committed_files_are_those_of_the_plans() -> None:
    for name, plan in PLANS.items():
        files = build(plan)
        folder = HERE / f"inbox-{plan['inbox']}" / name
        assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == set(files)
        assert told(name) == json.loads(json.dumps(expected(plan)))


def test_samples_of_the_schemes_stay_small() -> None:
    assert sum(p.stat().st_size for p in HERE.glob("inbox-*/*/**/*") if p.is_file()) < 1_000_000


def test_the_list_of_those_recommended_has_a_row_for_each(made: dict[str, Made], tmp_path: Path) -> None:
    rubric = load_rubric("qingyuan-award-organisation-2025")
    drafts = [made[name].draft for name, plan in PLANS.items() if plan["rubric"] == rubric.id]
    (path,) = summary_table.write(rubric.tables, drafts, tmp_path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "清远市政府质量奖（组织奖）推荐名单汇总表"
    assert "附件8" in rows[2][0]
    assert "不超过5个" in rows[1][0]
    assert [row[1] for row in rows[4:6]] == ["清远市漴岐陶瓷科技有限公司", "英德市罄澜供应链服务有限公司"]
    assert [row[3] for row in rows[4:6]] == ["清城区", "英德市"]
    assert [row[4] for row in rows[4:6]] == ["制造业", "服务业"]
    assert "五.(一).1 依法设立" in rows[5][6]
    assert rows[4][rows[3].index("县局审核意见")] is None


def test_figures_count_what_papers_prove_and_leave_the_rest_to_people(made: dict[str, Made], tmp_path: Path) -> None:
    rubric = load_rubric("guangdong-iso9001-2022")
    drafts = [made[name].draft for name, plan in PLANS.items() if plan["rubric"] == rubric.id]
    paths = summary_table.write(rubric.tables, drafts, tmp_path)
    assert [p.stem for p in paths] == ["企业名单（3月20日）", "工作开展情况数字表"]
    book = openpyxl.load_workbook(paths[1])
    assert book.sheetnames == ["进展6月", "进展11月"]
    figures = {row[0].value: row[1].value for row in book["进展6月"].iter_rows(min_row=5)}
    assert figures["报送材料的企业"] == 2
    assert figures["持有有效ISO9001证书的"] == 1
    assert figures["未见有效ISO9001证书的"] == 1
    assert figures["材料证实有实验室的"] == 1
    assert figures["纳入重点帮扶的"] is None
