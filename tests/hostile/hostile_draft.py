"""Hostile files taken through to the draft: a good dossier, the same one with hostile files beside it, both drafted.

A test module lays down all of its cases at once (`drafts_of`: one run, one dossier a case, one of them without
anything hostile) and then holds for each case what has to be true however bad the file is (`check_draft`).
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pymupdf as _pymupdf
from hostile_dossier import UNREAD, Files, hashes, lay_down

from pipeline.run import RunRequest, run
from sample_dossiers.generator import form
from sample_dossiers.generator.containers import steady

pymupdf: Any = _pymupdf

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "pipeline/emit/data/draft.schema.json").read_text("utf-8"))
RUBRIC = "jiangmen-qic-2022"
PLAIN = "基准"
"""The dossier of a run that holds nothing hostile."""
WHOLE = {"draft.json", "draft.xlsx", "evidence.pdf"}
SECONDS = 60.0
"""What one hostile file may cost at most, start of the workers and everything else included."""

HOLDER = "江门市穹岚电器有限公司"
USCC = "91440703MA4UX2015F"
CLAIMS: Json = {
    "1": {"score": 5, "proof": "测量管理体系认证证书", "page": 2},
    "4": {"score": 3, "proof": "发明专利1件，实用新型专利1件", "page": 3},
    "5": {"score": 2, "proof": "国内商标", "page": 5},
    "8.2": {"score": 5, "proof": "高新技术企业证书", "page": 6},
    "9.1": {"score": 8, "proof": "质量管理体系证书", "page": 7},
}
FACTS: Json = {
    "name": HOLDER,
    "uscc": USCC,
    "address": "广东省江门市蓬江区杜阮镇穹岚路18号",
    "established": "2009-04-16",
    "legal": "戈长庚",
    "industry": "C38电气机械和器材制造业",
    "product": "电热水壶、电烤箱",
    "contact": "戈长庚",
    "district": "江门市蓬江区",
    "claims": CLAIMS,
}
PAPERS = (
    f"""营业执照
        统一社会信用代码：{USCC}
        名称：{HOLDER}
        类型：有限责任公司(自然人投资或控股)
        住所：广东省江门市蓬江区杜阮镇穹岚路18号
        法定代表人：戈长庚
        成立日期：2009年4月16日
        营业期限：2009年4月16日至长期
        经营范围：家用电器、厨房电器的制造、销售。
        登记机关：江门市蓬江区市场监督管理局""",
    f"""测量管理体系认证证书
        证书编号：CMS粤[2020]AAA3125号
        单位名称：{HOLDER}
        测量管理体系符合 GB/T 19022-2003/ISO 10012:2003
        覆盖范围：产品质量、经营管理方面的测量管理体系
        颁证日期：2020年11月13日
        有效期至：2025年11月12日
        中启计量体系认证有限公司""",
    f"""证书号第7668232号
        发明专利证书
        发明名称：一种电器外壳的成型方法
        发明人：戈长庚
        专利号：ZL 2020 1 0430096.0
        专利申请日：2018年05月20日
        专利权人：{HOLDER}
        授权公告日：2020年01月14日 授权公告号：CN 111472379 B""",
    f"""证书号第8123456号
        实用新型专利证书
        实用新型名称：一种包装袋生产装置
        发明人：戈长庚
        专利号：ZL 2018 2 1234567.5
        专利申请日：2018年08月02日
        专利权人：{HOLDER}
        授权公告日：2019年05月07日 授权公告号：CN 208123456 U""",
    f"""商标注册证
        第 9988776 号
        核定使用商品（国际分类：11）
        第11类：电饭锅；电磁炉；（截止）
        注册人 {HOLDER}
        注册人地址 广东省江门市蓬江区杜阮镇穹岚路18号
        注册日期 2012年11月28日 有效期至 2032年11月27日
        发证机关 国家知识产权局""",
    f"""高新技术企业证书
        企业名称：{HOLDER}
        证书编号：GR202144001234
        发证时间：2021年12月20日
        有效期：三年
        批准机关：广东省科学技术厅 广东省财政厅 国家税务总局广东省税务局""",
    f"""质量管理体系认证证书
        证书编号：00121Q30215R2M
        兹证明
        {HOLDER}
        建立的质量管理体系符合标准：GB/T 19001-2016/ISO 9001:2015
        通过认证范围如下：家用电器的制造
        发证日期：2021年9月30日
        有效期至：2024年9月29日
        中国质量认证中心""",
)
SCORES = {"1": 5, "4": 3, "5": 2, "8.2": 5, "9.1": 8}
"""What the good papers earn; every other line earns 0, and all lines that may be `high` are."""
CAPPED = {"1", "8.2"}
"""Lines whose cap the good papers reach: whatever an unread file holds, their score stays, and so does `high`."""

SPARE_PATENT = f"""证书号第7668299号
        发明专利证书
        发明名称：一种电热水壶的温控方法
        发明人：戈长庚
        专利号：ZL 2017 1 0991011.4
        专利申请日：2017年10月20日
        专利权人：{HOLDER}
        授权公告日：2019年07月12日 授权公告号：CN 107991011 B"""
"""A further paper of the same applicant, worth 2 points on line 4: for content that may or may not be seen."""


@dataclass(frozen=True)
class Drafts:
    """One run over a plain dossier and the cases: drafts by name, where the outputs lie, how long it took."""

    plain: Json
    by_case: Mapping[str, Json]
    out: Path
    seconds: float
    failures: Mapping[str, str] = field(default_factory=dict)


def text_pdf(*pages: str) -> bytes:
    """A born-digital PDF, one string a page, one line of it a line."""
    book = pymupdf.open()
    for lines in pages:
        page = book.new_page(width=595, height=842)
        for number, line in enumerate(lines.strip().splitlines()):
            page.insert_text((60, 90 + number * 30), line.strip(), fontname="china-s", fontsize=12)
    return bytes(book.tobytes(deflate=True, no_new_id=True))


@cache
def base_files() -> Mapping[str, bytes]:
    """The good dossier: form (Word), and all papers as one born-digital PDF."""
    return {"0申报表.docx": steady(form.word(FACTS)), "1佐证材料.pdf": text_pdf(*PAPERS)}


def base_dossier(folder: Path) -> Path:
    """Lays the good dossier down in a folder (made if need be)."""
    folder.mkdir(parents=True, exist_ok=True)
    lay_down(base_files(), folder)
    return folder


def drafts_of(
    cases: Mapping[str, Files], root: Path, prepare: Mapping[str, Callable[[Path], None]] | None = None
) -> Drafts:
    """One run over all cases; `prepare` lays down what bytes cannot say (links, rights) in a case's own folder.

    Holds for the whole run: inputs byte-identical, nothing written beside the output folder and the cache, no dossier
    without its three whole files, every draft by the contract's schema, at most `SECONDS` a case.
    """
    inbox, out = root / "inbox", root / "out"
    base_dossier(inbox / PLAIN)
    for name, files in cases.items():
        lay_down(files, base_dossier(inbox / name))
    for name, more in (prepare or {}).items():
        more(base_dossier(inbox / name))
    names = {PLAIN, *cases, *(prepare or {})}
    before = hashes(inbox)
    started = time.monotonic()
    result = run(RunRequest((inbox,), RUBRIC, out, cache=root / "cache", ocr=False))
    seconds = time.monotonic() - started
    assert seconds < SECONDS * len(names)
    assert hashes(inbox) == before, "inputs were changed"
    assert {p.name for p in root.iterdir()} == {"inbox", "out", "cache"}, "written outside"
    failures = {failure.dossier: failure.message for failure in result.failures}
    drafts = {name: read_draft(out / name) for name in names - set(failures)}
    openpyxl.load_workbook(out / "batch.xlsx")
    return Drafts(drafts.pop(PLAIN), drafts, out, seconds, failures)


def read_draft(folder: Path) -> Json:
    """A dossier's draft, after a look at all of its files: whole, valid, and nothing else beside them."""
    assert {p.name for p in folder.iterdir()} == WHOLE
    draft: Json = json.loads((folder / "draft.json").read_text("utf-8"))
    jsonschema.validate(draft, SCHEMA)
    assert "Traceback" not in (folder / "draft.json").read_text("utf-8")
    with zipfile.ZipFile(folder / "draft.xlsx") as book:
        assert book.testzip() is None
    assert openpyxl.load_workbook(folder / "draft.xlsx", read_only=True).sheetnames
    with pymupdf.open(folder / "evidence.pdf") as pages:
        assert pages.page_count >= 1
    return draft


