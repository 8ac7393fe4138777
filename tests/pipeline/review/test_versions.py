"""Nothing that a person typed is lost: a changed dossier gets a new version, entries that hold go into it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import county
import openpyxl
import pytest
from office import needs_office, saved_by_office

from matchers import cases
from matchers.draft import Draft
from pipeline.emit import draft_json, workbook
from pipeline.review.carry import Change
from pipeline.review.collect import CollectRequest, collect
from pipeline.review.earlier import Earlier, is_touched
from pipeline.review.versions import make_room


@pytest.fixture(scope="module")
def first() -> Draft:
    return county.drafted("甲")


@pytest.fixture(scope="module")
def second() -> Draft:
    """A standard was handed in later, and one patent was taken out."""
    later = cases.evidence("standard", file="标准.pdf")
    papers = [p for p in county.papers() if p.value("patent_no") != "ZL202010430001.0"]
    return county.drafted("甲", found=[*papers, later])


def run_again(draft: Draft, out: Path) -> Earlier:
    """What a run does with a dossier's folder."""
    folder = out / draft.dossier.name
    earlier = make_room(folder, draft)
    if not earlier.stays:
        workbook.write(draft, folder, workbook.Additions({}, earlier.entries, earlier.changes or None))
    draft_json.write(draft, folder)
    return earlier


