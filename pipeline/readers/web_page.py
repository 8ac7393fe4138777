"""Plain text and HTML, read simply: text in order, tables as tables; nothing is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.document import PageId
from pipeline.limits import DEFAULTS, Limits, size_text
from pipeline.readers.content import Content
from pipeline.readers.flow import Block, Grid, compose_flow, occupy
from pipeline.readers.package import DAMAGED, local, too_deep, too_large
from pipeline.readers.plain_text import decode_text

SKIPPED = {"script", "style", "head", "template", "noscript", "title"}
_BLOCKS = (
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li listing main "
    "menu nav noframes ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot "
    "th thead tr ul xmp"
)
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin a line of their own; all others, unknown ones too, are of the line (HTML, 15.3 Rendering)."""
LINE_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item|flow-root)")

HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
WHITE = re.compile(r"(?<!-)color\s*:\s*(?:white|#fff(?:fff)?)\b")
STYLE_SHEET = re.compile(r"(?is)<style\b[^>]*>(.*?)</style>")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAME = re.compile(r"[.#][\w-]+")


def read_text(path: Path, name: str, limits: Limits = DEFAULTS) -> Content:
    """A text file as one page."""
    if path.stat().st_size > limits.text_bytes:
        return Content(refusal=too_large("", size_text(limits.text_bytes)))
    text = decode_text(path.read_bytes())
    if text is None:
        return Content(refusal=DAMAGED)
    return Content((compose_flow(PageId(name), text.split("\n")),))


def read_html(path: Path, name: str, limits: Limits = DEFAULTS) -> Content:
    """An HTML file as one page; Excel and registers export such files, often as .xls or .doc."""
    from lxml import etree, html

    if path.stat().st_size > limits.text_bytes:
        return Content(refusal=too_large("", size_text(limits.text_bytes)))
    data = path.read_bytes()
    text = _declared(data) or decode_text(data)
    if text is None:
        return Content(refusal=DAMAGED)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Content(refusal=DAMAGED)
    walk = _Walk(limits.nesting, _hiding_names(text))
    page = compose_flow(PageId(name), walk.blocks(root, 0))
    return Content((page,), losses=(too_deep(limits.nesting),) if walk.too_deep else ())


def _declared(data: bytes) -> str | None:
    """Text in the encoding that the page declares, where it fits (GBK pages declare gb2312)."""
    head = data[:2000].lower()
    if b"charset=gb" in head.replace(b'"', b"").replace(b"'", b""):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return None
    return None


def _is_white_font(element: Any) -> bool:
    return local(element).lower() == "font" and (element.get("color") or "").lower() in {"white", "#fff", "#ffffff"}


def _hiding_names(text: str) -> frozenset[str]:
    """Classes and ids that the page's own style sheet hides (`.a`, `#b`)."""
    rules = (rule for sheet in STYLE_SHEET.findall(text) for rule in RULE.finditer(sheet))
    return frozenset(name for rule in rules if HIDING.search(rule[2].lower()) for name in NAME.findall(rule[1]))


class _Walk:
    """One walk over a page's elements; those nested deeper than `deepest` are passed over, and counted."""

    def __init__(self, deepest: int, hiding: frozenset[str] = frozenset()) -> None:
        self.deepest = deepest
        self.hiding = hiding
        self.too_deep = 0

    def unseen(self, element: Any) -> bool:
        """Is an element hidden, by itself or by a rule of the page's own style sheet?"""
        style = (element.get("style") or "").lower()
        names = {f".{one}" for one in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        white = "background" not in style and (WHITE.search(style) or _is_white_font(element))
        return bool(element.get("hidden") is not None or HIDING.search(style) or white or names & self.hiding)

    def _words(self, element: Any) -> list[str]:
        """The text within a line, without what is hidden in it."""
        found = [element.text or ""]
        for child in element:
            name = local(child).lower()
            if name and name != "del" and name not in SKIPPED and not self.unseen(child):
                found += self._words(child)
            found.append(child.tail or "")
        return found

    def blocks(self, element: Any, depth: int) -> list[Block]:
        """Lines and tables of an element, in order."""
        if depth > self.deepest:
            self.too_deep += 1
            return []
        blocks: list[Block] = []
        line: list[str] = []

        def end_line() -> None:
            text = " ".join("".join(line).split())
            if text:
                blocks.append(text)
            line.clear()

        for child in self._pieces(element):
            if isinstance(child, str):
                line.append(child)
                continue
            name = local(child).lower()
            if name == "br":
                end_line()
            elif name == "table":
                end_line()
                blocks.append(self._table(child, depth + 1))
            elif not _is_block(child):
                line.append("".join(self._words(child)))
            else:
                end_line()
                blocks += self.blocks(child, depth + 1)
        end_line()
        return blocks

    def _pieces(self, element: Any) -> Iterator[Any]:
        """Texts and visible elements of an element, in order; those of the line that hold lines are taken apart."""
        yield element.text or ""
        for child in element:
            name = local(child).lower()
            if not name or name == "del" or name in SKIPPED or self.unseen(child):
                pass
            elif name != "br" and not _is_block(child) and _has_lines(child):
                yield from self._pieces(child)
            else:
                yield child
            yield child.tail or ""

    def _table(self, table: Any, depth: int) -> Grid:
        rows = []
        for row in table.iterdescendants("tr"):
            owner = next(row.iterancestors("table"), None)
            if owner is table:
                cells = [cell for cell in row if local(cell).lower() in {"td", "th"}]
                rows.append([(_span(c, "rowspan"), _span(c, "colspan"), tuple(self.blocks(c, depth))) for c in cells])
        return occupy(rows)


def _is_block(element: Any) -> bool:
    return local(element).lower() in BLOCKS or LINE_STYLE.search((element.get("style") or "").lower()) is not None


def _has_lines(element: Any) -> bool:
    return any(local(node).lower() == "br" or _is_block(node) for node in element.iterdescendants() if local(node))


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), 200)) if value.isdecimal() else 1
