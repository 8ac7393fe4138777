"""Plain text in whatever encoding it came: BOM, UTF-8, UTF-16 without BOM, GB 18030."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def decode_text(data: bytes, *, cut: bool = False) -> str | None:
    """The text, or None if this is no text. `cut`: the data may end within a character.

    >>> decode_text("证书".encode("gbk")), decode_text("证书".encode("utf-16")), decode_text(bytes(range(200)))
    ('证书', '证书', None)
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode(data, encoding, cut)
    encodings = ["utf-8", "gb18030"]
    if data[:1000].count(0) > len(data[:1000]) // 10:
        even, odd = data[:1000:2].count(0), data[1:1000:2].count(0)
        encodings = ["utf-16-le" if odd > even else "utf-16-be"]
    for encoding in encodings:
        text = _decode(data, encoding, cut)
        if text is not None:
            return text
    return None


def _decode(data: bytes, encoding: str, cut: bool) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, final=not cut)
    except UnicodeDecodeError:
        return None
    return None if len(CONTROL.findall(text)) > len(text) // 200 else text
