"""What of an OFD page nobody sees: objects that are not visible, wholly transparent, white, or of no size."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any, Final

OBJECTS: Final = {"TextObject", "ImageObject", "PathObject", "CompositeObject", "PageBlock", "Layer"}
SMALLEST: Final = 0.5
"""Millimetres: smaller letters are no letters to anybody."""
PALEST: Final = 240


def hide_unseen(document: Any) -> None:
    """Has the opened document give its XML without what nobody sees."""
    read: Callable[[str], ET.Element] = document._package.read_xml

    def read_xml(name: str) -> ET.Element:
        root = read(name)
        for parent in root.iter():
            for child in [child for child in parent if _is_unseen(child)]:
                parent.remove(child)
        return root

    document._package.read_xml = read_xml


def _is_unseen(element: ET.Element) -> bool:
    name = _name(element)
    if name not in OBJECTS:
        return False
    if (element.get("Visible") or "").strip().lower() in {"false", "0"} or (element.get("Alpha") or "").strip() == "0":
        return True
    return name == "TextObject" and (_is_tiny(element) or _is_white(element))


def _is_tiny(element: ET.Element) -> bool:
    try:
        size = float(element.get("Size") or "1")
    except ValueError:
        return False
    return 0 < size < SMALLEST and element.get("CTM") is None


def _is_white(element: ET.Element) -> bool:
    """White letters, or letters that are neither filled nor drawn."""
    if (element.get("Fill") or "").strip().lower() == "false":
        return (element.get("Stroke") or "").strip().lower() != "true"
    colour = next((child for child in element if _name(child) == "FillColor"), None)
    if colour is None:
        return False
    if (colour.get("Alpha") or "").strip() == "0":
        return True
    parts = (colour.get("Value") or "").split()
    return len(parts) == 3 and all(part.isdecimal() and int(part) >= PALEST for part in parts)


def _name(element: ET.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
