"""A rubric as YAML that a person can read and `load_rubric` takes: fields in their order, defaults left out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import yaml

from matchers.drafting.rubric_draft import RubricDraft, describe
from matchers.rubric_model import Rubric

SHORT: Final = 96
"""A mapping of so many characters stands in one line."""


class _Bare(str):
    """A number or a day: written without quotation marks."""


class _Dumper(yaml.SafeDumper):
    """Sequences of mappings are indented under their key; lists of words and short mappings stand in one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_bare(dumper: yaml.SafeDumper, value: _Bare) -> yaml.ScalarNode:
    kind = "timestamp" if "-" in value else "float" if "." in value else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(value))


def _represent_list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=all(isinstance(v, str) for v in value))


def _represent_mapping(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.MappingNode:
    flat = all(isinstance(v, str) or (isinstance(v, list) and all(map(_is_flat, v))) for v in value.values())
    return dumper.represent_mapping(
        "tag:yaml.org,2002:map", value.items(), flow_style=flat and "id" not in value and len(str(value)) < SHORT
    )


def _is_flat(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(v, str) for v in value.values()))


_Dumper.add_representer(_Bare, _represent_bare)
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(dict, _represent_mapping)


def tree_of(value: Any) -> Any:
    """Mappings, sequences and words only; a field that holds its default is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        result = {}
        for one in dataclasses.fields(value):
            held = getattr(value, one.name)
            if one.default is not dataclasses.MISSING and held == one.default and one.name != "form":
                continue
            if one.default_factory is not dataclasses.MISSING and held == one.default_factory():
                continue
            result[one.name] = tree_of(held)
        return result
    if isinstance(value, Mapping):
        return {str(key): tree_of(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [tree_of(held) for held in value]
    if isinstance(value, Decimal):
        return _Bare(f"{value.normalize():f}")
    if isinstance(value, int | dt.date):
        return _Bare(str(value))
    return value if value is None else str(value)


def rubric_yaml(rubric: Rubric) -> str:
    """The rubric alone."""
    return yaml.dump(
        tree_of(rubric), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )


def draft_yaml(draft: RubricDraft) -> str:
    """The draft as a file: what was found and what is open stands above as a comment."""
    head = "".join(f"# {line}\n" for line in describe(draft).split("\n"))
    return head + rubric_yaml(draft.rubric)
