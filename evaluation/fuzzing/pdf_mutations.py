"""Damage inside a PDF: its numbers, names, objects, streams (packed again), its table of places, its lengths."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from typing import Any

import pymupdf as _pymupdf

pymupdf: Any = _pymupdf
pymupdf.TOOLS.mupdf_display_errors(False)
NUMBERS = (b"0", b"-1", b"1", b"7", b"65536", b"2147483648", b"99999999999999", b"0.0001", b"1e5", b"null", b"<<", b"[")


def _unpacked(data: bytes) -> bytes:
    """The same PDF with every stream as it is, so that its own text can be changed."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return bytes(document.tobytes(expand=255, no_new_id=True))


def change_number(data: bytes, rng: random.Random) -> bytes:
    """A number anywhere in the file: a place, a size, a reference, a count."""
    source = _unpacked(data) if rng.random() < 0.5 else data
    found = list(re.finditer(rb"(?<![\w.])-?\d+(?:\.\d+)?", source))
    one = rng.choice(found)
    return source[: one.start()] + rng.choice(NUMBERS) + source[one.end() :]


def change_name(data: bytes, rng: random.Random) -> bytes:
    """A name changed or exchanged for another: /Type, /Filter, /Font, /Encoding …"""
    source = _unpacked(data) if rng.random() < 0.5 else data
    found = list(re.finditer(rb"/[A-Za-z][\w-]{1,30}", source))
    one, other = rng.choice(found), rng.choice(found)
    return source[: one.start()] + rng.choice((other[0], b"/X", b"")) + source[one.end() :]


def drop_object(data: bytes, rng: random.Random) -> bytes:
    """An object gone, or another in its place."""
    found = list(re.finditer(rb"\d+ 0 obj.*?endobj", data, re.S))
    if not found:
        return data[: len(data) // 2]
    one, other = rng.choice(found), rng.choice(found)
    body = other[0].split(b"obj", 1)[1]
    new = rng.choice((b"", one[0].split(b"obj", 1)[0] + b"obj" + body))
    return data[: one.start()] + new + data[one.end() :]


def change_stream(data: bytes, rng: random.Random) -> bytes:
    """What a stream holds damaged, and packed again with the right length."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        streams = [n for n in range(1, document.xref_length()) if document.xref_is_stream(n)]
        number = rng.choice(streams)
        content = bytearray(document.xref_stream(number) or b"x")
        for _ in range(rng.choice((1, 1, 3, 10))):
            at = rng.randrange(len(content))
            if rng.random() < 0.7:
                content[at] = rng.choice((rng.randrange(256), rng.choice(b"0123456789-.()[]<>/ ")))
            else:
                del content[at : at + rng.choice((1, 5, 40))]
                content = content or bytearray(b"x")
        try:
            document.update_stream(number, bytes(content))
            return bytes(document.tobytes(deflate=True, no_new_id=True))
        except (ValueError, RuntimeError, pymupdf.mupdf.FzErrorBase):  # so bad that it cannot be packed again
            return spoil_packed_stream(data, rng)


def spoil_packed_stream(data: bytes, rng: random.Random) -> bytes:
    """Damage within the packed bytes of a stream, or a stream cut short."""
    found = [m for m in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S) if len(m[1]) > 4]
    if not found:
        return data[:-50]
    one = rng.choice(found)
    body = bytearray(one[1])
    if rng.random() < 0.3:
        del body[rng.randrange(2, len(body)) :]
        body += zlib.compress(b"")[-4:]
    else:
        body[rng.randrange(len(body))] = rng.randrange(256)
    return data[: one.start(1)] + bytes(body) + data[one.end(1) :]


def lie_in_lengths(data: bytes, rng: random.Random) -> bytes:
    """/Length, /Count, /Size, /N, /First, startxref or a place in the table of places."""
    found = list(re.finditer(rb"/(?:Length1?|Count|Size|N|First|W|Width|Height|DW) (\d+)|startxref\s+(\d+)", data))
    found += list(re.finditer(rb"(?<=\n)(\d{10}) 00000 n", data))
    one = rng.choice(found)
    group = 1 if one[1] is not None else 2
    wrong = str(max(int(one[group]) + rng.choice((-9, -1, 1, 13, 100000)), 0)).encode()
    return data[: one.start(group)] + wrong.rjust(len(one[group]), b"0") + data[one.end(group) :]


PDF_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    change_number,
    change_name,
    drop_object,
    change_stream,
    change_stream,
    spoil_packed_stream,
    lie_in_lengths,
)
