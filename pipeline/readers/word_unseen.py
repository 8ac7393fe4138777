"""What of a Word file nobody sees on its page: hidden by itself or by a style, white on white, too small, too flat.

Properties are taken as Word takes them: defaults, the paragraph's style and those it is based on, the run's style,
the run itself. Where white letters stand on a ground that cannot be told (a table's style, a coloured page) they are
not taken either, and `unsure` counts them: the file then says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.readers.package import attribute, local

SMALLEST: Final = 4
"""Half-points; smaller letters are no letters to anybody. Form fields and captions go down to 10."""
FLATTEST: Final = 60
"""Twentieths of a point; a table row of this exact height shows nothing."""
PALEST: Final = 0xF0
"""Each of red, green and blue at least: white paper swallows it."""
LONGEST_CHAIN: Final = 20
OFF: Final = {"0", "false", "off", "none"}


@dataclass
class Unseen:
    """The styles of one file; `unsure` counts white runs on a ground that cannot be told."""

    styles: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    coloured_page: bool = False
    unsure: int = 0
    shaded: int = 0
    """How many shaded cells, paragraphs or shapes stand around what is read now."""
    doubtful: int = 0
    """How many tables and shapes whose ground cannot be told stand around it."""

    def hides(self, run: Any, style: str | None) -> bool:
        """Is this run not to be seen? `style` is its paragraph's style."""
        found: dict[str, Any] = {}
        own = _child(run, "rPr")
        for properties in (*self._of_style("docDefaults"), *self._of_style(style),
                           *self._of_style(_value(own, "rStyle")), own):  # fmt: skip
            for one in properties if properties is not None else ():
                found[local(one)] = one
        if _is_on(found.get("vanish")):
            return True
        size = attribute(found["sz"], "val") if "sz" in found else None
        if size is not None and size.isdecimal() and int(size) <= SMALLEST:
            return True
        if not _is_white(found.get("color")) or self.shaded or _colours(found.get("shd")):
            return False
        if _value_of(found.get("highlight")) not in {None, "none", "white"}:
            return False
        self.unsure += bool(self.doubtful or self.coloured_page)
        return True

    def _of_style(self, name: str | None) -> list[Any]:
        """Run properties of a style, the one it is based on first."""
        chain: list[Any] = []
        while name is not None and name in self.styles and len(chain) < LONGEST_CHAIN:
            name, properties = self.styles[name]
            chain.insert(0, properties)
        return chain


def unseen_by(styles: Any | None, document: Any | None = None) -> Unseen:
    """From the root elements of the styles' part and of the document."""
    found: dict[str, tuple[str, Any]] = {}
    for style in styles if styles is not None else ():
        if local(style) == "docDefaults":
            found["docDefaults"] = ("", _child(_child(style, "rPrDefault"), "rPr"))
        elif local(style) == "style":
            found[attribute(style, "styleId") or ""] = (_value(style, "basedOn") or "", _child(style, "rPr"))
    default = next((s for s in styles if local(s) == "style" and _is_default(s)), None) if styles is not None else None
    if default is not None:
        found[""] = (".", _child(default, "rPr"))  # a paragraph without a style has the default one
    ground = _child(document, "background")
    return Unseen(found, ground is not None and not _is_white(ground, "color"))


def is_shaded(properties: Any) -> bool:
    """Has a cell or a paragraph a ground of its own colour?"""
    return properties is not None and _colours(_child(properties, "shd"))


def is_filled(shape: Any) -> bool:
    """Has a drawing a colour of its own behind its text?"""
    for node in shape.iter():
        name = local(node)
        if name in {"solidFill", "gradFill", "blipFill", "pattFill"} and local(node.getparent()) in {"spPr", "bgPr"}:
            return not any(_is_white(one, "val") for one in node)
        if name in {"shape", "rect", "roundrect", "oval", "textbox"}:
            colour = (node.get("fillcolor") or "").lower()
            if colour and colour not in {"white", "#fff", "#ffffff", "window"} and node.get("filled") not in {"f", "0"}:
                return True
    return False


def is_flat(row: Any) -> bool:
    """Is a table row of so small a fixed height that nothing of it shows?"""
    for height in _children(_child(row, "trPr"), "trHeight"):
        value = attribute(height, "val") or ""
        if attribute(height, "hRule") == "exact" and value.isdecimal() and int(value) <= FLATTEST:
            return True
    return any(_is_on(one) for one in _children(_child(row, "trPr"), "hidden"))


def _is_default(style: Any) -> bool:
    return attribute(style, "default") in {"1", "true"} and attribute(style, "type") == "paragraph"


def _is_on(element: Any) -> bool:
    return element is not None and attribute(element, "val") not in OFF


def _is_white(element: Any, name: str = "val") -> bool:
    if element is None:
        return False
    theme = attribute(element, "themeColor")
    if theme in {"background1", "light1"}:
        return attribute(element, "themeShade") is None
    colour = (attribute(element, name) or "").removeprefix("#")
    if len(colour) != 6:
        return colour in {"bg1", "lt1", "white"}
    try:
        return min(bytes.fromhex(colour)) >= PALEST
    except ValueError:
        return False


def _colours(shading: Any) -> bool:
    if shading is None:
        return False
    pattern = attribute(shading, "val") not in {None, "clear", "nil"}
    return pattern or (attribute(shading, "fill") not in {None, "auto"} and not _is_white(shading, "fill"))


def _value(parent: Any, name: str) -> str | None:
    return _value_of(_child(parent, name))


def _value_of(element: Any) -> str | None:
    return None if element is None else attribute(element, "val")


def _children(parent: Any, name: str) -> Iterable[Any]:
    return () if parent is None else (child for child in parent if local(child) == name)


def _child(parent: Any, name: str) -> Any:
    return next(iter(_children(parent, name)), None)
