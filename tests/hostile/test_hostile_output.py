"""What is written never runs, breaks or leads away: names and texts of papers that look like formulas, links, markup,
directions of writing, through every file that the program writes in a round.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest
from county import drafted, fill, handed_out
from hostile_draft import HOLDER, SCHEMA, SPARE_PATENT, base_dossier, text_pdf
from office import needs_office, saved_by_office

from pipeline import cli
from pipeline.emit import batch, draft_json, workbook
from pipeline.emit.sheet_cells import CELL_LIMIT, clean, sheet_name

STARTS = {
    "等号": "=1+EVIL()", "在符号": "@EVIL(1)", "动态交换": "=cmd|'／C EVIL'!A0",
    "链接公式": '=HYPERLINK("http：EVIL","x")',
    "脚本地址": "javascript:EVIL()", "制表符": "\t+EVIL()", "不许的符号": 'CON.EVIL:*?"<>|[x]',
    "方向符": "EVIL\u202efdp\u2066.x\u200b", "长名": "-EVIL" + "名" * 70,
    "标记": "'EVIL{{7*7}}{% raw %}<w:t>&amp;#'",
}  # fmt: skip
"""Names of dossiers, files and inventions, as people or attackers choose them."""
TYPED = "=EVIL()复核"
"""What a reviewer types into the sheet, as a formula."""
DIRECTIONS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")


def yushen(*arguments: object) -> int:
    try:
        cli.main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole round over dossiers with such names: run, filled in, collected, letters, ledger, merged."""
    root = tmp_path_factory.mktemp("round")
    for start in STARTS.values():
        folder = base_dossier(root / "inbox" / start)
        (folder / f"{start}.pdf").write_bytes(b"%PDF-1.7 nothing follows")
        (folder / f"{start}专利.pdf").write_bytes(
            text_pdf(SPARE_PATENT.replace("一种电热水壶", f"{start.strip()}一种电热水壶"))
        )
        (folder / "说明.txt").write_bytes(f"本单位{start}说明\x0b\x07如下，".encode() + "材料属实。".encode() * 80)
    out, cache = root / "out", root / "cache"
    inbox = root / "inbox"
    run = ("run", inbox, "--rubric", "jiangmen-qic-2022", "--out", out, "--jobs", 2, "--cache", cache, "--quiet")
    with contextlib.chdir(root):
        assert yushen(*run) == 0
        for folder in sorted(p for p in out.iterdir() if p.is_dir()):
            fill(folder / "draft.xlsx", reviewer=f"{TYPED}人", 得分={"4": 2}, 意见={"4": f"{TYPED}无误"})
        assert yushen("collect", out) == 0
        assert yushen("letters", out, "--until", "2022-06-30") == 0
        assert yushen("follow-up", out, "--as-of", "2022-06-20", "--until", "2022-06-30") == 0
        assert yushen("merge", f"@EVIL区={out}", "--out", root / "city", "--publish-from", "2022-07-10") == 0
    assert {p.name for p in root.iterdir()} == {"inbox", "out", "cache", "city"}
    return root


def books(root: Path) -> list[Path]:
    found = sorted(p for folder in ("out", "city") for p in (root / folder).rglob("*.xlsx"))
    assert len(found) >= len(STARTS) + 4
    return found


@cache
def cells(path: Path) -> Sequence[Any]:
    return [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]


def test_every_dossier_has_its_whole_files(round_: Path) -> None:
    folders = sorted(p for p in (round_ / "out").iterdir() if (p / "draft.json").exists())
    assert len(folders) == len(STARTS)
    for folder in folders:
        draft = json.loads((folder / "draft.json").read_text("utf-8"))
        jsonschema.validate(draft, SCHEMA)
        assert draft["applicant"]["name"] == HOLDER
        assert [e for e in draft["evidence"] if "EVIL" in str(e["fields"].get("title"))], folder.name
        states = {entry["path"]: entry["status"] for entry in draft["dossier"]["files"]}
        assert list(states.values()).count("unreadable") == 1
        assert len(states) == 5


def test_no_cell_of_any_workbook_is_a_formula_of_somebody_else(round_: Path) -> None:
    seen = 0
    for path in books(round_):
        for cell in cells(path):
            if "EVIL" in str(cell.value) and not (path.name == "draft.xlsx" and str(cell.value).startswith(TYPED)):
                seen += 1
                assert cell.data_type == "s", (path.name, cell.coordinate, cell.value)
    assert seen > 10 * len(STARTS)


def test_no_workbook_leads_anywhere_but_to_its_own_files(round_: Path) -> None:
    for path in books(round_):
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
            assert not [n for n in names if "externalLink" in n or "vbaProject" in n or "connections" in n]
            relations = b"".join(book.read(n) for n in names if n.endswith(".rels"))
        for scheme in (b"javascript:", b"file:", b"http://EVIL", b"\\\\"):
            assert scheme not in relations.replace(b"http://schemas", b"")
        for cell in cells(path):
            target = cell.hyperlink.target if cell.hyperlink else None
            if target:
                assert target.endswith(("evidence.pdf", "draft.xlsx")), (path.name, target)
                assert not target.startswith(("/", "..")), target


