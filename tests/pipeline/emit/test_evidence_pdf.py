# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fake_draft
import pymupdf
import pytest
from PIL import Image

from extractors.document import Box, Page, PageId, Word
from matchers.draft import Draft
from pipeline.emit import evidence_pdf
from pipeline.emit.evidence_sheet import line_boxes
from pipeline.emit.page_plan import plan_pages
from pipeline.emit.pdf_text import fit, font, wrap
from pipeline.emit.private import Masker
from pipeline.emit.source_page import open_page

Faked = tuple[Draft, dict[str, Path]]


@pytest.fixture(scope="module")
def made(faked: Faked, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pymupdf.Document]:
    draft, disk = faked
    path = evidence_pdf.write(draft, tmp_path_factory.mktemp("pdf"), disk)
    with pymupdf.open(path) as document:
        yield document


def test_pages_follow_the_rubric_and_the_plan(draft: Draft, made: pymupdf.Document) -> None:
    plan = plan_pages(draft)
    assert made.page_count == plan.page_count
    order = [s.key for s in plan.sections if s.key not in ("资格", "附")]
    assert order == [line.id for line in draft.lines if line.id in order]
    for section in plan.sections:
        for sheet in section.sheets:
            caption = made[sheet.number - 1].get_text()
            assert section.title in caption
            assert all(item in caption for item in sheet.items)


def test_bookmarks_stand_at_the_pages_of_the_plan(draft: Draft, made: pymupdf.Document) -> None:
    plan = plan_pages(draft)
    marks = [(level, title, page) for level, title, page in made.get_toc()]
    assert marks[0] == (1, "目录", 1)
    assert [(t, p) for level, t, p in marks[1:] if level == 1] == [(s.title, s.sheets[0].number) for s in plan.sections]
    for level, title, page in marks:
        if level == 2:
            assert page in plan.pages_of(title.split()[0])


def test_every_index_row_leads_to_its_page_and_every_page_leads_back(draft: Draft, made: pymupdf.Document) -> None:
    plan = plan_pages(draft)
    targets = [link["page"] + 1 for n in range(plan.index_pages) for link in made[n].get_links()]
    assert set(targets) == {sheet.number for s in plan.sections for sheet in s.sheets}
    for number in range(plan.index_pages, plan.page_count):
        assert [link["page"] for link in made[number].get_links()] == [0]


def test_private_numbers_are_gone_from_text_and_picture(draft: Draft, made: pymupdf.Document) -> None:
    for page in made.pages():
        text = page.get_text().replace("\n", "")
        assert fake_draft.PHONE not in text
        assert fake_draft.IDENTITY not in text
    # beneath the cover of a page with a text layer nothing is left, while the page is still shown
    plan = plan_pages(draft)
    page = made[(plan.page_of("E12") or 0) - 1]
    assert page.get_images()
    assert "张三" not in page.get_text().split("来源")[1]


def test_the_cover_lies_over_the_number_on_a_turned_photo(faked: Faked) -> None:
    draft, disk = faked
    page = next(d for d in draft.dossier.documents if d.path == "张三职称.jpg").pages[0]
    single = open_page(page, page.id, disk, Masker(frozenset()))
    assert single is not None
    assert single[0].rect.width == pytest.approx(page.width, abs=1)
    at = page.text.index(fake_draft.IDENTITY)
    area = page.box_of(at, at + 18)
    assert area is not None
    pixels = single[0].get_pixmap(dpi=150, clip=pymupdf.Rect(area.x0, area.y0, area.x1, area.y1))
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples).convert("L")
    _, lightest = picture.getextrema()
    assert isinstance(lightest, int | float)
    assert lightest < 90
    beside = page.box_of(0, 3)
    assert beside is not None
    pixels = single[0].get_pixmap(dpi=150, clip=pymupdf.Rect(beside.x0, beside.y0, beside.x1, beside.y1))
    assert max(pixels.samples) > 200


def test_read_values_are_marked_where_they_stand_also_on_turned_pages(draft: Draft, made: pymupdf.Document) -> None:
    plan = plan_pages(draft)
    for item in ("E02", "E04", "E05"):
        page = made[(plan.page_of(item) or 0) - 1]
        value = next(i for i in draft.items if i.id == item).evidence.text("certificate_no")
        places = page.search_for(value)
        yellow = [
            d["rect"] for d in page.get_drawings() if d.get("fill") and d["fill"][0] > 0.95 and d["fill"][2] < 0.2
        ]
        assert yellow
        assert any(mark.contains(place.top_left + (1, 2)) for mark in yellow for place in places[1:]), item  # noqa: RUF005


