"""Hostile pictures of a patent, and what the engine is supposed to have read of them (kept in the page cache)."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif as _pillow_heif
import pymupdf as _pymupdf
from hostile_draft import SPARE_PATENT
from PIL import Image

from extractors.document import Box, Legibility
from extractors.layout import Piece
from pipeline.ocr import VERSION
from pipeline.ocr.engine import available_engine
from pipeline.ocr.scan import Scan
from pipeline.ocr.stored import scan_to
from pipeline.page_cache import PageCache, key_of

pillow_heif: Any = _pillow_heif
pymupdf: Any = _pymupdf
pillow_heif.register_heif_opener()
Case = Callable[[], bytes]
SURE = 0.99


def sheet(seed: int, size: tuple[int, int] = (420, 594)) -> Image.Image:
    """A page full of marks, another one for every seed."""
    marks = np.random.default_rng(seed).integers(0, 2, (size[1] // 11, size[0] // 6)).astype(np.uint8) * 200 + 55
    return Image.fromarray(np.asarray(marks)).resize(size, Image.Resampling.NEAREST).convert("RGB")


def saved(image: Any, kind: str, **how: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


def keep_reading(
    cache: Path,
    data: bytes,
    text: str = SPARE_PATENT,
    *,
    scores: Sequence[float] = (),
    legibility: Legibility = "good",
    place: str = "picture",
    turned: int = 0,
) -> None:
    """Keeps a reading of the picture, as if the engine had made it; `scores` line by line, else `SURE`."""
    pieces = []
    for at, line in enumerate(text.strip().splitlines()):
        words, score = line.strip(), scores[at] if at < len(scores) else SURE
        place_of = Box(60, 80 + 30 * at, 60 + 12.0 * len(words), 94 + 30 * at)
        pieces.append(Piece(words, place_of, (score,) * len(words)))
    scan = Scan(595, 842, turned, 0.0, tuple(pieces), (), legibility, SURE, 1.0)
    key = key_of("scan", VERSION, available_engine("onnxruntime"), hashlib.sha256(data).hexdigest(), place)
    PageCache(cache).put(key, scan_to(scan))


def blank() -> bytes:
    return saved(Image.new("RGB", (420, 594), "white"), "PNG")


def cut_jpeg(*, closed: bool) -> bytes:
    data = saved(sheet(1 + closed), "JPEG")
    return data[: len(data) // 2] + (b"\xff\xd9" if closed else b"")


def overwritten() -> bytes:
    data = bytearray(saved(sheet(3), "JPEG"))
    data[len(data) // 2 : len(data) // 2 + 400] = bytes(400)
    return bytes(data)


def shifted() -> bytes:
    """A photograph with a few of its bytes missing: what follows stands in another place, and no decoder minds."""
    data = saved(sheet(14), "JPEG")
    return data[: len(data) // 2] + data[len(data) // 2 + 40 :]


def two_heic() -> bytes:
    book = pillow_heif.HeifFile()
    book.add_from_pillow(sheet(8))
    book.add_from_pillow(sheet(9))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def claims_to_be_huge() -> bytes:
    """A PNG of a few bytes that claims 30,000 x 30,000 pixels."""
    data = bytearray(saved(sheet(10).convert("1"), "PNG"))
    data[16:24] = struct.pack(">II", 30_000, 30_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def claims_to_be_tall() -> bytes:
    """A HEIC photograph that claims 16,777,202 rows; the decoder refuses it in its own way."""
    data = bytearray(saved(sheet(13), "HEIF"))
    at = data.index(b"ispe")
    data[at + 12 : at + 16] = struct.pack(">I", 16_777_202)
    return bytes(data)


def scan_of(jpeg: bytes) -> bytes:
    """A scanned page: a PDF that shows nothing but the picture."""
    with pymupdf.open() as book:
        page = book.new_page(width=595, height=842)
        page.insert_image(page.rect, stream=jpeg)
        data: bytes = book.tobytes(no_new_id=True)
    return data


def half_a_tiff() -> bytes:
    data = saved(sheet(11), "TIFF", save_all=True, append_images=[sheet(12)])
    return data[: len(data) * 3 // 4]


BROKEN: dict[str, Case] = {
    "截断.jpg": lambda: cut_jpeg(closed=False),
    "下半截是灰的.jpg": lambda: cut_jpeg(closed=True),
    "中段清零.jpg": overwritten,
    "后接另一张.jpg": lambda: saved(sheet(4), "JPEG") + saved(sheet(5), "JPEG"),
    "后接压缩包.jpg": lambda: saved(sheet(6), "JPEG") + b"PK\x03\x04" + bytes(300),
    "多图.mpo": lambda: saved(sheet(7), "MPO", save_all=True, append_images=[sheet(70)]),
    "动画.gif": lambda: saved(sheet(20).convert("P"), "GIF", save_all=True, append_images=[sheet(21).convert("P")]),
    "动画.webp": lambda: saved(sheet(22), "WEBP", save_all=True, append_images=[sheet(23)]),
    "动画.png": lambda: saved(sheet(24), "PNG", save_all=True, append_images=[sheet(25)]),
    "多图.heic": two_heic,
    "声称三万乘三万.png": claims_to_be_huge,
    "半个.tif": half_a_tiff,
    "声称极高.heic": claims_to_be_tall,
    "扫描件中段清零.pdf": lambda: scan_of(overwritten()),
    "扫描件错位.pdf": lambda: scan_of(shifted()),
}
"""Pictures of which something is not seen, though the engine reads the whole patent off the rest."""


def exif() -> bytes:
    turned = Image.Exif()
    turned[0x0112] = 6
    return saved(sheet(30).rotate(90, expand=True), "JPEG", exif=turned)


WHOLE: dict[str, Case] = {
    "手机.jpg": exif,
    "印刷色.jpg": lambda: saved(sheet(31).convert("CMYK"), "JPEG"),
    "黑白.tif": lambda: saved(sheet(32).convert("1"), "TIFF"),
    "透明.png": lambda: saved(sheet(33).convert("RGBA"), "PNG"),
    "十六位.png": lambda: saved(Image.fromarray(np.asarray(sheet(34).convert("L"), np.uint16) * 257), "PNG"),
    "网页.webp": lambda: saved(sheet(35), "WEBP"),
    "苹果.heic": lambda: saved(sheet(36), "HEIF"),
    "其实是图.pdf": lambda: saved(sheet(37), "JPEG"),
    "其实是png.jpg": lambda: saved(sheet(38), "PNG"),
    "扫描件.pdf": lambda: scan_of(saved(sheet(42), "JPEG")),
    "带缩略图.mpo": lambda: saved(sheet(39), "MPO", save_all=True, append_images=[sheet(40, (105, 148))]),
    "结尾补零.jpg": lambda: saved(sheet(41), "JPEG") + bytes(4000),
}
"""Pictures that are whole, in every dress."""

OTHER_CHECK = SPARE_PATENT.replace("0991011.4", "0991011.5")
LETTERS = SPARE_PATENT.replace("2017 1 0991011.4", "2O17 1 O99lO11.4")
S_FOR_5 = SPARE_PATENT.replace("2019年07月12日", "20l9年O7月12日")
DATE = next(at for at, line in enumerate(SPARE_PATENT.splitlines()) if "授权公告日" in line)
READINGS: dict[str, dict[str, Any]] = {
    "校验位不符": {"text": OTHER_CHECK},
    "日期不清楚": {"scores": [SURE] * DATE + [0.7]},
    "分辨率太低": {"legibility": "poor", "scores": [0.85] * 9},
    "倒着的页日期没把握": {"turned": 180, "scores": [SURE] * DATE + [0.9]},
}
"""What the engine may read of a bad scan: nothing of it makes line 4 `high`."""
CONFUSED: dict[str, dict[str, Any]] = {"字母当数字": {"text": LETTERS}, "日期里的字母": {"text": S_FOR_5}}
"""Letters for digits: what is called certain is right."""
