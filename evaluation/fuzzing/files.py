"""Good files of every format that Yushen reads, each with the papers that it holds: what mutants are made of.

`.doc` is made by LibreOffice where it is installed; RAR cannot be made here (its packer is not free), so that a RAR
mutant is only a damaged header; ODS, MSG, PPT and EML are refused by their kind and need no mutants of their own.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import py7zr
import xlsxwriter

from evaluation.fuzzing import compound, pages
from evaluation.fuzzing.papers import FuzzPaper, make_paper

STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EPOCH = (2021, 1, 1, 0, 0, 0)
PICTURES = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF", "bmp": "BMP", "webp": "WEBP", "heic": "HEIF", "gif": "GIF"}
TEXTS = ("txt", "csv", "html", "rtf", "docx", "xlsx", "xls", "ofd", "pdf", "zip", "tar", "tar.gz", "gz", "7z")
"""Formats whose words are read without OCR."""
SEEN = ("scan", *PICTURES)
"""Formats that only OCR can read."""


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A good file: its format, name, bytes and the papers in it; `inner` is the name of the member of an archive."""

    format: str
    name: str
    data: bytes
    papers: tuple[FuzzPaper, ...]
    layout: str = ""


def make_file(kind: str, rng: random.Random, papers: Sequence[FuzzPaper] = ()) -> GoodFile:
    """A good file of that format. Raises LookupError where this machine cannot make one (`.doc`)."""
    chosen = tuple(papers) or (make_paper(rng),)
    if kind == "pdf":
        layout = rng.choice(pages.LAYOUTS)
        return GoodFile(kind, "a.pdf", pages.pdf(chosen, layout, rng), chosen, layout)
    if kind == "scan":
        return GoodFile(kind, "a.pdf", pages.scan(chosen, rng), chosen)
    if kind in PICTURES:
        return GoodFile(kind, f"a.{kind}", pages.picture(chosen[0], PICTURES[kind], rng), chosen[:1])
    if kind in ARCHIVES:
        inner = make_file(rng.choice(("txt", "docx", "pdf", "csv")), rng, chosen)
        data = ARCHIVES[kind](inner)
        return GoodFile(kind, f"{inner.name}.gz" if kind == "gz" else f"a.{kind}", data, chosen, inner.format)
    data, layout = WRITERS[kind](chosen, rng)
    return GoodFile(kind, "a.xml" if kind == "eml" else f"a.{kind}", data, chosen, layout)


def _text(papers: Sequence[FuzzPaper]) -> str:
    lines = []
    for paper in papers:
        lines += [paper.title, *(f"{x.label}：{x.value}" if x.value or x.field else x.label for x in paper.lines), ""]
    return "\r\n".join(lines)


def _rows(papers: Sequence[FuzzPaper]) -> list[list[str]]:
    return [row for paper in papers for row in ([paper.title, ""], *([x.label, x.value] for x in paper.lines))]


