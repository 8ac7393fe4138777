"""Tick boxes and symbols of a Word file as characters."""

from __future__ import annotations

from typing import Any

from pipeline.readers.package import attribute, local

# Tick boxes as symbol fonts write them; the form's claims hang on them.
SYMBOLS = {
    "wingdings": {0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0xFC: "√", 0xFB: "×", 0x6E: "■"},
    "wingdings 2": {0x52: "☑", 0x54: "☒", 0x53: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□", 0x50: "√", 0x4F: "×"},
}  # fmt: skip


def symbol(element: Any) -> str:
    """The character of a `w:sym`; of symbol fonts only boxes and ticks."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    table = SYMBOLS.get((attribute(element, "font") or "").lower())
    if table is not None:
        return table.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def form_box(element: Any) -> str:
    """A tick box of an old form field."""
    for node in element.iter():
        if local(node) == "checkBox":
            state = {local(c): attribute(c, "val") not in {"0", "false"} for c in node if isinstance(c.tag, str)}
            return "☑" if state.get("checked", state.get("default", False)) else "□"
    return ""
