"""Looks for numbers in every byte of files, in whatever form: packed, escaped, in pieces, in another width."""

from __future__ import annotations

import base64
import html
import io
import re
import sqlite3
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf

pymupdf: Any = _pymupdf
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){20,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PICTURE_OR_FONT = re.compile(r"/Subtype */Image|/Length1|/Type1C|/CIDFontType0C|/OpenType")
_SHORT = 100_000
_DIGITS = re.compile(r"\d{4}")
_APART = re.compile(r"[\s\-.,;:_/()（）|'\"\[\]{}=]+")


def sightings(folder: Path, numbers: Mapping[str, str]) -> list[str]:
    """Every number that can be read in a file, its name, or one of its parts: `where: place of the number`."""
    found = []
    known = set()
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found += [f"name of {name}: {place}" for place in seen_in(name, numbers)]
        content = path.read_bytes() if path.is_file() else b""
        if content not in known:
            known.add(content)
            found += [f"{where}: {place}" for where, place in in_bytes(name, content, numbers)]
    return found


def in_bytes(name: str, content: bytes, numbers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is seen in the bytes and in everything that is packed in them."""
    told = set()
    texts = set()
    for where, text in _texts(name, content):
        if text in texts:
            continue
        texts.add(text)
        for place in seen_in(text, numbers):
            if (where, place) not in told:
                told.add((where, place))
                yield where, place


def seen_in(text: str, numbers: Mapping[str, str]) -> list[str]:
    """Places of the numbers that stand in the text, whole or all but their ends."""
    found = []
    for form in _forms(text):
        if _DIGITS.search(form):
            close = _APART.sub("", form)
            found += [place for place, number in numbers.items() if _stands(number, close, form)]
    return list(dict.fromkeys(found))


def _stands(number: str, close: str, form: str) -> bool:
    """Is it in the text: its inside with a digit more on either side, or its inside alone?

    close: the text without signs between its digits; in that a short stretch may come about by chance.
    """
    bare = number.replace("-", "")
    inner = bare[4:14] if len(bare) == 18 else bare[3:-3] if len(bare) > 12 else bare[2:-2]
    at = bare.index(inner)
    if inner not in close:
        return False
    return bare[at - 1 : at + len(inner) + 1] in close or bool(re.search(rf"(?<!\d){inner}(?!\d)", form))


def _forms(text: str) -> Iterator[str]:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    yield plain
    if len(plain) < _SHORT:
        yield plain.replace("O", "0").replace("l", "1")
    if "%" in plain:
        yield urllib.parse.unquote(plain)
    if "\\u" in plain:
        yield _ESCAPE.sub(lambda hit: chr(int(hit[1], 16)), plain)
    if "<" in plain or "&" in plain:
        yield html.unescape(re.sub(r"<[^>]*>", "", plain))
        yield html.unescape(plain)


def _texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Everything in the bytes that is text to somebody."""
    packed = content.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8"))
    for encoding in ("latin-1",) if packed else ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield name, content.decode(encoding, "ignore")
    if content.startswith(b"PK\x03\x04"):
        yield from _packed(name, content)
    elif content.startswith(b"%PDF"):
        yield from _pdf(name, content)
    elif content.startswith(b"SQLite"):
        yield from _rows(name, content)
    if b"BEGIN:VCALENDAR" in content:
        yield name, content.decode("utf-8", "ignore").replace("\r\n ", "").replace("\\,", ",")
    for part in _BASE64.findall(content.decode("latin-1")) if not packed else ():
        raw = base64.b64decode(part + "=" * (-len(part) % 4))
        yield f"{name} (base64)", raw.decode("utf-8", "ignore")
        try:
            yield f"{name} (packed)", zlib.decompress(raw).decode("utf-8", "ignore")
        except zlib.error:
            continue


def _packed(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield name, archive.comment.decode("utf-8", "ignore")
        parts = archive.infolist()
        for info in parts:
            yield f"{name}!{info.filename}", info.filename
            yield from _texts(f"{name}!{info.filename}", archive.read(info))
        hidden = [archive.read(i).decode("utf-8", "ignore") for i in parts if i.filename.startswith("xl/")]
        chunks = [re.findall(r"<t[^>]*>([A-Za-z0-9+/=]{200,})</t>", text) for text in hidden]
        whole = "".join(chunk for part in chunks for chunk in part)
        if whole:
            yield f"{name} (draft in it)", zlib.decompress(base64.b64decode(whole)).decode()


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    try:
        opened = pymupdf.open(stream=content, filetype="pdf")
    except pymupdf.FileDataError:
        return
    with opened as document:
        yield f"{name} metadata", repr(document.metadata) + (document.get_xml_metadata() or "")
        yield f"{name} outline", repr(document.get_toc(simple=False))
        for index in range(document.embfile_count()):
            yield f"{name} attachment", repr(document.embfile_info(index))
            yield f"{name} attachment", document.embfile_get(index).decode("utf-8", "ignore")
        for page in document:
            for kind in ("text", "rawdict"):
                yield f"{name} page {page.number + 1}", _said(page, kind)
            yield f"{name} notes {page.number + 1}", repr([note.info for note in page.annots()])
            yield f"{name} links {page.number + 1}", repr(page.get_links())
        for xref in range(1, document.xref_length()):
            yield f"{name} object {xref}", document.xref_object(xref)
            if document.xref_is_stream(xref) and not _PICTURE_OR_FONT.search(document.xref_object(xref)):
                yield f"{name} stream {xref}", (document.xref_stream(xref) or b"").decode("latin-1")


def _said(page: Any, kind: str) -> str:
    if kind != "rawdict":
        return str(page.get_text(kind))
    blocks = page.get_text(kind)["blocks"]
    chars = [c["c"] for b in blocks for line in b.get("lines", ()) for span in line["spans"] for c in span["chars"]]
    return "".join(chars)


def _rows(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content[:18] + b"\x01\x01" + content[20:])  # a file in memory has no write-ahead log
    for (table,) in connection.execute("select name from sqlite_master where type='table'").fetchall():
        for row in connection.execute(f'select * from "{table}"'):  # its own name
            yield f"{name} {table}", "\n".join(map(str, row))
    connection.close()