def write_txt(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """Plain text in one of four codings (the layout)."""
    coding = rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return _text(papers).encode(coding), coding


def write_csv(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """Label and value as columns, UTF-8 or GBK (the layout)."""
    coding = rng.choice(("utf-8-sig", "gb18030"))
    out = io.StringIO()
    csv.writer(out).writerows(_rows(papers))
    return out.getvalue().encode(coding), coding


def write_html(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """A page of paragraphs or of a table."""
    layout = rng.choice(("paragraphs", "table"))
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>"]
    if layout == "table":
        rows = (f"<tr><td>{html.escape(a)}</td><td>{html.escape(b)}</td></tr>" for a, b in _rows(papers))
        parts.append(f"<table>{''.join(rows)}</table>")
    else:
        parts += [f"<p>{html.escape(line)}</p>" for line in _text(papers).splitlines()]
    return "\n".join([*parts, "</body></html>"]).encode(), layout


def write_rtf(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """Rich text, every hanzi by its number."""

    def signs(line: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in line)

    body = "\\par\n".join(signs(line) for line in _text(papers).splitlines())
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0 SimSun;}}\\f0\\fs24 " + body + "\\par}").encode(), ""


def write_docx(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """A Word file of paragraphs, of paragraphs in many runs, or of a table."""
    layout = rng.choice(("paragraphs", "table", "runs"))
    document: Any = docx.Document()
    for paper in papers:
        document.add_paragraph(paper.title)
        if layout == "table":
            table = document.add_table(rows=0, cols=2)
            for line in paper.lines:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = line.label, line.value
            continue
        for line in paper.lines:
            paragraph = document.add_paragraph()
            text = f"{line.label}：{line.value}" if line.value or line.field else line.label
            step = 3 if layout == "runs" else len(text)
            for at in range(0, len(text), step):
                paragraph.add_run(text[at : at + step])
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue()), layout


def write_xlsx(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """A workbook with shared or with inline strings."""
    out = io.BytesIO()
    layout = rng.choice(("shared", "inline"))
    if layout == "shared":
        book: Any = openpyxl.Workbook()
        for row in _rows(papers):
            book.active.append(row)
        book.save(out)
    else:
        with xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True}) as made:
            sheet = made.add_worksheet("证书")
            for at, row in enumerate(_rows(papers)):
                sheet.write_row(at, 0, row)
    return timeless(out.getvalue()), layout


def write_xls(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """An old workbook, made by hand."""
    return compound.workbook(_rows(papers)), ""


@cache
def _office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise LookupError("LibreOffice 未安装，.doc 样张不生成")
    return found


def write_doc(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """An old Word file, by LibreOffice. Raises LookupError without it."""
    data, layout = write_docx(papers, rng)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.docx"
        source.write_bytes(data)
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [_office(), home, "--headless", "--convert-to", "doc", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "a.doc").read_bytes(), layout


NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def write_ofd(papers: Sequence[FuzzPaper], rng: random.Random) -> tuple[bytes, str]:
    """An OFD of one page a paper."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(papers)))
    members = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, paper in enumerate(papers):
        objects = []
        for at, line in enumerate(_text([paper]).splitlines()):
            objects.append(
                f'<ofd:TextObject ID="{at + 5}" Boundary="20 {20 + 12 * at} 170 8" Size="5">'
                f'<ofd:TextCode X="0" Y="5">{html.escape(line)}</ofd:TextCode></ofd:TextObject>'
            )
        layer = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
        members[f"D/Pages/{number}.xml"] = f"<ofd:Page {NS}>{layer}</ofd:Page>"
    return zipped([(name, text.encode()) for name, text in members.items()]), ""


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A deflated ZIP with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def timeless(data: bytes) -> bytes:
    """An office package without the times of its making, so that a seed always gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return zipped([(name, STAMP.sub(b"2021-01-01T00:00:00Z", content)) for name, content in members])


def _tar(inner: GoodFile) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo(f"证书/{inner.name}")
        member.size = len(inner.data)
        archive.addfile(member, io.BytesIO(inner.data))
    return out.getvalue()


def _seven(inner: GoodFile) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(inner.data, f"证书/{inner.name}")
    return out.getvalue()


ARCHIVES: dict[str, Callable[[GoodFile], bytes]] = {
    "zip": lambda inner: zipped([(f"证书/{inner.name}", inner.data)]),
    "tar": _tar,
    "tar.gz": lambda inner: gzip.compress(_tar(inner), mtime=0),
    "gz": lambda inner: gzip.compress(inner.data, mtime=0),
    "7z": _seven,
}
Writer = Callable[[Sequence[FuzzPaper], random.Random], tuple[bytes, str]]
WRITERS: dict[str, Writer] = {
    "txt": write_txt,
    "csv": write_csv,
    "html": write_html,
    "rtf": write_rtf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "xls": write_xls,
    "doc": write_doc,
    "ofd": write_ofd,
}
