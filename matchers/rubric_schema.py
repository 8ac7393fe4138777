"""JSON Schema of rubric and case files, for editors: what may stand where, with Chinese words for every key."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extractors import strict_yaml
from extractors.fields import FIELDS
from matchers import case_files, rubric_pruning

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORDS = Path(__file__).parent / "data" / "rubric_keys.yaml"


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The Chinese words: class → key → words; the key "" is the class itself."""
    found: Mapping[str, Mapping[str, str]] = strict_yaml.load(_WORDS.read_text("utf-8"), _WORDS.name)
    return found


def rubric_schema() -> dict[str, Any]:
    """The schema of rubric.yaml."""
    made = _told(rubric_pruning.schema())
    described = words()["Rubric"]
    _describe(made, described)
    selection = made["$defs"]["Selection"]["properties"]["type"]
    # An editor offers the contract's types; a scheme may bring more of its own.
    made["$defs"]["Selection"]["properties"]["type"] = {
        "description": selection["description"],
        "anyOf": [{"enum": list(FIELDS)}, {"type": "string"}],
    }
    return {"$schema": DIALECT, "title": "预审：评审办法（rubric.yaml）", **made}


def cases_schema() -> dict[str, Any]:
    """The schema of cases.yaml."""
    made = _told(case_files.schema())
    made.pop("title", None)
    told = "指标（或条件）编号 → 案例列表"
    return {"$schema": DIALECT, "title": "预审：办法的案例（cases.yaml）", "description": told, **made}


def _told(schema: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = _loosened(copy.deepcopy(dict(schema)))
    for name, part in made.get("$defs", {}).items():
        _describe(part, words().get(name, {}))
    return made


def _describe(part: dict[str, Any], told: Mapping[str, str]) -> None:
    """Chinese words instead of the program's own titles and docstrings."""
    part.pop("title", None)
    part.pop("description", None)
    if told.get(""):
        part["description"] = told[""]
    for key, value in part.get("properties", {}).items():
        value.pop("title", None)
        if key in told:
            value["description"] = told[key]


def _loosened(node: Any) -> Any:
    """A text may be written without quotation marks: an editor then takes `2022` for a number, our loader does not."""
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _loosened(value) for key, value in node.items()}
    if made.get("type") == "string" and not {"enum", "const", "format", "pattern"} & made.keys():
        made["type"] = ["string", "number", "boolean"]
    return made
