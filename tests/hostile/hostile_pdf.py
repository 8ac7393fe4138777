"""Builders of PDFs that mean harm or are broken: each returns the bytes of one small file, made when it is needed.

Every page shows `SHOWN` unless the fault takes it away; what only the layer says, and nobody sees, is `HIDDEN`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pymupdf as _pymupdf

pymupdf: Any = _pymupdf
SHOWN = "SHOWN-2021"
HIDDEN = "2029-08-18"
SHOW = f"BT /F1 14 Tf 72 700 Td ({SHOWN}) Tj ET\n".encode()
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def stream(data: bytes, more: bytes = b"", *, packed: bool = True) -> bytes:
    """A stream object, deflated unless told otherwise."""
    body = zlib.compress(data, 9) if packed else data
    how = b"/Filter /FlateDecode " if packed else b""
    return b"<< %s%s /Length %d >>\nstream\n%s\nendstream" % (how, more, len(body), body)


def pdf(changed: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A page that shows `SHOWN`, with some of its objects replaced or added; objects 1 to 5 are those of any page."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE,
        4: stream(SHOW),
        5: FONT,
        **changed,
    }
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    count = max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)
    return bytes(out)


def page_with(resources: bytes, box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    """The page object with resources of its own."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (box, more, resources)
    )


def form(content: bytes, resources: bytes) -> bytes:
    """A form XObject."""
    more = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> %s >>" % resources
    return stream(content, more)


def nested_forms() -> bytes:
    """Nine levels, each calling the next ten times: a thousand million calls in 3 KB."""
    objects = {3: page_with(b"/XObject << /X 10 0 R >>"), 4: stream(SHOW + b"/X Do")}
    for level in range(9):
        calls = b"/X Do " * 10 if level < 8 else b"0 0 1 1 re f"
        objects[10 + level] = form(calls, b"/XObject << /X %d 0 R >>" % (11 + level) if level < 8 else b"")
    return pdf(objects)


def mutual_forms() -> bytes:
    return pdf(
        {
            3: page_with(b"/XObject << /X 10 0 R >>"),
            4: stream(SHOW + b"/X Do"),
            10: form(b"/Y Do", b"/XObject << /Y 11 0 R >>"),
            11: form(b"/X Do", b"/XObject << /X 10 0 R >>"),
        }
    )


def endless_pattern() -> bytes:
    pattern = b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 5 5] /XStep 1 /YStep 1"
    pattern += b" /Resources << /Pattern << /P 10 0 R >> >>"
    return pdf(
        {
            3: page_with(b"/Pattern << /P 10 0 R >>"),
            4: stream(b"/Pattern cs /P scn 0 0 595 600 re f\n" + SHOW),
            10: stream(b"/Pattern cs /P scn 0 0 5 5 re f", pattern),
        }
    )


def own_soft_mask() -> bytes:
    state = b"/ExtGState << /G << /SMask << /S /Alpha /G 10 0 R >> >> >>"
    return pdf({3: page_with(state), 4: stream(SHOW + b"/G gs 0 0 9 9 re f"), 10: form(b"/G gs 0 0 9 9 re f", state)})


def type3_calls_itself() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /LastChar 65 "
        b"/Widths [9] /CharProcs << /a 11 0 R >> /Encoding << /Differences [65 /a] >> "
        b"/Resources << /Font << /T 10 0 R >> >> >>"
    )
    return pdf(
        {
            3: PAGE.replace(b"/F1 5 0 R", b"/F1 5 0 R /T 10 0 R"),
            4: stream(SHOW + b"BT /T 12 Tf (AAAA) Tj ET"),
            10: font,
            11: stream(b"9 0 0 0 9 9 d1 BT /T 12 Tf (AAAA) Tj ET"),
        }
    )


def picture_of(
    width: int, height: int, data: bytes, more: bytes = b"/ColorSpace /DeviceGray /BitsPerComponent 1"
) -> bytes:
    picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (width, height, more)
    return pdf(
        {
            3: page_with(b"/XObject << /X 10 0 R >>"),
            4: stream(SHOW + b"q 400 0 0 300 72 100 cm /X Do Q"),
            10: stream(data, picture),
        }
    )


def chained_filters() -> bytes:
    data = SHOW
    for _ in range(40):
        data = zlib.compress(data)
    names = b"/FlateDecode " * 40
    body = b"<< /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (names, len(data), data)
    return pdf({4: body})


