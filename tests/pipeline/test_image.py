"""Image files of every kind reach the engine upright, in colour, on white and at the right size, or are refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif as _pillow_heif
import pytest
from PIL import Image, ImageDraw

from extractors.document import PageId
from pipeline.ocr.ink import is_blank, red_bands, shows_paper
from pipeline.readers.context import Limits, ReadContext
from pipeline.readers.image import _decoded, _open, read_image, read_picture

pillow_heif: Any = _pillow_heif
CONTEXT = ReadContext(ocr=False)


def marked(mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> Image.Image:
    """White with a black block at the top left."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, 80, 60), fill="black")
    return image.convert(mode)


def decode(image: Any, format: str, **save: Any) -> tuple[np.ndarray[Any, Any], float]:
    data = io.BytesIO()
    image.save(data, format, **save)
    return _decoded(_open(data.getvalue(), CONTEXT), 0, CONTEXT)


def is_marked(picture: np.ndarray[Any, Any]) -> bool:
    return bool(picture[35, 40].max() < 60 and picture[150, 250].min() > 200 and picture[35, 250].min() > 200)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "CMYK", "I;16"])
def test_every_mode_in_a_tiff(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.asarray(marked("L"), np.uint16) * 257)
    else:
        image = marked(mode)
    picture, points = decode(image, "TIFF")
    assert picture.dtype == np.uint8
    assert picture.shape == (200, 300, 3)
    assert is_marked(picture)
    assert points == pytest.approx(72 / 200)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "HEIF"])
def test_every_format(format: str) -> None:
    assert is_marked(decode(marked(), format)[0])


def test_transparency_shows_white_paper() -> None:
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((10, 10, 80, 60), fill=(0, 0, 0, 255))
    assert is_marked(decode(image, "PNG")[0])
    assert is_marked(decode(image.convert("LA"), "PNG")[0])


def test_exif_orientation_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees
    picture, _ = decode(marked().rotate(90, expand=True), "JPEG", exif=exif)
    assert picture.shape == (200, 300, 3)
    assert is_marked(picture)


@pytest.mark.parametrize(("dpi", "points"), [((300, 300), 72 / 300), ((72, 72), 1.0), ((1, 1), 72 / 200)])
def test_the_stated_resolution_gives_the_points(dpi: tuple[int, int], points: float) -> None:
    assert decode(marked(), "PNG", dpi=dpi)[1] == pytest.approx(points, rel=0.01)


def test_a_fax_with_flat_pixels_is_stretched() -> None:
    picture, points = decode(marked(size=(400, 200)), "TIFF", dpi=(204, 98))
    assert picture.shape[0] == pytest.approx(200 * 204 / 98, abs=2)
    assert points == pytest.approx(72 / 204, rel=0.01)


def test_frames_of_a_tiff_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    marked().save(path, save_all=True, append_images=[Image.new("RGB", (300, 200), "white"), marked()])
    found = read_image(path, "扫描/a.tif", "0" * 64, CONTEXT)
    assert [p.id.number for p in found.pages] == [1, 2, 3]
    assert [p.legibility for p in found.pages] == ["unread", "blank", "unread"]
    assert [p.page for p in found.problems] == [1, 3]
    assert found.page_count == 3
    assert found.pages[0].width == pytest.approx(300 * 72 / 200)


@pytest.mark.parametrize("keep", [0, 10, 0.3, 0.6])
def test_damaged_images_are_said(tmp_path: Path, keep: float) -> None:
    data = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3)).astype(np.uint8)
    Image.fromarray(noise).save(data, "JPEG")
    whole = data.getvalue()
    path = tmp_path / "b.jpg"
    path.write_bytes(whole[: int(keep * len(whole)) if keep < 1 else int(keep)])
    found = read_image(path, "b.jpg", "0", CONTEXT)
    assert (found.status, found.problems[0].code) == ("unreadable", "UNREADABLE_FILE")
    assert "b.jpg" in found.problems[0].message


def test_a_heic_that_lies_about_its_size_is_said(tmp_path: Path) -> None:
    """The decoder refuses it with an error of its own, which is no fault of the software."""
    pillow_heif.register_heif_opener()
    data = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(data, "HEIF")
    lying = bytearray(data.getvalue())
    at = lying.index(b"ispe")
    lying[at + 12 : at + 16] = struct.pack(">I", 16_777_202)
    path = tmp_path / "d.heic"
    path.write_bytes(lying)
    found = read_image(path, "d.heic", "0", CONTEXT)
    assert found.status in {"unreadable", "limit"}
    assert "d.heic" in found.problems[0].message
    assert "Error" not in f"{found.note}{found.problems[0].message}"


def test_a_picture_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "c.png"
    Image.new("1", (9000, 9000)).save(path)
    found = read_image(path, "c.png", "0", ReadContext(ocr=False, limits=Limits(pixels=50_000_000)))
    assert (found.status, found.problems[0].code) == ("limit", "LIMIT_EXCEEDED")
    assert "9000×9000" in found.problems[0].message


def test_a_picture_of_an_office_file() -> None:
    data = io.BytesIO()
    marked().save(data, "PNG")
    page_id = PageId("申报表.docx", None, "word/media/image1.png")
    page, problems = read_picture(data.getvalue(), page_id, CONTEXT)
    assert (page.id, page.legibility) == (page_id, "unread")
    assert "image1.png" in problems[0].message
    broken, problems = read_picture(b"nonsense", page_id, CONTEXT)
    assert (broken.legibility, problems[0].code) == ("unread", "UNREADABLE_FILE")


def test_blank_paper_and_hardly_visible_writing() -> None:
    random = np.random.default_rng(0)
    shaded = np.linspace(200, 250, 800)[None, :, None] + random.normal(0, 5, (1100, 800, 3))
    paper = np.clip(shaded, 0, 255).astype(np.uint8)
    paper[:, :6] = 0  # the scanner's edge
    assert is_blank(paper)
    assert shows_paper(paper)
    faint = Image.fromarray(paper)
    ImageDraw.Draw(faint).text((200, 300), "2021-03-18 faint but there", fill=(185, 185, 185), font_size=40)
    assert not is_blank(np.asarray(faint))


def test_red_headings_are_found_and_seals_are_not() -> None:
    sheet = Image.new("RGB", (1000, 1400), "white")
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((600, 1000, 850, 1250), outline=(220, 20, 20), width=8)
    assert red_bands(np.asarray(sheet)[..., ::-1].copy()) == []
    draw.text((200, 100), "RED HEADING 2021", fill=(220, 20, 20), font_size=70)
    ((x0, y0, x1, y1),) = red_bands(np.asarray(sheet)[..., ::-1].copy())
    assert x0 < 210
    assert y0 < 110
    assert x1 > 700
    assert y1 < 400
