"""Every limit that an administrator can set does something: set low, a file that exceeds it is named, with a remedy."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pymupdf as _pymupdf
import pytest
from greedy_calls import answer, eat, go_on_beating, open_many, start_sleepers, write
from PIL import Image

from extractors.document import Document
from pipeline import limits_file
from pipeline.errors import UnusableInput
from pipeline.inbox import DossierSource
from pipeline.kept_files import KeptFiles
from pipeline.limits import AllLimits, Limits, TimeLimits
from pipeline.limits_file import load_limits, ranges
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.run import RunRequest, run
from pipeline.workers import Failure, Outcome, Workers, wait_for

pymupdf: Any = _pymupdf
ROOT = Path(__file__).parents[2]
Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as made:
        yield made


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "限制.yaml"
    path.write_text(text, "utf-8")
    return path


def set_to(tmp_path: Path, values: Mapping[tuple[str, str], str]) -> AllLimits:
    """Limits out of a file that sets these and no others."""
    sections: dict[str, list[str]] = {}
    for (section, key), value in values.items():
        sections.setdefault(section, []).append(f"  {key}: {value}\n")
    return load_limits(written(tmp_path, "".join(f"{name}:\n{''.join(keys)}" for name, keys in sections.items())))


def read(folder: Path, files: Files, workers: Workers, limits: AllLimits) -> dict[str, Document]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    settings = ReadSettings(folder.parent / "scratch", ocr=False).under(limits)
    result = read_dossier(DossierSource("甲", folder), workers, settings)
    return {document.path: document for document in result.documents}


# What one file, archive or dossier may hold: files that exceed a limit set low, and what is said of which of them


def pdf_of(pages: int) -> bytes:
    document = pymupdf.open()
    for number in range(pages):
        document.new_page().insert_text((72, 72), f"page {number + 1}")
    return bytes(document.tobytes())


@functools.cache
def picture(size: int, shade: int = 0) -> bytes:
    """A square PNG that packs badly."""
    stream = io.BytesIO()
    noise = bytes((at * at * 31 + at * 7 + shade) % 251 for at in range(size * size))
    Image.frombytes("L", (size, size), noise).save(stream, "PNG")
    return stream.getvalue()


def word_of(*, pictures: int = 0, text: str = "正文", boxes: int = 0) -> bytes:
    made = docx.Document()
    made.add_paragraph(text)
    for at in range(pictures):
        made.add_picture(io.BytesIO(picture(200, at)))
    cell: Any = made
    for _ in range(boxes):
        cell = cell.add_table(1, 1).cell(0, 0)
        cell.text = "格"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def book_of(cells: int, *, sheets: int = 1, far: bool = False) -> bytes:
    made = openpyxl.Workbook()
    for at in range(cells):
        made.active.append([f"值{at}"])
    if far:
        made.active["Z60"] = "远"
    for at in range(sheets - 1):
        made.create_sheet(f"表{at}").append(["x"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def zip_of(members: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


TEXT = ("正文" * 700).encode()
BOXES = "<div>" * 9 + "深" + "</div>" * 9


@dataclass(frozen=True)
class Case:
    """A limit set low, files that exceed it, and what is said of one of them; `beside`: limits that stand with it."""

    value: str
    files: Files
    path: str
    said: str
    beside: tuple[tuple[str, str, str], ...] = ()


READING: Mapping[tuple[str, str], list[Case]] = {
    ("file", "file_bytes"): [Case("1 KB", {"a.txt": TEXT}, "a.txt", "超过 1 KB")],
    ("file", "pages"): [Case("2", {"a.pdf": pdf_of(3)}, "a.pdf", "共 3 页，超过 2 页")],
    ("file", "pixels"): [Case("1万", {"a.png": picture(200)}, "a.png", "200×200 像素")],
    ("file", "text_bytes"): [
        Case("1 KB", {"a.txt": TEXT}, "a.txt", "超过 1 KB"),
        Case("1 KB", {"a.html": b"<html><body>" + TEXT}, "a.html", "超过 1 KB"),
    ],
    ("file", "table_bytes"): [Case("1 KB", {"a.csv": b"a,b\n" * 600}, "a.csv", "超过 1 KB")],
    ("file", "legacy_bytes"): [Case("1 KB", {"a.rtf": rb"{\rtf1 " + b"x" * 2000 + b"}"}, "a.rtf", "超过 1 KB")],
    ("file", "package_parts"): [Case("10", {"a.docx": word_of()}, "a.docx", "部件超过 10 个")],
    ("file", "package_bytes"): [Case("3 KB", {"a.docx": word_of(text="文" * 3000)}, "a.docx", "解开后超过 3 KB")],
    ("file", "part_bytes"): [
        Case("1 KB", {"a.docx": word_of(pictures=1)}, "a.docx", "里的图片 image1.png 解开后超过 1 KB")
    ],
    ("file", "xml_bytes"): [Case("1 KB", {"a.docx": word_of(text="文" * 3000)}, "a.docx", "解开后超过 1 KB")],
    ("file", "sheet_bytes"): [Case("1 KB", {"a.xlsx": book_of(200)}, "a.xlsx", "解开后超过 1 KB")],
    ("file", "nesting"): [
        Case("5", {"a.docx": word_of(boxes=9)}, "a.docx", "嵌套超过 5 层"),
        Case("5", {"a.html": f"<html><body>{BOXES}</body></html>".encode()}, "a.html", "嵌套超过 5 层"),
    ],
    ("file", "pictures"): [Case("1", {"a.docx": word_of(pictures=2)}, "a.docx", "图片超过 1 张")],
    ("file", "sheets"): [Case("1", {"a.xlsx": book_of(1, sheets=2)}, "a.xlsx", "工作表超过 1 个")],
    ("file", "cells"): [
        Case("10", {"a.xlsx": book_of(20)}, "a.xlsx", "单元格超过 10 个"),
        Case("10", {"a.csv": b"a,b\n" * 20}, "a.csv", "单元格超过 10 个"),
    ],
    ("file", "area"): [Case("100", {"a.xlsx": book_of(1, far=True)}, "a.xlsx", "行列范围超过")],
    ("archive", "entries"): [Case("1", {"a.zip": zip_of({"1.txt": b"a", "2.txt": b"b"})}, "a.zip", "文件超过 1 个")],
    ("archive", "total_bytes"): [
        Case("1 KB", {"a.zip": zip_of({"1.txt": TEXT})}, "a.zip", "解压后超过 1 KB"),
        Case("1 KB", {"a.docx": word_of(pictures=1)}, "a.docx", "图片（1 张）未读：这份材料解开后的文件超过 1 KB"),
    ],
    ("archive", "member_bytes"): [Case("1 KB", {"a.zip": zip_of({"1.txt": TEXT})}, "a.zip!/1.txt", "解压后超过 1 KB")],
    ("archive", "ratio"): [
        Case("2", {"a.zip": zip_of({"1.txt": TEXT})}, "a.zip!/1.txt", "压缩比", (("archive", "ratio_from", "1 KB"),))
    ],
    ("archive", "ratio_from"): [Case("1 KB", {"a.zip": zip_of({"1.txt": b"a" * 900_000})}, "a.zip!/1.txt", "压缩比")],
    ("archive", "depth"): [
        Case("1", {"a.zip": zip_of({"b.zip": zip_of({"1.txt": b"a"})})}, "a.zip!/b.zip", "嵌套超过 1 层")
    ],
    ("dossier", "files"): [Case("1", {"1.txt": b"a", "2.txt": b"b"}, "2.txt", "文件超过 1 个")],
    ("dossier", "folder_depth"): [Case("1", {"甲/乙/1.txt": b"a"}, "甲/乙", "嵌套超过 1 层")],
}


@pytest.mark.parametrize(
    ("limit", "case"),
    [(limit, case) for limit, cases in READING.items() for case in cases],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_too_much_is_told_by_name(limit: tuple[str, str], case: Case, workers: Workers, tmp_path: Path) -> None:
    beside = {(section, key): value for section, key, value in case.beside}
    low = read(tmp_path / "甲", case.files, workers, set_to(tmp_path, {limit: case.value, **beside}))
    (problem,) = [p for p in low[case.path].problems if case.said in p.message]
    assert problem.code == "LIMIT_EXCEEDED"
    assert case.path in problem.message
    assert "请" in problem.message
    assert low[case.path].status in {"limit", "partly_read", "unreadable"}
    usual = read(tmp_path / "甲", case.files, workers, set_to(tmp_path, beside) if beside else AllLimits())
    assert not [p for document in usual.values() for p in document.problems if p.code == "LIMIT_EXCEEDED"]


@pytest.mark.skipif(os.name == "nt", reason="the program that stands for LibreOffice is a shell script")
def test_a_conversion_has_its_time_and_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nsleep 50\n", "ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    limits = set_to(tmp_path, {("file", "convert_seconds"): "1 秒"})
    folder = tmp_path / "甲"
    folder.mkdir()
    (folder / "a.rtf").write_bytes(rb"{\rtf1 hello}")
    settings = replace(ReadSettings(tmp_path / "scratch", cache=tmp_path / "cache", ocr=False).under(limits))
    with Workers(1) as workers:
        for _ in range(2):  # nothing is kept of the first time
            (document,) = read_dossier(DossierSource("甲", folder), workers, settings).documents
            assert document.status == "limit"
            assert "“a.rtf”经 LibreOffice 转换超过 1 秒" in document.problems[0].message


# Time: what hangs at one step costs that step's patience and no more


def hang(_: object) -> None:
    time.sleep(50)


TIMES: Mapping[str, tuple[str, str, bytes]] = {
    "inspect": ("pipeline.reading.inspect", "a.txt", b"a"),
    "expand": ("pipeline.reading.expand", "a.zip", zip_of({"1.txt": b"a"})),
    "page": ("pipeline.reading.read_pdf_pages", "a.pdf", pdf_of(1)),
    "office": ("pipeline.reading.read_office", "a.docx", word_of()),
}


@pytest.mark.parametrize("key", TIMES)
def test_a_step_that_hangs_ends_in_its_time(
    key: str, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, name, data = TIMES[key]
    monkeypatch.setattr(step, hang)
    beside = {("file", "convert_seconds"): "1 秒"} if key == "office" else {}
    limits = set_to(tmp_path, {("time", key): "2 秒", **beside})
    started = time.monotonic()
    document = read(tmp_path / "甲", {name: data}, workers, limits)[name]
    assert time.monotonic() - started < 45
    assert document.status in {"limit", "partly_read"}
    assert [p.code for p in document.problems] == ["LIMIT_EXCEEDED"]
    assert f"“{name}”" in document.problems[0].message
    assert "超时" in document.problems[0].message


@pytest.mark.parametrize(
    ("key", "step", "said"),
    [
        ("recognise", "pipeline.run.extract", "识别材料时出错（1 秒内未读完）"),
        ("evidence_pdf", "pipeline.output.write_evidence_pdf", "写结果时出错（1 秒内未读完）"),
        ("sheets", "pipeline.output.write_sheets", "写结果时出错（1 秒内未读完）"),
    ],
)
def test_a_later_step_that_hangs_costs_its_dossier_only(
    key: str, step: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inbox" / "甲").mkdir(parents=True)
    (tmp_path / "inbox" / "甲" / "说明.txt").write_text("说明", "utf-8")
    monkeypatch.setattr(step, hang)
    request = RunRequest(
        (tmp_path / "inbox",),
        "jiangmen-qic-2022",
        tmp_path / "out",
        cache=tmp_path / "cache",
        jobs=1,
        limits=written(tmp_path, f"time:\n  {key}: 1 秒\n"),
    )
    (failure,) = run(request).failures
    assert failure.dossier == "甲"
    assert said in failure.message


# What one worker may use


def in_worker(limits: AllLimits, function: Callable[[Any], Any], item: object, seconds: float = 40) -> Outcome[Any]:
    with Workers(1, limits.worker) as workers:
        wait_for(workers.submit(answer, 1))  # started, so that only the call is timed
        return wait_for(workers.submit(function, item, seconds=seconds))


posix = pytest.mark.skipif(os.name == "nt", reason="the kernel's own limits are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has started")


def worker_cases(tmp_path: Path) -> dict[str, tuple[str, Callable[[Any], Any], object, str, str]]:
    """Key → its low value, what exceeds it, with what, and how that ends."""
    return {
        "memory": ("100 MB", eat, 300, "memory", "占用内存超过 100 MB"),
        "processes": ("5", start_sleepers, 9, "processes", "起动的程序超过 5 个"),
        "call_seconds": ("2 秒", go_on_beating, 0, "timeout", "2 秒内未读完"),
        "open_files": ("128", open_many, 200, "error", "Too many open files"),
        "written_bytes": ("600 MB", write, (str(tmp_path / "x"), 601_000_000), "error", "File too large"),
    }


@posix
@pytest.mark.parametrize("key", ["memory", pytest.param("processes", marks=linux), "call_seconds", "open_files"])
def test_a_worker_that_uses_too_much_ends(key: str, tmp_path: Path) -> None:
    value, function, item, kind, said = worker_cases(tmp_path)[key]
    seconds = 1.0 if key == "call_seconds" else 40
    outcome = in_worker(set_to(tmp_path, {("worker", key): value}), function, item, seconds)
    assert isinstance(outcome, Failure)
    assert (outcome.kind, said in outcome.detail) == (kind, True), outcome


@posix
def test_a_worker_writes_no_file_beyond_its_limit(tmp_path: Path) -> None:
    limits = set_to(tmp_path, {("worker", "written_bytes"): "10 MB", ("archive", "member_bytes"): "10 MB"})
    outcome = in_worker(limits, write, (str(tmp_path / "x"), 11_000_000))
    assert isinstance(outcome, Failure)
    assert "File too large" in outcome.detail
    assert (tmp_path / "x").stat().st_size <= 10_000_000


def test_every_limit_that_can_be_set_is_tested_here() -> None:
    tested = {*READING, *(("time", key) for key in TIMES)}
    tested |= {("time", key) for key in ("recognise", "evidence_pdf", "sheets")}
    tested |= {("worker", key) for key in worker_cases(Path())} | {("file", "convert_seconds")}
    assert tested == set(ranges())


# The file itself


def test_what_the_file_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    assert load_limits(None) == AllLimits()
    found = set_to(tmp_path, {("time", "page"): "1.5 分钟", ("worker", "memory"): "2.5 GB", ("file", "pixels"): "2亿"})
    assert (found.time.page, found.worker.memory, found.file.pixels) == (90, 2_500_000_000, 200_000_000)
    assert replace(found, time=TimeLimits(), file=Limits(), worker=AllLimits().worker) == AllLimits()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time:\n  page: 30\n", ["第2行，time.page", "应写成数和单位，如 90 秒", "现为“30”"]),
        ("worker:\n  memroy: 1 GB\n", ["未知的键“memroy”（是否指“memory”？）", "可用的键：", "open_files"]),
        ("tiem:\n  page: 30 秒\n", ["未知的键“tiem”（是否指“time”？）", "archive、dossier、file、time、worker"]),
        ("file:\n  pages: 0\n", ["file.pages", "应在 1 与 100000 之间", "现为“0”"]),
        ("file:\n  pages: 2.5\n", ["应为整数"]),
        ("file:\n  pages: -3\n", ["应写成数和单位"]),
        ("file:\n  file_bytes: 3 TB\n", ["应写成数和单位，如 1500 MB"]),
        ("worker:\n  memory: 10 MB\n", ["应在 100 MB 与", "之间"]),
        ("time:\n", ["time", "应为“键: 值”的一组"]),
        ("file:\n  pages: 3\n  pages: 4\n", ["重复"]),
        ("- file\n", ["应为“键: 值”的一组"]),
        ("file: [", ["不是有效的 YAML"]),
        ("worker:\n  written_bytes: 20 MB\n", ["worker.written_bytes（20 MB）小于 archive.member_bytes"]),
        ("time:\n  office: 30 秒\n", ["time.office（30 秒）须大于 file.convert_seconds（90 秒）"]),
    ],
)
def test_what_is_wrong_in_the_file_is_said(text: str, said: list[str], tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as caught:
        load_limits(written(tmp_path, text))
    for words in (*said, "限制.yaml", "docs/limits.zh.md"):
        assert words in str(caught.value)


def test_the_command_line_and_the_environment_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "file:\n  pages: 7\n")
    monkeypatch.setenv("YUSHEN_LIMITS", str(path))
    assert load_limits(None).file.pages == 7
    monkeypatch.setenv("YUSHEN_LIMITS", str(tmp_path / "没有.yaml"))
    assert load_limits(path).file.pages == 7  # the command line comes first
    with pytest.raises(UnusableInput, match="没有这个文件"):
        load_limits(None)


def test_a_file_that_cannot_be_used_ends_the_run_with_two(tmp_path: Path) -> None:
    (tmp_path / "inbox" / "甲").mkdir(parents=True)
    command = ["run", str(tmp_path / "inbox"), "--rubric", "jiangmen-qic-2022", "--out", str(tmp_path / "out")]
    path = written(tmp_path, "file:\n  pages: 0\n")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *command, "--limits", str(path)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 2
    assert "限制文件不能使用" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("section", ["file", "archive"])
def test_what_was_read_under_other_limits_is_read_again(section: str, tmp_path: Path) -> None:
    """Time and memory are no part of the key: a file that ran into them is not kept at all."""
    settings = ReadSettings(tmp_path, cache=tmp_path / "cache")
    before = KeptFiles(settings)._settings()
    for (name, key), allowed in ranges().items():
        if name == section:
            other = replace(AllLimits(), **{name: replace(getattr(AllLimits(), name), **{key: allowed.least})})
            assert KeptFiles(settings.under(other))._settings() != before, key


def test_the_page_for_administrators_names_every_limit_and_its_default(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "limits.zh.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert load_limits(written(tmp_path, example)).worker.memory == 4_000_000_000
    rows = {}
    for line in page.splitlines():
        cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
        if len(cells) >= 3 and "." in cells[0]:
            rows[cells[0]] = cells[1]
    expected = {}
    for (section, key), allowed in ranges().items():
        read_value = limits_file._reader(replace(allowed, least=0, most=10**15))
        expected[f"{section}.{key}"] = getattr(getattr(AllLimits(), section), key)
        assert read_value(rows[f"{section}.{key}"]) == expected[f"{section}.{key}"]
    assert set(rows) == set(expected)