def previous_table_is_itself() -> bytes:
    data = pdf({})
    start = data.index(b"xref\n")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def half() -> bytes:
    objects = {
        2: b"<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3 >>",
        9: stream(bytes(range(256)) * 9, packed=False),
    }
    data = pdf(objects)
    return data[: len(data) // 2]


BROKEN: dict[str, Callable[[], bytes]] = {
    "nested-forms": nested_forms,
    "400-mb-of-q": lambda: pdf({4: stream(SHOW + b"q " * 200_000_000)}),
    "400-mb-of-blanks": lambda: pdf({4: stream(SHOW + b" " * 400_000_000)}),
    "self-calling-form": lambda: pdf(
        {
            3: page_with(b"/XObject << /X 10 0 R >>"),
            4: stream(SHOW + b"/X Do"),
            10: form(b"/X Do", b"/XObject << /X 10 0 R >>"),
        }
    ),
    "mutual-forms": mutual_forms,
    "endless-pattern": endless_pattern,
    "own-soft-mask": own_soft_mask,
    "type3-calls-itself": type3_calls_itself,
    "page-tree-loop": lambda: pdf({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
    "page-tree-loop-behind-a-page": lambda: pdf(
        {
            2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            6: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        }
    ),
    "a-thousand-million-pages-claimed": lambda: pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"}),
    "minus-one-page-claimed": lambda: pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"}),
    "more-pages-than-claimed": lambda: pdf(
        {2: b"<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 1 >>", 6: PAGE.replace(b"4 0 R", b"7 0 R"), 7: stream(b"")}
    ),
    "page-that-is-no-page": lambda: pdf({3: b"(nothing)"}),
    "huge-box": lambda: pdf({3: page_with(b"", b"[0 0 1e9 1e9]")}),
    "box-of-nothing": lambda: pdf({3: page_with(b"", b"[0 0 0 0]")}),
    "box-upside-down": lambda: pdf({3: page_with(b"", b"[595 842 0 0]")}),
    "no-box": lambda: pdf({3: PAGE.replace(b"/MediaBox [0 0 595 842]", b"")}),
    "box-of-words": lambda: pdf({3: page_with(b"", b"[/a /b /c /d]")}),
    "turned-by-45": lambda: pdf({3: page_with(b"", more=b"/Rotate 45")}),
    "huge-unit": lambda: pdf({3: page_with(b"", more=b"/UserUnit 1e6")}),
    "picture-of-30k-by-30k": lambda: picture_of(30_000, 30_000, b"\xff" * (30_000 * 3_750)),
    "picture-that-claims-two-thousand-million-columns": lambda: picture_of(2_000_000_000, 2_000_000_000, b"\xff"),
    "picture-with-too-little-data": lambda: picture_of(2_000, 2_000, b"\x00" * 10),
    "picture-in-a-broken-format": lambda: picture_of(
        800, 800, b"\xff\xd8\xff\xe0 cut", b"/ColorSpace /DeviceRGB /BitsPerComponent 8"
    ),
    "forty-filters": chained_filters,
    "table-whose-previous-is-itself": previous_table_is_itself,
    "javascript": lambda: pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> >>"}
    ),
    "contents-missing": lambda: pdf({3: PAGE.replace(b"4 0 R", b"99 0 R")}),
    "contents-cut": lambda: pdf({4: stream(SHOW).replace(b"\nendstream", b"")[:60]}),
    "length-that-lies": lambda: pdf({4: stream(SHOW, packed=False).replace(b"/Length ", b"/Length 99999999")}),
    "a-hundred-thousand-brackets": lambda: pdf({4: stream(SHOW + b"[" * 100_000)}),
    "dictionary-100000-deep": lambda: pdf({6: b"<< /A " * 100_000 + b"1" + b" >>" * 100_000}),
    "operators-without-operands": lambda: pdf({4: stream(SHOW + b"Tf Td Tm cm re Do gs scn Q Q Q ET EMC\n")}),
    "font-missing": lambda: pdf({5: b"null"}),
    "font-size-of-nothing": lambda: pdf({4: stream(SHOW + b"BT /F1 0 Tf 72 600 Td (x) Tj ET")}),
    "number-beyond-reason": lambda: pdf({4: stream(SHOW + b"BT /F1 1e38 Tf 1e38 1e38 Td (x) Tj ET")}),
    "cut-at-half": half,
    "only-a-head": lambda: b"%PDF-1.7\n%%EOF",
    "head-behind-a-kilobyte-of-mud": lambda: b"\x00" * 900 + pdf({}),
    "no-cross-reference": lambda: pdf({}).split(b"xref\n")[0],
}
"""Fault → file: the page is read, or the file says that it could not be."""


def drawn(content: bytes, *, below: bool = False, catalog: bytes = b"", resources: bytes = b"") -> bytes:
    """A page that shows `SHOWN` and, beside it, what the content draws (or `below` it)."""
    whole = content + b"\n" + SHOW if below else SHOW + content
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, 3: page_with(resources), 4: stream(whole)})


