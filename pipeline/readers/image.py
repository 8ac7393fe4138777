"""Reads image files: one page, or a page for every frame of a TIFF; also pictures out of office files."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.document import Document, Page, PageId, Problem
from pipeline.ocr.engine import Picture
from pipeline.ocr.scan import page_of
from pipeline.ocr.stored import cached_scan
from pipeline.readers.context import ReadContext, unread_document
from pipeline.readers.image_whole import further_pictures, is_broken_photograph
from pipeline.readers.pdf import doubts_about
from pipeline.readers.pdf_damage import DAMAGED_PAGE, as_damaged
from pipeline.worker_process import beat

DEFAULT_DPI = 200.0
LONGEST = 4000
"""A frame is read at most this long (pixels); places are given in the points of the original."""
BROKEN = (OSError, ValueError, SyntaxError, RuntimeError)
"""What Pillow and its plug-ins raise for a broken file; RuntimeError comes from pillow-heif, also for a lying size."""


class UnreadableImage(Exception):
    """The file is no image that we can decode, or only a part of one; the message ends the sentence “名”…"""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read_image(disk: Path, path: str, sha256: str, context: ReadContext) -> Document:
    """An image file as a document. `path` is what the dossier calls it, `sha256` the hash of its bytes."""
    try:
        data = disk.read_bytes()
    except OSError as error:
        message = f"“{path}”读取时出错（{error.strerror or type(error).__name__}）；请检查文件后重新运行"
        return unread_document(path, sha256, "UNREADABLE_FILE", message)
    try:
        image = _open(data, context)
        count = _count(image)
    except UnreadableImage as error:
        return unread_document(path, sha256, error.code, f"“{path}”{error.message}")
    pages: list[Page] = []
    problems: list[Problem] = []
    for index in range(min(count, context.limits.pages)):
        page_id = PageId(path, index + 1)
        try:
            page = _read_frame(image, index, page_id, sha256, context)
            page = as_damaged(page) if index == 0 and is_broken_photograph(data) else page
            problems += doubts_about(page)
        except UnreadableImage as error:
            if count == 1:
                return unread_document(path, sha256, error.code, f"“{path}”{error.message}", page_count=1)
            page = Page(page_id, "", via="ocr", legibility="unread", has_picture=True, note=error.message)
            problems.append(Problem(error.code, f"“{path}”第 {index + 1} 页{error.message}", path, index + 1))
        pages.append(page)
        beat()
    more = further_pictures(image, data, path)
    problems += more
    unread = bool(more) or any(p.legibility == "unread" or DAMAGED_PAGE in (p.note or "") for p in pages)
    if count > context.limits.pages:
        limit = f"“{path}”共 {count} 页，超过 {context.limits.pages} 页，之后的页未读；请拆分后重新提交"
        problems.append(Problem("LIMIT_EXCEEDED", limit, path))
        return Document(path, sha256, "limit", tuple(pages), count, None, tuple(problems))
    return Document(path, sha256, "partly_read" if unread else "read", tuple(pages), count, None, tuple(problems))


def read_picture(data: bytes, page_id: PageId, context: ReadContext) -> tuple[Page, tuple[Problem, ...]]:
    """A picture inside an office file as a page of its own, and what was wrong with it."""
    try:
        image = _open(data, context)
        page = _read_frame(image, 0, page_id, hashlib.sha256(data).hexdigest(), context)
        page = as_damaged(page) if is_broken_photograph(data) else page
        more = further_pictures(image, data, page_id.file, page_id.number)
    except UnreadableImage as error:
        note = error.message
        page = Page(page_id, "", via="ocr", legibility="unread", has_picture=True, note=note)
        message = f"“{page_id.file}”里的图片 {page_id.part or ''} {note}"
        return page, (Problem(error.code, message, page_id.file, page_id.number),)
    return page, (*doubts_about(page), *more)


def _open(data: bytes, context: ReadContext) -> Any:
    import pillow_heif

    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # the limit below counts, and says what to do
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
    except (*BROKEN, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnreadableImage("UNREADABLE_FILE", "已损坏或不是图片，无法读取；请申报单位重新提交") from error
    _check_size(image, context)
    return image


def _check_size(image: Any, context: ReadContext) -> None:
    pixels = image.width * image.height
    if pixels > context.limits.pixels:
        size = f"{image.width}×{image.height}"
        raise UnreadableImage("LIMIT_EXCEEDED", f"有 {size} 像素，过大，未读；请缩小到 A4 300 dpi 后重新提交")


def _count(image: Any) -> int:
    """Frames of a TIFF; an animation (GIF, WebP, APNG) counts as its first picture."""
    try:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadableImage("UNREADABLE_FILE", "已损坏，无法读取；请申报单位重新提交") from error


def _read_frame(image: Any, index: int, page_id: PageId, sha256: str, context: ReadContext) -> Page:
    def picture() -> tuple[Picture, float]:
        return _decoded(image, index, context)

    place = "picture" if index == 0 else f"frame {index + 1}"
    return page_of(cached_scan(sha256, place, picture, context), page_id)


def _decoded(image: Any, index: int, context: ReadContext) -> tuple[Picture, float]:
    """A frame the right way up as a BGR picture, and the size of its pixels in points."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if index:
                image.seek(index)
            _check_size(image, context)
            frame = image.copy()
            dpi_x, dpi_y = _dpi(image.info.get("dpi"))
            turned = ImageOps.exif_transpose(frame)
            if turned.size != frame.size and frame.width != frame.height:
                dpi_x, dpi_y = dpi_y, dpi_x
            rgb = _on_white(turned)
    except (*BROKEN, EOFError, MemoryError, ZeroDivisionError, IndexError) as error:
        raise UnreadableImage("UNREADABLE_FILE", "已损坏（图片不完整），无法读取；请申报单位重新提交") from error
    points = 72 / dpi_x
    width, height = rgb.size
    if not 0.83 < dpi_x / dpi_y < 1.2:  # a fax: pixels are not square
        height = max(round(height * dpi_x / dpi_y), 1)
    shrink = min(1.0, LONGEST / max(width, height))
    if shrink < 1 or (width, height) != rgb.size:
        rgb = rgb.resize((max(round(width * shrink), 1), max(round(height * shrink), 1)), Image.Resampling.LANCZOS)
    colour = np.ascontiguousarray(np.asarray(rgb, np.uint8)[..., ::-1])
    return colour, points / shrink


def _dpi(stated: Any) -> tuple[float, float]:
    """Dots per inch as stated; 200 where nothing or nonsense is stated."""
    try:
        x, y = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return DEFAULT_DPI, DEFAULT_DPI
    if not (30 <= x <= 2400 and 30 <= y <= 2400):
        return DEFAULT_DPI, DEFAULT_DPI
    return x, y


def _on_white(image: Any) -> Any:
    """RGB; what is transparent shows white paper; 16-bit grey is brought to 8 bits."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        values = np.asarray(image, np.float64)
        top = float(values.max()) if values.size else 0.0
        scale = 255 / 65535 if image.mode != "F" and top > 255 else 255 / top if image.mode == "F" and top > 0 else 1.0
        image = Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")
