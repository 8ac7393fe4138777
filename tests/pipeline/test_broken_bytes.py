"""Looking at a file never raises, whatever bytes it has: only then may what it raises be named one by one."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.readers.content import is_ornament
from pipeline.readers.sniff import sniff


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(made, kind)
    return made.getvalue()


def packed_tar(how: str) -> bytes:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"abc"))
    pack: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    return pack[how](tar.getvalue())


PICTURES = [picture(kind) for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")]
PACKED = [packed_tar(how) for how in ("gz", "bz2", "xz")]
damage = st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=4)


def damaged(content: bytes, changes: list[tuple[float, bytes]], length: float) -> bytes:
    spoilt = bytearray(content)
    for place, new in changes:
        at = int(place * len(spoilt))
        spoilt[at : at + len(new)] = new
    return bytes(spoilt[: int(length * len(spoilt))])


@pytest.mark.parametrize("content", PICTURES, ids=range(len(PICTURES)))
@given(changes=damage, head=damage, length=st.floats(0, 1))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_broken_picture_is_no_ornament_or_one_but_no_error(
    content: bytes, changes: list[tuple[float, bytes]], head: list[tuple[float, bytes]], length: float
) -> None:
    spoilt = damaged(content[:80], head, 1.0) + damaged(content[80:], changes, length)
    assert is_ornament(spoilt) in {True, False}


def test_a_picture_that_claims_a_billion_pixels_is_no_error() -> None:
    claims = bytearray(picture("BMP"))
    claims[18:26] = (60_000).to_bytes(4, "little") * 2
    assert is_ornament(bytes(claims)) is False


@pytest.mark.parametrize("content", PACKED, ids=["gz", "bz2", "xz"])
@given(changes=damage, length=st.floats(0.05, 1))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_broken_packed_tar_has_a_format_or_a_refusal(
    content: bytes, changes: list[tuple[float, bytes]], length: float, tmp_path: Path
) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(content[:10] + damaged(content[10:], changes, length))
    found = sniff(path, "a.tar.gz")
    assert found.refusal is not None or found.format != "refused"
