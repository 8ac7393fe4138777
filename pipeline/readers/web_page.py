"""Plain text and HTML, read simply: text in order, tables as tables; nothing is fetched or run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.document import PageId
from pipeline.readers.content import Content
from pipeline.readers.flow import Block, Grid, compose_flow, occupy
from pipeline.readers.package import DAMAGED, TOO_LARGE, local
from pipeline.readers.plain_text import decode_text

MAX_BYTES = 20_000_000
DEEPEST = 100
SKIPPED = {"script", "style", "head", "template", "noscript", "title"}
INLINE = {"a", "b", "i", "u", "em", "strong", "span", "font", "sub", "sup", "small", "big", "label", "code", "s", "ins"}


def read_text(path: Path, name: str) -> Content:
    """A text file as one page."""
    if path.stat().st_size > MAX_BYTES:
        return Content(refusal=TOO_LARGE)
    text = decode_text(path.read_bytes())
    if text is None:
        return Content(refusal=DAMAGED)
    return Content((compose_flow(PageId(name), text.split("\n")),))


def read_html(path: Path, name: str) -> Content:
    """An HTML file as one page; Excel and registers export such files, often as .xls or .doc."""
    from lxml import etree, html

    if path.stat().st_size > MAX_BYTES:
        return Content(refusal=TOO_LARGE)
    data = path.read_bytes()
    text = _declared(data) or decode_text(data)
    if text is None:
        return Content(refusal=DAMAGED)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Content(refusal=DAMAGED)
    return Content((compose_flow(PageId(name), _blocks(root, 0)),))


def _declared(data: bytes) -> str | None:
    """Text in the encoding that the page declares, where it fits (GBK pages declare gb2312)."""
    head = data[:2000].lower()
    if b"charset=gb" in head.replace(b'"', b"").replace(b"'", b""):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return None
    return None


def _blocks(element: Any, depth: int) -> list[Block]:
    if depth > DEEPEST:
        return []
    blocks: list[Block] = []
    line: list[str] = [element.text or ""]

    def end_line() -> None:
        text = " ".join("".join(line).split())
        if text:
            blocks.append(text)
        line.clear()

    for child in element:
        name = local(child).lower()
        if name == "br":
            end_line()
        elif name == "table":
            end_line()
            blocks.append(_table(child, depth + 1))
        elif name == "del" or name in SKIPPED or not name:
            pass
        elif name in INLINE and not any(local(node) in {"table", "br", "p", "div"} for node in child.iterdescendants()):
            line.append("".join(child.itertext()))
        else:
            end_line()
            blocks += _blocks(child, depth + 1)
        line.append(child.tail or "")
    end_line()
    return blocks


def _table(table: Any, depth: int) -> Grid:
    rows = []
    for row in table.iterdescendants("tr"):
        owner = next(row.iterancestors("table"), None)
        if owner is table:
            cells = [cell for cell in row if local(cell).lower() in {"td", "th"}]
            rows.append([(_span(c, "rowspan"), _span(c, "colspan"), tuple(_blocks(c, depth))) for c in cells])
    return occupy(rows)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), 200)) if value.isdecimal() else 1
