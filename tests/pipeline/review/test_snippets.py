"""Small pictures of the decisive places: small, of the right place, and without private numbers."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "emit"))
import fake_draft

from matchers.draft import Draft
from pipeline.emit import evidence_pdf, snippets, workbook
from pipeline.emit.snippets import LARGEST, Frame, Picture
from pipeline.steps import OutputOrder, write_evidence_pdf, write_sheets


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, Path, dict[int, Frame]]:
    folder = tmp_path_factory.mktemp("snippets")
    draft, disk = fake_draft.make(folder / "in")
    frames: dict[int, Frame] = {}
    evidence_pdf.write(draft, folder, disk, frames)
    return draft, folder, frames


@pytest.fixture(scope="module")
def pictures(made: tuple[Draft, Path, dict[int, Frame]]) -> dict[str, Picture]:
    draft, folder, frames = made
    return snippets.cut(draft, folder / "evidence.pdf", frames)


def test_papers_with_a_drawn_page_have_a_small_picture(pictures: dict[str, Picture]) -> None:
    assert {"E02", "E03", "E06", "E09", "E13"} <= set(pictures)
    assert not {"E01", "E15", "E17"} & set(pictures), "the form, a Word file and a broken file have none"
    for picture in pictures.values():
        assert len(picture.content) <= LARGEST
        with Image.open(io.BytesIO(picture.content)) as image:
            assert image.size == (picture.width, picture.height)
            assert image.width <= 400


def test_the_read_place_is_marked_in_the_picture(pictures: dict[str, Picture]) -> None:
    with Image.open(io.BytesIO(pictures["E03"].content)) as image:
        seen = np.asarray(image.convert("RGB")).astype(int)
    assert ((seen[:, :, 0] > 230) & (seen[:, :, 1] > 190) & (seen[:, :, 2] < 200)).sum() > 300


def test_private_numbers_are_covered(made: tuple[Draft, Path, dict[int, Frame]]) -> None:
    """E12's strip holds 张三 beside the identity number: its pixels are those of the covered page."""
    draft, folder, frames = made
    dark = snippets.cut(draft, folder / "evidence.pdf", frames)["E12"]
    with Image.open(io.BytesIO(dark.content)) as image:
        seen = np.asarray(image.convert("RGB")).astype(int)
    rows = (seen.max(axis=2) < 80).sum(axis=1)
    assert rows.max() > 60, "a dark bar, far wider than any stroke of a character, covers the number"


def test_the_workbook_holds_them_and_says_where_there_is_none(
    made: tuple[Draft, Path, dict[int, Frame]], pictures: dict[str, Picture], tmp_path: Path
) -> None:
    path = workbook.write(made[0], tmp_path, workbook.Additions(pictures))
    with zipfile.ZipFile(path) as packed:
        held = [info for info in packed.infolist() if info.filename.startswith("xl/media/")]
    assert len(held) == len({picture.content for picture in pictures.values()})
    sheet = openpyxl.load_workbook(path)["佐证材料"]
    told = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=2)}
    assert told["E03"] is None
    assert str(told["E15"]).startswith("无摘录图，见 evidence.pdf 第")


def test_without_pages_the_sheet_is_written_without_pictures(
    made: tuple[Draft, Path, dict[int, Frame]], tmp_path: Path
) -> None:
    order = OutputOrder(made[0], tmp_path, {}, frames={2: (0, 0, 100, 100)})
    write_sheets(order)  # evidence.pdf is not there at all
    assert (tmp_path / "draft.xlsx").exists()
    frames = write_evidence_pdf(order)
    assert frames, "pages whose files are gone are drawn from their words"


def test_a_picture_that_cannot_be_cut_costs_nothing(
    made: tuple[Draft, Path, dict[int, Frame]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(snippets, "_picture", fail)
    assert snippets.cut(made[0], made[1] / "evidence.pdf", made[2]) == {}
