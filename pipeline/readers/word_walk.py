"""The walk over WordprocessingML: elements become paragraphs and grids; pictures and references are collected."""

from __future__ import annotations

from typing import Any

from pipeline.limits import DEFAULTS
from pipeline.readers.flow import Block, Grid, Slot
from pipeline.readers.package import attribute, local
from pipeline.readers.word_marks import form_box, symbol
from pipeline.readers.word_unseen import Unseen, is_filled, is_flat, is_shaded

EMU = 360_000  # in a centimetre
TRANSPARENT = {
    "ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo",
    "oMath", "oMathPara", "rubyBase", "ruby", "txbxContent", "r", "e", "num", "den", "sub", "sup",
}  # fmt: skip
DROPPED = {"del", "moveFrom", "delText", "delInstrText", "instrText", "rt", "rPr", "pPr", "sdtPr", "sdtEndPr"}
KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


class Walk:
    """One walk; what it met is in its attributes afterwards (ids of relationships, in document order).

    Elements nested deeper than `deepest` are passed over, and counted in `too_deep`.
    """

    def __init__(self, deepest: int = DEFAULTS.nesting, unseen: Unseen | None = None) -> None:
        self.deepest = deepest
        self.unseen = unseen or Unseen()
        self.too_deep = 0
        self.pictures: list[str] = []
        self.areas: dict[str, float | None] = {}  # as shown, in square centimetres; None where not told
        self.objects: list[str] = []
        self.references: list[str] = []
        self.footnotes: set[str] = set()
        self.endnotes: set[str] = set()
        self.chunks = 0
        self.dropped = 0
        self._boxes: list[Block] = []
        self._depth = 0
        self._style: str | None = None

    def blocks(self, parent: Any) -> list[Block]:
        """Paragraphs and tables of an element, in order; a text box stands after the paragraph that it hangs on."""
        if self._depth >= self.deepest:
            self.too_deep += 1
            return []
        self._depth += 1
        result: list[Block] = []
        loose: list[str] = []
        for child in parent:
            name = local(child)
            if name == "p":
                self._collect_sections(child)
                outer, self._boxes = self._boxes, []
                text = "".join(self._paragraph(child))
                result += [text, *self._boxes]
                self._boxes = outer
            elif name == "tbl":
                result.append(self._table(child))
            elif name == "sectPr":
                self._section(child)
            elif name == "AlternateContent":
                result += self._alternate(child, self.blocks)
            elif name in {"altChunk", "subDoc"}:
                self.chunks += 1
            elif name in {"del", "moveFrom"}:
                self.dropped += 1
            elif name in TRANSPARENT - {"r"}:
                result += self.blocks(child)
            elif name == "r":
                loose += self._inline(child)
        self._depth -= 1
        return [*result, "".join(loose)] if loose else result

    def _paragraph(self, paragraph: Any) -> list[str]:
        properties = next((c for c in paragraph if local(c) == "pPr"), None)
        style, self._style = self._style, _text_of(properties, "pStyle") or ""
        shaded = is_shaded(properties)
        self.unseen.shaded += shaded
        found = self._inline(paragraph)
        self.unseen.shaded -= shaded
        self._style = style
        return found

    def _alternate(self, element: Any, read: Any) -> list[Any]:
        """One of the alternatives: the first choice that Word knows and that says anything, else the fallback."""
        for option in element:
            if _is_option(option):
                pictures, boxes = len(self.pictures), len(self._boxes)
                found: list[Any] = read(option)
                if found or len(self.pictures) > pictures or len(self._boxes) > boxes:
                    return found
        return []

    def _inline(self, parent: Any) -> list[str]:
        if self._depth >= self.deepest:
            self.too_deep += 1
            return []
        self._depth += 1
        parts: list[str] = []
        if local(parent) == "r" and self.unseen.hides(parent, self._style):
            self.dropped += 1
        else:
            for child in parent:
                parts += self._piece(child)
        self._depth -= 1
        return parts

    def _piece(self, child: Any) -> list[str]:
        name = local(child)
        if name == "t":
            return [child.text or ""]
        if name in {"br", "cr"}:
            return ["\n"]
        if name in {"tab", "ptab"}:
            return [" "]
        if name == "noBreakHyphen":
            return ["-"]
        if name == "sym":
            return [symbol(child)]
        if name == "fldChar":
            return [form_box(child)]
        if name in {"footnoteReference", "endnoteReference"}:
            notes = self.footnotes if name == "footnoteReference" else self.endnotes
            notes.add(attribute(child, "id") or "")
            return []
        if name in DROPPED:
            self.dropped += name in {"del", "moveFrom"}
            return []
        if name == "AlternateContent":
            return self._alternate(child, self._inline)
        if name == "subDoc":
            self.chunks += 1
            return []
        if name in {"drawing", "pict", "object"}:
            self._drawing(child)
            return []
        if name in TRANSPARENT:
            return self._inline(child)
        return []

    def _drawing(self, element: Any) -> None:
        """Pictures, text boxes and embedded objects under a drawing, each once."""
        if self._depth >= self.deepest:
            self.too_deep += 1
            return
        self._depth += 1
        area = _extent(element)
        filled = is_filled(element)
        outer = self.unseen.shaded
        self.unseen.shaded = int(filled)  # a box stands on its own ground, not on that of the paragraph
        stack = [element]
        while stack:
            node = stack.pop()
            name = local(node)
            if name == "txbxContent":
                self._boxes += self.blocks(node)
                continue
            if name == "AlternateContent":
                option = next((o for o in node if _is_option(o)), None)
                stack += [] if option is None else [option]
                continue
            reference = {"blip": "embed", "imagedata": "id"}.get(name)
            if reference:
                found = attribute(node, reference) or attribute(node, "link")
                if found:
                    self.pictures.append(found)
                    before = self.areas.get(found, 0.0)
                    self.areas[found] = None if area is None or before is None else max(before, area)
            if name == "OLEObject" and not (attribute(node, "ProgID") or "").startswith("Equation"):
                self.objects.append(attribute(node, "id") or "")
            stack += reversed([child for child in node if isinstance(child.tag, str)])
        self.unseen.shaded = outer
        self._depth -= 1

    def _table(self, table: Any) -> Grid:
        slots: dict[tuple[int, int], Slot] = {}
        above: dict[int, tuple[int, int]] = {}  # column → the slot that a continued cell belongs to
        look = next((c for c in table if local(c) == "tblPr"), None)
        unseen, whole, styled = self.unseen, is_shaded(look), _find(look, "tblStyle") is not None
        unseen.shaded += whole
        unseen.doubtful += styled
        for row_number, row in enumerate(_rows(table)):
            if is_flat(row):
                self.dropped += 1
                continue
            column, here = _before(row), {}
            for cell in _cells(row):
                properties = next((c for c in cell if local(c) == "tcPr"), None)
                span = _number(properties, "gridSpan", 1)
                merge = _find(properties, "vMerge")
                continued = merge is not None and attribute(merge, "val") not in {"restart"}
                shaded = is_shaded(properties)
                unseen.shaded += shaded
                blocks = tuple(b for b in self.blocks(cell) if b)
                unseen.shaded -= shaded
                key = above.get(column)
                if continued and key is not None and slots[key].colspan == span:
                    slot = slots[key]
                    slots[key] = Slot(
                        slot.row, slot.column, (*slot.blocks, *blocks), row_number - slot.row + 1, slot.colspan
                    )
                else:
                    key = (row_number, column)
                    slots[key] = Slot(row_number, column, blocks, 1, span)
                here[column] = key
                column += span
            above = here
        unseen.shaded -= whole
        unseen.doubtful -= styled
        return Grid(tuple(slots[key] for key in sorted(slots)))

    def _collect_sections(self, paragraph: Any) -> None:
        for child in paragraph:
            if local(child) == "pPr":
                for property_ in child:
                    if local(property_) == "sectPr":
                        self._section(property_)

    def _section(self, element: Any) -> None:
        self.references += [
            attribute(child, "id") or "" for child in element if local(child) in {"headerReference", "footerReference"}
        ]


