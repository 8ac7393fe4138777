"""What may happen to a file: damage anywhere, and damage that knows the format and so gets past its outer shell."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from evaluation.fuzzing.files import GoodFile, zipped
from evaluation.fuzzing.pdf_mutations import PDF_MUTATIONS

Mutation = Callable[[bytes, random.Random], bytes]


def flip_bytes(data: bytes, rng: random.Random) -> bytes:
    """Some bytes set to others."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    """Some bits turned."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 8))):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def truncate(data: bytes, rng: random.Random) -> bytes:
    """The end cut off, much or little of it."""
    return data[: rng.randrange(1, len(data))] if rng.random() < 0.5 else data[: -rng.randint(1, 40)]


def insert(data: bytes, rng: random.Random) -> bytes:
    """Noise, zeros or a telling word put in."""
    at = rng.randrange(len(data))
    return data[:at] + rng.choice((rng.randbytes(rng.randint(1, 64)), b"\0" * 512, b"<x>", b"%%EOF\n")) + data[at:]


def delete(data: bytes, rng: random.Random) -> bytes:
    """A stretch taken out."""
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 2, 7, 64, 512)) :]


def swap_blocks(data: bytes, rng: random.Random) -> bytes:
    """Two blocks exchanged, as a bad disk does."""
    size = rng.choice((4, 16, 64, 512))
    if len(data) < 3 * size:
        return flip_bytes(data, rng)
    first, second = sorted(rng.sample(range(0, len(data) - size, size), 2))
    middle = data[first + size : second]
    return data[:first] + data[second : second + size] + middle + data[first : first + size] + data[second + size :]


def lie_in_numbers(data: bytes, rng: random.Random) -> bytes:
    """Numbers of two or four bytes set to extremes: lengths, counts, offsets."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 2))):
        at = rng.randrange(max(min(len(spoilt), rng.choice((600, 1 << 30))) - 4, 1))
        value = rng.choice((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, len(data), rng.getrandbits(32)))
        new = struct.pack(rng.choice("<>") + "I", value)[: rng.choice((2, 4))]
        spoilt[at : at + len(new)] = new
    return bytes(spoilt)


ANY: tuple[Mutation, ...] = (flip_bytes, flip_bits, truncate, insert, delete, swap_blocks, lie_in_numbers)
TAG = re.compile(rb"<[^>]{1,400}>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
VALUES = (b"", b"-1", b"0", b"1e9", b"99999999999", b"NaN", b"A", b"&amp;", b"../../x", b"0 0", b"\xe5\x8f\xb7")


def change_xml(data: bytes, rng: random.Random) -> bytes:
    """A tag dropped, doubled, renamed or put elsewhere, an attribute changed, a stretch taken out, a deep nest."""
    tags = list(TAG.finditer(data))
    if not tags:
        return flip_bytes(data, rng)
    one, other = rng.choice(tags), rng.choice(tags)
    what = rng.randrange(8)
    if what == 0:
        return data[: one.start()] + data[one.end() :]
    if what == 1:
        return data[: one.end()] + one[0] * rng.choice((1, 3, 400)) + data[one.end() :]
    if what == 2:
        return data[: one.start()] + one[0].replace(b":", rng.choice((b"", b":x", b"::")), 1) + data[one.end() :]
    if what == 3:
        first, last = sorted((one.start(), other.start()))
        return data[:first] + data[last:]
    if what == 4:
        first, last = sorted((one.start(), other.end()))
        return data[:last] + data[first:last] + data[last:]
    if what == 5:
        return data[: one.start()] + other[0] + data[one.end() :]
    if what == 6:
        deep = rng.choice((20, 3000))
        return data[: one.start()] + b"<a>" * deep + b"</a>" * deep + data[one.start() :]
    attributes = list(ATTRIBUTE.finditer(data))
    if not attributes:
        return flip_bytes(data, rng)
    found = rng.choice(attributes)
    return data[: found.start(2)] + rng.choice(VALUES) + data[found.end(2) :]


def change_member(data: bytes, rng: random.Random) -> bytes:
    """What is inside a ZIP damaged and packed again with the right check sums, so that its reader sees it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    main = [n for n, (name, _) in enumerate(members) if re.search(r"document\.xml|sheet|Shared|Pages|Document", name)]
    at = rng.choice(main) if main and rng.random() < 0.7 else rng.randrange(len(members))
    name, content = members[at]
    if rng.random() < 0.08:
        del members[at]
    elif content:
        how = rng.choice(ANY) if rng.random() < 0.4 or not name.endswith((".xml", ".rels")) else change_xml
        members[at] = (name, how(content, rng))
    return zipped(members)


