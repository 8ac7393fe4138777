"""Pictures on paper that no one reads: seals, invented logos, QR-like blocks, workshop photographs."""

from __future__ import annotations

import functools
import io
import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .fonts import pixel_font


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


@functools.cache
def seal_mask(name: str, seed: int, kind: str) -> bytes:
    """Where a seal leaves ink: its owner's name around a star; worn, turned a little."""
    rng = random.Random(f"{name}{seed}")
    side = 300
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    pen.ellipse((8, 8, side - 8, side - 8), outline=255, width=7)
    star = [
        (
            side / 2 + (46 if i % 2 == 0 else 18) * math.sin(math.pi * i / 5),
            side / 2 - (46 if i % 2 == 0 else 18) * math.cos(math.pi * i / 5),
        )
        for i in range(10)
    ]
    pen.polygon(star, fill=255)
    size = 34 if len(name) <= 14 else 27
    spread = min(250.0, 17.5 * len(name))
    for i, character in enumerate(name):
        angle = -spread / 2 + spread * i / max(1, len(name) - 1)
        glyph = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(glyph).text((size, size), character, font=pixel_font("song", size), fill=255, anchor="mm")
        glyph = glyph.rotate(-angle, resample=Image.Resampling.BICUBIC)
        radius = side / 2 - 40
        x = side / 2 + radius * math.sin(math.radians(angle)) - size
        y = side / 2 - radius * math.cos(math.radians(angle)) - size
        layer.paste(255, (int(x), int(y)), glyph)
    if kind != "round":
        pen.text((side / 2, side * 0.76), kind, font=pixel_font("song", 27), fill=255, anchor="mm")
    layer = layer.rotate(rng.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
    worn = np.random.default_rng(rng.randrange(2**31)).random((60, 60)) * 80 + 150
    mask = Image.fromarray(worn.astype("uint8")).resize((side, side), Image.Resampling.BICUBIC)
    alpha = np.asarray(layer, dtype="float32") * np.asarray(mask, dtype="float32") / 255
    return _png(Image.fromarray((alpha // 32 * 32).astype("uint8")).resize((240, 240), Image.Resampling.NEAREST))


@functools.cache
def ink_png(colour: tuple[int, int, int]) -> bytes:
    """A drop of ink."""
    return _png(Image.new("RGB", (2, 2), colour))


@functools.cache
def emblem_png(name: str) -> bytes:
    """A logo of letters in a coloured oval or square."""
    rng = random.Random(name)
    image = Image.new("RGBA", (220, 220), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    colour = rng.choice([(20, 60, 140, 255), (170, 20, 30, 255), (20, 110, 70, 255), (70, 40, 120, 255)])
    if rng.random() < 0.5:
        pen.ellipse((10, 40, 210, 180), outline=colour, width=12)
    else:
        pen.rounded_rectangle((10, 40, 210, 180), 30, fill=colour)
    filled = image.getpixel((110, 60)) == colour
    pen.text(
        (110, 110),
        name[:4],
        font=pixel_font("heibold", 64 if len(name) < 4 else 52),
        fill=(255, 255, 255, 255) if filled else colour,
        anchor="mm",
    )
    return _png(image)


@functools.cache
def matrix_png(name: str) -> bytes:
    """Black squares with three finder corners; it holds no message."""
    rng = np.random.default_rng(sum(ord(c) * 31**i for i, c in enumerate(name[:12])) % 2**31)
    grid = (rng.random((29, 29)) < 0.5).astype("uint8") * 255
    for r, c in ((0, 0), (0, 22), (22, 0)):
        grid[r : r + 7, c : c + 7] = 0
        grid[r + 1 : r + 6, c + 1 : c + 6] = 255
        grid[r + 2 : r + 5, c + 2 : c + 5] = 0
    image = Image.fromarray(grid).resize((116, 116), Image.Resampling.NEAREST).convert("1")
    return _png(image)


@functools.cache
def workshop_jpeg(seed: int) -> bytes:
    """Something like a photograph of a laboratory: benches, cabinets, instruments, daylight."""
    rng = random.Random(seed)
    image = Image.new("RGB", (520, 340), (206, 210, 208))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 340), (520, 340), (420, 215), (100, 215)], fill=(150, 152, 146))
    for i in range(3):
        pen.rectangle((40 + i * 160, 30, 140 + i * 160, 110), fill=(228, 238, 246), outline=(120, 120, 120), width=4)
    for _ in range(5):
        x, y = rng.randrange(20, 430), rng.randrange(150, 230)
        w, h = rng.randrange(50, 110), rng.randrange(40, 90)
        shade = rng.randrange(70, 190)
        pen.rectangle((x, y, x + w, y + h), fill=(shade, shade + 10, shade + 20), outline=(50, 50, 50), width=2)
        pen.rectangle((x + 8, y + 8, x + w // 2, y + 22), fill=(30, 60, 50))
        pen.ellipse((x + w - 20, y + 8, x + w - 8, y + 20), fill=rng.choice([(190, 40, 30), (40, 150, 60)]))
    image = image.filter(ImageFilter.GaussianBlur(1.6))
    noise = np.random.default_rng(seed).normal(0, 6, (340, 520, 3))
    image = Image.fromarray(np.clip(np.asarray(image, dtype="float32") + noise, 0, 255).astype("uint8"))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=55)
    return kept.getvalue()
