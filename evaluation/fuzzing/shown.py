"""What a file shows now, told by other software than Yushen reads with: pdfium, openpyxl, the bare XML.

Used to judge a value that differs from what the good file says: a flipped digit that anybody sees is no error.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import tarfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.fuzzing.files import GoodFile

Pixels = NDArray[np.uint8]


def shown_text(file: GoodFile, data: bytes) -> str | None:
    """The words of the file with those bytes; None where the other software reads nothing."""
    try:
        return _READERS[file.format](data, file)
    except Exception:  # noqa: BLE001  # other people's readers on damaged files: whatever they raise, they read nothing
        return None


def rendered(data: bytes, scale: float = 2.0) -> list[Pixels]:
    """The pages of a PDF as pdfium draws them, grey; empty where it cannot open it."""
    pypdfium2: Any = import_module("pypdfium2")
    try:
        document = pypdfium2.PdfDocument(data)
        return [np.asarray(page.render(scale=scale).to_pil().convert("L")) for page in document]
    except Exception:  # noqa: BLE001  # as above
        return []


def _plain(data: bytes, file: GoodFile) -> str:
    coding = file.layout or "utf-8"
    return data.decode(coding, errors="replace")


def _html(data: bytes, file: GoodFile) -> str:
    text = data.decode("utf-8", errors="replace")
    return html.unescape(
        re.sub(r"<[^>]*>", "\t", re.sub(r"(?s)<!--.*?-->|<style.*?</style>|<title.*?</title>", "", text))
    )


def _rtf(data: bytes, file: GoodFile) -> str:
    text = data.decode("latin-1")
    # One sign behind \u is for older readers and skipped, whatever it is; controls are drawn as nothing.
    text = re.sub(r"\\u(-?\d+) ?[^\\{}\n]?", lambda m: chr(n) if (n := int(m[1]) % 65536) >= 32 else "", text)
    return re.sub(r"\\[a-z]+-?\d* ?|[{}]", "\n", text)


def _docx(data: bytes, file: GoodFile) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8", errors="replace")
    lines = re.split(r"</w:p>|</w:tc>", xml)
    return "\n".join(html.unescape("".join(re.findall(r"<w:t(?:\s[^>]*)?>([^<]*)", line))) for line in lines)


def _xlsx(data: bytes, file: GoodFile) -> str:
    import openpyxl

    book: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(max_row=99, max_col=30, values_only=True))
    return "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)


def _ofd(data: bytes, file: GoodFile) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(n).decode("utf-8", errors="replace") for n in archive.namelist() if "Pages/" in n]
    found = (html.unescape(text) for page in pages for text in re.findall(r"TextCode[^>]*>([^<]*)", page))
    return "\n".join(found)


def _xls(data: bytes, file: GoodFile) -> str:
    """Two readings of the records' bytes: from even and from odd places."""
    return "\n".join(data[at:].decode("utf-16-le", errors="replace") for at in (0, 1))


def _pdf(data: bytes, file: GoodFile) -> str:
    pypdfium2: Any = import_module("pypdfium2")
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _inner(data: bytes, file: GoodFile) -> str:
    inner = GoodFile(file.layout, "", b"", file.papers, "" if file.layout not in {"txt", "csv"} else "utf-8")
    members: list[bytes] = []
    if file.format == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [archive.read(name) for name in archive.namelist()]
    elif file.format == "gz":
        members = [gzip.decompress(data)]
    elif file.format == "7z":
        import py7zr
        from py7zr.io import BytesIOFactory

        factory = BytesIOFactory(10_000_000)
        with py7zr.SevenZipFile(io.BytesIO(data)) as seven:
            seven.extractall(factory=factory)
        members = [made.read() for made in factory.products.values()]
    else:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            members = [taken.read() for m in tar.getmembers() if (taken := tar.extractfile(m)) is not None]
    texts = []
    for member in members:
        codings = ("utf-8", "gb18030", "utf-16") if inner.format in {"txt", "csv"} else ("",)
        texts += [shown_text(GoodFile(inner.format, "", b"", (), coding), member) or "" for coding in codings]
    return "\n".join(texts)


_READERS: dict[str, Callable[[bytes, GoodFile], str]] = {
    "txt": _plain,
    "csv": _plain,
    "html": _html,
    "rtf": _rtf,
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xls,
    "doc": _xls,
    "ofd": _ofd,
    "pdf": _pdf,
    "zip": _inner,
    "tar": _inner,
    "tar.gz": _inner,
    "gz": _inner,
    "7z": _inner,
}
