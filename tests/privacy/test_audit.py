"""Every command on dossiers full of private numbers: none of them can be found in any output, whatever its form."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pymupdf as _pymupdf
import pytest
from notice_spec import all_specs
from notice_writers import write_docx
from number_search import seen_in, sightings
from openpyxl.cell.cell import MergedCell
from PIL import Image
from planted_numbers import PUBLIC, Inbox, lay_down

from pipeline import cli

pymupdf: Any = _pymupdf
RUBRIC = "jiangmen-qic-2022"
ELSEWHERE = ("watched:", "typed:", "supplement:", "notice:", "award list", "command line:")


@dataclass
class Round:
    """A whole round: what went in, where everything came out, what was printed."""

    inbox: Inbox
    outputs: Path
    cache: Path
    printed: str
    foreign: int
    """Rights of a folder that was there before."""


def yushen(*arguments: object) -> int:
    try:
        cli.main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def fill_in(sheet: Path, inbox: Inbox) -> None:
    """A reviewer types telephone numbers wherever something can be typed."""
    book, who = openpyxl.load_workbook(sheet), sheet.parent.name[:2]
    for page in book.worksheets:
        headings = {}
        for row in page.iter_rows(max_row=20):
            for cell in row:
                said = "".join(str(cell.value or "").split())
                if said in {"复核意见", "处理结果"}:
                    headings[said] = (cell.row, cell.column)
                if said == "评审人" and page.title == "评分表":
                    page.cell(cell.row, cell.column + 2).value = f"王评审{inbox.numbers.mobile(f'typed: {who} name')}"
        for said, (row, column) in headings.items():
            for at in range(row + 1, min(row + 4, page.max_row + 1)):
                if page.cell(at, 1).value is not None and not isinstance(page.cell(at, column), MergedCell):
                    number = inbox.numbers.mobile(f"typed: {who} {page.title} {said} {at}")
                    page.cell(at, column).value = f"已电话联系王五 {number}"
    scores = book["评分表"]
    scored = [
        (cell.row, cell.column)
        for row in scores.iter_rows(max_row=20)
        for cell in row
        if "".join(str(cell.value or "").split()) == "复核得分"
    ]
    row, column = scored[0]
    scores.cell(row + 2, column).value = 0
    book.save(sheet)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    base = tmp_path_factory.mktemp("audit")
    before = os.umask(0)
    try:
        yield _round(base)
    finally:
        os.umask(before)


def _round(base: Path) -> Round:
    from contextlib import redirect_stderr, redirect_stdout

    out, cache = base / "outputs" / "结果", base / "cache"
    inbox = lay_down(base / "收件箱", cache)
    existing = base / "outputs" / "全市"
    existing.mkdir(parents=True)
    existing.chmod(0o755)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        run = ("run", inbox.folder, "--rubric", RUBRIC, "--out", out, "--jobs", 1, "--cache", cache)
        assert yushen(*run) == 0
        _watch(base, inbox, cache)
        drafts = sorted(out.glob("*/draft.json"))
        for draft in drafts:
            for line in json.loads(draft.read_text("utf-8"))["indicators"]:
                assert yushen("explain", draft, line["id"]) == 0
        assert yushen("letters", out, "--until", "2022-06-30") == 0
        assert yushen("follow-up", out, "--as-of", "2022-06-20") in (0, 1)
        for draft in drafts:
            fill_in(draft.with_name("draft.xlsx"), inbox)
        yushen("collect", out)
        yushen("letters", out, "--until", "2022-06-30", "--to", base / "outputs" / "二")
        yushen("follow-up", out, "--as-of", "2022-06-21")
        supplements = base / "补正" / next(path for path in inbox.folder.iterdir() if path.is_dir()).name
        supplements.mkdir(parents=True)
        (supplements / f"补正{inbox.numbers.mobile('supplement: name')}.txt").write_text(
            f"补正说明 联系人 {inbox.numbers.mobile('supplement: text')}", "utf-8"
        )
        assert yushen(*run, "--supplements", supplements.parent) == 0
        yushen("collect", out)
        assert yushen("merge", f"蓬江区={out}", f"甲区={out}", "--out", existing) in (0, 1)
        record = out / "reviews.sqlite"
        assert yushen("quality", "--reviews", record, "--out", base / "outputs" / "质量", "--fit", "--least", 5) in (
            0,
            2,
        )
        told = (
            f"联系人：李四，手机 {inbox.numbers.mobile('notice: mobile')}",
            f"电话 {inbox.numbers.landline('notice: office')}，身份证 {inbox.numbers.identity('notice: identity')}",
        )
        spec = all_specs()[0]
        notice = write_docx(replace(spec, before=(*spec.before, *told)), base)
        assert yushen("rubrics", "draft", notice, "--out", base / "outputs" / "rubric.yaml") == 0
        yushen("rubrics", "draft", notice)
        awarded = base / "名单.csv"
        contact = f"王五{inbox.numbers.mobile('award list')}"
        unit = f"甲公司{inbox.numbers.mobile('award list: unit')}"
        awarded.write_text(f"单位名称,认定日期,联系人\n{unit},2022-09-15,{contact}\n乙,不知道,{contact}\n", "utf-8")
        yushen("calendar", RUBRIC, "--awarded", awarded, "--out", base / "outputs" / "日历", "--as-of", "2024-01-10")
        yushen("collect", base / f"没有{inbox.numbers.mobile('command line: a path that is not there')}")
        yushen("purge", out, "--before", (dt.date(2000, 1, 1)).isoformat(), "--cache", cache)
    return Round(inbox, base / "outputs", cache, said.getvalue(), 0o755)


def _watch(base: Path, inbox: Inbox, cache: Path) -> None:
    """The same dossiers in a watched inbox, and one that fails; the ledger is no output, but its owner's only."""
    watched = base / "看守的收件箱"
    shutil.copytree(inbox.folder, watched)
    empty = watched / f"空{inbox.numbers.identity('watched: an empty dossier')}"
    empty.mkdir()
    ledger = base / "outputs" / "账本" / "ledger.sqlite"
    out = base / "outputs" / "看守"
    state = ("--ledger", ledger)
    log = ("--log", base / "outputs" / "watch.log", "--cache", cache, "--jobs", 1)
    once = ("--move", "--once", "--settle", 0, "--patience", 0, "--poll", 0.5)
    assert yushen("watch", watched, "--rubric", RUBRIC, "--out", out, *state, *log, *once) in (0, 1)
    yushen("status", *state, "--all")
    yushen("status", *state, "--json", "--all")


