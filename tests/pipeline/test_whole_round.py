"""A county's whole round with real papers: run, review, collect, letters, ledger, supplement, run again, merge."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf
from county import fill
from office import needs_office, saved_by_office

import sample_dossiers
from pipeline import cli

SAMPLE = Path(sample_dossiers.__file__).parent / "inbox" / "06_江门市江海区砚航光电科技有限公司"
NAME = "江门市江海区砚航光电科技有限公司"
PAPERS = ("0 申报表.pdf", "1 营业执照.pdf", "2 计量认证.pdf", "5-1 发明专利证书.pdf")
RENEWED = f"""测量管理体系认证证书
MEASUREMENT MANAGEMENT SYSTEM CERTIFICATE
编号 No. CMS粤[2022]AA1207号
兹证明
{NAME}
江门市江海区高新东路砚航工业园6号
建立的测量管理体系符合 GB/T 19022-2003 idt ISO 10012:2003 标准
认证级别：AA
覆盖范围：LED灯具的产品质量、经营管理方面的测量管理体系
发证日期 Issued on：2022年03月01日（Mar. 1, 2022）
有效期至 Valid until：2027年02月28日（Feb. 28, 2027）
中启计量体系认证中心"""


def yushen(*arguments: object) -> int:
    try:
        cli.main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def certificate(path: Path) -> None:
    path.parent.mkdir(parents=True)
    book: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    page = book.new_page()
    for n, line in enumerate(RENEWED.splitlines()):
        page.insert_text((72, 90 + 26 * n), line, fontname="china-s", fontsize=12)
    book.save(path)


def ledger(path: Path) -> list[dict[str, Any]]:
    heads, *rows = openpyxl.load_workbook(path)["跟进台账"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def line(draft: Path, wanted: str) -> dict[str, Any]:
    lines = json.loads(draft.read_text("utf-8"))["indicators"]
    return next(line for line in lines if line["id"] == wanted)


@needs_office
def test_a_round_from_draft_to_the_citys_list(tmp_path: Path) -> None:
    dossier = tmp_path / "收件箱" / NAME
    dossier.mkdir(parents=True)
    for paper in PAPERS:
        shutil.copy(SAMPLE / paper, dossier / paper)
    out, cache = tmp_path / "结果", tmp_path / "cache"
    run = ("run", tmp_path / "收件箱", "--rubric", "jiangmen-qic-2022", "--out", out, "--jobs", 1, "--cache", cache)
    assert yushen(*run, "--quiet") == 0
    folder = out / NAME
    assert line(folder / "draft.json", "1")["draft_score"] == 0

    assert yushen("letters", out, "--until", "2022-06-30", "--number-prefix", "江补〔2022〕") == 0
    letter = "\n".join(p.text for p in docx.Document(str(out / "补正通知书" / f"补正通知书_{NAME}.docx")).paragraphs)
    assert "2 计量认证.pdf" in letter
    assert "2022-02-28" in letter
    assert "2022年6月30日前" in letter

    assert yushen("follow-up", out, "--as-of", "2022-06-20", "--until", "2022-06-30") == 0
    before = next(row for row in ledger(out / "跟进台账.xlsx") if row["代码"] == "EXPIRED")
    assert before["状态"] == "待补正"

    fill(folder / "draft.xlsx", 得分={"4": 2}, 意见={"4": "核对原件无误"})
    (folder / "draft.xlsx").write_bytes(saved_by_office(folder / "draft.xlsx", tmp_path / "office").read_bytes())
    assert yushen("collect", out) == 0

    certificate(tmp_path / "补正" / NAME / "新计量证书.pdf")
    assert yushen(*run, "--quiet", "--supplements", tmp_path / "补正") == 0
    assert line(folder / "draft.json", "1")["draft_score"] == 5
    assert (folder / "历次" / "1" / "draft.xlsx").exists()
    assert not (dossier / "补正材料").exists()

    assert yushen("follow-up", out, "--as-of", "2022-07-01") == 0
    rows = ledger(out / "跟进台账.xlsx")
    about = [row for row in rows if row["指标"] == "1"]
    assert {row["状态"] for row in about} == {"已解决"}
    assert all("补正材料/新计量证书.pdf" in row["由什么解决"] for row in about)
    assert any(row["状态"] == "待补正" for row in rows), "the supplement settles only what it is about"

    assert yushen("collect", out) == 0
    assert yushen("merge", f"江海区={out}", "--out", tmp_path / "全市", "--publish-from", "2022-07-10") == 0
    sheet = openpyxl.load_workbook(tmp_path / "全市" / "全市汇总.xlsx")["全市排名"]
    shown = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == NAME]
    assert [(row[0], row[4], row[3]) for row in shown] == [("1", "复核", 7)]
    notice = docx.Document(str(tmp_path / "全市" / "公示名单.docx"))
    assert [row.cells[1].text for row in notice.tables[0].rows] == ["企业名称", NAME]