TEXT = b"BT /F1 14 Tf 72 600 Td (%s) Tj ET\n" % HIDDEN.encode()


def layer_off() -> bytes:
    """A layer (optional content) that is switched off: viewers show nothing of it."""
    config = b"/OCProperties << /OCGs [12 0 R] /D << /OFF [12 0 R] /Order [12 0 R] >> >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % config,
            3: page_with(b"/Properties << /L 12 0 R >>"),
            4: stream(SHOW + b"/OC /L BDC\n" + TEXT + b"EMC\n"),
            12: b"<< /Type /OCG /Name (L) >>",
        }
    )


def annotation(flags: int) -> bytes:
    note = (
        b"<< /Type /Annot /Subtype /FreeText /Rect [72 590 300 620] /F %d /Contents (%s) /DA (/F1 12 Tf) "
        b"/AP << /N 11 0 R >> >>" % (flags, HIDDEN.encode())
    )
    return pdf({3: page_with(b"", more=b"/Annots [10 0 R]"), 10: note, 11: form(TEXT, b"")})


UNSEEN: dict[str, Callable[[], bytes]] = {
    "render-mode-3": lambda: drawn(TEXT.replace(b"Tf", b"Tf 3 Tr")),
    "render-mode-7": lambda: drawn(b"q " + TEXT.replace(b"Tf", b"Tf 7 Tr") + b"Q"),
    "white-on-white": lambda: drawn(b"1 g " + TEXT),
    "nearly-white-on-white": lambda: drawn(b"0.93 g " + TEXT),
    "white-in-cmyk": lambda: drawn(b"0 0 0 0 k " + TEXT),
    "black-on-black": lambda: drawn(b"0 g 60 590 300 30 re f " + TEXT),
    "grey-on-the-same-grey": lambda: drawn(b"0.5 g 60 590 300 30 re f " + TEXT),
    "under-a-white-box": lambda: drawn(TEXT + b"1 g 60 590 300 30 re f 0 g"),
    "under-a-black-bar": lambda: drawn(TEXT + b"0 g 60 590 300 30 re f"),
    "without-opacity": lambda: drawn(b"/G gs " + TEXT, resources=b"/ExtGState << /G << /ca 0 /CA 0 >> >>"),
    "hardly-any-opacity": lambda: drawn(b"/G gs " + TEXT, resources=b"/ExtGState << /G << /ca 0.02 /CA 0.02 >> >>"),
    "left-of-the-page": lambda: drawn(TEXT.replace(b"72 600", b"-300 600")),
    "above-the-page": lambda: drawn(TEXT.replace(b"72 600", b"72 900")),
    "outside-the-crop-box": lambda: pdf({3: page_with(b"", more=b"/CropBox [0 650 595 842]"), 4: stream(SHOW + TEXT)}),
    "clipped-away": lambda: drawn(b"q 0 0 10 10 re W n " + TEXT + b"Q"),
    "tiny": lambda: drawn(TEXT.replace(b"14 Tf", b"0.3 Tf")),
    "scaled-to-nothing": lambda: drawn(b"q 0.001 0 0 0.001 72 600 cm " + TEXT + b"Q"),
    "layer-switched-off": layer_off,
    "hidden-annotation": lambda: annotation(2),
    "actual-text": lambda: drawn(
        b"/Span << /ActualText (%s) >> BDC BT /F1 14 Tf 72 600 Td (2021-01-01) Tj ET EMC" % HIDDEN.encode()
    ),
    "metadata-only": lambda: pdf({6: b"<< /Title (%s) >>" % HIDDEN.encode()}, b"/Info 6 0 R"),
    "older-edition-in-the-file": lambda: pdf({4: stream(SHOW), 8: stream(TEXT)}),
}
"""Trick → file: what nobody sees on the page is not read from it."""
