"""YAML as written: every scalar a string, duplicate keys refused (`id: 2.10` must not become 2.1).

The typed model that takes the data converts; `check` turns its complaints into one message that names file, key and
allowed values.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class SpecError(ValueError):
    """A data file of the program is wrong; the message says which file, which key and what is allowed."""


class _StringLoader(yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader):  # type: ignore[misc]
    """Base loader (strings only) that refuses a key given twice."""


def _mapping(loader: yaml.Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: dict[str, int] = {}
    for key_node, _ in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in seen:
            raise SpecError(f"第{line}行：键“{key}”重复（第{seen[key]}行已有）")
        seen[key] = line
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        result[str(key_node.value)] = loader.construct_object(value_node, deep=True)
    return result


_StringLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(text: str, file: str) -> Any:
    """The data of a YAML text, strings only."""
    try:
        return yaml.load(text, Loader=_StringLoader)
    except SpecError as error:
        raise SpecError(f"{file}：{error}") from None
    except yaml.YAMLError as error:
        raise SpecError(f"{file}：不是有效的 YAML：{error}") from None


def check(model: type[Model], data: Any, file: str) -> Model:
    """The typed model of the data, or one message for all that is wrong with it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise SpecError("\n".join(_complaint(model, dict(e), file) for e in error.errors())) from None


def load_model(model: type[Model], path: Path) -> Model:
    """Read, parse and check one file."""
    return check(model, load(path.read_text(encoding="utf-8"), path.name), path.name)


def _complaint(model: type[BaseModel], error: dict[str, Any], file: str) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        allowed = _allowed_keys(model, error["loc"][:-1])
        return f"{file}：未知的键“{where}”；可用：{'、'.join(allowed) if allowed else '见 extractors/spec.py'}"
    return f"{file}：“{where}”{error['msg']}（现为 {error.get('input')!r:.80}）"


def _allowed_keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys of the model that stands at this place, as far as it can be told."""
    current: type[BaseModel] | None = model
    for part in location:
        if current is None:
            return []
        if isinstance(part, str) and part in current.model_fields:
            current = _model_in(current.model_fields[part].annotation)
    return sorted(current.model_fields) if current is not None else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
