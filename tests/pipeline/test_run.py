"""A whole run through the command line: what goes in, what comes out, and what bad input gets (contract/README.md)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pymupdf as _pymupdf
import pytest

from pipeline.run import RunRequest, run

pymupdf: Any = _pymupdf

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "pipeline/emit/data/draft.schema.json").read_text("utf-8"))
HOLDER = "江门市朗川五金制品有限公司"


def yushen(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, encoding="utf-8")


def text_pdf(path: Path, *pages: str) -> None:
    """A born-digital PDF, one string a page."""
    document = pymupdf.open()
    for lines in pages:
        page = document.new_page(width=595, height=842)
        for number, line in enumerate(lines.strip().splitlines()):
            page.insert_text((70, 90 + number * 30), line.strip(), fontname="china-s", fontsize=14)
    document.save(path)


def certificate(expiry: str = "2024年9月29日", number: str = "00121Q30215R2M") -> str:
    return f"""
        质量管理体系认证证书
        证书编号：{number}
        兹证明
        {HOLDER}
        建立的质量管理体系符合标准：
        GB/T 19001-2016 / ISO 9001:2015
        通过认证范围如下：五金制品的生产
        发证日期：2021年9月30日
        有效期至：{expiry}
        中国质量认证中心
    """


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "inbox"
    good = folder / HOLDER
    (good / "证书").mkdir(parents=True)
    text_pdf(good / "证书" / "质量体系.pdf", certificate())
    (good / "坏文件.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    (good / "空.docx").write_bytes(b"")
    (good / "程序.exe").write_bytes(b"MZ" + bytes(64))
    (good / "Thumbs.db").write_bytes(b"junk")
    locked = pymupdf.open()
    locked.new_page()
    locked.save(good / "有密码.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")
    text_pdf(folder / f"过期-{HOLDER}.pdf", certificate("2022年6月9日", "00121Q30299R2M"))
    with zipfile.ZipFile(folder / f"压缩 {HOLDER}.zip", "w") as archive:
        text_pdf(folder.parent / "a.pdf", certificate("2022年6月10日", "00121Q30288R2M"))
        archive.write(folder.parent / "a.pdf", "证书/a.pdf")
        archive.writestr("../外面.pdf", b"never written")
    return folder


@pytest.fixture(scope="module")
def drafts(inbox: Path) -> dict[str, dict[str, Any]]:
    out = inbox.parent / "out"
    before = hashes(inbox)
    done = yushen("run", inbox, "--rubric", "jiangmen-qic-2022", "--out", out, "--cache", inbox.parent / "cache")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(inbox) == before
    assert (out / "batch.xlsx").exists()
    return {
        folder.name: json.loads((folder / "draft.json").read_text("utf-8"))
        for folder in out.iterdir()
        if folder.is_dir()
    }


def line(draft: dict[str, Any], indicator: str) -> dict[str, Any]:
    return next(row for row in draft["indicators"] if row["id"] == indicator)


def test_every_dossier_has_its_three_files(inbox: Path, drafts: dict[str, dict[str, Any]]) -> None:
    assert set(drafts) == {HOLDER, f"过期-{HOLDER}", f"压缩 {HOLDER}"}
    for name in drafts:
        assert {p.name for p in (inbox.parent / "out" / name).iterdir()} == {"draft.json", "draft.xlsx", "evidence.pdf"}
        openpyxl.load_workbook(inbox.parent / "out" / name / "draft.xlsx")
        assert pymupdf.open(inbox.parent / "out" / name / "evidence.pdf").page_count >= 1


def test_drafts_follow_the_contracts_schema(drafts: dict[str, dict[str, Any]]) -> None:
    for draft in drafts.values():
        jsonschema.validate(draft, SCHEMA)
        ids = " ".join(row["id"] for row in draft["indicators"])
        assert ids == "1 2.1 2.2 3 4 5 6.1 6.2 6.3 6.4 6.5 6.6 6.7 7 8.1 8.2 9.1 9.2 10.1 10.2 11"


def test_a_valid_certificate_in_own_name_earns_its_points(drafts: dict[str, dict[str, Any]]) -> None:
    assert line(drafts[HOLDER], "9.1")["draft_score"] == 8
    assert drafts[HOLDER]["applicant"]["name"] == HOLDER
    (item,) = [e for e in drafts[HOLDER]["evidence"] if e["type"] == "management_certificate"]
    assert item["source"]["file"] == "证书/质量体系.pdf"
    assert item["source"]["page"] == 1
    assert item["fields"]["expiry_date"] == "2024-09-29"
    assert item["counted"] == {"9.1": 8}


def test_unread_files_lower_every_line_that_they_could_change(drafts: dict[str, dict[str, Any]]) -> None:
    assert line(drafts[HOLDER], "4")["draft_score"] == 0
    assert line(drafts[HOLDER], "4")["confidence"] != "high"


def test_bad_files_are_listed_and_named(drafts: dict[str, dict[str, Any]]) -> None:
    states = {f["path"]: f["status"] for f in drafts[HOLDER]["dossier"]["files"]}
    assert states == {
        "证书/质量体系.pdf": "read", "坏文件.pdf": "unreadable", "空.docx": "unreadable", "程序.exe": "unsupported",
        "Thumbs.db": "skipped", "有密码.pdf": "password",
    }  # fmt: skip
    told = {(m["code"], m["file"]) for m in drafts[HOLDER]["mismatches"] if m["file"]}
    assert {("UNREADABLE_FILE", "坏文件.pdf"), ("UNREADABLE_FILE", "空.docx")} <= told
    assert {("PASSWORD_PROTECTED", "有密码.pdf"), ("UNSUPPORTED_FORMAT", "程序.exe")} <= told
    assert all(m["indicator"] is None for m in drafts[HOLDER]["mismatches"] if m["code"] == "PASSWORD_PROTECTED")


def test_validity_ends_with_its_last_day(drafts: dict[str, dict[str, Any]]) -> None:
    expired, last_day = drafts[f"过期-{HOLDER}"], drafts[f"压缩 {HOLDER}"]
    assert line(expired, "9.1")["draft_score"] == 0
    assert [e["reasons"] for e in expired["evidence"]] == [["EXPIRED"]]
    assert line(last_day, "9.1")["draft_score"] == 8


def test_an_archive_never_writes_outside(inbox: Path, drafts: dict[str, dict[str, Any]]) -> None:
    assert "证书/a.pdf" in {f["path"] for f in drafts[f"压缩 {HOLDER}"]["dossier"]["files"]}
    assert not list(inbox.parent.parent.rglob("外面.pdf"))


def test_a_second_run_writes_the_same_and_starts_no_worker(
    inbox: Path, drafts: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, *call: object, **rest: object) -> None:
        raise AssertionError(f"a worker was asked: {call}")

    monkeypatch.setattr("pipeline.workers.Workers.submit", refuse)
    request = RunRequest((inbox,), "jiangmen-qic-2022", tmp_path / "out", cache=inbox.parent / "cache")
    result = run(request)
    assert not result.failures
    assert len(result.drafts) == len(drafts)
    first, second = hashes(inbox.parent / "out"), hashes(tmp_path / "out")
    assert first == second
    code = "import sys, pipeline.run; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not {"cv2", "onnxruntime", "pymupdf", "rapidocr", "pandas", "PIL"} & set(loaded.split())


def test_members_of_an_archive_are_drawn_though_what_they_say_was_known(
    inbox: Path, drafts: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    request = RunRequest((inbox,), "jiangmen-qic-2022", tmp_path / "out", cache=inbox.parent / "cache")
    run(replace(request, as_of=dt.date(2022, 6, 8)))  # another day: other drafts of the same papers
    name = f"压缩 {HOLDER}"
    other, first = (pymupdf.open(folder / name / "evidence.pdf") for folder in (tmp_path / "out", inbox.parent / "out"))
    assert [page.get_images() != [] for page in other] == [page.get_images() != [] for page in first]
    assert "认证证书" in other[other.page_count - 1].get_text()
    assert other.page_count == first.page_count


def test_a_sheet_that_a_reviewer_filled_in_is_kept(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    text_pdf(tmp_path / "inbox" / "甲.pdf", certificate())
    request = RunRequest((tmp_path / "inbox",), "jiangmen-qic-2022", tmp_path / "out", cache=tmp_path / "cache")
    assert run(request).set_aside == ()
    sheet = tmp_path / "out" / "甲" / "draft.xlsx"
    written = sheet.read_bytes()
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0]["Z99"] = 4.5
    book.save(sheet)
    filled = sheet.read_bytes()
    assert filled != written
    assert run(request).set_aside == (), "nothing changed: the reviewer works on in the same sheet"
    assert sheet.read_bytes() == filled
    text_pdf(tmp_path / "inbox" / "甲.pdf", certificate(number="00121Q30333R2M"))
    (kept,) = run(request).set_aside
    assert kept == tmp_path / "out" / "甲" / "历次" / "1"
    assert openpyxl.load_workbook(kept / "draft.xlsx").worksheets[0]["Z99"].value == 4.5
    assert {p.name for p in kept.iterdir()} == {"draft.xlsx", "draft.json", "evidence.pdf"}
    assert "变更" in openpyxl.load_workbook(sheet).sheetnames
    assert run(request).set_aside == ()


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    text_pdf(tmp_path / "inbox" / "甲.pdf", certificate())
    request = RunRequest((tmp_path / "inbox",), "jiangmen-qic-2022", tmp_path / "out", cache=tmp_path / "cache")
    run(request)
    before = hashes(tmp_path / "out")
    entries = list((tmp_path / "cache").rglob("*.page"))
    assert len(entries) >= 5
    for number, entry in enumerate(entries):
        entry.write_bytes(entry.read_bytes()[: 20 * number])
    run(replace(request, out=tmp_path / "out2"))
    assert hashes(tmp_path / "out2") == before


def test_explain_tells_the_steps(inbox: Path, drafts: dict[str, dict[str, Any]]) -> None:
    done = yushen("explain", inbox.parent / "out" / HOLDER, "9.1")
    assert done.returncode == 0
    assert "质量体系.pdf" in done.stdout


def test_rubrics_are_listed() -> None:
    done = yushen("rubrics")
    assert done.returncode == 0
    assert "jiangmen-qic-2022" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "没有这个文件夹", "--rubric", "jiangmen-qic-2022"], "没有这个文件夹"),
        (["run", ".", "--rubric", "没有这个办法"], "没有这个办法"),
        (["run", ".", "--rubric", "jiangmen-qic-2022", "--as-of", "2022-02-30"], "2022-02-30"),
        (["explain", "没有草稿.json", "1"], "没有草稿"),
    ],
)
def test_unusable_commands_end_with_two_and_a_chinese_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    extra: list[str] = ["--out", str(tmp_path / "out")] if arguments[0] == "run" else []
    done = yushen(*arguments, *extra)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_inbox_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    done = yushen("run", tmp_path / "inbox", "--rubric", "jiangmen-qic-2022", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "空" in done.stderr


def test_a_locked_dossier_gets_a_draft_of_zeros(tmp_path: Path) -> None:
    locked = pymupdf.open()
    locked.new_page()
    path = tmp_path / "某单位.pdf"
    locked.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")
    done = yushen("run", path, "--dossier", "--rubric", "jiangmen-qic-2022", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    draft = json.loads((tmp_path / "out" / "某单位" / "draft.json").read_text("utf-8"))
    assert draft["total"]["draft_score"] == 0
    assert {row["confidence"] for row in draft["indicators"]} == {"low"}
