"""What a scanner, a photocopier or a telephone makes of a clean page."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from .mupdf import Leaf

Pixels = npt.NDArray[Any]


def render(page: Leaf, dpi: int) -> Pixels:
    """A page as RGB pixels."""
    shot = page.get_pixmap(dpi=dpi)
    return np.frombuffer(shot.samples, dtype=np.uint8).reshape(shot.height, shot.width, shot.n)[:, :, :3].copy()


def scanned(pixels: Pixels, rng: np.random.Generator, grey: bool = False) -> Pixels:
    """A flat-bed scan: a little askew, soft, speckled, a shadow along one edge."""
    out = _turned(pixels, float(rng.uniform(-1.1, 1.1)))
    out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.45, 0.75)))
    h, w = out.shape[:2]
    shade = 1 - 0.16 * np.exp(-np.arange(w) / (w * 0.03))
    out = out * shade[None, :, None] * float(rng.uniform(0.95, 1.0))
    out = out + rng.normal(0, 2.6, (h, w, 1))
    out = np.clip(out, 0, 255).astype(np.uint8)
    return _grey(out) if grey else out


def photocopied(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A photocopy of a copy: grey, contrasty, dotted, with the dark edge of the glass."""
    out: Pixels = _grey(_turned(pixels, float(rng.uniform(-1.6, 1.6))))[:, :, 0].astype(np.float32)
    out = cv2.GaussianBlur((out - 128) * 1.35 + 150, (0, 0), 0.7)
    h, w = out.shape
    specks = rng.random((h, w)) < 0.0006
    out[specks] = rng.uniform(0, 120)
    out[:, : int(w * 0.012)] = 60
    return np.clip(out + rng.normal(0, 4, (h, w)), 0, 255).astype(np.uint8)[:, :, None]


def photographed(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A telephone's picture: paper on a desk, seen from the side, light from one corner."""
    h, w = pixels.shape[:2]
    margin = int(w * 0.07)
    size = (w + 2 * margin, h + 2 * margin)
    desk = np.zeros((size[1], size[0], 3), np.float32) + np.array(
        [[120, 92, 66], [90, 96, 104], [150, 140, 128]][int(rng.integers(3))], np.float32
    )
    desk += rng.normal(0, 7, (size[1], 1, 1)).cumsum(axis=0) * 0.15
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    wobble = rng.uniform(-0.035, 0.035, (4, 2)) * w
    target = (source + margin + wobble).astype(np.float32)
    turn = cv2.getPerspectiveTransform(source, target)
    paper = cv2.warpPerspective(pixels.astype(np.float32), turn, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones((h, w), np.float32), turn, size)[:, :, None]
    out = desk * (1 - mask) + paper * mask
    x, y = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    corner = rng.uniform(0, 1, 2)
    light = 1.02 - 0.33 * np.hypot(x - corner[0], y - corner[1])
    out *= light[:, :, None] * np.array([1.0, 0.985, 0.95])
    out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 0.9)))
    result: Pixels = np.clip(out + rng.normal(0, 3, out.shape), 0, 255).astype(np.uint8)
    return result


def spoiled(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A picture nobody can read: far too small, smeared, enlarged again."""
    h, w = pixels.shape[:2]
    small = cv2.resize(pixels, (w // 7, h // 7), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 1.0)
    out = cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    result: Pixels = np.clip(out + rng.normal(0, 14, out.shape), 0, 255).astype(np.uint8)
    return result


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    h, w = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1)
    out: Pixels = cv2.warpAffine(pixels, matrix, (w, h), flags=cv2.INTER_LINEAR, borderValue=(246, 246, 243))
    return out


def _grey(pixels: Pixels) -> Pixels:
    grey: Pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[:, :, None]
    return grey


def treat(page: Leaf, look: str, rng: np.random.Generator, dpi: int, turn: int = 0) -> Image.Image:
    """One page as the picture that reaches the office. `turn` is clockwise, in degrees."""
    pixels = render(page, dpi)
    if look == "photo":
        out = photographed(pixels, rng)
    elif look == "copy":
        out = photocopied(pixels, rng)
    elif look == "spoiled":
        out = spoiled(pixels, rng)
    elif look == "clean":
        out = pixels
    else:
        out = scanned(pixels, rng, grey=look in {"grey", "bw"})
    image = Image.fromarray(out[:, :, 0] if out.shape[2] == 1 else out)
    if look == "bw":
        image = image.point(lambda value: 255 if value > 186 else 0).convert("1")
    return image.rotate(-turn, expand=True) if turn else image


def encoded(image: Image.Image, form: str, dpi: int, quality: int, orientation: int = 1) -> bytes:
    """The picture's bytes; an orientation other than 1 is written as EXIF for a turned sensor."""
    kept = io.BytesIO()
    if orientation != 1:
        image = image.rotate({6: 90, 8: 270, 3: 180}[orientation], expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    if form == "jpg":
        image.save(kept, "JPEG", quality=quality, optimize=True, dpi=(dpi, dpi), exif=exif)
    elif form == "webp":
        image.save(kept, "WEBP", quality=quality)
    elif form == "heic":
        import pillow_heif

        pillow_heif.from_pillow(image).save(kept, quality=quality)
    elif form == "png":
        image.quantize(32).save(kept, "PNG", optimize=True, dpi=(dpi, dpi))
    elif form == "bmp":
        image.convert("1").save(kept, "BMP")
    else:
        raise ValueError(f"no picture format {form}")
    return kept.getvalue()
