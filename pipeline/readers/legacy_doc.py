"""Word 97–2003 files (.doc, WPS's .wps) and RTF: read here where possible, else turned into DOCX by LibreOffice.

Text, tables and pictures come straight from the file. LibreOffice, if the machine has it, helps where a file gives
nothing (RTF, odd variants); it runs without a window, under a clock, with a profile of its own.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from legacy_doc import LegacyDocError, extract_text
from legacy_doc.types import ExtractionOptions

from extractors.document import PageId
from pipeline.limits import DEFAULTS, Limits, size_text
from pipeline.readers.content import Content, Picture, is_ornament, picture_kind
from pipeline.readers.flow import Block, Grid, Slot, compose_flow
from pipeline.readers.package import DAMAGED, LOCKED, too_large, too_many_pictures
from pipeline.readers.refusal import Refusal
from pipeline.readers.word97 import Letter, RowEdges, Word97

EMPTY = Refusal("UNREADABLE_FILE", "里没有读到文字和图片；请用 Word 或 WPS 另存为 DOCX 或 PDF 后重新提交")
RTF = Refusal("UNSUPPORTED_FORMAT", "是 RTF 文件，本机没有可转换的程序；请另存为 DOCX 或 PDF 后重新提交")
# Records that hold a bitmap in Office drawings ([MS-ODRAW] 2.2.23): JPEG, PNG, DIB, TIFF; EMF and WMF are drawings.
BLIP = re.compile(rb"[\x00-\xff][\x00-\xff]([\x1d\x1e\x1f\x29\x2a]\xf0)")
SPECIAL = {"\x0b": "\n", "\x1e": "-", "\x09": " ", "\x0e": "\n"}


def read_legacy(path: Path, name: str, kind: str, limits: Limits = DEFAULTS) -> Content:
    """A .doc, .wps or .rtf by its path on disk; `name` is its path in the dossier."""
    if path.stat().st_size > limits.legacy_bytes:
        return Content(refusal=too_large("", size_text(limits.legacy_bytes)))
    content = Content(refusal=RTF) if kind == "rtf" else _read_doc(path.read_bytes(), name, limits)
    if content.refusal is None or content.refusal == LOCKED:
        return content
    return _by_libreoffice(path, name, limits) or content


def _read_doc(data: bytes, name: str, limits: Limits) -> Content:
    try:
        word = Word97(data)
        if word.locked:
            return Content(refusal=LOCKED)
        blocks = compose_blocks(word.letters())
        note = "含修订痕迹或隐藏文字：删除和隐藏的文字未计" if word.dropped else None
        pictures, losses = _pictures([word.ole.try_read_stream("Data"), word.main], name, limits.pictures)
    except (LegacyDocError, struct.error, IndexError):
        return _plain_doc(data, name)
    page = replace(compose_flow(PageId(name), blocks), has_picture=bool(pictures))
    if not page.text and not pictures:
        return Content(refusal=EMPTY)
    return Content((page,) if page.text else (), pictures, losses=losses, note=note)


def _plain_doc(data: bytes, name: str) -> Content:
    """What the legacy-doc package gives where our own reading failed: text without tables."""
    try:
        text = extract_text(data, options=ExtractionOptions(max_file_bytes=max(len(data), 1))).text
    except (LegacyDocError, struct.error, IndexError, ValueError) as error:
        return Content(refusal=LOCKED if "ncrypt" in str(error) else DAMAGED)
    page = compose_flow(PageId(name), text.split("\n"))
    return Content((page,), note="只读到文字，修订中删除的文字可能混入") if page.text else Content(refusal=EMPTY)


def compose_blocks(letters: Iterable[Letter]) -> list[Block]:
    """Paragraphs and tables out of the stream of characters: 0x07 ends a cell, and with its row's mark the row."""
    blocks: list[Block] = []
    rows: list[tuple[RowEdges | None, list[tuple[str, ...]]]] = []
    cells: list[tuple[str, ...]] = []
    paragraphs: list[str] = []
    line: list[str] = []

    def end_table() -> None:
        if cells:
            rows.append((None, list(cells)))
            cells.clear()
        if rows:
            blocks.append(_grid(rows))
            rows.clear()

    for letter in letters:
        char, mark = letter.char, letter.mark
        if char == "\x07":
            if mark.row_end:
                rows.append((mark.row, list(cells)))
                cells.clear()
                paragraphs.clear()
            else:
                cells.append((*paragraphs, "".join(line)))
                paragraphs.clear()
            line.clear()
        elif char in "\r\x0c":
            if mark.in_table and char == "\r":
                paragraphs.append("".join(line))
            else:
                end_table()
                blocks.append("".join(line))
            line.clear()
        elif char in SPECIAL:
            line.append(SPECIAL[char])
        elif char >= " ":
            line.append(char)
    end_table()
    if line:
        blocks.append("".join(line))
    return blocks