def test_a_damaged_file_gives_its_text_and_a_word(draft: Draft, made: pymupdf.Document) -> None:
    page = made[(plan_pages(draft).page_of("E17") or 0) - 1]
    assert "原页画面无法显示" in page.get_text()
    assert "王五" in page.get_text()


def test_a_page_of_which_nothing_is_known_says_so(faked: Faked, tmp_path: Path) -> None:
    draft, _ = faked
    bare = replace(draft, dossier=replace(draft.dossier, documents=()))
    document = pymupdf.open(evidence_pdf.write(bare, tmp_path, {}))
    assert all("无法显示" in page.get_text() for page in document.pages(plan_pages(bare).index_pages))


def test_the_same_draft_gives_the_same_bytes(faked: Faked, tmp_path: Path) -> None:
    draft, disk = faked
    first = evidence_pdf.write(draft, tmp_path / "a", disk).read_bytes()
    assert evidence_pdf.write(draft, tmp_path / "b", disk).read_bytes() == first


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_a_turned_and_cropped_page_is_shown_as_a_person_sees_it(tmp_path: Path, turn: int, cropped: bool) -> None:
    path = tmp_path / "a.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=600, height=400)
        page.draw_rect((150, 100, 250, 150), color=None, fill=(1, 0, 0))
        if cropped:
            page.set_cropbox(pymupdf.Rect(100, 50, 500, 350))
        page.set_rotation(turn)
        wanted = page.get_pixmap(dpi=36)
        pdf.save(path)
    single = open_page(None, PageId("a.pdf", 1), {"a.pdf": path}, Masker(frozenset()))
    assert single is not None
    seen = pymupdf.open()
    sheet = seen.new_page(width=single[0].rect.width, height=single[0].rect.height)
    sheet.show_pdf_page(sheet.rect, single, 0)
    shown = sheet.get_pixmap(dpi=36)
    assert (shown.width, shown.height) == (wanted.width, wanted.height)
    different = sum(abs(a - b) > 60 for a, b in zip(shown.samples, wanted.samples, strict=True))
    assert different < 0.01 * len(wanted.samples)


def test_a_seal_that_is_an_annotation_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        note = page.add_circle_annot((200, 200, 300, 300))
        note.set_colors(stroke=(1, 0, 0), fill=(1, 0, 0))
        note.update()
        pdf.save(path)
    single = open_page(None, PageId("a.pdf", 1), {"a.pdf": path}, Masker(frozenset()))
    assert single is not None
    out = pymupdf.open()
    sheet = out.new_page(width=single[0].rect.width, height=single[0].rect.height)
    sheet.show_pdf_page(sheet.rect, single, 0)
    red = sheet.get_pixmap().pixel(250, 250)
    assert red[0] > 200
    assert red[1] < 80


def test_a_private_number_without_a_place_keeps_the_page_from_being_shown(faked: Faked) -> None:
    _, disk = faked
    page = Page(PageId("专利.pdf", 1), f"身份证号：{fake_draft.IDENTITY}", (), width=595, height=842)
    assert open_page(page, page.id, disk, Masker(frozenset())) is None


def test_words_of_one_line_share_a_mark_and_lines_have_their_own() -> None:
    words = (
        Word("江门市", 0, Box(10, 10, 40, 20)),
        Word("恒晟", 4, Box(42, 10, 60, 20)),
        Word("公司", 7, Box(10, 24, 30, 34)),
    )
    page = Page(PageId("a.pdf", 1), "江门市 恒晟\n公司", words, width=100, height=100)
    assert line_boxes(page, 0, 9) == [Box(10, 10, 60, 20), Box(10, 24, 30, 34)]


def test_text_is_cut_and_wrapped_to_its_room() -> None:
    assert fit("江门市恒晟电器有限公司", 60, 10).endswith("…")
    rows = wrap("江门市恒晟电器有限公司\n第二行", 60, 10)
    assert "".join(row for _, row in rows) == "江门市恒晟电器有限公司第二行"
    assert all(font().text_length(row, 10) <= 60 for _, row in rows)
    assert rows[-1][0] == 12


def test_a_dossier_without_any_paper_still_gets_its_index(draft: Draft, tmp_path: Path) -> None:
    lines = tuple(replace(line, evidence=()) for line in draft.lines)
    evidence_pdf.write(replace(draft, items=(), lines=lines), tmp_path, {})
    assert pymupdf.open(tmp_path / "evidence.pdf").page_count >= 1
