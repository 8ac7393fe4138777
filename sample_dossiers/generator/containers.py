# ruff: noqa: E501  (hanzi count double; what is printed stays in one piece)
"""Files around the papers: steady archives, GBK names, OFD, locked and broken files."""

from __future__ import annotations

import io
import re
import zipfile

from fontTools.ttLib import TTFont

from .mupdf import Book, pymupdf
from .wording import Data

_DAY = (2022, 6, 1, 9, 0, 0)


class _GbkName(zipfile.ZipInfo):
    """A member whose name is stored as Windows in China stores it: GBK bytes, no UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def archive(members: dict[str, bytes], gbk: bool = True) -> bytes:
    """A ZIP with fixed dates, in the given order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            info = (_GbkName if gbk else zipfile.ZipInfo)(name, _DAY)
            info.compress_type = zipfile.ZIP_STORED if name.endswith((".jpg", ".zip")) else zipfile.ZIP_DEFLATED
            info.create_system = 0
            box.writestr(info, data)
    return kept.getvalue()


def steady(data: bytes) -> bytes:
    """The same Office file with the clock taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return archive({name: box.read(name) for name in box.namelist()}, gbk=False)


def pdf_bytes(book: Book, subset: bool = True) -> bytes:
    """A finished PDF, the same for the same pages."""
    if subset:
        book.subset_fonts()
        _trim_unicode_maps(book)
        _trim_fonts(book)
    book.set_metadata(
        {"producer": "", "creator": "", "creationDate": "D:20220530090000", "modDate": "D:20220530090000"}
    )
    return bytes(
        book.tobytes(
            garbage=4, deflate=True, deflate_images=False, no_new_id=True, use_objstms=1, compression_effort=100
        )
    )


def _trim_unicode_maps(book: Book) -> None:
    """Drop the characters that no page shows from the fonts' ToUnicode tables (20 kB a font otherwise)."""
    shown = {ord(c) for page in book for c in page.get_text()}
    for xref in range(1, book.xref_length()):
        if not book.xref_is_stream(xref) or "/Type" in book.xref_object(xref, compressed=True):
            continue
        text = book.xref_stream(xref).decode("latin-1")
        if "begincmap" not in text:
            continue
        pairs: list[tuple[int, int]] = []
        for block, body in re.findall(r"begin(bfrange|bfchar)(.*?)endbf", text, re.S):
            for line in body.strip().splitlines():
                numbers = [int(n, 16) for n in re.findall(r"<([0-9a-fA-F]{1,6})>", line)]
                if block == "bfchar" and len(numbers) == 2:
                    pairs.append((numbers[0], numbers[1]))
                elif len(numbers) == 3:
                    pairs += [(numbers[0] + i, numbers[2] + i) for i in range(numbers[1] - numbers[0] + 1)]
        kept = [f"<{glyph:04x}> <{code:04x}>" for glyph, code in pairs if code in shown]
        head = re.split(r"\n\d+ beginbf", text, maxsplit=1)[0]
        blocks = "".join(
            f"\n{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
            for part in (kept[i : i + 100] for i in range(0, len(kept), 100))
        )
        tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        book.update_stream(xref, (head + blocks + tail).encode("latin-1"))


def _trim_fonts(book: Book) -> None:
    """Drop the name tables of embedded fonts (licence texts in many languages)."""
    for xref in range(1, book.xref_length()):
        if book.xref_is_stream(xref) and "/Length1" in book.xref_object(xref, compressed=True):
            data = book.xref_stream(xref)
            if data[:4] not in {b"\x00\x01\x00\x00", b"true"}:
                continue
            face = TTFont(io.BytesIO(data), recalcTimestamp=False)
            if "name" not in face:
                continue
            del face["name"]
            kept = io.BytesIO()
            face.save(kept, reorderTables=None)
            book.update_stream(xref, kept.getvalue())
            book.xref_set_key(xref, "Length1", str(len(kept.getvalue())))


def ofd(lines: list[tuple[float, float, float, str]]) -> bytes:
    """A one-page OFD (GB/T 33190): lines as (x, y, size) in millimetres and text."""
    objects = "".join(
        f'<ofd:TextObject ID="{10 + i}" Boundary="{x} {y - size} {len(text) * size + 4:.1f} {size * 1.5:.2f}" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{" ".join([str(size)] * max(1, len(text) - 1))}">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
        for i, (x, y, size, text) in enumerate(lines)
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    members = {
        "OFD.xml": f'{head}<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
        "0123456789abcdef0123456789abcdef</ofd:DocID><ofd:CreationDate>2021-11-08</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>200</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
        '</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
        "</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'{head}<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体" '
        'FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f"{head}<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f'</ofd:Area><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content>'
        "</ofd:Page>",
    }
    return archive({name: text.encode() for name, text in members.items()}, gbk=False)


def decision_ofd(d: Data) -> bytes:
    """An award decision as OFD, as governments send it."""
    lines = [
        (35.0, 40.0, 9.0, d["issuer"] + "文件"),
        (80.0, 58.0, 4.9, d["document"]),
        (40.0, 85.0, 6.0, f"关于授予{d['holder'][:14]}"),
        (40.0, 95.0, 6.0, f"{d['holder'][14:]}等企业{d['name']}的决定"),
        (28.0, 115.0, 4.9, "各镇人民政府（街道办事处），市直有关单位："),
        (38.0, 126.0, 4.9, "为深入实施质量强市战略，经评审和公示，决定授予"),
        (28.0, 135.0, 4.9, f"{d['holder']}{d['name']}，"),
        (28.0, 144.0, 4.9, "并按规定给予奖励。"),
        (125.0, 190.0, 4.9, d["issuer"]),
        (130.0, 199.0, 4.9, d["printed_date"]),
    ]
    return ofd(lines)


def locked(book: Book) -> bytes:
    """A PDF that asks for a password."""
    book.subset_fonts()
    return bytes(
        book.tobytes(
            garbage=4,
            deflate=True,
            no_new_id=True,
            encryption=pymupdf.PDF_ENCRYPT_RC4_128,
            user_pw="yushen-2022",
            owner_pw="yushen-2022",
        )
    )
