"""Chinese words for the contract's English ones: types, fields, values, statuses, codes with what to do.

The words are data (`data/labels.yaml`); a word that is not there is shown as it is, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import yaml

from extractors.evidence import Value

_NOTHING: Final[Mapping[str, str]] = {}


@cache
def _words() -> Mapping[str, Mapping[str, object]]:
    text = resources.files("pipeline.emit").joinpath("data", "labels.yaml").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, object]] = yaml.load(text, Loader=yaml.BaseLoader)  # strings only
    return loaded


def word(group: str, key: str) -> str:
    """The Chinese word for a key of a group (`types`, `status`, `confidence`, …); the key itself where none is."""
    found = _words().get(group, _NOTHING).get(key, key)
    return found if isinstance(found, str) else key


def field_name(type_: str, name: str) -> str:
    """What a field is called on papers of this type."""
    found = word("fields_of_type", f"{type_}.{name}")
    return found if "." not in found else word("fields", name)


def value_text(type_: str, name: str, value: object) -> str:
    """A field's value as a reviewer reads it; an unread one is a dash."""
    if value is None or value == () or value == []:
        return "—"
    if isinstance(value, tuple | list):
        return "；".join(value_text(type_, name, part) for part in value)
    if isinstance(value, bool):
        return word("values", str(value).lower())
    text = str(value)
    special = word("values", f"{type_}.{name}.{text}")
    if special != f"{type_}.{name}.{text}":
        return special
    return word("values", text) if name in _CODED else text


_CODED: Final = frozenset({"kind", "level", "conclusion", "stage", "jurisdiction", "market", "expiry_date", "joint"})
"""Fields whose values are words of the contract; a title that happens to read `design` stays as printed."""


def code_label(code: str) -> str:
    """The Chinese name of a mismatch code; a code of a run's own is shown as it is."""
    return _code(code).get("label", code)


def code_advice(code: str) -> str:
    """What the reviewer does about it; empty for a code of a run's own."""
    return _code(code).get("advice", "")


def _code(code: str) -> Mapping[str, str]:
    found = _words()["codes"].get(code, _NOTHING)
    return found if isinstance(found, Mapping) else _NOTHING


def fields_text(type_: str, fields: Mapping[str, Value], *, separator: str = "；", empty: bool = False) -> str:
    """All read fields of a paper in one text: `专利号：ZL…；授权公告日：2021-05-01`."""
    parts = [
        f"{field_name(type_, name)}：{value_text(type_, name, value)}"
        for name, value in fields.items()
        if empty or value not in (None, (), [])
    ]
    return separator.join(parts)