def kinds(changes: tuple[Change, ...]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for change in changes:
        told.setdefault(change.kind, []).append(change.about.split()[0])
    return told


def test_an_untouched_sheet_is_simply_replaced(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    assert not is_touched(folder / "draft.xlsx")
    assert run_again(second, tmp_path) == Earlier()
    assert not (folder / "历次").exists()


def test_a_sheet_in_work_stays_where_nothing_changed(first: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    county.fill(folder / "draft.xlsx", 得分={"5": 1})
    before = (folder / "draft.xlsx").read_bytes()
    assert run_again(first, tmp_path).stays
    assert (folder / "draft.xlsx").read_bytes() == before


def test_entries_that_hold_are_carried_and_the_rest_is_listed(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    patents, mark = county.ids(first, "patent"), county.ids(first, "trademark")[0]
    county.fill(
        folder / "draft.xlsx",
        得分={"4": 8, "5": 1},
        意见={"4": "其中一件已终止", "5": "商标过期"},
        采信={patents[0]: "不采信", patents[2]: "不采信", mark: "不采信"},
        结论={"6.(一)": "符合"},
    )
    typed = (folder / "draft.xlsx").read_bytes()
    earlier = run_again(second, tmp_path)
    assert (folder / "历次" / "1" / "draft.xlsx").read_bytes() == typed
    assert (folder / "历次" / "1" / "draft.json").exists()
    told = kinds(earlier.changes)
    assert told["新增材料"] == [county.ids(second, "standard")[0]]
    assert told["撤下材料"] == ["（原"]
    assert set(told["意见未带入"]) == {"4", patents[0]}
    assert told["得分变化"] == ["2.1", "预评总分"]
    found = collect(CollectRequest(tmp_path))
    entries = found.standings[0].result.reviews[0].entries
    assert entries.reviewer == "王评审"
    assert entries.scores == {"5": Decimal(1)}, "line 4 has other papers now"
    assert entries.opinions == {"5": "商标过期"}
    assert entries.decisions == dict.fromkeys(
        (county.ids(second, "patent")[1], county.ids(second, "trademark")[0]), False
    )
    assert entries.verdicts == {"6.(一)": "met"}
    shown = openpyxl.load_workbook(folder / "draft.xlsx")["变更"]
    rows = [[cell.value for cell in row] for row in shown.iter_rows(min_row=2)]
    assert rows[0][:3] == ["意见未带入", "4 知识产权保护", "8分；其中一件已终止"]


def test_carried_entries_survive_a_third_version(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    county.fill(folder / "draft.xlsx", 得分={"5": 1}, 意见={"5": "商标过期"})
    run_again(second, tmp_path)
    third = county.drafted("甲", found=[*county.papers(), cases.evidence("high_tech_enterprise", file="高企.pdf")])
    run_again(third, tmp_path)
    assert sorted(p.name for p in (folder / "历次").iterdir()) == ["1", "2"]
    entries = collect(CollectRequest(tmp_path)).standings[0].result.reviews[0].entries
    assert (entries.scores, entries.opinions) == ({"5": Decimal(1)}, {"5": "商标过期"})


def test_a_broken_off_run_finds_the_entries_again(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    county.fill(folder / "draft.xlsx", 得分={"5": 1})
    make_room(folder, second)  # moved, and then the power failed
    assert not (folder / "draft.xlsx").exists()
    run_again(second, tmp_path)
    assert collect(CollectRequest(tmp_path)).standings[0].result.reviews[0].entries.scores == {"5": Decimal(1)}
    assert [p.name for p in (folder / "历次").iterdir()] == ["1"]


def test_a_sheet_that_cannot_be_read_is_kept_whole_and_told(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    (folder / "draft.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    earlier = run_again(second, tmp_path)
    assert earlier.entries is None
    assert "密码" in earlier.changes[0].note
    assert (folder / "历次" / "1" / "draft.xlsx").read_bytes().startswith(b"\xd0\xcf")


def test_a_sheet_sent_out_before_gives_what_still_holds(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    patents = county.ids(first, "patent")
    late = tmp_path / "迟到.xlsx"
    county.fill(folder / "draft.xlsx", late, "李评审", 得分={"5": 1, "4": 3}, 采信={patents[1]: "不采信"})
    run_again(second, tmp_path)  # nobody had touched the sheet in the folder: the first draft.json is gone
    assert not (folder / "历次").exists()
    found = collect(CollectRequest(tmp_path))
    (fault,) = [told for told in found.told if told.level == "fault"]
    assert fault.file == late.name
    assert "另一次运行" in fault.text
    assert "4 知识产权保护" in fault.text
    (review,) = found.standings[0].result.reviews
    assert review.entries.scores == {"5": Decimal(1)}
    assert review.entries.decisions == {county.ids(second, "patent")[0]: False}
    county.fill(folder / "draft.xlsx", reviewer="李评审", 得分={"5": 2, "4": 6})
    found = collect(CollectRequest(tmp_path))
    (review,) = found.standings[0].result.reviews
    assert review.entries.scores == {"5": Decimal(2), "4": Decimal(6)}, "the newer sheet holds"


def test_a_sheet_whose_draft_was_tampered_with_is_not_taken(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path)
    late = county.fill(folder / "draft.xlsx", tmp_path / "迟到.xlsx", "李评审", 得分={"5": 1})
    run_again(second, tmp_path)
    book = openpyxl.load_workbook(late)
    for row in book["预审标识"].iter_rows():
        if row[0].value == "草稿内容":
            row[1].value = str(row[1].value)[:-40] + "A" * 40
    book.save(late)
    found = collect(CollectRequest(tmp_path))
    assert not found.standings[0].result.reviews
    (fault,) = [told for told in found.told if told.level == "fault"]
    assert "另一次运行" in fault.text


@needs_office
def test_a_sheet_saved_by_libreoffice_is_touched_and_carried(first: Draft, second: Draft, tmp_path: Path) -> None:
    folder = county.handed_out(first, tmp_path / "out")
    filled = county.fill(folder / "draft.xlsx", tmp_path / "draft.xlsx", 意见={"5": "商标过期"}, 得分={"5": 0})
    saved_by_office(filled, tmp_path / "saved").replace(folder / "draft.xlsx")
    earlier = run_again(second, tmp_path / "out")
    assert earlier.entries is not None
    assert earlier.entries.opinions == {"5": "商标过期"}