def line(draft: Json, indicator: str) -> Json:
    """A scored line of a draft."""
    return next(row for row in draft["indicators"] if row["id"] == indicator)


def states(draft: Json) -> dict[str, str]:
    """Status by path of every file that the draft lists."""
    return {entry["path"]: entry["status"] for entry in draft["dossier"]["files"]}


def is_unread(draft: Json, hostile: Collection[str]) -> bool:
    """Is a hostile file, or something in it, unread as the draft itself says?"""
    listed = {path: state for path, state in states(draft).items() if belongs(path, hostile)}
    if any(state in UNREAD for state in listed.values()):
        return True
    return any(m["file"] in listed and m["code"] == "LOW_OCR_QUALITY" for m in draft["mismatches"])


def belongs(path: str, hostile: Collection[str]) -> bool:
    """Is the path a hostile file or a member of a hostile archive?"""
    return any(path == name or path.startswith(f"{name}!/") for name in hostile)


def check_draft(case: str, before: Json, after: Json, hostile: Collection[str], changes: Collection[str] = ()) -> None:
    """Holds the promise for one case: `hostile` are its files, `changes` the lines that its shown content may move.

    Every hostile file is listed; one that is not read is explained in Chinese; good files are read as before; a line
    that is `high` has the score that it has without the hostile files, and where one of them is unread it is at its
    cap, so that nothing in there could move it.
    """
    files = states(after)
    for name in hostile:
        assert name in files, (case, name, files)
        if files[name] in UNREAD:
            told = [m for m in after["mismatches"] if m["file"] and belongs(m["file"], [name])]
            assert told, (case, name, files[name])
            assert all(_is_chinese(m["message"]) for m in told), told
    good = {path: state for path, state in states(before).items() if state == "read"}
    assert good.items() <= files.items(), (case, files)
    unread = is_unread(after, hostile)
    for row in after["indicators"]:
        was = line(before, row["id"])
        if row["confidence"] != "high" or row["id"] in changes:
            continue
        assert row["draft_score"] == was["draft_score"], (case, row["id"], was["draft_score"], row["draft_score"])
        if unread:
            assert row["draft_score"] == row["max_score"], (case, row["id"], "high beside an unread file", files)


def _is_chinese(message: str) -> bool:
    return "Traceback" not in message and any("\u4e00" <= char <= "\u9fff" for char in message)
