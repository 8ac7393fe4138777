"""YAML as the rubrics need it: every scalar is a string, every key stands once (design decision 6).

The usual safe loader turns `id: 2.10` into 2.1, a key `no` into False and `012` into 10; here the typed model
converts, so nothing is lost before a person's rule about it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that stands twice in one mapping, with the line of the second."""

    key: str
    line: int


class YamlProblem(ValueError):
    """The file cannot be taken: what is wrong and where, one entry a problem."""

    def __init__(self, path: Path | str, problems: list[str]) -> None:
        self.path = str(path)
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{self.path}: {p}" for p in problems))


class _StringLoader(yaml.SafeLoader):
    """SafeLoader without implicit types; it collects duplicate keys instead of keeping the last."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.duplicates: list[DuplicateKey] = []


def _construct_mapping(loader: _StringLoader, node: yaml.MappingNode) -> Tree:
    result: Tree = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a plain word", key_node.start_mark)
        if key_node.value in result:
            loader.duplicates.append(DuplicateKey(key_node.value, key_node.start_mark.line + 1))
        result[key_node.value] = loader.construct_object(value_node, deep=True)
    return result


def _construct_scalar(loader: _StringLoader, node: yaml.ScalarNode) -> str | None:
    return None if node.value == "" and node.style is None else str(node.value)


def _construct_sequence(loader: _StringLoader, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(item, deep=True) for item in node.value]


_StringLoader.yaml_implicit_resolvers = {}
_StringLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_StringLoader.add_constructor("tag:yaml.org,2002:seq", _construct_sequence)
_StringLoader.add_constructor("tag:yaml.org,2002:str", _construct_scalar)


def parse(text: str, path: Path | str) -> Tree:
    """The mapping that `text` holds. Raises YamlProblem naming the path, the line and every duplicate key."""
    try:
        loader = _StringLoader(text)
        tree = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise YamlProblem(path, [f"{where}not valid YAML: {error.problem}"]) from error
    except yaml.YAMLError as error:
        raise YamlProblem(path, [f"not valid YAML: {error}"]) from error
    if loader.duplicates:
        raise YamlProblem(path, [f"line {d.line}: key {d.key!r} stands twice" for d in loader.duplicates])
    if not isinstance(tree, dict):
        raise YamlProblem(path, ["the file must hold a mapping"])
    return tree


def read(path: Path) -> Tree:
    """The mapping in the file at `path`; raises YamlProblem also where it is missing or not UTF-8."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise YamlProblem(path, ["no such file"]) from error
    except IsADirectoryError as error:
        raise YamlProblem(path, ["is a folder, not a rubric file"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise YamlProblem(path, [f"cannot be read: {error}"]) from error
    return parse(text, path)