def _rows(parent: Any) -> list[Any]:
    """Rows of a table, also those inside content controls and insertions; deleted rows left out."""
    rows: list[Any] = []
    for child in parent:
        name = local(child)
        if name == "tr":
            properties = next((c for c in child if local(c) == "trPr"), None)
            if _find(properties, "del") is None:
                rows.append(child)
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            rows += _rows(child)
    return rows


def _cells(parent: Any) -> list[Any]:
    cells: list[Any] = []
    for child in parent:
        name = local(child)
        if name == "tc":
            cells.append(child)
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            cells += _cells(child)
    return cells


def _before(row: Any) -> int:
    """Columns that a row leaves free at its beginning."""
    properties = next((c for c in row if local(c) == "trPr"), None)
    return min(_number(properties, "gridBefore", 0), 500)


def _find(properties: Any, name: str) -> Any:
    return None if properties is None else next((c for c in properties if local(c) == name), None)


def _number(properties: Any, name: str, default: int) -> int:
    found = _find(properties, name)
    value = attribute(found, "val") if found is not None else None
    return max(default, min(int(value), 500)) if value is not None and value.isdecimal() else default


def _text_of(properties: Any, name: str) -> str | None:
    found = _find(properties, name)
    return None if found is None else attribute(found, "val")


def _is_option(option: Any) -> bool:
    """A choice whose namespaces Word knows, or the fallback."""
    if local(option) == "Fallback":
        return True
    wanted = (option.get("Requires") or "").split()
    return local(option) == "Choice" and all(
        (option.nsmap.get(prefix) or "").startswith(KNOWN) or (prefix not in option.nsmap) for prefix in wanted
    )


def _extent(element: Any) -> float | None:
    """Width times height of a drawing in square centimetres; None where it is not told in that form."""
    for node in element.iter():
        if local(node) == "extent":
            try:
                return int(attribute(node, "cx") or 0) * int(attribute(node, "cy") or 0) / EMU / EMU
            except ValueError:
                return None
    return None
