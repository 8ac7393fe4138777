"""A run with a yearly call, and with a user's rubric that brings kinds of paper of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf
import pytest

pymupdf: Any = _pymupdf


def yushen(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "江门市恒晟电器有限公司"
    folder.mkdir(parents=True)
    return folder


def text_pdf(path: Path, text: str) -> None:
    document = pymupdf.open()
    page = document.new_page()
    for number, line in enumerate(text.split("\n")):
        page.insert_text((60, 80 + 24 * number), line, fontname="china-s", fontsize=14)
    document.save(path)


def test_a_call_sets_the_day_and_an_unknown_one_is_told(dossier: Path, tmp_path: Path) -> None:
    text_pdf(dossier / "a.pdf", "质量手册")
    done = yushen(
        "run", dossier, "--dossier", "--rubric", "jiangmen-qic-2022", "--call", "2024", "--out", tmp_path / "out"
    )
    assert done.returncode == 0, done.stderr
    (draft,) = (tmp_path / "out").glob("*/draft.json")
    assert json.loads(draft.read_text("utf-8"))["rubric"]["as_of"] == "2024-06-07"
    unknown = yushen("run", dossier, "--rubric", "jiangmen-qic-2022", "--call", "1999", "--out", tmp_path / "out")
    assert unknown.returncode == 2
    assert "1999" in unknown.stderr
    assert "2024" in unknown.stderr


def test_a_users_rubric_brings_its_own_kinds_of_paper(dossier: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "scheme"
    (scheme / "kinds").mkdir(parents=True)
    (scheme / "kinds" / "safety_certificate.yaml").write_text(KIND, "utf-8")
    (scheme / "rubric.yaml").write_text(OWN_RUBRIC, "utf-8")
    text_pdf(
        dossier / "a.pdf",
        "安全生产标准化证书\n单位名称：江门市恒晟电器有限公司\n证书编号：AQB440700\n有效期至：2023年5月1日",
    )
    for expected in ("AQB440700", "AQB440700"):  # the second run takes what the first one kept
        done = yushen(
            "run", tmp_path / "inbox", "--rubric", scheme / "rubric.yaml", "--out", tmp_path / "out", "--cache",
            tmp_path / "cache",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (path,) = (tmp_path / "out").glob("*/draft.json")
        draft = json.loads(path.read_text("utf-8"))
        assert [e["fields"]["certificate_no"] for e in draft["evidence"]] == [expected]
        assert draft["indicators"][0]["draft_score"] == 4
    # An official corrects the kind: what was kept under the old one is no longer taken.
    (scheme / "kinds" / "safety_certificate.yaml").write_text(
        KIND.replace("安全生产标准化证书", "安全标准化牌匾"), "utf-8"
    )
    done = yushen(
        "run", tmp_path / "inbox", "--rubric", scheme / "rubric.yaml", "--out", tmp_path / "out", "--cache",
        tmp_path / "cache",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(path.read_text("utf-8"))["evidence"] == []


def test_a_wrong_confidence_table_is_told(dossier: Path, tmp_path: Path) -> None:
    text_pdf(dossier / "a.pdf", "质量手册")
    (tmp_path / "confidence.json").write_text('{"schema": "yushen/draft/1"}', "utf-8")
    for table in ("confidence.json", "absent.json"):
        done = yushen(
            "run", dossier, "--dossier", "--rubric", "jiangmen-qic-2022", "--out", tmp_path / "out", "--confidence",
            tmp_path / table,
        )  # fmt: skip
        assert done.returncode == 2
        assert "把握对照表" in done.stderr
        assert "Traceback" not in done.stderr


KIND = """\
kind: safety_certificate
type: safety_certificate
type_fields: [certificate_no, holder, expiry_date]
title: 安全生产标准化证书
recognise:
  titles: ['安全生产标准化证书']
fields:
  certificate_no: {required: true, parse: text, labels: [证书编号]}
  holder: {required: true, parse: organisation, labels: [单位名称]}
  expiry_date: {parse: date, labels: [有效期至]}
examples:
  - name: 安全生产标准化证书
    text: |
      安全生产标准化证书
      单位名称：江门市某某有限公司
      证书编号：AQB440799
      有效期至：2023年5月1日
    yields: {certificate_no: AQB440799, holder: 江门市某某有限公司, expiry_date: '2023-05-01'}
  - name: 别的证书不是
    text: |
      培训证书
      单位名称：江门市某某有限公司
    nothing: true
"""
OWN_RUBRIC = """\
id: own-scheme
title: 某区安全示范企业评分
document: 某安字〔2022〕1号
as_of: 2022-06-10
kinds: [kinds]
groups: [{id: 一, title: 一、安全, max: 4}]
indicators:
  - id: "1"
    name: 安全生产标准化
    group: 一
    max: 4
    source: {clause: 附件, quote: 取得安全生产标准化证书并在有效期内的，得4分。}
    materials: 证书
    papers:
      certificate: {title: 证书, type: safety_certificate, checks: [holder, valid], distinct: [certificate_no]}
    rule: {form: presence, of: [certificate], points: 4}
"""