def _grid(rows: list[tuple[RowEdges | None, list[tuple[str, ...]]]]) -> Grid:
    """A grid whose columns are the cell edges of all rows, where the rows tell them."""
    edges = sorted({round(x / 20) for row, _ in rows if row is not None for x in row.edges})
    columns: list[int] = []
    for x in edges:
        if not columns or x - columns[-1] > 2:
            columns.append(x)
    slots: dict[tuple[int, int], Slot] = {}
    above: dict[int, tuple[int, int]] = {}
    for r, (row, cells) in enumerate(rows):
        here: dict[int, tuple[int, int]] = {}
        for c, paragraphs in enumerate(cells):
            first, last, continued = c, c + 1, False
            if row is not None and c + 1 < len(row.edges):
                first = _nearest(columns, round(row.edges[c] / 20))
                last = max(first + 1, _nearest(columns, round(row.edges[c + 1] / 20)))
                continued = row.continued[c]
            key = above.get(first)
            if continued and key is not None:
                slot = slots[key]
                slots[key] = replace(slot, rowspan=r - slot.row + 1, blocks=(*slot.blocks, *paragraphs))
            else:
                key = (r, first)
                while key in slots:
                    key = (r, key[1] + 1)
                slots[key] = Slot(r, key[1], paragraphs, 1, max(1, last - first))
            here[first] = key
        above = here
    return Grid(tuple(slots[key] for key in sorted(slots)))


def _nearest(columns: list[int], x: int) -> int:
    return min(range(len(columns)), key=lambda at: abs(columns[at] - x))


def _pictures(streams: Iterable[bytes | None], name: str, most: int) -> tuple[tuple[Picture, ...], tuple[Refusal, ...]]:
    """Pictures in the order of their records, each once, and that there were more."""
    found: dict[bytes, Picture] = {}
    for stream in streams:
        for data in carve_pictures(stream or b""):
            if data not in found and len(found) >= most:
                return tuple(found.values()), (too_many_pictures(most),)
            number = len(found) + 1
            found.setdefault(data, Picture(PageId(name, None, f"图片{number}"), data, ornament=is_ornament(data)))
    return tuple(found.values()), ()


def carve_pictures(stream: bytes) -> Iterable[bytes]:
    """The bitmaps in a stream of Office drawing records."""
    at = 0
    while (record := BLIP.search(stream, at)) is not None:
        at = record.start() + 1
        if record.start() + 8 > len(stream):
            return
        size = struct.unpack_from("<I", stream, record.start() + 4)[0]
        body = record.start() + 8
        if size < 50 or body + size > len(stream):
            continue
        for skip in (17, 33):  # one or two 16-byte hashes and a tag
            data = stream[body + skip : body + size]
            if record[1] == b"\x1f\xf0" and data[:4] == b"\x28\0\0\0":
                data = b"BM" + struct.pack("<IHHI", len(data) + 14, 0, 0, 54) + data
            if picture_kind(data) == "image":
                yield data
                at = body + size
                break


def _watched(seconds: float) -> list[str]:
    """What ends a conversion whose caller was killed; the caller's own clock comes first."""
    program = shutil.which("timeout") if sys.platform == "linux" else None
    return [program, "-k", "5", str(int(seconds) + 5)] if program else []


def _by_libreoffice(path: Path, name: str, limits: Limits) -> Content | None:
    """The file turned into DOCX and read as such; None where LibreOffice is missing or cannot."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    from pipeline.readers.word import read_word

    with tempfile.TemporaryDirectory(prefix="yushen-office-") as folder:
        home = Path(folder)
        source = home / f"source{'.rtf' if path.open('rb').read(5) == b'{' + bytes([92]) + b'rtf' else '.doc'}"
        shutil.copyfile(path, source)
        command = [
            *_watched(limits.convert_seconds),
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            str(home / "out"),
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=limits.convert_seconds, check=False, cwd=home)
        except subprocess.TimeoutExpired:
            why = f"经 LibreOffice 转换超过 {limits.convert_seconds:g} 秒，未读；请另存为 DOCX 或 PDF 后重新提交"
            return Content(refusal=Refusal("LIMIT_EXCEEDED", why), passing=True)
        except (OSError, subprocess.SubprocessError):
            return None
        made = home / "out" / "source.docx"
        if not made.exists():
            return None
        content = read_word(made, name, limits)
    if content.refusal is not None or not (content.pictures or any(page.text for page in content.pages)):
        return None
    return replace(content, note="；".join(n for n in (content.note, "经 LibreOffice 转换后读取") if n))