def test_the_round_was_a_whole_one(done: Round) -> None:
    names = {path.name for path in done.outputs.rglob("*") if path.is_file()}
    wanted = {"draft.json", "draft.xlsx", "evidence.pdf", "batch.xlsx", "results.xlsx", "reviews.sqlite"}
    wanted |= {
        "跟进台账.xlsx",
        "全市汇总.xlsx",
        "一览.png",
        "公示名单.docx",
        "calendar.ics",
        "quality.html",
        "rubric.yaml",
    }
    assert wanted - names == set()
    assert "Traceback" not in done.printed
    drafts = [json.loads(p.read_text("utf-8")) for p in (done.outputs / "结果").glob("*/draft.json")]
    kinds = {item["type"] for draft in drafts for item in draft["evidence"]}
    assert {"business_licence", "management_certificate", "patent", "credential", "social_security"} <= kinds


def test_the_search_finds_what_is_there(done: Round) -> None:
    """In the dossiers every number is found, but those in a picture and those that were only typed or supplemented."""
    there = {place for place in done.inbox.numbers.places if not place.startswith(("scan:", *ELSEWHERE))}
    found = {sighting.partition(": ")[2] for sighting in sightings(done.inbox.folder, done.inbox.numbers.places)}
    assert there - found == set()


def test_no_private_number_is_in_any_output(done: Round) -> None:
    # What a person typed into a sheet stays in that sheet as long as it is that person's; everywhere else it is masked.
    found = [s for s in sightings(done.outputs, done.inbox.numbers.places) if not _is_kept_there(s)]
    assert found == []


def _is_kept_there(sighting: str) -> bool:
    where, _, place = sighting.partition(": ")
    if where.startswith("账本/"):
        return True  # it has to know the files by their names
    return "draft.xlsx" in where and place.startswith("typed:")


def test_no_private_number_is_printed(done: Round) -> None:
    assert seen_in(done.printed, done.inbox.numbers.places) == []


def test_numbers_of_papers_come_out_whole(done: Round) -> None:
    drafts = [p.read_text("utf-8") for p in (done.outputs / "结果").glob("*/draft.json")]
    for number in PUBLIC:
        assert any(number in text for text in drafts), number


def test_covered_places_are_of_one_colour(done: Round) -> None:
    """In the pictures of evidence.pdf; the text layer beneath is looked through above."""
    checked = set()
    for path in (done.outputs / "结果").glob("*/evidence.pdf"):
        with pymupdf.open(path) as document:
            for page in document:
                for spot in done.inbox.painted:
                    caption = page.get_text("text", clip=(0, 0, page.rect.width, 130)).replace("\n", "")
                    if spot.file not in caption:
                        continue
                    for picture in page.get_images(full=True):
                        pixels = Image.open(io.BytesIO(document.extract_image(picture[0])["image"])).convert("L")
                        assert _is_filled(pixels, spot.box), f"{spot.place} on page {page.number + 1}"
                        checked.add(spot.place)
    assert {"licence", "certificate: scope", "scan: identity", "scan: mobile"} <= checked


def _is_filled(picture: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Is the middle of the number one dark field? Its first and last digits are covered too."""
    x0, y0, x1, y1 = (round(v * side) for v, side in zip(box, picture.size * 2, strict=True))
    inside = np.asarray(picture)[y0 + 2 : y1 - 2, x0 + 2 : x1 - 2]
    return inside.size > 0 and int(inside.max()) < 110


@pytest.mark.skipif(os.name == "nt", reason="rights are the folder's on Windows")
def test_everything_is_the_owners_only_whatever_the_umask(done: Round) -> None:
    wide = {
        str(path.relative_to(done.outputs.parent)): oct(stat.S_IMODE(path.lstat().st_mode))
        for folder in (done.outputs, done.cache)
        for path in folder.rglob("*")
        if stat.S_IMODE(path.lstat().st_mode) & 0o077 and path.name != "全市"
    }
    assert wide == {}
    assert stat.S_IMODE((done.outputs / "全市").stat().st_mode) == done.foreign
