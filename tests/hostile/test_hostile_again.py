"""Groups 3 and 9 through to the draft: papers handed in twice, and errors in silence that other tools are known for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import hostile_picture as picture
import pymupdf as _pymupdf
import pytest
from docx.oxml import OxmlElement
from hostile_dossier import Files
from hostile_draft import (
    FACTS,
    HOLDER,
    PAPERS,
    SCORES,
    SPARE_PATENT,
    USCC,
    Drafts,
    base_files,
    check_draft,
    drafts_of,
    is_unread,
    line,
    states,
    text_pdf,
)
from hostile_pdf_disguise import in_an_own_font, mapped

from sample_dossiers.generator import form
from sample_dossiers.generator.containers import steady

pymupdf: Any = _pymupdf
PROOF = "1佐证材料.pdf"
PATENT = PAPERS[2]
ROWS = (("ZL201710991011.4", "2019-07-12"), ("ZL201810234567.9", "2020-03-19"))


def packed(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def reprinted() -> bytes:
    """The same papers, other bytes: saved again by another program."""
    with pymupdf.open("pdf", base_files()[PROOF]) as book:
        book.set_metadata({"producer": "另一程序"})
        return bytes(book.tobytes(garbage=4, clean=True))


SCANNED = picture.saved(picture.sheet(90), "PNG")
TURNED = picture.saved(picture.sheet(91), "PNG")

AGAIN: dict[str, Callable[[], Files]] = {
    "相同字节": lambda: {"副本.pdf": base_files()[PROOF]},
    "两个名字": lambda: {"证书汇总（终版）.pdf": reprinted()},
    "重新扫描": lambda: {"发明专利扫描.png": SCANNED},
    "压缩包和文件夹": lambda: {"材料.zip": packed(base_files()), "材料/佐证.pdf": base_files()[PROOF]},
}
"""Papers handed in again: no line changes, every copy is told."""

OTHER_DAY = PATENT.replace("2020年01月14日", "2021年11月14日")


def scan(*pages: str | None) -> bytes:
    """Pages of text; None is a scan of something."""
    book = pymupdf.open()
    for text in pages:
        if text is None:
            page = book.new_page(width=595, height=842)
            page.insert_image(page.rect, stream=picture.saved(picture.sheet(92), "PNG"))
        else:
            book.insert_pdf(pymupdf.open("pdf", text_pdf(text)))
    return bytes(book.tobytes(no_new_id=True))


def with_deletion() -> bytes:
    """A Word file in which the patent was struck out with tracked changes."""
    document = docx.Document()
    document.add_paragraph("目录")
    for words in SPARE_PATENT.splitlines():
        run = document.add_paragraph().add_run()._r
        text, deletion = OxmlElement("w:delText"), OxmlElement("w:del")
        text.text = words.strip()
        run.append(text)
        run.getparent().replace(run, deletion)
        deletion.append(run)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def table() -> bytes:
    """A ruled list of patents."""
    book = pymupdf.open()
    page = book.new_page(width=595, height=842)
    page.insert_text((200, 70), "专利清单", fontname="china-s", fontsize=16)
    head = ("序号", "专利名称", "专利号", "专利类型", "专利权人", "授权公告日")
    rows = [head, *((str(at), "电器外壳", no, "发明专利", HOLDER, day) for at, (no, day) in enumerate(ROWS, 1))]
    edges = (40, 75, 145, 265, 325, 465, 550)
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = pymupdf.Rect(edges[column], 90 + 30 * at, edges[column + 1], 120 + 30 * at)
            page.draw_rect(cell)
            page.insert_text((cell.x0 + 3, cell.y1 - 10), words, fontname="china-s", fontsize=9)
    return bytes(book.tobytes(no_new_id=True))


SHORT = PAPERS[0].replace(USCC, USCC[:-1])
SILENT: dict[str, Callable[[], Files]] = {
    "离线空结果": lambda: {"扫描.pdf": scan(None)},
    "标准乱码": lambda: {"标准.pdf": mapped({c: chr(0xE000 + n) for n, c in enumerate(sorted(set(SPARE_PATENT)))})},
    "没有字符表的标准": lambda: {"标准.pdf": in_an_own_font(SPARE_PATENT).replace(b"/ToUnicode", b"/ToUniXode")},
    "截断等于零页": lambda: {"截断.pdf": text_pdf(SPARE_PATENT)[:900]},
    "老文档乱码": lambda: {"证书.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "发明专利证书".encode("gbk") * 400},
    "合并文件里一页未读": lambda: {"合并.pdf": scan("目录", None, "封底")},
    "转向页的日期": lambda: {"侧放.png": TURNED},
}
"""What other tools drop or misread without a word: here it is told, and line 4 is not `high`."""


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    root = tmp_path_factory.mktemp("run")
    picture.keep_reading(root / "cache", SCANNED, PATENT)
    picture.keep_reading(root / "cache", TURNED, turned=90, scores=[picture.SURE] * picture.DATE + [0.88])
    cases = {name: build() for name, build in (AGAIN | SILENT).items()}
    cases |= {
        "同号不同内容": {"另一张.pdf": text_pdf(OTHER_DAY)},
        "表格日期": {"清单.pdf": table()},
        "修订删除": {"修订.docx": with_deletion()},
        "十七位代码": {"执照.pdf": text_pdf(SHORT)},
        "很多文件": {f"附件/{at:03d}.txt": f"说明{at}".encode() for at in range(78)},
    }
    return drafts_of(cases, root)


@pytest.mark.parametrize("case", AGAIN)
def test_a_paper_handed_in_again_counts_once(case: str, drafts: Drafts) -> None:
    draft = drafts.by_case[case]
    check_draft(case, drafts.plain, draft, list(AGAIN[case]()))
    assert {row["id"]: row["draft_score"] for row in draft["indicators"] if row["draft_score"]} == SCORES
    counted = [item for item in draft["evidence"] if item["counted"]]
    assert len(counted) == len([item for item in drafts.plain["evidence"] if item["counted"]])
    assert any("DUPLICATE_EVIDENCE" in item["reasons"] for item in draft["evidence"])


def test_one_number_on_two_papers_is_a_contradiction(drafts: Drafts) -> None:
    draft = drafts.by_case["同号不同内容"]
    check_draft("同号不同内容", drafts.plain, draft, ["另一张.pdf"])
    assert line(draft, "4")["confidence"] != "high"


@pytest.mark.parametrize("case", SILENT)
def test_what_others_drop_in_silence_is_told(case: str, drafts: Drafts) -> None:
    draft = drafts.by_case[case]
    hostile = list(SILENT[case]())
    check_draft(case, drafts.plain, draft, hostile)
    assert line(draft, "4")["confidence"] != "high"
    doubted = [item for item in draft["evidence"] if item["source"]["file"] in hostile and item["confidence"] < 0.9]
    assert doubted or is_unread(draft, hostile), states(draft)


def test_dates_in_tables_stay_whole(drafts: Drafts) -> None:
    draft = drafts.by_case["表格日期"]
    found = [item["fields"] for item in draft["evidence"] if item["source"]["file"] == "清单.pdf"]
    assert [(item["patent_no"], item["grant_date"]) for item in found] == list(ROWS)
    assert line(draft, "4")["confidence"] != "high"  # a list without certificates proves nothing for certain


def test_what_was_struck_out_is_not_read(drafts: Drafts) -> None:
    draft = drafts.by_case["修订删除"]
    check_draft("修订删除", drafts.plain, draft, ["修订.docx"])
    assert not [item for item in draft["evidence"] if item["source"]["file"] == "修订.docx"]


def test_a_code_of_17_characters_is_never_taken(drafts: Drafts) -> None:
    draft = drafts.by_case["十七位代码"]
    check_draft("十七位代码", drafts.plain, draft, ["执照.pdf"])
    assert draft["applicant"]["uscc"] in {USCC, None}
    wrong = [
        i for i in draft["evidence"] if i["type"] == "business_licence" and i["fields"]["uscc"] not in {USCC, None}
    ]
    assert all("NUMBER_INVALID" in item["reasons"] or item["confidence"] < 0.9 for item in wrong), wrong
    assert {row["id"] for row in draft["indicators"] if row["confidence"] == "high"} <= {
        row["id"] for row in drafts.plain["indicators"] if row["confidence"] == "high"
    }


def test_no_file_is_dropped(drafts: Drafts) -> None:
    draft = drafts.by_case["很多文件"]
    assert len([path for path in states(draft) if path.startswith("附件/")]) == 78


OTHER, OTHER_CODE = "江门市砚溪电器有限公司", "91440703MA4X0P2K96"


def test_two_applicants_with_the_same_numbers_are_both_doubted(tmp_path: Path) -> None:
    def replace(folder: Path) -> None:
        facts = {"name": OTHER, "uscc": OTHER_CODE}
        (folder / "0申报表.docx").write_bytes(steady(form.word({**FACTS, **facts})))
        papers = [text.replace(HOLDER, OTHER).replace(USCC, OTHER_CODE) for text in PAPERS]
        (folder / PROOF).write_bytes(text_pdf(*papers))

    root = tmp_path / "run"
    root.mkdir()
    drafts = drafts_of({}, root, {"另一家": replace})
    for draft in (drafts.plain, drafts.by_case["另一家"]):
        assert "SHARED_NUMBER" in {m["code"] for m in draft["mismatches"]}
        for indicator in ("4", "5", "8.2", "9.1"):
            assert line(draft, indicator)["confidence"] != "high", indicator
