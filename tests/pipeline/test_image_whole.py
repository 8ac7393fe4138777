"""A photograph that lacks a part is noticed, one that was merely written oddly is not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.readers.image_whole import is_broken_photograph


def photograph(seed: int, mode: str = "RGB") -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (400, 300, 3)).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(data, "JPEG", quality=80)
    return data.getvalue()


def without(data: bytes, count: int) -> bytes:
    """The file with so many bytes missing in its midst."""
    return data[: len(data) // 2] + data[len(data) // 2 + count :]


@pytest.mark.parametrize("count", [200, 1000, 5000])
def test_bytes_missing_in_the_midst_are_noticed(count: int) -> None:
    """The rest of the picture stands elsewhere; the decoder runs short of data or has some left over."""
    found = [is_broken_photograph(without(photograph(seed), count)) for seed in range(12)]
    assert sum(found) >= 11, "by chance the decoder may fall into step again"


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("padding", [b"", bytes(500), b"\xff" * 40, b"\x12\x34\x56"])
def test_padding_before_the_end_is_no_damage(mode: str, padding: bytes) -> None:
    data = photograph(1, mode)
    assert not is_broken_photograph(data[:-2] + padding + data[-2:])
