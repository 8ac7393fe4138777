"""On every sample dossier: decisions at random, worked out by LibreOffice, and read back, give our sums."""

from __future__ import annotations

import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path

import county
import openpyxl
import pytest
from office import SOFFICE, needs_office

from pipeline.review.collect import CollectRequest, collect
from pipeline.run import RunRequest, run

SAMPLES = Path(__file__).parent.parent.parent.parent / "sample_dossiers" / "inbox"
PAGES = Path(__file__).parent.parent.parent / "samples" / "pages"


@needs_office
@pytest.mark.slow
def test_office_agrees_on_every_sample(tmp_path: Path) -> None:
    out = tmp_path / "out"
    request = RunRequest(
        tuple(sorted(SAMPLES.iterdir())), county.RUBRIC, out, single=True, cache=tmp_path / "c", cache_sources=(PAGES,)
    )
    drafts = run(request).drafts
    returned = tmp_path / "交回"
    for n, (draft, folder) in enumerate(drafts):
        chance = random.Random(n)
        papers = [item.id for item in draft.items if item.evidence.type != "application_form"]
        decided = {i: chance.choice(["采信", "不采信"]) for i in papers if chance.random() < 0.5}
        scores = {x.id: float(x.max_score) / 2 for x in draft.lines if x.choices is None or chance.random() < 0.15}
        county.fill(folder / "draft.xlsx", returned / f"{n}.xlsx", f"评审{n}", 采信=decided, 得分=scores)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    sheets = [str(path) for path in sorted(returned.glob("*.xlsx"))]
    subprocess.run([*command, str(saved), *sheets], check=True, capture_output=True, timeout=600)
    found = collect(CollectRequest(saved, out))
    assert [str(told) for told in found.told if told.level == "fault"] == []
    assert sum(standing.result.is_reviewed for standing in found.standings) == len(drafts)
    for standing in found.standings:
        result = standing.result
        assert json.loads(result.drafted.path.read_text("utf-8"))["dossier"]["name"] == result.drafted.dossier
        sheet = openpyxl.load_workbook(saved / result.reviews[0].file, data_only=True)["评分表"]
        row, column = county.at(sheet, "复核后得分")
        shown = {str(sheet.cell(n, 1).value): sheet.cell(n, column).value for n in range(row + 1, sheet.max_row + 1)}
        given = {line.line.id: float(line.points) for line in result.lines}
        assert {key: float(shown[key]) for key in given} == pytest.approx(given), result.drafted.dossier
        assert Decimal(str(round(shown["合计"], 2))) == result.total