def lie_in_zip(data: bytes, rng: random.Random) -> bytes:
    """A field of a ZIP's headers changed: method, flags, check sum, sizes, name length, offset."""
    spoilt = bytearray(data)
    marks = [m.start() for m in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    at = rng.choice(marks) + rng.randint(4, 30)
    new = struct.pack("<I", rng.choice((0, 1, 8, 0xFFFF, 0xFFFFFFFF, rng.getrandbits(32))))[: rng.choice((2, 4))]
    spoilt[at : at + len(new)] = new
    return bytes(spoilt[: len(data)])


def change_packed(data: bytes, rng: random.Random) -> bytes:
    """What is inside a GZ damaged and packed again."""
    return gzip.compress(rng.choice(ANY)(gzip.decompress(data), rng), mtime=0)


def change_segments(data: bytes, rng: random.Random) -> bytes:
    """JPEG segments: one damaged within, its length lied about, dropped or doubled."""
    segments, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segments.append((at, at + 2 + length))
        at += 2 + length
    if not segments:
        return flip_bytes(data, rng)
    start, end = rng.choice(segments)
    body, what = bytearray(data[start:end]), rng.randrange(4)
    if what == 0 and len(body) > 5:
        body[rng.randrange(4, len(body))] = rng.randrange(256)
    elif what == 1:
        body[2:4] = struct.pack(">H", rng.choice((0, 2, 0xFFFF, len(body) + 7)))
    elif what == 2:
        body = bytearray()
    else:
        body += bytes(body)
    return data[:start] + bytes(body) + data[end:]


def change_chunks(data: bytes, rng: random.Random) -> bytes:
    """A PNG's chunk damaged, with the right check sum."""
    at, chunks = 8, []
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunks.append((data[at + 4 : at + 8], bytearray(data[at + 8 : at + 8 + length])))
        at += 12 + length
    _, body = rng.choice(chunks)
    if body:
        body[rng.randrange(min(len(body), 64))] = rng.randrange(256)
    parts = [struct.pack(">I", len(b)) + k + bytes(b) + struct.pack(">I", zlib.crc32(k + bytes(b))) for k, b in chunks]
    return data[:8] + b"".join(parts)


KNOWING: dict[str, tuple[Mutation, ...]] = {
    "docx": (change_member, change_member, change_member, lie_in_zip),
    "xlsx": (change_member, change_member, change_member, lie_in_zip),
    "ofd": (change_member, change_member, change_member, lie_in_zip),
    "zip": (change_member, change_member, lie_in_zip),
    "tar.gz": (change_packed,),
    "gz": (change_packed,),
    "html": (change_xml,),
    "jpg": (change_segments,),
    "png": (change_chunks,),
    "pdf": PDF_MUTATIONS,
    "scan": PDF_MUTATIONS,
}


def mutate(file: GoodFile, rng: random.Random) -> tuple[bytes, str]:
    """A mutant of the file, and the name of what was done to it."""
    knowing = KNOWING.get(file.format, ())
    how = rng.choice(knowing) if knowing and rng.random() < 0.65 else rng.choice(ANY)
    return how(file.data, rng) or b"\0", how.__name__