def test_links_of_the_batch_lead_to_files_that_exist(round_: Path) -> None:
    from urllib.parse import unquote

    linked = [c.hyperlink.target for c in cells(round_ / "out" / "batch.xlsx") if c.hyperlink]
    targets = [target.replace("\\", "/") for target in linked if target]
    assert len(targets) >= len(STARTS)
    assert [t for t in targets if not (round_ / "out" / unquote(t)).exists()] == []


def test_no_cell_turns_the_direction_of_writing(round_: Path) -> None:
    for path in books(round_):
        assert not [c.value for c in cells(path) if DIRECTIONS & set(str(c.value or ""))], path.name


def test_letters_and_notices_say_the_names_as_text(round_: Path) -> None:
    letters = sorted(p for folder in ("out", "city") for p in (round_ / folder).rglob("*.docx"))
    assert len(letters) >= len(STARTS)
    shown = ""
    for path in letters:
        assert "DDE" not in path.name
        book = docx.Document(str(path))
        shown += "\n".join(p.text for p in book.paragraphs)
        shown += "\n".join(c.text for t in book.tables for r in t.rows for c in r.cells)
    assert "EVIL{{7*7}}{% raw %}<w:t>&amp;" in shown, "taken for a template's own words"
    assert not DIRECTIONS & set(shown)


def poisoned(value: Any, poison: str) -> Any:
    """Every Chinese text within, however deep, with the poison in front."""
    if isinstance(value, str):
        return poison + value if any("\u4e00" <= char <= "\u9fff" for char in value) else value
    if isinstance(value, tuple):
        return tuple(poisoned(one, poison) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        return type(value)(**{name: poisoned(one, poison) for name, one in fields.items()})
    return value


POISONS = ["=EVIL()", "+EVIL()", "-EVIL()", "@EVIL()", "\t=EVIL()", "\r\n=EVIL()", "＝EVIL()", "\x0b\x00EVIL\ud800",
           "EVIL" + "长" * 40_000]  # fmt: skip


@pytest.mark.parametrize("poison", POISONS, ids=range(len(POISONS)))
def test_every_text_of_a_draft_stays_text(poison: str, tmp_path: Path) -> None:
    draft = drafted()
    is_long = len(poison) > CELL_LIMIT
    texts = ("mismatches",) if is_long else ("lines", "mismatches", "eligibility", "applicant", "rubric_title")
    nasty = dataclasses.replace(draft, **{name: poisoned(getattr(draft, name), poison) for name in texts})
    sheet = workbook.write(nasty, tmp_path)
    table = batch.write([nasty], tmp_path, failures=[(poison + "失败", poison + "原因")])
    found = [cell for path in (sheet, table) for cell in cells(path) if "EVIL" in str(cell.value)]
    assert len(found) > (5 if is_long else 60)
    assert {cell.data_type for cell in found} == {"s"}
    assert all(len(str(cell.value).encode("utf-16-le")) // 2 <= CELL_LIMIT for cell in found)
    if "\ud800" not in poison:
        jsonschema.validate(json.loads(draft_json.write(nasty, tmp_path).read_text("utf-8")), SCHEMA)


@pytest.mark.parametrize(
    "name", ["a" * 30 + "'b", "'" * 40, "😀" * 31, "", "[]:*?/\\", "History", "x\u2066y\u202e", "\x00\x1f"]
)
def test_any_sheet_name_is_one_that_excel_opens(name: str, tmp_path: Path) -> None:
    import xlsxwriter

    made = sheet_name(name)
    assert len(made.encode("utf-16-le")) // 2 <= 31
    assert made.lower() != "history"
    assert not DIRECTIONS & set(made)
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet(made)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [made]


@pytest.mark.parametrize("char", sorted(DIRECTIONS), ids=lambda char: f"{ord(char):04x}")
def test_marks_that_nobody_sees_do_not_reach_a_cell(char: str) -> None:
    assert clean(f"合同{char}fdp.x") == "合同fdp.x"


@needs_office
@pytest.mark.slow
def test_workbooks_open_in_libreoffice_with_the_same_texts(round_: Path, tmp_path: Path) -> None:
    some: Sequence[Path] = [p for p in books(round_) if p.name != "draft.xlsx"] + books(round_)[:3]
    for number, path in enumerate(some):
        again = saved_by_office(path, tmp_path / str(number))
        before = {str(c.value) for c in cells(path) if "EVIL" in str(c.value)}
        assert before <= {str(c.value) for c in cells(again)}


def test_a_sheet_of_an_earlier_round_is_whole(tmp_path: Path) -> None:
    folder = handed_out(drafted(name="=EVIL()"), tmp_path)
    assert openpyxl.load_workbook(folder / "draft.xlsx").sheetnames
