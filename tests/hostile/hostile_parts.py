"""Office packages written part by part: Word, workbooks, OFD, with whatever stands in their XML."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from hostile_archive import Entry, zip_bytes
from hostile_draft import SPARE_PATENT

LINES = tuple(line.strip() for line in SPARE_PATENT.splitlines())
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:x="urn:invented"'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of the parts, the same bytes every time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 5, 30, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def with_bomb(parts: Mapping[str, str | bytes], name: str, front: bytes, fill: bytes, back: bytes, times: int) -> bytes:
    """The package with one part more, of `fill` packed once and repeated: hundreds of MB in a few hundred kB."""
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(front) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(fill) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += block * times + packer.compress(back) + packer.flush()
    size = len(front) + len(fill) * times + len(back)
    entries = [Entry(key.encode(), data.encode() if isinstance(data, str) else data) for key, data in parts.items()]
    return zip_bytes([*entries, Entry(name.encode(), b"", method=8, packed=packed, said_size=size)])


def relations(*given: str) -> str:
    """Relationships written as `id kind target`, external where the target is an address."""
    rows = []
    for one in given:
        key, kind, target = one.split(" ")
        mode = ' TargetMode="External"' if ":" in target else ""
        rows.append(f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{target}"{mode}/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{"".join(rows)}</Relationships>'


def content_types(main: str, kind: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{HEAD}<Types xmlns="{space}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.{kind}.main+xml"/></Types>'
    )


def paragraphs(lines: Sequence[str] = LINES, run: str = "", style: str = "", wrap: str = "{}") -> str:
    """Paragraphs; `run` stands in the properties of each run, `style` names a paragraph style."""
    front = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    properties = f"<w:rPr>{run}</w:rPr>" if run else ""
    inner = [wrap.format(f"<w:r>{properties}<w:t>{line}</w:t></w:r>") for line in lines]
    return "".join(f"<w:p>{front}{one}</w:p>" for one in inner)


def word_parts(body: str, before: str = "", more: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """The parts of a Word file with this body; `before` stands in front of the root element."""
    kind = "openxmlformats-officedocument.wordprocessingml.document"
    return {
        "[Content_Types].xml": content_types("word/document.xml", kind),
        "_rels/.rels": relations("r1 officeDocument word/document.xml"),
        "word/document.xml": f"{HEAD}{before}<w:document {W}><w:body>{body}</w:body></w:document>",
        **(more or {}),
    }


def word(body: str, before: str = "", **more: str | bytes) -> bytes:
    """A Word file; further parts are named as keywords with `__` for `/` and `_dot_` for `.`."""
    parts = {key.replace("__", "/").replace("_dot_", "."): data for key, data in more.items()}
    return package(word_parts(body, before, parts))


def text_cell(place: str, text: str, style: int = 0) -> str:
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t>{text}</t></is></c>'


def sheet(rows: str, before: str = '<dimension ref="A1:A9"/>') -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def rows_of(lines: Sequence[str] = LINES, attributes: str = "", style: int = 0, column: str = "A") -> str:
    return "".join(
        f'<row r="{n}" {attributes}>{text_cell(f"{column}{n}", line, style)}</row>' for n, line in enumerate(lines, 1)
    )


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode=";;;"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><sz val="11"/><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
"""Style 1: white letters; style 2: a number format that shows nothing."""


def workbook(*sheets: str, states: Mapping[int, str] | None = None, more: Mapping[str, str] | None = None) -> bytes:
    """A workbook of these sheets' XML; `states` says which are hidden."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{(states or {}).get(n, "visible")}" r:id="r{n}"/>' for n in numbers
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            "xl/workbook.xml", "openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        "_rels/.rels": relations("r1 officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *(f"r{n} worksheet worksheets/sheet{n}.xml" for n in numbers), "s styles styles.xml",
            "t sharedStrings sharedStrings.xml",
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="0" uniqueCount="0"></sst>',
        **{f"xl/worksheets/sheet{n}.xml": one for n, one in enumerate(sheets, 1)},
        **(more or {}),
    }  # fmt: skip
    return package(parts)


def ofd_text(words: str, y: float, attributes: str = "") -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="20 {y} 170 8" Size="5" {attributes}>'
        f'<ofd:TextCode X="0" Y="5">{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_lines(attributes: str = "", lines: Sequence[str] = LINES) -> str:
    return "".join(ofd_text(line, 20 + 12 * n, attributes) for n, line in enumerate(lines))


def ofd_parts(page: str, template: str = "", layer: str = "") -> dict[str, str | bytes]:
    """The parts of an OFD file of one page; `layer` stands in the layer's attributes."""
    one = f"<ofd:Content><ofd:Layer {layer}>{page}</ofd:Layer></ofd:Content>"
    return {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": (
            f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            '</ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="T.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
        ),
        "D/P.xml": f'<ofd:Page {OFD}><ofd:Template TemplateID="9"/>{one}</ofd:Page>',
        "D/T.xml": template or f"<ofd:Page {OFD}><ofd:Content><ofd:Layer/></ofd:Content></ofd:Page>",
    }
