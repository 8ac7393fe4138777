"""Is an image file the one whole picture that it shows? What decoders pass over in silence: half a photograph that was
closed properly, further pictures in an animation or behind the end of the first.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import warnings
from typing import Any

import cv2
import numpy as np
import pymupdf as _pymupdf
from PIL import Image

from extractors.document import Problem

pymupdf: Any = _pymupdf
ALIKE = 0.6
"""A further picture has at least this part of the first one's width and height; smaller ones are previews and maps of
brightness, which telephones add to every photograph."""
GREY = 128
LEAST_GREY = 0.03
"""Share of rows at the foot in the grey that a decoder gives what never came."""
LEAST_SIDE, LEAST_PIXELS = 60, 40_000
"""A smaller picture on a page of a PDF is a logo or a seal."""
_JPEG = b"\xff\xd8"
_END = re.compile(rb"\xff\xd9\x00*(?=\xff\xd8\xff|\x89PNG|%PDF-|PK\x03\x04|GIF8|Rar!)")
LEAST_LEFT_OVER = 32
"""So many bytes before the end that no part of the picture needed are no slip of the program that wrote it."""
_EXTRANEOUS = re.compile(rb"(\d+) extraneous bytes before marker 0xd9")
_LOST = re.compile(rb"premature end|bad Huffman|invalid|corrupt(?!.*extraneous)", re.IGNORECASE)


def is_broken_photograph(data: bytes) -> bool:
    """Whether a JPEG that can be decoded lacks a part: broken off and closed, or overwritten in its midst."""
    if not data.startswith(_JPEG):
        return False
    picture, complaints = _decoded(data)
    return picture is None or _lacks_a_part(data, picture, complaints)


def has_broken_photograph(page: Any) -> bool:
    """Whether one of the JPEGs that a PDF page shows lacks a part: MuPDF draws such a one shifted and says nothing.

    One that cannot be decoded here is left to MuPDF, which knows more forms, and tells where it fails itself.
    """
    for xref, _, width, height, _, _, _, _, filters, *_ in page.get_images(full=True):
        if "DCT" not in filters or min(width, height) < LEAST_SIDE or width * height < LEAST_PIXELS:
            continue
        data = _stored(page.parent, xref)
        if not data.startswith(_JPEG):
            continue
        picture, complaints = _decoded(data)
        if picture is not None and _lacks_a_part(data, picture, complaints) and page.get_image_rects(xref):
            return True
    return False


def _stored(document: Any, xref: int) -> bytes:
    """A picture's bytes as the PDF holds them; none where it cannot be loaded, of which drawing it warns."""
    try:
        data: bytes = document.extract_image(xref)["image"]
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return b""
    return data


def _lacks_a_part(data: bytes, picture: Any, complaints: bytes) -> bool:
    if _LOST.search(complaints) or _has_left_over(data, complaints):
        return True
    if picture.shape[0] < 16:
        return False
    foot = picture[-max(round(LEAST_GREY * picture.shape[0]), 3) :].astype(np.int16)
    return bool((np.abs(foot - GREY) <= 2).all())


def _has_left_over(data: bytes, complaints: bytes) -> bool:
    """The picture was full before its data ended: bytes are missing in its midst. Padding of one sign is none."""
    left = max((int(count) for count in _EXTRANEOUS.findall(complaints)), default=0)
    if left < LEAST_LEFT_OVER:
        return False
    end = data.rfind(b"\xff\xd9")
    return len(set(data[max(end - left, 0) : end])) > 2


def _decoded(data: bytes) -> tuple[Any, bytes]:
    """The picture, grey and small, and what the decoder complained of: it only writes that to the error output."""
    with tempfile.TemporaryFile() as heard:
        kept = os.dup(2)
        try:
            os.dup2(heard.fileno(), 2)
            picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_GRAYSCALE_4)
        except cv2.error:
            picture = None
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        heard.seek(0)
        return picture, heard.read(100_000)


def further_pictures(image: Any, data: bytes, path: str, page: int | None = None) -> list[Problem]:
    """The problem that only the first of several pictures in a file is read; a TIFF's frames are pages and all read."""
    if image.format == "TIFF":
        return []
    count = _frames_alike(image) + sum(_is_alike(image, data[m.end() :]) for m in _END.finditer(data))
    if image.format == "PNG" and (end := data.rfind(b"IEND", 0, data.find(b"IEND") + 4)) >= 0:
        count += bool(re.match(rb"\xff\xd8\xff|\x89PNG|%PDF-|PK\x03\x04|GIF8|Rar!", data[end + 8 :].lstrip(b"\0")))
    if not count:
        return []
    message = f"“{path}”里还有 {count} 张图片或其他文件，只读了第一张；请分别另存为单独的文件后重新提交"
    return [Problem("UNSUPPORTED_FORMAT", message, path, page)]


def _frames_alike(image: Any) -> int:
    """Further frames about as large as the first."""
    try:
        count = int(getattr(image, "n_frames", 1))
        if image.format != "MPO":
            return count - 1
        first, alike = image.size, 0
        for index in range(1, min(count, 20)):
            image.seek(index)
            alike += _as_large(first, image.size)
        image.seek(0)
    except (OSError, ValueError, SyntaxError, EOFError):
        return 0
    return alike


def _as_large(first: tuple[int, int], other: tuple[int, int]) -> bool:
    return all(b >= ALIKE * a for a, b in zip(sorted(first), sorted(other), strict=True))


def _is_alike(first: Any, data: bytes) -> bool:
    """Whether what follows the end of the first picture is another one of its size, or a file of another kind."""
    if not data.startswith(b"\xff\xd8"):
        return True
    if first.format == "MPO":
        return False  # counted among its frames
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _as_large(first.size, Image.open(io.BytesIO(data)).size)
    except (OSError, ValueError, SyntaxError):
        return False
